"""How fast: eigenvalues at rest, growth rate, and the times that follow from it."""

from __future__ import annotations

import math

import numpy as np
import sympy as sp

from ..model import InputError, Mechanism
from . import numeric
from .equilibria import Equilibrium, rest
from .linear import rest_jacobian
from .symbolic import regime, sign


def eigenvalues(model: Mechanism, at: Equilibrium | None = None, **values: float) -> np.ndarray:
    """Eigenvalues of the Jacobian in numbers, largest real part first, in 1/d.

    Parameters
    ----------
    at : Equilibrium, optional
        A numerical equilibrium from `equilibria`; by default the resting state without source.
    **values : float
        Values of parameters by identifier; the others at the model's values.

    Returns
    -------
    ndarray of complex, shape (moving states,)
    """
    machine = numeric.machine(model)
    p = numeric.arguments(model, values)
    if at is None:
        known = dict(zip(machine.given, p, strict=True))
        x = np.array([float(sp.sympify(e).xreplace(known)) for e in rest(model).values()])
        p = machine.quiet(p)
    else:
        x = np.array([float(at[s]) for s in machine.states])
    found = np.linalg.eigvals(machine.jacobian(x, p)).astype(complex)
    return found[np.argsort(-found.real, kind="stable")]


def growth_rate(model: Mechanism, **values: float) -> float:
    """Largest real part of the eigenvalues at rest, in 1/d: above zero a small disturbance grows, below it dies."""
    return float(eigenvalues(model, **values)[0].real)


def e_folding_time(model: Mechanism, **values: float) -> float:
    """Days in which a small disturbance of the rest grows e-fold; InputError when it does not grow."""
    return 1/_growing(model, values)


def doubling_time(model: Mechanism, **values: float) -> float:
    """Days in which a small disturbance of the rest doubles; InputError when it does not grow."""
    return math.log(2)/_growing(model, values)


def half_life(model: Mechanism, **values: float) -> float:
    """Days in which, in the end, a small disturbance of the rest halves; InputError when it does not die away."""
    rate = growth_rate(model, **values)
    if not rate < 0:
        raise InputError(f"{model.name}: at these values a disturbance of the rest does not die away (growth rate {rate:.3g} 1/d).")
    return -math.log(2)/rate


def growth_formula(model: Mechanism) -> sp.Expr:
    """The larger eigenvalue at rest of a model with two moving states, in symbols, in 1/d.

    InputError when the model has not two moving states, or when its eigenvalues are not real for all values.
    """
    where = regime(model)
    return where.own(larger_eigenvalue(model, rest_jacobian(model, where, rest(model))))


def larger_eigenvalue(model: Mechanism, matrix: sp.Matrix) -> sp.Expr:
    """(trace + sqrt(discriminant))/2 of a 2 x 2 matrix in stand-ins with real eigenvalues."""
    return (sp.expand(matrix.trace()) + sp.sqrt(discriminant(model, matrix)))/2


def discriminant(model: Mechanism, matrix: sp.Matrix) -> sp.Expr:
    """(J11 - J22)**2 + 4*J12*J21, a square and a product that is never negative: the eigenvalues are real."""
    if matrix.shape != (2, 2):
        raise InputError(f"{model.name}: a formula for the eigenvalues is given for two moving states; this model has {matrix.rows}.")
    product = sp.factor(matrix[0, 1]*matrix[1, 0])
    if sign(product) not in (0, 1):
        raise InputError(f"{model.name}: J12*J21 = {product} is not known to be positive, so that the eigenvalues may be complex.")
    difference = matrix[0, 0] - matrix[1, 1]
    return (-difference if difference.could_extract_minus_sign() else difference)**2 + 4*product


def _growing(model: Mechanism, values: dict) -> float:
    rate = growth_rate(model, **values)
    if not rate > 0:
        raise InputError(f"{model.name}: at these values a disturbance of the rest does not grow (growth rate {rate:.3g} 1/d).")
    return rate

