"""The report on a graded course, for who teaches it: one page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from ..problems import named
from ..questions import Mark, Number, Text
from .grade import Graded
from .html_page import grid, heading, page, paragraph
from .results import Result, unread

FEW = 8  # a value that more students share is a common mistake, and says nothing about any two of them
SUSPICIOUS = 4  # the weight from which on a pair is shown
BY_CHANCE = 2  # so many digits may well be equal by chance
WORDS = 10  # a shorter text too
LOST = ("wrong", "partly", "malformed")
DISCRIMINATION = ("Difficulty is the mean share of the points (low is hard). Discrimination is the correlation of a question's points with the "
                  "points of all others: below 0.1, or negative, look at the question.")
EQUALS = ("Wrong answers of one student that are to the digit what another student, with another patient, gave; and equal texts. "
          "A reason to look and to ask, never a proof.")


def report(graded: Graded, left: Sequence[str] = ()) -> bytes:
    """The page; `left` are the sentences about marks of texts that were not carried over."""
    marked = [result for result in graded.results if result.attempt]
    return page(f"{graded.course.title}: report", paragraph("Private: it names students."), _summary(graded),
                heading("Distribution"), histogram([100*result.points/result.out_of for result in marked if result.out_of]),
                heading("Questions"), paragraph(DISCRIMINATION),
                grid(("problem", "question", "points", "difficulty", "discrimination", "not answered", "not well-formed"), _questions(marked)),
                heading("Common mistakes"), grid(("problem", "question", "students", "what they were told"), _mistakes(marked)),
                heading("Suspicious equals"), paragraph(EQUALS), grid(("student", "student", "equal", "weight"), suspicious(marked)),
                heading("Texts whose marks were not carried over"), grid(("what happened",), [(sentence,) for sentence in left]),
                heading("Changes in force"),
                grid(("problem", "question", "do", "why"), [(c.problem, c.question, c.do, c.why) for c in graded.course.changes]),
                heading("Files that could not be marked"),
                grid(("file", "student", "reason"), [(a.path, a.student, a.reason) for a in graded.attempts if a.reason]),
                heading("Students without marks, and remarks"),
                grid(("student", "status", "note"), [(r.student, r.status, r.note) for r in graded.results if r.note or not r.attempt]))


def histogram(percents: Sequence[float]) -> str:
    """Tenths of the points, and how many students have them, as SVG."""
    counts, _ = np.histogram(np.clip(percents, 0, 100), bins=10, range=(0, 100))
    most = max(1, counts.max())
    bars = "".join(f'<rect x="{20 + 58*i}" y="{180 - 150*n/most:.1f}" width="50" height="{150*n/most:.1f}"/>'
                   f'<text x="{45 + 58*i}" y="{174 - 150*n/most:.1f}" text-anchor="middle">{n}</text>'
                   f'<text x="{45 + 58*i}" y="198" text-anchor="middle">{10*i}–{10*i + 10}</text>' for i, n in enumerate(counts))
    words = ", ".join(f"{n} with {10*i} to {10*i + 10} %" for i, n in enumerate(counts))
    return (f'<svg viewBox="0 0 620 220" role="img" aria-label="Students by percent of the points: {words}">{bars}'
            '<text x="310" y="216" text-anchor="middle">percent of the points</text></svg>')


def suspicious(marked: Sequence[Result]) -> list[tuple[str, str, str, int]]:
    """Pairs of students with equal answers of which at least one is wrong: what is equal, and its weight, a number's digits beyond the second."""
    shared, weight = defaultdict(list), Counter()
    for (problem, question, value), students in _answers(marked).items():
        if 2 <= len(students) <= FEW:
            for (one, one_wrong), (other, other_wrong) in combinations(students, 2):
                if one_wrong or other_wrong:
                    shared[one, other].append(f"{problem}, {question}: {f'{value:.12g}' if isinstance(value, float) else 'the same text'}")
                    weight[one, other] += len(_digits(value)) - BY_CHANCE if isinstance(value, float) else SUSPICIOUS
    pairs = sorted((pair for pair in weight if weight[pair] >= SUSPICIOUS), key=lambda pair: (-weight[pair], pair))
    return [(*pair, "; ".join(shared[pair]), weight[pair]) for pair in pairs]


def _answers(marked: Sequence[Result]) -> dict[tuple, list[tuple[str, bool]]]:
    """Who gave which number of three digits or more, or which text, and whether it was wrong for them; a text counts as wrong."""
    found = defaultdict(list)
    for result in marked:
        for problem, question, mark, answer in _given(result):
            if answer is None or question.fault(answer):
                continue
            if isinstance(question, Number) and len(_digits(float(answer))) > BY_CHANCE:
                found[problem, question.name, float(answer)].append((result.student, mark.verdict in ("partly", "wrong")))
            elif isinstance(question, Text) and len(answer.split()) >= WORDS:
                found[problem, question.name, " ".join(answer.casefold().split())].append((result.student, True))
    return found


def _given(result: Result) -> Iterator[tuple]:
    for problem, marks in result.attempt.marks.items():
        asked = named(problem).asked
        for mark in marks:
            yield problem, asked[mark.question], mark, result.attempt.answers.get(problem, {}).get(mark.question)


def _digits(value: float) -> str:
    """Significant digits, as written."""
    return f"{abs(value):.12e}".partition("e")[0].replace(".", "").rstrip("0")


def _summary(graded: Graded) -> str:
    states = Counter(result.status for result in graded.results)
    points = [result.points for result in graded.results if result.attempt]
    rows = [("students", len(graded.results)), *((name, states[name]) for name in sorted(states)), ("files", len(graded.attempts)),
            ("files that could not be marked", sum(bool(a.reason) for a in graded.attempts)), ("late", sum(r.days_late > 0 for r in graded.results))]
    if points:
        rows += [("median of the points", float(np.median(points))), ("mean of the points", float(np.mean(points))),
                 ("points in all", graded.results[0].out_of)]
    return (grid(("", "number"), rows) + paragraph(f"Times of submission come from {times_known(graded)}. Late work is capped by them.")
            + "".join(map(paragraph, graded.notices)))


def times_known(graded: Graded) -> str:
    """From what the times of submission are known, and for how many files."""
    return "; ".join(f"{name} ({count:,} files)" for name, count in graded.times.items()) or "no file"


def _questions(marked: Sequence[Result]) -> Iterator[tuple]:
    """A row for each question that counts; nothing on texts that are not all read. Correlation needs three students, and differences."""
    totals = np.array([result.attempt.points for result in marked])
    for problem, found in (marked[0].attempt.marks.items() if marked else ()):
        for i, first in enumerate(found):
            marks = [result.attempt.marks[problem][i] for result in marked]
            points = np.array([mark.points for mark in marks])
            known = not any(map(unread, marks))
            yield (problem, first.question, first.out_of, round(float(points.mean()/first.out_of), 2) if known else "",
                   _correlation(points, totals - points) if known else "", _count(marks, "missing"), _count(marks, "malformed"))


def _correlation(x: np.ndarray, y: np.ndarray) -> float | str:
    return round(float(np.corrcoef(x, y)[0, 1]), 2) if len(x) > 2 and np.ptp(x) > 1e-9 and np.ptp(y) > 1e-9 else ""


def _count(marks: Sequence[Mark], verdict: str) -> int:
    return sum(mark.verdict == verdict for mark in marks)


def _mistakes(marked: Sequence[Result]) -> list[tuple]:
    """What at least two students were told about an answer that lost points; the three commonest of each question."""
    found = defaultdict(Counter)
    for result in marked:
        for problem, marks in result.attempt.marks.items():
            for mark in marks:
                if mark.verdict in LOST and mark.words:
                    found[problem, mark.question][mark.words] += 1
    return [(*where, count, words) for where, told in found.items()
            for words, count in sorted(told.items(), key=lambda item: (-item[1], item[0]))[:3] if count > 1]
