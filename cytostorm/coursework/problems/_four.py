"""Four people under letters: a storm, two treated storms and a person without one, and who is who by what is printed alone."""

from __future__ import annotations

import numpy as np

from ...model import GivenDose, dose, functionals
from ...models import patient as model
from ..patients import Patient, rounded

LETTERS = "ABCD"
#: What is drawn, by its title; of the rest one value is printed.
SHOWN = {"fever": "temperature above 37 °C (K)", "CRP": "CRP (mg/L)", "ferritin": "ferritin (ng/mL)"}
COUNTS = ("platelets", "fibrinogen")
GRID = np.arange(-1, 8.01, 0.5)  # days since the first complaint
SEEN = 4  # the day on which all four are seen
FEVER = 1.0  # K
#: How far another person's storm may differ, on the logarithm.
ALIKE = {"tumour_burden": 0.15, "k_6M": 0.1, "k_RM": 0.05, "platelets_0": 0.1}


def courses(patient: Patient, rng: np.random.Generator) -> dict:
    """What is printed of three storms, two of them treated about a day after the first fever, and of a person without one, shuffled."""
    day, later = rng.uniform(0.8, 1.4, 2)
    columns = [_storm(patient), _storm(_alike(patient, rng), dose("tocilizumab", 8, "mg/kg", day=day)),
               _storm(_alike(patient, rng), dose("dexamethasone", 10, "mg", day=later, every=0.5, times=6)), _calm(rng)]
    order = rng.permutation(4)
    return {name: {letter: columns[i][name] for letter, i in zip(LETTERS, order, strict=True)} for name in (*SHOWN, *COUNTS)}


def who(n: dict) -> dict[str, str]:
    """Letter by role, read off the courses: no fever is the organ, the highest CRP the storm; ferritin tells the two treated ones apart.

    It is higher where the receptor is blocked, since only the steroid calms the macrophages.
    """
    organ = min(LETTERS, key=lambda letter: max(n["fever"][letter]))
    storm = max(LETTERS, key=lambda letter: max(n["CRP"][letter]))
    calmed, blocked = sorted(set(LETTERS) - {organ, storm}, key=on(n, "ferritin", SEEN).get)
    return {"organ": organ, "storm": storm, "blocked": blocked, "calmed": calmed}


def told_apart(n: dict) -> bool:
    """The courses differ by more than a reader can miss."""
    role, ferritin, early, late = who(n), on(n, "ferritin", SEEN), on(n, "CRP", 2), on(n, "CRP", SEEN)
    return (ferritin[role["blocked"]] > 1.25*ferritin[role["calmed"]] and early[role["blocked"]] < 0.6*early[role["calmed"]]
            and late[role["storm"]] > 1.5*max(late[role["blocked"]], late[role["calmed"]]))


def on(n: dict, name: str, day: float) -> dict[str, float]:
    """What is printed of a quantity on one day, by letter."""
    return {letter: values[int(np.argmin(abs(GRID - day)))] for letter, values in n[name].items()}


def _alike(patient: Patient, rng: np.random.Generator) -> Patient:
    return Patient(patient.seed, patient.values | {name: patient.values[name]*np.exp(rng.uniform(-most, most)) for name, most in ALIKE.items()})


def _storm(person: Patient, *after: GivenDose) -> dict:
    """The printed course of a storm; doses are given by the time since the first fever."""
    run = person.run()
    fever = float(functionals.first_time(run.t, run["fever"] >= FEVER))
    if after:
        run = person.run(*(given._replace(day=fever + given.day) for given in after))
    return _printed(lambda name: np.interp(fever + GRID, run.t, run[name]))


def _calm(rng: np.random.Generator) -> dict:
    """A person whose blood knows nothing of a storm."""
    rest = {"fever": 0.0, "CRP": model.value("CRP_0"), "ferritin": model.value("ferritin_0"),
            "platelets": rng.uniform(150, 300), "fibrinogen": rng.uniform(2.2, 3.8)}
    return _printed(lambda name: np.full_like(GRID, rest[name]))


def _printed(course) -> dict:
    """Curves, and counts on the day on which all are seen, as they stand in the sheet."""
    curves = {name: [rounded(x, 4) for x in course(name).tolist()] for name in ("CRP", "ferritin")}
    counts = {name: rounded(float(course(name)[np.argmin(abs(GRID - SEEN))])) for name in COUNTS}
    return {"fever": [round(x, 1) + 0.0 for x in course("fever").tolist()]} | curves | counts
