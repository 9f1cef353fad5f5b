"""The lock: a counterfeit key in the personal patient's IL-6 receptor: how well it holds, what rises, and for how long."""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import brentq

from ...model import dose
from ...models import patient as model
from ..blocks import arguments, code, parameters, text
from ..patients import Patient, rounded, until
from ..problem import Problem
from ..questions import Choice, Mistake, Number, Option
from ..readings import crossing, run

OWN = ("weight", "CL_toci", "k_RM")
FIXED = ("V_1", "V_2", "Q_toci", "VM_toci", "KM_toci", "Kd_toci", "k_ns", "K_6")
V_1, V_2, Kd, k_ns, K_6 = (model.value(name) for name in ("V_1", "V_2", "Kd_toci", "k_ns", "K_6"))
FULL = 8  # mg/kg
GONE = 60  # days after which little is left of one dose
QUIET, LOUD = 0.12, 0.5  # IL-6 signals that cannot be mistaken for one another
MADE_LESS, MADE_MORE = 0.85, 1.2  # production as a share of the old one, beyond doubt


def generate(patient: Patient) -> dict:
    """A half block, a full block with IL-6 before and after, a share to be held, and a fever that comes back."""
    rng, own = patient.rng("lock"), {name: patient.values[name] for name in OWN}
    return {"own": own, "held": int(rng.integers(30, 81)), "before": rounded(rng.uniform(250, 1500)),
            **_settled(own["k_RM"], rng),
            "share": int(rng.integers(80, 97)), "held_share": int(rng.integers(80, 95)), "days": int(rng.integers(6, 17)),
            **until(lambda: _fever(rng), lambda n: not QUIET < _signal(own, **n) < LOUD, "lock")}


def _settled(k_RM: float, rng: np.random.Generator) -> dict:
    """IL-6 before a full block, and settled after it, with production fallen, as it was, or risen."""
    low, high = ((0.4, 0.7), (0.97, 1.03), (1.4, 2.2))[rng.integers(3)]
    first = rounded(rng.uniform(300, 1500))
    return {"first": first, "settled": rounded(first*(k_ns + k_RM)/k_ns*rng.uniform(low, high))}


def _fever(rng: np.random.Generator) -> dict:
    """A day on which fever returns, soon or long after the dose, and the IL-6 of that day."""
    first, last = ((6, 14), (29, 38))[rng.integers(2)]
    return {"again": int(rng.integers(first, last)), "again_IL6": rounded(rng.uniform(1000, 5000))}


def _drug(own: dict, amount: float, days: float):
    """A run with the antibody and without CAR T cells, which the antibody does not ask for."""
    return run(own, dose("tocilizumab", amount, "mg/kg", day=0), days=days, cell_dose=0)


def _signal(own: dict, again: int, again_IL6: float) -> float:
    return again_IL6/(again_IL6 + K_6*_drug(own, FULL, again)["toci_shift"][-1])


def _lasts(own: dict, share: float) -> float:
    held = _drug(own, FULL, GONE)
    return crossing(held.t, held["toci_shift"], 1/(1 - share))


def _smallest(own: dict, share: float, days: float) -> float:
    """The dose, in mg/kg, that still holds a share of the receptors after so many days; found on the logarithm, where it is smooth."""
    def left(log_amount: float) -> float:
        return math.log(_drug(own, math.exp(log_amount), days)["tocilizumab"][-1]/_level(share))

    return math.exp(brentq(left, math.log(0.1), math.log(30), xtol=1e-5))


def _level(share: float) -> float:
    """Tocilizumab, in ug/mL, that holds a share of the receptors."""
    return Kd*share/(1 - share)


def _rise(k_RM: float, held: float) -> float:
    return (k_ns + k_RM)/(k_ns + k_RM*(1 - held))


def _through(level: float, held: float) -> float:
    """Signal, in per cent, of a level of IL-6 when a share of the receptors is held."""
    return 100*level/(level + K_6/(1 - held))


def _production(n) -> float:
    """IL-6 made after the full block, as a share of what was made before."""
    return n.settled*k_ns/(n.first*(k_ns + n.own["k_RM"]))


def _meaning(n, a) -> str:
    made = _production(n)
    return "less" if made < MADE_LESS else "more" if made > MADE_MORE else "same"


def given(n) -> list[dict]:
    return [*text("Your patient and tocilizumab. The antibody holds the share C/(C + Kd_toci) of the IL-6 receptors when its level in plasma is C; "
                  "IL-6 is lost at the rate k_ns in other ways and at the rate k_RM through those receptors that are not held.",
                  "All these have names in the model, and so have the level (tocilizumab), the share held (receptor_occupancy), by how much the "
                  "IL-6 that the same signal needs has risen (toci_shift), and the signal itself (S6)."),
            parameters(model, n.own | {name: model.value(name) for name in FIXED}),
            code(f'cs.simulate(cs.models.patient, days={GONE}, doses=[cs.dose("tocilizumab", {FULL}, "mg/kg", day=0)], '
                 f"{arguments(n.own)})")]


problem = Problem(
    identifier="lock", title="A counterfeit key for your patient", mirrors="2215119",
    of="tocilizumab, the counterfeit key that fills the lock of IL-6",
    chapter="principles/taming-the-storm", minutes=55, needs="shares, exponentials, one search by halving",
    objectives=("compute how well a dose holds a receptor, and what level and signal become", "read a risen IL-6 after a receptor blocker",
                "find how long a dose holds, and the dose that holds long enough"),
    generate=generate, given=given, questions=(
        Number(name="needed", ask="Right after 8 mg/kg, how many times as much IL-6 as without the drug does the same signal need?",
               unit="1", range=(0, 1e5), points=2,
               right=lambda n, a: 1 + FULL*n.own["weight"]/V_1/Kd,
               why="The level is 8 mg/kg × weight/V_1, and two keys that compete need 1 + C/Kd_toci times the IL-6.",
               mistakes=(Mistake(lambda n, a: 1 + FULL*n.own["weight"]/(V_1 + V_2)/Kd,
                   "Right after the dose it is in the central volume only; the tissue fills over days.", 0.5),
                         Mistake(lambda n, a: FULL*n.own["weight"]/V_1, "That is about the level of the drug; hold it against Kd_toci.", 0.3),
                         Mistake(lambda n, a: 1 + FULL/V_1/Kd, "The dose is given for each kilogram of weight."))),
        Number(name="rise", ask="A smaller dose holds {held} % of the receptors. IL-6 production stays as it is. By which factor does the level "
                                "of IL-6 rise until it settles?",
               unit="1", range=(0, 100), points=2, right=lambda n, a: _rise(n.own["k_RM"], n.held/100),
               why="Production equals loss, before and after: (k_ns + k_RM)/(k_ns + k_RM (1 − ω)).", mistakes=(
                   Mistake(lambda n, a: _rise(n.own["k_RM"], 1), "That is the largest rise, with every receptor held.", 0.3),
                   Mistake(lambda n, a: 1/(1 - n.held/100), "The receptor is not the only way out: k_ns goes on."),
                   Mistake(lambda n, a: _rise(n.own["k_RM"], 1 - n.held/100), "You have left open the share that is held.", 0.3))),
        Number(name="signal", ask="Before that smaller dose IL-6 stood at {before:g} pg/mL. How large is the IL-6 signal (S6, in per cent) when "
                                  "the level has settled?", unit="%",
               range=(0, 100), points=3, follows=("rise",), right=lambda n, a: _through(n.before*a.rise, n.held/100),
               why="The level has risen, and so has what half a signal needs: K_6/(1 − ω). The signal falls far less than the share of free "
                   "receptors does.", mistakes=(
                   Mistake(lambda n, a: (1 - n.held/100)*_through(n.before, 0),
                       "A share of the receptors blocked is not the same share of the signal lost: two keys compete, and the blocked lock was also the "
                       "drain."),
                   Mistake(lambda n, a: _through(n.before, n.held/100), "That is the signal at first: since then the level has risen.", 0.5),
                   Mistake(lambda n, a: _through(n.before*a.rise, 0), "The level has risen, but so has the IL-6 that half a signal needs.", 0.3))),
        Choice(name="meaning", points=2, right=_meaning, ask=(
            "Now 8 mg/kg are given, and for some days nearly every receptor is held. IL-6 was steady at {first:g} pg/mL before, and is steady at "
            "{settled:g} pg/mL now. What does that tell (assays err by a tenth)?"),
               why="At standstill as much is made as is lost: the level times k_ns now, against the level times k_ns + k_RM before.", options=(
                Option("same", "As much IL-6 is made as before: the plugged drain explains the whole change.",
                       "Take the largest rise that a plugged drain can bring, (k_ns + k_RM)/k_ns: the change is not that one."),
                Option("more", "More IL-6 is made than before: a plugged drain alone cannot do that.",
                       "A plugged drain alone could have brought it at least about as high."),
                Option("less", "Less IL-6 is made than before: the plugged drain alone would have brought it higher.",
                       "The plugged drain alone would not have brought it clearly higher."),
                Option("fails", "The drug does not hold its receptor, and more is needed.",
                       "The locks are held, whatever the level does: that a level rises after a receptor blocker is no failure of the drug."))),
        Number(name="lasts", ask="After one dose of 8 mg/kg, for how many days are at least {share} % of the receptors held?",
               unit="d", range=(0, 365), points=3, tolerance=0.03,
               right=lambda n, a: _lasts(n.own, n.share/100),
               why="The end is quick: below some micrograms per millilitre the target itself takes most of the drug along.", mistakes=(
                   Mistake(lambda n, a: V_1/n.own["CL_toci"]*math.log(FULL*n.own["weight"]/V_1/_level(n.share/100)),
                           "One compartment and one rate are not enough: tissue takes drug up, and the target takes it along (VM_toci).", 0.3),
                   Mistake(lambda n, a: (V_1 + V_2)/n.own["CL_toci"]*math.log(FULL*n.own["weight"]/(V_1 + V_2)/_level(n.share/100)),
                           "With both volumes you have the tissue, but not what the target takes along (VM_toci).", 0.3))),
        Number(name="dose", ask="Which single dose, in mg/kg, holds just {held_share} % of the receptors {days} days later?",
               unit="mg/kg", range=(0, 100), points=4, tolerance=0.03,
               right=lambda n, a: _smallest(n.own, n.held_share/100, n.days),
               why="No formula gives it; halve the interval between a dose that is too small and one that is enough.", mistakes=(
                   Mistake(lambda n, a: _level(n.held_share/100)*V_1/n.own["weight"],
                       "That dose holds them at once, and not for long: the drug is lost again.", 0.2),
                   Mistake(lambda n, a: _level(n.held_share/100)*V_1/n.own["weight"]*math.exp(n.own["CL_toci"]/V_1*n.days),
                           "One compartment and one rate are not enough: tissue takes drug up, and the target takes it along (VM_toci).", 0.3))),
        Choice(name="again", points=2, right=lambda n, a: "held" if _signal(n.own, n.again, n.again_IL6) <= QUIET else "free", ask=(
            "The storm is over. On day {again} after that one dose of 8 mg/kg fever returns, with {again_IL6:g} pg/mL of IL-6. "
            "Is it IL-6 that is heard, and would a second dose change much?"),
               why="Half a signal needs K_6 times the toci_shift of that day: hold the level against this.", options=(
                Option("held", "Hardly: the receptors are held so well that this IL-6 gives an eighth of its largest signal at most. Look for "
                               "another cause, an infection first.",
                       "By that day so little of the drug is left that this IL-6 is heard: compute the signal from toci_shift."),
                Option("free", "Yes: so many receptors are free again that this IL-6 gives half of its largest signal or more, and a second dose "
                               "would take it away.",
                       "The drug is still there: compute the signal from toci_shift."),
                Option("level", "Yes, whatever the day: so much IL-6 shows that the drug has been used up.",
                       "A level does not tell how many receptors are free; the drug's own course does."),
                Option("one", "No, whatever the day: the dose was large enough to hold for months.",
                    "It holds for weeks, as you found in the question on its days."))),
    ))
