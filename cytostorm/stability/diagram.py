"""Bifurcation diagrams: equilibria followed along a parameter, in numbers, with the points where they turn or cross."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..model import InputError, Mechanism, Parameter
from . import numeric
from .continuation import Path
from .equilibria import solve_numerically

_SEEDS = 9  # values of the parameter at which equilibria are looked for; a branch that passes none of them is missed


@dataclass(frozen=True)
class Branch:
    """One curve of equilibria.

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
        """The points at which a branch turns back."""
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
        About how many points a branch has that runs across the span.
    **values : float
        Values of other quantities; the rest at the model's values.

    Raises
    ------
    InputError
        An unknown name, a bad value or span.
    """
    machine = numeric.machine(model)
    index = _index(model, machine, parameter)
    shown = [s.identifier for s in machine.states]
    if model.symbol(state).identifier not in shown:
        raise InputError(f"{model.name}: {model.symbol(state).identifier} is not among the moving states {', '.join(shown)}.")
    span = _span(model, machine.given[index], span)
    if isinstance(points, bool) or not isinstance(points, int) or not 10 <= points <= 20_000:
        raise InputError(f"points is a whole number from 10 to 20,000; got {points!r}.")
    row = shown.index(model.symbol(state).identifier)
    curves, path = _curves(model, machine, numeric.arguments(model, values), index, span, points)
    branches = tuple(Branch(*path.within(curve, row), path.stable(curve)) for curve in curves)
    turns = _distinct(_turn(path, curve, row, which, k) for curve in curves for which, k in path.changes(curve))
    return Bifurcation(machine.given[index].identifier, shown[row], span, branches, turns)


def hysteresis(model: Mechanism, parameter: object, state: object, span: tuple[float, float] | None = None, **values: float) -> Hysteresis:
    """Ignition and extinction along a parameter: the folds of the diagram. See `bifurcation` for the arguments."""
    turns = bifurcation(model, parameter, state, span, 200, **values).folds
    first = {turn.kind: turn.parameter for turn in reversed(turns)}
    return Hysteresis(first.get("ignition"), first.get("extinction"))


def _curves(model: Mechanism, machine: numeric.Machine, p: np.ndarray, index: int, span: tuple[float, float],
            points: int) -> tuple[list[np.ndarray], Path]:
    """Every curve that passes one of the equilibria at `_SEEDS` values of the parameter, each once."""
    seeds = []
    for q in np.linspace(*span, _SEEDS):
        p[index] = q
        seeds += [np.append(x, q) for x in _equilibria(model, machine, p)]
    path = Path(machine, p, index, span, 1/points, seeds)
    curves: list[np.ndarray] = []
    for seed in seeds:
        if not any(path.passes(curve, seed) for curve in curves):
            curves.append(path.curve(seed))
    return curves, path


def _turn(path: Path, curve: np.ndarray, row: int, which: str, k: int) -> Turn:
    z = path.between(curve[k], curve[k + 1], which)
    return Turn(float(z[-1]), float(z[row]), _kind(path, curve, k, row) if which == "determinant" else "oscillation")


def _kind(path: Path, curve: np.ndarray, k: int, row: int) -> str:
    before, after = curve[max(k - 1, 0)], curve[min(k + 2, len(curve) - 1)]
    if (curve[k][-1] - before[-1])*(after[-1] - curve[k + 1][-1]) >= 0:
        return "crossing"
    stable = path.stable(curve[k:k + 2])
    if not stable.any():
        return "fold"
    calm, other = (k, k + 1) if stable[0] else (k + 1, k)
    return "ignition" if curve[calm][row] < curve[other][row] else "extinction"


def _equilibria(model: Mechanism, machine: numeric.Machine, p: np.ndarray) -> list[np.ndarray]:
    try:
        return solve_numerically(model, machine, p)
    except InputError:
        return []  # a whole line of them at just this value: the curves come from the other values


def _index(model: Mechanism, machine: numeric.Machine, parameter: object) -> int:
    symbol = model.symbol(parameter)
    if symbol not in machine.given:
        raise InputError(f"{model.name}: {symbol.identifier} is a {symbol.role} that follows from the others; "
                         f"vary a parameter or an input: {', '.join(g.identifier for g in machine.given)}.")
    return machine.given.index(symbol)


def _span(model: Mechanism, symbol: Parameter, span: object) -> tuple[float, float]:
    if span is None:
        if getattr(symbol, "range", None) is None:
            raise InputError(f"{model.name}: {symbol.identifier} declares no range; give span=(low, high).")
        return symbol.range
    try:
        low, high = (model.checked(symbol, bound) for bound in span)
    except TypeError:
        raise InputError(f"span is two numbers (low, high); got {span!r}.") from None
    if not low < high:
        raise InputError(f"span must rise from low to high; got {low:g} to {high:g}.")
    return low, high


def _distinct(turns) -> tuple[Turn, ...]:
    found: list[Turn] = []
    for turn in sorted(turns, key=lambda turn: (turn.parameter, turn.state)):
        if not any(math.isclose(turn.parameter, other.parameter, rel_tol=1e-7, abs_tol=1e-9)
                   and math.isclose(turn.state, other.state, rel_tol=1e-5, abs_tol=1e-7) for other in found):
            found.append(turn)
    return tuple(found)
