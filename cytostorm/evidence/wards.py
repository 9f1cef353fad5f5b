"""What the model says to the claims about many patients: a ward, and a function for each claim, by its name."""

from __future__ import annotations

from functools import cache
from math import inf
from typing import TYPE_CHECKING

from .. import cohort, models
from ..model import dose

if TYPE_CHECKING:
    import pandas


@cache
def ward(tocilizumab_day: float = inf, **values: float) -> pandas.DataFrame:
    """2,000 patients, drawn with the seed 2026; all get tocilizumab on a day, if one is given. Values as for `cohort.run`."""
    doses = [dose("tocilizumab", 8, "mg/kg", day=tocilizumab_day)] if tocilizumab_day < inf else []
    return cohort.run(models.ward, 2000, seed=2026, doses=doses, peaks=("CRP", "D_dimer"), **values)


def severe(**values: float) -> pandas.Series:
    """Who of a ward reaches grade 3 or more."""
    return ward(**values)["grade_most"] >= 3


def ill() -> pandas.DataFrame:
    """Those who have CRS."""
    return ward()[ward()["grade_most"] > 0]


def percent(those: pandas.Series) -> float:
    """Share of the patients for whom something is true."""
    return 100*float(those.mean())


def rank(one: str, other: str) -> float:
    """Spearman's correlation."""
    return float(ward()[one].corr(ward()[other], "spearman"))


MEASURES = {
    "CRS": lambda: percent(ward()["grade_most"] > 0),
    **{f"grade_{grade}": lambda grade=grade: percent(ward()["grade_most"] == grade) for grade in (1, 2, 3, 4)},
    "severe": lambda: percent(severe()),
    "death": lambda: percent(ward()["beyond_day"] < inf),
    "onset": lambda: ill()["fever_day"].median(),
    "length": lambda: (ill()["grade_end_day"] - ill()["fever_day"]).median(),
    "IL6_and_CRP": lambda: rank("IL6_peak", "CRP_peak"),
    "CRP_in_severe": lambda: ward()[severe()]["CRP_peak"].median(),
    "burden": lambda: rank("tumour_burden", "grade_most"),
    "cell_dose": lambda: percent(severe(cell_dose=0.6))/percent(severe(cell_dose=0.02)),
    "toci_response": lambda: percent(ward(tocilizumab_day=6)[severe()]["grade_end_day"] <= 6 + 14),
    "DIC": lambda: percent(ward()["ISTH_day"] < inf),
    "DIC_in_severe": lambda: percent(severe()[ward()["ISTH_day"] < inf]),
    "D_dimer": lambda: percent(ward()["D_dimer_peak"] > models.ward.value("DD_moderate")),
}
