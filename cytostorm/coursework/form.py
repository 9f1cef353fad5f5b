"""A problem as a form, on a page of the book and in a notebook; practice is judged at once, graded work is only kept."""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from html import escape
from importlib.resources import files
from typing import Any

import anywidget
import traitlets

from . import files as formats
from .judge import RULES
from .patients import PRACTICE, CourseworkError, Patient, draw
from .problem import Problem
from .problems import named
from .questions import Plan

_STATIC = files("cytostorm.explorer") / "static"

#: The seed of the patient whom everybody sees on the site; graded work never uses it.
DEMONSTRATION = 2024


class Form(anywidget.AnyWidget):
    """A problem of one patient, to be filled in.

    Traits
    ------
    kind : str
        What the site's loader tells a form from a figure by.
    sheet, key, rules : dict
        What is asked (`Problem.sheet`); how it is judged (`Problem.key`, `judge.RULES`), empty for graded work.
    answers : dict
        By question; a number that is none yet is there as the text that was typed.
    marks : dict
        Python's marks, by question, of what a page cannot judge (plans), each with the answer that it belongs to.
    hand_in : dict
        The file to hand in, for graded work: "file" (its name), "head" (its fields but for the answers), "answers" of all problems.
    name, who, saved, note : str
        Under which a browser keeps the answers; whose problem it is, in words; when the answers were saved, in UTC; the last line of the form.
    """

    _esm = (_STATIC / "form.js").read_text(encoding="utf-8")
    _css = (_STATIC / "form.css").read_text(encoding="utf-8")

    kind = traitlets.Unicode("form").tag(sync=True)
    sheet = traitlets.Dict().tag(sync=True)
    key = traitlets.Dict().tag(sync=True)
    rules = traitlets.Dict().tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)
    hand_in = traitlets.Dict().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    who = traitlets.Unicode().tag(sync=True)
    saved = traitlets.Unicode().tag(sync=True)
    note = traitlets.Unicode().tag(sync=True)

    def __init__(self, problem: Problem, patient: Patient, numbers: Mapping[str, Any], **traits):
        self.problem, self.patient, self.numbers = problem, patient, dict(numbers)
        sheet = problem.sheet(numbers, patient.seed)
        super().__init__(sheet=sheet, name=f"{problem.identifier}/{zlib.crc32(formats.canonical(sheet)):08x}", **traits)

    def _repr_mimebundle_(self, **kwargs):
        """The widget, and beside it the sheet as plain HTML, for readers without JavaScript."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return data | {"text/html": as_html(self.sheet, self.who), "text/plain": f"{self.sheet['title']}: a form. {self.who}."}, metadata


def practice(identifier: str, patient: int | str | None = None) -> Form:
    """A problem to practise on, judged at once, as often as one likes.

    Parameters
    ----------
    identifier : str
        Such as "tipping_point".
    patient : int or "any", optional
        The number of a practice patient, or one at random; the demonstration patient of the site when left out.

    Raises
    ------
    CourseworkError
        A problem that there is not, or a patient that is no whole number from 0 on.

    Examples
    --------
    >>> from cytostorm import coursework
    >>> coursework.practice("tipping_point", patient=7).who
    'Practice patient 7'
    """
    problem = named(identifier)
    if isinstance(patient, str) and patient != "any" or isinstance(patient, int) and patient >= PRACTICE:
        raise CourseworkError(f"patient= is the number of a practice patient, from 0 to {PRACTICE - 1:,}, or \"any\"; got {patient!r}.")
    seed = DEMONSTRATION if patient is None else secrets.randbelow(PRACTICE) if patient == "any" else patient
    drawn = draw(seed)
    truth = problem.truth(drawn)
    form = Form(problem, drawn, truth["numbers"], key=problem.key(truth), rules=RULES,
                who="Demonstration patient" if patient is None else f"Practice patient {seed}")
    form.observe(lambda change: _judge_plans(form, truth, change), "answers")
    return form


def _judge_plans(form: Form, truth: Mapping, change) -> None:
    """Mark the plans that have changed: what a page without Python cannot do."""
    plans = [q.name for q in form.problem.questions if isinstance(q, Plan) and change.new.get(q.name) != change.old.get(q.name)]
    if plans:
        marks = {mark.question: mark for mark in form.problem.check(truth, change.new)}
        form.marks = form.marks | {name: _shown(asdict(marks[name])) | {"answer": change.new.get(name)} for name in plans}


def _shown(mark: dict) -> dict:
    """A mark under the names that the page uses."""
    return {"outOf": mark.pop("out_of")} | mark


def as_html(sheet: Mapping, who: str = "") -> str:
    """A sheet as plain HTML: everything to read, nothing to fill in."""
    asked = "".join(f"<li><p>{escape(q['ask'])} ({q['points']} points{_unit(q)})</p>{_options(q)}</li>" for q in sheet["questions"])
    return (f'<div class="cytostorm-asked"><p><strong>{escape(sheet["title"])}</strong> ({escape(who)})</p>'
            f'{"".join(_BLOCKS[block["kind"]](block) for block in sheet["given"])}<ol>{asked}</ol>'
            '<p>With JavaScript, here or in a notebook, this is a form to fill in.</p></div>')


def _unit(question: Mapping) -> str:
    return f", in {escape(question['unit'])}" if question.get("unit", "1") != "1" else ""


def _options(question: Mapping) -> str:
    lines = [option["text"] for option in question.get("options", ())] + [f"{line['text']} ({line['points']})" for line in question.get("rubric", ())]
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>" if lines else ""


def _table(columns, rows) -> str:
    head = "".join(f'<th scope="col">{escape(str(column))}</th>' if column else "<td></td>" for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _numbers(block: Mapping) -> str:
    """Curves as their numbers, folded."""
    tables = "".join(f"<p>{escape(line['name'])}</p>{_table((block['x'], block['y']), zip(line['x'], line['y'], strict=True))}"
                     for line in block["lines"])
    return f"<details><summary>{escape(block['y'])} against {escape(block['x'])}, in numbers</summary>{tables}</details>"


_BLOCKS = {
    "text": lambda block: f"<p>{escape(block['text'])}</p>",
    "code": lambda block: f"<pre><code>{escape(block['text'])}</code></pre>",
    "table": lambda block: _table(block["columns"], block["rows"]),
    "curves": _numbers,
}
