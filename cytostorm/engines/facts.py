"""What is said about a run: its facts, scores and sentences, evaluated from the declaration with NumPy.

The browser has the same functionals (`frontend/src/engine/facts.js`); tests compare them on random runs.
"""

from __future__ import annotations

import numpy as np

from ..model import Fact, InputError, Sentence, t
from ..model.errors import unknown_name
from ..model.run import Run, highest
from ..model.scores import fill
from . import code
from .python import vectorised


def facts(run: Run) -> dict[str, float]:
    """Every declared fact of a run, by name; infinite for what never happens."""
    values: dict[Fact, float] = {}
    for fact in run.model.facts:
        values[fact] = _functional(run, fact, values)
    return {fact.name: value for fact, value in values.items()}


def score(run: Run, name: str) -> np.ndarray:
    """Points of a declared score at every time of a run, shape (n,)."""
    known = {score.name: score for score in run.model.scores}
    if name not in known:
        raise InputError(unknown_name("score", name, list(known), run.model.name))
    found = facts(run)
    values = {fact: found[fact.name] for fact in run.model.facts}
    rows = [np.where(_over_time(run, when, values), points, 0.0) for when, points in known[name].rows]
    if known[name].combine == "sum":
        return np.sum(rows, axis=0)
    if known[name].combine == "max":
        return np.max([np.zeros(len(run.t)), *rows], axis=0)
    true = [_over_time(run, when, values) for when, _ in known[name].rows]
    return np.select(true, [points for _, points in known[name].rows], 0.0)


def say(run: Run, sentence: Sentence) -> str:
    """The words of a sentence that are true for a run."""
    found = facts(run)
    values = {fact: found[fact.name] for fact in run.model.facts} | {p: run.values[p.identifier] for p in run.model.parameters}
    symbols, numbers = list(values), list(values.values())
    with np.errstate(all="ignore"):
        text = next(text for when, text in sentence.rows if vectorised(when, symbols)(*map(np.float64, numbers)))
        named = {name: float(vectorised(e, symbols)(*map(np.float64, numbers))) for name, e in sentence.numbers.items()}
    return fill(text, named)


def describe(run: Run) -> str:
    """One or more true sentences about a run, from the declaration of its model."""
    words = [say(run, sentence) for sentence in run.model.sentences]
    if run.stopped:
        words.append(f"The run was {run.stopped}.")
    return " ".join(words)


def _functional(run: Run, fact: Fact, earlier: dict[Fact, float]) -> float:
    x = _over_time(run, fact.of, earlier)
    match fact.functional:
        case "peak":
            return highest(run.t, x, run.jumps).value
        case "time_of_peak":
            return highest(run.t, x, run.jumps).day
        case "first_time":
            return float(run.t[np.argmax(x)]) if np.any(x) else np.inf
        case "time_above":
            return float(np.sum(np.diff(run.t)[np.asarray(x[:-1], bool)]))
        case "area":
            return float(np.trapezoid(x, run.t))
    at = float(_over_time(run, fact.at, earlier)[0])
    at = float(run.t[-1]) if at == np.inf else at
    return float(np.interp(at, run.t, x, left=np.nan, right=np.nan))


def _over_time(run: Run, expression, found: dict[Fact, float]) -> np.ndarray:
    values = {s: run[s] for s in (*code.vector(run.model), *run.model.readouts)} | found | {t: run.t}
    values |= {p: np.float64(run.values[p.identifier]) for p in run.model.parameters}
    with np.errstate(all="ignore"):
        result = vectorised(expression, list(values))(*values.values())
    return np.broadcast_to(np.asarray(result), run.t.shape)
