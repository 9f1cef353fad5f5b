"""The look-alikes: four unnamed patients, a blind marker, days against weeks, and what a late steroid costs a tissue."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from scipy.optimize import brentq

from ...engines.simulate import simulate
from ...model import Run, dose
from ...models import checkpoint
from ...models import patient as model
from ...scores.cascade import damage_onset
from ..blocks import arguments, code, curves, parameters, table, text
from ..patients import Patient, rounded, until
from ..problem import Problem
from ..questions import Choice, Mistake, Number, Option
from ..readings import crossing
from . import _four as four

FOLLOWED = 112  # days for which the tissue is followed
EVERY = 14  # days between doses of the inhibitor
STEROID = 8  # mg a day
ONSET = (21, 56)  # days within which the untreated tissue falls ill
HARMED = 0.45  # the damage that it at least reaches
LIVER = ("k_CRP", "d_CRP", "CRP_0")
TISSUE = ("d_T", "K_ici", "k_ici", "V_ici")


def generate(patient: Patient) -> dict:
    """Courses of four people under letters, and a tissue with its inhibitor."""
    rng = patient.rng("look_alike")
    n = until(lambda: _tissue(rng), _tissue_holds, "look_alike")
    onset = _passes(n, damage_onset.value)
    days = (round(onset) - 10, round(onset) - 3)
    n["before"] = [[day, rounded(float(np.interp(day, _harm(n).t, _harm(n)["tissue_damage"])), 4)] for day in days]
    n["limit"] = rounded(_healed(n, onset + rng.uniform(4, 28)), 2)
    n |= until(lambda: four.courses(patient, rng), four.told_apart, "look_alike")
    return n | {"asked": four.who(n)[("storm", "blocked", "organ")[rng.integers(3)]], "tap_day": int(rng.integers(2, 4))}


def _tissue(rng: np.random.Generator) -> dict:
    drawn = {"weight": rounded(rng.uniform(50, 95)), "r_T": rounded(rng.uniform(0.16, 0.26)), "k_dam": rounded(rng.uniform(0.08, 0.13))}
    return {"tissue": drawn, "amount": int(rng.integers(1, 4)), "times": int(rng.integers(3, 7))}


def _tissue_holds(n: dict) -> bool:
    """The tissue falls ill in the usual time, and gravely."""
    return ONSET[0] < _passes(n, damage_onset.value) < ONSET[1] and _harm(n)["tissue_damage"].max() > HARMED


def _harm(n: dict, steroid_from: float | None = None) -> Run:
    return _kept(tuple(n["tissue"].items()), n["amount"], n["times"], steroid_from)


@lru_cache(64)
def _kept(tissue: tuple, amount: float, times: int, steroid_from: float | None) -> Run:
    steroid = [] if steroid_from is None else [dose("dexamethasone", STEROID, "mg", day=steroid_from, every=1, times=FOLLOWED)]
    doses = [dose("inhibitor", amount, "mg/kg", day=0, every=EVERY, times=times), *steroid]
    return simulate(checkpoint, days=FOLLOWED, doses=doses, step=0.05, **dict(tissue))


def _passes(n: dict, level: float) -> float:
    """The day on which the damage, without a steroid, passes a level."""
    return crossing(_harm(n).t, _harm(n)["tissue_damage"], level)


def _healed(n: dict, steroid_from: float) -> float:
    """Damage that is left on the last day."""
    return float(_harm(n, float(steroid_from))["tissue_damage"][-1])


def _latest(n: dict) -> float:
    """Last day on which the steroid can begin for the damage to be no more than the limit at the end."""
    return brentq(lambda day: _healed(n, day) - n["limit"], 0, FOLLOWED, xtol=1e-4)


def _signal(n, letter: str, rest: float | None = None) -> float:
    """IL-6 signal above rest, constant over a day, that takes CRP from one printed value to the next."""
    made, lost, rest = model.value("k_CRP"), model.value("d_CRP"), model.value("CRP_0") if rest is None else rest
    before, after = (four.on(vars(n), "CRP", n.tap_day + i)[letter] - rest for i in (0, 1))
    left = math.exp(-lost)
    return (after - before*left)*lost/(made*(1 - left))


def _balance(n, letter: str) -> float:
    """The signal that would hold the second value."""
    return model.value("d_CRP")*(four.on(vars(n), "CRP", n.tap_day + 1)[letter] - model.value("CRP_0"))/model.value("k_CRP")


def _growth(n, letter: str, rest: float | None = None) -> float:
    """Doublings a day of CRP above rest, from the first complaint to the day after."""
    rest = model.value("CRP_0") if rest is None else rest
    first, second = (four.on(vars(n), "CRP", day)[letter] - rest for day in (0, 1))
    return math.log2(second/first)


def _doubling(n) -> float:
    """Days in which the damage doubles."""
    (day, damage), (later, more) = n.before
    return (later - day)/math.log2(more/damage)


def _level(n, kept: bool = True) -> float:
    """Inhibitor just after its last dose, in µg/mL; `kept` counts what is left of the doses before."""
    q = math.exp(-EVERY*checkpoint.value("k_ici"))
    return n.amount*n.tissue["weight"]/checkpoint.value("V_ici")*((1 - q**n.times)/(1 - q) if kept else 1)


def _wait(n, level: float, half: bool = False) -> float:
    """Days in which the inhibitor falls to where T cells, few as yet, no longer gain; or to half effect."""
    share = 1/2 if half else checkpoint.value("d_T")/n.tissue["r_T"]
    return math.log(level*(1 - share)/(share*checkpoint.value("K_ici")))/checkpoint.value("k_ici")


def _first_aid(n) -> str:
    role = {letter: role for role, letter in four.who(vars(n)).items()}
    return {"storm": "block", "organ": "hold", "blocked": "beyond"}[role[n.asked]]


def given(n) -> list[dict]:
    inhibitor = f'cs.dose("inhibitor", {n.amount}, "mg/kg", day=0, every={EVERY}, times={n.times})'
    (day, damage), (later, more) = n.before
    return [
        *text("Four people lie on your ward, A to D. Three were given CAR T cells some days ago; of these one is untreated, one has had tocilizumab "
              "and one dexamethasone, each about a day after the first complaint. The fourth is under a checkpoint inhibitor. "
              "Day 0 is the day of the first complaint, a fever of 38.0 °C or an organ that fails."),
        *(curves("days since the first complaint", title, {letter: (four.GRID.tolist(), values) for letter, values in getattr(n, name).items()})
          for name, title in four.SHOWN.items()),
        *text("CRP in mg/L, day by day:"),
        table(("day", *four.LETTERS), [(str(day), *four.on(vars(n), "CRP", day).values()) for day in range(6)]),
        *text(f"On day {four.SEEN}:"),
        table(("", *four.LETTERS), [("ferritin, ng/mL", *four.on(vars(n), "ferritin", four.SEEN).values()),
                                    ("platelets, 10⁹/L", *n.platelets.values()), ("fibrinogen, g/L", *n.fibrinogen.values())]),
        *text("CRP obeys CRP' = d_CRP (CRP_0 − CRP) + k_CRP S, with the signal S of IL-6 above rest:"),
        parameters(model, {name: model.value(name) for name in LIVER}),
        *text(f"The person under the inhibitor had {n.amount} mg/kg on day 0 and then every {EVERY} days, {n.times} doses in all. On day {day} of "
              f"this treatment {damage:.4g} of a tissue was damaged, on day {later} {more:.4g}. This person's own values come first, then those "
              "that are the same for everybody; a dose spreads at once through V_ici."),
        parameters(checkpoint, n.tissue | {name: checkpoint.value(name) for name in TISSUE}),
        code(f"harm = cs.simulate(cs.models.checkpoint, days={FOLLOWED}, doses=[{inhibitor}], {arguments(n.tissue)})"),
    ]


def _letters(words: str) -> tuple[Option, ...]:
    return tuple(Option(letter, letter, words) for letter in four.LETTERS)


problem = Problem(
    identifier="look_alike", title="Four who look alike", mirrors="2858093",
    of="the pattern that tells a cytokine storm from other harms of immune therapy",
    chapter="principles/cascade", minutes=55, needs="logarithms, a half-life, the chapters on fever and liver and on the cascade",
    objectives=("tell a storm, a treated storm and a checkpoint toxicity apart "
                "by their courses", "compute what a marker still hears once its receptor is blocked",
                "find how long a brake stays off, and when a steroid comes too late"),
    generate=generate, given=given, questions=(
        Choice(name="organ", ask="Who is under the checkpoint inhibitor?", points=1, right=lambda n, a: four.who(vars(n))["organ"],
               why="No fever, and a CRP that stays at rest: T cells in one tissue call up nobody else.",
               options=_letters("A storm comes with fever and lifts CRP within a day; look for the one in whom neither moves.")),
        Choice(name="blind", ask="In whom is the receptor of IL-6 blocked?", points=2, right=lambda n, a: four.who(vars(n))["blocked"],
               why="Liver and hypothalamus no longer hear; nobody has told the macrophages, whose ferritin climbs on, to stop.", options=_letters(
            "Fever and CRP fall at once when the receptor is blocked, and ferritin, which macrophages make, climbs on; a steroid calms the "
            "macrophages as well.")),
        Number(name="tap", unit="1", range=(-2, 100), points=3, tolerance=0.03, follows=("blind",), ask=(
            "In that person, which signal S of IL-6 still reaches the liver between day {tap_day} and the day after? "
            "Take it as constant over these 24 hours, and the CRP as in the table."),
               right=lambda n, a: _signal(n, a.blind),
               why="Of the CRP above rest e^(−d) is left after a day, and a constant signal adds k S (1 − e^(−d))/d.",
               mistakes=(Mistake(lambda n, a: _balance(n, a.blind),
                                 "That signal would hold the second value for good; the level is still on its way.", 0.3),
                         Mistake(lambda n, a: _signal(n, a.blind, rest=0),
                                 "The liver makes some CRP without any signal: count from CRP at rest.", 0.5),
                         Mistake(lambda n, a: _signal(n, four.who(vars(n))["calmed"]),
                                 "That is the person after the steroid, whose receptor is free."))),
        Number(name="speed", unit="1", range=(0, 1000), points=2, tolerance=0.03, ask=(
            "How many times as long does the damage of the tissue take to double, between its two printed days, "
            "as the CRP above rest of the untreated storm does from day 0 to day 1?"),
               right=lambda n, a: _doubling(n)*_growth(n, four.who(vars(n))["storm"]),
               why="Half a day for a loop through the whole body, about one to two weeks for T cells that divide in one place.",
               mistakes=(Mistake(lambda n, a: 1/(_doubling(n)*_growth(n, four.who(vars(n))["storm"])),
                                 "The other way round: the tissue is the slow one.", 0.5),
                         Mistake(lambda n, a: _doubling(n)*_growth(n, four.who(vars(n))["storm"], rest=0),
                                 "Take the CRP at rest off first: it does not double.", 0.5),
                         Mistake(lambda n, a: _doubling(n),
                                 "That is the doubling time of the damage in days; it is asked for as a multiple of the other."))),
        Number(name="hold", unit="d", range=(0, 2000), points=3, ask=(
            "The inhibitor is held after its last dose. How many days after that dose is the level so low that T cells, as long as they are few, "
            "no longer gain (growth r_T ω equals loss d_T, with ω = C/(C + K_ici))?"),
               right=lambda n, a: _wait(n, _level(n)),
               why="Doses add up when the half-life is 25 days; holding alone takes months, so a steroid is given with it.",
               mistakes=(Mistake(lambda n, a: _wait(n, _level(n, kept=False)),
                                 "That is after a single dose: what is left of the earlier ones adds to it.", 0.5),
                         Mistake(lambda n, a: _wait(n, _level(n), half=True),
                                 "That is when half of the brake is back; T cells stop gaining where r_T ω equals d_T.", 0.5),
                         Mistake(lambda n, a: _wait(n, n.times*_level(n, kept=False)),
                                 "Between two doses a part of the inhibitor is lost: the doses do not simply add.", 0.3))),
        Number(name="delay", unit="d", range=(0, FOLLOWED), points=3, tolerance=0.012, ask=(
            "After the printed doses, dexamethasone 8 mg is given once a day, from some day on and to day 112. What is the latest time for the "
            "first dose, in days of this treatment, if on day 112 no more than {limit:g} of the tissue is to be damaged?"),
               right=lambda n, a: _latest(vars(n)),
               why="Each day of delay leaves more T cells to die away and less time to heal; the inhibitor would keep the brake off for months.",
               mistakes=(Mistake(lambda n, a: _passes(vars(n), n.limit),
                                 "On that day the untreated damage passes the limit; under the steroid it falls again, so there is more time.", 0.3),
                         Mistake(lambda n, a: _passes(vars(n), damage_onset.value),
                                 "That is the onset of the illness, not the last day.", 0.3))),
        Choice(name="first", points=2, ask=(
            "You stand before {asked} on day 4. What comes first, by this book's table of look-alikes, given what each of the four has had so far?"),
               right=lambda n, a: _first_aid(n), why="The first drug follows from what is at work, not from the CRP.", options=(
            Option("block", "an antibody against the receptor of IL-6, then or together a steroid",
                   "It takes away what IL-6 does. Ask whether IL-6 is at work here, and whether its receptor is still free."),
            Option("hold", "no further inhibitor, and a steroid", "It fits a tissue that T cells attack without fever; this course is another one."),
            Option("beyond", "the question whether an HLH-like syndrome has begun: anakinra, a steroid, or both",
                   "Ferritin and counts look like this in many untreated storms. First the receptor is blocked; the question arises when ferritin climbs on "
                   "although it is."),
            Option("wait", "waiting: the course is mild by itself",
                   "None of the four is. A low CRP excludes neither a harmed tissue nor a storm whose receptor is blocked."))),
    ))
