"""The two acts: each problem worked as a student would, from the sheet alone and with public names, fine and coarse."""

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import linregress

import cytostorm as cs
from cytostorm.coursework import PROBLEMS, draw
from tests.coursework.courses import comes_near, earns_everything

SEEDS = range(5000, 5006)
COARSE = {"step": 0.1, "rtol": 1e-5}
patient = cs.models.patient


class Sheet:
    """What a student has: tables, curves, and the words of the questions."""

    def __init__(self, sheet):
        self.tables = [block["rows"] for block in sheet["given"] if block["kind"] == "table"]
        self.curves = {line["name"]: line for block in sheet["given"] if block["kind"] == "curves" for line in block["lines"]}
        self.asked = {question["name"]: question for question in sheet["questions"]}

    def values(self, i):
        return {row[1]: _number(row[2]) for row in self.tables[i]}

    def option(self, question, *words):
        return next(option["key"] for option in self.asked[question]["options"] if all(word in option["text"] for word in words))

    def after(self, question, words):
        """The number that follows some words of a question."""
        return _number(self.asked[question]["ask"].split(words)[1].split()[0].rstrip(".?,"))


def _number(text):
    return float(text.replace(",", ""))


def match(sheet, how):
    values = sheet.values(0)
    run = cs.simulate(patient, days=28, **values, **how)
    days, copies = np.array([[_number(cell) for cell in row] for row in sheet.tables[1]]).T
    doubling = np.log(2)/linregress(days, np.log(copies)).slope
    end = brentq(lambda t: np.interp(t, run.t, run["antigen"]) - 0.5, 0, 28)

    def gap(letter, run):
        line = sheet.curves[letter]
        return np.abs(np.log(np.interp(line["x"], run.t, run["IFNg"])/line["y"])).max()

    ways = {words: cs.simulate(patient, days=14, cell_dose=cells, **values, **how) for words, cells in (("a fifth", 0.04), ("five times", 1))}
    mine = min(sheet.curves, key=lambda letter: gap(letter, run))
    letter, way = min(((letter, way) for letter in sheet.curves for way in ways), key=lambda pair: gap(pair[0], ways[pair[1]]))

    full, day, limit = sheet.after("step", "day 0, and"), sheet.after("step", "µg/d from day"), sheet.after("step", "stays below")

    def above(first):
        doses = [cs.dose("engager_infusion", first, "ug/d", day=0), cs.dose("engager_infusion", full - first, "ug/d", day=day)]
        storm = cs.simulate(patient, days=28, cell_dose=0, doses=doses, **values, **how)
        return storm["IL6"][storm.t >= day].max() - limit

    return {"doubling": doubling, "pace": doubling*np.log(3900)/np.log(2), "end": end,
            "mine": sheet.option("mine", mine), "other": sheet.option("other", f"curve {letter}", way),
            "brake": sheet.option("brake", "Antigen" if end < values["t_LD"] else "room closes"), "step": brentq(above, 1, 15)}


def wildfire(sheet, how):
    values = sheet.values(0)
    cuts = {row[0]: {row[1]: _number(row[4])} for row in sheet.tables[1]}

    def peak(name="IL6", **changed):
        return cs.simulate(patient, days=28, **values | changed, **how).peak(name)

    def grade(left):
        return cs.clinic.grade(cs.simulate(patient, days=28, Mo_0=left, **values, **how)).max()

    left = {words: peak(**cut).value/peak().value for words, cut in cuts.items()}
    low, high = 0, 1
    while high - low > 0.0005:
        middle = (low + high)/2
        low, high = (middle, high) if grade(middle) < 3 else (low, middle)
    cleared = {"cl_1": sheet.after("order", "cl_1 ="), "k_RM": sheet.after("order", "k_RM =")}
    first = min(("IL1", "IL6"), key=lambda name: peak(name, **cleared).day)
    assert peak(**cleared, k_1M=0).value < peak(**cleared).value/3  # most IL-6 waits for IL-1, whichever peaks first
    return {"factor": peak().value/peak(Mo_0=0).value,
            "begins": brentq(lambda burden: peak(tumour_burden=burden).value - 100, 1, values["tumour_burden"], xtol=1e-3),
            "best": sheet.option("best", min(left, key=left.get)),
            "both": 100*left["GM-CSF secreted by T cells"]*left["IL-1 secreted by macrophages"],
            "spared": 100*(1 - low),
            "order": sheet.option("order", *{"IL6": ("IL-6 peaks first", "yet"), "IL1": ("IL-1 peaks first", "without IL-1")}[first])}


def sources(sheet, how):
    *days, at_peak = [[_number(cell) for cell in row[1:]] for row in sheet.tables[0]]
    T_cells, macrophages, level = np.array(days).T
    made, highest, rest = at_peak[0] + at_peak[1], at_peak[2], level[0]
    binding = sheet.values(1)
    share = 100*np.trapezoid(T_cells)/(np.trapezoid(T_cells) + np.trapezoid(macrophages))
    early = int(sheet.after("assay", "on day"))
    k = made/(highest - rest)
    goal, calmed, faster = sheet.after("enough", "below"), sheet.after("enough", "make by"), sheet.after("enough", "making clearance")
    calmed, cleared = ((at_peak[0] + at_peak[1]*(1 - calmed/100))/k < goal, made/(k*faster) < goal)
    found = {(True, True): ("each of the two",), (True, False): ("lowering", "no other"), (False, True): ("the faster", "no other"),
             (False, False): ("none",)}[calmed, cleared]
    free = sheet.after("antibody", "rest at")
    ratio = (made + k*rest - k*free)/(binding["k_cpx"]*free)
    return {"share": share, "assay": 100*T_cells[early]/(T_cells[early] + macrophages[early])/share, "half_life": 24*np.log(2)/k,
            "fall": 24/k*np.log((highest - rest)/(sheet.after("fall", "down to") - rest)), "enough": sheet.option("enough", *found),
            "antibody": ratio*binding["Kd_silt"], "seen": free*(1 + ratio)/highest}


SOLVED = pytest.mark.parametrize("solve", [match, wildfire, sources], ids=lambda solve: solve.__name__)


@pytest.mark.parametrize("seed", SEEDS)
@SOLVED
@pytest.mark.parametrize("how", [{}, COARSE], ids=["fine", "coarse"])
def test_a_student_with_the_sheet_and_the_package_earns_everything(solve, seed, how):
    problem = PROBLEMS[solve.__name__]
    truth = problem.truth(draw(seed))
    answers = solve(Sheet(problem.sheet(truth["numbers"], seed)), how)
    earns_everything(problem, truth, answers)
    comes_near(problem, truth["right"], answers)


@SOLVED
def test_a_digit_beyond_those_printed_moves_no_answer(solve):
    """Numbers that are read off a print, each off by half a unit of its fourth figure, give the same marks."""
    problem, rng = PROBLEMS[solve.__name__], np.random.default_rng(1)
    for seed in SEEDS:
        truth = problem.truth(draw(seed))
        comes_near(problem, truth["right"], problem.solve(_blurred(truth["numbers"], rng)))


def _blurred(value, rng):
    if isinstance(value, dict):
        return {name: _blurred(one, rng) for name, one in value.items()}
    if isinstance(value, list):
        return [_blurred(one, rng) for one in value]
    return value*(1 + 5e-5*rng.choice([-1, 1])) if isinstance(value, float) else value


def test_what_the_sources_say_of_siltuximab_is_what_the_model_does():
    """The balance that is derived by hand is the model's: at that concentration, and with that production, free IL-6 is where it was asked for."""
    problem, who = PROBLEMS["sources"], draw(5001)
    truth = problem.truth(who)
    n, antibody = truth["numbers"], truth["right"]["antibody"]
    run = who.run()
    held = {name: np.interp(run.peak("IL6").day, run.t, run[name]) for name in ("macrophages", "activity", "IFNg", "IL1")}
    model = patient.with_equations({patient.symbol(name): 0 for name in ("siltuximab", *held)})
    still = cs.simulate(model, days=200, step=1, engine="scipy", siltuximab=antibody, **held, **who.values)
    assert still["il6_free"][-1] == pytest.approx(n["free"], rel=0.005)
    assert still["IL6"][-1]/run.peak("IL6").value == pytest.approx(truth["right"]["seen"], rel=0.005)
