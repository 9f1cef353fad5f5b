"""One run by SciPy's LSODA: the reference engine, always there."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from contextlib import contextmanager

import numpy as np
from scipy.integrate import solve_ivp

from ..model import GivenDose, InputError, Mechanism, SolverError
from ..model.run import Run
from ..model.scores import number
from . import code
from .python import compiled

_CALL_BUDGET = 400_000
_NOISE = 1000  # tolerances by which a solver may stray below zero


def solve(model: Mechanism, values: dict[str, float], days: float, doses: Iterable[GivenDose], step: float, *,
          rtol: float, atol: float) -> Run:
    """Integrate, restarting at each dose; see `simulate` for the arguments, which are checked there.

    Raises
    ------
    SolverError
        The method fails, meets a value that is no number, or evaluates the right-hand side more than 400,000 times.
    """
    machine = compiled(model)
    p = np.array([values[parameter.identifier] for parameter in model.parameters])
    y = _start(model, machine, values, p)
    rates = _Rates(model, machine, p.tolist())
    times, pieces, stopped = [], [], None
    growth = _Growth(model, rates, atol)
    for begin, end, grid in _segments(days, doses, step):
        _give(model, machine, [dose for dose in doses if dose.day == begin], y, p)
        growth.restart(begin, y)
        if begin == end:  # doses on the last day
            times.append(grid), pieces.append(y[:, None])
            break
        found = _integrate(model, rates, growth, begin, end, y, grid, rtol, atol)
        keep = slice(None) if end == days and not _any_on(doses, days) else slice(None, -1)  # the next stretch begins there
        times.append(found.t[keep]), pieces.append(found.y[:, keep])
        if found.status == 1:
            last = found.t_events[0][-1]
            times[-1], pieces[-1] = np.append(found.t, last), np.column_stack([found.y, found.y_events[0][-1]])
            stopped = f"stopped on day {number(last, 1, 'f')}: it had grown {_fold(model.growth_limit)}"
            break
        y = found.y[:, -1].copy()
    t, states = np.concatenate(times), np.concatenate(pieces, axis=1)
    _clear_noise(model, states, atol)
    return Run(model, t, _columns(model, machine, states, p), values=values, doses=tuple(doses),
               solver=f"LSODA, {rates.calls} evaluations", stopped=stopped)


def _clear_noise(model: Mechanism, states: np.ndarray, atol: float) -> None:
    """A quantity that cannot be negative is 0 where it lies below zero by the solver's tolerance, in place."""
    for row, symbol in zip(states, code.vector(model), strict=True):
        if symbol.is_nonnegative:
            row[(row < 0) & (row > -_NOISE*atol)] = 0.0


def _start(model: Mechanism, machine, values: dict[str, float], p: np.ndarray) -> np.ndarray:
    y = np.zeros(len(code.vector(model)))
    with _values_exist(model, "the start has"):
        machine.start(p.tolist(), y)
    return np.array([values.get(symbol.identifier, start) for symbol, start in zip(code.vector(model), y, strict=True)])


def _give(model: Mechanism, machine, doses: list[GivenDose], y: np.ndarray, p: np.ndarray) -> None:
    """The doses of one day, in place. They may not take below zero what has no meaning there; rounding of on and off is 0."""
    before = y.copy()
    for dose in doses:
        with _values_exist(model, f"the dose of {dose.name} has"):
            machine.jumps[dose.name](y, p.tolist(), dose.amount)
    for i in np.flatnonzero((y != before) & (y < 0)):
        symbol = code.vector(model)[i]
        if symbol.is_nonnegative and y[i] < -1e-9*abs(before[i]):
            raise InputError(f"{model.name}: on day {doses[0].day:g} the dose of {' and of '.join(dose.name for dose in doses)} would take "
                             f"{symbol.identifier} ({symbol.label}) to {y[i]:.3g} {symbol.unit}; it cannot be below 0.")
        if symbol.is_nonnegative:
            y[i] = 0.0


def _segments(days: float, doses: Iterable[GivenDose], step: float):
    """Begin, end and output times (both included) of each stretch between doses."""
    grid = np.append(np.arange(0, np.ceil(days/step - 1e-9))*step, days)
    edges = sorted({0.0, float(days)} | {float(dose.day) for dose in doses})
    for begin, end in zip(edges[:-1], edges[1:], strict=True):
        inside = grid[(grid > begin + 1e-9*step) & (grid < end - 1e-9*step)]
        yield begin, end, np.concatenate([[begin], inside, [end]])
    if _any_on(doses, days):
        yield days, days, np.array([days])


def _any_on(doses: Iterable[GivenDose], day: float) -> bool:
    return any(dose.day == day for dose in doses)


def _integrate(model, rates, growth, begin, end, y, grid, rtol, atol):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # LSODA's own words; the failure is told below
        found = solve_ivp(rates, (begin, end), y, method="LSODA", t_eval=grid, rtol=rtol, atol=atol,
                          jac=rates.jacobian, events=growth if model.growth_limit else None)
    if found.status < 0 or not np.all(np.isfinite(found.y)):
        reached = found.t[-1] if len(found.t) else begin
        raise SolverError(f"{model.name}: the equations could not be followed past day {reached:.3g}; {found.message}")
    return found


@contextmanager
def _values_exist(model: Mechanism, what: str):
    """Arithmetic without a result (1/0, the root of a negative number) is told in words."""
    try:
        yield
    except (ArithmeticError, ValueError, TypeError) as error:
        raise SolverError(f"{model.name}: {what} no value ({error}).") from None


class _Rates:
    """The right-hand side as SciPy calls it, with a budget of calls, on plain floats (faster than NumPy scalars)."""

    def __init__(self, model: Mechanism, machine, p: list[float]):
        self.model, self.machine, self.p, self.calls = model, machine, p, 0
        self.size = len(code.vector(model))
        # A solver may try a quantity a rounding error below zero, where a broken power has no value.
        self.lowest = np.array([0.0 if symbol.is_nonnegative else -np.inf for symbol in code.vector(model)])

    def __call__(self, t: float, y: np.ndarray) -> np.ndarray:
        self.calls += 1
        if self.calls > _CALL_BUDGET:
            raise SolverError(f"{self.model.name}: the solver ran out of steps on day {t:.3g} ({_CALL_BUDGET:,} evaluations); "
                              "a rate is extreme, or the equations switch abruptly.")
        rates = [0.0]*self.size
        self._call(self.machine.rhs, t, y, rates)
        return np.array(rates)

    def jacobian(self, t: float, y: np.ndarray) -> np.ndarray:
        entries = [0.0]*self.size**2
        self._call(self.machine.jacobian, t, y, entries)
        return np.array(entries).reshape(self.size, self.size)

    def _call(self, function, t, y, out):
        with _values_exist(self.model, f"on day {t:.3g} the equations have"):
            function(np.maximum(y, self.lowest).tolist(), self.p, out)


class _Growth:
    """SciPy event: zero when the states together have grown by the model's limit since the largest state that a stretch began with."""

    terminal, direction = True, 1

    def __init__(self, model: Mechanism, rates: _Rates, atol: float):
        # What lies below the tolerance is the solver's noise, and its growth means nothing.
        self.limit, self.rates, self.reference = model.growth_limit, rates, atol

    def restart(self, t: float, y: np.ndarray) -> None:
        self.reference = max(self.reference, np.abs(y).sum() + np.abs(self.rates(t, y)).sum())

    def __call__(self, t: float, y: np.ndarray) -> float:
        return np.log((np.abs(y).sum() + 1e-300)/(self.limit*self.reference))


def _fold(limit: float) -> str:
    return "a million-fold" if limit == 1e6 else f"{limit:,.0f}-fold"


def _columns(model: Mechanism, machine, states: np.ndarray, p: np.ndarray) -> dict[str, np.ndarray]:
    readouts = [None]*len(model.readouts)
    with np.errstate(all="ignore"):
        machine.readout(states, p, readouts)
    columns = {symbol.identifier: states[i] for i, symbol in enumerate(code.vector(model))}
    return columns | {symbol.identifier: np.broadcast_to(np.asarray(r, float), states.shape[1:]).copy()
                      for symbol, r in zip(model.readouts, readouts, strict=True)}
