"""Two wires: how late the panic can still be cut, what a steroid costs the kill, and which treatment touches which wire."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq

from ...model import GivenDose, Run, dose
from ...models import patient as model
from ..blocks import arguments, code, parameters, table, text
from ..patients import DAYS, OVER, Patient, rounded, until
from ..problem import Problem
from ..questions import Choice, Mistake, Number, Option
from ..readings import log_kill, need, pressure_day, run, severe_day, severe_hours

JUDGED = model.value("kill_day")
ROWS = "ABCD"
WEAK = 0.4  # what is left of the killing of weak cells
LATE = 13  # a day on which every storm is over
CLEAR = 0.3  # mmHg or per cent between a treatment and grade 3, so that nobody stands on the edge
APART = 0.01  # powers of ten between two treatments that are to be told apart


def generate(patient: Patient) -> dict:
    """Hours allowed, a steroid course and a budget of kill, outcomes of four unnamed treatments, and the days of three named ones."""
    rng, values = patient.rng("two_wires"), patient.values
    alone = run(values)
    course = {"amount": rounded(rng.uniform(4, 12), 2), "start": rounded(rng.uniform(2, 4), 2), "times": 4*int(rng.integers(1, 4))}
    return {"values": values, "allowed": round(severe_hours(alone)*rng.uniform(0.25, 0.6)), **course,
            "budget": rounded(_lost(values, **course)*rng.uniform(0.3, 0.6), 2),
            "outcomes": _unnamed(values, alone, rng), "asked": ROWS[rng.integers(len(ROWS))],
            **until(lambda: _days(severe_day(alone), rng), lambda days: _clear(_named(values, **days)), "two_wires")}


def _toci(day: float) -> GivenDose:
    return dose("tocilizumab", 8, "mg/kg", day=day)


def _dex(amount: float, day: float, times: int) -> GivenDose:
    return dose("dexamethasone", amount, "mg", day=day, every=0.25, times=times)


def _kill(values: dict, *doses: GivenDose) -> float:
    return log_kill(run(values, *doses, days=JUDGED))


def _lost(values: dict, amount: float, start: float, times: int) -> float:
    return _kill(values) - _kill(values, _dex(amount, start, times))


def _largest(n) -> float:
    """The single amount of the course that costs the budget of kill."""
    left = _kill(n.values) - n.budget
    return brentq(lambda amount: _kill(n.values, _dex(amount, n.start, n.times)) - left, 0, n.amount, xtol=1e-3)


def _severe(values: dict) -> tuple[float, float]:
    """The first and the last day of the untreated patient at grade 3."""
    alone = run(values, days=OVER)
    return severe_day(alone), float(alone.t[need(alone) > 0][-1])


def _latest(n) -> float:
    """The day of tocilizumab with which the hours at grade 3 are just those allowed."""
    first, last = _severe(n.values)
    return brentq(lambda day: severe_hours(run(n.values, _toci(day), days=OVER)) - n.allowed, first - 0.1, last + 0.1, xtol=1e-3)


def _unnamed(values: dict, alone: Run, rng: np.random.Generator) -> list[list[float]]:
    """No treatment; then, in an order of the patient's own, one treatment for each set of wires. Hours at grade 3, highest IL-6, kill."""
    grade2 = pressure_day(alone, "grade2")
    runs = [run(values, _toci(grade2)), run(values, _dex(10, grade2, 8)), run(values, _toci(LATE)), run(values, k_kill=WEAK*values["k_kill"])]
    shuffled = [runs[i] for i in rng.permutation(len(runs))]
    return [[round(severe_hours(one)), rounded(one.peak("IL6").value), rounded(log_kill(one))] for one in (alone, *shuffled)]


def _wire(n, row: str) -> str:
    """Which wires a row of the table has cut: the panic when half of the hours are gone, the kill when a tenth of its powers is."""
    (hours, _, kill), (hours_left, _, kill_left) = n.outcomes[0], n.outcomes[1 + ROWS.index(row)]
    calm, lost = hours_left < hours/2, kill_left < 0.9*kill
    return "both" if calm and lost else "panic" if calm else "kill" if lost else "neither"


def _days(first: float, rng: np.random.Generator) -> dict:
    """A day for each of three treatments, some before the untreated patient reaches grade 3, some after it."""
    early = rng.random(3) < (0.55, 0.35, 0.75)
    return {name: rounded(first - rng.uniform(0.25, 0.6) if soon else first + rng.uniform(0.1, 0.5))
            for name, soon in zip(("toci_day", "ana_day", "dex_day"), early, strict=True)}


def _named(values: dict, toci_day: float, ana_day: float, dex_day: float) -> dict[str, tuple[float, float]]:
    """For each of three treatments: how far the patient stays from grade 3 (negative: beyond it), and the kill."""
    given = {"toci": _toci(toci_day), "ana": dose("anakinra", 100, "mg", day=ana_day, every=0.25, times=28), "dex": _dex(10, dex_day, 8)}
    runs = {name: run(values, one, days=JUDGED) for name, one in given.items()}
    return {name: (-float(need(one).max()), log_kill(one)) for name, one in runs.items()}


def _clear(named: dict) -> bool:
    kills = sorted(kill for far, kill in named.values() if far > 0)
    return all(abs(far) > CLEAR for far, _ in named.values()) and all(np.diff(kills) > APART)


def _best(n, a) -> str:
    kept = {name: kill for name, (far, kill) in _named(n.values, n.toci_day, n.ana_day, n.dex_day).items() if far > 0}
    return max(kept, key=kept.get) if kept else "none"


def given(n) -> list[dict]:
    return [*text("Your patient, before any treatment:"), parameters(model, n.values),
            code(f"values = dict({arguments(n.values)})\nrun = cs.simulate(cs.models.patient, days={DAYS}, **values)\n"
                 "24*(cs.clinic.grade(run) >= 3).mean()*run.t[-1], cs.clinic.log_kill(run)"),
            *text("The code gives the hours at grade 3 or more, and the kill in powers of ten by day 14.",
                  "Four treatments of this patient, unnamed. One is 8 mg/kg of tocilizumab at the start of grade 2; one is two days of "
                  "dexamethasone from that hour, 10 mg every 6 hours; "
                  f"one is tocilizumab on day {LATE}; and one is no drug at all, but another batch of cells, of which each kills less than half "
                  "as well."),
            table(("treatment", "hours at grade 3 or more", "highest IL-6, pg/mL", "powers of ten killed"),
                  [(name, *row) for name, row in zip(("none", *ROWS), n.outcomes, strict=True)])]


problem = Problem(
    identifier="two_wires", title="Two wires", mirrors="2560584",
    of="kill signal and panic signal, which run on largely separate wires", chapter="principles/taming-the-storm",
    minutes=60, needs="powers of ten, one search by halving",
    objectives=("find how late the panic signal can still be cut", "say in powers of ten, and in cells, what a steroid costs the kill signal",
                "tell from outcomes which of the two signals a treatment has touched"),
    generate=generate, given=given, questions=(
        Number(name="latest", ask="Grade 3 or more may last for {allowed} hours in all. What is the latest day on which 8 mg/kg of tocilizumab, "
                                  "alone, still keeps to that?", unit="d",
               range=(0, 28), points=3, tolerance=0.01, right=lambda n, a: _latest(n),
               why="The pressure does not come back at once: the hours after the dose count as well.", mistakes=(
                   Mistake(lambda n, a: _severe(n.values)[0] + n.allowed/24,
                           "From the first hour at grade 3 that uses up the allowed time by the dose; then the vessels must still close.", 0.4),
                   Mistake(lambda n, a: _severe(n.values)[0],
                       "That is the latest day that avoids grade 3 altogether; some hours of it are allowed.", 0.3))),
        Number(name="lost", ask="Instead, {amount:g} mg of dexamethasone are given every 6 hours, {times} times, the first on day {start:g}. How "
                                "many powers of ten of kill are lost by day 14, against no treatment?",
               unit="1", range=(-20, 20), points=3, right=lambda n, a: _lost(n.values, n.amount, n.start, n.times),
               why="Cells that do not divide early are missing in every later generation.", mistakes=(
                   Mistake(lambda n, a: n.outcomes[0][2] - a.lost,
                       "That is the kill that is left; the loss is the difference to no treatment.", 0.4),)),
        Number(name="times", ask="How many times as many leukaemia cells does that leave on day 14?",
               unit="1", range=(0, 1e9), points=2, tolerance=0.05, follows=("lost",),
               right=lambda n, a: 10**a.lost, why="Each power of ten lost leaves ten times as many cells.", mistakes=(
                   Mistake(lambda n, a: n.outcomes[0][2]/(n.outcomes[0][2] - a.lost),
                       "That is a ratio of powers; half of the powers of ten is not half of the cells."),
                   Mistake(lambda n, a: 10*a.lost, "Powers of ten multiply: two of them are a hundredfold, not twentyfold."))),
        Number(name="most", ask="In the same course, which amount for each dose, in mg, costs just {budget:g} powers of ten?",
               unit="mg", range=(0, 100), points=3, tolerance=0.03,
               right=lambda n, a: _largest(n), why="The effect saturates: the first milligrams cost the most.", mistakes=(
                   Mistake(lambda n, a: n.amount*n.budget/a.lost,
                       "In proportion it would be so; but the effect saturates, and the first milligrams cost the most.", 0.3),)),
        Choice(name="row", ask="Which row is tocilizumab at the start of grade 2?", points=1,
               right=lambda n, a: next(row for row in ROWS if _wire(n, row) == "panic"),
               why="It takes away hours at grade 3, leaves the kill whole, and plugs a drain of IL-6.",
               options=tuple(Option(row, row, "Look for a panic that is gone, a kill that is whole, and an IL-6 that has risen because the drain "
                                              "is plugged.") for row in ROWS)),
        Choice(name="wire", ask="What has treatment {asked} in the table touched?", points=2, right=lambda n, a: _wire(n, n.asked),
               why="Hours at grade 3 tell of the panic, powers of ten of the kill; a level of IL-6 tells of neither by itself.", options=(
            Option("panic", "The panic signal, and hardly the kill signal.",
                "Compare its hours and its powers of ten with those of no treatment, not its IL-6."),
            Option("kill", "The kill signal, and the panic goes on.",
                "Compare its hours and its powers of ten with those of no treatment, not its IL-6."),
            Option("both", "Both signals.", "Compare its hours and its powers of ten with those of no treatment: both would have to be lower by "
                                            "much."),
            Option("neither", "Neither: it came when there was nothing left to cut.",
                "Compare its hours and its powers of ten with those of no treatment: at least one of them has changed."))),
        Choice(name="best", points=3, right=_best, ask=(
            "The ward offers one of these: tocilizumab, 8 mg/kg, on day {toci_day:g}; anakinra, 100 mg every 6 hours for a week, from day "
            "{ana_day:g}; dexamethasone, 10 mg every 6 hours for two days, from day {dex_day:g}. Which keeps the patient below grade 3 "
            "throughout, and costs the least kill?"),
               why="First strike out what lets the patient reach grade 3; of what is left, if anything is, the largest kill decides.", options=(
                Option("toci", "tocilizumab", "It comes too late here, or another one that keeps the patient below grade 3 costs less kill."),
                Option("ana", "anakinra", "On that day it does not keep this patient below grade 3: it cuts the alarm a step before IL-6, and "
                                          "what is already made goes on acting."),
                Option("dex", "dexamethasone", "It fails on that day, or another one that keeps the patient below grade 3 spares the kill."),
                Option("none", "none of them, since each comes too late for that",
                    "One of them does keep this patient below grade 3: run all three."))),
    ))
