"""Grading: identity, time, attempts, changes and texts; and the same bytes whenever nothing has changed."""

import io
import json
import os
import zipfile
from datetime import datetime, timedelta

import pytest

from cytostorm.coursework.__main__ import main
from cytostorm.coursework.course.folder import open_course
from cytostorm.coursework.problem import Problem
from cytostorm.coursework.problems import PROBLEMS
from cytostorm.coursework.questions import Choice, Number, Option, Plan, Text
from tests.coursework.courses import answered, command, course, grade, put, right, rows, setting

DAY = timedelta(days=1)
ROSTER = """student,name,due,extra_days,no_cap
anna,Anna Lind,,,
bo,Bo Ek,2027-03-04 12:00,,
chen,Chen Li,,2,
dora,Dora Ray,,,yes
"""


@pytest.fixture
def made(tmp_path):
    return tmp_path, *course(tmp_path/"c", ROSTER)


def test_command_grades_a_folder(made):
    folder, opened, issued = made
    put(folder/"s/anna.json", answered(opened, issued["anna"]))
    said = command("grade", folder/"s", "--course", opened.folder, "--out", folder/"out/marks.csv")
    assert said.returncode == 0 and "1 of 4 students have marks; 0 of 1 files" in said.stdout and "marked: 1 of 1" in said.stderr
    assert {path.name for path in (folder/"out").iterdir()} == {"marks.csv", "files.csv", "results.json", "report.html", "feedback", "feedback.zip"}
    found = rows(folder/"out/marks.csv")
    assert [row["status"] for row in found] == ["marked", *["nothing handed in"]*3]
    assert found[0]["points"] == found[0]["tipping_point"] == "15" and found[0]["percent"] == "100" and found[1]["points"] == "0"
    assert json.loads((folder/"out/results.json").read_text())["results"][0]["problems"]["tipping_point"]["gain"]["verdict"] == "right"


def test_late_work_is_capped_but_for_what_the_roster_grants(made):
    folder, opened, issued = made
    for name in issued:
        put(folder/f"s/{name}.json", answered(opened, issued[name]), 2*DAY)
    found = grade(opened, folder/"s", folder/"out/marks.csv")
    assert {name: float(row["points"]) for name, row in found.items()} == {"anna": 10.5, "bo": 15, "chen": 15, "dora": 15}
    assert {name: float(row["days_late"]) for name, row in found.items()} == {"anna": 2, "bo": 0, "chen": 0, "dora": 2}
    assert found["anna"]["earned"] == "15" and found["anna"]["cap"] == "0.7"


@pytest.mark.parametrize("late, points", [(timedelta(minutes=15), 15), (timedelta(minutes=16), 13.5), (DAY, 13.5), (1.01*DAY, 10.5), (7*DAY, 7.5), (8*DAY, 0)])
def test_caps_step_with_the_days(made, late, points):
    folder, opened, issued = made
    put(folder/"s/anna.json", answered(opened, issued["anna"]), late)
    assert float(grade(opened, folder/"s", folder/"out/marks.csv")["anna"]["points"]) == points


def test_cap_takes_nothing_from_who_stays_below_it(made):
    folder, opened, issued = made
    put(folder/"s/anna.json", answered(opened, issued["anna"], {"tipping_point": {"gain": right(issued["anna"])["tipping_point"]["gain"]}}), 2*DAY)
    assert grade(opened, folder/"s", folder/"out/marks.csv")["anna"]["points"] == "2"


def test_times_of_the_lms_go_before_those_of_the_files(made):
    folder, opened, issued = made
    put(folder/"s/anna.json", answered(opened, issued["anna"]), 30*DAY)
    put(folder/"s/chen.json", answered(opened, issued["chen"]))
    (folder/"times.csv").write_text("student,submitted,grader\nanna,2027-03-01 22:00,x\n")
    assert grade(opened, folder/"s", folder/"out/marks.csv", "--times", folder/"times.csv")["anna"]["points"] == "15"
    report = (folder/"out/report.html").read_text()
    assert "the table of times (1 files); the files on disk (1 files)" in report or "the files on disk (1 files); the table of times (1 files)" in report
    assert grade(opened, folder/"s", folder/"out/marks.csv")["anna"]["points"] == "0"


def test_archive_without_times_is_in_time_and_says_so(made):
    folder, opened, issued = made
    with zipfile.ZipFile(folder/"s.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("anna.json"), answered(opened, issued["anna"]))
        archive.writestr(zipfile.ZipInfo("chen.json", (2027, 3, 9, 0, 0, 0)), answered(opened, issued["chen"]))
    found = grade(opened, folder/"s.zip", folder/"out/marks.csv")
    assert found["anna"]["points"] == "15" and "no time of submission is known" in found["anna"]["note"]
    assert found["chen"]["points"] == "7.5" and found["chen"]["days_late"] == "5"


@pytest.mark.parametrize("attempts, points, file", [("last", "2", "anna_2.json"), ("best", "13.5", "anna_1.json")])
def test_one_of_several_attempts_counts(made, attempts, points, file):
    folder, opened, issued = made
    setting(opened.folder, 'attempts = "last"', f'attempts = "{attempts}"')
    put(folder/"s/anna_1.json", answered(opened, issued["anna"]), DAY)
    put(folder/"s/anna_0.json", answered(opened, issued["anna"]), 3*DAY)
    put(folder/"s/anna_2.json", answered(opened, issued["anna"], {"tipping_point": {"gain": right(issued["anna"])["tipping_point"]["gain"]}}), 4*DAY)
    put(folder/"s/anna_3.json", b"{", 5*DAY)
    found = grade(opened, folder/"s", folder/"out/marks.csv")["anna"]
    assert (found["points"], found["file"]) == (points, file) and "breaks off" in found["note"]
    assert [row["status"] for row in rows(folder/"out/files.csv")].count("another attempt counts") == 2


def test_grading_again_gives_the_same_bytes(made):
    folder, opened, issued = made
    for name in issued:
        put(folder/f"s/{name}.json", answered(opened, issued[name]))
    put(folder/"s/anna_x.json", b"?")
    put(folder/"one/feedback/gone_feedback.html", b"of one who has left the roster")
    grade(opened, folder/"s", folder/"one/marks.csv")
    grade(opened, folder/"s", folder/"two/marks.csv", "--processes", 2)
    one = {path.relative_to(folder/"one"): path.read_bytes() for path in (folder/"one").rglob("*") if path.is_file()}
    assert one == {path.relative_to(folder/"two"): path.read_bytes() for path in (folder/"two").rglob("*") if path.is_file()} and len(one) == 9


def test_many_processes_give_what_one_gives(tmp_path):
    opened, issued = course(tmp_path/"c", "student\n" + "\n".join(f"s{i}" for i in range(30)))
    for i, (name, one) in enumerate(issued.items()):
        put(tmp_path/f"s/{name}.json", answered(opened, one, {"tipping_point": dict(list(right(one)["tipping_point"].items())[:i % 7])}))
    for processes in (1, 2):
        grade(opened, tmp_path/"s", tmp_path/f"{processes}/marks.csv", "--processes", processes)
    assert (tmp_path/"1/results.json").read_bytes() == (tmp_path/"2/results.json").read_bytes()


def change(folder, **fields):
    with (folder/"course.toml").open("a") as file:
        file.write("\n[[changes]]\nproblem = \"tipping_point\"\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in fields.items()))


@pytest.mark.parametrize("fields, wrong, points, out_of", [
    ({"question": "brake", "do": "drop"}, {"brake": 1.0}, 11, 11),
    ({"question": "brake", "do": "give"}, {"brake": 1.0}, 15, 15),
    ({"question": "brake", "do": "give"}, {"brake": "?"}, 15, 15),
    ({"question": "brake", "do": "replace", "tolerance": 0.2}, {"brake": 1.15}, 15, 15),
    ({"question": "brake", "do": "replace", "tolerance": 0.1}, {"brake": 1.15}, 11, 15),
    ({"question": "brake", "do": "replace", "points": 8}, {}, 19, 19),
    ({"question": "gain", "do": "replace", "points": 4}, {"brake": 1.15}, 13, 17),
    ({"question": "gain", "do": "replace", "accept": [77.7]}, {"gain": 77.7}, 15, 15),
    ({"question": "edge", "do": "replace", "factors": [24]}, {"edge": 24.0}, 15, 15),
    ({"question": "fate", "do": "replace", "accept": ["level"]}, {"fate": "level"}, 15, 15),
])
def test_question_is_changed_and_all_is_marked_again(made, fields, wrong, points, out_of):
    """A wrong number is so many times the right one, but for an accepted one."""
    folder, opened, issued = made
    answers = right(issued["anna"])["tipping_point"]
    for name, value in wrong.items():
        answers[name] = answers[name]*value if isinstance(value, float) and value != 77.7 else value
    if "gain" in wrong:  # what follows is judged on it
        answers |= {"fate": "grows", "edge": answers["edge"]*77.7/right(issued["anna"])["tipping_point"]["gain"]}
    put(folder/"s/anna.json", answered(opened, issued["anna"], {"tipping_point": answers}))
    change(opened.folder, **fields, why="A slip in the question.")
    found = grade(opened, folder/"s", folder/"out/marks.csv")["anna"]
    assert (float(found["points"]), float(found["out_of"])) == (points, out_of)
    assert "A slip in the question." in (folder/"out/report.html").read_text()


@pytest.mark.parametrize("fields, words", [
    ({"question": "brak", "do": "drop"}, "did you mean 'brake'?"),
    ({"question": "brake", "do": "dropp"}, "did you mean 'drop'?"),
    ({"question": "brake", "do": "drop", "points": 2}, "has no field named 'points'"),
    ({"question": "brake", "do": "replace", "points": -2}, "points cannot be -2"),
    ({"question": "brake", "do": "replace", "tolerance": "wide"}, "tolerance cannot be 'wide'"),
    ({"question": "fate", "do": "replace", "accept": ["sinks"]}, "accept cannot be ['sinks']"),
    ({"question": "fate", "do": "replace", "tolerance": 0.1}, "has no field named 'tolerance'"),
    ({"do": "drop"}, "question is missing"),
])
def test_change_that_cannot_be_made_is_named(made, fields, words, capsys):
    folder, opened, _ = made
    change(opened.folder, **fields)
    assert main(["grade", str(folder), "--course", str(opened.folder), "--out", str(folder/"m.csv")]) == 2
    assert words in capsys.readouterr().err


@pytest.fixture
def essay(monkeypatch):
    """A problem of one's own, with one question of each kind."""
    problem = Problem(
        identifier="essay", title="An essay", mirrors="0", of="", chapter="", objectives=("", "", ""), minutes=30, needs="",
        generate=lambda patient: {"x": float(f"{patient.rng('essay').uniform(1, 9):.4g}")}, given=lambda n: [], questions=(
            Number(name="half", ask="Half of {x:g}?", points=2, unit="1", range=(0, 10), right=lambda n, a: n.x/2),
            Choice(name="side", ask="On which side of 5?", points=1, right=lambda n, a: "low" if n.x < 5 else "high", options=(Option("low", "low"), Option("high", "high"))),
            Text(name="why", ask="Why?", points=4, words=(2, 60), rubric=((3, "says why"), (1, "says it well"))),
            Plan(name="plan", ask="What is given?", points=3, drugs=("tocilizumab",), most=2,
                 judge=lambda n, doses: [(2, float(len(doses) == 1), "One dose."), (1, 1.0, "Fine.")])))
    monkeypatch.setitem(PROBLEMS, "essay", problem)


def texts(folder, points: dict[str, str]) -> None:
    """Mark the sheet as a person would, by what the text begins with."""
    lines = rows(folder/"out/texts.csv")
    for line in lines:
        for begins, given in points.items():
            if line["text"].lstrip("'").startswith(begins):
                line["points"], line["comment"] = given, "Read."
    (folder/"marked.csv").write_text("\n".join([";".join(lines[0])] + [";".join('"' + cell.replace('"', '""') + '"' for cell in line.values()) for line in lines]))


def test_texts_are_marked_by_hand_on_one_anonymous_sheet(tmp_path, essay):
    opened, issued = course(tmp_path/"c", ROSTER, problems=("essay",))
    words = {"anna": "=SUM(A1) since it is, so; to speak", "bo": "Because \"of\" that", "chen": "Well, <b>look</b>\r\nat it", "dora": ""}
    plan = [{"drug": "tocilizumab", "amount": 8, "day": 3}]
    for name, text in words.items():
        put(tmp_path/f"s/{name}.json", answered(opened, issued[name], {"essay": right(issued[name])["essay"] | {"why": text, "plan": plan if name != "bo" else []}}))
    found = grade(opened, tmp_path/"s", tmp_path/"out/marks.csv")
    assert {name: (row["points"], row["status"]) for name, row in found.items()} == {
        "anna": ("6", "texts to read"), "bo": ("4", "texts to read"), "chen": ("6", "texts to read"), "dora": ("6", "marked")}
    raw = (tmp_path/"out/texts.csv").read_text("utf-8-sig")
    assert not any(f"{word}," in raw for name, one in issued.items() for word in (name, one.pseudonym, one.student)) and "3: says why" in raw
    assert len(rows(tmp_path/"out/texts.csv")) == 3 and "'=SUM(A1)" in raw
    assert "6 of 10 points, without your texts" in (tmp_path/"out/feedback/anna_feedback.html").read_text()
    assert "6 of 10 points." in (tmp_path/"out/feedback/dora_feedback.html").read_text()

    texts(tmp_path, {"=SUM": "3,5", "Because": "2", "Well": "4"})
    found = grade(opened, tmp_path/"s", tmp_path/"out/marks.csv", "--texts", tmp_path/"marked.csv")
    assert {name: float(row["points"]) for name, row in found.items()} == {"anna": 9.5, "bo": 6, "chen": 10, "dora": 6}
    assert {row["status"] for row in found.values()} == {"marked"}
    before = {path: path.read_bytes() for path in (tmp_path/"out").rglob("*.*")}
    assert grade(opened, tmp_path/"s", tmp_path/"out/marks.csv") == found  # the sheet that stands there holds the points now
    assert before == {path: path.read_bytes() for path in (tmp_path/"out").rglob("*.*")}

    put(tmp_path/"s/bo.json", answered(opened, issued["bo"], {"essay": right(issued["bo"])["essay"] | {"why": "Another text"}}))
    found = grade(opened, tmp_path/"s", tmp_path/"out/marks.csv")
    assert found["bo"]["status"] == "texts to read" and found["bo"]["points"] == "3" and found["anna"]["points"] == "9.5"
    assert "the text of bo for essay, why, was changed after it was marked" in (tmp_path/"out/report.html").read_text()
    kept = {row["text"]: (row["points"], row["note"]) for row in rows(tmp_path/"out/texts.csv")}
    assert kept["Another text"] == ("", "changed since it was marked") and kept['Because "of" that'][0] == "2" and "no longer counts" in kept['Because "of" that'][1]


def test_sheets_of_several_readers_are_joined(tmp_path, essay, capsys):
    opened, issued = course(tmp_path/"c", ROSTER, problems=("essay",))
    for name, text in (("anna", "One text"), ("bo", "Two texts")):
        put(tmp_path/f"s/{name}.json", answered(opened, issued[name], {"essay": {"why": text}}))
    grade(opened, tmp_path/"s", tmp_path/"out/marks.csv")
    sheets = []
    for begins, points in (("One", "1"), ("Two", "2"), ("Two", "3")):
        texts(tmp_path, {begins: points})
        sheets.append((tmp_path/"marked.csv").rename(tmp_path/f"{begins}{points}.csv"))
    found = grade(opened, tmp_path/"s", tmp_path/"out/marks.csv", "--texts", *sheets[:2])
    assert (found["anna"]["points"], found["bo"]["points"]) == ("1", "2")
    found = grade(opened, tmp_path/"s", tmp_path/"out/marks.csv", "--texts", sheets[2])
    assert (found["anna"]["points"], found["bo"]["points"]) == ("1", "3")  # what stood there is kept, what was given goes before it
    assert main(["grade", str(tmp_path/"s"), "--course", str(opened.folder), "--out", str(tmp_path/"out/marks.csv"), "--texts", *map(str, sheets)]) == 2
    assert "has 3 points here, and 2 or another comment in another sheet" in capsys.readouterr().err


@pytest.mark.parametrize("points, words", [("5", "at most 4 points; got 5"), ("-1", "points are a number from 0 on"), ("many", "got 'many'")])
def test_points_that_cannot_be_are_named_with_their_line(tmp_path, essay, points, words, capsys):
    opened, issued = course(tmp_path/"c", ROSTER, problems=("essay",))
    put(tmp_path/"s/anna.json", answered(opened, issued["anna"], {"essay": {"why": "Because of that"}}))
    grade(opened, tmp_path/"s", tmp_path/"out/marks.csv")
    texts(tmp_path, {"Because": points})
    assert main(["grade", str(tmp_path/"s"), "--course", str(opened.folder), "--out", str(tmp_path/"out/marks.csv"), "--texts", str(tmp_path/"marked.csv")]) == 2
    said = capsys.readouterr().err
    assert words in said and "line 2" in said


def test_marking_that_fails_costs_one_row_only(tmp_path, essay, monkeypatch):
    """Should a question of ours raise on some answer, its file waits for a person, and all others are marked."""
    def judge(n, doses):
        return [(3, 1/len(doses), "")]
    whole = PROBLEMS["essay"]
    monkeypatch.setitem(PROBLEMS, "essay", Problem(**vars(whole) | {"questions": (*whole.questions[:3], Plan(name="plan", ask="", points=3, drugs=("tocilizumab",), most=2, judge=judge))}))
    opened, issued = course(tmp_path/"c", ROSTER, problems=("essay",))
    put(tmp_path/"s/anna.json", answered(opened, issued["anna"], {"essay": right(issued["anna"])["essay"] | {"plan": []}}))
    put(tmp_path/"s/bo.json", answered(opened, issued["bo"]))
    found = grade(opened, tmp_path/"s", tmp_path/"out/marks.csv")
    assert found["anna"]["status"] == "not marked" and "mark it by hand" in found["anna"]["note"] and found["bo"]["points"] == "3"


@pytest.mark.parametrize("worth, points", [(2, 1.5), (8, 6)])
def test_points_that_were_read_go_with_what_the_question_is_worth(tmp_path, essay, worth, points):
    opened, issued = course(tmp_path/"c", ROSTER, problems=("essay",))
    put(tmp_path/"s/anna.json", answered(opened, issued["anna"], {"essay": {"why": "Because of that"}}))
    grade(opened, tmp_path/"s", tmp_path/"out/marks.csv")
    texts(tmp_path, {"Because": "3"})
    with (opened.folder/"course.toml").open("a") as file:
        file.write(f'\n[[changes]]\nproblem = "essay"\nquestion = "why"\ndo = "replace"\npoints = {worth}\n')
    for more in (("--texts", tmp_path/"marked.csv"), ()):  # the sheet that is written holds points of what the question is worth now
        assert float(grade(opened, tmp_path/"s", tmp_path/"out/marks.csv", *more)["anna"]["points"]) == points


def test_files_of_one_time_go_by_their_own_time_then_by_the_numbers_of_the_lms(made):
    folder, opened, issued = made
    poor = answered(opened, issued["anna"], {"tipping_point": {}})
    put(folder/"s/anna_b.json", poor, -3*DAY)
    put(folder/"s/anna_a.json", answered(opened, issued["anna"]), -2*DAY)
    (folder/"times.csv").write_text("student,submitted\nanna,2027-03-01 22:00\n")
    found = grade(opened, folder/"s", folder/"out/marks.csv", "--times", folder/"times.csv")["anna"]
    assert found["file"] == "anna_a.json" and "1 other file has the same time" in found["note"]
    put(folder/"s/anna_hand-in-ABCD-1234-10.json", answered(opened, issued["anna"]), -2*DAY)
    put(folder/"s/anna_hand-in-ABCD-1234-9.json", poor, -2*DAY)
    put(folder/"s/anna_hand-in-ABCD-1234.json", poor, -2*DAY)
    found = grade(opened, folder/"s", folder/"out/marks.csv")["anna"]
    assert found["file"] == "anna_hand-in-ABCD-1234-10.json" and "3 other files have the same time" in found["note"]


def test_attachments_of_canvas_are_numbers(tmp_path):
    opened, issued = course(tmp_path/"c", "student\n101\n", "canvas")
    for name, answers in (("ada_101_999_x.json", {"tipping_point": {}}), ("ada_101_1000_x.json", None)):
        put(tmp_path/f"s/{name}", answered(opened, issued["101"], answers))
    assert grade(opened, tmp_path/"s", tmp_path/"out/marks.csv")["101"]["file"] == "ada_101_1000_x.json"


def test_an_archive_packed_at_once_says_nothing_about_times(made):
    folder, opened, issued = made
    with zipfile.ZipFile(folder/"s.zip", "w") as archive:
        for i, name in enumerate(issued):
            archive.writestr(zipfile.ZipInfo(f"{name}.json", (2027, 3, 20, 12, i, 0)), answered(opened, issued[name]))
    found = grade(opened, folder/"s.zip", folder/"out/marks.csv")
    assert {row["points"] for row in found.values()} == {"15"} and "no time of submission is known" in found["anna"]["note"]
    assert "nothing: no time is known, none is capped (4 files)" in (folder/"out/report.html").read_text()


def test_names_packed_as_utf_8_without_saying_so(tmp_path):
    opened, issued = course(tmp_path/"c", "student\nm\u00fcller\n")
    raw, name = io.BytesIO(), "mu\u0308ller.json".encode()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("x"*len(name), answered(opened, issued["m\u00fcller"]))
    (tmp_path/"s.zip").write_bytes(raw.getvalue().replace(b"x"*len(name), name))
    assert grade(opened, tmp_path/"s.zip", tmp_path/"out/marks.csv")["m\u00fcller"]["points"] == "15"


@pytest.mark.parametrize("zone, late", [("", True), ('zone = "Europe/Berlin"\n', False)])
def test_a_week_more_is_a_week_on_the_clock_where_the_zone_is_named(tmp_path, zone, late):
    opened, issued = course(tmp_path/"c", "student,due,extra_days\nada,2026-10-30 23:59,\nben,,7\n")
    setting(opened.folder, f"due = {opened.due.isoformat()}", f"{zone}due = 2026-10-23T23:59:00+02:00")
    for name, one in issued.items():
        path = put(tmp_path/f"s/{name}.json", answered(opened, one))
        os.utime(path, (datetime.fromisoformat("2026-10-30T23:30:00+01:00").timestamp(),)*2)
    found = grade(open_course(opened.folder), tmp_path/"s", tmp_path/"out/marks.csv")
    assert [row["points"] == "13.5" for row in found.values()] == [late, late]
    (tmp_path/"times.csv").write_text("student,submitted\nada,2026-10-31 01:00\nben,2026-10-30 23:30\n")
    found = grade(open_course(opened.folder), tmp_path/"s", tmp_path/"out/marks.csv", "--times", tmp_path/"times.csv")
    assert [float(row["days_late"]) for row in found.values()] == [0.04, 0]


@pytest.mark.parametrize("out, words", [
    ("c/truths.jsonl", "ends on .csv"), ("c/key", "ends on .csv"), ("c/roster.csv", "cannot be called roster.csv"), ("c/hand-out.csv", "cannot be called"),
    ("out/files.csv", "cannot be called files.csv"), ("out/TEXTS.csv", "cannot be called"), ("c", "is a folder"), ("m2/", "ends on .csv"), ("times.csv", "which is read"),
])
def test_marks_take_no_other_files_place(made, out, words, capsys):
    folder, opened, _ = made
    (folder/"s").mkdir()
    (folder/"times.csv").write_text("student,submitted\n")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert main(["grade", str(folder/"s"), "--course", str(opened.folder), "--times", str(folder/"times.csv"), "--out", f"{folder}/{out}"]) == 2
    said = capsys.readouterr().err
    assert words in said and said.count("\n") == 1
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_note_is_no_longer_than_a_cell_holds(made):
    folder, opened, _ = made
    for i in range(40):
        put(folder/f"s/anna_{i}_{'n'*100}.json", b"x")
    assert len(grade(opened, folder/"s", folder/"out/marks.csv")["anna"]["note"]) == 2000
