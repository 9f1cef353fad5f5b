"""Ten invented students through the whole course, before real ones go."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from ..files import canonical, hand_in, read_assignment
from ..patients import CourseworkError, rounded
from ..problems import named
from ..questions import Text
from .deliver import deliver
from .folder import Course
from .grade import grade
from .issue import Issued, issue, read_issued
from .results import Result
from .roster import COLUMNS, read_roster, spoilt
from .tables import read_table, table
from .texts import merged


@dataclass(frozen=True)
class Invented:
    """One invented student: what is done with the right answers, what with the bytes of the file, when it comes, and what should come of it."""

    name: str
    expect: str
    answers: Callable[[dict, Issued], dict] = lambda right, issued: right
    bytes_: Callable[[bytes], bytes | None] = lambda raw: raw
    days_late: float = -1.0
    assignment_of: str = ""


def _each_number(change: Callable[[float], float]) -> Callable[[dict, Issued], dict]:
    return lambda right, issued: {name: {q: change(v) if isinstance(v, float) else v for q, v in given.items()} for name, given in right.items()}


STUDENTS = (
    Invented("Perfect", "all points, but for texts and plans"),
    Invented("Careful", "all points too: rounded as the sheet asks", _each_number(rounded)),
    Invented("Careless", "few points: every number is 30 % off", _each_number(lambda value: 1.3*value)),
    Invented("Units", "choices, half of most numbers (hours for days, in all), all of those that follow from the slip, none out of range",
             _each_number(lambda value: 24*value)),
    Invented("Half", "about half: every second answer is missing",
             lambda right, issued: {name: dict(list(given.items())[::2]) for name, given in right.items()}),
    Invented("Words", "no points for numbers: they are written as text, with units", _each_number(lambda value: f"{value:.3g} per day")),
    Invented("Late", "the points, up to the cap of two days", days_late=2.0),
    Invented("Copied", "not marked: made from another's assignment", assignment_of="Perfect"),
    Invented("Truncated", "not marked: breaks off in the middle", bytes_=lambda raw: raw[:len(raw)//2]),
    Invented("Absent", "nothing handed in", bytes_=lambda raw: None),
)


def dry_run(course: Course, keep: Path | None = None) -> list[Result]:
    """Issue, answer, grade and report for ten invented students; prints what came of each, and what should have.

    `keep` is a new folder for all that was made; else it goes with a temporary one. The course's folder is not changed.
    Raises CourseworkError when `keep` is there already, or the course cannot be issued.
    """
    if read_table(course.folder/"roster.csv", COLUMNS[:1], COLUMNS[1:]):  # a roster that was begun already should do
        for sentence in spoilt(read_roster(course.folder/"roster.csv", course.due, course.file_names)):
            print(sentence)
    if keep is None:
        with tempfile.TemporaryDirectory() as folder:
            return _run(course, Path(folder), False)
    if keep.exists():
        raise CourseworkError(f"{keep} is there already; name a new folder.")
    keep.mkdir(parents=True, mode=0o700)
    return _run(course, keep, True)


def _run(course: Course, folder: Path, kept: bool) -> list[Result]:
    trial = replace(course, folder=folder, identifier=f"{course.identifier}-dry-run", file_names="plain")
    ids = {student.name: student.name.lower() for student in STUDENTS}
    (folder/"roster.csv").write_bytes(table(COLUMNS, ({"student": ids[student.name], "name": student.name} for student in STUDENTS)))
    issue(trial, read_roster(folder/"roster.csv", trial.due), quiet=True)
    issued = read_issued(trial)
    for student in STUDENTS:
        _hand_in(trial, student, issued[ids[student.assignment_of or student.name]], folder/"submissions"/f"{ids[student.name]}_answers.json")
    graded = grade(trial, folder/"submissions", quiet=True)
    results, left = merged(trial, graded.results, {})
    deliver(replace(graded, results=results), folder/"results"/"marks.csv", {}, left)
    _tell(trial, results, folder if kept else None)
    return results


def _hand_in(course: Course, student: Invented, issued: Issued, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    assignment = read_assignment(course.folder/"assignments"/f"assignment-{issued.pseudonym}.json")
    right = {name: truth["right"] | _words(name) for name, truth in issued.truths.items()}
    raw = student.bytes_(canonical(hand_in(assignment, student.answers(json.loads(json.dumps(right)), issued))))
    if raw is None:
        return
    path.write_bytes(raw)
    moment = (course.due + timedelta(days=student.days_late)).timestamp()
    os.utime(path, (moment, moment))


def _words(problem: str) -> dict[str, str]:
    """As many words as a text needs."""
    return {question.name: " ".join(["word"]*question.words[0]) for question in named(problem).questions if isinstance(question, Text)}


def _tell(course: Course, results: list[Result], folder: Path | None) -> None:
    print(f"{course.title}: ten invented students, {results[0].out_of:g} points, problems {', '.join(course.problems)}.\n")
    for student, result in zip(STUDENTS, results, strict=True):
        note = f": {result.note}" if result.note else ""
        print(f"{student.name:10} {result.points:6.4g}  {result.status}{note}\n{'':18} should be: {student.expect}.")
    print("\nLook at: whether the points are what you would give; the caps for lateness; report.html and a file of feedback"
          + (f", in {folder/'results'}." if folder else " (run again with --keep FOLDER to see them)."))
