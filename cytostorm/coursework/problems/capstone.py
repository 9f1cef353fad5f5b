"""The capstone: treat your own patient, with what the house has, and defend the plan."""

from __future__ import annotations

import numpy as np

from ...engines.facts import facts
from ...model import GivenDose, Run, dose
from ...models import patient as model
from ..blocks import arguments, code, parameters, table, text
from ..patients import DAYS, OVER, Patient, rounded, until
from ..problem import Problem
from ..questions import Choice, Mistake, Number, Option, Plan, Text
from ..readings import crossing, log_kill, need, pressure_day, run, severe_day, severe_hours

DRUGS = ("tocilizumab", "dexamethasone", "anakinra", "emapalumab", "ruxolitinib")
SHORT = ("emapalumab", "anakinra")  # one of them is not in the house
VIAL = 1  # mg/kg of emapalumab, where there is any
MOST_LOST = 0.2  # powers of ten of kill
MOST_HARM = 1.5  # times that of the best standard plan
BLUNT_LOST, BLUNT_HARM = 1, 2  # powers of ten, and times the harm allowed, beyond which a grade below 3 is no success
SENT_BACK = 0.25  # of the points, when the house cannot give the plan as it is written
OTHERS = (0.8, 1.2)  # times the tumour burden: patients who are a little different
CLEAR = 0.3  # mmHg or per cent by which a standard plan must stay away from grade 3, so that an hour more or less does not matter
FAR = 2  # hours at grade 3 between the worst and the second of three neighbours
KILL_WEIGHT = model.value("harm_log_kill")


def generate(patient: Patient) -> dict:
    """What is missing in the house, when tocilizumab comes, how much harm a good plan does, and three neighbours."""
    rng, values = patient.rng("capstone"), patient.values
    alone = run(values)
    kill = rounded(log_kill(alone), 4)
    return {"values": values, "kill": kill, **until(lambda: _house(values, alone, kill, rng), lambda n: np.isfinite(n["harm"]), "capstone"),
            **until(lambda: _neighbours(rng), lambda n: _apart(values, n), "capstone")}


def _house(values: dict, alone: Run, kill: float, rng: np.random.Generator) -> dict:
    """Tocilizumab comes some hours after the untreated patient has reached grade 3; one of two other drugs is not there."""
    missing, arrives = rng.permutation(SHORT)[0], rounded(severe_day(alone) + rng.uniform(0.4, 1))
    return {"missing": str(missing), "arrives": arrives, "harm": rounded(MOST_HARM*_best(values, alone, kill, missing, arrives))}


def _best(values: dict, alone: Run, kill: float, missing: str, arrives: float) -> float:
    """Least harm of a few standard plans that hold; infinite when none does."""
    toci, fever, grade2 = dose("tocilizumab", 8, "mg/kg", day=arrives), _fever(alone), pressure_day(alone, "grade2")
    vial = dose("emapalumab", VIAL, "mg/kg", day=fever + 0.05)
    bridges = [dose("anakinra", 200, "mg", day=grade2, every=0.25, times=times) for times in (2, 4)]
    plans = [[vial], [vial, toci]] if missing == "anakinra" else [[bridge, toci] for bridge in bridges]
    return min((_harm(facts(run(values, *plan)), kill) for plan in plans if _holds(values, plan)), default=np.inf)


def _fever(alone: Run) -> float:
    """The day of the first fever."""
    return crossing(alone.t, alone["fever"], model.value("fever_from"))


def _holds(values: dict, plan: list[GivenDose]) -> bool:
    """Whether a plan keeps the patient, and those who are a little different, well below grade 3."""
    return all(need(one).max() < -CLEAR for one in (run(values, *plan), *_others(values, plan)))


def _others(values: dict, plan) -> list[Run]:
    return [run(values, *plan, tumour_burden=share*values["tumour_burden"]) for share in OTHERS]


def _harm(found: dict, kill: float) -> float:
    """As `cs.clinic.harm(run).total`, with the kill of the untreated patient known."""
    return found["harm_of_illness"] + found["harm_of_drugs"] + KILL_WEIGHT*max(kill - found["log_kill"], 0)


def _neighbours(rng: np.random.Generator) -> dict:
    return {"larger": int(rng.integers(10, 46)), "louder": int(rng.integers(15, 61)), "weaker": int(rng.integers(7, 20))}


def _neighbour_hours(values: dict, larger: int, louder: int, weaker: int) -> dict[str, float]:
    """Untreated hours at grade 3 of three patients, each of whom differs from this one in one thing."""
    changed = {"burden": ("tumour_burden", larger), "alarm": ("k_6M", louder), "wall": ("endothelium", weaker)}
    return {key: severe_hours(run(values, days=OVER, **{name: values[name]*(1 + more/100)})) for key, (name, more) in changed.items()}


def _apart(values: dict, neighbours: dict) -> bool:
    second, most = sorted(_neighbour_hours(values, **neighbours).values())[-2:]
    return most - second > FAR


def _worst(n, a) -> str:
    hours = _neighbour_hours(n.values, n.larger, n.louder, n.weaker)
    return max(hours, key=hours.get)


def _window(n, grade: str) -> float:
    """Hours from the first fever of the untreated patient to the pressure of a grade."""
    alone = run(n.values)
    return 24*(pressure_day(alone, grade) - _fever(alone))


def _waited(n) -> float:
    """Hours from the first hour at grade 3 to the day on which tocilizumab comes."""
    return 24*(n.arrives - pressure_day(run(n.values), "grade3"))


def _in_house(n, doses: tuple[GivenDose, ...]) -> tuple[GivenDose, ...]:
    """The doses that the house can give: of the drug it has, tocilizumab once it is there, and no more than the vial."""
    kept, left = [], VIAL*1.000001  # sums of parts of the vial may exceed it by rounding
    for one in sorted(doses, key=lambda one: one.day):
        if one.name == "emapalumab":
            left -= one.amount*one.times
        if one.name != n.missing and (one.name != "emapalumab" or left >= 0) and (one.name != "tocilizumab" or one.day >= n.arrives):
            kept.append(one)
    return tuple(kept)


def _judge(n, doses: tuple[GivenDose, ...]) -> list[tuple[int, float, str]]:
    """Five parts. What doing nothing earns counts only when the plan halves the hours at grade 3, and what a hammer earns only when kill and
    harm stay within bounds; a plan that the house cannot give as it is written is carried out without the rest, and earns a part of its points.
    """
    kept = _in_house(n, doses)
    if not kept:
        return [(10, 0.0, "None of this can be given in the house, or nothing is given: the storm takes its course.")]
    treated, alone, others = Patient(0, n.values).run(*kept), run(n.values), [severe_hours(one) for one in _others(n.values, kept)]
    found, fever = facts(treated), _fever(alone)
    hours, lost, harm, early = 24*found["grade3_days"], n.kill - found["log_kill"], _harm(found, n.kill), min(one.day for one in kept) < fever
    helps, blunt = hours < severe_hours(alone)/2, lost > BLUNT_LOST or harm > BLUNT_HARM*n.harm
    at_a_price = " It does not count at such a price in kill or harm." if blunt else ""
    below = 0.0 if blunt else 1.0 if found["grade_most"] < 3 else 0.5 if hours < 1 else 0.0
    parts = [(3, below, f"Grade 3 or more for {hours:.1f} hours.{at_a_price}"),
             (2, float(helps and lost <= MOST_LOST), f"Kill lost: {lost:.2f} powers of ten; at most {MOST_LOST:g} are allowed, for a plan that "
                                                     "halves the hours at grade 3."),
             (2, 1.0 if harm <= n.harm else 0.5 if harm <= 1.5*n.harm else 0.0, f"Harm {harm:.1f}; at most {n.harm:g} is allowed."),
             (2, float(not blunt and not any(others)), f"With a fifth less tumour grade 3 or more lasts for {others[0]:.1f} hours, with a fifth "
                                                       f"more for {others[1]:.1f}.{at_a_price}"),
             (1, float(helps and not early), f"The first dose is given {'before' if early else 'after'} the first fever, which comes on day "
                                             f"{fever:.2f}.")]
    return parts if len(kept) == len(doses) else _sent_back(parts)


def _sent_back(parts: list[tuple[int, float, str]]) -> list[tuple[int, float, str]]:
    """The parts of a plan from which doses were left out."""
    left_out = "Doses that the house does not have were left out, and so the plan earns a quarter of its points."
    return [(points, SENT_BACK*share, words) for points, share, words in parts] + [(0, 0.0, left_out)]


def given(n) -> list[dict]:
    return [*text("Your patient has been given CAR T cells on day 0, and lies on your ward."), parameters(model, n.values),
            code(f"values = dict({arguments(n.values)})\nrun = cs.simulate(cs.models.patient, days={DAYS}, **values)\n"
                 'fever, grade = run["fever"] >= 1, cs.clinic.grade(run)\n'
                 "run.t[fever][0], run.t[grade >= 2][0], cs.clinic.describe(run), cs.clinic.harm(run)"),
            *text('Fever begins at 38.0 °C (run["fever"] >= 1), and the grade is that of cs.clinic.grade(run). '
                  "Read days off run.t, the grid of the run; cs.clinic.describe rounds them."),
            *text(f"Untreated, the kill is {n.kill:g} powers of ten on day 14. What the house has:"),
            table(("drug", "in the house"), [
                ("tocilizumab", f"on its way; cannot be given before day {n.arrives:g}"),
                ("emapalumab", "none" if n.missing == "emapalumab" else f"one vial, enough for {VIAL} mg/kg in all"),
                ("anakinra", "none" if n.missing == "anakinra" else "as much as is needed"),
                ("dexamethasone, ruxolitinib", "as much as is needed")]),
            *text("Harm is cs.clinic.harm(run).total, with its weights as they are. A day on which any other drug than tocilizumab and "
                  "dexamethasone is given counts as a whole day.")]


problem = Problem(
    identifier="capstone", title="Treat your own patient", mirrors="2831247",
    of="silencing the panic while the cells go on killing; the capstone closes this section",
    chapter="principles/taming-the-storm", minutes=120, needs="all problems before it",
    objectives=("find from a patient's own course when one has to act",
                "plan a treatment with what there is, and hold it against panic, kill and harm",
                "defend a plan, with its limits, in three hundred words"),
    generate=generate, given=given, questions=(
        Number(name="window", ask="Untreated: how many hours pass from the first fever, 38.0 °C, to the first hour at grade 3?",
               unit="h", range=(0, 672), points=2, tolerance=0.03,
               right=lambda n, a: _window(n, "grade3"),
               why="That is the time in which a ward can act before the pressure needs a vasopressor.", mistakes=(
                   Mistake(lambda n, a: _window(n, "grade2"), "That is the time to grade 2.", 0.3),)),
        Number(name="waiting", ask="You wait for tocilizumab and give 8 mg/kg of it, and nothing else, on day {arrives:g}. For how many hours in "
                                   "all is the patient at grade 3 or more?", unit="h",
               range=(0, 672), points=2, tolerance=0.04,
               right=lambda n, a: severe_hours(run(n.values, dose("tocilizumab", 8, "mg/kg", day=n.arrives))),
               why="Those are the hours that a bridge has to spare.", mistakes=(
                   Mistake(lambda n, a: severe_hours(run(n.values)), "That is without any treatment.", 0.2),
                   Mistake(lambda n, a: _waited(n), "Those are the hours until the dose; after it the vessels must still close.", 0.4))),
        Choice(name="neighbour", points=2, right=_worst, ask=(
            "Three other patients are like yours but for one thing: one has {larger} % more tumour, the macrophages of one make {louder} % more "
            "IL-6 (k_6M), and the vessel wall of one opens {weaker} % more easily (endothelium). Who is at grade 3 or more for the longest, "
            "untreated?"),
               why="Per cent of one thing cannot be held against per cent of another: what each adds, only the runs tell.", options=(
                Option("burden", "the one with more tumour", "More tumour lengthens the storm, but here another change does more: run all three."),
                Option("alarm", "the one with more IL-6", "The signal saturates: more IL-6 adds less and less. Run all three."),
                Option("wall", "the one with the weaker vessel wall",
                    "The wall turns the same storm into more leak, but here another change does more: run all three."))),
        Plan(name="plan", points=10, drugs=DRUGS, most=8, judge=_judge, ask=(
            "Write the plan for your patient, with what the house has. It should keep the grade below 3 throughout (3 points), lose at most 0.2 "
            "powers of ten of kill (2), do a harm of at most {harm:g} (2), also keep patients with a fifth less and a fifth more tumour below "
            "grade 3, given on the same days (2), and give nothing before the first fever (1). The two parts about grade 3 count only when at "
            "most one power of ten of kill is lost, and the harm is at most twice the harm allowed. Doses that the house cannot give are left "
            "out, and such a plan earns a quarter of its points.")),
        Text(name="defence", ask="Defend your plan before the team, in about 300 words.", points=10, words=(250, 330), rubric=(
            (2, "Why then: the patient's own days and hours, and what a day later would mean."),
            (2, "Why these drugs and amounts: which signal each cuts, and what the house could not give."),
            (2, "What it costs: kill, harm by its parts, and a plan that was tried and rejected, with its numbers."),
            (2, "What the model leaves out (infection, neurotoxicity, chance), and how the plan would have to heed it at a bedside."),
            (1, "What is watched, and at which sign the plan is changed; IL-6 and C-reactive protein are not among the signs after tocilizumab."),
            (1, "Clear to a colleague who has not seen the numbers; in the words of the writer."))),
    ))
