"""Texts, which people mark: one anonymous sheet out, points and comments back in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..files import canonical
from ..patients import CourseworkError
from ..problems import named
from ..questions import Mark, Text
from .folder import Course
from .results import TO_READ, Result
from .tables import number, read_table, table

COLUMNS = ("row", "problem", "question", "out_of", "rubric", "text", "points", "comment", "note")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Row:
    """One text of one student. `code` names the student and question to nobody without the key; `version` changes with the text."""

    code: str
    version: str
    student: str
    problem: str
    mark: Mark
    text: str


@dataclass(frozen=True)
class Read:
    """What a reader has put into one row of the sheet."""

    where: str
    row: dict[str, str]
    points: float
    comment: str


def rows(course: Course, results: Sequence[Result]) -> list[Row]:
    """The texts that count, question by question, in an order that says nothing about the students."""
    found = [row for result in results if result.attempt for row in _of(course, result)]
    return sorted(found, key=lambda row: (row.problem, row.mark.question, row.code))


def read_sheet(path: Path) -> dict[str, Read]:
    """The marked rows of a sheet, by their code; CourseworkError, with the line, for points that are none."""
    found = {}
    for line, row in read_table(path, ("row", "points", "comment"), COLUMNS, extra=True):
        if not row["points"]:
            continue
        where, points = f"{path.name}, line {line}", number(row["points"])
        if not points >= 0:
            raise CourseworkError(f"{where}: points are a number from 0 on; got {row['points']!r}.")
        if row["row"] in found:
            raise CourseworkError(f"{where}: the row {row['row']!r} is there twice.")
        found[row["row"]] = Read(where, row, points, row["comment"])
    return found


def read_sheets(standing: Path, given: Sequence[Path]) -> dict[str, Read]:
    """The marked rows of the sheet that stands beside the marks, if there is one, and of those that readers give back, which go before it.

    CourseworkError when two readers have marked one row differently.
    """
    found = {}
    for path in given:
        for name, one in read_sheet(path).items():
            if name in found and (found[name].points, found[name].comment) != (one.points, one.comment):
                raise CourseworkError(f"{one.where}: the row {name!r} has {one.points:g} points here, and {found[name].points:g} or another comment "
                                      "in another sheet; settle which.")
            found[name] = one
    return (read_sheet(standing) if standing.exists() else {}) | found


def merged(course: Course, results: Sequence[Result], read: Mapping[str, Read]) -> tuple[list[Result], list[str]]:
    """The results with the points of the sheet, and a sentence for each mark that could not be carried over.

    CourseworkError for more points than a text can earn.
    """
    sheet = rows(course, results)
    given = {(row.student, row.problem, row.mark.question): _marked(row.mark, read[name]) for row in sheet if (name := _name(row)) in read}
    left = set(read) - {_name(row) for row in sheet}
    by_code = {row.code: row for row in sheet}
    return [_with(result, given) for result in results], [_left(read[name], by_code.get(name.partition("/")[0])) for name in sorted(left)]


def sheet(course: Course, results: Sequence[Result], read: Mapping[str, Read]) -> bytes:
    """The sheet: every text that counts, with what was marked before; below, what was marked and no longer counts, so that nothing is lost."""
    current = rows(course, results)
    lines = [{"row": _name(row), "problem": row.problem, "question": row.mark.question, "out_of": row.mark.out_of, "rubric": _rubric(row),
              "text": row.text} | _points(row, read) for row in current]
    names = {_name(row) for row in current}
    stale = [{name: one.row.get(name, "") for name in COLUMNS} | {"note": "no longer counts: the text was changed, or another attempt counts"}
             for name, one in sorted(read.items()) if name not in names]
    return b"\xef\xbb\xbf" + table(COLUMNS, [*lines, *stale])


def _of(course: Course, result: Result) -> Iterator[Row]:
    for problem, marks in result.attempt.marks.items():
        for mark in marks:
            if mark.verdict == "by hand":
                text = CONTROL.sub("\ufffd", result.attempt.answers[problem][mark.question].replace("\r\n", "\n").replace("\r", "\n"))
                asked = ["text", result.student, problem, mark.question]
                yield Row(_code(course.key, asked), _code(course.key, [*asked, text]), result.student, problem, mark, text)


def _code(key: bytes, what: list[str]) -> str:
    """A letter first, so that no spreadsheet takes it for a number or a date."""
    return "R" + base64.b32encode(hmac.new(key, canonical(what), hashlib.sha256).digest())[:8].decode()


def _name(row: Row) -> str:
    return f"{row.code}/{row.version}"


def _rubric(row: Row) -> str:
    question = named(row.problem).asked[row.mark.question]
    return "\n".join(f"{points}: {text}" for points, text in question.rubric) if isinstance(question, Text) else ""


def _points(row: Row, read: Mapping[str, Read]) -> dict:
    if one := read.get(_name(row)):
        return {"points": _scaled(row.mark, one), "comment": one.comment}
    return {"note": "changed since it was marked"} if any(name.startswith(f"{row.code}/") for name in read) else {}


def _scaled(mark: Mark, one: Read) -> float:
    """The points given, on what the question is worth now: it may have been changed since the sheet was written."""
    worth = number(one.row.get("out_of") or "")
    worth = worth if worth > 0 else mark.out_of
    if one.points > worth:
        raise CourseworkError(f"{one.where}: at most {worth:g} points; got {one.points:g}.")
    return one.points*mark.out_of/worth


def _marked(mark: Mark, one: Read) -> Mark:
    return replace(mark, points=_scaled(mark, one), words=one.comment or "Marked by hand.")


def _with(result: Result, given: Mapping[tuple[str, str, str], Mark]) -> Result:
    if not result.attempt:
        return result

    def marked(problem: str, mark: Mark) -> Mark:
        return given.get((result.student, problem, mark.question), replace(mark, words=TO_READ)) if mark.verdict == "by hand" else mark

    marks = {problem: [marked(problem, mark) for mark in found] for problem, found in result.attempt.marks.items()}
    return replace(result, attempt=replace(result.attempt, marks=marks))


def _left(one: Read, row: Row | None) -> str:
    if row:
        return (f"{one.where}: the text of {row.student} for {row.problem}, {row.mark.question}, was changed after it was marked; "
                "it is to be read again.")
    return f"{one.where}: the text no longer counts (dropped, or the attempt that counts has none); its {one.points:g} points were not carried over."
