"""The scenarios of the evidence, as the tests look at them."""

import numpy as np

from cytostorm.evidence.scenarios import ILL, LATE, SCENARIOS, at, every, patient, run

__all__ = ["ILL", "LATE", "SCENARIOS", "at", "every", "log_kill", "low", "low_day", "patient", "peak", "peak_day", "run"]


def peak(scenario, name):
    return run(scenario).peak(name).value


def peak_day(scenario, name):
    return run(scenario).peak(name).day


def low(scenario, name):
    return float(run(scenario)[name].min())


def low_day(scenario, name):
    found = run(scenario)
    return float(found.t[np.argmin(found[name])])


def log_kill(scenario, day=14):
    return float(np.log10(run(scenario)["tumour"][0]/max(at(scenario, "tumour", day), 1e-9)))
