"""Bifurcation diagrams, in numbers: equilibria at many values of one parameter, and the folds where they meet and end."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment, root

from ..model import Declared, InputError, Mechanism
from .assumptions import moving
from .equilibria import arguments, finder, given, numbers, spectrum


class Branch(NamedTuple):
    """Equilibria that follow one another as the parameter rises, to a fold, the span's end or a level of zero; arrays, shape (n,)."""

    parameter: np.ndarray
    state: np.ndarray
    stable: np.ndarray


class Fold(NamedTuple):
    """A point, accurate to 1e-8, at which two branches meet and end.

    `kind` is "ignition" when the lower one is stable: beyond it the state jumps up; "extinction" when the upper one is: beyond
    it the state falls; else "fold".
    """

    parameter: float
    state: float
    kind: str


class Bifurcation(NamedTuple):
    """A bifurcation diagram, found numerically: identifiers of the axes, the span, branches, and folds by parameter."""

    parameter: str
    state: str
    span: tuple[float, float]
    branches: tuple[Branch, ...]
    folds: tuple[Fold, ...]


class Hysteresis(NamedTuple):
    """Where the quiet state ends and where the storm ends, as values of the parameter; None when not within the span."""

    ignition: float | None
    extinction: float | None


def bifurcation(model: Mechanism, parameter: object, state: object, span: tuple[float, float] | None = None, points: int = 400,
                **values: float) -> Bifurcation:
    """Equilibria of a model as one parameter or input changes.

    `parameter` (Parameter, Input or identifier) runs over `span`, (float, float), by default its slider; `state` (State or
    identifier) is drawn upwards. Equilibria are looked for at as many values as `points` says; two folds between neighbours
    are missed. **values : other quantities by identifier; the rest at the model's values.

    InputError: an unknown name, a bad value or span; equations that cannot be separated.
    """
    symbol, shown = model.symbol(parameter), model.symbol(state)
    if symbol not in given(model):
        raise InputError(f"{model.name}: {symbol.identifier} is a {symbol.role} that follows from the others; "
                         f"vary a parameter or an input: {', '.join(g.identifier for g in given(model))}.")
    if shown not in moving(model):
        raise InputError(f"{model.name}: {shown.identifier} is not among the moving states "
                         f"{', '.join(s.identifier for s in moving(model))}.")
    low, high = _span(model, symbol, span)
    if not isinstance(points, (int, np.integer)) or points < 10:
        raise InputError(f"points is a whole number, 10 or more; got {points!r}.")
    grid = np.linspace(low, high, points)
    grid[1:-1] += 0.0319*(grid[1] - grid[0])  # folds like to lie on round numbers, where two equilibria would be counted as one
    row = moving(model).index(shown)
    curves, folds = _scan(model, arguments(model, values), symbol, row, grid.tolist())
    branches = tuple(Branch(*map(np.array, zip(*((q, x[row], calm) for q, x, calm in curve), strict=True))) for curve in curves)
    return Bifurcation(symbol.identifier, shown.identifier, (low, high), branches, tuple(sorted(folds)))


def hysteresis(model: Mechanism, parameter: object, state: object, span: tuple[float, float] | None = None, **values: float) -> Hysteresis:
    """Ignition and extinction along a parameter: the folds of the diagram. See `bifurcation` for the arguments."""
    first = {fold.kind: fold.parameter for fold in reversed(bifurcation(model, parameter, state, span, **values).folds)}
    return Hysteresis(first.get("ignition"), first.get("extinction"))


def _span(model: Mechanism, symbol: Declared, span: object) -> tuple[float, float]:
    if span is None and getattr(symbol, "range", None) is None:
        raise InputError(f"{model.name}: {symbol.identifier} declares no range; give span=(low, high).")
    try:
        low, high = symbol.range if span is None else span
    except (TypeError, ValueError):
        raise InputError(f"span is two numbers (low, high); got {span!r}.") from None
    low, high = model.checked(symbol, low), model.checked(symbol, high)
    if not low < high:
        raise InputError(f"span must rise from low to high; got {low:g} to {high:g}.")
    return low, high


def _scan(model: Mechanism, p: dict[Declared, float], symbol: Declared, row: int, grid: list[float]) -> tuple[list[list], list[Fold]]:
    """Curves, lists of (q, levels of the moving states, stable) at rising values q of one quantity, and folds.

    Curves that end, or begin, in pairs within one step meet in a fold, where rates and determinant vanish; it is added to both.
    """
    both, find, width = numbers(model), finder(model, p, symbol), grid[-1] - grid[-2]

    def singular(z: np.ndarray) -> np.ndarray:
        rates, slopes = both(z[:-1], p | {symbol: z[-1]})
        return np.append(rates, np.linalg.det(slopes))

    curves, current, folds = [], [], []
    for q in grid:
        found = [(q, x, bool(spectrum(model, x, p | {symbol: q}).real.max() < 0)) for x in find(q)]
        follows = _continued(current, found)
        ended = [curve for i, curve in enumerate(current) if i not in follows]
        begun = [[point] for j, point in enumerate(found) if j not in follows.values()]
        for i, j in follows.items():
            current[i].append(found[j])
        for end, group in ((-1, ended), (0, begun if curves else [])):
            group.sort(key=lambda curve, end=end: curve[end][1][row])
            for lower, upper in zip(group[::2], group[1::2], strict=False):
                z = root(singular, np.append((lower[end][1] + upper[end][1])/2, q - width/2), tol=1e-14)
                if abs(z.x[-1] - q) > 2*width or np.abs(z.fun).max() > 1e-9*(1 + np.abs(z.x).max()):
                    continue  # two branches that end in the same step without meeting
                kind = "ignition" if lower[end][2] else "extinction" if upper[end][2] else "fold"
                folds.append(Fold(float(z.x[-1]), float(z.x[row]), kind))
                for curve in (lower, upper):
                    curve.insert(len(curve) if end else 0, (float(z.x[-1]), z.x[:-1], curve[end][2]))
        current = [current[i] for i in follows] + begun
        curves += begun
    return curves, folds


def _continued(curves: list, found: list) -> dict[int, int]:
    """Which point continues which curve: the choice with the smallest relative jumps altogether."""
    ahead = [2*curve[-1][1] - curve[-2][1] if len(curve) > 1 else curve[-1][1] for curve in curves]
    jumps = [[np.linalg.norm((x - guess)/(1e-9 + np.abs(x) + np.abs(guess))) for _, x, _ in found] for guess in ahead]
    return dict(zip(*(side.tolist() for side in linear_sum_assignment(np.reshape(jumps, (len(curves), len(found))))), strict=True))
