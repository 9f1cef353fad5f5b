"""One run by SciPy's LSODA: the reference engine, always there."""

from __future__ import annotations

import warnings
from collections.abc import Iterable

import numpy as np
from scipy.integrate import solve_ivp

from ..model import GivenDose, Mechanism, SolverError
from ..model.run import Run
from . import code, common
from .python import compiled

_CALL_BUDGET = 400_000


def solve(model: Mechanism, values: dict[str, float], days: float, doses: Iterable[GivenDose], step: float, *,
          rtol: float, atol: float) -> Run:
    """Integrate, restarting at each dose; see `simulate` for the arguments, which are checked there.

    Raises
    ------
    SolverError
        The method fails, meets a value that is no number, or evaluates the right-hand side more than 400,000 times.
    """
    p = common.parameters(model, values)
    y = common.start(model, values, p)
    rates = _Rates(model, p.tolist())
    times, pieces, stopped = [], [], None
    growth = _Growth(model, rates, atol)
    for begin, end, grid in _segments(days, doses, step):
        common.give(model, [dose for dose in doses if dose.day == begin], y, p)
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
            stopped = common.grown(model, last)
            break
        y = found.y[:, -1].copy()
    t, states = np.concatenate(times), np.concatenate(pieces, axis=1)
    common.clear_noise(model, states, atol)
    common.check_signs(model, t, states, atol)
    return Run(model, t, common.Columns(model, states, p), values=values, doses=tuple(doses),
               solver=f"LSODA, {rates.calls} evaluations", stopped=stopped)


def _segments(days: float, doses: Iterable[GivenDose], step: float):
    """Begin, end and output times (both included) of each stretch between doses."""
    grid = common.output_days(days, doses, step)
    edges = sorted({0.0, float(days)} | {float(dose.day) for dose in doses})
    for begin, end in zip(edges[:-1], edges[1:], strict=True):
        yield begin, end, grid[(grid >= begin) & (grid <= end)]
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


class _Rates:
    """The right-hand side as SciPy calls it, with a budget of calls, on plain floats (faster than NumPy scalars)."""

    def __init__(self, model: Mechanism, p: list[float]):
        self.model, self.machine, self.p, self.calls = model, compiled(model), p, 0
        self.size = len(code.vector(model))
        # A solver may try a quantity a rounding error below zero, where a broken power has no value.
        self.lowest = common.lowest(model)

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
        with common.values_exist(self.model, f"on day {t:.3g} the equations have", y, self.p):
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
