"""The roster: who takes part, how the LMS calls them, and what has been granted to them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from ..patients import CourseworkError
from .lms import NUMBERED
from .tables import moment, number, read_table

#: student: the id by which the LMS names files; sis_id and login: further ids of Canvas; email: of Moodle and for a mail merge;
#: due: an own deadline; extra_days: days more than the deadline; no_cap: "yes" when lateness costs nothing.
COLUMNS = ("student", "name", "section", "email", "sis_id", "login", "due", "extra_days", "no_cap")
IDENTIFIER = re.compile(r"\w[\w.@+-]{0,99}")
SPREADSHEET = re.compile(r"\d+\.0+|\d+([.,]\d+)?E\+\d+", re.IGNORECASE)  # what becomes of a long number in a column of numbers
YES = {"yes", "y", "true", "1", "x"}
NO = {"", "no", "n", "false", "0"}

#: Letters of other alphabets that look like one of ours.
LOOK_ALIKE = str.maketrans("аеорсухіјѕһԁԛԝкмтвнαορνικτυχγεβη", "aeopcyxijshdqwkmtbhaopviktuxyebn")


@dataclass(frozen=True)
class Student:
    """One line of the roster. `due` is the own deadline or None."""

    student: str
    name: str
    section: str
    email: str
    sis_id: str
    login: str
    due: datetime | None
    extra_days: float
    no_cap: bool

    def deadline(self, due: datetime) -> datetime:
        """When this student's work is due, in a course that is due at `due`."""
        return (self.due or due) + timedelta(days=self.extra_days)


def read_roster(path: Path, due: datetime, file_names: str = "") -> dict[str, Student]:
    """The students by id, in the order of the roster; with `file_names`, also checked against how the LMS names files.

    Raises CourseworkError, with the lines, for ids that are the same, look the same or can stand in no file's name, and for cells that cannot be read.
    """
    found, lines = {}, {}
    for line, row in read_table(path, COLUMNS[:1], COLUMNS[1:]):
        where = f"{path.name}, line {line}"
        student = unicodedata.normalize("NFC", row["student"])
        if not IDENTIFIER.fullmatch(student):
            raise CourseworkError(f"{where}: {student!a} is no id; it has letters, digits, and . @ + - _ after the first.")
        if file_names in NUMBERED and not student.isdecimal():
            raise CourseworkError(f"{where}: {student!a} can be nobody's id, since {file_names.title()} names students by a number, such as 40113"
                                  f"{_spoilt(student)}.")
        if other := lines.get(skeleton(student)):
            like = "is there already" if other[1] == student else f"cannot be told from {other[1]!a}"
            raise CourseworkError(f"{where}: the student {student!a} {like}, on line {other[0]}.")
        lines[skeleton(student)] = line, student
        found[student] = _student(row | {"student": student}, where, due)
    if not found:
        raise CourseworkError(f"{path.name} holds no student yet: a line for each, with at least the id by which the LMS names files.")
    return found


def skeleton(text: str) -> str:
    """What an id looks like: compatible forms, case, invisible characters and letters of other alphabets made equal."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold().translate(LOOK_ALIKE))
    return "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Mn"))


def spoilt(roster: Iterable[str]) -> list[str]:
    """A sentence for each id that looks as if a spreadsheet had rewritten a number."""
    return [f"The student {student!r} may have been a number{_spoilt(student)}." for student in roster if _spoilt(student)]


def _spoilt(student: str) -> str:
    return "; a spreadsheet has rewritten it: format that column as text" if SPREADSHEET.fullmatch(student) else ""


def _student(row: dict[str, str], where: str, due: datetime) -> Student:
    extra = number(row.get("extra_days") or "0")
    if not 0 <= extra <= 366:
        raise CourseworkError(f"{where}: extra_days is a number from 0 to 366; got {row['extra_days']!r}.")
    no_cap = row.get("no_cap", "").lower()
    if no_cap not in YES | NO:
        raise CourseworkError(f"{where}: no_cap is yes or no; got {row['no_cap']!r}.")
    try:
        own = moment(row["due"], due) if row.get("due") else None
    except CourseworkError as error:
        raise CourseworkError(f"{where}: {error}") from None
    texts = {name: row.get(name, "") for name in ("student", "name", "section", "email", "sis_id", "login")}
    return Student(**texts, due=own, extra_days=extra, no_cap=no_cap in YES)
