"""The trial: is the panic signal cut, and the kill signal spared, in patients too? How many patients that asks, and which comparison."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from ..blocks import table, text
from ..patients import Patient, rounded, until
from ..problem import Problem
from ..questions import Choice, Mistake, Number, Option, Text

ALPHA = 1.96  # two-sided 5 %, or one-sided 2.5 %
BETA = {80: 0.8416, 90: 1.2816}  # by the power, in per cent
NORMAL = NormalDist()
ALIKE, APART = 0.1, 0.25  # risks whose ratio is nearer to 1 are called alike, farther from 1 different


def generate(patient: Patient) -> dict:
    """Event rates for planning, what a ward can recruit, and a register of what was done without a trial."""
    rng = patient.rng("trial")
    severe, remission = int(rng.integers(26, 51)), int(rng.integers(74, 91))
    rates = {"severe": severe, "expected": round(severe*rng.uniform(0.4, 0.62)), "remission": remission, "margin": int(rng.integers(10, 18)),
             "power": (80, 90)[rng.integers(2)], "lost": int(rng.integers(18, 31)), "treated": int(rng.integers(40, 71)),
             "infected": rounded(rng.uniform(6, 16), 2)}
    needed = _arm(rates["severe"]/100, rates["expected"]/100, BETA[rates["power"]])
    return rates | {"available": 2*round(needed*rng.uniform(0.4, 0.75))} | until(lambda: _register(rng), lambda n: _told(**n) is not None, "trial")


def _arm(p1: float, p2: float, beta: float) -> float:
    return (ALPHA + beta)**2*(p1*(1 - p1) + p2*(1 - p2))/(p1 - p2)**2


def _kill_arm(r: float, margin: float, beta: float) -> float:
    return (ALPHA + beta)**2*2*r*(1 - r)/margin**2


def _chance(n, arm: float) -> float:
    """Chance, in per cent, that a trial with so many patients in each arm finds the difference in severe syndromes."""
    p1, p2 = n.severe/100, n.expected/100
    return 100*NORMAL.cdf((p1 - p2)*math.sqrt(arm/(p1*(1 - p1) + p2*(1 - p2))) - ALPHA)


def _register(rng: np.random.Generator) -> dict:
    """Counts of a register: severe before day 4; and from then on, given the drug and not given it."""
    risk, ratio = rng.uniform(0.2, 0.35), (rng.uniform(0.5, 0.75), rng.uniform(0.93, 1.07), rng.uniform(1.25, 1.5))[rng.integers(3)]
    given, not_given, early = int(rng.integers(60, 121)), int(rng.integers(80, 161)), int(rng.integers(30, 71))
    return {"early": early, "given_to": given, "given_severe": round(given*risk*ratio), "not_given": not_given, "not_severe": round(not_given*risk)}


def _naive(early, given_to, given_severe, not_given, not_severe) -> float:
    """Ratio of risks when all who were never given the drug are counted from the first day."""
    return given_severe/given_to/((early + not_severe)/(early + not_given))


def _told(early, given_to, given_severe, not_given, not_severe) -> str | None:
    """What the register says when both groups are counted from day 4; None when it is not plain, or when the naive count does not look good."""
    ratio = given_severe/given_to/(not_severe/not_given)
    if _naive(early, given_to, given_severe, not_given, not_severe) > 1 - APART:
        return None
    return "fewer" if ratio < 1 - APART else "more" if ratio > 1/(1 - APART) else "alike" if abs(ratio - 1) < ALIKE else None


def _both(n, a) -> float:
    """Patients to recruit so that, after losses, both arms are large enough for both questions."""
    return 2*max(a.arm, a.kill_arm)/(1 - n.lost/100)


def _price(n, treated: float) -> float:
    return n.infected*(1 - treated/100)/(n.severe - n.expected)


def given(n) -> list[dict]:
    return [*text("You plan a trial for patients like yours, with a high tumour burden: tocilizumab for all at the first fever, against "
                  "tocilizumab at grade 2 for those who reach it. "
                  "Two things are asked. The panic: are there fewer severe syndromes (grade 3 or more)? The kill: are there not many fewer "
                  "remissions?"),
            table(("for planning", "value"), [
                ("severe syndromes when treated at grade 2", f"{n.severe} %"),
                ("severe syndromes expected when treated at the first fever", f"{n.expected} %"),
                ("remissions, in either arm if the kill is spared", f"{n.remission} %"),
                ("fall in remissions that would be too much (margin)", f"{n.margin} points"),
                ("power wanted for each of the two", f"{n.power} %"),
                ("patients who drop out and cannot be counted", f"{n.lost} % of those recruited"),
                ("patients who reach grade 2 and are then treated, in the arm that waits", f"{n.treated} %"),
                ("serious infections that tocilizumab adds", f"{n.infected:g} of 100 patients who are given it")]),
            *text(f"Patients per arm, with z = 1.96 + {BETA[n.power]:g} at that power: for fewer severe syndromes z² (p₁(1 − p₁) + p₂(1 − p₂))/(p₁ "
                  "− p₂)²; for remissions that are not lower by the margin δ, z² · 2r(1 − r)/δ². Round up to whole patients. With m patients per "
                  "arm the chance of finding the difference in severe syndromes is Φ((p₁ − p₂) √(m/(p₁(1 − p₁) + p₂(1 − p₂))) − 1.96), where Φ is "
                  "the normal distribution (statistics.NormalDist().cdf).",
                  "All these rates are invented for this task.",
                  "A register tells of patients who were treated without a trial. The drug, when it was given, was given on day 4 to patients "
                  "who had not become severe by then."),
            table(("in the register", "patients", "of whom severe from day 4 on"), [
                ("severe before day 4, none given the drug", n.early, "all were so already"),
                ("not severe by day 4, then given the drug", n.given_to, str(n.given_severe)),
                ("not severe by day 4, and not given the drug", n.not_given, str(n.not_severe))])]


problem = Problem(
    identifier="trial", title="Is it so in patients? A trial", mirrors="2831247",
    of="silencing the panic signal while the cells go on killing", chapter="principles/taming-the-storm",
    minutes=60, needs="percentages, square roots, the normal distribution",
    objectives=("find how many patients two questions of one trial need", "weigh a gain for some against a price for all",
                "see through a comparison that time has biased, and defend a better one"),
    generate=generate, given=given, questions=(
        Number(name="arm", ask="How many patients does each arm need for the question on severe syndromes?",
               unit="1", range=(0, 1e6), points=2, tolerance=0.015,
               right=lambda n, a: math.ceil(_arm(n.severe/100, n.expected/100, BETA[n.power])),
               why="The difference stands squared below: half the difference needs about four times the patients.", mistakes=(
                   Mistake(lambda n, a: 2*a.arm, "That is both arms together; each arm is asked for.", 0.5),
                   Mistake(lambda n, a: _arm(n.severe/100, n.expected/100, BETA[n.power])/(ALPHA + BETA[n.power]), "z stands squared.", 0.3),
                   Mistake(lambda n, a: _arm(n.severe/100, n.expected/100, 0),
                           "Without the second part of z the trial finds the difference only every other time.", 0.3))),
        Number(name="kill_arm", ask="And how many does each arm need for the question on remissions?",
               unit="1", range=(0, 1e6), points=2, tolerance=0.015,
               right=lambda n, a: math.ceil(_kill_arm(n.remission/100, n.margin/100, BETA[n.power])),
               why="No difference is expected: the trial must be large enough to exclude a fall by the margin.", mistakes=(
                   Mistake(lambda n, a: a.kill_arm/2, "Both arms scatter: 2r(1 − r).", 0.4),
                   Mistake(lambda n, a: _arm(n.remission/100, (n.remission - n.margin)/100, BETA[n.power]),
                       "You have planned to find a fall by the margin; what is wanted is to exclude it when there is none.", 0.5))),
        Number(name="recruit", ask="How many must be recruited in all, so that both questions can be answered although some drop out?",
               unit="1", range=(0, 1e7), points=2, tolerance=0.015,
               follows=("arm", "kill_arm"), right=_both,
               why="The larger need decides, for two arms; and what is left after the losses must be enough: divide by the share that stays.",
               mistakes=(
                   Mistake(lambda n, a: _both(n, a)*(1 - n.lost**2/1e4),
                       "Adding the share that is lost is too little: divide by the share that stays.", 0.5),
                   Mistake(lambda n, a: 2*min(a.arm, a.kill_arm)/(1 - n.lost/100), "That is enough for one of the questions only.", 0.3),
                   Mistake(lambda n, a: _both(n, a)/2, "There are two arms.", 0.5),
                   Mistake(lambda n, a: 2*(a.arm + a.kill_arm)/(1 - n.lost/100),
                       "The same patients answer both questions; the needs do not add.", 0.3))),
        Number(name="chance", ask="In fact only {available} patients can be followed to the end, half of them in each arm. With which chance, in "
                                  "per cent, does the trial find the difference in severe syndromes, if it is as expected?",
               unit="%", range=(0, 100), points=3, right=lambda n, a: _chance(n, n.available/2),
               why="A trial that is too small finds nothing more often than one thinks, and its silence is no proof.", mistakes=(
                   Mistake(lambda n, a: _chance(n, n.available), "m is the number in each arm, not in both.", 0.4),
                   Mistake(lambda n, a: 100 - _chance(n, n.available/2), "That is the chance to miss it.", 0.5),
                   Mistake(lambda n, a: n.power*n.available/(2*math.ceil(_arm(n.severe/100, n.expected/100, BETA[n.power]))),
                       "The chance does not go in proportion to the patients."))),
        Number(name="price", ask="If everybody is treated at the first fever, how many serious infections are added, against waiting for grade "
                                 "2, for each severe syndrome that is prevented?", unit="1",
               range=(0, 100), points=3, right=lambda n, a: _price(n, n.treated), mistakes=(
                   Mistake(lambda n, a: _price(n, 0), "In the arm that waits many are given the drug as well: only the others are added.", 0.5),
                   Mistake(lambda n, a: _price(n, 100 - n.treated),
                       "Those who are treated in either arm bear the infections in either arm; the others are added.", 0.3),
                   Mistake(lambda n, a: n.infected*(1 - n.treated/100)/n.severe,
                       "Not every severe syndrome is prevented: divide by the difference of the two rates."),
                   Mistake(lambda n, a: 1/_price(n, n.treated), "The other way round: infections for each syndrome prevented.", 0.5)),
               why="Everyone bears the risk of the drug; those who would have been well anyway bear it for nothing."),
        Choice(name="told", ask="The register's authors compare those given the drug with all others, and find far fewer severe syndromes. What "
                                "do the same patients say in a comparison that time has not biased, if risks within a tenth of one another "
                                 "are called alike?",
               points=3, right=lambda n, a: _told(n.early, n.given_to, n.given_severe, n.not_given, n.not_severe),
               why="Count both groups from the same day, day 4: who was given the drug had to be free of a severe syndrome until then.", options=(
                   Option("fewer", "There are still fewer severe syndromes with the drug; chance, and who was chosen for it, remain to be excluded.",
                          "Count both groups from day 4, when the choice was made: then there are not fewer with the drug."),
                   Option("alike", "The risks are alike: the whole advantage came from the time that the treated had to live through unharmed in "
                                   "order to be treated.",
                          "Count both groups from day 4, when the choice was made: then the two risks are not alike."),
                   Option("more", "There are more severe syndromes with the drug; perhaps those were given it who looked worse.",
                          "Count both groups from day 4, when the choice was made: then there are not more with the drug."),
                   Option("nothing", "Nothing can be said, since the patients who were severe before day 4 are missing from the treated group.",
                          "They are missing there because they could not have been given it; leave them out on both sides, and a comparison is "
                          "left."))),
        Text(name="defend", ask="Design the trial that your numbers call for, and defend it against a colleague who would treat everybody at the "
                                "first fever from tomorrow on.", points=8, words=(80, 120), rubric=(
            (2, "Who is drawn by lot, when (at or before the first fever, for all alike), between which two strategies."),
            (2, "One primary end point for the panic and one for the kill, each with the day on which it is judged, and how the second is kept "
                "from being forgotten."),
            (2, "Number of patients and its reason from the own numbers, losses included; what is done if so many cannot be found."),
            (1, "The price: infection and neurotoxicity are counted, and those who would have been well anyway are named."),
            (1, "A rule to stop early, or a result that would make the writer agree with the colleague."))),
    ))
