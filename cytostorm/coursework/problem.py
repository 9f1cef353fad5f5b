"""A problem: a patient becomes numbers, numbers become right answers, answers become marks; and the sheet that a student sees.

Sheet and key are plain data, ready for JSON. A sheet says what is asked and holds no answer; a key holds them, and goes only
where practice is judged at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from . import plans
from .follow import curve
from .judge import followed, judge, usual
from .patients import Patient, random_numbers
from .questions import Choice, Mark, Number, Plan, Question, Text


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One problem. `mirrors` is the article's mark (@problem_id) and `of` what is said there; `given` are the blocks to be read first."""

    identifier: str
    title: str
    mirrors: str
    of: str
    chapter: str
    objectives: tuple[str, ...]
    minutes: int
    needs: str
    generate: Callable[[Patient], dict]
    given: Callable[[SimpleNamespace], list[dict]]
    questions: tuple[Question, ...]

    @property
    def points(self) -> int:
        return sum(question.points for question in self.questions)

    @property
    def asked(self) -> dict[str, Question]:
        """The questions by name, in order."""
        return {question.name: question for question in self.questions}

    def solve(self, numbers: Mapping) -> dict:
        """The right answer to each question that has one, in order."""
        n, right = SimpleNamespace(**numbers), SimpleNamespace()
        for question in self.questions:
            if question.right:
                setattr(right, question.name, _plain(question.right(n, right)))
        return vars(right)

    def solve_from(self, numbers: Mapping, answers: Mapping, question: str) -> float | str:
        """What is right for one question after the given answers to those before; nan where they lead nowhere."""
        return _plain(followed(self.asked[question].right, SimpleNamespace(**numbers), SimpleNamespace(**answers)))

    def truth(self, patient: Patient) -> dict:
        """All that marking needs of a patient, as plain data: numbers, right answers, and what the usual mistakes give."""
        numbers = self.generate(patient)
        right = self.solve(numbers)
        n, r = SimpleNamespace(**numbers), SimpleNamespace(**right)
        return {"numbers": numbers, "right": right, "mistakes": {q.name: usual(q, n, r) for q in self.questions if q.mistakes}}

    def check(self, truth: Mapping, answers: Mapping) -> list[Mark]:
        """A mark for each question; `answers` by the name of the question, as they came out of JSON."""
        n, right = SimpleNamespace(**truth["numbers"]), SimpleNamespace(**truth["right"])
        sound = {q.name: answers[q.name] for q in self.questions if q.followable(answers.get(q.name))}
        own = SimpleNamespace(**truth["right"] | sound)
        return [judge(q, answers.get(q.name), n, right, truth["mistakes"].get(q.name, []), own) for q in self.questions]

    def sheet(self, numbers: Mapping, seed: int) -> dict:
        """What a student sees; the options of a choice stand in an order of the patient's own."""
        n = SimpleNamespace(**numbers)
        asked = [_asked(question, n, random_numbers(seed, f"{self.identifier} {question.name}")) for question in self.questions]
        return {"problem": self.identifier, "title": self.title, "minutes": self.minutes, "given": self.given(n), "questions": asked}

    def key(self, truth: Mapping) -> dict:
        """What a page needs to judge practice by itself: for each question the right answer, mistakes and words."""
        n, right = SimpleNamespace(**truth["numbers"]), SimpleNamespace(**truth["right"])
        asked, mistakes = self.asked, truth["mistakes"]
        return {q.name: _key(q, getattr(right, q.name), mistakes.get(q.name, [])) | {
                    "follows": [curve(q, asked[name], n, right, mistakes.get(name, [])) for name in q.follows]}
                for q in self.questions if isinstance(q, (Number, Choice))}


def _plain(value: float | str) -> float | str:
    """A value as JSON keeps it: NumPy's numbers become Python's."""
    return value if isinstance(value, str) else float(value)


def _asked(question: Question, n: SimpleNamespace, rng: np.random.Generator) -> dict:
    shown = {"name": question.name, "kind": type(question).__name__.lower(), "ask": question.ask.format_map(vars(n)), "points": question.points}
    match question:
        case Number():
            shown |= {"unit": question.unit, "range": list(question.range), "figures": question.figures}
        case Choice():
            options = [{"key": option.key, "text": option.text.format_map(vars(n))} for option in question.options]
            shown["options"] = [options[i] for i in rng.permutation(len(options))]
        case Text():
            shown |= {"words": list(question.words), "rubric": [{"points": points, "text": text} for points, text in question.rubric]}
        case Plan():
            shown |= {"most": question.most, "limits": plans.LIMITS,
                      "drugs": [{"name": drug, "unit": plans.unit(drug), "largest": plans.largest(drug)} for drug in question.drugs]}
    return shown


def _key(question: Number | Choice, right: float | str, mistakes: list) -> dict:
    key = {"right": right, "why": question.why,
           "mistakes": [{"value": value, "words": mistake.words, "share": mistake.share}
                        for mistake, value in zip(question.mistakes, mistakes, strict=True) if value is not None]}
    if isinstance(question, Choice):
        return key | {"words": {option.key: option.words for option in question.options}}
    return key | {"tolerance": question.tolerance}
