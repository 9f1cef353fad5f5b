"""What problems read off a patient's run, between the points of its grid, so that no answer hangs on the step."""

from __future__ import annotations

import numpy as np

from ..engines.simulate import simulate
from ..model import GivenDose, Run
from ..models import patient as model
from .patients import DAYS

STEP, RTOL = 0.05, 1e-6


def run(values: dict[str, float], *doses: GivenDose, days: float = DAYS, **changed: float) -> Run:
    """A run of the patient with these values, some of them changed, on a grid as coarse as these readings bear."""
    return simulate(model, days=days, doses=doses, step=STEP, rtol=RTOL, **values | changed)


def crossing(t: np.ndarray, x: np.ndarray, level: float) -> float:
    """First day on which x, from wherever it starts, passes a level; infinite if it never does."""
    side = x > level
    at = np.flatnonzero(side[1:] != side[:-1])
    if not at.size:
        return np.inf
    i = at[0]
    return float(t[i] + (t[i + 1] - t[i])*(level - x[i])/(x[i + 1] - x[i]))


def pressure_day(run: Run, grade: str) -> float:
    """The day on which the pressure first falls to that of a grade ("grade2", "grade3"); saturation falls later."""
    return crossing(run.t, run["MAP_unsupported"], model.value(f"MAP_{grade}"))


def severe_day(run: Run) -> float:
    """The first day at grade 3."""
    return crossing(run.t, need(run), 0)


def need(run: Run) -> np.ndarray:
    """How far, in mmHg or per cent, pressure or saturation has fallen below what makes a febrile patient grade 3, shape (n,)."""
    return np.maximum(model.value("MAP_grade3") - run["MAP_unsupported"], model.value("SpO2_grade3") - run["SpO2_room_air"])


def severe_hours(run: Run) -> float:
    """Hours at grade 3 or more."""
    below, after = need(run)[:-1], need(run)[1:]
    share = np.where(below*after < 0, np.maximum(below, after)/np.where(below == after, 1, abs(after - below)), (below + after) > 0)
    return float(24*(share*np.diff(run.t)).sum())


def log_kill(run: Run) -> float:
    """Powers of ten of tumour killed by the day of judgement."""
    return float(np.log10(run["tumour"][0]/np.interp(model.value("kill_day"), run.t, run["tumour"])))
