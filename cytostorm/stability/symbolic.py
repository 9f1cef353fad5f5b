"""What the symbolic side needs of a model: its moving states, positive stand-ins for its parameters, signs that are certain."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import sympy as sp

from ..model import CytostormError, InputError, Mechanism, Parameter, State


class ProofError(CytostormError):
    """A statement about a model that was to be proved does not hold, or could not be shown."""


def moving(model: Mechanism) -> tuple[State, ...]:
    """The states whose rate of change is not identically zero, in the order of the model."""
    if not isinstance(model, Mechanism):
        raise InputError(f"stability is asked of a model such as cs.models.loop; got {model!r}.")
    found = tuple(state for state, rate in model.expanded.items() if rate != 0)
    if not found:
        raise InputError(f"{model.name}: nothing in this model moves; there is no stability to ask about.")
    return found


class Regime(NamedTuple):
    """A range of the exponents in which the shape of the equations stays the same.

    `when` is a condition on the model's parameters; `there` maps each parameter to a stand-in that is positive (or as
    its declared range allows), and `back` returns to the model's own symbols.
    """

    when: sp.Basic
    there: dict
    back: dict

    def own(self, expression: sp.Basic) -> sp.Basic:
        """An expression of stand-ins in the model's own symbols."""
        return expression.xreplace(self.back)


def regimes(model: Mechanism) -> list[Regime]:
    """All regimes of the model; one, unless a parameter stands in an exponent.

    An exponent n that may not fall below 1 has two: n = 1, and n > 1, where the slope of x**n at zero vanishes.
    Any other exponent is taken at the model's value, and the condition says so.
    """
    powers = exponents(model)
    plain = {p: _stand_in(p) for p in model.parameters if p not in powers}
    choices = [_exponent(model, p) for p in powers]
    found = []
    for chosen in product(*choices):
        there = plain | {p: value for p, (_, value, _) in zip(powers, chosen, strict=True)}
        back = {stand_in: p for p, stand_in in plain.items()}
        for _, _, extra in chosen:
            back |= extra
        found.append(Regime(sp.And(*(when for when, _, _ in chosen)), there, back))
    return found


def exponents(model: Mechanism) -> list[Parameter]:
    """The parameters that stand in an exponent."""
    powers = {p for rate in model.expanded.values() for power in rate.atoms(sp.Pow) for p in power.exp.free_symbols}
    return [p for p in model.parameters if p in powers]


def regime(model: Mechanism) -> Regime:
    """The regime in which the model's own values lie."""
    values = {p: model.value(p) for p in model.parameters}
    return next(r for r in regimes(model) if r.when.xreplace(values) == sp.true)


def _stand_in(parameter: Parameter) -> sp.Symbol:
    return sp.Symbol(parameter.identifier, **({"positive": True} if parameter.range[0] >= 0 else {"real": True}))


def _exponent(model: Mechanism, parameter: Parameter) -> list[tuple]:
    """(condition, what stands for the exponent, way back) for each regime of one exponent."""
    if parameter.allowed[0] >= 1:
        excess = sp.Symbol(f"{parameter.identifier}_above_1", positive=True)
        above = (parameter > 1, 1 + excess, {excess: parameter - 1})
        return [above] if parameter.allowed[0] > 1 else [above, (parameter <= 1, sp.Integer(1), {})]
    value = sp.nsimplify(model.value(parameter), rational=True)
    return [(sp.Eq(parameter, value), value, {})]


def sign(expression: sp.Expr) -> int | None:
    """1, -1 or 0 when the sign is the same for all values of the symbols in it, None when it is not known to be."""
    for form in (lambda e: e, sp.expand, lambda e: sp.factor(sp.together(e))):
        tried = form(expression)
        if tried.is_zero:
            return 0
        if tried.is_positive:
            return 1
        if tried.is_negative:
            return -1
    return None


def above(left: sp.Expr, right: sp.Expr = sp.S.Zero, *, whole: bool = False) -> sp.Basic:
    """The relation `left > right` with both sides made of positive terms, as one would write it by hand.

    Assumes that the symbols are positive; denominators, and (unless `whole`) common factors, are multiplied away.
    """
    numerator, denominator = sp.fraction(sp.factor(sp.together(left - right)))
    direction = sign(denominator)
    if direction is None:
        return sp.Gt(numerator/denominator, 0)
    factors = [f if whole or sign(f) is None else sign(f) for f in sp.Mul.make_args(numerator*direction)]
    terms = sp.Add.make_args(sp.expand(sp.Mul(*factors)))
    gains = sp.Add(*(term for term in terms if not term.could_extract_minus_sign()))
    losses = sp.Add(*(-term for term in terms if term.could_extract_minus_sign()))
    return sp.Gt(sp.factor(gains), sp.factor(losses))


def same(left: sp.Expr, right: sp.Expr) -> bool:
    """True when SymPy shows that the two are equal for all values of the symbols."""
    return sp.simplify(sp.expand(left - right)) == 0
