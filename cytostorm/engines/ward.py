"""What is found of many patients: compiled when numba is there, one run after another when it is not."""

from __future__ import annotations

import numpy as np

from ..model import CytostormError
from . import code, common
from .facts import facts, given_facts
from .simulate import simulate


def found(ward, patients: np.ndarray) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Facts, shape (m, facts), peaks, shape (m, peaks), and the words for each patient that failed, else empty.

    `patients`, shape (m, varied), are the values of `ward.varied`; see `cytostorm.cohort` for a ward. What the compiled
    engine cannot solve is left to SciPy; what that cannot solve is no number in the table, and told in words.
    """
    names = [symbol.identifier for symbol in code.vector(ward.model)]
    places = [names.index(name) for name in ward.peaks]
    try:
        all_facts, all_peaks, solved = _compiled(ward, patients, names)
    except (ImportError, OSError):  # no numba, or no room for what it compiles
        all_facts = np.full((len(patients), len(ward.model.facts)), np.nan)
        all_peaks, solved = np.full((len(patients), len(names)), np.nan), np.zeros(len(patients), bool)
    failures = [""]*len(patients)
    for i in np.flatnonzero(~solved):
        values = ward.values | {p.identifier: value for p, value in zip(ward.varied, patients[i], strict=True)}
        try:
            run = simulate(ward.model, days=ward.days, doses=ward.doses, step=ward.step, rtol=ward.rtol, atol=ward.atol,
                           engine="scipy", **values)
        except CytostormError as error:
            all_facts[i], all_peaks[i], failures[i] = np.nan, np.nan, str(error)
        else:
            all_facts[i], all_peaks[i] = list(facts(run).values()), [run.peak(name).value for name in names]
    return all_facts, all_peaks[:, places], failures


def _compiled(ward, patients: np.ndarray, names: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    from . import numba
    from .lanes import LANES

    model, machine = ward.model, numba.module(ward.model, LANES)
    p = np.tile(common.parameters(model, ward.values), (len(patients), 1))
    columns = {parameter: i for i, parameter in enumerate(model.parameters)}  # .index() compares symbols, which takes as long as a patient
    p[:, [columns[parameter] for parameter in ward.varied]] = patients
    grid = common.output_days(ward.days, ward.doses, ward.step)
    starts = {names.index(name): value for name, value in ward.values.items() if name in names}
    doses = numba.dose_arrays(model, ward.doses)
    facts_of_doses = given_facts(model, ward.doses, ward.days)
    all_facts = np.tile([facts_of_doses.get(fact, np.nan) for fact in model.facts], (len(p), 1))
    all_peaks, status = np.empty((len(p), len(names))), np.empty(len(p), np.int64)
    machine.ward(p, np.array([*starts], np.int64), np.array([*starts.values()], float), *doses, grid, np.isin(grid, doses[0]), ward.rtol, ward.atol,
                 all_facts, all_peaks, status)
    return all_facts, all_peaks, status == machine.DONE
