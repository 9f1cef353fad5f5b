"""Personal patients: a seed becomes one patient of high burden, with a storm that is severe and can be survived.

Only what a student needs to see varies: eleven parameters, rounded to three figures, so that what is printed is what counts.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np

from ..engines.facts import fact
from ..engines.simulate import simulate
from ..model import CytostormError, GivenDose, Run
from ..models import patient as model

Found = TypeVar("Found")

#: What differs between personal patients: how widely, on the logarithm. Chosen; narrower than a ward, so that all are about as ill.
SPREADS = {"tumour_burden": 0.3, "weight": 0.15, "rho_E": 0.05, "k_kill": 0.12, "t_LD": 0.06, "f_A": 0.2, "k_6M": 0.25, "k_RM": 0.15,
           "endothelium": 0.1, "platelets_0": 0.15, "CL_toci": 0.15}
DAYS = 28
OVER = 20  # the day by which every patient's storm is over
TRIES = 400
#: Seeds below are for practice, whose answers anybody may look up; those of graded patients are above.
PRACTICE = 2**31


class CourseworkError(CytostormError):
    """Coursework that cannot be made, opened or marked; the message says what was wrong and how to mend it."""


@dataclass(frozen=True)
class Patient:
    """One personal patient: a seed, and the values of the parameters that are the patient's own, as given to `simulate`."""

    seed: int
    values: dict[str, float]

    def rng(self, purpose: str) -> np.random.Generator:
        """Random numbers of this patient for one purpose."""
        return random_numbers(self.seed, purpose)

    def run(self, *doses: GivenDose, **values: float) -> Run:
        """28 days of this patient, with doses and with values other than the patient's own."""
        return simulate(model, days=DAYS, doses=doses, **self.values | values)


def random_numbers(seed: int, purpose: str) -> np.random.Generator:
    """Random numbers of a seed for one purpose, always the same."""
    return np.random.default_rng([seed, zlib.crc32(purpose.encode())])


@lru_cache(1024)
def draw(seed: int) -> Patient:
    """The patient of a seed (a whole number from 0 on): untreated, grade 3 for at least a day, over within the four weeks.

    Raises CourseworkError for a seed that is none.
    """
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or seed < 0:
        raise CourseworkError(f"a seed is a whole number from 0 on; got {seed!r}.")
    rng = random_numbers(int(seed), "patient")
    return until(lambda: Patient(int(seed), _values(rng)), _well_posed, f"the patient of seed {seed}")


def until(make: Callable[[], Found], holds: Callable[[Found], bool], what: str) -> Found:
    """The first of up to `TRIES` things made that fulfils a condition; CourseworkError, which names `what` was sought, when none does."""
    for _ in range(TRIES):
        found = make()
        if holds(found):
            return found
    raise CourseworkError(f"{what}: no well-posed numbers in {TRIES} tries; take another seed.")


def rounded(value: float, figures: int = 3) -> float:
    """A number as it is printed, to so many significant figures; what is printed is what is computed with."""
    return float(f"{value:.{figures}g}")


def _values(rng: np.random.Generator) -> dict[str, float]:
    return {name: rounded(model.value(name)*np.exp(spread*np.clip(rng.standard_normal(), -2, 2))) for name, spread in SPREADS.items()}


def _well_posed(patient: Patient) -> bool:
    run = patient.run()
    severe, over = fact(run, "grade3_days"), fact(run, "grade_end_day")
    return fact(run, "grade_most") == 3 and severe > 1 and over < OVER and np.isinf(fact(run, "beyond_day"))
