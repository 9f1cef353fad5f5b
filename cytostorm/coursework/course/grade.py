"""Grading: who handed a file in, whether it is what was issued to them, what each answer earns, and which attempt counts."""

from __future__ import annotations

import hmac
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from pathlib import Path

from ..files import digest, read_hand_in, signature
from ..patients import CourseworkError
from ..problems import named
from .changes import marks, worth
from .folder import Course
from .issue import Issued, check_version, read_issued
from .lms import NUMBERED, Reading, known, order, readings
from .parallel import share
from .results import Attempt, Result
from .roster import Student, read_roster, skeleton
from .submissions import Upload, read_times, uploads

NOBODY = Reading("")


@dataclass(frozen=True)
class Graded:
    """A graded course: results by the line of the roster, every attempt by path, how the times of submission are known (counts), and what to tell."""

    course: Course
    roster: dict[str, Student]
    issued: dict[str, Issued]
    results: list[Result]
    attempts: list[Attempt]
    times: dict[str, int]
    notices: list[str]


class Desk:
    """All that is known before a submission is opened: students, what was issued to them, and times that the LMS gives."""

    def __init__(self, course: Course, times: Path | None = None):
        check_version(course)
        self.course = course
        self.roster = read_roster(course.folder/"roster.csv", course.due)
        self.issued = read_issued(course)
        self.times, self.notices = read_times(times, self.roster, course.due) if times else ({}, [])
        if missing := [student for student in self.roster if student not in self.issued]:
            raise CourseworkError(f"{len(missing)} of the roster have no assignment yet, {missing[0]!r} first; run issue.")

    @cached_property
    def looks(self) -> dict[str, str]:
        return {skeleton(student): student for student in self.roster}

    @cached_property
    def pseudonyms(self) -> set[str]:
        return {one.pseudonym for one in self.issued.values()}

    def attempt(self, upload: Upload) -> Attempt:
        """A file, with its student and answers, or with the reason why it cannot be marked."""
        reading, reason = self.identified(upload.path)
        submitted = self.times.get(reading.student, upload.submitted)
        try:
            if upload.fault or reason:
                raise CourseworkError(upload.fault or reason)
            answers, notes = self.checked(upload.raw, self.issued[reading.student])
        except CourseworkError as error:
            return Attempt(upload.path, reading.student, submitted, str(error))
        if submitted is None and reading.late is not False:
            notes.append("the LMS calls it late, by an unknown time; it is not capped: give the LMS's times with --times." if reading.late else
                         "no time of submission is known; counted as in time.")
        if self.course.file_names in NUMBERED and len(readings(self.course.file_names, upload.path)) > 1:
            notes.append("its name can be read in several ways, of which one is on the roster.")
        return Attempt(upload.path, reading.student, submitted, "", tuple(notes), answers, order=(_seconds(upload.submitted), *order(reading, upload.path)),
                       late=reading.late)

    def identified(self, path: str) -> tuple[Reading, str]:
        """The one reading of a file's name that gives a student of the roster, or an empty one and the reason."""
        found = known(self.course.file_names, path, self.roster)
        if len(found) == 1:
            return found[0], ""
        if found:
            return NOBODY, f"its name can be read as that of {' or '.join(repr(one.student) for one in found)}; rename it, or its folder, and grade again."
        given = [reading.student for reading in readings(self.course.file_names, path)]
        if not given:
            return NOBODY, f"its name names no student, read as {self.course.file_names!r}."
        like = next(((student, self.looks[skeleton(student)]) for student in given if skeleton(student) in self.looks), None)
        return NOBODY, f"its name gives the student {(like or given[-1:])[0]!a}, who is not on the roster" + (f", though it looks like {like[1]!a}." if like else ".")

    def checked(self, raw: bytes, issued: Issued) -> tuple[dict[str, dict], list[str]]:
        """The answers of a hand-in that was made from a student's own assignment, and notes; CourseworkError for any other."""
        found = read_hand_in(raw)
        if found["course"] != self.course.identifier:
            raise CourseworkError(f"it belongs to another course, or another year's: {found['course'][:60]!r}.")
        if found["student"] != issued.pseudonym:
            known = "of this course" if found["student"] in self.pseudonyms else "never issued"
            # whose it is, only hand-out.csv says: students read this
            raise CourseworkError(f"it was made from another's assignment, {found['student']}, {known}.")
        if not hmac.compare_digest(signature(self.course.key, found["assignment"]), found["signature"]):
            raise CourseworkError("its assignment was edited: the course's signature does not belong to it.")
        if found["assignment"] != digest(issued.assignment(self.course)):
            raise CourseworkError("it was made from another's assignment, though it gives the right pseudonym.")
        if found["version"] != issued.version:
            raise CourseworkError(f"it was made with version {found['version'][:20]!r} of the book; the assignment with {issued.version}.")
        given = {name: answers for name, answers in found["answers"].items() if name in issued.truths}
        asked = {name: named(name).asked for name in given}
        strange = [name for name in found["answers"] if name not in given]
        strange += [f"{name}: {q}" for name, answers in given.items() for q in answers if q not in asked[name]]
        notes = [f"it answers what was not asked: {', '.join(map(repr, strange[:3]))[:200]}."] if strange else []
        return {name: {q: v for q, v in answers.items() if q in asked[name]} for name, answers in given.items()}, notes


def grade(course: Course, source: Path, times: Path | None = None, processes: int | None = None, quiet: bool = False) -> Graded:
    """Mark everything that was handed in.

    Parameters
    ----------
    course : Course
    source : Path
        A folder or a zip archive as the LMS gives it.
    times : Path, optional
        Table of student and submitted; without it the times of the files count, where these say when something was handed in.

    Raises CourseworkError for a course, a roster or a source that cannot be used; never for what a student handed in.
    """
    desk = Desk(course, times)
    attempts = [desk.attempt(upload) for upload in uploads(source, course.due.tzinfo, course.file_names != "canvas")]
    sound = [i for i, attempt in enumerate(attempts) if not attempt.reason]
    judge = partial(_judged, course.problems, course.changes)
    tasks = [(desk.issued[attempts[i].student].truths, attempts[i].answers) for i in sound]
    for i, (found, reason) in zip(sound, share(judge, tasks, "marked", processes, quiet), strict=True):
        attempts[i] = replace(attempts[i], marks=found, reason=reason)
    sources = Counter(_source_of_time(attempt, desk.times, source) for attempt in attempts if not attempt.reason)
    return Graded(course, desk.roster, desk.issued, _results(desk, attempts), attempts, dict(sorted(sources.items())), desk.notices)


def _judged(problems: tuple[str, ...], changes: tuple, task: tuple[Mapping, Mapping]) -> tuple[dict, str]:
    """Marks by problem, or the reason why there are none. Answers are untrusted: whatever marking them raises is one file's misfortune."""
    truths, answers = task
    try:
        return {name: marks(name, truths[name], answers.get(name, {}), changes) for name in problems}, ""
    except Exception as error:
        return {}, f"marking it failed ({type(error).__name__}: {str(error)[:200]}); please mark it by hand, and tell the authors of the book."


def _source_of_time(attempt: Attempt, times: Mapping[str, datetime], source: Path) -> str:
    if attempt.student in times:
        return "the table of times"
    if attempt.submitted is None:
        return {None: "nothing: no time is known, none is capped", False: "the files' names: in time",
                True: "the files' names: late, by an unknown time, not capped; give --times"}[attempt.late]
    return "the files on disk" if source.is_dir() else "the entries of the archive"


def _results(desk: Desk, attempts: Iterable[Attempt]) -> list[Result]:
    by_student = defaultdict(list)
    for attempt in attempts:
        by_student[attempt.student].append(attempt)
    out_of = sum(worth(name, desk.course.changes) for name in desk.course.problems)
    return [_result(desk, student, by_student[student.student], out_of) for student in desk.roster.values()]


def _result(desk: Desk, student: Student, attempts: list[Attempt], out_of: float) -> Result:
    """Best goes by what the machine gives under the cap of its lateness; ties, and last, by time.

    At the same time, as where one table gives all of a student's files one time, by the file's own, then as the LMS has numbered the files.
    """
    def counted(attempt: Attempt | None, days: float = 0.0, cap: float = 1.0) -> Result:
        others = tuple(other for other in attempts if other is not attempt)
        return Result(student.student, student.name, desk.issued[student.student].pseudonym, attempt, others, out_of, days, cap)

    candidates = [counted(attempt, *_lateness(desk.course, student, attempt)) for attempt in attempts if not attempt.reason]
    if not candidates:
        return counted(None)
    best = desk.course.attempts == "best"

    def when(result: Result) -> tuple[float, float]:
        return result.points if best else 0, _seconds(result.attempt.submitted)

    found = max(candidates, key=lambda result: (when(result), result.attempt.order, result.attempt.path))
    if tied := [other.attempt.path for other in candidates if other is not found and when(other) == when(found)]:
        return replace(found, attempt=replace(found.attempt, notes=(*found.attempt.notes, _tie(len(tied)))))
    return found


def _tie(others: int) -> str:
    return f"{others} other {'file has' if others == 1 else 'files have'} the same time, or none; this one counts by the numbers that the LMS gave, or by its name."


def _lateness(course: Course, student: Student, attempt: Attempt) -> tuple[float, float]:
    """Days after the student's own deadline, and the cap on the points."""
    if attempt.submitted is None:
        return 0.0, 1.0
    late = attempt.submitted.astimezone(UTC) - student.deadline(course.due).astimezone(UTC)  # within one zone clocks would be subtracted, not times
    if late <= timedelta(minutes=course.grace_minutes):
        return 0.0, 1.0
    days = late/timedelta(days=1)
    return days, 1.0 if student.no_cap else course.cap(days)


def _seconds(submitted: datetime | None) -> float:
    return submitted.timestamp() if submitted else 0.0
