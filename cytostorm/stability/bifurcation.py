"""Bifurcation diagrams, in numbers: equilibria at many values of one parameter, and the points where they turn or cross."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq, linear_sum_assignment, root

from ..model import InputError, Mechanism
from .equilibria import finder
from .numbers import Numbers, arguments, numbers


@dataclass(frozen=True)
class Branch:
    """Equilibria that follow one another as the parameter rises; ends at a fold, at the span, or where a level would be negative.

    Attributes
    ----------
    parameter, state : ndarray, shape (n,)
    stable : ndarray of bool, shape (n,)
    """

    parameter: np.ndarray
    state: np.ndarray
    stable: np.ndarray


@dataclass(frozen=True)
class Turn:
    """A point at which stability changes hands.

    `kind` is "ignition" (fold at which the lower of two equilibria is the stable one: beyond it the state jumps up),
    "extinction" (fold at which the upper one is stable: beyond it the state falls), "fold" (neither is stable), "crossing"
    (two branches exchange stability) or "oscillation" (a pair of complex eigenvalues crosses). Accurate to 1e-8 and better.
    """

    parameter: float
    state: float
    kind: str


@dataclass(frozen=True)
class Bifurcation:
    """A bifurcation diagram, found numerically.

    Attributes
    ----------
    parameter, state : str
        Identifiers of what is drawn along the axes.
    span : (float, float)
    branches : tuple of Branch
    turns : tuple of Turn, by parameter
    """

    parameter: str
    state: str
    span: tuple[float, float]
    branches: tuple[Branch, ...]
    turns: tuple[Turn, ...]

    @property
    def folds(self) -> tuple[Turn, ...]:
        """The points at which two branches meet and end."""
        return tuple(turn for turn in self.turns if turn.kind in ("ignition", "extinction", "fold"))


@dataclass(frozen=True)
class Hysteresis:
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
    span = _span(model, symbol, span)
    if isinstance(points, bool) or not isinstance(points, int) or not 10 <= points <= 20_000:
        raise InputError(f"points is a whole number from 10 to 20,000; got {points!r}.")
    scan = _Scan(model, machine, arguments(model, values), symbol, machine.states.index(shown))
    scan.run(np.linspace(*span, points))
    branches = tuple(Branch(np.array([q for q, _ in curve]), np.array([x[scan.row] for _, x in curve]),
                            np.array([scan.growth(q, x).real < 0 for q, x in curve])) for curve in scan.curves)
    turns = [*scan.folds, *(turn for curve in scan.curves for turn in scan.exchanges(curve))]
    return Bifurcation(symbol.identifier, shown.identifier, span, branches, tuple(sorted(turns, key=lambda turn: turn.parameter)))


def hysteresis(model: Mechanism, parameter: object, state: object, span: tuple[float, float] | None = None, **values: float) -> Hysteresis:
    """Ignition and extinction along a parameter: the folds of the diagram. See `bifurcation` for the arguments."""
    first = {turn.kind: turn.parameter for turn in reversed(bifurcation(model, parameter, state, span, **values).folds)}
    return Hysteresis(first.get("ignition"), first.get("extinction"))


class _Scan:
    """Equilibria at rising values of one quantity, joined into curves: lists of (value, levels of the moving states)."""

    def __init__(self, model: Mechanism, machine: Numbers, p: np.ndarray, symbol: object, row: int):
        self.machine, self.p, self.index, self.row = machine, p, machine.given.index(symbol), row
        self.find = finder(model, p, symbol)
        self.curves: list[list] = []
        self.folds: list[Turn] = []

    def growth(self, q: float, x: np.ndarray) -> complex:
        return self.machine.growth(x, self._at(q))

    def run(self, grid: np.ndarray) -> None:
        open_curves: list[list] = []
        for q in grid:
            found = [(float(q), x) for x in self.find(q)]
            follows = self._pairs(open_curves, found)
            ended = [curve for i, curve in enumerate(open_curves) if i not in follows]
            begun = [[point] for j, point in enumerate(found) if j not in follows.values()]
            for i, j in follows.items():
                open_curves[i].append(found[j])
            if self.curves:
                self._meet(ended, -1, q)
                self._meet(begun, 0, q)
            open_curves = [curve for i, curve in enumerate(open_curves) if i in follows] + begun
            self.curves += begun

    @staticmethod
    def _pairs(curves: list, found: list) -> dict[int, int]:
        """Which point continues which curve: the choice with the smallest jumps altogether."""
        if not curves or not found:
            return {}
        ahead = [2*c[-1][1] - c[-2][1] if len(c) > 1 else c[-1][1] for c in curves]
        jumps = np.array([[np.linalg.norm((x - guess)/(1e-9 + np.abs(x) + np.abs(guess))) for _, x in found] for guess in ahead])
        return dict(zip(*(side.tolist() for side in linear_sum_assignment(jumps)), strict=True))

    def _meet(self, curves: list[list], end: int, q: float) -> None:
        """Curves that end, or begin, in pairs between the same two values meet in a fold; it is added to both."""
        curves = sorted(curves, key=lambda curve: curve[end][1][self.row])
        for low, high in zip(curves[::2], curves[1::2], strict=False):
            x, fold = self._fold(low[end], high[end])
            if x is None:
                continue
            calm = [self.growth(*curve[end]).real < 0 for curve in (low, high)]
            self.folds.append(Turn(fold, float(x[self.row]), "ignition" if calm[0] else "extinction" if calm[1] else "fold"))
            for curve in (low, high):
                curve.insert(len(curve) if end else 0, (fold, x))
