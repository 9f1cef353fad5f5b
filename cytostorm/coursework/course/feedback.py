"""What one student reads: each answer, what it earned and why. A page of its own, without a name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from types import SimpleNamespace

from ..plans import unit
from ..problems import named
from ..questions import Choice, Mark, Number, Plan, Question
from .folder import Course
from .issue import Issued
from .html_page import heading, page, paragraph
from .results import TEXTS_TO_READ, Result

FILE = "feedback.html"
TELLING_NOTHING = ("missing", "malformed", "by hand")  # whose words give no right answer away
LONGEST = 6000  # characters of an answer that are shown


def feedback(course: Course, issued: Issued, result: Result) -> bytes:
    """The page of one student."""
    return page(f"{course.title}: your marks", paragraph(f"Assignment {issued.pseudonym}. {_sum(result)}"), *map(paragraph, _remarks(result)),
                *(_problem(course, issued.truths[name], name, result) for name in course.problems if result.attempt),
                paragraph("For learning, never for care."))


def _sum(result: Result) -> str:
    if not result.attempt:
        return "Nothing that was handed in could be marked." if result.others else "Nothing was handed in."
    left = ", without your texts, which are still to be read" if result.status == TEXTS_TO_READ else ""
    return f"{result.points:g} of {result.out_of:g} points{left}."


def _remarks(result: Result) -> list[str]:
    remarks = [f"The file {attempt.path.split('/')[-1]} could not be marked: {attempt.reason}" for attempt in result.others if attempt.reason]
    if result.attempt and result.days_late:
        remarks.append(f"It came {result.days_late:.1f} days late; {result.attempt.points:.4g} points were earned, "
                       f"and at most {result.cap*result.out_of:g} count.")
    if result.attempt and (marked := sum(not attempt.reason for attempt in result.others)):
        remarks.append(f"One file counts of {marked + 1} that you handed in.")
    return remarks


def _problem(course: Course, truth: Mapping, name: str, result: Result) -> str:
    problem, answers, marks = named(name), result.attempt.answers.get(name, {}), result.attempt.marks[name]
    title = f"{problem.title}: {sum(mark.points for mark in marks):.4g} of {sum(mark.out_of for mark in marks):g} points"
    asked = problem.asked
    return heading(title) + "".join(_answer(asked[mark.question], answers.get(mark.question), mark, truth, course.show_right) for mark in marks)


def _answer(question: Question, answer: object, mark: Mark, truth: Mapping, show_right: bool) -> str:
    n = SimpleNamespace(**truth["numbers"])
    tell = show_right and question.right and mark.verdict not in ("right", "by hand")
    right = f"Right for your patient: {shown(question, truth['right'][question.name], n)}. {question.why}" if tell else ""
    words = mark.words if show_right or mark.verdict in TELLING_NOTHING else ""
    given = "" if answer is None else f"<p>Your answer: <span class=\"answer\">{escape(shown(question, answer, n))}</span></p>"
    return (f"<article class=\"{mark.verdict.replace(' ', '-')}\">{paragraph(question.ask.format_map(vars(n)))}{given}"
            f"<p><strong>{mark.points:.4g} of {mark.out_of:g}</strong>, {mark.verdict}. {escape(words)}</p>{paragraph(right)}</article>\n")


def shown(question: Question, answer: object, n: SimpleNamespace) -> str:
    """An answer in words, well-formed or not; not escaped."""
    if question.fault(answer):
        return (answer if isinstance(answer, str) else json.dumps(answer))[:LONGEST]
    match question:
        case Number():
            return f"{answer:.5g}" if question.unit == "1" else f"{answer:.5g} {question.unit}"
        case Choice():
            return next(option.text.format_map(vars(n)) for option in question.options if option.key == answer)
        case Plan():
            return "; ".join(map(_dose, answer)) or "nothing is given"
    return str(answer)[:LONGEST]


def _dose(entry: Mapping) -> str:
    again = f", {entry['times']} times, every {entry['every']:g} d" if entry.get("times", 1) > 1 else ""
    return f"{entry['drug']} {entry['amount']:g} {unit(entry['drug'])} on day {entry['day']:g}{again}"
