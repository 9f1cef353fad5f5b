"""A question dropped, given to all or replaced after the fact; and marks as they are with such changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...model.errors import finite, unknown_name
from ..patients import CourseworkError
from ..problems import named
from ..questions import Choice, Mark, Number, Question

KINDS = ("drop", "give", "replace")


@dataclass(frozen=True)
class Change:
    """One block [[changes]] of course.toml; it explains the fields."""

    problem: str
    question: str
    do: str
    tolerance: float | None = None
    accept: tuple[float | str, ...] = ()
    factors: tuple[float, ...] = ()
    points: float | None = None
    why: str = ""


def changes_from(rows: Sequence[Mapping], problems: Sequence[str]) -> tuple[Change, ...]:
    """The changes that course.toml asks for; CourseworkError names the block that cannot be followed."""
    found = tuple(_change(row, i, problems) for i, row in enumerate(rows, 1))
    for i, change in enumerate(found):
        if any((change.problem, change.question) == (other.problem, other.question) for other in found[:i]):
            raise CourseworkError(f"course.toml: two changes for {change.problem}, {change.question}; join them in one.")
    return found


def marks(identifier: str, truth: Mapping, answers: Mapping, changes: Sequence[Change]) -> list[Mark]:
    """The marks of one problem, with the changes made; a dropped question has none."""
    problem, changed = named(identifier), _by_question(identifier, changes)
    tolerant = replace(problem, questions=tuple(_tolerant(question, changed.get(question.name)) for question in problem.questions))
    found = zip(tolerant.questions, tolerant.check(truth, answers), strict=True)
    return [_changed(question, mark, answers.get(question.name), truth["right"].get(question.name), changed.get(question.name))
            for question, mark in found if not _dropped(changed.get(question.name))]


def worth(identifier: str, changes: Sequence[Change]) -> float:
    """All points of a problem, with the changes made."""
    changed = _by_question(identifier, changes)
    kept = [question for question in named(identifier).questions if not _dropped(changed.get(question.name))]
    return float(sum(_points(question, changed.get(question.name)) for question in kept))


def _by_question(identifier: str, changes: Sequence[Change]) -> dict[str, Change]:
    return {change.question: change for change in changes if change.problem == identifier}


def _dropped(change: Change | None) -> bool:
    return change is not None and change.do == "drop"


def _points(question: Question, change: Change | None) -> float:
    return float(question.points if change is None or change.points is None else change.points)


def _tolerant(question: Question, change: Change | None) -> Question:
    return question if change is None or change.tolerance is None else replace(question, tolerance=change.tolerance)


def _changed(question: Question, mark: Mark, answer: object, right: object, change: Change | None) -> Mark:
    if change is None:
        return mark
    points = _points(question, change)
    if change.do == "give":
        return replace(mark, points=points, out_of=points, verdict="right", words=f"Full points for everyone. {change.why}".strip())
    if mark.verdict not in ("right", "follows") and _accepted(question, answer, right, change):
        return replace(mark, points=points, out_of=points, verdict="right", words=f"Accepted as well. {change.why}".strip())
    return replace(mark, points=mark.points*points/question.points, out_of=points, words=f"{mark.words} {change.why}".strip())


def _accepted(question: Question, answer: object, right: object, change: Change) -> bool:
    if isinstance(question, Choice):
        return isinstance(answer, str) and answer in change.accept
    value = finite(answer)
    return any(question.same(value, other) for other in (*change.accept, *(right*factor for factor in change.factors)))


def _change(row: Mapping, i: int, problems: Sequence[str]) -> Change:
    where = f"course.toml, change {i}"
    if missing := [name for name in ("problem", "question", "do") if not isinstance(row.get(name), str)]:
        raise CourseworkError(f"{where}: {missing[0]} is missing.")
    if row["problem"] not in problems:
        raise CourseworkError(unknown_name("problem", row["problem"], list(problems), where))
    problem = named(row["problem"])
    question = problem.asked.get(row["question"])
    if question is None:
        raise CourseworkError(unknown_name("question", row["question"], list(problem.asked), f"{where}: {problem.identifier}"))
    if row["do"] not in KINDS:
        raise CourseworkError(unknown_name("deed", row["do"], list(KINDS), where))
    fields = _fields(row["do"], question)
    if strange := [name for name in row if name not in fields]:
        raise CourseworkError(unknown_name("field", strange[0], list(fields), f"{where} ({row['do']}, of a {type(question).__name__.lower()})"))
    for name in set(row) - {"problem", "question", "do"}:
        if not fields[name](row[name]):
            raise CourseworkError(f"{where}: {name} cannot be {row[name]!r}.")
    return Change(**{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()})


def _fields(do: str, question: Question) -> dict:
    """The fields that a change may have, each with what it must fulfil."""
    fields = {"problem": None, "question": None, "do": None, "why": lambda v: isinstance(v, str)}
    if do == "replace":
        fields["points"] = lambda v: 0 < finite(v) <= 1000
    if do == "replace" and isinstance(question, Number):
        fields |= {"tolerance": lambda v: 0 <= finite(v) <= 1, "accept": _numbers, "factors": _numbers}
    if do == "replace" and isinstance(question, Choice):
        keys = {option.key for option in question.options}
        fields["accept"] = lambda v: isinstance(v, list) and all(isinstance(key, str) and key in keys for key in v)
    return fields


def _numbers(values: object) -> bool:
    return isinstance(values, list) and all(finite(value) == finite(value) for value in values)
