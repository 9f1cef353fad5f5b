"""Marks for single answers: tolerance, rounding, slips of units, follow-through, and whatever may come out of a JSON file."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cytostorm.coursework import PROBLEMS, CourseworkError, draw
from cytostorm.coursework.judge import ROUNDED_SHARE, SLIP_SHARE
from cytostorm.coursework.questions import Number, Plan, half_a_unit
from tests.coursework.courses import json_values

PROBLEM = PROBLEMS["tipping_point"]
TRUTH = PROBLEM.truth(draw(7))
RIGHT = TRUTH["right"]
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def mark(question, **answers):
    return next(one for one in PROBLEM.check(TRUTH, RIGHT | answers) if one.question == question)


@pytest.mark.parametrize(("times", "verdict"), [(1.0199, "right"), (0.9801, "right"), (1.03, "wrong"), (0.96, "wrong")])
def test_a_number_is_right_within_its_tolerance(times, verdict):
    assert mark("gain", gain=RIGHT["gain"]*times).verdict == verdict


@unhurried
@given(st.floats(1e-6, 1e6), st.integers(1, 5))
def test_a_rounded_number_is_never_wrong(value, figures):
    question = Number(name="x", ask="", points=1, unit="1", range=(0, 1e7), figures=figures, tolerance=0.0)
    assert question.same(float(f"{value:.{figures}g}"), value)
    assert not question.same(value + 3*half_a_unit(value, figures), value)


@pytest.mark.parametrize(("times", "share"), [(24, SLIP_SHARE), (1/24, SLIP_SHARE), (0.001, SLIP_SHARE), (100, SLIP_SHARE), (7, 0)])
def test_slips_of_the_unit_are_named(times, share):
    found = mark("brake", brake=RIGHT["brake"]*times)
    assert found.points == share*found.out_of and ("mixed up" in found.words) == bool(share)


def test_what_is_rounded_too_far_earns_a_part():
    question = PROBLEM.asked["brake"]
    rough = float(f"{RIGHT['brake']:.2g}")
    if not question.same(rough, RIGHT["brake"]):
        assert mark("brake", brake=rough).points == ROUNDED_SHARE*question.points


def test_a_later_answer_is_judged_on_the_own_earlier_value():
    wrong = 1.5*RIGHT["gain"]
    found = mark("edge", gain=wrong, edge=TRUTH["numbers"]["k_cl"]*wrong)
    assert (found.verdict, found.points) == ("follows", found.out_of)
    assert mark("gain", gain=wrong).points == 0


def test_a_malformed_earlier_answer_is_not_followed():
    assert mark("edge", gain="1.5", edge=RIGHT["edge"]).verdict == "right"
    assert mark("gain", gain="1.5").verdict == "malformed"


@unhurried
@given(st.dictionaries(st.sampled_from(list(PROBLEM.asked)), json_values()))
def test_any_answer_gets_a_mark_within_bounds(answers):
    marks = PROBLEM.check(TRUTH, answers)
    assert [one.question for one in marks] == list(PROBLEM.asked)
    assert all(0 <= one.points <= one.out_of and one.words is not None for one in marks)


@pytest.mark.parametrize("answer", [True, math.nan, math.inf, 10**400, [], {}, "1", "=1+1", 1e9, -1])
def test_what_is_no_number_is_said(answer):
    found = mark("gain", gain=answer)
    assert found.verdict == "malformed" and found.points == 0 and found.words.startswith("Not counted: ")


PLAN = Plan(name="plan", ask="", points=1, drugs=("tocilizumab", "dexamethasone"), most=2, judge=lambda n, doses: [(1, 1.0, "")])
DOSE = {"drug": "tocilizumab", "amount": 8, "day": 4.5}


@pytest.mark.parametrize(("plan", "words"), [
    ("toci", "not a list"), ([DOSE]*3, "at most 2"), ([{**DOSE, "drug": "aspirin"}], "none of"), ([{**DOSE, "drug": ["x"]}], "none of"),
    ([{**DOSE, "amount": 1e9}], "amount"), ([{**DOSE, "amount": "8"}], "amount"), ([{**DOSE, "amount": math.nan}], "amount"),
    ([{**DOSE, "day": -1}], "day"), ([{**DOSE, "times": 10**9, "every": 0.001}], "times"), ([{**DOSE, "times": True}], "times"),
    ([{**DOSE, "times": 3}], "every"), ([{**DOSE, "times": 3, "every": 1e-9}], "every"), ([{**DOSE, "note": "x"}], "a dose has"),
    ([7], "a dose has")])
def test_a_plan_that_cannot_be_given_is_said(plan, words):
    assert words in PLAN.fault(plan)


def test_plans_that_can_be_given():
    assert not PLAN.fault([]) and not PLAN.fault([DOSE, {"drug": "dexamethasone", "amount": 10, "day": 2, "every": 0.25, "times": 8}])


@pytest.mark.parametrize("seed", [-1, 1.5, True, "7", None])
def test_a_seed_that_is_none_is_said(seed):
    with pytest.raises(CourseworkError, match="whole number"):
        draw(seed)


@pytest.mark.parametrize("nothing", [0, 100])
def test_nothing_follows_from_zero_or_from_an_end_of_the_range(nothing):
    assert mark("edge", gain=nothing, edge=TRUTH["numbers"]["k_cl"]*nothing).points == 0


def test_no_practice_patient_is_a_graded_one():
    from cytostorm.coursework import practice

    with pytest.raises(CourseworkError, match="practice patient"):
        practice("tipping_point", patient=2**31)


@pytest.mark.parametrize("words", [1, 121])
def test_a_text_of_another_length_is_still_read(words):
    problem = PROBLEMS["trial"]
    text = next(q for q in problem.questions if type(q).__name__ == "Text")
    found = next(m for m in problem.check(problem.truth(draw(7)), {text.name: "word "*words}) if m.question == text.name)
    assert found.verdict == "by hand"
