"""The sources: whose IL-6 it is, by a mass balance from printed numbers; how fast it goes; and what an antibody would have to hold."""

from __future__ import annotations

import math

import numpy as np

from ...models import patient as model
from ..blocks import parameters, table, text
from ..patients import Patient, rounded, until
from ..problem import Problem
from ..questions import Choice, Mistake, Number, Option

DAYS = tuple(range(15))
COLUMNS = {"T_cells": "IL6_by_T_cells", "macrophages": "IL6_by_macrophages", "IL6": "IL6"}
MARGIN = 0.05   # of the highest level, between what a treatment leaves and the goal
HOURS = 24
WORK_OUT = "Work out what each leaves: (T cells + what is left of macrophages)/k, and production/(k times the factor)."


def generate(patient: Patient) -> dict:
    """Production and level of IL-6 by the day and at its peak, a day of an early assay, limits, and treatments."""
    rng, run = patient.rng("sources"), patient.run()
    course = {name: [rounded(value, 4) for value in np.interp(DAYS, run.t, run[column])] for name, column in COLUMNS.items()}
    peak = {f"{name}_peak": rounded(np.interp(run.peak("IL6").day, run.t, run[column]), 4) for name, column in COLUMNS.items()}
    kind = rng.choice(["macrophages", "clear", "both", "none"])
    treated = until(lambda: _treatments(peak, rng), lambda n: _enough(n) == kind and _clear(n), "sources")
    return {"course": course, "rest": course["IL6"][0], "peak_day": rounded(run.peak("IL6").day), "assay_day": int(rng.integers(1, 4)),
            "limit": 10*int(rng.integers(5, 21)), "free": 100*int(rng.integers(5, 13)),
            "binding": {name: model.value(name) for name in ("Kd_silt", "k_cpx")}} | peak | treated


def _treatments(peak: dict, rng: np.random.Generator) -> dict:
    return peak | {"calmed": int(rng.integers(30, 75)), "faster": rounded(rng.uniform(1.3, 3.5), 2),
                   "goal": rounded(peak["IL6_peak"]*rng.uniform(0.35, 0.75), 2)}


def _after(n: dict) -> dict[str, float]:
    """Share of the highest level that each treatment leaves, once level and production are in balance again."""
    made = n["T_cells_peak"] + n["macrophages_peak"]
    return {"T_cells": n["macrophages_peak"]/made, "macrophages": (made - n["macrophages_peak"]*n["calmed"]/100)/made, "clear": 1/n["faster"]}


def _clear(n: dict) -> bool:
    return all(abs(left - n["goal"]/n["IL6_peak"]) > MARGIN for left in _after(n).values())


def _enough(n: dict) -> str:
    """Which treatments bring the level below the goal."""
    low = [name for name, left in _after(n).items() if left < n["goal"]/n["IL6_peak"]]
    return "both" if len(low) == 2 else low[0] if low else "none"


def _made(n) -> float:
    """Made by both at the peak, pg/mL per day."""
    return n.T_cells_peak + n.macrophages_peak


def _in_all(n, name: str) -> float:
    return float(np.trapezoid(n.course[name], DAYS))


def _by_T_cells(T_cells, macrophages):
    """The share of T cells, in per cent."""
    return 100*np.divide(T_cells, np.add(T_cells, macrophages))


def _on(n, day: int) -> float:
    return float(_by_T_cells(n.course["T_cells"][day], n.course["macrophages"][day]))


def _rate(half_life: float) -> float:
    """Per day, of a half-life in hours."""
    return HOURS*math.log(2)/half_life


def _antibody(n, k: float) -> float:
    """µg/mL with which free IL-6 comes to rest at n.free while production stays."""
    return n.binding["Kd_silt"]*((_made(n) + k*n.rest)/n.free - k)/n.binding["k_cpx"]


def given(n) -> list[dict]:
    rows = [(str(day), *(n.course[name][day] for name in COLUMNS)) for day in DAYS]
    peak = (f"{n.peak_day:g} (peak of IL-6)", *(getattr(n, f"{name}_peak") for name in COLUMNS))
    return [*text("Your patient's IL-6: what T cells and what macrophages make (in pg/mL per day), and its level (in pg/mL). "
                  "The level on day 0 is that at rest, IL6_0; what keeps it there is made by neither of the two and stays."),
            table(("day", "made by T cells (pg/mL/d)", "made by macrophages (pg/mL/d)", "IL-6 (pg/mL)"), rows + [peak]),
            *text("IL-6 is cleared in proportion to its level above rest, at a rate k: "
                  "IL6' = (made by T cells) + (made by macrophages) − k (IL6 − IL6_0). Work from this table alone."), parameters(model, n.binding)]


problem = Problem(
    identifier="sources", title="Whose IL-6 is it?", mirrors="2215123", of="the IL-6 of the storm, most of which myeloid cells make",
    chapter="principles/spark-and-wildfire", minutes=50, needs="the trapezoidal rule, an exponential that falls, a balance at standstill",
    objectives=("keep apart a share on one day and a share of the whole course", "read a clearance rate off a balance, and use it",
                "derive what an antibody must hold while production goes on"),
    generate=generate, given=given, questions=(
        Number(name="share", points=2, unit="%", range=(0, 100), tolerance=0.01, ask=(
            "Of all IL-6 that T cells and macrophages make from day 0 to day 14, what share do T cells make? "
            "Use the trapezoidal rule on the rows of whole days."),
               right=lambda n, a: _by_T_cells(_in_all(n, "T_cells"), _in_all(n, "macrophages")),
               why="Sum up first, divide then: the days on which much is made count for more.",
               mistakes=(Mistake(lambda n, a: 100 - _by_T_cells(_in_all(n, "T_cells"), _in_all(n, "macrophages")),
                                 "That is the share of the macrophages.", 0.5),
                         Mistake(lambda n, a: np.mean(_by_T_cells(n.course["T_cells"][1:], n.course["macrophages"][1:])),
                                 "The mean of the daily shares lets a quiet day count as much as the height of the storm.", 0.3),
                         Mistake(lambda n, a: _by_T_cells(n.T_cells_peak, n.macrophages_peak), "That is the share at the peak alone.", 0.3))),
        Number(name="assay", points=1, unit="1", range=(0, 1000), tolerance=0.015, follows=("share",), ask=(
            "A colleague has looked on day {assay_day} only, and takes the T cells' share of that day for that of the whole storm. "
            "How many times too large is it?"),
               right=lambda n, a: _on(n, n.assay_day)/a.share,
               why="Early on macrophages are fewer and less primed than later, so that the T cells' part is larger: a share belongs to a day.",
               mistakes=(Mistake(lambda n, a: _on(n, n.assay_day),
                                 "That is the share on that day, in per cent; divide by that of the whole course.", 0.5),
                         Mistake(lambda n, a: n.course["T_cells"][n.assay_day]/n.course["macrophages"][n.assay_day]*100/a.share,
                                 "T cells over macrophages is a ratio, not a share of the whole.", 0.3))),
        Number(name="half_life", points=2, unit="h", range=(0, 1000), tolerance=0.015, ask=(
            "At the peak of IL-6 its level stands still. Find the rate k from the balance in that moment. What is the half-life of IL-6?"),
               right=lambda n, a: HOURS*np.log(2)*(n.IL6_peak - n.rest)/_made(n),
               why="At standstill as much is cleared as is made: k is production over level above rest, and the half-life is ln 2/k.",
               mistakes=(Mistake(lambda n, a: HOURS*(n.IL6_peak - n.rest)/_made(n),
                                 "That is 1/k, the mean stay; the half-life is ln 2 times as long.", 0.5),
                         Mistake(lambda n, a: HOURS*np.log(2)*(n.IL6_peak - n.rest)/n.macrophages_peak,
                                 "What T cells make is cleared as well: both belong in the balance.", 0.5))),
        Number(name="fall", points=2, unit="h", range=(0, 10_000), tolerance=0.02, follows=("half_life",), ask=(
            "Suppose that from the peak on T cells and macrophages make no more IL-6. After how many hours is IL-6 down to {limit} pg/mL?"),
               right=lambda n, a: a.half_life*np.log2((n.IL6_peak - n.rest)/(n.limit - n.rest)),
               why="What is above rest falls by half in each half-life.",
               mistakes=(Mistake(lambda n, a: HOURS*(n.IL6_peak - n.limit)/_made(n),
                                 "A constant fall at the first speed: but the less there is, the less is cleared."),
                         Mistake(lambda n, a: a.half_life*np.log((n.IL6_peak - n.rest)/(n.limit - n.rest)),
                                 "The natural logarithm counts factors of e; count halvings.", 0.5))),
        Choice(name="enough", points=2, ask=(
            "Take production and clearance as they are at the peak, change one of them, and let IL-6 come to a standstill again. "
            "Which change brings it below {goal:,.0f} pg/mL: silencing T cells wholly, lowering what macrophages make by {calmed} %, "
            "or making clearance {faster:g} times as fast?"),
               right=lambda n, a: _enough(vars(n)),
               why="At standstill the level above rest is production over k: hold each share that is left against the goal.", options=(
                   Option("T_cells", "silencing the T cells, and no other", "T cells light the storm; at the peak they make little of the IL-6."),
                   Option("macrophages", "lowering what macrophages make, and no other", WORK_OUT),
                   Option("clear", "the faster clearance, and no other", WORK_OUT),
                   Option("both", "the faster clearance, and also lowering what macrophages make: each of the two would do", WORK_OUT),
                   Option("none", "none of the three", WORK_OUT))),
        Number(name="antibody", points=3, unit="ug/mL", range=(0, 100_000), tolerance=0.025, follows=("half_life",), ask=(
            "Siltuximab, kept at the concentration C, holds IL-6: for each free molecule C/Kd_silt are held. "
            "Free IL-6 is cleared at k as before, held IL-6 is lost at k_cpx only. Production stays as at the peak. "
            "Derive the C with which free IL-6 comes to rest at {free} pg/mL."),
               right=lambda n, a: _antibody(n, _rate(a.half_life)),
               why="At standstill all that is made is lost: made + k IL6_0 = k free + k_cpx free C/Kd_silt.",
               mistakes=(Mistake(lambda n, a: n.binding["Kd_silt"]*(n.IL6_peak/n.free - 1),
                                 "That holds what is there in the first moment. Production goes on, and what is held is lost slowly.", 0.3),
                         Mistake(lambda n, a: n.binding["Kd_silt"]*(_made(n) + _rate(a.half_life)*n.rest)/n.free/n.binding["k_cpx"],
                                 "Free IL-6 is still cleared at k: that share need not be lost through the antibody.", 0.5))),
        Number(name="seen", points=2, unit="1", range=(0, 100_000), tolerance=0.025, follows=("antibody",), ask=(
            "An assay counts free and held IL-6 together. At that standstill, how many times the untreated peak does it show?"),
               right=lambda n, a: n.free*(1 + a.antibody/n.binding["Kd_silt"])/n.IL6_peak,
               why="The assay climbs while what can still signal falls: a level says nothing before one knows what it counts.",
               mistakes=(Mistake(lambda n, a: n.free/n.IL6_peak, "That is the free part alone; the assay counts what is held as well.", 0.3),)),
    ))
