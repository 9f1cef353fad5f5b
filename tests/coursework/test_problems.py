"""Every problem, over many personal patients: well-posed, about equally hard, personal, and solvable by the published method."""

import json
import math
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from cytostorm.coursework import PROBLEMS, draw
from cytostorm.coursework.patients import rounded
from cytostorm.coursework.problems import SETS
from cytostorm.coursework.questions import Choice, Mark, Number, Plan, Text

MARKS = {"2837303", "2026066", "2215123", "2809011", "2858093", "2720759", "2215119", "2560584", "2831247"}  # of the article
ROOT = Path(__file__).resolve().parents[2]
each = pytest.mark.parametrize("identifier", PROBLEMS)


def seeds(n):
    return range(1000, 1000 + n)


@cache
def truths(identifier, n):
    """What marking needs of many patients; as it comes back out of JSON, since that is how it is kept."""
    return [json.loads(json.dumps(PROBLEMS[identifier].truth(draw(seed)))) for seed in seeds(n)]


def share(marks: list[Mark]) -> float:
    """Points earned, of those that can be earned without a reader."""
    marks = [mark for mark in marks if mark.verdict != "by hand"]
    return sum(mark.points for mark in marks)/sum(mark.out_of for mark in marks)


def judged(problem):
    return [question for question in problem.questions if isinstance(question, (Number, Choice))]


def well_posed(identifier, n):
    problem, found = PROBLEMS[identifier], truths(identifier, n)
    for truth in found:
        for question in judged(problem):
            right = truth["right"][question.name]
            assert not question.fault(right), (question.name, right)
        marks = problem.check(truth, truth["right"])
        assert all(mark.verdict == "right" for mark in marks if mark.question in truth["right"]), marks
        printed = {name: rounded(value, problem.asked[name].figures) if isinstance(value, float) else value for name, value in truth["right"].items()}
        assert share([m for m in problem.check(truth, printed) if m.question in printed]) == 1
    return found


def personal(identifier, n):
    """A neighbour's answers fail; no choice has one answer for everybody; and every number spreads wider than its tolerance."""
    problem, found = PROBLEMS[identifier], truths(identifier, n)
    copied = [share([m for m in problem.check(mine, yours["right"]) if m.question in mine["right"]])
              for mine, yours in zip(found, found[1:], strict=False)]
    assert sum(copied)/len(copied) < 0.35, f"a neighbour's answers earn {sum(copied)/len(copied):.0%}"
    for question in judged(problem):
        values = [truth["right"][question.name] for truth in found]
        if isinstance(question, Choice):
            commonest = Counter(values).most_common(1)[0][1]/len(values)
            assert commonest < 0.8, f"{question.name}: {commonest:.0%} have the same answer"
        else:
            same = sum(question.same(a, b) for a, b in zip(values, values[1:], strict=False))/len(values)
            assert same < 0.2, f"{question.name}: {same:.0%} of neighbours have the same answer"


@each
def test_right_answers_are_well_formed_and_earn_everything(identifier):
    well_posed(identifier, 300)


@each
def test_answers_are_personal(identifier):
    personal(identifier, 300)


@each
def test_numbers_and_sheet_hold_no_answer(identifier):
    problem, there = PROBLEMS[identifier], Counter()
    for seed, truth in zip(seeds(20), truths(identifier, 20), strict=True):
        sheet, given = json.dumps(problem.sheet(truth["numbers"], seed)), set(_leaves(truth["numbers"]))
        there.update(name for name, value in truth["right"].items() if isinstance(value, float) and (value in given or repr(value) in sheet))
    assert not any(count > 4 for count in there.values()), there  # a round number may come by chance


def _leaves(value):
    if isinstance(value, dict):
        value = list(value.values())
    return [leaf for one in value for leaf in _leaves(one)] if isinstance(value, list) else [value]


@each
def test_mistakes_earn_less_than_the_right_answer_and_are_met_with_words(identifier):
    problem = PROBLEMS[identifier]
    met = Counter()
    for truth in truths(identifier, 20):
        for question in judged(problem):
            for mistake, value in zip(question.mistakes, truth["mistakes"].get(question.name, []), strict=True):
                if value is not None and not question.fault(value):
                    mark = next(m for m in problem.check(truth, truth["right"] | {question.name: value}) if m.question == question.name)
                    assert mark.points < mark.out_of and mark.words
                    met[question.name, mistake.words] += mark.words == mistake.words
    declared = {(q.name, m.words) for q in judged(problem) for m in q.mistakes}
    assert declared == set(met) and all(met.values()), declared - {key for key, count in met.items() if count}


@each
def test_marks_follow_through(identifier):
    """A wrong earlier answer costs its own points, not those of what follows from it."""
    problem = PROBLEMS[identifier]
    truth = truths(identifier, 1)[0]
    for question in judged(problem):
        for earlier in question.follows:
            if not isinstance(truth["right"][earlier], float):
                continue
            wrong = truth["right"] | {earlier: truth["right"][earlier]*1.17}
            followed = problem.solve_from(truth["numbers"], wrong, question.name)
            if isinstance(followed, float) and not math.isfinite(followed):
                continue
            mark = next(m for m in problem.check(truth, wrong | {question.name: followed}) if m.question == question.name)
            assert mark.points == mark.out_of, mark


@each
def test_sheet_is_plain_and_complete(identifier):
    problem = PROBLEMS[identifier]
    truth = truths(identifier, 1)[0]
    sheet = problem.sheet(truth["numbers"], 1000)
    assert json.loads(json.dumps(sheet)) == sheet
    assert [q["name"] for q in sheet["questions"]] == list(problem.asked)
    assert not {"right", "mistakes", "why", "tolerance"} & set(_keys(sheet))
    assert 20 <= problem.minutes <= 120 and len(problem.objectives) == 3
    for question in problem.questions:
        assert isinstance(question, Text) or question.points > 0
        assert isinstance(question, (Number, Choice, Text, Plan))


def _keys(value):
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)


def test_one_problem_for_each_mark_of_the_article():
    assert {problem.mirrors for problem in PROBLEMS.values() if problem.identifier != "capstone"} == MARKS
    assert len(PROBLEMS) == 10 and sum(map(len, SETS.values())) == 10


@each
def test_whoever_guessed_a_choice_learns_why(identifier):
    assert all(question.why for question in PROBLEMS[identifier].questions if isinstance(question, Choice))


@each
def test_the_page_has_the_problems_name(identifier):
    page = ROOT/"chapters"/"coursework"/f"{identifier.replace('_', '-')}.md"
    assert f"\n# {PROBLEMS[identifier].title}\n" in page.read_text(encoding="utf-8")


@pytest.mark.release
@each
def test_ten_thousand_patients(identifier):
    well_posed(identifier, 10_000)
    personal(identifier, 10_000)
