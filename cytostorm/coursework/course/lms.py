"""How learning management systems name files and take marks.

Names: Canvas and Moodle put the student into the name of the file or folder; what a student chose stands after that.
Marks: `canvas` and `moodle` turn the rows of marks.csv into what each imports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..patients import CourseworkError
from .tables import table

#: For the path from the folder or archive on, with "/". What stands before the student's own part is read from the left.
PATTERNS = {
    "canvas": r"(?:[^/]*/)*(?P<name>[^/_]*)_(?:LATE_)?(?P<student>\d+)_(?P<attachment>\d{1,20})_[^/]*",
    "moodle": r"(?:[^/]*/)*?(?P<name>[^/_]*)_(?P<student>\d+)_assignsubmission_file(?:_[^/]*)?(?:/.*)?",
    "plain": r"(?:[^/]*/)*(?P<student>\w[\w.@+-]*?)(?:_[^/]*)?\.\w{1,8}",
}
ANYTHING_ELSE = re.compile(r"[^\w ,.()'-]+")


def pattern(file_names: str) -> re.Pattern:
    """The pattern of one of the three systems, or one's own; CourseworkError when it has no group named student."""
    try:
        found = re.compile(PATTERNS.get(file_names, file_names))
    except re.error as error:
        raise CourseworkError(f"file_names {file_names!r} is none of {', '.join(PATTERNS)}, nor a regular expression: {error}.") from None
    if "student" not in found.groupindex:
        raise CourseworkError(f"file_names {file_names!r} is none of {', '.join(PATTERNS)}, nor a regular expression with a group (?P<student>…).")
    return found


def handed_back(file_names: str, student: str, name: str, path: str, file: str) -> str:
    """Where a file stands in the archive that is uploaded for all students at once; `path` is where theirs stood, or empty.

    Canvas goes by the two numbers in the name, user and attachment; Moodle by the number of the participant in the folder's name.
    """
    found = pattern(file_names).fullmatch(path)
    if file_names not in PATTERNS or file_names == "plain":
        return f"{student}_{file}"
    person = ANYTHING_ELSE.sub(" ", found["name"] if found else name).replace("_", " ").strip(" .")[:60] or "Participant"
    if file_names == "moodle":
        return f"{person}_{student}_assignfeedback_file_/{file}"
    return f"{person}_{student}_{found['attachment']}_{file}" if found else f"{person}_{student}_{file}"


def canvas(marks: Iterable[Mapping[str, str]], assignment: str) -> bytes:
    """What Canvas's gradebook imports, from the rows of marks.csv; `assignment` is its column there, such as "The cure (4711)"."""
    return table(("Student", "ID", "SIS User ID", "SIS Login ID", "Section", assignment), (
        {"Student": row["name"] or row["student"], "ID": row["student"], "SIS User ID": row["sis_id"], "SIS Login ID": row["login"],
         "Section": row["section"], assignment: row["points"]} for row in marks))


def moodle(marks: Iterable[Mapping[str, str]]) -> bytes:
    """What Moodle imports, from the rows of marks.csv: as the assignment's grading worksheet (by Identifier) or in the gradebook (by email address)."""
    return table(("Identifier", "Full name", "Email address", "Grade", "Maximum Grade", "Last modified (grade)"), (
        {"Identifier": f"Participant {row['student']}", "Full name": row["name"], "Email address": row["email"], "Grade": row["points"],
         "Maximum Grade": row["out_of"], "Last modified (grade)": ""} for row in marks))
