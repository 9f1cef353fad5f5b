"""Grading: a folder is marked, questions are changed, and the same bytes come out whenever nothing has changed."""

import io
import json
import zipfile

import pytest

from cytostorm.coursework.__main__ import main
from tests.coursework.courses import answered, command, course, grade, put, right, rows


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


def test_names_packed_as_utf_8_without_saying_so(tmp_path):
    opened, issued = course(tmp_path/"c", "student\nm\u00fcller\n")
    raw, name = io.BytesIO(), "mu\u0308ller.json".encode()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("x"*len(name), answered(opened, issued["m\u00fcller"]))
    (tmp_path/"s.zip").write_bytes(raw.getvalue().replace(b"x"*len(name), name))
    assert grade(opened, tmp_path/"s.zip", tmp_path/"out/marks.csv")["m\u00fcller"]["points"] == "15"


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
