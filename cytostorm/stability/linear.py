"""The linearised model: Jacobian, trace, determinant, characteristic polynomial, Routh-Hurwitz conditions."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from ..model import InputError, Mechanism, State
from .symbolic import Regime, moving, regime

#: The unknown of the characteristic polynomial: an eigenvalue, in 1/d.
lamda = sp.Symbol("lambda")


def jacobian(model: Mechanism, at: Mapping | None = None) -> sp.Matrix:
    """Derivatives of the rates of change with respect to the moving states; unfed inputs are held constant.

    Parameters
    ----------
    model : Mechanism
    at : mapping of State (or its identifier) to expression, optional
        Where to take it, such as `rest(model)`; without it the states stay in the entries.

    Returns
    -------
    sympy.Matrix, shape (m, m), in 1/d when the states share a unit, rows and columns in the order of the states.
    """
    states = moving(model)
    matrix = sp.Matrix(len(states), len(states),
                       lambda i, j: sp.powsimp(sp.diff(model.expanded[states[i]], states[j])))
    if at is None:
        return matrix
    place = {model.symbol(name): sp.sympify(value) for name, value in at.items()}
    if all(value == 0 for value in place.values()):
        return rest_jacobian(model, regime(model), place, own=True)
    return matrix.xreplace(place).applyfunc(sp.simplify)


def trace(model: Mechanism, at: Mapping | None = None) -> sp.Expr:
    """Trace of the Jacobian: the sum of its eigenvalues."""
    return sp.factor(jacobian(model, at).trace())


def determinant(model: Mechanism, at: Mapping | None = None) -> sp.Expr:
    """Determinant of the Jacobian: the product of its eigenvalues."""
    return sp.expand(jacobian(model, at).det(method="berkowitz"))


def characteristic_polynomial(model: Mechanism, at: Mapping | None = None) -> sp.Poly:
    """det(lambda - J), a polynomial in `lambda` with leading coefficient 1."""
    return jacobian(model, at).charpoly(lamda)


def routh_hurwitz(model: Mechanism, at: Mapping | None = None) -> list[sp.Basic]:
    """The conditions which hold together exactly when all eigenvalues have a negative real part.

    Returns
    -------
    list of SymPy relations (or true, where a condition always holds), one for each moving state: the leading minors of the
    Hurwitz matrix of the characteristic polynomial are above zero.
    """
    return [sp.Gt(minor, 0) for minor in hurwitz_minors(jacobian(model, at))]


def hurwitz_minors(matrix: sp.Matrix) -> list[sp.Expr]:
    """Leading principal minors of the Hurwitz matrix; the last is replaced by the last coefficient, which decides its sign."""
    coefficients = matrix.charpoly(lamda).all_coeffs()
    size = len(coefficients) - 1

    def coefficient(k: int) -> sp.Expr:
        return coefficients[k] if 0 <= k <= size else sp.S.Zero

    hurwitz = sp.Matrix(size, size, lambda i, j: coefficient(2*(j + 1) - (i + 1)))
    minors = [sp.expand(hurwitz[:k, :k].det(method="berkowitz")) for k in range(1, size)]
    return [*minors, sp.expand(coefficients[size])]


def rest_jacobian(model: Mechanism, where: Regime, at: Mapping[State, sp.Expr], *, own: bool = False) -> sp.Matrix:
    """The Jacobian at a resting state without source, in the stand-ins of a regime (or, with `own`, in the model's symbols).

    Raises
    ------
    InputError
        The slope has no value there (such as that of sqrt(C) at C = 0).
    """
    states = moving(model)
    stand_in = {state: sp.Symbol(state.identifier, **({"real": True} if state.signed else {"positive": True})) for state in states}
    quiet = {symbol: sp.S.Zero for symbol in model.inputs}
    place = {stand_in[state]: sp.sympify(at[state]).xreplace(where.there) for state in states}
    rates = [model.expanded[state].xreplace({**quiet, **stand_in, **where.there}) for state in states]
    entries = sp.Matrix(len(states), len(states), lambda i, j: sp.powsimp(sp.diff(rates[i], stand_in[states[j]])))
    matrix = entries.applyfunc(lambda entry: sp.simplify(entry.subs(place)))
    if matrix.has(sp.nan, sp.zoo, sp.oo):
        raise InputError(f"{model.name}: the equations have no slope at rest, so nothing can be said by linearising them.")
    return matrix.applyfunc(where.own) if own else matrix
