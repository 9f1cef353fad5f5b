"""Bifurcation diagrams, in numbers: equilibria at many values of one parameter, and the points where they turn or cross."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq, linear_sum_assignment, root

from ..model import InputError, Mechanism, Parameter
from .equilibria import finder
from .numbers import arguments, numbers


class Branch(NamedTuple):
    """Equilibria that follow one another as the parameter rises, to a fold, the span's end or a level of zero; arrays, shape (n,)."""

    parameter: np.ndarray
    state: np.ndarray
    stable: np.ndarray


class Turn(NamedTuple):
    """A point at which stability changes hands, accurate to 1e-8.

    `kind` is "ignition" (fold at which the lower of two equilibria is the stable one: beyond it the state jumps up),
    "extinction" (the upper one is stable: beyond it the state falls), "fold" (neither is), "crossing" (two branches exchange
    stability) or "oscillation" (a pair of complex eigenvalues crosses).
    """

    parameter: float
    state: float
    kind: str


class Bifurcation(NamedTuple):
    """A bifurcation diagram, found numerically: identifiers of the axes, the span, branches, and turns by parameter."""

    parameter: str
    state: str
    span: tuple[float, float]
    branches: tuple[Branch, ...]
    turns: tuple[Turn, ...]

    @property
    def folds(self) -> tuple[Turn, ...]:
        """The points at which two branches meet and end."""
        return tuple(turn for turn in self.turns if turn.kind in ("ignition", "extinction", "fold"))


class Hysteresis(NamedTuple):
    """Where the quiet state ends and where the storm ends, as values of the parameter; None when not within the span."""

    ignition: float | None
    extinction: float | None


def bifurcation(model: Mechanism, parameter: object, state: object, span: tuple[float, float] | None = None, points: int = 400,
                **values: float) -> Bifurcation:
    """Equilibria of a model as one parameter or input changes.

    Parameters
    ----------
    parameter : Parameter, Input or identifier
    state : State or identifier
        What is drawn upwards.
    span : (float, float), optional
        From where to where the parameter runs; by default its slider.
    points : int
        Values of the parameter at which equilibria are looked for; two folds between neighbours are missed.
    **values : float
        Values of other quantities; the rest at the model's values.

    Raises
    ------
    InputError
        An unknown name, a bad value or span; equations that cannot be separated.
    """
    machine, symbol, shown = numbers(model), model.symbol(parameter), model.symbol(state)
    if symbol not in machine.given:
        raise InputError(f"{model.name}: {symbol.identifier} is a {symbol.role} that follows from the others; "
                         f"vary a parameter or an input: {', '.join(g.identifier for g in machine.given)}.")
    if shown not in machine.states:
        raise InputError(f"{model.name}: {shown.identifier} is not among the moving states {', '.join(s.identifier for s in machine.states)}.")
    low, high = _span(model, symbol, span)
    if not isinstance(points, int) or points < 10:
        raise InputError(f"points is a whole number, 10 or more; got {points!r}.")
    grid = np.linspace(low, high, points)
    grid[1:-1] += 0.0319*(grid[1] - grid[0])  # folds like to lie on round numbers, where two equilibria would be counted as one
    scan = _Scan(model, arguments(model, values), symbol, machine.states.index(shown))
    for last, q in zip([low, *grid], grid, strict=False):
        scan.step(float(last), float(q))
    branches = tuple(Branch(*(np.array(column) for column in zip(*((q, x[scan.row], calm) for q, x, calm in curve), strict=True)))
                     for curve in scan.curves)
    turns = {(round(turn.parameter, 8), round(turn.state, 6)): turn for turn in scan.turns}  # branches that cross both report it
    return Bifurcation(symbol.identifier, shown.identifier, (low, high), branches, tuple(turns[key] for key in sorted(turns)))


def hysteresis(model: Mechanism, parameter: object, state: object, span: tuple[float, float] | None = None, **values: float) -> Hysteresis:
    """Ignition and extinction along a parameter: the folds of the diagram. See `bifurcation` for the arguments."""
    first = {turn.kind: turn.parameter for turn in reversed(bifurcation(model, parameter, state, span, **values).folds)}
    return Hysteresis(first.get("ignition"), first.get("extinction"))


def _span(model: Mechanism, symbol: Parameter, span: object) -> tuple[float, float]:
    if span is None and symbol.range is None:
        raise InputError(f"{model.name}: {symbol.identifier} declares no range; give span=(low, high).")
    try:
        low, high = (model.checked(symbol, bound) for bound in span or symbol.range)
    except TypeError:
        raise InputError(f"span is two numbers (low, high); got {span!r}.") from None
    if not low < high:
        raise InputError(f"span must rise from low to high; got {low:g} to {high:g}.")
    return low, high


class _Scan:
    """Equilibria at rising values q of one quantity, joined into curves of points (q, levels of the moving states, stable)."""

    def __init__(self, model: Mechanism, p: np.ndarray, symbol: Parameter, row: int):
        self.machine, self.row, self.find = numbers(model), row, finder(model, p, symbol)
        self.at = lambda q: np.where([g == symbol for g in self.machine.given], q, p)
        self.curves: list[list] = []
        self.current: list[list] = []
        self.turns: list[Turn] = []

    def step(self, last: float, q: float) -> None:
        """Go on from one value to the next: curves are continued, end or begin."""
        found = [(q, x, bool(self._lead(q, x).real < 0)) for x in self.find(q)]
        follows = _continued(self.current, found)
        begun = [[point] for j, point in enumerate(found) if j not in follows.values()]
        if q > last:
            self._join([curve for i, curve in enumerate(self.current) if i not in follows], -1, (last, q))
            self._join(begun, 0, (last, q))
        for i, j in follows.items():
            if self.current[i][-1][2] != found[j][2]:
                self._exchange(self.current[i][-1], found[j])
            self.current[i].append(found[j])
        self.current = [self.current[i] for i in follows] + begun
        self.curves += begun

    def _join(self, curves: list[list], end: int, step: tuple[float, float]) -> None:
        """Curves that end, or begin, in pairs within one step meet in a fold, which is added to both."""
        curves = sorted(curves, key=lambda curve: curve[end][1][self.row])
        for lower, upper in zip(curves[::2], curves[1::2], strict=False):
            z = root(self._singular, np.append((lower[end][1] + upper[end][1])/2, sum(step)/2), tol=1e-14)
            if not abs(z.x[-1] - sum(step)/2) <= 1.5*(step[1] - step[0]) or np.abs(z.fun).max() > 1e-9*(1 + np.abs(z.x).max()):
                continue
            kind = "ignition" if lower[end][2] else "extinction" if upper[end][2] else "fold"
            self.turns.append(Turn(float(z.x[-1]), float(z.x[self.row]), kind))
            for curve in (lower, upper):
                curve.insert(0 if end == 0 else len(curve), (float(z.x[-1]), z.x[:-1], curve[end][2]))

    def _singular(self, z: np.ndarray) -> np.ndarray:
        """Rates and determinant at levels and parameter z: all zero at a fold."""
        p = self.at(z[-1])
        return np.append(self.machine.rates(z[:-1], p), np.linalg.det(self.machine.jacobian(z[:-1], p)))

    def _exchange(self, before: tuple, after: tuple) -> None:
        """Record where stability changes between two points of a curve."""
        (first, x, _), (second, y, _) = before, after

        def levels(q: float) -> np.ndarray:
            return root(self.machine.rates, x + (y - x)*(q - first)/(second - first), (self.at(q),), jac=self.machine.jacobian, tol=1e-14).x

        q = brentq(lambda q: self._lead(q, levels(q)).real, first, second, xtol=1e-14)
        turning = abs(self._lead(q, levels(q)).imag) > 1e-6*np.abs(self.machine.jacobian(levels(q), self.at(q))).max()
        self.turns.append(Turn(q, float(levels(q)[self.row]), "oscillation" if turning else "crossing"))

    def _lead(self, q: float, x: np.ndarray) -> complex:
        """The eigenvalue with the largest real part, in 1/d."""
        return max(np.linalg.eigvals(self.machine.jacobian(x, self.at(q))), key=lambda value: value.real)


def _continued(curves: list, found: list) -> dict[int, int]:
    """Which point continues which curve: the choice with the smallest relative jumps altogether."""
    ahead = [2*curve[-1][1] - curve[-2][1] if len(curve) > 1 else curve[-1][1] for curve in curves]
    jumps = [[np.linalg.norm((x - guess)/(1e-9 + np.abs(x) + np.abs(guess))) for _, x, _ in found] for guess in ahead]
    return dict(zip(*(side.tolist() for side in linear_sum_assignment(np.reshape(jumps, (len(curves), len(found))))), strict=True))
