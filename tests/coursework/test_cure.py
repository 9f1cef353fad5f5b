"""The set "The cure" and the capstone: worked solutions as a student writes them, and answers that hang on no step of output."""

import math
import re
from statistics import NormalDist
from types import SimpleNamespace

import numpy as np
import pytest

import cytostorm as cs
from cytostorm.coursework import PROBLEMS, draw, readings
from cytostorm.coursework.plans import doses
from tests.coursework.courses import comes_near, earns_everything

SEEDS = range(500, 506)
patient = cs.models.patient


def halved(excess, low, high):
    """Where something that is below 0 at `low` and above 0 at `high` changes its sign."""
    for _ in range(40):
        middle = (low + high)/2
        low, high = (low, middle) if excess(middle) > 0 else (middle, high)
    return (low + high)/2


def hours(run):
    return 24*0.01*(cs.clinic.grade(run) >= 3).sum()


def treated(n, *given, **changed):
    return cs.simulate(patient, days=28, doses=given, **n.values | changed)


def toci(day):
    return cs.dose("tocilizumab", 8, "mg/kg", day=day)


def dex(amount, day, times):
    return cs.dose("dexamethasone", amount, "mg", day=day, every=0.25, times=times)


def lock(n):
    k_ns, k_RM, K_6 = 2, n.own["k_RM"], 500

    def held(amount, days):
        return cs.simulate(patient, days=days, doses=[cs.dose("tocilizumab", amount, "mg/kg", day=0)], **n.own)

    free, long = 1 - n.held/100, held(8, 60)
    level, made = n.before*(k_ns + k_RM)/(k_ns + k_RM*free), n.settled*k_ns/(n.first*(k_ns + k_RM))
    heard = n.again_IL6/(n.again_IL6 + K_6*held(8, n.again)["toci_shift"][-1])
    return {"needed": long["toci_shift"][0], "rise": level/n.before, "signal": 100*level/(level + K_6/free),
            "meaning": "less" if made < 0.9 else "more" if made > 1.1 else "same", "lasts": long.t[long["receptor_occupancy"] >= n.share/100][-1],
            "dose": halved(lambda amount: held(amount, n.days)["receptor_occupancy"][-1] - n.held_share/100, 0.01, 12),
            "again": "held" if heard < 0.3 else "free"}


def two_wires(n):
    kill = cs.clinic.log_kill(treated(n))
    lost = kill - cs.clinic.log_kill(treated(n, dex(n.amount, n.start, n.times)))
    calm = [row for row in n.outcomes[1:] if row[0] < n.outcomes[0][0]/2]
    spared = max(calm, key=lambda row: row[2])
    asked = n.outcomes["-ABCD".index(n.asked)]
    named = {"toci": toci(n.toci_day), "ana": cs.dose("anakinra", 100, "mg", day=n.ana_day, every=0.25, times=28), "dex": dex(10, n.dex_day, 8)}
    runs = {name: treated(n, one) for name, one in named.items()}
    below = {name: cs.clinic.log_kill(run) for name, run in runs.items() if cs.clinic.grade(run).max() < 3}
    wires = {(True, False): "panic", (False, True): "kill", (True, True): "both", (False, False): "neither"}
    return {"latest": halved(lambda day: hours(treated(n, toci(day))) - n.allowed, 2, 12), "lost": lost, "times": 10**lost,
            "most": halved(lambda amount: kill - cs.clinic.log_kill(treated(n, dex(amount, n.start, n.times))) - n.budget, 0, n.amount),
            "row": "-ABCD"[n.outcomes.index(spared)], "best": max(below, key=below.get, default="none"),
            "wire": wires[asked in calm, asked[2] < kill - 0.3]}


def trial(n):
    z = 1.96 + (0.8416 if n.power == 80 else 1.2816)
    p1, p2, r, margin = n.severe/100, n.expected/100, n.remission/100, n.margin/100
    scatter = p1*(1 - p1) + p2*(1 - p2)
    arm, kill_arm = math.ceil(z**2*scatter/(p1 - p2)**2), math.ceil(z**2*2*r*(1 - r)/margin**2)
    ratio = n.given_severe/n.given_to*n.not_given/n.not_severe
    return {"arm": arm, "kill_arm": kill_arm, "recruit": math.ceil(2*max(arm, kill_arm)/(1 - n.lost/100)),
            "chance": 100*NormalDist().cdf((p1 - p2)*math.sqrt(n.available/2/scatter) - 1.96), "price": n.infected/100*(1 - n.treated/100)/(p1 - p2),
            "told": "fewer" if ratio < 0.9 else "more" if ratio > 1.1 else "alike"}


def candidates(n, run):
    """Plans that a student would try: a bridge with what there is, from fever or from grade 2, with tocilizumab when it comes, or without."""
    fever, grade2 = (float(run.t[np.argmax(cs.clinic.grade(run) >= grade)]) + 0.02 for grade in (1, 2))
    later = {"drug": "tocilizumab", "amount": 8, "day": n.arrives}
    if n.missing == "anakinra":
        vial = {"drug": "emapalumab", "amount": 1, "day": fever}
        return [[vial], [vial, later]]
    return [[{"drug": "anakinra", "amount": 200, "day": grade2, "every": 0.25, "times": times}, later] for times in (2, 3, 4)]


def capstone(n):
    run = treated(n)
    grade = cs.clinic.grade(run)
    neighbours = {"burden": ("tumour_burden", n.larger), "alarm": ("k_6M", n.louder), "wall": ("endothelium", n.weaker)}
    worst = {key: hours(treated(n, **{name: n.values[name]*(1 + more/100)})) for key, (name, more) in neighbours.items()}
    sound = {}
    for i, plan in enumerate(tried := candidates(n, run)):
        if all(hours(treated(n, *doses(plan), tumour_burden=share*n.values["tumour_burden"])) == 0 for share in (0.8, 1, 1.2)):
            sound[i] = cs.clinic.harm(treated(n, *doses(plan)), untreated=run).total
    return {"window": 24*(run.t[np.argmax(grade >= 3)] - run.t[np.argmax(grade >= 1)]), "waiting": hours(treated(n, toci(n.arrives))),
            "neighbour": max(worst, key=worst.get), "plan": tried[min(sound, key=sound.get)]}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("solve", [lock, two_wires, trial, capstone], ids=lambda solve: solve.__name__)
def test_a_student_with_the_package_earns_full_marks(solve, seed):
    problem = PROBLEMS[solve.__name__]
    truth = problem.truth(draw(seed))
    earns_everything(problem, truth, solve(SimpleNamespace(**truth["numbers"])))


@pytest.mark.parametrize("identifier", ["lock", "two_wires", "capstone"])
def test_no_answer_hangs_on_steps_and_tolerances(identifier, monkeypatch):
    problem = PROBLEMS[identifier]
    truths = [problem.truth(draw(seed)) for seed in range(700, 730)]
    monkeypatch.setattr(readings, "STEP", 0.1)
    monkeypatch.setattr(readings, "RTOL", 1e-5)
    for truth in truths:
        comes_near(problem, truth["right"], problem.solve(truth["numbers"]))


@pytest.mark.parametrize("seed", SEEDS)
def test_hours_and_kill_read_between_the_points_are_those_of_the_clinic(seed):
    values = draw(seed).values
    fine, coarse = cs.simulate(patient, days=28, **values), readings.run(values)
    assert readings.severe_hours(coarse) == pytest.approx(hours(fine), abs=0.4)
    assert readings.log_kill(coarse) == pytest.approx(cs.clinic.log_kill(fine), abs=1e-4)


def test_crossing():
    t = np.array([0.0, 1, 2, 3])
    assert readings.crossing(t, np.array([0.0, 2, 0, 2]), 1) == 0.5
    assert readings.crossing(t, np.array([3.0, 3, 2, 0]), 1) == 2.5
    assert readings.crossing(t, np.zeros(4), 1) == math.inf


def planned(truth, plan):
    return next(mark for mark in PROBLEMS["capstone"].check(truth, {"plan": plan}) if mark.question == "plan")


@pytest.fixture(scope="module", params=SEEDS)
def capstone_truth(request):
    return PROBLEMS["capstone"].truth(draw(request.param))


def test_plans_that_do_little_earn_little(capstone_truth):
    n = SimpleNamespace(**capstone_truth["numbers"])
    assert planned(capstone_truth, []).points == 0
    assert planned(capstone_truth, [{"drug": n.missing, "amount": 1, "day": 4.0}]).points == 0
    assert planned(capstone_truth, [{"drug": "tocilizumab", "amount": 8, "day": n.arrives - 0.2}]).points == 0
    assert planned(capstone_truth, [{"drug": "dexamethasone", "amount": 0.01, "day": 5.0}]).points == 0
    assert planned(capstone_truth, [{"drug": "tocilizumab", "amount": 8, "day": n.arrives}]).points <= 4


def test_a_blunt_plan_earns_nothing_by_staying_below_grade_3(capstone_truth):
    mark = planned(capstone_truth, [{"drug": "dexamethasone", "amount": 20, "day": 1, "every": 0.25, "times": 24}])
    assert mark.points == 0 and mark.verdict == "wrong", mark
    assert "Grade 3 or more for 0.0 hours. It does not count at such a price" in mark.words and "before the first fever" in mark.words


def test_one_plan_for_everybody_earns_little():
    """Both bridges and tocilizumab every half day, written without a look at the patient; and as much of a steroid as fits."""
    both = [{"drug": "emapalumab", "amount": 1, "day": 4.0}, {"drug": "anakinra", "amount": 200, "day": 4.3, "every": 0.25, "times": 8},
            *({"drug": "tocilizumab", "amount": 8, "day": day} for day in (5, 5.5, 6, 6.5, 7, 7.5))]
    carpet = [{"drug": "dexamethasone", "amount": 20, "day": 0, "every": 0.47, "times": 60}]*8
    truths = [PROBLEMS["capstone"].truth(draw(seed)) for seed in range(700, 730)]
    for plan in (both, carpet):
        assert sum(planned(truth, plan).points for truth in truths)/len(truths) <= 3


def test_doses_that_the_house_does_not_have_are_left_out_and_named(capstone_truth):
    n = SimpleNamespace(**capstone_truth["numbers"])
    plan = capstone(n)["plan"]
    more = [*plan, {"drug": n.missing, "amount": 1, "day": 5.0}]
    assert planned(capstone_truth, plan).points == 10 and planned(capstone_truth, more).points == 2.5
    assert "left out" in planned(capstone_truth, more).words


def test_harm_is_that_of_the_clinic(capstone_truth):
    n = SimpleNamespace(**capstone_truth["numbers"])
    plan = capstone(n)["plan"]
    harm = cs.clinic.harm(treated(n, *doses(plan))).total
    said = float(re.search(r"Harm ([\d.]+);", planned(capstone_truth, plan).words)[1])
    assert said == pytest.approx(harm, abs=0.07)  # printed to a tenth
