"""The model on floats: rates and slopes of the moving states, roots of one equation, kinds of equilibria."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import sympy as sp
from scipy.optimize import brentq

from ..model import Input, Mechanism
from .symbolic import moving

_EDGE = 1e-12
_machines: dict[str, Machine] = {}


class Machine:
    """Rates and Jacobian of the moving states as functions of two arrays: states `x`, shape (m,), and everything else `p`.

    Attributes
    ----------
    states : tuple of State
    given : tuple of Parameter, Input and State that does not move; the order of `p`
    """

    def __init__(self, model: Mechanism):
        self.states = moving(model)
        self.given = (*model.parameters, *model.inputs, *(s for s in model.states if s not in self.states))
        rates = [model.expanded[s] for s in self.states]
        slopes = [[sp.powsimp(sp.diff(rate, s)) for s in self.states] for rate in rates]
        arguments = [self.states, self.given]
        self._rates = sp.lambdify(arguments, rates, modules="numpy", cse=True)
        self._slopes = sp.lambdify(arguments, slopes, modules="numpy", cse=True)
        self._towards = {}
        self._towards_of = lambda g: sp.lambdify(arguments, [sp.diff(rate, g) for rate in rates], modules="numpy")

    def rates(self, x: np.ndarray, p: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            return np.array(self._rates(np.asarray(x, float), p), float)

    def jacobian(self, x: np.ndarray, p: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            return np.array(self._slopes(np.asarray(x, float), p), float)

    def towards(self, index: int, x: np.ndarray, p: np.ndarray) -> np.ndarray:
        """Derivative of the rates with respect to the given quantity number `index`."""
        if index not in self._towards:
            self._towards[index] = self._towards_of(self.given[index])
        with np.errstate(all="ignore"):
            return np.array(self._towards[index](np.asarray(x, float), p), float)

    def quiet(self, p: np.ndarray) -> np.ndarray:
        """The same array with every input at zero."""
        return np.where([isinstance(g, Input) for g in self.given], 0.0, p)

    def polished(self, starts: list, p: np.ndarray) -> list[np.ndarray]:
        """Where Newton's method leads from each start: allowed, distinct, and really at rest."""
        found: list[np.ndarray] = []
        for start in starts:
            x = self._newton(np.array(start, float), p)
            if x is None:
                continue
            size = 1e-9*(1 + np.abs(x))
            if any(v < -e and not s.signed for v, e, s in zip(x, size, self.states, strict=True)):
                continue
            x = np.array([v if s.signed else max(v, 0.0) for v, s in zip(x, self.states, strict=True)])
            if not any(np.all(np.abs(x - other) < 1e-6*(1e-3 + np.abs(x))) for other in found):
                found.append(x)
        return found

    def _newton(self, x: np.ndarray, p: np.ndarray) -> np.ndarray | None:
        for _ in range(60):
            rates, slopes = self.rates(x, p), self.jacobian(x, p)
            if not (np.all(np.isfinite(rates)) and np.all(np.isfinite(slopes))):
                return None
            scale = np.abs(slopes) @ (np.abs(x) + 1e-12) + 1e-300
            if np.all(np.abs(rates) <= 1e-14*scale):
                return x
            step = np.linalg.lstsq(slopes, -rates, rcond=None)[0]
            x = x + step
            if np.all(np.abs(step) <= 1e-15*(1e-12 + np.abs(x))):
                break
        rates = self.rates(x, p)
        return x if np.all(np.abs(rates) <= 1e-9*(np.abs(self.jacobian(x, p)) @ (np.abs(x) + 1e-9) + 1e-300)) else None

    def starting_points(self) -> list[np.ndarray]:
        """Zero, and 200 points spread evenly in the logarithm of every state from 1e-3 to 1e5; the same ones each time."""
        spread = np.random.default_rng(0).uniform(-3, 5, (200, len(self.states)))
        return [np.zeros(len(self.states)), *10.0**spread]


def machine(model: Mechanism) -> Machine:
    """The machine of a model, made once for each declaration."""
    if model.digest not in _machines:
        _machines[model.digest] = Machine(model)
    return _machines[model.digest]


def arguments(model: Mechanism, values: Mapping[str, float]) -> np.ndarray:
    """The array `p` of a machine at the model's values and those given here; InputError for a bad name or value."""
    known = model.values | {model.symbol(name).identifier: model.checked(name, value) for name, value in values.items()}
    numbers = {p: known.get(p.identifier, model.value(p)) for p in model.parameters}
    starts = {symbol: float(start.xreplace(numbers)) for symbol, start in model.starts().items()}
    return np.array([numbers[g] if g in numbers else known.get(g.identifier, starts[g]) for g in machine(model).given], float)


def scalar_roots(numerator: sp.Expr, state: sp.Symbol) -> list[float]:
    """Real roots of an equation in one state with numbers for everything else.

    All of them for a polynomial; else those at which it changes sign between zero and 1e9, on 4,000 intervals.
    """
    if numerator.is_polynomial(state):
        coefficients = [float(c) for c in sp.Poly(numerator, state).all_coeffs()]
        roots = np.roots(np.array(coefficients)/max(map(abs, coefficients))) if len(coefficients) > 1 else np.array([])
        return [float(r.real) for r in roots if abs(r.imag) <= 1e-5*(1e-6 + abs(r))]
    f = sp.lambdify(state, numerator, modules="numpy")
    grid = np.concatenate([[0.0], np.geomspace(1e-9, 1e9, 4000)])
    with np.errstate(all="ignore"):
        values = np.array([f(x) for x in grid], float)
    zeros = [float(x) for x, v in zip(grid, values, strict=True) if v == 0]
    changes = np.nonzero(values[:-1]*values[1:] < 0)[0]
    return zeros + [brentq(f, grid[i], grid[i + 1], xtol=1e-300, rtol=1e-14) for i in changes]


def kind(eigenvalues: np.ndarray) -> str:
    """What the eigenvalues of an equilibrium make of it; "on the edge" when the largest real part is zero to rounding."""
    real = np.real(eigenvalues)
    if abs(real.max()) <= _EDGE*np.abs(eigenvalues).max():
        return "on the edge"
    if real.max() > 0 > real.min():
        return "saddle"
    turning = "focus" if np.any(np.abs(np.imag(eigenvalues)) > _EDGE*np.abs(eigenvalues)) else "node"
    return f"{'stable' if real.max() < 0 else 'unstable'} {turning}"
