"""What is certain about an expression for all values of its symbols: its sign, the two sides of its being positive, equality."""

from __future__ import annotations

import sympy as sp

from ..model import CytostormError


class ProofError(CytostormError):
    """A statement about a model that was to be proved does not hold, or could not be shown."""


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
