"""The match: how fast the cells multiply, which curve is theirs, what ends the spark, and a first step that keeps an engager mild."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq

from ...engines.simulate import simulate
from ...model import dose
from ...models import patient as model
from ..blocks import arguments, code, curves, parameters, table, text
from ..patients import Patient, rounded, until
from ..problem import Problem
from ..questions import Choice, Mistake, Number, Option
from ..readings import crossing, run

COUNTED = (1, 2, 3, 4)  # days
ERROR = 0.05            # of a count
SHOWN = {"days": 14, "step": 0.25}
LETTERS = "ABC"
TIMES = {"fewer": 0.2, "more": 5}   # cells, against the patient's own
BURDENS = (0.4, 2.5)
FOLD = 3900             # Stein2019, typical patient
HALF_CONTACT = model.value("K_B")  # targets, Gcell
APART = 0.4             # days between the two ends of growth
LATE, EARLY = (0.5, 20), (2, 200)  # µg/d, where a first dose is looked for that brings the later or the earlier peak to the limit


def generate(patient: Patient) -> dict:
    """The patient with a product of its own, counts with an error, three curves under shuffled letters, and an engager."""
    rng = patient.rng("match")
    values = until(lambda: patient.values | {"f_eng": rounded(np.exp(rng.uniform(np.log(0.12), np.log(0.5))), 2)}, _clear_end, "match")
    course = run(values)
    copies = rng.uniform(600, 1600)*np.interp(COUNTED, course.t, course["CAR_T"])*np.exp(ERROR*np.clip(rng.standard_normal(len(COUNTED)), -2, 2))
    return {"patient": values, "copies": [rounded(count) for count in copies], "curves": _three(values, rng),
            "full": int(rng.integers(84, 141)), "step_day": int(rng.integers(6, 10)), "limit": 10*int(rng.integers(8, 18))}


def _clear_end(values: dict) -> bool:
    return abs(_falls(values, HALF_CONTACT) - values["t_LD"]) > APART


def _three(values: dict, rng: np.random.Generator) -> dict[str, list[float]]:
    others = {"cell_dose": model.value("cell_dose")*rng.choice([*TIMES.values()])}, {"tumour_burden": values["tumour_burden"]*rng.choice(BURDENS)}
    lines = [[rounded(value, 4) for value in _IFNg(values | other)] for other in ({}, *others)]
    return {letter: lines[i] for letter, i in zip(LETTERS, rng.permutation(3), strict=True)}


def _IFNg(values: dict) -> np.ndarray:
    return simulate(model, **SHOWN, **values)["IFNg"]


def _falls(values: dict, targets: float) -> float:
    """The day on which so many target cells are left."""
    course = run(values)
    return crossing(course.t, course["tumour"], targets)


def _doubling(copies: list[float], days: tuple[int, ...] = COUNTED) -> float:
    return float(np.log(2)/np.polyfit(days, np.log(copies), 1)[0])


def _nearest(n, values: dict) -> tuple[float, str]:
    """How far the nearest of the curves lies from a simulated one, and its letter."""
    line = np.log(_IFNg(values))
    return min((float(np.abs(np.log(n.curves[letter]) - line).max()), letter) for letter in LETTERS)


def _other_dose(n, _) -> str:
    (_, letter), way = min((_nearest(n, n.patient | {"cell_dose": model.value("cell_dose")*times}), way) for way, times in TIMES.items())
    return f"{letter} {way}"


def _first(n, sought: tuple[float, float] = LATE, on_top: bool = False) -> float:
    """The first dose, within bounds, with which the peak of IL-6 from the second dose on (before it, when sought so) is the limit; the second
    dose brings the rate to the full one, or comes on top of the first."""
    def excess(log_first: float) -> float:
        first = np.exp(log_first)
        doses = dose("engager_infusion", first, "ug/d", day=0), dose("engager_infusion", n.full - (0 if on_top else first), "ug/d", day=n.step_day)
        course = run(n.patient, *doses, days=n.step_day + 8, cell_dose=0)
        return np.log(course["IL6"][(course.t >= n.step_day) == (sought is LATE)].max()/n.limit)

    return np.exp(brentq(excess, *np.log(sought), xtol=1e-4))


def given(n) -> list[dict]:
    return [*text("Your patient has been given 0.2 · 10⁹ CAR T cells (cell_dose, as usual), of which the share f_eng takes hold."),
            parameters(model, n.patient), code(f"cs.simulate(cs.models.patient, days=28, {arguments(n.patient)})"),
            *text("The cells were counted in blood, with an error of about 5 % (copies of the receptor's gene per µg of DNA):"),
            table(("day", "copies/µg"), [(str(day), count) for day, count in zip(COUNTED, n.copies, strict=True)]),
            *text("Three curves of interferon gamma: one is your patient's. One is that of a patient who differs in the number of cells infused "
                  "alone, the third that of one who differs in the tumour burden alone."),
            curves("day", "interferon gamma (pg/mL)", {letter: (np.arange(len(line))*SHOWN["step"], line) for letter, line in n.curves.items()})]


problem = Problem(
    identifier="match", title="Your patient's match", mirrors="2837303", of="a CAR T cell or an engager that does its job: the first act",
    chapter="principles/spark-and-wildfire", minutes=55, needs="logarithms, a straight line through points, bisection or a root finder",
    objectives=("find a doubling time in counts that have an error, and hold it against a published one",
                "tell what a larger burden and what more cells do to the first act, and what ends it",
                "find the first dose of an engager that makes the second one mild"),
    generate=generate, given=given, questions=(
        Number(name="doubling", ask="Lay a straight line through the logarithms of the four counts, by least squares. How long do the cells take to "
                                    "double?",
               unit="d", range=(0, 100), points=2, tolerance=0.01, right=lambda n, a: _doubling(n.copies),
               why="Growth by a constant factor is a straight line on the logarithm; its slope r gives ln 2/r. All four counts have a say, and so "
                   "the error counts less.",
               mistakes=(Mistake(lambda n, a: _doubling(n.copies)/np.log(2),
                                 "That is the time for a factor of e; for a factor of two multiply by ln 2.", 0.5),
                         Mistake(lambda n, a: 3*np.log(2)/np.log(n.copies[-1]/n.copies[0]),
                                 "From the first and the last count alone: near, but with their errors in full. The other two count as well.", 0.5),
                         Mistake(lambda n, a: 3/(n.copies[-1]/n.copies[0]/2),
                                 "Doubling multiplies: how many times must 2 be multiplied by itself to give the whole factor?"))),
        Number(name="pace", points=1, unit="d", range=(0, 10_000), tolerance=0.01, follows=("doubling",), ask=(
            "In the published curve of ninety patients the cells grow 3,900-fold by day 9.3, doubling every 0.78 days. "
            "How many days would 3,900-fold take at your patient's pace?"),
               right=lambda n, a: a.doubling*np.log2(FOLD),
               why="3,900 is 2 multiplied by itself 11.9 times, and each time takes one doubling.",
               mistakes=(Mistake(lambda n, a: a.doubling*np.log(FOLD), "The natural logarithm counts factors of e; count factors of two.", 0.5),
                         Mistake(lambda n, a: a.doubling*FOLD/2,
                                 "That would be growth in a straight line. Each doubling doubles all that is there."))),
        Choice(name="mine", points=2, ask=(
            "Which of the three curves is your patient's? Simulate, and hold height and day of the peak against the curves."),
               right=lambda n, a: _nearest(n, n.patient)[1],
               why="Cells, burden and the share that takes hold all move the curve: only the run with every printed value lies on it.",
               options=tuple(Option(letter, f"curve {letter}", "Simulate your patient as printed, f_eng too, and compare height and day of the peak.")
                             for letter in LETTERS)),
        Choice(name="other", points=2, ask="And which is the curve of the patient who differs in the number of cells infused alone?",
               right=_other_dose,
               why="The number of cells moves the day, by about two: fewer come later, more come earlier. The burden moves above all the height, "
                   "and a smaller one comes no later.",
               options=tuple(Option(f"{letter} {way}", f"curve {letter}, with {words}",
                                    "Look at the day first: a fifth of the cells comes about two days later, five times the cells about two days "
                                    "earlier. The burden moves the day by one at most.")
                             for letter in LETTERS for way, words in (("fewer", "a fifth of the cells"), ("more", "five times the cells")))),
        Number(name="end", ask="On which day does antigen contact (antigen, 1 when every T cell finds a target at once) first fall below one half?",
               unit="d", range=(0, 28), points=2, tolerance=0.01, right=lambda n, a: _falls(n.patient, HALF_CONTACT),
               why="Contact is B/(B + K_B), and so it is one half when K_B, 5 · 10⁹ targets, are left: long after half of the leukaemia is gone.",
               mistakes=(Mistake(lambda n, a: _falls(n.patient, n.patient["tumour_burden"]/2),
                                 "Half of the targets is not half of the contact: contact depends on B against K_B.", 0.3),
                         Mistake(lambda n, a: run(n.patient).peak("engaged").day,
                                 "That is the day of the most engaged cells: the product of cells and contact.", 0.3))),
        Choice(name="brake", points=2, follows=("end",), ask=(
            "What is the first to take away half of the cells' speed of division in your patient, and by which numbers?"),
               right=lambda n, a: "antigen" if a.end < n.patient["t_LD"] else "room",
               why="The pace is the product of contact and room: the brake is the one that is down to one half first.", options=(
                   Option("antigen", "Antigen runs out: contact is down to one half before returning lymphocytes have taken half of the room (t_LD).",
                          "Compare the two days: here half of the room is taken first (t_LD)."),
                   Option("room", "The room closes: returning lymphocytes have taken half of it (t_LD) before contact is down to one half.",
                          "Compare the two days: here contact is down to one half first."),
                   Option("fever", "The storm: once IL-6 is high, the cells stop dividing.",
                          "IL-6 does not slow division; in the model it even helps a little."),
                   Option("none", "Neither: the cells divide at the early pace until they peak, and then die.",
                          "Division is the product of contact and room; long before the peak it has begun to fall with the first of them."))),
        Number(name="step", points=3, unit="ug/d", range=(0, 300), tolerance=0.02, ask=(
            "The same patient, no CAR T cells (cell_dose=0), but an engager: a first dose x from day 0, and {full} µg/d from day {step_day} on: "
            'cs.dose("engager_infusion", x, "ug/d", day=0) and cs.dose("engager_infusion", {full} − x, "ug/d", day={step_day}), since each dose '
            "changes the rate. How large must x be at least, so that IL-6 stays below {limit} pg/mL from day {step_day} on?"),
               right=lambda n, a: _first(n),
               why="The first step buys tolerance and thins the targets; the more it does of both, the less is said when the large dose comes.",
               mistakes=(Mistake(lambda n, a: _first(n, on_top=True),
                                 "You have given the second dose on top of the first: each dose adds to the rate, so that only the rest is due.", 0.5),
                         Mistake(lambda n, a: _first(n, EARLY),
                                 "That is the largest first dose whose own peak stays below the limit; asked for is the smallest that makes the "
                                 "second one mild.", 0.3),)),
    ))
