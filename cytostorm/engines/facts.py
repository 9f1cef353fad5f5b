"""What is said about a run: its facts, scores and sentences, evaluated from the declaration with NumPy.

The browser has the same (`frontend/src/engine/facts.js`); tests compare them on random runs.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import sympy as sp

from ..model import Fact, GivenDose, InputError, Mechanism, Score, Sentence, functionals, t
from ..model.errors import unknown_name
from ..model.run import Run, the_run
from ..model.scores import Points, fill
from .python import vectorised


def facts(run: Run) -> dict[str, float]:
    """Every declared fact of a run, by name; infinite for what never happens."""
    return {fact.name: value for fact, value in _found(run).items()}


def fact(run: Run, name: str) -> float:
    """One declared fact of a run."""
    found = facts(run)
    if name not in found:
        raise InputError(unknown_name("fact", name, list(found), run.model.name))
    return found[name]


def score(run: Run, name: str) -> np.ndarray:
    """Points of a declared score at every time of a run, shape (n,)."""
    known = {score.name: score for score in the_run(run).model.scores}
    if name not in known:
        raise InputError(unknown_name("score", name, list(known), run.model.name))
    return _points(run, known[name], _found(run))


def say(run: Run, sentence: Sentence) -> str:
    """The words of a sentence that are true for a run."""
    found = _found(run)
    text = next(text for when, text in sentence.rows if _once(run, when, found))
    return fill(text, {name: float(_once(run, expression, found)) for name, expression in sentence.numbers.items()})


def describe(run: Run) -> str:
    """One or more true sentences about a run, from the declaration of its model."""
    words = [text for sentence in the_run(run).model.sentences if (text := say(run, sentence))]
    if run.stopped:
        words.append(f"The run was {run.stopped}.")
    return " ".join(words)


def given_facts(model: Mechanism, doses: Iterable[GivenDose], days: float) -> dict[Fact, float]:
    """The facts of doses in a run of so many days."""
    return {fact: _given([dose for dose in doses if dose.name == fact.of.name and dose.amount and dose.day <= days], fact.functional)
            for fact in model.facts if fact.of_doses}


def _given(doses: list[GivenDose], functional: str) -> float:
    match functional:
        case "doses_given":
            return float(len(doses))
        case "amount_given":
            return float(sum(dose.amount for dose in doses))
    return float(len({np.floor(dose.day) for dose in doses}))


#: Widest gap between times of a run, in days, over which facts may be read off it.
_WIDEST = 0.5


def _found(run: Run) -> dict[Fact, float]:
    if the_run(run).model.facts and (gap := np.diff(run.t).max(initial=0)) > _WIDEST:
        raise InputError(f"facts, scores and sentences are read off the times of a run, and these lie up to {gap:g} d apart, where much "
                         f"may happen; simulate with step={_WIDEST:g} or less (the default, 0.01, is best).")
    values = dict.fromkeys(run.model.facts, np.nan) | given_facts(run.model, run.doses, run.t[-1])
    for fact in run.model.facts:
        if not fact.of_doses:
            values[fact] = _functional(run, fact, values)
    return values


def _functional(run: Run, fact: Fact, earlier: dict[Fact, float]) -> float:
    x = _over_time(run, fact.of, earlier)
    match fact.functional:
        case "peak" | "time_of_peak":
            return float(functionals.summit(run.t, x, run.jump | fact.in_steps)[fact.functional == "time_of_peak"])
        case "first_time":
            held = x if fact.held is None else functionals.times_held(run.t, x) >= _once(run, fact.held, earlier)
            return float(functionals.first_time(run.t, held))
        case "last_time":
            return float(functionals.last_time(run.t, x))
        case "time_above":
            return float(functionals.times_held(run.t, x)[-1])
        case "area":
            return float(functionals.area(run.t, x))
    return float(functionals.value_at(run.t, x, _once(run, fact.at, earlier)))


def _points(run: Run, score: Score, found: dict[Fact, float]) -> np.ndarray:
    # The largest points are those of the first row that holds, when the rows are sorted by them.
    rows = sorted(score.rows, key=lambda row: -row[1]) if score.combine == "max" else score.rows
    points, holds = [points for _, points in rows], [_over_time(run, when, found).astype(bool) for when, _ in rows]
    return points @ np.array(holds) if score.combine == "sum" else np.select(holds, points, 0.0)


def _over_time(run: Run, expression: sp.Basic, found: dict[Fact, float]) -> np.ndarray:
    def course(symbol):
        if isinstance(symbol, Points):
            return _points(run, symbol.score, found)
        return run.t if symbol == t else run[symbol] if symbol.name in run.units else _number(run, symbol, found)

    return np.broadcast_to(_value(expression, {s: course(s) for s in expression.free_symbols}), run.t.shape)


def _once(run: Run, expression: sp.Basic, found: dict[Fact, float]):
    """The value of an expression or condition of facts and parameters."""
    return _value(expression, {s: _number(run, s, found) for s in expression.free_symbols})


def _number(run: Run, symbol: sp.Symbol, found: dict[Fact, float]) -> np.float64:
    return np.float64(found[symbol] if symbol in found else run.values[symbol.name])


def _value(expression: sp.Basic, values: dict[sp.Symbol, np.ndarray]) -> np.ndarray:
    symbols = sorted(values, key=str)
    with np.errstate(all="ignore"):
        return np.asarray(vectorised(expression, tuple(symbols))(*(values[s] for s in symbols)))
