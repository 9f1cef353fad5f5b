"""A course: its private folder, and what stands in course.toml."""

from __future__ import annotations

import re
import secrets
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ... import __version__
from ...model.errors import unknown_name
from ..patients import CourseworkError
from ..problems import PROBLEMS, named
from .changes import Change, changes_from
from .for_markers import FOR_MARKERS
from .lms import pattern
from .roster import COLUMNS

FIELDS = {"title": str, "identifier": str, "version": str, "problems": list, "due": datetime, "grace_minutes": int, "late": list,
          "attempts": str, "file_names": str, "show_right": bool}

TOML = '''# One course, or one set of it. After a change, run `grade` again; all marks are made anew.

# What students and the report read.
title = {title}

# Stands in every assignment, so that last year's file, or another course's, is found out. Leave it once assignments are issued.
identifier = {identifier}

# The version of the book with which patients were drawn and answers are judged. Install this one to grade.
version = {version}

# The problems, by identifier. Leave them once assignments are issued; a question is dropped by a change, below.
problems = {problems}

# When it is due: date, time, and the difference to UTC. The roster may give a student another time, or days more.
due = {due}

# A week more is a week on the clock, also when summer time ends within it, only if the zone is named; else the difference to UTC above
# holds for all times without one of their own.
# zone = "Europe/Berlin"

# So many minutes after that are not late.
grace_minutes = 15

# Late work: up to so many days, at most this share of all points; after the last line, nothing. `late = []`: nothing late counts.
late = [
    {{ days = 1, cap = 0.9 }},
    {{ days = 3, cap = 0.7 }},
    {{ days = 7, cap = 0.5 }},
]

# Which of several files of one student counts: "last" (by time) or "best" (by points, lateness included, text answers not).
attempts = "last"

# How the LMS names the files, and so who handed them in:
#   "canvas"  lastname_123_456_file.json: the roster's `student` is the number of the user, 123
#   "moodle"  Full Name_123_assignsubmission_file_/file.json: `student` is the number of the participant, 123
#   "plain"   student.json or student_anything.json
# or a regular expression with a group named student, for the path from the folder or archive on: '(?P<student>[a-z0-9]+)/.*'
file_names = {file_names}

# Whether the feedback shows the right answers (each to the student's own patient) and explains. Turn it off while others may still hand in:
# then it tells of each answer only what it earned, and readers' comments.
show_right = true

# A question that went wrong: a block for each change, as many as are needed; `grade` again.
# [[changes]]
# problem = "tipping_point"
# question = "time"
# do = "drop"             # "drop" (it does not count), "give" (full points to all), or "replace" with one or more of:
# tolerance = 0.05        #   a number is right within this share
# accept = ["fades"]      #   other values or options that are right as well
# factors = [24]          #   a number is also right when it is so many times the right one
# points = 2              #   what it is worth
# why = "…"               # read by the students
'''

NO_KEY = "the file key does not hold a key: 64 hexadecimal digits."

README = """This folder is private: keep it off the web, out of shared repositories, and back it up.

key            whoever has it can forge assignments. Without it nothing can be issued or graded.
truths.jsonl   the right answers of every student.
roster.csv     names.
course.toml    the settings, each explained.
for-markers.md what a good code notebook shows; of use only if you assign that notebook.

assignments/ and hand-out.zip hold no key and no answer; hand-out.csv says whose is which.

    python -m cytostorm.coursework issue FOLDER
    python -m cytostorm.coursework grade SUBMISSIONS --course FOLDER --out marks.csv
    python -m cytostorm.coursework dry-run FOLDER
"""


@dataclass(frozen=True)
class Course:
    """What course.toml says, checked; `key` signs."""

    folder: Path
    title: str
    identifier: str
    version: str
    problems: tuple[str, ...]
    due: datetime
    grace_minutes: int
    late: tuple[tuple[float, float], ...]
    attempts: str
    file_names: str
    show_right: bool
    changes: tuple[Change, ...]
    key: bytes

    def cap(self, days_late: float) -> float:
        """The largest share of the points for work so many days late."""
        return 1.0 if days_late <= 0 else next((cap for days, cap in self.late if days_late <= days), 0.0)


def new_course(folder: Path, title: str, due: datetime, problems: Sequence[str] = tuple(PROBLEMS), file_names: str = "plain") -> None:
    """Make the private folder of a course.

    Raises CourseworkError for a folder that is there and not empty, an unknown problem, a title without letters, and file names
    that say nothing of a student.
    """
    problems = [named(name).identifier for name in dict.fromkeys(problems)]
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40]
    if not slug:
        raise CourseworkError(f"a title needs letters of the Latin alphabet or digits, for the course's identifier; got {title!r}.")
    if any("\ud800" <= c <= "\udfff" for c in title + file_names):
        raise CourseworkError(f"the title or --file-names holds a character that cannot be written: {title!a}, {file_names!a}.")
    pattern(file_names)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CourseworkError(f"{folder} is there already and is not empty; nothing was changed.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    due = due if due.tzinfo else due.astimezone()
    identifier = f"{slug}-{datetime.now(UTC):%Y}-{secrets.token_hex(3)}"
    settings = TOML.format(title=_quoted(title), identifier=_quoted(identifier), version=_quoted(__version__), due=due.isoformat(timespec="seconds"),
                           problems=f"[{', '.join(map(_quoted, problems))}]", file_names=_quoted(file_names))
    key = folder/"key"
    key.touch(mode=0o600)
    key.write_text(secrets.token_hex(32) + "\n")
    for name, text in (("course.toml", settings), ("roster.csv", ",".join(COLUMNS) + "\n"), (".gitignore", "*\n"), ("README.txt", README),
                       ("for-markers.md", FOR_MARKERS)):
        (folder/name).write_text(text, encoding="utf-8")


def open_course(folder: Path) -> Course:
    """The course of a folder; CourseworkError names the setting that is wrong."""
    try:
        found = tomllib.loads((folder/"course.toml").read_text(encoding="utf-8"))
        key = bytes.fromhex((folder/"key").read_text().strip())
    except OSError as error:
        raise CourseworkError(f"the folder {str(folder)!r} is no course's: {error.filename} cannot be read ({error.strerror}); "
                              "make one with new-course.") from None
    except tomllib.TOMLDecodeError as error:
        raise CourseworkError(f"course.toml: {error}.") from None
    except ValueError:
        raise CourseworkError(NO_KEY) from None
    changes, zone = found.pop("changes", []), found.pop("zone", None)
    _check_fields(found)
    if zone is not None:
        found["due"] = found["due"].astimezone(_zone(zone))
    pattern(found["file_names"])
    if len(key) < 32:
        raise CourseworkError(NO_KEY)
    problems = tuple(named(name).identifier for name in found.pop("problems"))
    return Course(folder, problems=problems, late=_late(found.pop("late")), key=key, changes=changes_from(changes, problems), **found)


def _quoted(text: str) -> str:
    """A string as TOML writes it."""
    return '"' + "".join(f"\\u{ord(c):04x}" if c in '"\\' or ord(c) < 32 or ord(c) == 127 else c for c in text) + '"'


def _check_fields(found: dict) -> None:
    for name in found:
        if name not in FIELDS:
            raise CourseworkError(unknown_name("setting", name, [*FIELDS, "zone", "changes"], "course.toml"))
    for name, kind in FIELDS.items():
        if not isinstance(found.get(name), kind) or isinstance(found[name], bool) is not (kind is bool):
            raise CourseworkError(f"course.toml: {name} is missing, or no {kind.__name__}; got {found.get(name)!r}.")
    if not found["due"].tzinfo:
        raise CourseworkError(f"course.toml: due needs its difference to UTC, such as {found['due'].isoformat()}+01:00.")
    if found["attempts"] not in ("best", "last"):
        raise CourseworkError(f"course.toml: attempts is \"best\" or \"last\"; got {found['attempts']!r}.")
    if not 0 <= found["grace_minutes"] <= 10_000:
        raise CourseworkError(f"course.toml: grace_minutes is a number from 0 to 10000; got {found['grace_minutes']}.")
    if not found["problems"] or len(set(map(str, found["problems"]))) < len(found["problems"]):
        raise CourseworkError("course.toml: problems is empty, or names one twice.")


def _zone(name: object) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError, AttributeError, OSError):
        raise CourseworkError(f"course.toml: zone {name!r} is unknown on this machine; it is a name such as \"Europe/Berlin\". If that is unknown too, "
                              "leave zone out, or install Python's package tzdata.") from None


def _late(rows: list) -> tuple[tuple[float, float], ...]:
    for row in rows:
        if not isinstance(row, dict) or set(row) != {"days", "cap"} or not all(map(_is_number, row.values())) \
                or not 0 < row["days"] or not 0 <= row["cap"] <= 1:
            raise CourseworkError(f"course.toml: a line of late is {{ days = 1, cap = 0.9 }}, with days above 0 and a cap from 0 to 1; got {row!r}.")
    return tuple(sorted((float(row["days"]), float(row["cap"])) for row in rows))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
