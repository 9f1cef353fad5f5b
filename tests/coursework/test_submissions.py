"""Untrusted hand-ins: every hostile file has one row with its own reason, stops nothing and loses nothing."""

import json
import os
import stat
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cytostorm.coursework.__main__ import main
from cytostorm.coursework.course.changes import marks
from cytostorm.coursework.course.grade import Desk
from cytostorm.coursework.course.submissions import Upload
from cytostorm.coursework.files import LARGEST, hand_in
from cytostorm.coursework.problems import PROBLEMS
from tests.coursework.courses import DUE, answered, course, grade, json_values, put, right, rows

STUDENTS = ("perfect", "strings", "nan", "infinity", "huge", "deep", "deeper", "twice", "wide", "cut", "empty", "pdf", "latin", "list", "assignment",
            "edited", "forged", "neighbour", "renamed", "lastyear", "older", "archive", "binary", "formula", "html", "extra", "surrogate", "answers")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    return folder, *course(folder/"c", "student,name\n" + "".join(f"{name},{name.title()}\n" for name in STUDENTS))


def edited(raw: bytes, **fields) -> bytes:
    return json.dumps(json.loads(raw) | fields).encode()


def hostile(opened, issued) -> dict[str, tuple[bytes, str]]:
    """Bytes by the student whose name the file has, and the words of its reason; no words for what is marked."""
    fine = {name: answered(opened, one) for name, one in issued.items()}
    changed = json.loads(json.dumps(issued["edited"].assignment(opened)))
    changed["problems"]["tipping_point"]["k_c"] *= 2
    deeper = fine["deeper"].replace(b'"answers": {', b'"answers": {"tipping_point": ' + b'{"a":'*50_000 + b"1" + b"}"*50_000 + b', "b": {')
    text = right(issued["strings"])["tipping_point"]
    return {
        "perfect": (fine["perfect"], ""),
        "strings": (answered(opened, issued["strings"], {"tipping_point": {name: str(value) for name, value in text.items()}}), ""),
        "nan": (fine["nan"].replace(b'"answers": {', b'"answers": {"x": {"y": NaN}, '), "it holds NaN"),
        "infinity": (fine["infinity"].replace(b'"answers": {', b'"answers": {"x": {"y": 1e999}, '), "too large or too long: 1e999"),
        "huge": (fine["huge"].replace(b'"answers": {', b'"answers": {"x": {"y": ' + b"9"*100_000 + b"}, "), "a whole number of 100,000 digits"),
        "deep": (fine["deep"].replace(b'"answers": {', b'"answers": {"x": ' + b"["*20 + b"]"*20 + b", "), "nested too deeply"),
        "deeper": (deeper, "nested too deeply"),
        "twice": (fine["twice"].replace(b'{"format"', b'{"course": "mine", "format"'), "the key 'course' occurs twice"),
        "wide": (b" "*(LARGEST + 1), "too large"),
        "cut": (fine["cut"][:-40], "breaks off in the middle"),
        "empty": (b"", "it is empty"),
        "pdf": (b"%PDF-1.7 \x80\x81", "not text in UTF-8"),
        "latin": (fine["latin"].replace(b'"answers"', '"é": 1, "answers"'.encode("latin-1")), "not text in UTF-8"),
        "list": (b"[1, 2]", "JSON, but no object"),
        "assignment": (json.dumps(issued["assignment"].assignment(opened)).encode(), "it is the assignment"),
        "edited": (json.dumps(hand_in(changed, right(issued["edited"]))).encode(), "its assignment was edited"),
        "forged": (edited(fine["forged"], signature="0"*64), "its assignment was edited"),
        "neighbour": (fine["perfect"], "another's assignment"),
        "renamed": (edited(fine["perfect"], student=issued["renamed"].pseudonym), "though it gives the right pseudonym"),
        "lastyear": (edited(fine["lastyear"], course="the-edge-2025-abcdef"), "another year's"),
        "older": (edited(fine["older"], version="0.0.9"), "version '0.0.9' of the book"),
        "archive": (b"PK\x03\x04" + bytes(100), "it is an archive"),
        "binary": (bytes(range(256)), "not text in UTF-8"),
        "formula": (answered(opened, issued["formula"], {"tipping_point": {"gain": "=cmd|' /C calc'!A0", "fate": "@SUM(1)"}}), ""),
        "html": (answered(opened, issued["html"], {"tipping_point": {"gain": "<script>alert(1)</script>", "fate": "\"><img src=x onerror=alert(1)>"}}), ""),
        "extra": (answered(opened, issued["extra"], right(issued["extra"]) | {"<b>nothing</b>": {"x": 1}}), ""),
        "surrogate": (answered(opened, issued["surrogate"], {"tipping_point": {"gain": "\ud800"}}), ""),
        "answers": (edited(fine["answers"], answers={"tipping_point": [1, 2]}), "no object of question and answer"),
    }


def test_hostile_files_in_a_folder_have_a_row_each(made):
    folder, opened, issued = made
    files = hostile(opened, issued)
    where = folder/"folder"
    for name, (raw, _) in files.items():
        put(where/f"{name}_work.json", raw)
    expected = {f"{name}_work.json": words for name, (_, words) in files.items()}
    put(where/"perfect_again.json", files["perfect"][0])
    put(where/"p\u0435rfect_x.json", files["perfect"][0])
    put(where/"nobody.json", files["perfect"][0])
    put(where/"=1+1_x.json", files["perfect"][0])
    put(where/"<img src=x>.json", b"{}")
    put(where/"deep/er/pdf_second.json", b"PK\x03\x04")
    with put(where/"wide_sparse.json", b"").open("wb") as file:
        file.truncate(100_000_000)
    (where/"folder.json").mkdir()
    os.symlink(where/"perfect_work.json", where/"cut_link.json")
    os.symlink("/etc", where/"linked")
    os.mkfifo(where/"cut_pipe.json")
    (where/".DS_Store").write_bytes(b"x")
    expected |= {"perfect_again.json": "", "p\u0435rfect_x.json": "'p\\u0435rfect', who is not on the roster, though it looks like 'perfect'", 
                 "nobody.json": "not on the roster.", "=1+1_x.json": "names no student", "<img src=x>.json": "names no student", 
                 "deep/er/pdf_second.json": "it is an archive", "wide_sparse.json": "100.0 MB", "folder.json": "it is a folder",
                 "cut_link.json": "it is a link", "linked": "it is a link", "cut_pipe.json": "no regular file", ".DS_Store": "litter"}
    by_student = grade(opened, where, folder/"out/marks.csv")
    check_rows(rows(folder/"out/files.csv"), expected)
    check_marks(by_student)
    assert by_student["cut"]["status"] == "not marked" and "breaks off" in by_student["cut"]["note"]
    everything = b"".join(path.read_bytes() for path in (folder/"out").rglob("*") if path.suffix == ".html")
    assert b"<script" not in everything and b"<img" not in everything and b"&lt;script&gt;" in everything
    for path in (folder/"out").glob("*.csv"):
        assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows(path) for cell in row.values())


def check_rows(found, expected):
    assert sorted(row["file"].removeprefix("'") for row in found) == sorted(expected)
    for row in found:
        words = expected[row["file"].removeprefix("'")]
        assert (words in row["reason"] and row["status"] == "not marked" and row["reason"].endswith((".", ").")) if words else not row["reason"]), row


def check_marks(by_student):
    assert list(by_student) == list(STUDENTS)
    assert by_student["perfect"]["points"] == "15" and by_student["extra"]["points"] == "15" and "what was not asked" in by_student["extra"]["note"]
    assert by_student["strings"]["points"] == "4"  # the choices; numbers as text are not well-formed
    assert by_student["formula"]["points"] == by_student["html"]["points"] == by_student["surrogate"]["points"] == "0"
    assert by_student["html"]["status"] == "marked"


def test_hostile_entries_of_an_archive_have_a_row_each(made):
    folder, opened, issued = made
    files = hostile(opened, issued)
    expected = {f"{name}_work.json": words for name, (_, words) in files.items()}
    path = folder/"hand-ins.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (raw, _) in files.items():
            archive.writestr(zipfile.ZipInfo(f"{name}_work.json", (2027, 3, 1, 12, 0, 0)), raw, zipfile.ZIP_DEFLATED)
        for name in ("../escape/cut.json", "/cut.json", "C:/cut.json", "..\\cut.json"):
            archive.writestr(name, files["perfect"][0])
        archive.writestr("cut_bomb.json", bytes(100_000_000))
        link = zipfile.ZipInfo("cut_link.json")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr(zipfile.ZipInfo("cut_bz2.json"), files["perfect"][0], zipfile.ZIP_BZIP2)
        archive.writestr("cut_secret.json", files["perfect"][0])
        archive.writestr("cut_damaged.json", files["cut"][0]*3)
        archive.writestr("cut_dir.json/", b"")
        archive.writestr("perfect_" + "x"*1000 + ".json", files["perfect"][0])
    damage(path)
    expected |= {"perfect_" + "x"*92 + "…": "its path is too long", "../escape/cut.json": "leads out", "/cut.json": "leads out",
                 "C:/cut.json": "leads out", "../cut.json": "leads out", "cut_bomb.json": "100.0 MB", "cut_link.json": "it is a link",
                 "cut_bz2.json": "packed in a way", "cut_secret.json": "encrypted", "cut_damaged.json": "damaged in the archive",
                 "cut_dir.json/": "it is a folder"}
    before = set(folder.parent.rglob("*"))
    by_student = grade(opened, path, folder/"zipped/marks.csv")
    check_rows(rows(folder/"zipped/files.csv"), expected)
    check_marks(by_student)
    assert {new.relative_to(folder).parts[0] for new in set(folder.parent.rglob("*")) - before} == {"zipped"}


def damage(path):
    """Flag one entry as encrypted, and break the data of another."""
    raw = bytearray(path.read_bytes())
    for name, offset, flags_at in ((b"cut_secret.json", 30, 6), (b"cut_secret.json", 46, 8)):
        at = raw.rfind(name) if offset == 46 else raw.find(name)
        raw[at - offset + flags_at] |= 1
    at = raw.find(b"cut_damaged.json") + len(b"cut_damaged.json")
    raw[at + 30:at + 40] = bytes(10)
    path.write_bytes(raw)


def test_duplicate_names_in_an_archive_are_told_apart(made):
    folder, opened, issued = made
    with zipfile.ZipFile(folder/"double.zip", "w") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("perfect.json", answered(opened, issued["perfect"]))
        archive.writestr("perfect.json", b"{}")
    assert grade(opened, folder/"double.zip", folder/"double/marks.csv")["perfect"]["points"] == "15"
    assert [row["reason"] for row in rows(folder/"double/files.csv")] == ["", "a file of the same name stands before it in the archive."]


def test_what_is_no_archive_is_said_before_anything_is_written(made, tmp_path, capsys):
    _, opened, _ = made
    (tmp_path/"x.zip").write_bytes(b"PK\x03\x04" + struct.pack("<I", 7)*100)
    for source in (tmp_path/"x.zip", tmp_path/"none"):
        assert main(["grade", str(source), "--course", str(opened.folder), "--out", str(tmp_path/"out/marks.csv")]) == 2
        assert "neither a folder nor a zip archive" in capsys.readouterr().err
    assert not (tmp_path/"out").exists()
    assert main(["grade", str(tmp_path), "--course", str(opened.folder), "--out", str(tmp_path/"out/marks.csv")]) == 2
    assert "--out lies in the folder of the submissions" in capsys.readouterr().err


JSON = json_values(st.floats(allow_nan=False, allow_infinity=False))
fuzz = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture(scope="module")
def desk(made):
    _, opened, issued = made
    return Desk(opened), opened, issued["perfect"]


def judged(desk, raw):
    """An attempt has a reason, or marks within bounds."""
    at, opened, one = desk
    attempt = at.attempt(Upload("perfect.json", raw, submitted=DUE))
    assert attempt.student == "perfect"
    if attempt.reason:
        assert attempt.reason.endswith(".") and "\n" not in attempt.reason
        return attempt
    found = marks("tipping_point", one.truths["tipping_point"], attempt.answers.get("tipping_point", {}), ())
    assert len(found) == 6 and all(0 <= mark.points <= mark.out_of and mark.words for mark in found if mark.verdict != "right")
    return attempt


@fuzz
@given(raw=st.binary(max_size=400))
def test_random_bytes_have_a_reason(desk, raw):
    assert judged(desk, raw).reason


@fuzz
@given(value=JSON)
def test_random_json_has_a_reason(desk, value):
    assert judged(desk, json.dumps(value).encode()).reason


@fuzz
@given(answers=st.dictionaries(st.sampled_from([*PROBLEMS["tipping_point"].asked, "?"]), JSON | st.floats(0, 10) | st.sampled_from(["grows", "clear"])))
def test_random_answers_are_marked(desk, answers):
    assert not judged(desk, answered(desk[1], desk[2], {"tipping_point": answers})).reason


@fuzz
@given(at=st.integers(0, 2000), cut=st.integers(0, 3), put_in=st.binary(max_size=3))
def test_mutated_hand_ins_are_marked_or_have_a_reason(desk, at, cut, put_in):
    raw = answered(desk[1], desk[2])
    at %= len(raw)
    judged(desk, raw[:at] + put_in + raw[at + cut:])


@fuzz
@given(name=st.text(max_size=40).filter(lambda name: "perfect" not in name.casefold()))
def test_random_file_names_are_nobodys(desk, name):
    assert desk[0].attempt(Upload(name + ".json", answered(desk[1], desk[2]))).reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_file_has_its_reason(made):
    folder, opened, issued = made
    where = folder/"unreadable"
    put(where/"perfect.json", answered(opened, issued["perfect"]))
    put(where/"cut.json", b"{}").chmod(0)
    grade(opened, where, folder/"unread/marks.csv")
    assert [row["reason"] for row in rows(folder/"unread/files.csv")] == ["it cannot be read: Permission denied.", ""]


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """A course with a question of every kind."""
    folder = tmp_path_factory.mktemp("kinds")
    return folder, *course(folder/"c", "student\nanna\nbo\n", problems=("trial", "capstone"))


NAMES = {name: list(PROBLEMS[name].asked) for name in ("trial", "capstone")}
DOSE = st.fixed_dictionaries({"drug": st.sampled_from(["tocilizumab", "anakinra", "?"]) | JSON, "amount": st.floats(0, 20) | JSON,
                              "day": st.floats(0, 30) | JSON},
                             optional={"every": JSON, "times": st.integers(0, 70) | JSON, "more": JSON})

ANSWER = JSON | st.text(min_size=400, max_size=900) | st.lists(DOSE, max_size=3) | st.floats(0, 100)


@settings(fuzz, max_examples=25)
@given(answers=st.fixed_dictionaries({name: st.dictionaries(st.sampled_from(names), ANSWER) for name, names in NAMES.items()}))
def test_random_answers_of_every_kind_go_through_the_whole_of_grading(everything, answers):
    folder, opened, issued = everything
    for name, one in issued.items():
        put(folder/f"s/{name}.json", answered(opened, one, answers))
    found = grade(opened, folder/"s", folder/"out/marks.csv")
    assert all(row["status"] in ("marked", "texts to read") and 0 <= float(row["points"]) <= float(row["out_of"]) for row in found.values()), found
    assert b"<script" not in b"".join(path.read_bytes() for path in (folder/"out").rglob("*.html"))
