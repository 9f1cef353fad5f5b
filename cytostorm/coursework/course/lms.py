"""How learning management systems name files and take marks.

Names: Canvas and Moodle put the student into the name of the file or folder; what a student chose stands before (the own name) and after that.
Marks: `canvas` and `moodle` turn the rows of marks.csv into what each imports.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple

from ..patients import CourseworkError
from .tables import table

SYSTEMS = ("canvas", "moodle", "plain")
NUMBERED = SYSTEMS[:2]  # those that name a student by a number
# Looked for at each "_", since a person's name may hold what looks like the numbers.
CANVAS = re.compile(r"(?=_(?P<student>\d+)_(?P<attachment>\d{1,20})_)")
MOODLE = re.compile(r"(?=_(?P<student>\d+)_assignsubmission_file)")
PLAIN = re.compile(r"\w[\w.@+-]*")
AGAIN = re.compile(r"-(\d{1,3})\.\w+$")  # what a system puts after the name of a file that was there; a pseudonym ends on four characters
ANYTHING_ELSE = re.compile(r"[^\w ,.()'-]+")


class Reading(NamedTuple):
    """One way to read a file's name. `late` is what the system says; None where it says nothing."""

    student: str
    name: str = ""
    attachment: str = ""
    late: bool | None = None


def pattern(file_names: str) -> re.Pattern | None:
    """One's own pattern, or None for one of the three systems; CourseworkError when it is neither, or has no group named student."""
    if file_names in SYSTEMS:
        return None
    try:
        found = re.compile(file_names)
    except re.error as error:
        raise CourseworkError(f"file_names {file_names!r} is none of {', '.join(SYSTEMS)}, nor a regular expression: {error}.") from None
    if "student" not in found.groupindex:
        raise CourseworkError(f"file_names {file_names!r} is none of {', '.join(SYSTEMS)}, nor a regular expression with a group (?P<student>…).")
    return found


def readings(file_names: str, path: str) -> list[Reading]:
    """All ways to read a path, from the folder or archive on, with "/"; the longest first for plain names, else from the left."""
    path = unicodedata.normalize("NFC", path)
    name = path.rpartition("/")[2]
    if file_names == "canvas":
        return [Reading(m["student"], name[:m.start()].removesuffix("_LATE"), m["attachment"], name[:m.start()].endswith("_LATE")) for m in CANVAS.finditer(name)]
    if file_names == "moodle":  # the first folder that names somebody: those within it are the student's own
        folder = next((part for part in path.split("/") if MOODLE.search(part)), "")
        return [Reading(m["student"], folder[:m.start()]) for m in MOODLE.finditer(folder)]
    if file_names == "plain":
        ends = [len(name), *(i for i in reversed(range(len(name))) if name[i] in "_.")]
        return [Reading(name[:end]) for end in ends if PLAIN.fullmatch(name[:end])]
    found = pattern(file_names).fullmatch(path)
    return [Reading(found["student"])] if found and found["student"] else []


def known(file_names: str, path: str, roster: Container[str]) -> list[Reading]:
    """The readings of a path that give a student of the roster; of plain names only the longest."""
    found = [reading for reading in readings(file_names, path) if reading.student in roster]
    return found[:1] if file_names == "plain" else found


def order(reading: Reading, path: str) -> tuple[int, int]:
    """By what the system has numbered, which of two files of one student came later: the number after the name, then the attachment's."""
    again = AGAIN.search(path)
    return int(again[1]) if again else 0, int(reading.attachment or 0)


def handed_back(file_names: str, student: str, name: str, path: str, file: str) -> str:
    """Where a file stands in the archive that is uploaded for all students at once; `path` is where theirs stood, or empty.

    Canvas goes by the two numbers in the name, user and attachment; Moodle by the number of the participant in the folder's name.
    """
    if file_names not in NUMBERED:
        return f"{student}_{file}"
    found = known(file_names, path, {student})
    person = ANYTHING_ELSE.sub(" ", found[0].name if found else name).replace("_", " ").strip(" .")[:60] or "Participant"
    if file_names == "moodle":
        return f"{person}_{student}_assignfeedback_file_/{file}"
    return f"{person}_{student}_{found[0].attachment}_{file}" if found else f"{person}_{student}_{file}"


def canvas(marks: Iterable[Mapping[str, str]], assignment: str) -> bytes:
    """What Canvas's gradebook imports, from the rows of marks.csv; `assignment` is its column there, such as "The cure (4711)"."""
    return table(("Student", "ID", "SIS User ID", "SIS Login ID", "Section", assignment), (
        {"Student": row["name"] or row["student"], "ID": row["student"], "SIS User ID": row["sis_id"], "SIS Login ID": row["login"],
         "Section": row["section"], assignment: row["points"]} for row in marks))


def moodle(marks: Iterable[Mapping[str, str]]) -> bytes:
    """What Moodle imports, from the rows of marks.csv: as the assignment's grading worksheet (by Identifier) or in the gradebook (by email)."""
    return table(("Identifier", "Full name", "Email address", "Grade", "Maximum Grade", "Last modified (grade)"), (
        {"Identifier": f"Participant {row['student']}", "Full name": row["name"], "Email address": row["email"], "Grade": row["points"],
         "Maximum Grade": row["out_of"], "Last modified (grade)": ""} for row in marks))
