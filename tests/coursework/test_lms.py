"""Canvas and Moodle: who handed in, by the names they give to files; what goes back to them, and how."""

import zipfile
from datetime import timedelta

import pytest

from cytostorm.coursework import CourseworkError
from cytostorm.coursework.__main__ import main
from cytostorm.coursework.course.lms import SYSTEMS, handed_back, known, pattern, readings
from tests.coursework.courses import answered, command, course, grade, put, rows, run

DAY = timedelta(days=1)
ROSTER = "student,name,section,email,sis_id,login\n101,\"Öst, Åsa\",A,asa@uni.example,S1,asa1\n102,=Bo Ek,B,bo@uni.example,S2,bo2\n103,Chen Li,B,chen@uni.example,S3,chen3\n"


@pytest.mark.parametrize("system, path, student", [
    ("canvas", "lindanna_101_4711_hand-in.json", "101"),
    ("canvas", "lindanna_LATE_101_4711_hand-in-1.json", "101"),
    ("canvas", "submissions/lind_jonesanna_101_4711_x.json", "101"),
    ("canvas", "_101_4711_.json", "101"),
    ("canvas", "lindanna_101.json", None),
    ("canvas", "101.json", None),
    ("moodle", "Anna Lind_101_assignsubmission_file_/hand-in.json", "101"),
    ("moodle", "Anna Lind_101_assignsubmission_file/hand-in.json", "101"),
    ("moodle", "course/Anna Lind_101_assignsubmission_file_/Bo_102_assignsubmission_file_/x.json", "101"),
    ("moodle", "Anna_Lind_101_assignsubmission_file_/hand-in.json", "101"),
    ("moodle", "Anna Lind_101_assignsubmission_file_hand-in.json", "101"),
    ("moodle", "Anna Lind_101_assignsubmission_onlinetext_/onlinetext.html", None),
    ("plain", "anna.json", "anna"),
    ("plain", "group/anna_x_bo.json", "anna"),
    ("plain", "anna", "anna"),
    ("plain", "-anna.json", None),
    ("plain", "mu\u0308ller_x.json", "m\u00fcller"),
    (r"(?P<student>[a-z]+)/.*", "anna/whatever/bo.txt", "anna"),
])
def test_student_stands_where_the_system_puts_it(system, path, student):
    assert [reading.student for reading in readings(system, path)][-1:] == ([student] if student else [])


@pytest.mark.parametrize("system, path, roster, students", [
    ("canvas", "eve_40113_77_99_555_hand-in.json", {"40113", "99"}, ["40113", "99"]),
    ("canvas", "eve_40113_77_99_555_hand-in.json", {"99"}, ["99"]),
    ("canvas", "lind_101_4711_x_102_9_y.json", {"101", "102"}, ["101", "102"]),
    ("moodle", "Eve_40113_assignsubmission_file_x_99_assignsubmission_file_/h.json", {"40113", "99"}, ["40113", "99"]),
    ("plain", "ada_l_second.json", {"ada", "ada_l"}, ["ada_l"]),
    ("plain", "ada_lovelace.json", {"ada", "ada_l"}, ["ada"]),
    ("plain", "bob.x.json", {"bob", "bob.x"}, ["bob.x"]),
    ("plain", "a.lind@uni.example_second try.json", {"a.lind@uni.example"}, ["a.lind@uni.example"]),
    ("plain", "adam.json", {"ada"}, []),
])
def test_roster_decides_between_readings(system, path, roster, students):
    assert [reading.student for reading in known(system, path, roster)] == students


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
        archive.writestr(zipfile.ZipInfo("ostasa_101_4711_hand-in.json", (2027, 3, 20, 0, 0, 0)), answered(opened, issued["101"]))
        archive.writestr(zipfile.ZipInfo("ekbo_LATE_102_4712_hand-in.json", (2027, 2, 1, 0, 0, 0)), answered(opened, issued["102"], {"tipping_point": {}}))
        archive.writestr(zipfile.ZipInfo("lichen_103_4713_hand-in.json", (2027, 2, 1, 0, 0, 0)), answered(opened, issued["101"]))
    found = grade(opened, tmp_path/"s.zip", tmp_path/"out/marks.csv")
    assert found["101"]["points"] == "15" and not found["101"]["note"]  # when it was packed says nothing
    assert "the LMS calls it late, by an unknown time" in found["102"]["note"] and found["103"]["status"] == "not marked"
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
    assert said.stdout == f"Written: {tmp_path/'moodle.csv'}.\n"
    found = rows(tmp_path/"moodle.csv")
    assert found[0] == {"Identifier": "Participant 101", "Full name": "Öst, Åsa", "Email address": "asa@uni.example", "Grade": "15", "Maximum Grade": "15", "Last modified (grade)": ""}
    assert [row["Grade"] for row in found] == ["15", "0", "0"]


def test_canvas_says_how_times_are_known_and_late_ones_want_a_table(tmp_path):
    opened, issued = course(tmp_path/"c", ROSTER, "canvas")
    for name in ("ostasa_101_4711_hand-in.json", "ekbo_LATE_102_4712_hand-in.json", "lichen_LATE_103_4713_my_LATE_x.json"):
        put(tmp_path/f"s/{name}", answered(opened, issued[name.removesuffix(".json").replace("_LATE", "").split("_")[1]]), 30*DAY)
    said = run("grade", tmp_path/"s", "--course", opened.folder, "--out", tmp_path/"out/marks.csv")
    known_from = "Times of submission come from the files' names: in time (1 files); the files' names: late, by an unknown time, not capped; give --times (2 files)."
    assert known_from in said and known_from in (tmp_path/"out/report.html").read_text().replace("&#x27;", "'")
    (tmp_path/"times.csv").write_text("student,submitted\n101,\n102,2027-03-03 22:00\n999,2027-03-03 22:00\n")
    said = run("grade", tmp_path/"s", "--course", opened.folder, "--out", tmp_path/"out/marks.csv", "--times", tmp_path/"times.csv")
    assert "times.csv: 1 passed over who are not on the roster ('999')." in said
    assert [row["points"] for row in rows(tmp_path/"out/marks.csv")] == ["15", "10.5", "15"]


def test_name_with_two_readings_is_not_marked(tmp_path):
    opened, issued = course(tmp_path/"c", ROSTER, "canvas")
    put(tmp_path/"s/eve_101_77_102_4712_x.json", answered(opened, issued["101"]))
    put(tmp_path/"s/eve_999_77_103_4712_x.json", answered(opened, issued["103"]))
    found = grade(opened, tmp_path/"s", tmp_path/"out/marks.csv")
    assert found["101"]["status"] == "nothing handed in" and found["103"]["points"] == "15" and "read in several ways" in found["103"]["note"]
    assert "can be read as that of '101' or '102'" in rows(tmp_path/"out/files.csv")[0]["reason"]


def marks_csv(path, points, status="marked"):
    path.write_text(f"student;name;section;email;sis_id;login;points;out_of;status\n101;A;;;;;{points};15;{status}\n")
    return path


def test_marks_as_a_spreadsheet_leaves_them(tmp_path, capsys):
    marks = marks_csv(tmp_path/"marks.csv", "10,5", "texts to read")
    assert "1 of 1 students have texts that nobody has read yet" in run("moodle", marks, "--out", tmp_path/"m.csv")
    assert rows(tmp_path/"m.csv")[0]["Grade"] == "10.5"
    marks_csv(marks, "ten")
    assert main(["canvas", str(marks), "--assignment", "x", "--out", str(tmp_path/"o.csv")]) == 2
    assert "marks.csv, line 2: points is a number; got 'ten'" in capsys.readouterr().err


@pytest.mark.parametrize("out, words", [("marks.csv", "which is read"), ("none/o.csv", "there is no folder"), ("o.txt", "ends on .csv"), (".", "is a folder")])
def test_import_takes_no_other_files_place(out, words, tmp_path, capsys):
    before = marks_csv(tmp_path/"marks.csv", "10").read_bytes()
    assert main(["moodle", str(tmp_path/"marks.csv"), "--out", str(tmp_path/out)]) == 2
    said = capsys.readouterr().err
    assert words in said and said.count("\n") == 1 and [path.name for path in tmp_path.iterdir()] == ["marks.csv"] and (tmp_path/"marks.csv").read_bytes() == before


@pytest.mark.parametrize("file_names, student, words", [
    ("canvas", "ada", "line 2: 'ada' can be nobody's id, since Canvas names students by a number"),
    ("moodle", "40113.0", "a spreadsheet has rewritten it"),
    ("moodle", "1.23E+05", "a spreadsheet has rewritten it"),
])
def test_ids_that_no_file_can_have_are_refused_before_issuing(file_names, student, words, tmp_path, capsys):
    run("new-course", tmp_path/"c", "--title", "x", "--due", "2027-03-01", "--file-names", file_names, "--problems", "tipping_point")
    (tmp_path/"c/roster.csv").write_text(f"student\n{student}\n")
    for what in ("issue", "dry-run"):
        assert main([what, str(tmp_path/"c")]) == 2
        assert words in capsys.readouterr().err
    assert not (tmp_path/"c/truths.jsonl").exists()


def test_ids_that_a_spreadsheet_has_rewritten_are_pointed_out(tmp_path):
    run("new-course", tmp_path/"c", "--title", "x", "--due", "2027-03-01", "--problems", "tipping_point")
    (tmp_path/"c/roster.csv").write_text("student\n40113.0\nada.0x\n")
    for what in ("dry-run", "issue"):
        assert run(what, tmp_path/"c").count("may have been a number; a spreadsheet has rewritten it") == 1
