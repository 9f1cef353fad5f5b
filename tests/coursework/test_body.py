"""The set "The body", solved as a student would: from the sheet's numbers, with the package's public names alone."""

import math
from collections import Counter

import numpy as np
import pytest
from scipy.optimize import brentq

import cytostorm as cs
from cytostorm.coursework import PROBLEMS, draw
from cytostorm.coursework.questions import half_a_unit
from tests.coursework.courses import comes_near, earns_everything

LETTERS = "ABCD"
SEEDS = range(3000, 3006)


def lowest(run, name):
    """Day of the lowest value, by a parabola through three points."""
    i = int(run[name].argmin())
    a, b, _ = np.polyfit(run.t[i - 1:i + 2] - run.t[i], run[name][i - 1:i + 2], 2)
    return run.t[i] - b/(2*a)


def solve_leak(n, step=0.01, rtol=1e-8):
    def run(*doses):
        return cs.simulate(cs.models.patient, days=28, doses=doses, step=step, rtol=rtol, **n["patient"])

    def infused(rate):
        return run(cs.dose("fluid_infusion", rate, "L/d", day=n["start"], lasting=2))

    untreated = run()
    infusion = brentq(lambda rate: infused(rate)["SpO2"].min() - n["limit"], 0, 8, xtol=1e-5)
    fluid = infused(infusion)
    missing = n["target"] - fluid["MAP"][fluid.t >= n["start"] - 1e-9].min()
    push = 17.3*(1 + 1.6*(n["plasma_volume"]/3 - 1)) + 3 - 0.45*(n["interstitial_volume"] - 11)
    pull = 0.95*(1 - 0.55*n["leak"])*(28*(1 - 0.45*n["leak"]) - 8*11/n["interstitial_volume"])
    points = cs.clinic.isth_at(platelets=n["platelets"], D_dimer=n["D_dimer"], PT=n["PT"], fibrinogen=n["fibrinogen"])
    shares = {"pressure": n["MAP"]/93, "saturation": n["SpO2"]/97.2, "clots": 1/(1 + n["microthrombi_excess"]/4)}
    gate = min(shares, key=shares.get)
    return {"litres": 2*(1 + 2*n["leak"])*(push - pull)/4, "lag": 24*(lowest(untreated, "SpO2") - lowest(untreated, "MAP")),
            "infusion": infusion, "rate": 0.25*missing/(45 - missing), "points": ["three", "four", "five", "six"][min(max(points, 3), 6) - 3],
            "gate": gate, "mended": math.prod(shares.values())/shares[gate]}


def solve_look_alike(n, step=0.01, rtol=1e-8):
    def on(day, name="CRP"):
        return {letter: n[name][letter][2*day + 2] for letter in LETTERS}  # every half day from day -1 on

    def damage(start):
        steroid = cs.dose("dexamethasone", 8, "mg", day=start, every=1, times=112)
        return cs.simulate(cs.models.checkpoint, days=112, doses=[inhibitor, steroid], step=step, rtol=rtol, **n["tissue"])["tissue_damage"][-1]

    organ = min(LETTERS, key=lambda letter: max(n["fever"][letter]))
    storm = max(LETTERS, key=on(4).get)
    blind = max(set(LETTERS) - {organ, storm}, key=on(4, "ferritin").get)
    before, after = on(n["tap_day"])[blind] - 5, on(n["tap_day"] + 1)[blind] - 5
    (day, some), (later, more) = n["before"]
    doubling = math.log(2)/math.log((on(1)[storm] - 5)/(on(0)[storm] - 5))
    inhibitor = cs.dose("inhibitor", n["amount"], "mg/kg", day=0, every=14, times=n["times"])
    level = sum(n["amount"]*n["tissue"]["weight"]/6.8*math.exp(-0.028*14*i) for i in range(n["times"]))
    share = 0.1/n["tissue"]["r_T"]
    return {"organ": organ, "blind": blind, "tap": (after - before*math.exp(-0.875))*0.875/(280*(1 - math.exp(-0.875))),
            "speed": (later - day)*math.log(2)/math.log(more/some)/doubling, "hold": math.log(level/(share/(1 - share)))/0.028,
            "delay": brentq(lambda start: damage(start) - n["limit"], 1, 111, xtol=1e-5),
            "first": {organ: "hold", storm: "block", blind: "beyond"}[n["asked"]]}


SOLVED = pytest.mark.parametrize(("identifier", "solve"), [("leak", solve_leak), ("look_alike", solve_look_alike)])


@SOLVED
@pytest.mark.parametrize("seed", SEEDS)
def test_a_worked_solution_earns_full_marks(identifier, solve, seed):
    problem = PROBLEMS[identifier]
    truth = problem.truth(draw(seed))
    earns_everything(problem, truth, solve(truth["numbers"]))


@SOLVED
@pytest.mark.parametrize("way", [{"step": 0.1}, {"rtol": 1e-5}])
def test_a_coarser_run_moves_no_answer_out_of_its_tolerance(identifier, solve, way):
    problem = PROBLEMS[identifier]
    for seed in SEEDS[:4]:
        truth = problem.truth(draw(seed))
        comes_near(problem, truth["right"], solve(truth["numbers"], **way))


@pytest.mark.parametrize("name", ["leak", "plasma_volume", "interstitial_volume"])
def test_the_fourth_figure_of_the_wall_does_not_decide(name):
    problem = PROBLEMS["leak"]
    for seed in SEEDS:
        truth = problem.truth(draw(seed))
        n = truth["numbers"]
        moved = problem.solve(n | {name: n[name] + half_a_unit(n[name], 4)})
        assert moved["litres"] == pytest.approx(truth["right"]["litres"], rel=0.02/3)


def test_the_balance_that_is_printed_is_that_of_the_model():
    for seed in SEEDS:
        truth = PROBLEMS["leak"].truth(draw(seed))
        n = truth["numbers"]
        run = cs.simulate(cs.models.patient, days=28, **n["patient"])
        assert truth["right"]["litres"] == pytest.approx(np.interp(n["wall_day"], run.t, run["filtration"])/4, rel=0.01)


def test_who_does_not_count_the_points_is_wrong_every_other_time():
    leak = PROBLEMS["leak"]
    found = Counter(leak.solve(leak.generate(draw(seed)))["points"] for seed in range(3000, 3100))
    assert found.most_common(1)[0][1] < 60 and sum(count >= 10 for count in found.values()) >= 3, found


def test_the_fourth_figure_of_crp_does_not_decide():
    problem = PROBLEMS["look_alike"]
    for seed in SEEDS:
        truth = problem.truth(draw(seed))
        n = truth["numbers"]
        CRP = {letter: [value + (-1)**i*half_a_unit(value, 4) for i, value in enumerate(values)] for letter, values in n["CRP"].items()}
        moved = problem.solve(n | {"CRP": CRP})
        for name in ("tap", "speed"):
            assert moved[name] == pytest.approx(truth["right"][name], rel=0.01), name


def test_more_fluid_always_costs_saturation_and_a_later_steroid_always_leaves_more_damage():
    """The two roots that are asked for are the only ones."""
    for seed in SEEDS[:3]:
        n = PROBLEMS["leak"].generate(draw(seed))
        least = [cs.simulate(cs.models.patient, days=28, doses=[cs.dose("fluid_infusion", float(rate), "L/d", day=n["start"], lasting=2)],
                             **n["patient"])["SpO2"].min() for rate in np.linspace(0, 6, 13)]
        assert (np.diff(least) < -0.1).all()
        n = PROBLEMS["look_alike"].generate(draw(seed))
        inhibitor = cs.dose("inhibitor", n["amount"], "mg/kg", day=0, every=14, times=n["times"])
        left = [cs.simulate(cs.models.checkpoint, days=112, doses=[inhibitor, cs.dose("dexamethasone", 8, "mg", day=float(day), every=1, times=112)],
                            **n["tissue"])["tissue_damage"][-1] for day in np.arange(10, 100, 2.5)]
        assert (np.diff(left) > 0).all()


def test_the_letter_called_blocked_behaves_like_a_blocked_receptor():
    """Roles are read off the courses: only behind a blocked receptor does ferritin climb while CRP and fever have fallen."""
    for seed in SEEDS:
        truth = PROBLEMS["look_alike"].truth(draw(seed))
        n, blind = truth["numbers"], truth["right"]["blind"]
        at = {name: dict(zip(np.arange(-1, 8.01, 0.5), n[name][blind], strict=True)) for name in ("CRP", "ferritin", "fever")}
        assert at["CRP"][3] < at["CRP"][1] and at["ferritin"][4] > 2*at["ferritin"][1] and at["fever"][2] < 1.5


@pytest.mark.parametrize("gate", ["pressure", "saturation", "clots"])
def test_follow_through_from_the_wrong_gate(gate):
    problem = PROBLEMS["leak"]
    truth = next(truth for seed in range(3000, 3040) if (truth := problem.truth(draw(seed)))["right"]["gate"] != gate)
    own = problem.solve_from(truth["numbers"], truth["right"] | {"gate": gate}, "mended")
    mark = next(m for m in problem.check(truth, truth["right"] | {"gate": gate, "mended": own}) if m.question == "mended")
    assert mark.verdict == "follows" and mark.points == mark.out_of
