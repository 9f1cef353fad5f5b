"""Coursework in the tests: answers held against the right ones; a small course, made, issued, answered and graded as it would be."""

import csv
import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st

from cytostorm.coursework import Problem
from cytostorm.coursework.__main__ import main
from cytostorm.coursework.course.folder import Course, open_course
from cytostorm.coursework.course.issue import Issued, read_issued
from cytostorm.coursework.files import hand_in
from cytostorm.coursework.questions import Choice, Number, Text

DUE = datetime.fromisoformat("2027-03-01T23:59:00+01:00")
#: Four students, three of whom have been granted something.
ROSTER = """student,name,due,extra_days,no_cap
anna,Anna Lind,,,
bo,Bo Ek,2027-03-04 12:00,,
chen,Chen Li,,2,
dora,Dora Ray,,,yes
"""


def json_values(floats: st.SearchStrategy = st.floats()) -> st.SearchStrategy:
    """Whatever may come out of a JSON file."""
    return st.recursive(st.none() | st.booleans() | st.integers() | floats | st.text(max_size=30),
                        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4), max_leaves=10)


def earns_everything(problem: Problem, truth: dict, answers: dict) -> None:
    """All questions but texts are answered, and all points are given."""
    marks = [mark for mark in problem.check(truth, answers) if mark.verdict != "missing"]
    assert {mark.question for mark in marks} == {name for name, question in problem.asked.items() if not isinstance(question, Text)}
    assert all(mark.points == mark.out_of for mark in marks), [mark for mark in marks if mark.points < mark.out_of]


def comes_near(problem: Problem, right: dict, found: dict) -> None:
    """Numbers are no further off than a third of what is allowed; what is chosen is the same."""
    for question in problem.questions:
        if isinstance(question, Number):
            assert found[question.name] == pytest.approx(right[question.name], rel=question.tolerance/3), question.name
        elif isinstance(question, Choice):
            assert found[question.name] == right[question.name], question.name


def command(*arguments: object) -> subprocess.CompletedProcess:
    """A command as it is typed."""
    return subprocess.run([sys.executable, "-m", "cytostorm.coursework", *map(str, arguments)], capture_output=True, text=True, timeout=300)


def run(*arguments: object) -> str:
    """The same within this process; its output."""
    with redirect_stdout(io.StringIO()) as said:
        assert main(list(map(str, arguments))) == 0
    return said.getvalue()


def course(folder: Path, roster: str, file_names: str = "plain", problems=("tipping_point",)) -> tuple[Course, dict[str, Issued]]:
    """A course whose roster is the text of a table; issued, with a key that is always the same, so that patients are."""
    run("new-course", folder, "--title", "The edge", "--due", DUE.isoformat(), "--file-names", file_names, "--problems", *problems)
    (folder/"key").write_text("5eed"*16)
    setting(folder, open_course(folder).identifier, "the-edge-2027-000000")
    (folder/"roster.csv").write_text(roster, encoding="utf-8")
    run("issue", folder, "--quiet")
    opened = open_course(folder)
    return opened, read_issued(opened)


def setting(folder: Path, old: str, new: str) -> None:
    """Change course.toml as with an editor."""
    text = (folder/"course.toml").read_text(encoding="utf-8")
    assert old in text
    (folder/"course.toml").write_text(text.replace(old, new), encoding="utf-8")


def right(one: Issued) -> dict:
    return {name: dict(truth["right"]) for name, truth in one.truths.items()}


def answered(opened: Course, one: Issued, answers: dict | None = None) -> bytes:
    """A student's hand-in; with the right answers unless others are given."""
    return json.dumps(hand_in(one.assignment(opened), right(one) if answers is None else answers)).encode()


def put(path: Path, raw: bytes, late: timedelta = timedelta(hours=-1)) -> Path:
    """A file in the folder of submissions, so long after the course's due date."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    os.utime(path, ((DUE + late).timestamp(),)*2)
    return path


def grade(opened: Course, submissions: Path, out: Path, *more: object) -> dict[str, dict]:
    """Graded on the command line; the rows of marks.csv by student."""
    run("grade", submissions, "--course", opened.folder, "--out", out, "--quiet", *more)
    return {row["student"]: row for row in rows(out)}


def rows(path: Path) -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
