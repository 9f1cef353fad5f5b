"""The model on floats: rates and slopes of the moving states, and where they vanish."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import sympy as sp
from scipy.optimize import root

from ..model import Mechanism
from .regime import moving

_made: dict[str, Numbers] = {}


class Numbers:
    """Rates and Jacobian as functions of two arrays: the moving `states`, x, shape (m,), and everything else that is `given`, p."""

    def __init__(self, model: Mechanism):
        self.states = moving(model)
        self.given = (*model.parameters, *model.inputs, *(s for s in model.states if s not in self.states))
        rates = [model.expanded[s] for s in self.states]
        slopes = [[sp.powsimp(sp.diff(rate, s)) for s in self.states] for rate in rates]
        self._rates, self._slopes = (sp.lambdify([self.states, self.given], e, modules="numpy", cse=True) for e in (rates, slopes))

    def rates(self, x: np.ndarray, p: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            return np.array(self._rates(np.asarray(x, float), p), float)

    def jacobian(self, x: np.ndarray, p: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            return np.array(self._slopes(np.asarray(x, float), p), float)

    def settled(self, starts: Iterable, p: np.ndarray) -> list[np.ndarray]:
        """Where `scipy.optimize.root` leads from each start: really at rest, no forbidden negative level, each place once."""
        found: list[np.ndarray] = []
        signed = np.array([s.signed for s in self.states])
        for start in starts:
            if not (np.isfinite(start).all() and np.isfinite(self.jacobian(start, p)).all()):
                continue
            x = root(self.rates, start, args=(p,), jac=self.jacobian, tol=1e-14).x
            terms = np.abs(self.jacobian(x, p)) @ (np.abs(x) + 1e-9)
            if not np.all(np.abs(self.rates(x, p)) <= 1e-10*terms) or np.any(~signed & (x < -1e-9*(1 + np.abs(x)))):
                continue
            x = np.where(signed, x, np.maximum(x, 0.0))
            if not any(np.all(np.abs(x - other) < 1e-6*(1e-3 + np.abs(x))) for other in found):
                found.append(x)
        return found


def numbers(model: Mechanism) -> Numbers:
    """The functions of a model, made once for each declaration."""
    if model.digest not in _made:
        _made[model.digest] = Numbers(model)
    return _made[model.digest]


def arguments(model: Mechanism, values: Mapping[str, float]) -> np.ndarray:
    """The array `p` at the model's values and those given here; InputError for a bad name or value."""
    known = model.values | {model.symbol(name).identifier: model.checked(name, value) for name, value in values.items()}
    parameters = {p: known.get(p.identifier, model.value(p)) for p in model.parameters}
    starts = {symbol: float(start.xreplace(parameters)) for symbol, start in model.starts().items()}
    return np.array([parameters[g] if g in parameters else known.get(g.identifier, starts[g]) for g in numbers(model).given], float)
