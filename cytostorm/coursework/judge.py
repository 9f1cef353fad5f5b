"""Marks for one answer: right, following from the student's own earlier value, a usual mistake, or wrong."""

from __future__ import annotations

import math
from typing import Any

from . import plans
from .questions import Answers, Choice, Mark, Number, Numbers, Plan, Question, Text, Value

#: Slips of the unit, looked for in every number that is not right: factor, and what is said.
SLIPS = ((24, "days and hours"), (1000, "a thousandfold of a unit (milli, micro, nano)"), (100, "a share and a percentage"),
         (60, "hours and minutes"), (math.log(10), "natural logarithms and powers of ten"), (-1, "the sign"))
SLIP_SHARE = 0.5
ROUNDED_SHARE = 0.5
#: What is said; braces stand for a fault, the words of a question, a number of figures, or a slip.
WORDS = {
    "missing": "No answer.", "malformed": "Not counted: {}", "by hand": "Marked by hand.",
    "follows": "Right for your own value of the step before. {}",
    "rounded": "Near, but rounded too far or too early: {} significant figures are asked for.",
    "slip": "Right but for a slip: have you mixed up {}?", "sign": "Right but for the sign.",
    "option": "That is not what this patient's numbers say.", "number": "Not this patient's value.",
}
#: All of this as plain data, for the page, which judges practice by the same rules.
RULES = {"slips": [list(slip) for slip in SLIPS], "slip_share": SLIP_SHARE, "rounded_share": ROUNDED_SHARE, "words": WORDS}


def judge(question: Question, answer: object, n: Numbers, right: Answers, mistakes: list[object], own: Answers) -> Mark:
    """The mark of one answer.

    Parameters
    ----------
    question : Question
    answer : object
        As it came out of JSON; None when it was not given.
    n, right, own : namespaces
        Numbers of the problem, right answers, and the student's own well-formed answers (right ones where there are none).
    mistakes : list
        What the usual mistakes give for this patient, in the order of `question.mistakes`; None for one that cannot be told apart.
    """
    if answer is None or answer == "":
        return Mark(question.name, 0.0, question.points, "missing", WORDS["missing"])
    if fault := question.fault(answer):
        return Mark(question.name, 0.0, question.points, "malformed", WORDS["malformed"].format(fault))
    if isinstance(question, Text):
        return Mark(question.name, 0.0, question.points, "by hand", WORDS["by hand"])
    if isinstance(question, Plan):
        return _planned(question, answer, n)
    verdict, share, words = _verdict(question, answer, n, right, mistakes, own)
    return Mark(question.name, round(question.points*share, 2), question.points, verdict, words)


def _planned(question: Plan, answer: list, n: Numbers) -> Mark:
    parts = question.judge(n, plans.doses(answer))
    points = round(sum(points*share for points, share, _ in parts), 2)
    verdict = "right" if points == question.points else "partly" if points else "wrong"
    return Mark(question.name, points, question.points, verdict, " ".join(words for _, _, words in parts))


def _verdict(question: Number | Choice, answer: float | str, n: Numbers, right: Answers, mistakes: list[object],
             own: Answers) -> tuple[str, float, str]:
    expected = getattr(right, question.name)
    if question.same(answer, expected):
        return "right", 1.0, question.why
    if any(getattr(own, name) != getattr(right, name) for name in question.follows) and _follows(question, answer, n, own):
        return "follows", 1.0, WORDS["follows"].format(question.why).strip()
    for mistake, value in zip(question.mistakes, mistakes, strict=True):
        if value is not None and question.same(answer, value):
            return ("partly" if mistake.share else "wrong"), mistake.share, mistake.words
    if isinstance(question, Number):
        return _near_miss(question, answer, expected)
    words = next(option.words for option in question.options if option.key == answer)
    return "wrong", 0.0, words or WORDS["option"]


def _near_miss(question: Number, answer: float, expected: float) -> tuple[str, float, str]:
    if question.same(answer, expected, figures=question.figures - 1):
        return "partly", ROUNDED_SHARE, WORDS["rounded"].format(question.figures)
    for factor, words in SLIPS:
        if any(question.same(answer, expected*slip) for slip in {factor, 1/factor}):
            return "partly", SLIP_SHARE, WORDS["slip"].format(words) if factor > 0 else WORDS["sign"]
    return "wrong", 0.0, WORDS["number"]


def _follows(question: Number | Choice, answer: float | str, n: Numbers, own: Answers) -> bool:
    value = followed(question.right, n, own)
    return value != 0 and question.same(answer, value)


def followed(value: Value, n: Numbers, own: Answers) -> Any:
    """What a right answer or a mistake comes to after the student's own earlier answers; nan where these lead nowhere."""
    try:
        return value(n, own)
    except (ArithmeticError, ValueError):
        return math.nan


def usual(question: Question, n: Numbers, right: Answers) -> list[object]:
    """What the usual mistakes give; None for one that gives nothing, or that cannot be told from the right answer."""
    expected = getattr(right, question.name)
    found = [followed(mistake.value, n, right) for mistake in question.mistakes]
    return [None if value != value or question.same(value, expected) else value if isinstance(value, str) else float(value) for value in found]
