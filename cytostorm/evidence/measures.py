"""What the model says to the claims about one patient: a function for each, by the name of the claim."""

from math import log

from .. import models
from ..engines.simulate import simulate
from ..model import dose
from ..scores.cascade import damage_onset
from .scenarios import LATE, at, patient, run, said


def growth(scenario: str, begin: float, end: float, name: str = "CAR_T", rest: float = 0) -> float:
    """Mean growth rate of a quantity above its rest between two days, in 1/d."""
    return log((at(scenario, name, end) - rest)/(at(scenario, name, begin) - rest))/(end - begin)


def growth_under(scenario: str) -> float:
    """Growth rate on the day after treatment began, against the untreated."""
    return growth(scenario, LATE, LATE + 1)/growth("untreated", LATE, LATE + 1)


def of_untreated(scenario: str, name: str = "log_kill") -> float:
    """A fact of a run in per cent of what it is without treatment."""
    return 100*said(scenario)[name]/said("untreated")[name]


def second_dose() -> float:
    """Peak of IL-6 from day 7 on, against the one before."""
    found = run("engager")
    return found["IL6"][found.t >= 7].max()/found["IL6"][found.t < 7].max()


def checkpoint_weeks() -> float:
    """Weeks until tissue damage counts as illness."""
    found = simulate(models.checkpoint, days=168, doses=[dose("inhibitor", 3, "mg/kg", day=0, every=14, times=12)])
    return found.t[found["tissue_damage"] > damage_onset.value][0]/7


MEASURES = {
    "cells_double": lambda: log(2)/growth("untreated", 1, 3),
    "cells_contract": lambda: -log(2)/growth("untreated", 14, 20),
    "cells_peak": lambda: run("untreated").peak("CAR_T").day,
    "IL6_is_myeloid": lambda: 100 - of_untreated("no macrophages", "IL6_peak"),
    "no_monocytes": lambda: said("no macrophages")["grade_most"],
    "CRP_half_life": lambda: -24*log(2)/growth("CRP alone", 0, 1, "CRP", patient.value("CRP_0")),
    "no_GM_CSF": lambda: of_untreated("no GM-CSF", "IL6_peak"),
    "no_IFNg": lambda: of_untreated("no IFNg"),
    "fast_off_rate_grade": lambda: said("fast off-rate")["grade_most"],
    "fast_off_rate_cells": lambda: run("fast off-rate").peak("CAR_T").value/run("untreated").peak("CAR_T").value,
    "toci_fever": lambda: 37 + at("toci", "fever", LATE + 1),
    "toci_serum_IL6": lambda: at("toci", "IL6", LATE + 0.5)/at("untreated", "IL6", LATE + 0.5),
    "toci_prevents": lambda: said("toci-0")["grade_most"],
    "toci_expansion": lambda: growth_under("toci"),
    "steroid_expansion": lambda: growth_under("dex-late"),
    "steroid_kill": lambda: of_untreated("dex-early"),
    "toci_fibrinogen": lambda: run("toci")["fibrinogen"].min()/run("untreated")["fibrinogen"].min(),
    "fibrinogen_stays": lambda: run("burden 20")["fibrinogen"].min()/at("burden 20", "fibrinogen", 0),
    "IL1_prevents": lambda: said("ana-0")["grade_most"],
    "IFNg_macrophages": lambda: run("emap").peak("macrophages").value/min(
        run(other).peak("macrophages").value for other in ("toci", "silt", "ana-2")),
    "rimiducid_cells": lambda: 100*(1 - at("casp-90", "CAR_T", LATE + 0.5/24)/at("untreated", "CAR_T", LATE)),
    "rimiducid_CRS": lambda: 24*(said("casp-99")["grade_end_day"] - LATE),
    "second_dose": second_dose,
    "step_up": lambda: run("engager-flat").peak("IL6").value/run("engager-step").peak("IL6").value,
    "engager_day_2": lambda: at("engager-flat", "IL6", 2),
    "TGN1412_signs": lambda: 24*said("superagonist")["fever_day"],
    "TGN1412_critical": lambda: 24*said("superagonist")["grade3_day"],
    "TGN1412_TNF_first": lambda: 24*(min(run("superagonist").peak(x).day for x in ("IFNg", "IL6")) - run("superagonist").peak("TNF").day),
    "TGN1412_over": lambda: 100*max(at("superagonist", x, 2)/run("superagonist").peak(x).value for x in ("TNF", "IFNg", "IL6")),
    "checkpoint_weeks": checkpoint_weeks,
}
