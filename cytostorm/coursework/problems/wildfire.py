"""The wildfire: how much macrophages add, from which burden on, what one removal does, what two do, and how much must go."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.optimize import brentq

from ...models import patient as model
from ..blocks import arguments, code, parameters, table, text
from ..patients import Patient, rounded, until
from ..problem import Problem
from ..questions import Choice, Mistake, Number, Option, Text
from ..readings import need, run

#: What can be cut: the parameter, in words, and the range of the cut in per cent, wide enough that each may be the best one.
CUTS = {"k_I": ("interferon gamma secreted by T cells", (40, 85)), "k_G": ("GM-CSF secreted by T cells", (70, 100)),
        "k_1M": ("IL-1 secreted by macrophages", (35, 75)), "Mo_0": ("the pool of monocytes and macrophages", (12, 32))}
MARGIN = 0.04   # of the untreated peak, between the best cut and the next
APART = 0.05    # days between the peaks of IL-1 and IL-6
SECOND_ACT = 100.0  # pg/mL


def generate(patient: Patient) -> dict:
    """The patient, four cuts of which one is clearly best, and clearances under which one of two cytokines clearly peaks first."""
    rng, own = patient.rng("wildfire"), patient.values
    highest = _peak(own)
    cuts = until(lambda: {name: int(rng.integers(low, high + 1)) for name, (_, (low, high)) in CUTS.items()},
                 lambda cut: np.diff(sorted(_peak(own, **_lowered(cut, name)) for name in CUTS))[0] > MARGIN*highest, "wildfire")
    cleared = until(lambda: {"cl_1": rounded(rng.uniform(6, 34), 2), "k_RM": rounded(rng.uniform(1, 9), 2)},
                    lambda values: abs(_later(own, **values)) > APART, "wildfire")
    return {"patient": own, "cut": cuts, "cleared": cleared}


def _peak(patient: dict, **changed: float) -> float:
    """The highest IL-6."""
    return _peak_of(tuple((patient | changed).items()))


@lru_cache(64)
def _peak_of(values: tuple[tuple[str, float], ...]) -> float:
    return run(dict(values)).peak("IL6").value


def _lowered(cut: dict, name: str) -> dict[str, float]:
    return {name: model.value(name)*(1 - cut[name]/100)}


def _later(patient: dict, **changed: float) -> float:
    """By how many days IL-6 peaks later than IL-1."""
    course = run(patient, **changed)
    return course.peak("IL6").day - course.peak("IL1").day


def _left(n, name: str) -> float:
    """Share of the highest IL-6 that is left after a cut."""
    return _peak(n.patient, **_lowered(n.cut, name))/_peak(n.patient)


def _made(n) -> dict[str, float]:
    course = run(n.patient)
    return {who: np.trapezoid(course[f"IL6_by_{who}"], course.t) for who in ("macrophages", "T_cells")}


def _begins(n) -> float:
    """The burden with which IL-6 just reaches the second act."""
    return np.exp(brentq(lambda x: np.log(_peak(n.patient, tumour_burden=np.exp(x))/SECOND_ACT), 0, np.log(n.patient["tumour_burden"]), xtol=1e-4))


def _spared(n) -> float:
    """The largest pool of macrophages, of the patient's own, with which grade 3 stays away."""
    return brentq(lambda left: need(run(n.patient, Mo_0=left)).max(), 0, 1, xtol=1e-4)


def given(n) -> list[dict]:
    rows = [(words, name, model.value(name), f"{n.cut[name]} %", _lowered(n.cut, name)[name]) for name, (words, _) in CUTS.items()]
    return [*text("Your patient, untreated, after the usual dose of CAR T cells."),
            parameters(model, n.patient), code(f"cs.simulate(cs.models.patient, days=28, {arguments(n.patient)})"),
            *text("Four treatments, each of which lowers one parameter from before day 0 on (made up for this problem):"),
            table(("what is lowered", "name", "usual value", "lowered by", "value then"), rows)]


problem = Problem(
    identifier="wildfire", title="Your patient's wildfire", mirrors="2026066", of="bystander macrophages, which sense the alarm and make it louder",
    chapter="principles/spark-and-wildfire", minutes=60, needs="percentages, bisection or a root finder",
    objectives=("measure by taking a player away what it adds", "put shares that are lost and shares that are left together in the right way",
                "find the edge of a grade or of an act, and tell an order of peaks from an order of causes"),
    generate=generate, given=given, questions=(
        Number(name="factor", ask="By what factor do macrophages raise the highest IL-6: with them, over without them (Mo_0=0)?",
               unit="1", range=(0, 100_000), points=2, tolerance=0.01, right=lambda n, a: _peak(n.patient)/_peak(n.patient, Mo_0=0),
               why="Taking them away takes their own IL-6 away, and also their call to the T cells, which then make less.",
               mistakes=(Mistake(lambda n, a: 100*(1 - _peak(n.patient, Mo_0=0)/_peak(n.patient)),
                                 "That is the share lost, in per cent; a factor is asked for.", 0.3),
                         Mistake(lambda n, a: np.divide(*_made(n).values()),
                                 "That is who makes how much in one run. Without macrophages the T cells make less, too: take the player away.",
                                 0.3))),
        Number(name="begins", points=3, unit="Gcell", range=(0.01, 1000), tolerance=0.02, ask=(
            "The second act begins where IL-6 reaches 100 pg/mL. At which tumour burden, all else as printed, is this just the highest IL-6?"),
               right=lambda n, a: _begins(n),
               why="A small part of the burden is enough; about there IL-6 climbs far more steeply than the burden.",
               mistakes=(Mistake(lambda n, a: n.patient["tumour_burden"]*SECOND_ACT/_peak(n.patient),
                                 "That would hold if IL-6 were in proportion to the burden. It is not: look for the burden by trying."),)),
        Choice(name="best", ask="Each of the four treatments alone: which leaves the lowest peak of IL-6 in your patient?", points=2,
               right=lambda n, a: min(CUTS, key=lambda name: _left(n, name)),
               why="The four differ in how large the cut is, and in how much IL-6 feels it; only the runs put both together.",
               options=tuple(Option(name, f"{words}, lowered by {{cut[{name}]}} %",
                                    "Another one leaves less here. What counts is how much IL-6 feels a cut, not how large the cut is.")
                             for name, (words, _) in CUTS.items())),
        Number(name="both", points=2, unit="%", range=(0, 100), tolerance=0.01, ask=(
            "Simulate the cut of GM-CSF and the cut of IL-1, each alone. From these two results, without a third run: "
            "if each takes its share of whatever the other leaves, how much of the untreated peak of IL-6 is left under both, in per cent?"),
               right=lambda n, a: 100*_left(n, "k_G")*_left(n, "k_1M"),
               why="Shares that are left multiply. Two numbers are needed, and both are shares left, not lost.",
               mistakes=(Mistake(lambda n, a: 100*(_left(n, "k_G") + _left(n, "k_1M") - 1),
                                 "You have added what is lost. The second cut finds only what the first has left.", 0.3),
                         Mistake(lambda n, a: 100*(1 - _left(n, "k_G")*_left(n, "k_1M")),
                                 "That is the share lost; asked for is the share left.", 0.5),
                         Mistake(lambda n, a: 100*(1 - _left(n, "k_G"))*(1 - _left(n, "k_1M")),
                                 "You have multiplied the shares lost; what is left multiplies."))),
        Number(name="spared", points=3, unit="%", range=(0, 100), tolerance=0.02, ask=(
            "Suppose that before day 0 only the pool of monocytes and macrophages were made smaller (Mo_0, usually 1). By how many per cent at "
            "least must it be lowered, so that the grade never reaches 3?"),
               right=lambda n, a: 100*(1 - _spared(n)),
               why="One end of the interval has grade 3, the other has not: halve it until both ends are the same to three figures.",
               mistakes=(Mistake(lambda n, a: 100*_spared(n), "That is the share left; asked for is the share taken away.", 0.5),)),
        Choice(name="order", points=2, ask=(
            "Suppose your patient cleared IL-1 at cl_1 = {cleared[cl_1]:g} and IL-6 through its receptor at k_RM = {cleared[k_RM]:g} per day. "
            "Which cytokine peaks first, and what does this say about which drives which? (Also try k_1M=0.)"),
               right=lambda n, a: "IL6 yet" if _later(n.patient, **n.cleared) < 0 else "IL1 shown",
               why="Clearances decide which peak comes first; that IL-1 drives IL-6 is seen in the run without IL-1.", options=(
                   Option("IL6 yet", "IL-6 peaks first, and yet most IL-6 waits for IL-1: without IL-1 little of it is left.",
                          "Look at the days again: here IL-1 peaks first."),
                   Option("IL6 proof", "IL-6 peaks first, and so IL-6 drives IL-1 and not the other way round.",
                          "An order of peaks is no order of causes: take IL-1 away and see what is left of IL-6."),
                   Option("IL1 shown", "IL-1 peaks first, and it drives IL-6; but only the run without IL-1 shows the second.",
                          "Look at the days again: here IL-6 peaks first."),
                   Option("IL1 proof", "IL-1 peaks first, and this order is what shows that it drives IL-6.",
                          "With other clearances the order turns round and no cause has changed: an order of peaks proves nothing."))),
        Text(name="claim", points=3, words=(30, 150), ask=(
            "A colleague says: \"The cut of GM-CSF removes x % of the peak, that of IL-1 y %; so both together remove x + y %.\" "
            "Give your x and y, say what both really leave (now make the third run), and why the colleague's sum cannot be right in general."),
             rubric=((1, "x and y are shares lost, and agree with the patient's two runs."),
                     (1, "What both leave is given, and set against the sum and against the product."),
                     (1, "A reason: the second cut acts on what the first leaves; or two cuts of 60 % would remove 120 %."))),
    ))
