"""A course is made and issued: private, never changed, the same from the same key, and free of keys and answers."""

import json
import os
import re
import stat
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cytostorm.coursework import CourseworkError, draw
from cytostorm.coursework.__main__ import main
from cytostorm.coursework.course.folder import open_course
from cytostorm.coursework.course.issue import COPIED_SHARE, copied, issue, read_issued
from cytostorm.coursework.course.roster import read_roster
from cytostorm.coursework.course.tables import _cell, _unguarded, moment
from cytostorm.coursework.files import digest, read_assignment, signature
from cytostorm.coursework.patients import PRACTICE
from tests.coursework.courses import DUE, answered, command, course, run, setting

ROSTER = "student,name\nanna,Anna Lind\nbo,Bo Ek\nchen,Chen Li\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return course(tmp_path_factory.mktemp("made")/"course", ROSTER)


def test_commands_make_and_issue_a_course(tmp_path):
    made = command("new-course", tmp_path/"c", "--title", 'A "storm" \\ course', "--due", "2027-03-01 23:59", "--sets", "the edge")
    assert made.returncode == 0, made.stderr
    assert "It is due at 2027-03-01 23:59" in made.stdout and "name the zone" in made.stdout
    opened = open_course(tmp_path/"c")
    assert opened.title == 'A "storm" \\ course' and opened.problems == ("tipping_point",) and opened.due.tzinfo
    assert {path.name for path in (tmp_path/"c").iterdir()} == {"course.toml", "key", "roster.csv", ".gitignore", "README.txt", "for-markers.md"}
    assert stat.S_IMODE((tmp_path/"c/key").stat().st_mode) == 0o600 or os.name == "nt"
    (tmp_path/"c/roster.csv").write_text(ROSTER)
    issued = command("issue", tmp_path/"c", "--processes", "1")
    assert issued.returncode == 0 and "3 new assignments" in issued.stdout and "patients: 3 of 3" in issued.stderr


@pytest.mark.parametrize("arguments, words", [
    (("new-course", "{}/full", "--title", "x", "--due", "2027-03-01"), "not empty; nothing was changed"),
    (("new-course", "{}/n", "--title", "x", "--due", "soon"), "'soon' is no time"),
    (("new-course", "{}/n", "--title", "x", "--due", "2027-03-01", "--problems", "tiping_point"), "did you mean 'tipping_point'?"),
    (("new-course", "{}/n", "--title", "x", "--due", "2027-03-01", "--sets", "The end"), "there is no set 'The end'"),
    (("new-course", "{}/n", "--title", "x", "--due", "2027-03-01", "--file-names", "(oops"), "nor a regular expression"),
    (("new-course", "{}/n", "--title", "…", "--due", "2027-03-01"), "a title needs letters"),
    (("new-course", "{}/n", "--title", "a\udcff", "--due", "2027-03-01"), "a character that cannot be written"),
    (("issue", "{}/full"), "course.toml"),
    (("grade", "{}/full", "--course", "{}/full", "--out", "{}/full/m.csv"), "course.toml"),
    (("canvas", "{}/none.csv", "--assignment", "x", "--out", "{}/o.csv"), "none.csv cannot be read"),
])
def test_wrong_use_is_one_sentence_and_changes_nothing(arguments, words, tmp_path, capsys):
    (tmp_path/"full").mkdir()
    (tmp_path/"full/mine.txt").write_text("mine")
    assert main([argument.format(tmp_path) for argument in arguments]) == 2
    said = capsys.readouterr().err
    assert words in said and said.count("\n") == 1
    assert [path.name for path in tmp_path.rglob("*")] == ["full", "mine.txt"]


def test_every_command_has_help():
    said = command("--help")
    assert said.returncode == 0
    names = re.findall(r"^    ([a-z-]+)\b", said.stdout, re.M)
    assert set(names) == {"new-course", "issue", "grade", "canvas", "moodle", "dry-run"}
    nothing = command()
    assert nothing.returncode == 2 and "COMMAND" in nothing.stderr


def test_assignment_is_the_students_own_and_signed(made):
    opened, issued = made
    for student, one in issued.items():
        found = read_assignment(opened.folder/f"assignments/assignment-{one.pseudonym}.json")
        assert found["patient"] == draw(one.seed).values and one.seed >= PRACTICE and "seed" not in found and found["student"] == one.pseudonym
        assert found["signature"] == signature(opened.key, digest(found))
        assert student not in json.dumps(found)
    assert len({one.seed for one in issued.values()}) == 3


def test_no_key_and_no_answer_leaves_the_folder(made):
    opened, issued = made
    with zipfile.ZipFile(opened.folder/"hand-out.zip") as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    texts |= {path.name: path.read_text() for path in (opened.folder/"assignments").iterdir()}
    texts |= {f"hand-in {student}": answered(opened, one, {}).decode() for student, one in issued.items()}
    assert len(texts) == 9
    answers = [value for one in issued.values() for truth in one.truths.values() for value in truth["right"].values() if isinstance(value, float)]
    wrong = [value for one in issued.values() for truth in one.truths.values() for values in truth["mistakes"].values() for value in values if value]
    for text in texts.values():
        assert opened.key.hex() not in text and not re.search('"(right|mistakes|why|tolerance)"', text)
        assert not any(repr(value) in text for value in (*answers, *wrong) if len(repr(value)) > 5)


def test_issuing_again_adds_who_joins_late_and_changes_nothing(tmp_path):
    opened, before = course(tmp_path/"c", ROSTER)
    files = {path: path.read_bytes() for path in (tmp_path/"c/assignments").iterdir()}
    truths = (tmp_path/"c/truths.jsonl").read_text()
    lost = next(iter(files))
    lost.unlink()
    (tmp_path/"c/roster.csv").write_text("student,name\nzoe,Zoe\n" + ROSTER.partition("\n")[2])
    assert "1 new assignments, 4 in all" in run("issue", tmp_path/"c", "--quiet")
    assert (tmp_path/"c/truths.jsonl").read_text().startswith(truths)
    assert {path: path.read_bytes() for path in files} == files  # the lost one too
    assert len(list((tmp_path/"c/assignments").iterdir())) == 4
    assert [line.split(",")[0] for line in (tmp_path/"c/hand-out.csv").read_text().splitlines()] == ["student", "zoe", "anna", "bo", "chen"]


def test_same_key_gives_the_same_patients_on_any_number_of_processes(tmp_path):
    roster = "student\n" + "\n".join(f"s{i}" for i in range(30))
    opened, one = course(tmp_path/"c", roster)
    text = (tmp_path/"c/truths.jsonl").read_text()
    (tmp_path/"c/truths.jsonl").unlink()
    issue(opened, read_roster(tmp_path/"c/roster.csv", opened.due), processes=1, quiet=True)
    assert (tmp_path/"c/truths.jsonl").read_text() == text


def test_neighbours_answers_do_not_do(tmp_path):
    opened, issued = course(tmp_path/"c", "student\n" + "\n".join(f"s{i}" for i in range(60)))
    ones = list(issued.values())
    shares = [copied(opened, a, b) for a, b in zip(ones, ones[1:], strict=False)]
    assert max(shares) <= COPIED_SHARE
    assert max(copied(opened, a, b) for a, b in zip(ones, ones[2:], strict=False)) > COPIED_SHARE  # who are no neighbours were not looked at


@pytest.mark.parametrize("roster, words", [
    ("student\nanna\nbo\nanna\n", "line 4: the student 'anna' is there already, on line 2"),
    ("student\nanna\nANNA\n", "line 3: the student 'ANNA' cannot be told from 'anna', on line 2"),
    ("student\nanna\n\u0430nna\n", "line 3: the student '\\u0430nna' cannot be told from 'anna', on line 2"),
    ("student\nanna\nan\u200bna\n", "line 3: 'an\\u200bna' is no id"),
    ("student\nanna1\nanna\uff11\n", "line 3: the student 'anna\\uff11' cannot be told from 'anna1', on line 2"),
    ("student\n=1+1\n", "line 2: '=1+1' is no id"),
    ("student\n../bo\n", "line 2: '../bo' is no id"),
    ("student,due\nanna,tomorrow\n", "line 2: 'tomorrow' is no time"),
    ("student,extra_days\nanna,many\n", "line 2: extra_days is a number from 0 to 366; got 'many'"),
    ("student,extra_days\nanna,-1\n", "line 2: extra_days"),
    ("student,no_cap\nanna,perhaps\n", "line 2: no_cap is yes or no; got 'perhaps'"),
    ("student,sectoin\nanna,1\n", "did you mean 'section'?"),
    ("name\nAnna\n", "has no column 'student'"),
    ("student,name\nanna,Lind, Anna\n", "line 2: 3 cells, but 2 columns"),
    ("student\n", "holds no student yet"),
])
def test_roster_names_the_line_that_is_wrong(roster, words, tmp_path):
    (tmp_path/"roster.csv").write_text(roster, encoding="utf-8")
    with pytest.raises(CourseworkError) as error:
        read_roster(tmp_path/"roster.csv", DUE)
    assert words in str(error.value)


@pytest.mark.parametrize("encoding, delimiter", [("utf-8-sig", ","), ("utf-16", "\t"), ("cp1252", ";")])
def test_roster_as_spreadsheets_leave_it(encoding, delimiter, tmp_path):
    (tmp_path/"roster.csv").write_bytes("Student,Name,extra_days\r\nanna,Åsa Öst,2.5\r\n,,\r\n".replace(",", delimiter).encode(encoding))
    student = read_roster(tmp_path/"roster.csv", DUE)["anna"]
    assert (student.name, student.extra_days) == ("Åsa Öst", 2.5)


@pytest.mark.parametrize("raw", [b"sep=;\r\nstudent;name\r\nanna;x,y\r\n", b"\r\nstudent,name\r\nanna,\"x,y\"\r\n", b",,\nstudent,name\nanna,\"x,y\"\n",
                                 "student;name\r\nanna;x,y\r\n".encode("utf-16-le"), "student;name\r\nanna;x,y\r\n".encode("utf-16-be")])
def test_roster_with_what_spreadsheets_put_before_it(raw, tmp_path):
    (tmp_path/"roster.csv").write_bytes(raw)
    assert read_roster(tmp_path/"roster.csv", DUE)["anna"].name == "x,y"


@pytest.mark.parametrize("text, expected", [("20270319", "2027-03-19T23:59:00+01:00"), ("2027-W11-5", "2027-03-19T23:59:00+01:00"), ("2027-03-19", "2027-03-19T23:59:00+01:00"),
                                            ("2027-03-19 08:00", "2027-03-19T08:00:00+01:00"), ("20270319T08", "2027-03-19T08:00:00+01:00")])
def test_day_alone_is_its_last_minute(text, expected):
    assert moment(text, DUE).isoformat() == expected


@given(st.lists(st.sampled_from(["=", "+", "-", "@", ";", "\t", "\n", "\r", "'", " ", "a", "1", ",", '"']), max_size=12).map("".join))
def test_no_cell_is_a_formula_however_a_spreadsheet_cuts_it_and_all_come_back(text):
    text = "a" + text + "a"
    cell = _cell(text)
    assert not re.search(r"(^|[;\t\r\n])\s*[=+\-@]", cell) and _unguarded(cell) == text
    assert _unguarded(_cell(text[1:])) == text[1:]


@pytest.mark.parametrize("old, new, words", [
    ("grace_minutes = 15", "grace_minuts = 15", "did you mean 'grace_minutes'?"),
    ("grace_minutes = 15", "grace_minutes = true", "grace_minutes is missing, or no int"),
    ('# zone = "Europe/Berlin"', 'zone = "Europe/Berlim"', "zone 'Europe/Berlim' is unknown"),
    ('# zone = "Europe/Berlin"', 'zone = 1', "zone 1 is unknown"),
    ('attempts = "last"', 'attempts = "first"', 'attempts is "best" or "last"'),
    ("cap = 0.9", "cap = 9", "a cap from 0 to 1"),
    ("+01:00", "", "due needs its difference to UTC"),
    ('file_names = "plain"', 'file_names = "plian"', "nor a regular expression with a group"),
    ('problems = ["tipping_point"]', "problems = []", "problems is empty"),
    ('version = "0.1.0"', 'version = "0.0.1"', "version 0.0.1 of the book"),
    ('problems = ["tipping_point"]', 'problems = ["wildfire"]', "other problems than were issued"),
    ('identifier = "the-edge', 'identifier = "the-hedge', "is not what was issued: the file, the key, or the identifier in course.toml was changed"),
])
def test_settings_that_are_wrong_are_named(old, new, words, tmp_path, capsys):
    course(tmp_path/"c", ROSTER)
    setting(tmp_path/"c", old, new)
    assert main(["issue", str(tmp_path/"c")]) == 2
    assert words in capsys.readouterr().err


def test_dry_run_shows_ten_students_and_leaves_the_course_alone(tmp_path):
    run("new-course", tmp_path/"c", "--title", "The edge", "--due", DUE.isoformat(), "--problems", "tipping_point")
    before = {path: path.read_bytes() for path in (tmp_path/"c").iterdir()}
    said = command("dry-run", tmp_path/"c", "--keep", tmp_path/"kept")
    assert said.returncode == 0, said.stderr
    assert said.stdout.count("should be:") == 10
    assert re.search(r"^Perfect +15  marked$", said.stdout, re.M) and re.search(r"^Late +10.5  marked$", said.stdout, re.M)
    assert re.search(r"^Copied +0  not marked: .*another's assignment", said.stdout, re.M)
    assert before == {path: path.read_bytes() for path in (tmp_path/"c").iterdir()}
    assert (tmp_path/"kept/results/report.html").exists() and not read_issued(open_course(tmp_path/"c"))
