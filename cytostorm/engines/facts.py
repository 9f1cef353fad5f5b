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
    return {fact.name: value for fact, value in _found(run).items()}


def score(run: Run, name: str) -> np.ndarray:
    """Points of a declared score at every time of a run, shape (n,)."""
    known = {score.name: score for score in run.model.scores}
    if name not in known:
        raise InputError(unknown_name("score", name, list(known), run.model.name))
    found, rows, combine = _found(run), known[name].rows, known[name].combine
    if combine == "max":  # the largest points are those of the first row that holds, when the rows are sorted by them
        rows = sorted(rows, key=lambda row: -row[1])
    points, holds = [points for _, points in rows], [_over_time(run, when, found).astype(bool) for when, _ in rows]
    return points @ np.array(holds) if combine == "sum" else np.select(holds, points, 0.0)


def say(run: Run, sentence: Sentence) -> str:
    """The words of a sentence that are true for a run."""
    values = _found(run) | {p: run.values[p.identifier] for p in run.model.parameters}
    symbols, numbers = list(values), [np.float64(value) for value in values.values()]
    with np.errstate(all="ignore"):
        text = next(text for when, text in sentence.rows if vectorised(when, symbols)(*numbers))
        named = {name: float(vectorised(e, symbols)(*numbers)) for name, e in sentence.numbers.items()}
    return fill(text, named)


def describe(run: Run) -> str:
    """One or more true sentences about a run, from the declaration of its model."""
    words = [say(run, sentence) for sentence in run.model.sentences]
    if run.stopped:
        words.append(f"The run was {run.stopped}.")
    return " ".join(words)


def _found(run: Run) -> dict[Fact, float]:
    values: dict[Fact, float] = {}
    for fact in run.model.facts:
        values[fact] = _functional(run, fact, values)
    return values


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
