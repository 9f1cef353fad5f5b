"""What every engine in Python does alike: where a run starts, what doses do, its days, its columns, its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import contextmanager

import numpy as np

from ..model import GivenDose, InputError, Mechanism, SolverError
from ..model.scores import number
from . import code
from .python import compiled, vectorised

ROUNDING = 1e-9, 1e-12  # of what was there, and in its unit: what on and off may leave below zero
NOISE = 1000  # tolerances by which a solver may stray below zero


def parameters(model: Mechanism, values: dict[str, float]) -> np.ndarray:
    """The parameters' values in the model's order."""
    return np.array([values[parameter.identifier] for parameter in model.parameters])


def start(model: Mechanism, values: dict[str, float], p: np.ndarray) -> np.ndarray:
    """The state vector on day 0, before the doses of that day; SolverError when a start has no value."""
    y = np.zeros(len(code.vector(model)))
    with values_exist(model, "the start has"):
        compiled(model).start(p.tolist(), y)
    return np.array([values.get(symbol.identifier, start) for symbol, start in zip(code.vector(model), y, strict=True)])


def lowest(model: Mechanism) -> np.ndarray:
    """0 for each quantity of the state vector that cannot be negative, else minus infinity."""
    return np.array([0.0 if symbol.is_nonnegative else -np.inf for symbol in code.vector(model)])


def give(model: Mechanism, doses: list[GivenDose], y: np.ndarray, p: np.ndarray) -> None:
    """The doses of one day, in place. They may not take below zero what has no meaning there; rounding of on and off is 0."""
    before = y.copy()
    for dose in doses:
        with values_exist(model, f"the dose of {dose.name} has"):
            compiled(model).jumps[dose.name](y, p.tolist(), dose.amount)
    for i in np.flatnonzero((y != before) & (y < 0)):
        symbol = code.vector(model)[i]
        if symbol.is_nonnegative and y[i] < -ROUNDING[0]*abs(before[i]) - ROUNDING[1]:
            raise InputError(f"{model.name}: on day {doses[0].day:g} the dose of {' and of '.join(dose.name for dose in doses)} would take "
                             f"{symbol.identifier} ({symbol.label}) to {y[i]:.3g} {symbol.unit}; it cannot be below 0.")
        if symbol.is_nonnegative:
            y[i] = 0.0


def output_days(days: float, doses: Iterable[GivenDose], step: float) -> np.ndarray:
    """0, step, 2 step, ... and the last day, with the days of doses; a regular day too near to one of these gives way to it."""
    fixed = np.array(sorted({0.0, float(days)} | {float(dose.day) for dose in doses}))
    regular = np.arange(0, np.ceil(days/step - 1e-9))*step
    after = np.searchsorted(fixed, regular).clip(1)  # of the two fixed days around each
    near = np.minimum(np.abs(regular - fixed[after - 1]), np.abs(fixed[after] - regular)) <= 1e-9*step
    return np.sort(np.concatenate([regular[~near], fixed]))


def clear_noise(model: Mechanism, states: np.ndarray, atol: float) -> None:
    """A quantity that cannot be negative is 0 where it lies below zero by the solver's tolerance, in place."""
    for row, bound in zip(states, lowest(model), strict=True):
        if bound == 0:
            row[(row < 0) & (row > -NOISE*atol)] = 0.0


class Columns(Mapping):
    """States, inputs and read-outs by name, each of shape (n,), from the state vectors of shape (states, n).

    A column is made when it is asked for, the read-outs all at once: together they take longer than a compiled run.
    """

    def __init__(self, model: Mechanism, states: np.ndarray, p: np.ndarray):
        self.model, self.states, self.p = model, states, p
        self.places = {symbol.identifier: i for i, symbol in enumerate(code.vector(model))}
        self.names = [*self.places, *(readout.identifier for readout in model.readouts)]
        self.made: dict[str, np.ndarray] = {}

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self.made:
            if name in self.places:
                self.made[name] = _kept(np.ascontiguousarray(self.states[self.places[name]]))
            elif name in self.names:
                self._read()
        return self.made[name]

    def __iter__(self):
        return iter(self.names)

    def __len__(self):
        return len(self.names)

    def _read(self) -> None:
        readouts = [None]*len(self.model.readouts)
        with np.errstate(all="ignore"):
            compiled(self.model).readout(np.ascontiguousarray(self.states), self.p, readouts)
        self.made |= {symbol.identifier: _kept(np.broadcast_to(np.asarray(r, float), self.states.shape[1:]).copy())
                      for symbol, r in zip(self.model.readouts, readouts, strict=True)}


def _kept(column: np.ndarray) -> np.ndarray:
    """A column that cannot be changed by accident."""
    column.flags.writeable = False
    return column


def check_signs(model: Mechanism, t: np.ndarray, states: np.ndarray, atol: float) -> None:
    """Raise SolverError for a run, states of shape (states, n), in which what cannot be negative is negative, but for rounding."""
    for symbol, row in zip(code.vector(model), states, strict=True):
        below = row < -NOISE*atol - 1e-6*row.max() if symbol.is_nonnegative else np.zeros(1, bool)
        if below.any():
            raise SolverError(f"{model.name}: on day {t[below.argmax()]:.3g} {symbol.identifier} ({symbol.label}) falls below 0, to "
                              f"{row.min():.3g} {symbol.unit} at the least; these values describe nothing that can be. "
                              f"A state that may be negative is declared with signed=True.")


def grown(model: Mechanism, day: float) -> str:
    """The words of a run that its growth ended: what the limit is counted from, engines work out at each start of a stretch."""
    fold = "a million-fold" if model.growth_limit == 1e6 else f"{model.growth_limit:,.0f}-fold"
    return f"stopped on day {number(day, 1, 'f')}: all levels together had grown {fold}, counted from the largest start (day 0 or a dose) " \
           "and one day at the speed there"


@contextmanager
def values_exist(model: Mechanism, what: str, y: np.ndarray | None = None, p: np.ndarray | None = None):
    """Arithmetic without a result (1/0, the root of a negative number) is told in words; with y and p, where it lies."""
    try:
        yield
    except (ArithmeticError, ValueError, TypeError) as error:
        where = "" if y is None else _culprit(model, y, p)
        raise SolverError(f"{model.name}: {what} no value ({error}{where}).") from None


def _culprit(model: Mechanism, y: np.ndarray, p: np.ndarray) -> str:
    """Which equation has no value, and which of its parameters are 0."""
    symbols = (*code.vector(model), *model.parameters)
    with np.errstate(all="ignore"):
        for state, rate in model.expanded.items():
            used = [(s, x) for s, x in zip(symbols, (*y, *p), strict=True) if s in rate.free_symbols]
            if not np.isfinite(vectorised(rate, tuple(s for s, _ in used))(*(np.float64(x) for _, x in used))):
                zero = [s.identifier for s, x in used if x == 0 and s in model.parameters]
                return f", in the equation of {state.identifier}" + (f", where {' and '.join(zero)} = 0" if zero else "")
    return ""
