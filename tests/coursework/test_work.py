"""A student's graded work: opened, restored, saved at each change; nothing that was typed is lost, and nothing is told."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import cytostorm as cs
from cytostorm import coursework
from cytostorm.coursework import PROBLEMS, CourseworkError, files, open_assignment, sample
from tests.coursework.courses import course, grade, json_values, put


@pytest.fixture
def assignment(tmp_path):
    return sample(tmp_path)


@pytest.fixture
def work(assignment):
    return open_assignment(assignment)


def on_disk(work):
    return files.read_hand_in(work.path)["answers"]


def edited(path, **fields):
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


def test_every_change_is_in_the_file_at_once_and_comes_back(work, assignment):
    work["tipping_point"].answers = {"gain": 1.5}
    assert on_disk(work) == {"tipping_point": {"gain": 1.5}}
    work.answer("tipping_point", "fate", "grows")
    assert on_disk(work) == {"tipping_point": {"gain": 1.5, "fate": "grows"}} == open_assignment(assignment).answers
    assert work["tipping_point"].answers == {"gain": 1.5, "fate": "grows"} == open_assignment(assignment)["tipping_point"].answers
    work["tipping_point"].answers = {"fate": "grows"}
    assert on_disk(work) == {"tipping_point": {"fate": "grows"}}
    work.answer("tipping_point", "fate", None)
    assert on_disk(work) == {}


def test_two_notebooks_do_not_undo_one_another(work, assignment):
    other = open_assignment(assignment)
    forms = work["tipping_point"], other["tipping_point"]
    forms[0].answers = {"gain": 1.5}
    forms[1].answers = {"edge": 2.5}
    assert on_disk(work)["tipping_point"] == {"gain": 1.5, "edge": 2.5}


def test_each_form_knows_the_answers_of_the_others(tmp_path):
    """So that any of them can make the whole file without a kernel."""
    work = open_assignment(sample(tmp_path, ("tipping_point", "lock")))
    lock, tipping_point = work["lock"], work["tipping_point"]
    tipping_point.answers = {"gain": 1.5}
    assert lock.hand_in["answers"] == tipping_point.hand_in["answers"] == {"tipping_point": {"gain": 1.5}}
    assert lock.saved == tipping_point.saved == files.read_hand_in(work.path)["saved"]
    assert {**lock.hand_in["head"], "answers": lock.hand_in["answers"], "saved": lock.saved} == files.read_hand_in(work.path)


def test_what_is_handed_in_is_what_the_course_expects(work):
    work.save()
    found = files.read_hand_in(work.path)
    assert found["assignment"] == files.digest(work.assignment) and found["signature"] == work.assignment["signature"]
    assert abs(datetime.fromisoformat(found["saved"]) - datetime.now(UTC)).total_seconds() < 3600
    assert work.path.name == f"hand-in-{found['student']}.json" and str(work.path.parent) not in str(work.save())


def test_from_the_file_that_the_course_issues_to_its_marks(tmp_path):
    """Half of the answers in the form, half by code; graded on the command line."""
    opened, issued = course(tmp_path/"c", "student,name\nanna,Anna Lind\n")
    given_out = next((tmp_path/"c").rglob(f"assignment-{issued['anna'].pseudonym}.json"))
    work = open_assignment(downloaded(given_out, tmp_path/"home"))
    right = dict(issued["anna"].truths["tipping_point"]["right"])
    by_code = {name: right.pop(name) for name in ("time", "treatment")}
    work["tipping_point"].answers = right
    for name, value in by_code.items():
        work.answer("tipping_point", name, value)
    put(tmp_path/"s"/"anna.json", work.path.read_bytes())
    assert grade(opened, tmp_path/"s", tmp_path/"out"/"marks.csv")["anna"]["points"] == "15"


def downloaded(path, folder):
    """A file downloaded into a folder of the student's own."""
    folder.mkdir()
    return Path(shutil.copy(path, folder))


def test_it_says_at_once_whether_an_answer_is_well_formed_and_keeps_it(work):
    assert "not well-formed" in str(work.answer("tipping_point", "gain", "1,3 or so")) and on_disk(work)["tipping_point"]["gain"] == "1,3 or so"
    assert "gain" in str(work)
    assert "and well-formed" in str(work.answer("tipping_point", "gain", np.float32(1.5))) and on_disk(work)["tipping_point"]["gain"] == 1.5
    assert "1 of 6" in str(work)


@given(json_values())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_whatever_is_answered_by_code_is_kept_and_the_file_stays_readable(work, value):
    said = str(work.answer("tipping_point", "brake", value))
    assert "kept" in said or value is None
    files.read_hand_in(work.path)


@pytest.mark.parametrize("value", [np.nan, np.inf, 10**400, np.arange(3), {"a": 1}, object()])
def test_what_json_cannot_hold_is_no_error(work, value):
    assert "not well-formed" in str(work.answer("tipping_point", "gain", value))
    assert "gain" in on_disk(work)["tipping_point"]


def test_unknown_names_are_told_with_the_nearest_right_one(work):
    with pytest.raises(CourseworkError, match="tipping_point"):
        work["tiping_point"]
    with pytest.raises(CourseworkError, match="'gain'"):
        work.answer("tipping_point", "gian", 1)
    with pytest.raises(CourseworkError, match="any"):
        coursework.practice("tipping_point", patient="some")
    with pytest.raises(CourseworkError, match="whole number"):
        coursework.practice("tipping_point", patient=-1)


def test_files_that_are_none_are_refused_in_words(tmp_path, assignment, monkeypatch):
    (tmp_path/"assignment-bad.json").write_text("{")
    for name, words in (("assignment-bad.json", "breaks off"), ("assignment-none.json", "SAMP-0001")):
        with pytest.raises(CourseworkError, match=words):
            open_assignment(tmp_path/name)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CourseworkError, match="2 assignments"):
        open_assignment()
    (tmp_path/"assignment-bad.json").unlink()
    assert open_assignment().path.name == "hand-in-SAMP-0001.json"
    assignment.unlink()
    with pytest.raises(CourseworkError, match="choose"):
        open_assignment()


def test_another_version_is_a_warning_in_words(assignment):
    edited(assignment, version="0.0.1")
    with pytest.warns(UserWarning, match=f"version 0.0.1 .* version {cs.__version__}"):
        assert open_assignment(assignment)["tipping_point"].sheet["questions"]


def test_numbers_that_do_not_fit_are_told(assignment):
    edited(assignment, problems={"tipping_point": {"k_fb": 1}})
    with pytest.raises(CourseworkError, match="do not fit version"):
        open_assignment(assignment)["tipping_point"]


@pytest.mark.parametrize("content", [b"", b'{"answers": ', b"[]", b"\xff"])
def test_a_broken_hand_in_is_set_aside_and_not_lost(assignment, content):
    path = assignment.with_name("hand-in-SAMP-0001.json")
    path.write_bytes(content)
    with pytest.warns(UserWarning, match="aside-1"):
        work = open_assignment(assignment)
    work.answer("tipping_point", "gain", 1.5)
    assert path.with_name("hand-in-SAMP-0001-aside-1.json").read_bytes() == content


def test_the_hand_in_of_another_assignment_is_set_aside(work, assignment):
    work.answer("tipping_point", "gain", 1.5)
    edited(assignment, seed=35)
    with pytest.warns(UserWarning, match="another assignment"):
        assert open_assignment(assignment).answers == {}


def test_a_file_that_breaks_while_one_works_is_told_by_the_form_and_not_overwritten(work):
    form = work["tipping_point"]
    work.path.write_text("spilt coffee")
    form.answers = {"gain": 1.5}
    assert work.path.name in form.note and "not JSON" in form.note
    assert work.path.read_text() == "spilt coffee" and form.answers == {"gain": 1.5}


def test_a_folder_that_cannot_be_written_is_told(work):
    form = work["tipping_point"]
    work.path = work.path.parent/"gone"/work.path.name
    form.answers = {"gain": 1.5}
    assert form.note.startswith("Not saved")


def test_a_graded_form_holds_no_key(work):
    form = work["tipping_point"]
    assert not form.key and not form.rules and not form.marks
    right = PROBLEMS["tipping_point"].solve(work.assignment["problems"]["tipping_point"])
    text = json.dumps({name: value for name, value in form.get_state().items() if name not in ("_esm", "_css")})
    assert not any(repr(value) in text for value in right.values() if isinstance(value, float))


def test_the_patient_of_the_assignment_runs(work):
    assert cs.simulate(cs.models.patient, days=28, **work.patient)["IL6"].max() > 100
    assert "seed" not in work.assignment  # from a seed the package tells the answers


def test_a_chosen_file_is_put_into_this_folder(tmp_path, monkeypatch, assignment):
    content = assignment.read_bytes()
    assignment.unlink()
    monkeypatch.chdir(tmp_path)
    button, said = coursework.choose().children

    def given_(name, bytes_):
        button.value = ({"name": name, "type": "application/json", "size": len(bytes_), "content": memoryview(bytes_),
                         "last_modified": datetime.now(UTC)},)
        return said.value

    assert "not taken" in given_("notes.json", b"[]") and not list(tmp_path.iterdir())
    assert "open_assignment" in given_("../assignment (1).json", content)
    assert assignment.read_bytes() == content and open_assignment().answers == {}
    edited(assignment, course="mine")
    assert "another content" in given_("assignment.json", content) and json.loads(assignment.read_bytes())["course"] == "mine"


def test_practice_is_the_same_for_everybody_or_another_patient():
    here, again, seven, other = (coursework.practice("tipping_point", patient=p) for p in (None, None, 7, "any"))
    assert here.sheet == again.sheet != seven.sheet != other.sheet and here.name == again.name != seven.name
    assert here.key["gain"]["right"] == here.problem.solve(here.numbers)["gain"]
