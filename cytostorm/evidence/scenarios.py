"""The runs that claims, baseline and tests look at, and how they look: each is simulated once in a process."""

from functools import cache

import numpy as np

from .. import models
from ..engines.facts import facts
from ..engines.simulate import simulate
from ..model import GivenDose, Run, dose

patient = models.patient
LATE = 4.55  # six hours after the onset of grade 2
ILL = 4.88


def engager(*steps: tuple[float, float]) -> tuple[GivenDose, ...]:
    """Rates of the engager in ug/d from the given days on, as changes of the rate."""
    rates = [0, *(rate for _, rate in steps)]
    return tuple(dose("engager_infusion", new - old, "ug/d", day=day)
                 for (day, new), old in zip(steps, rates, strict=False))


SCENARIOS = {  # doses, length in days, values
    "untreated": ((), 28, {}),
    "toci": ((dose("tocilizumab", 8, "mg/kg", day=LATE),), 28, {}),
    "toci-0": ((dose("tocilizumab", 8, "mg/kg", day=0),), 28, {}),
    "dex-early": ((dose("dexamethasone", 10, "mg", day=2, every=0.25, times=20),), 28, {}),
    "dex-late": ((dose("dexamethasone", 10, "mg", day=LATE, every=0.25, times=8),), 28, {}),
    "ana-0": ((dose("anakinra", 100, "mg", day=0, every=0.25, times=56),), 28, {}),
    "ana-2": ((dose("anakinra", 100, "mg", day=LATE, every=0.25, times=28),), 28, {}),
    "silt": ((dose("siltuximab", 11, "mg/kg", day=LATE),), 28, {}),
    "emap": ((dose("emapalumab", 1, "mg/kg", day=LATE),), 28, {}),
    "rux": ((dose("ruxolitinib", 10, "mg", day=LATE, every=0.5, times=10),), 28, {}),
    "dasa": ((dose("dasatinib", 50, "mg", day=LATE, every=0.25, times=12),), 28, {}),
    "casp-90": ((dose("rimiducid", 0.90, "1", day=LATE),), 28, {}),
    "casp-99": ((dose("rimiducid", 0.99, "1", day=LATE),), 28, {}),
    "noradrenaline": ((dose("noradrenaline", 0.2, "ug/kg/min", day=ILL, lasting=3),), 28, {}),
    "oxygen": ((dose("oxygen", 6, "L/min", day=ILL, lasting=5),), 28, {}),
    "fluids": ((dose("fluids", 1, "L", day=ILL),), 28, {}),
    "drowned": ((dose("fluid_infusion", 4, "L/d", day=ILL, lasting=2),), 28, {}),
    "transfused": ((dose("platelet_transfusion", 40, "1e9/L", day=8),
                    dose("fibrinogen_concentrate", 3, "g", day=8)), 28, {}),
    "no GM-CSF": ((), 28, models.designs["GM-CSF knock-out"]),
    "no IFNg": ((), 28, models.designs["IFN-γ knock-out"]),
    "armoured": ((), 28, models.designs["IL-1 receptor antagonist"]),
    "fast off-rate": ((), 28, models.designs["fast off-rate"]),
    "few cells": ((), 28, models.designs["a tenth of the cells"]),
    "many cells": ((), 28, {"cell_dose": 0.6}),
    "no macrophages": ((), 28, {"Mo_0": 0}),
    "no feedback": ((), 28, {"f_A": 0}),
    "fragile": ((), 28, {"endothelium": 1.6}),
    **{f"burden {b}": ((), 28, {"tumour_burden": b}) for b in (1, 5, 10, 20, 50, 400)},
    "engager": (engager((0, 60), (1, 0), (7, 300), (8, 0)), 21, {"cell_dose": 0}),
    "engager-flat": (engager((0, 112)), 21, {"cell_dose": 0}),
    "engager-step": (engager((0, 9), (7, 28), (14, 112)), 21, {"cell_dose": 0}),
    "superagonist": ((dose("superagonist", 0.1, "mg/kg", day=0),), 10, {"cell_dose": 0, "tumour_burden": 0}),
    "superagonist, no feedback": ((dose("superagonist", 0.1, "mg/kg", day=0),), 10, {"cell_dose": 0, "tumour_burden": 0, "f_A": 0}),
    "CRP alone": ((), 2, {"cell_dose": 0, "tumour": 0, "lymphocytes": 1, "CRP": 105}),  # healthy, but for 100 mg/L more than at rest
}


@cache
def run(scenario: str, engine: str | None = None) -> Run:
    """A scenario of the patient, simulated; engine as for `simulate`."""
    doses, days, values = SCENARIOS[scenario]
    return simulate(patient, days=days, doses=doses, engine=engine, **values)


@cache
def said(scenario: str, engine: str | None = None) -> dict[str, float]:
    """The declared facts of a run: grade, days, log10 kill; infinite for what never happens."""
    return facts(run(scenario, engine))


def at(scenario: str, name: str, day: float) -> float:
    """Level of a quantity on a day."""
    return float(np.interp(day, run(scenario).t, run(scenario)[name]))
