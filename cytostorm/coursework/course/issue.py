"""Issuing: each student of the roster gets a patient of their own, signed; the truths are worked out once and stored."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ... import __version__
from ..files import ALPHABET, assignment, canonical, read_json, write, write_json
from ..patients import PRACTICE, CourseworkError, draw
from ..problems import named
from .folder import Course
from .lms import handed_back
from .parallel import share
from .roster import Student
from .tables import table

COPIED_SHARE = 1/3  # a neighbour's right answers must not earn more
TRIES = 60


@dataclass(frozen=True)
class Issued:
    """What one student was given, and what is right for it. `truths` by problem, as `Problem.truth` makes them."""

    student: str
    pseudonym: str
    seed: int
    version: str
    patient: dict[str, float]
    truths: dict[str, dict]

    def assignment(self, course: Course) -> dict:
        """The file for the student: the numbers, no answer; signed."""
        return assignment(course.key, course=course.identifier, version=self.version, student=self.pseudonym, patient=self.patient,
                          problems={name: truth["numbers"] for name, truth in self.truths.items()})


def issue(course: Course, roster: Mapping[str, Student], processes: int | None = None, quiet: bool = False) -> tuple[int, int]:
    """Give every student of the roster who has none an assignment; what was issued before stays as it is.

    Returns how many are new, and how many there are. CourseworkError when course.toml no longer fits what was issued.
    """
    check_version(course)
    before = read_issued(course)
    new = [student for student in roster if student not in before]
    found = _apart(course, list(before.values()), new, processes, quiet)
    if found:
        write(_truths(course), b"".join(json.dumps(vars(one)).encode() + b"\n" for one in (*before.values(), *found)), 0o600)
    _hand_out(course, roster, before | {one.student: one for one in found})
    return len(found), len(before) + len(found)


def check_version(course: Course) -> None:
    """CourseworkError when another version of the book is installed than the course was made with."""
    if course.version != __version__:
        raise CourseworkError(f"the course was made with version {course.version} of the book, and {__version__} is installed: install that version, "
                              "or, if you know that nothing differs, change version in course.toml.")


def read_issued(course: Course) -> dict[str, Issued]:
    """What was issued, by student, in the order in which it was; empty before that.

    CourseworkError for a truths.jsonl that cannot be read, or that holds other problems than course.toml.
    """
    path = _truths(course)
    if not path.exists():
        return {}
    try:
        found = [Issued(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError, TypeError) as error:
        raise CourseworkError(f"truths.jsonl cannot be read ({error}); restore it from a backup.") from None
    for one in found:
        if set(one.truths) != set(course.problems):
            raise CourseworkError(f"course.toml lists other problems than were issued ({', '.join(one.truths)}); restore them, "
                                  "and drop questions by a change.")
    return {one.student: one for one in found}


def _truths(course: Course) -> Path:
    return course.folder/"truths.jsonl"


def _apart(course: Course, before: list[Issued], students: list[str], processes: int | None, quiet: bool) -> list[Issued]:
    """An assignment for each student, drawn again until no two share a pseudonym, and the answers of the one before earn little.

    CourseworkError when that cannot be had.
    """
    make = partial(_make, course.key, course.identifier, course.problems)
    tries = dict.fromkeys(students, 0)
    found = dict(zip(students, share(make, [(student, 0) for student in students], "patients", processes, quiet), strict=True))
    while again := _too_alike(course, before, found):
        for student in again:
            tries[student] += 1
            if tries[student] > TRIES:
                raise CourseworkError(f"no patient for {student!r} in {TRIES} tries whose answers are its own; choose more problems.")
        tasks = [(student, tries[student]) for student in again]
        found |= zip(again, share(make, tasks, "drawn again, too like a neighbour's", processes, quiet), strict=True)
    return list(found.values())


def _too_alike(course: Course, before: list[Issued], found: Mapping[str, Issued | None]) -> list[str]:
    """Those who have nothing yet, another's pseudonym, or too much from the answers of the one before."""
    again, taken, last = [], {one.pseudonym for one in before}, before[-1] if before else None
    for student, one in found.items():
        if one is None or one.pseudonym in taken or last and copied(course, last, one) > COPIED_SHARE:
            again.append(student)
        if one is not None:
            taken.add(one.pseudonym)
        last = one
    return again


def copied(course: Course, source: Issued, student: Issued) -> float:
    """The share of the points that one student's right answers earn for another, of those that are judged by the machine."""
    marks = [mark for name in course.problems for mark in named(name).check(student.truths[name], source.truths[name]["right"])
             if mark.question in student.truths[name]["right"]]
    return sum(mark.points for mark in marks)/sum(mark.out_of for mark in marks)


def _make(key: bytes, course: str, problems: tuple[str, ...], task: tuple[str, int]) -> Issued | None:
    """One student's patient and truths; None when a problem finds no well-posed numbers for it."""
    student, attempt = task
    code = hmac.new(key, canonical(["student", course, student, attempt]), hashlib.sha256).digest()
    letters = "".join(ALPHABET[byte % 32] for byte in code[:8])
    try:
        patient = draw(PRACTICE + (int.from_bytes(code[8:16]) >> 12))
        truths = {name: named(name).truth(patient) for name in problems}
    except CourseworkError:
        return None
    plain = json.loads(json.dumps({"patient": patient.values, "truths": truths}))  # as it will come back out of truths.jsonl
    return Issued(student, f"{letters[:4]}-{letters[4:]}", patient.seed, __version__, **plain)


def _hand_out(course: Course, roster: Mapping[str, Student], issued: Mapping[str, Issued]) -> None:
    """The files for the students, and who gets which: a folder, a table, and an archive for the LMS. A file that is there is left alone."""
    folder = course.folder/"assignments"
    folder.mkdir(exist_ok=True)
    rows, archive = [], io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for student in roster.values():
            one = issued[student.student]
            path, content = folder/f"assignment-{one.pseudonym}.json", one.assignment(course)
            if not path.exists():
                write_json(path, content)
            elif read_json(path) != content:
                raise CourseworkError(f"{path.name} is not what was issued: the file, the key, or the identifier in course.toml was changed; "
                                      "restore it.")
            name = handed_back(course.file_names, student.student, student.name, "", path.name)
            packed.writestr(zipfile.ZipInfo(name), path.read_bytes(), zipfile.ZIP_DEFLATED)
            rows.append({"student": student.student, "name": student.name, "email": student.email, "section": student.section,
                         "pseudonym": one.pseudonym, "file": f"assignments/{path.name}"})
    write(course.folder/"hand-out.zip", archive.getvalue())
    write(course.folder/"hand-out.csv", table(("student", "name", "email", "section", "pseudonym", "file"), rows))
