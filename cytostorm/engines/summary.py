"""The facts of a model as source for the compiled engine, for wards: many patients, and only what was found of each is kept.

The functionals are those of `model/functionals.py`; what each is taken of comes from the declaration.
"""

from __future__ import annotations

import sympy as sp

from ..model import Fact, Mechanism, Score, t
from ..model.scores import Points, used_by
from . import code

_CURVE = """\
    for _i in range(len(_t)):
        {array}[_i] = {expression}"""
_TAKEN = {
    "peak": "summit(_t, _x, {jump})[0]", "time_of_peak": "summit(_t, _x, {jump})[1]", "area": "area(_t, _x)",
    "value_at": "value_at(_t, _x, {at})", "first_time": "first_time(_t, {held})", "last_time": "last_time(_t, _b)",
    "time_above": "times_held(_t, _b)[-1]",
}


def source(model: Mechanism) -> list[str]:
    """`watched(_y, _p, _r)`: the read-outs that facts use; `facts(_t, _y, _p, _jump, _f)`: all facts of one run, into _f.

    _t, shape (n,), _y, shape (n, states), _jump, bool, shape (n,): the run, and where its states jump. Facts of doses are
    in _f already.
    """
    used = set().union(*map(used_by, model.facts)) if model.facts else set()
    return [code.function(code.python, "watched", "_y, _p, _r", model,
                          {f"_r[{i}]": r for i, r in enumerate(r for r in model.readouts if r in used)},
                          {"_y": code.vector(model), "_p": model.parameters}),
            "\n".join(_Facts(model, [r for r in model.readouts if r in used]).lines())]


class _Facts:
    def __init__(self, model: Mechanism, watched: list[sp.Symbol]):
        self.model, self.watched, self.scores = model, watched, set()
        arrays = {"_y": code.vector(model), "_r": watched}
        self.places = {symbol: sp.Symbol(f"{array}[_i, {k}]") for array, symbols in arrays.items() for k, symbol in enumerate(symbols)}
        numbers = {"_p": model.parameters, "_f": model.facts}
        self.places |= {symbol: sp.Symbol(f"{array}[{k}]") for array, symbols in numbers.items() for k, symbol in enumerate(symbols)}
        self.places |= {t: sp.Symbol("_t[_i]")}

    def lines(self):
        yield "def facts(_t, _y, _p, _jump, _f):"
        yield f"    _r = np.empty((len(_t), {len(self.watched)}))"
        yield "    for _i in range(len(_t)):\n        watched(_y[_i], _p, _r[_i])"
        yield "    _x, _b, _steps = np.empty(len(_t)), np.empty(len(_t), np.bool_), np.ones(len(_t), np.bool_)"
        for place, fact in enumerate(self.model.facts):
            if not fact.of_doses:
                yield from self.points(fact)
                yield _CURVE.format(array="_x" if isinstance(fact.of, sp.Expr) else "_b", expression=self.text(fact.of))
                held = "_b" if fact.held is None else f"times_held(_t, _b) >= {self.text(fact.held)}"
                at = None if fact.at is None else self.text(fact.at)
                taken = _TAKEN[fact.functional].format(jump="_steps" if fact.in_steps else "_jump", held=held, at=at)
                yield f"    _f[{place}] = {taken}"

    def points(self, fact: Fact):
        """The scores that a fact needs, each worked out once."""
        for points in sorted(fact.of.atoms(Points) - self.scores, key=str):
            array = f"_s_{points.name}"
            self.scores.add(points)
            self.places[points] = sp.Symbol(f"{array}[_i]")
            yield f"    {array} = np.empty(len(_t))"
            yield _CURVE.format(array=array, expression=self.combined(points.score))

    def combined(self, score: Score) -> str:
        rows = [(self.text(when), points) for when, points in sorted(score.rows, key=lambda row: -row[1] if score.combine == "max" else 0)]
        if score.combine == "sum":
            return " + ".join(f"where({when}, {points}, 0.0)" for when, points in rows)
        return "".join(f"where({when}, {points}, " for when, points in rows) + "0.0" + ")"*len(rows)

    def text(self, expression: sp.Basic) -> str:
        return code.python.text(expression.xreplace(self.places))
