"""The report and the feedback: true numbers, nothing of anybody else's, nothing that a browser would run."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest

from cytostorm.coursework.problems import PROBLEMS
from tests.coursework.courses import answered, course, grade, put, right, setting

NAMES = [f"s{i:02}" for i in range(12)]


@pytest.fixture(scope="module")
def issued_course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    return folder, *course(folder/"c", "student,name\n" + "".join(f"{name},Name of {name}\n" for name in NAMES))


class Reader(HTMLParser):
    """Tags, and the cells of each table by the heading above it."""

    def __init__(self, page: str):
        super().__init__()
        self.tags, self.tables, self.heading, self.inside = set(), {}, "", ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.inside = tag
        assert not [name for name, _ in attributes if name.startswith("on") or name in ("src", "href")]
        if tag == "h2":
            self.heading = ""
        if tag == "tr":
            self.tables.setdefault(self.heading, []).append([])
        if tag in ("td", "th"):
            self.tables[self.heading][-1].append("")

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside == "h2":
            self.heading += data
        if self.inside in ("td", "th"):
            self.tables[self.heading][-1][-1] += data

    def rows(self, heading):
        head, *rows = self.tables.get(heading, [[]])
        return [dict(zip(head, row, strict=True)) for row in rows]


def report(folder, opened, answers, name):
    """The report when some students have given these answers to the tipping point."""
    where = folder/name
    for student, given in answers.items():
        put(where/f"s/{student}.json", given)
    grade(opened, where/"s", where/"out/marks.csv")
    return Reader((where/"out/report.html").read_text())


def test_difficulty_and_discrimination_of_a_course_that_is_split_in_two(issued_course):
    folder, opened, issued = issued_course
    answers = {name: answered(opened, issued[name], None if i % 2 else {"tipping_point": {}}) for i, name in enumerate(NAMES)}
    found = report(folder, opened, answers, "split").rows("Questions")
    assert [row["question"] for row in found] == ["gain", "fate", "time", "edge", "treatment", "brake"]
    assert {(row["difficulty"], row["discrimination"], row["not answered"]) for row in found} == {("0.5", "1", "6")}


def test_question_that_the_good_get_wrong_discriminates_backwards(issued_course):
    folder, opened, issued = issued_course
    answers = {}
    for i, name in enumerate(NAMES):
        given = right(issued[name])["tipping_point"]
        answers[name] = answered(opened, issued[name], {"tipping_point": {"treatment": given["treatment"]} if i % 2 else given | {"treatment": "none"}})
    found = {row["question"]: row["discrimination"] for row in report(folder, opened, answers, "backwards").rows("Questions")}
    assert found["treatment"] == "-1" and float(found["gain"]) > 0


def test_discrimination_leaves_the_question_itself_out(issued_course):
    folder, opened, issued = issued_course
    counts = [0, 1, 3, 6, 2, 2, 1, 4, 5, 0, 6, 1]  # questions that each student answers, rightly
    answers = {name: answered(opened, issued[name], {"tipping_point": dict(list(right(issued[name])["tipping_point"].items())[:count])})
               for name, count in zip(NAMES, counts, strict=True)}
    points = np.array([[2, 2, 3, 2, 2, 4]])*(np.arange(6) < np.array(counts)[:, None])
    found = [row["discrimination"] for row in report(folder, opened, answers, "steps").rows("Questions")]
    assert found == [f"{np.corrcoef(points[:, i], points.sum(1) - points[:, i])[0, 1].round(2):g}" for i in range(6)]


def test_distribution_common_mistakes_and_who_is_missing(issued_course):
    folder, opened, issued = issued_course
    answers = {}
    for i, name in enumerate(NAMES[:5]):
        given = right(issued[name])["tipping_point"]
        answers[name] = answered(opened, issued[name], {"tipping_point": {} if i > 3 else given if i > 2 else given | {"gain": 1/given["gain"]}})
    page = report(folder, opened, answers, "mistakes")
    assert {"problem": "tipping_point", "question": "gain", "students": "3", "what they were told": "That is 1/R: damping stands below, amplification above."} in page.rows("Common mistakes")
    text = (folder/"mistakes/out/report.html").read_text()
    assert re.search(r'aria-label="[^"]*: 1 with 0 to 10 %, 0 with[^"]*4 with 90 to 100 %"', text) and ("students", "12") in {tuple(row.values()) for row in page.rows("")}
    assert [row["student"] for row in page.rows("Students without marks, and remarks")] == NAMES[5:]
    assert page.tags <= {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "div", "table", "thead", "tbody", "tr", "th", "td", "svg", "rect", "text"}


def test_equal_wrong_numbers_of_two_patients_are_pointed_out(issued_course):
    folder, opened, issued = issued_course
    answers = {name: answered(opened, issued[name]) for name in NAMES[:8]}
    copied = {name: float(f"{value:.5g}") if isinstance(value, float) else value for name, value in right(issued["s03"])["tipping_point"].items()}
    answers["s03"] = answered(opened, issued["s03"], {"tipping_point": copied})
    answers["s05"] = answered(opened, issued["s05"], {"tipping_point": copied})
    found = report(folder, opened, answers, "equals").rows("Suspicious equals")
    assert [(row["weight"] > "3", row["equal"].count("tipping_point") > 1) for row in found] == [(True, True)]
    text = (folder/"equals/out/report.html").read_text()
    assert "<td>s03</td><td>s05</td>" in text


def test_feedback_speaks_to_one_student_only(issued_course):
    folder, opened, issued = issued_course
    given = right(issued["s00"])["tipping_point"]
    answers = {"s00": answered(opened, issued["s00"], {"tipping_point": given | {"gain": 1/given["gain"], "fate": None, "brake": "<b>4</b> & more"}}),
               "s01": answered(opened, issued["s00"]), "s02": b"{"}
    report(folder, opened, answers, "feedback")
    pages = {path.name: path.read_text() for path in (folder/"feedback/out/feedback").iterdir()}
    assert len(pages) == 12
    mine = pages["s00_feedback.html"]
    assert "That is 1/R" in mine and f"Right for your patient: {given['gain']:.5g}" in mine and "&lt;b&gt;4&lt;/b&gt; &amp; more" in mine and "No answer." in mine
    assert "another&#x27;s assignment" in pages["s01_feedback.html"] and "breaks off in the middle" in pages["s02_feedback.html"]
    assert "Nothing was handed in." in pages["s03_feedback.html"]
    for name, page in pages.items():
        assert "Name of" not in page and not re.search(r"\bs\d\d\b", page.replace(name.partition("_")[0], ""))
        assert re.search(r"^td \{ overflow-wrap: break-word; \}", page, re.M)  # a column is never narrower than a word
        assert "default-src 'none'" in page and not {"script", "img", "a", "link", "b"} & Reader(page).tags


def test_right_answers_can_be_kept_back(tmp_path):
    opened, issued = course(tmp_path/"c", "student\nanna\n")
    setting(tmp_path/"c", "show_right = true", "show_right = false")
    put(tmp_path/"s/anna.json", answered(opened, issued["anna"], {"tipping_point": {"gain": 50, "fate": right(issued["anna"])["tipping_point"]["fate"]}}))
    problem = PROBLEMS["tipping_point"]
    grade(opened, tmp_path/"s", tmp_path/"out/marks.csv")
    page = (tmp_path/"out/feedback/anna_feedback.html").read_text()
    values = [value for value in right(issued["anna"])["tipping_point"].values() if isinstance(value, float)]
    assert ", wrong. </p>" in page and ", right. </p>" in page and ", missing. No answer." in page and problem.questions[0].why not in page and "Right for your patient" not in page and not any(f"{value:.4g}" in page for value in values if len(f"{value:.4g}") > 4)
