"""Texts: one anonymous sheet for those who mark by hand, and what becomes of it when texts, readers or points change."""

import pytest

from cytostorm.coursework.__main__ import main
from cytostorm.coursework.problem import Problem
from cytostorm.coursework.problems import PROBLEMS
from cytostorm.coursework.questions import Choice, Number, Option, Plan, Text
from tests.coursework.courses import ROSTER, answered, course, grade, put, right, rows


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
