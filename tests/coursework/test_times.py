"""Times: when a file was handed in, what lateness costs, and which of several attempts counts."""

import os
import zipfile
from datetime import datetime, timedelta

import pytest

from cytostorm.coursework.course.folder import open_course
from tests.coursework.courses import answered, course, grade, put, right, rows, setting

DAY = timedelta(days=1)


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
