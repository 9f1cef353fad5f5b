"""Tables of a graded course: marks.csv, a line for each student; files.csv, a line for each file; results.json, everything.

marks.csv: student, name, section, email, sis_id, login (as on the roster); pseudonym; status ("marked", "texts to read", "not marked", "nothing
handed in"); points (those that count) and out_of; percent; submitted (ISO 8601); days_late; cap (largest share of the points, by lateness);
earned (before the cap); then the points of each problem; file (the one that counts); note (why nothing was marked, and what was noticed).
"""

from __future__ import annotations

import json
import math
from pathlib import Path

from ..patients import CourseworkError
from .grade import Graded
from .results import Attempt, Result
from .roster import Student
from .tables import number, read_table, table

STUDENT = ("student", "name", "section", "email", "sis_id", "login")
RESULT = ("pseudonym", "status", "points", "out_of", "percent", "submitted", "days_late", "cap", "earned")
FILE = ("file", "note")
LONGEST_NOTE = 2000  # characters
FILES = ("file", "student", "submitted", "status", "points", "reason", "notes")


def marks_table(graded: Graded) -> bytes:
    """marks.csv: a line for each student, in the order of the roster."""
    problems = graded.course.problems
    return table((*STUDENT, *RESULT, *problems, *FILE), (_marks_row(graded.roster[result.student], result) for result in graded.results))


def files_table(graded: Graded) -> bytes:
    """files.csv: a line for each file that was handed in, with what became of it; reason says why one could not be marked."""
    counting = {result.attempt.path for result in graded.results if result.attempt}
    return table(FILES, (_file_row(attempt, counting) for attempt in graded.attempts))


def results_json(graded: Graded) -> bytes:
    """results.json: every answer with its mark."""
    found = {"format": "cytostorm-results/1", "course": graded.course.identifier, "version": graded.course.version,
             "times": graded.times, "results": [_result_object(result) for result in graded.results],
             "files": [_file_object(attempt) for attempt in graded.attempts]}
    return (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def read_marks(path: Path) -> list[dict[str, str]]:
    """The rows of a marks.csv, perhaps saved by a spreadsheet since, for `lms.canvas` and `lms.moodle`; CourseworkError for points that are no number."""
    return [row | {name: _points(row, name, f"{path.name}, line {line}") for name in ("points", "out_of")}
            for line, row in read_table(path, (*STUDENT, "points", "out_of"), extra=True)]


def _points(row: dict[str, str], name: str, where: str) -> str:
    """Points with a decimal point; a cell that was emptied stays empty."""
    if row[name] and math.isnan(number(row[name])):
        raise CourseworkError(f"{where}: {name} is a number; got {row[name]!r}.")
    return row[name] and f"{number(row[name]):.10g}"


def _marks_row(student: Student, result: Result) -> dict:
    row = {name: getattr(student, name) for name in STUDENT}
    row |= {"pseudonym": result.pseudonym, "status": result.status, "points": result.points, "out_of": result.out_of,
            "percent": round(100*result.points/result.out_of, 2) if result.out_of else 0.0, "note": _cut(result.note)}
    if result.attempt:
        row |= {"submitted": _iso(result.attempt), "days_late": round(result.days_late, 2), "cap": result.cap,
                "earned": round(result.attempt.points, 2), "file": result.attempt.path}
        row |= {name: round(sum(mark.points for mark in marks), 2) for name, marks in result.attempt.marks.items()}
    return row


def _cut(text: str) -> str:
    """So much of a note as a cell holds; files.csv has all of it."""
    return text if len(text) <= LONGEST_NOTE else text[:LONGEST_NOTE - 1] + "…"


def _file_row(attempt: Attempt, counting: set) -> dict:
    became = "not marked" if attempt.reason else "counts" if attempt.path in counting else "another attempt counts"
    return {"file": attempt.path, "student": attempt.student, "submitted": _iso(attempt), "status": became,
            "points": None if attempt.reason else round(attempt.points, 2), "reason": attempt.reason, "notes": " ".join(attempt.notes)}


def _result_object(result: Result) -> dict:
    attempt = result.attempt
    return {"student": result.student, "pseudonym": result.pseudonym, "status": result.status, "points": result.points, "out_of": result.out_of,
            "days_late": round(result.days_late, 4), "cap": result.cap, "file": attempt.path if attempt else None,
            "problems": {name: {mark.question: {"answer": attempt.answers.get(name, {}).get(mark.question), "points": round(mark.points, 4),
                                                "out_of": mark.out_of, "verdict": mark.verdict, "words": mark.words} for mark in marks}
                         for name, marks in (attempt.marks.items() if attempt else ())}}


def _file_object(attempt: Attempt) -> dict:
    return {"file": attempt.path, "student": attempt.student, "submitted": _iso(attempt), "reason": attempt.reason, "notes": list(attempt.notes)}


def _iso(attempt: Attempt) -> str | None:
    return attempt.submitted.isoformat(timespec="seconds") if attempt.submitted else None
