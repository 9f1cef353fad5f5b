"""What a clinician would say of a run: grade, coagulation, EASIX, kill, harm. All of it is declared as data, in `scores/`.

The functions here read it off a run (`grade(run)`), or apply the declared rows to values at a bedside
(`grade_at(temperature=38.5, oxygen=4)`). For learning, never for care.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import sympy as sp

from .engines.facts import describe, fact, score
from .engines.simulate import simulate
from .model import InputError, Parameter, Score
from .model.errors import finite
from .model.run import Run, the_run
from .scores import astct as _astct
from .scores import easix as _easix
from .scores import harm as _harm
from .scores import isth as _isth

__all__ = ["Harm", "beyond", "describe", "easix", "easix_at", "grade", "grade_at", "harm", "isth", "isth_at", "log_kill", "m_easix",
           "m_easix_at"]


def grade(run: Run) -> np.ndarray:
    """Grade of cytokine release syndrome (LeeASTCT2019) at each time of a run: 0 to 4, shape (n,).

    From the day on which the run is beyond the model the grade is 4.
    """
    return score(run, "grade").astype(int)


def isth(run: Run) -> np.ndarray:
    """Points of overt disseminated coagulation (Taylor2001) at each time of a run: 0 to 8, shape (n,); overt from 5."""
    return score(run, "ISTH").astype(int)


def easix(run: Run) -> np.ndarray:
    """EASIX (Pennisi2021) at each time of a run, shape (n,), printed without a unit."""
    return the_run(run)["EASIX"]


def m_easix(run: Run) -> np.ndarray:
    """m-EASIX (Pennisi2021), with C-reactive protein in mg/dL, at each time of a run, shape (n,), printed without a unit."""
    return the_run(run)["m_EASIX"]/10


def beyond(run: Run) -> float:
    """Day from which a run is beyond the model: a real patient would probably have died. Infinite if it never is."""
    return fact(run, "beyond_day")


def log_kill(run: Run) -> float:
    """Powers of ten of target cells killed by the day `kill_day`, down to one cell; nan when the run is shorter."""
    return fact(run, "log_kill")


@dataclass(frozen=True)
class Harm:
    """Harm of a run, by where it comes from, on a scale whose weights are chosen; `unknown` is what the model cannot count."""

    illness: float
    drugs: float
    kill_lost: float
    unknown: tuple[str, ...] = _harm.UNKNOWN

    @property
    def total(self) -> float:
        """Sum of the known parts."""
        return self.illness + self.drugs + self.kill_lost


def harm(run: Run, *, untreated: Run | None = None) -> Harm:
    """Harm of a run: hours at grade 3 and 4, drugs given, tumour kill lost against the same patient untreated.

    Parameters
    ----------
    run : Run
    untreated : Run, optional
        The same patient without drugs; simulated when it is left out and a drug was given. What cannot be known is no number
        (nan): the kill that is lost, when a run ends before the day on which kill is judged.
    """
    drugs = {"tocilizumab", "dexamethasone", *_harm.OTHERS}
    if untreated is None:
        kept = [dose for dose in the_run(run).doses if dose.name not in drugs]
        untreated = run if len(kept) == len(run.doses) else simulate(
            run.model, days=float(run.t[-1]), doses=kept, **run.values)
    lost = 0.0 if untreated is run else fact(untreated, "kill_worth") - fact(run, "kill_worth")
    return Harm(fact(run, "harm_of_illness"), fact(run, "harm_of_drugs"), float(np.maximum(lost, 0.0)))


def grade_at(*, temperature: float, noradrenaline: float = 0.0, oxygen: float = 0.0, MAP_unsupported: float = 93.0,
             SpO2_room_air: float = 97.0, fever_before: bool = False) -> int:
    """Grade of cytokine release syndrome (LeeASTCT2019), 0 to 4.

    Parameters
    ----------
    temperature : float
        In °C.
    noradrenaline : float
        In ug/kg/min; any is one vasopressor, above `NE_two_pressors` it counts as several.
    oxygen : float
        In L/min; above `O2_low_flow` it counts as high flow.
    MAP_unsupported, SpO2_room_air : float
        Mean arterial pressure without vasopressors in mmHg, and saturation without oxygen in per cent.
    fever_before : bool
        Whether there has been a fever, or treatment that takes it away: then it is not asked for.
    """
    values = _checked(temperature=temperature, noradrenaline=noradrenaline, oxygen=oxygen, MAP_unsupported=MAP_unsupported,
                      SpO2_room_air=SpO2_room_air)
    if not isinstance(fever_before, (bool, np.bool_)):
        raise InputError(f"fever_before is True or False; got {fever_before!r}.")
    fever = values["temperature"] - 37
    febrile = fever_before or fever >= _astct.fever_from.value
    values |= {"fever": fever, "t": 0, "beyond_day": math.inf, "fever_day": 0 if febrile else math.inf}
    return int(max(_points(_astct.grade, values), default=0))


def isth_at(*, platelets: float, D_dimer: float, PT: float, fibrinogen: float) -> int:
    """Points of overt disseminated coagulation (Taylor2001), 0 to 8; overt from 5.

    Platelets in 1e9/L, D-dimer in ug/mL (FEU), prothrombin time in s (12.5 s is normal here), fibrinogen in g/L.
    """
    return int(sum(_points(_isth.ISTH, _checked(platelets=platelets, D_dimer=D_dimer, PT=PT, fibrinogen=fibrinogen))))


def easix_at(*, LDH: float, creatinine: float, platelets: float) -> float:
    """EASIX (Pennisi2021): LDH in U/L, creatinine in mg/dL, platelets in 1e9/L."""
    return float(_at(_easix.EASIX.expression, _checked(LDH=LDH, creatinine=creatinine, platelets=platelets)))


def m_easix_at(*, LDH: float, CRP: float, platelets: float) -> float:
    """m-EASIX (Pennisi2021): LDH in U/L, C-reactive protein in mg/dL, platelets in 1e9/L."""
    return float(_at(_easix.m_EASIX.expression, _checked(LDH=LDH, CRP=CRP, platelets=platelets)))


def _points(score: Score, values: dict[str, float]) -> list[float]:
    """Points of the rows that hold."""
    return [points for when, points in score.rows if _at(when, values)]


def _at(expression: sp.Basic, values: dict[str, float]) -> sp.Basic:
    return expression.subs({s: s.value if isinstance(s, Parameter) else values[s.name] for s in expression.free_symbols})


#: What can stand at a bedside, and in which unit: a slip of the unit is seen.
_POSSIBLE = {"temperature": (25, 45, "°C"), "noradrenaline": (0, 10, "ug/kg/min"), "oxygen": (0, 100, "L/min"),
             "MAP_unsupported": (0, 250, "mmHg"), "SpO2_room_air": (20, 100, "%"), "platelets": (0.1, 5000, "1e9/L"),
             "D_dimer": (0, 1000, "ug/mL"), "PT": (5, 300, "s"), "fibrinogen": (0, 20, "g/L"), "LDH": (1, 1e5, "U/L"),
             "creatinine": (0.01, 50, "mg/dL"), "CRP": (0, 100, "mg/dL")}


def _checked(**values: float) -> dict[str, float]:
    for name, value in values.items():
        low, high, unit = _POSSIBLE[name]
        if not low <= finite(value) <= high:
            raise InputError(f"{name} must be a number from {low:g} to {high:g} {unit}; got {value!r}.")
    return {name: float(value) for name, value in values.items()}
