"""The linearised model: Jacobian and what is read off it, in symbols; eigenvalues and times, in numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import sympy as sp

from ..model import InputError, Mechanism
from .assumptions import ProofError, Regime, derivatives, moving, quiet, regime, sign
from .equilibria import Equilibrium, arguments, rest, spectrum

#: The unknown of the characteristic polynomial: an eigenvalue, in 1/d.
lamda = sp.Symbol("lambda")
_LARGEST = 8  # states that act on one another; beyond it the conditions are too long to be worth deriving


def jacobian(model: Mechanism, at: Mapping | None = None) -> sp.Matrix:
    """Derivatives of the rates of change with respect to the moving states; unfed inputs are held constant.

    `at` maps states (or identifiers) to expressions and says where to take it, such as `rest(model)`; without it the states
    stay in the entries. Returns a sympy.Matrix, shape (m, m), in 1/d when the states share a unit, rows and columns in the
    order of the states. InputError where a slope has no value (such as that of sqrt(C) at C = 0), or for an unknown name.
    """
    if at is None:
        return derivatives([model.expanded[s] for s in moving(model)], moving(model))
    where = regime(model)
    return where.own(local_jacobian(model, where, {model.symbol(name): value for name, value in at.items()}))


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
    """The conditions, one for each moving state, which hold together exactly when all eigenvalues have a negative real part.

    SymPy relations (or true): the leading minors of the Hurwitz matrix of the characteristic polynomial are above zero.
    """
    return [sp.Gt(minor, 0) for minor in hurwitz_minors(jacobian(model, at))]


def hurwitz_minors(matrix: sp.Matrix) -> list[sp.Expr]:
    """Leading principal minors of the Hurwitz matrix; the last is replaced by the last coefficient, which decides its sign."""
    if (size := matrix.rows) > _LARGEST:
        raise ProofError(f"{size} states that act on one another are too many for conditions in symbols; "
                         "cs.stability.growth_rate(model) gives the answer in numbers.")
    coefficients = matrix.charpoly(lamda).all_coeffs()
    hurwitz = sp.Matrix(size, size, lambda i, j: coefficients[2*j - i + 1] if 0 <= 2*j - i + 1 <= size else 0)
    return [*(sp.expand(hurwitz[:k, :k].det(method="berkowitz")) for k in range(1, size)), sp.expand(coefficients[size])]


def local_jacobian(model: Mechanism, where: Regime, place: Mapping | None = None) -> sp.Matrix:
    """The Jacobian in the stand-ins of a regime, at a place in the model's symbols; by default at rest without source."""
    place = rest(model) | quiet(model) if place is None else place
    here = {where.there.get(symbol, symbol): sp.sympify(value).xreplace(where.there) for symbol, value in place.items()}
    matrix = derivatives(where.rates.values(), where.rates).applyfunc(lambda slope: sp.simplify(slope.subs(here)))
    if matrix.has(sp.nan, sp.zoo, sp.oo):
        raise InputError(f"{model.name}: the equations have no slope there, so nothing can be said by linearising them.")
    return matrix


def growth_formula(model: Mechanism) -> sp.Expr:
    """The larger eigenvalue at rest of two moving states, in symbols, in 1/d; InputError when it is not real for all values."""
    where = regime(model)
    matrix = local_jacobian(model, where)
    return where.own((sp.expand(matrix.trace()) + sp.sqrt(discriminant(model, matrix)))/2)


def discriminant(model: Mechanism, matrix: sp.Matrix) -> sp.Expr:
    """(J11 - J22)**2 + 4*J12*J21 of a matrix in stand-ins, a square and a product that is never negative: real eigenvalues."""
    if matrix.shape != (2, 2):
        raise InputError(f"{model.name}: a formula for the eigenvalues is given for two moving states; this model has {matrix.rows}.")
    product = sp.factor(matrix[0, 1]*matrix[1, 0])
    if sign(product) not in (0, 1):
        raise InputError(f"{model.name}: J12*J21 = {product} is not known to be positive, so that the eigenvalues may be complex.")
    difference = matrix[0, 0] - matrix[1, 1]
    return (-difference if difference.could_extract_minus_sign() else difference)**2 + 4*product


def eigenvalues(model: Mechanism, at: Equilibrium | None = None, **values: float) -> np.ndarray:
    """Eigenvalues of the Jacobian in numbers, largest real part first, in 1/d.

    Taken at a numerical equilibrium `at` of the same values, by default at rest without source; **values : values of
    parameters by identifier, the others at the model's. Returns an array of complex, shape (moving states,).
    """
    p = arguments(model, values)
    x = [float(level.xreplace(p)) for level in rest(model).values()] if at is None else [float(at[s]) for s in moving(model)]
    if at is None:
        p |= dict.fromkeys(model.inputs, 0.0)
    found = spectrum(model, x, p).astype(complex)
    return found[np.argsort(-found.real, kind="stable")]


def growth_rate(model: Mechanism, **values: float) -> float:
    """Largest real part of the eigenvalues at rest, in 1/d: above zero a small disturbance grows, below it dies."""
    return float(eigenvalues(model, **values)[0].real)


def e_folding_time(model: Mechanism, **values: float) -> float:
    """Days in which a small disturbance of the rest grows e-fold; InputError when it does not grow."""
    return 1/_rate(model, values, 1, "grow")


def doubling_time(model: Mechanism, **values: float) -> float:
    """Days in which a small disturbance of the rest doubles; InputError when it does not grow."""
    return math.log(2)/_rate(model, values, 1, "grow")


def half_life(model: Mechanism, **values: float) -> float:
    """Days in which, in the end, a small disturbance of the rest halves; InputError when it does not die away."""
    return math.log(2)/_rate(model, values, -1, "die away")


def _rate(model: Mechanism, values: Mapping, direction: int, word: str) -> float:
    if not (rate := growth_rate(model, **values))*direction > 0:
        raise InputError(f"{model.name}: at these values a disturbance of the rest does not {word} (growth rate {rate:.3g} 1/d).")
    return direction*rate
