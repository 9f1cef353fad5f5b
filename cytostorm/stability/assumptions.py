"""What proofs assume of a model: which states move, stand-ins of known sign, ranges of the exponents; and what then is certain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def quiet(model: Mechanism) -> dict:
    """The inputs, all at zero."""
    moving(model)
    return dict.fromkeys(model.inputs, sp.S.Zero)


def derivatives(rates: Iterable[sp.Expr], states: Iterable[State]) -> sp.Matrix:
    """Derivatives of rates of change, a row each, with respect to states."""
    return sp.Matrix([[sp.powsimp(sp.diff(rate, s)) for s in states] for rate in rates])


class Regime(NamedTuple):
    """A range of the exponents, told by `when`, in which the shape of the equations stays the same.

    `there` maps parameters and states to stand-ins that are positive (or real, as declared); `back` leads to the model's own;
    `rates` are the rates of change of the moving states, all in stand-ins.
    """

    when: sp.Basic
    there: dict
    back: dict
    rates: dict

    def own(self, expression: sp.Basic) -> sp.Basic:
        """An expression of stand-ins in the model's own symbols."""
        return expression.xreplace(self.back)


def regimes(model: Mechanism) -> Iterator[Regime]:
    """All regimes of the model: for each parameter n in an exponent n > 1, where the slope of x**n at zero vanishes, and n = 1."""
    powers = exponents(model)
    return (_regime(model, dict(zip(powers, above, strict=True))) for above in product((True, False), repeat=len(powers)))


def regime(model: Mechanism) -> Regime:
    """The regime of the model's own values; InputError for an exponent below 1, which has no slope at zero."""
    moving(model)
    powers = exponents(model)
    for p, value in powers.items():
        if value < 1:
            raise InputError(f"{model.name}: the exponent {p.identifier} = {float(value):g} is below 1; "
                             "the equations have no slope at zero.")
    return _regime(model, {p: value > 1 for p, value in powers.items()})


def _regime(model: Mechanism, above: dict[Parameter, bool]) -> Regime:
    signed = {p: p.range[0] < 0 for p in model.parameters if p not in above} | {s: s.signed for s in model.states}
    plain = {s: sp.Symbol(s.identifier, **{"real" if negative else "positive": True}) for s, negative in signed.items()}
    excess = {p: sp.Symbol(f"{p.identifier}_above_1", positive=True) for p in above}
    there = plain | {p: 1 + excess[p] if above[p] else sp.S.One for p in above}
    back = {stand_in: s for s, stand_in in plain.items()} | {e: p - 1 for p, e in excess.items()}
    return Regime(sp.And(*(p > 1 if above[p] else p <= 1 for p in above)), there, back,
                  {there[s]: model.expanded[s].xreplace(there) for s in moving(model)})


def exponents(model: Mechanism) -> dict[Parameter, sp.Rational]:
    """The parameters that stand in an exponent, at the model's values."""
    powers = {p for rate in model.expanded.values() for power in rate.atoms(sp.Pow) for p in power.exp.free_symbols}
    return {p: sp.nsimplify(model.value(p), rational=True) for p in model.parameters if p in powers}


def sign(expression: sp.Expr) -> int | None:
    """1, -1 or 0 when the sign is the same for all values of the symbols in it, None when it is not known to be."""
    for form in (lambda e: e, sp.expand, lambda e: sp.factor(sp.together(e))):
        tried = form(expression)
        if tried.is_zero:
            return 0
        if tried.is_positive or tried.is_negative:
            return 1 if tried.is_positive else -1
    return None


def sides(difference: sp.Expr, *, whole: bool = False) -> tuple[sp.Expr, sp.Expr]:
    """What stands left and right when `difference > 0` is written with positive terms only, as one would by hand.

    Denominators, and (unless `whole`) common factors, are multiplied away when their sign is certain.
    """
    numerator, denominator = sp.fraction(sp.factor(sp.together(difference)))
    direction = sign(denominator)
    if direction is None:
        return numerator/denominator, sp.S.Zero
    factors = [f if whole or sign(f) is None else sign(f) for f in sp.Mul.make_args(numerator*direction)]
    terms = sp.Add.make_args(sp.expand(sp.Mul(*factors)))
    negative = [term for term in terms if term.could_extract_minus_sign()]
    return sp.factor(sp.Add(*(term for term in terms if term not in negative))), sp.factor(-sp.Add(*negative))


def same(left: sp.Expr, right: sp.Expr) -> bool:
    """True when SymPy shows that the two are equal for all values of the symbols."""
    return sp.simplify(sp.expand(left - right)) == 0
