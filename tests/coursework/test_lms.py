"""Canvas and Moodle: who handed in, by the names they give to files; what goes back to them, and how."""

import zipfile

import pytest

from cytostorm.coursework import CourseworkError
from cytostorm.coursework.course.lms import SYSTEMS, handed_back, pattern, readings
from tests.coursework.courses import answered, command, course, grade, put, rows

ROSTER = "student,name,section,email,sis_id,login\n101,\"Öst, Åsa\",A,asa@uni.example,S1,asa1\n102,=Bo Ek,B,bo@uni.example,S2,bo2\n103,Chen Li,B,chen@uni.example,S3,chen3\n"


@pytest.mark.parametrize("system, path, student", [
    ("canvas", "lindanna_101_4711_hand-in.json", "101"),
    ("canvas", "lindanna_LATE_101_4711_hand-in-1.json", "101"),
    ("canvas", "submissions/lindanna_101_4711_x_102_9_y.json", "101"),
    ("canvas", "_101_4711_.json", "101"),
    ("canvas", "lindanna_101.json", None),
    ("canvas", "101.json", None),
    ("moodle", "Anna Lind_101_assignsubmission_file_/hand-in.json", "101"),
    ("moodle", "Anna Lind_101_assignsubmission_file/hand-in.json", "101"),
    ("moodle", "course/Anna Lind_101_assignsubmission_file_/Bo_102_assignsubmission_file_/x.json", "101"),
    ("moodle", "Anna Lind_101_assignsubmission_file_hand-in.json", "101"),
    ("moodle", "Anna Lind_101_assignsubmission_onlinetext_/onlinetext.html", None),
    ("plain", "anna.json", "anna"),
    ("plain", "a.lind@uni.example_second try.json", "a.lind@uni.example"),
    ("plain", "group/anna_x_bo.json", "anna"),
    ("plain", "anna", None),
    (r"(?P<student>[a-z]+)/.*", "anna/whatever/bo.txt", "anna"),
])
def test_student_stands_where_the_system_puts_it(system, path, student):
    found = pattern(system).fullmatch(path)
    assert (found and found["student"]) == student


@pytest.mark.parametrize("system, path, expected", [
    ("canvas", "lindanna_LATE_101_4711_hand-in.json", "lindanna_101_4711_feedback.html"),
    ("canvas", "", "Anna Lind_101_feedback.html"),
    ("moodle", "x/Anna Lind_101_assignsubmission_file_/a.json", "Anna Lind_101_assignfeedback_file_/feedback.html"),
    ("moodle", "", "Anna Lind_101_assignfeedback_file_/feedback.html"),
    ("plain", "101_x.json", "101_feedback.html"),
    ("canvas", "a:<b>\\…" + "x"*300 + "_101_4711_y.json", ("a b " + "x"*300)[:60] + "_101_4711_feedback.html"),
])
def test_feedback_goes_where_the_system_looks_for_it(system, path, expected):
    assert handed_back(system, "101", "Anna Lind", path, "feedback.html") == expected


def test_pattern_needs_its_group():
    with pytest.raises(CourseworkError, match="with a group"):
        pattern("(.*)_x")
    assert not any(pattern(name) for name in SYSTEMS)


def test_canvas_from_its_archive_to_its_gradebook(tmp_path):
    opened, issued = course(tmp_path/"c", ROSTER, "canvas")
    with zipfile.ZipFile(tmp_path/"s.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("ostasa_101_4711_hand-in.json", (2027, 2, 1, 0, 0, 0)), answered(opened, issued["101"]))
        archive.writestr(zipfile.ZipInfo("ekbo_LATE_102_4712_hand-in.json", (2027, 2, 1, 0, 0, 0)), answered(opened, issued["102"], {"tipping_point": {}}))
        archive.writestr(zipfile.ZipInfo("lichen_103_4713_hand-in.json", (2027, 2, 1, 0, 0, 0)), answered(opened, issued["101"]))
    found = grade(opened, tmp_path/"s.zip", tmp_path/"out/marks.csv")
    assert "the LMS calls it late" in found["102"]["note"] and found["103"]["status"] == "not marked"
    assert {name: row["name"] for name, row in found.items()} == {"101": "Öst, Åsa", "102": "'=Bo Ek", "103": "Chen Li"}
    with zipfile.ZipFile(tmp_path/"out/feedback.zip") as archive:
        assert set(archive.namelist()) == {"ostasa_101_4711_feedback.html", "ekbo_102_4712_feedback.html", "lichen_103_4713_feedback.html"}
        assert archive.read("ostasa_101_4711_feedback.html") == (tmp_path/"out/feedback/ostasa_101_4711_feedback.html").read_bytes()
    said = command("canvas", tmp_path/"out/marks.csv", "--assignment", "The edge (77)", "--out", tmp_path/"canvas.csv")
    assert said.returncode == 0, said.stderr
    assert rows(tmp_path/"canvas.csv") == [
        {"Student": "Öst, Åsa", "ID": "101", "SIS User ID": "S1", "SIS Login ID": "asa1", "Section": "A", "The edge (77)": "15"},
        {"Student": "'=Bo Ek", "ID": "102", "SIS User ID": "S2", "SIS Login ID": "bo2", "Section": "B", "The edge (77)": "0"},
        {"Student": "Chen Li", "ID": "103", "SIS User ID": "S3", "SIS Login ID": "chen3", "Section": "B", "The edge (77)": "0"}]


def test_moodle_from_its_folders_to_its_worksheet(tmp_path):
    opened, issued = course(tmp_path/"c", ROSTER, "moodle")
    with zipfile.ZipFile(tmp_path/"c/hand-out.zip") as archive:
        assert f"Öst, Åsa_101_assignfeedback_file_/assignment-{issued['101'].pseudonym}.json" in archive.namelist()
    put(tmp_path/"s/Åsa Öst_101_assignsubmission_file_/hand-in.json", answered(opened, issued["101"]))
    grade(opened, tmp_path/"s", tmp_path/"out/marks.csv")
    with zipfile.ZipFile(tmp_path/"out/feedback.zip") as archive:
        assert set(archive.namelist()) == {"Åsa Öst_101_assignfeedback_file_/feedback.html", "Bo Ek_102_assignfeedback_file_/feedback.html", "Chen Li_103_assignfeedback_file_/feedback.html"}
    said = command("moodle", tmp_path/"out/marks.csv", "--out", tmp_path/"moodle.csv")
    assert said.returncode == 0, said.stderr
    found = rows(tmp_path/"moodle.csv")
    assert found[0] == {"Identifier": "Participant 101", "Full name": "Öst, Åsa", "Email address": "asa@uni.example", "Grade": "15", "Maximum Grade": "15", "Last modified (grade)": ""}
    assert [row["Grade"] for row in found] == ["15", "0", "0"]
