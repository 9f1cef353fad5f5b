"""What the pages of the book say about problems, from their declarations: the card above a problem, the sets, the map of objectives,
the syllabi, the concept inventory and its key.
"""

from __future__ import annotations

from collections.abc import Iterable

from .inventory import ITEMS, LETTERS, Item
from .problem import Problem
from .problems import PROBLEMS, SETS, named
from .questions import Text
from .syllabus import Unit


class Markdown:
    """Markdown that a notebook and the book show as such."""

    def __init__(self, source: str):
        self.source = source

    def _repr_markdown_(self) -> str:
        return self.source

    def __repr__(self) -> str:
        return self.source


def card(identifier: str) -> Markdown:
    """What a problem trains, how long it takes and what it needs; CourseworkError for an unknown one."""
    problem = named(identifier)
    verbs = "\n".join(f"- {objective};" for objective in problem.objectives).removesuffix(";") + "."
    return Markdown(f"""After this problem you can

{verbs}

About {problem.minutes} minutes, {problem.points} points. You need {problem.needs}, and [this chapter](../{problem.chapter}.md).
It mirrors {problem.of} (the article's problem {problem.mirrors}).""")


def overview() -> Markdown:
    """The problems in their sets, with the points of each, and those that a person gives."""
    rows = [f"| {title} | {_linked(problem)} | {problem.minutes} | {problem.points} | {_by_hand(problem)} |"
            for title, names in SETS.items() for problem in map(named, names)]
    return Markdown("\n".join(["| set | problem | minutes | points | of these, for words |", "|---|---|---|---|---|", *rows]))


def objectives() -> Markdown:
    """Each objective of a problem beside its problem and its chapter."""
    rows = [f"| {objective} | {_linked(problem)} | {_chapter(problem.chapter.split('/')[-1])} |"
            for problem in PROBLEMS.values() for objective in problem.objectives]
    return Markdown("\n".join(["| you can | problem | chapter |", "|---|---|---|", *rows]))


def syllabus(units: tuple[Unit, ...]) -> Markdown:
    """A syllabus as a table, with the hours of work outside class, by the declared minutes, and their sum."""
    rows = [f"| {unit.when} | {_listed(map(_chapter, unit.chapters))} | {_listed(unit.sets)} | {_hours(unit.minutes)} | {unit.in_class} |"
            for unit in units]
    total = f"| in all | | | {_hours(sum(unit.minutes for unit in units))} | |"
    return Markdown("\n".join(["| when | read before | hand in before | hours | in class |", "|---|---|---|---|---|", *rows, total]))


def inventory() -> Markdown:
    """The questions of the concept inventory, without the key."""
    return Markdown("\n\n".join(
        f"**{number}.** {item.ask}\n\n" + "\n".join(f"- **{letter}** {text}." for letter, (text, _) in zip(LETTERS, item.options, strict=True))
        for number, item in enumerate(ITEMS, 1)))


def inventory_key() -> Markdown:
    """The key of the concept inventory: right letter, objective, chapter, and what each wrong option shows."""
    rows = [f"| {number} | **{item.right}** | {item.objective} | {_chapter(item.chapter)} | {_wrong(item)} |"
            for number, item in enumerate(ITEMS, 1)]
    return Markdown("\n".join(["| question | right | objective | chapter | whoever chooses … |", "|---|---|---|---|---|", *rows]))


def _linked(problem: Problem) -> str:
    return f"[{problem.title}]({problem.identifier.replace('_', '-')}.md)"


def _by_hand(problem: Problem) -> int | str:
    return sum(question.points for question in problem.questions if isinstance(question, Text)) or "–"


def _wrong(item: Item) -> str:
    return "; ".join(f"{letter} {shows}" for letter, (_, shows) in zip(LETTERS, item.options, strict=True) if shows)


def _chapter(name: str) -> str:
    return f"[{name.replace('-', ' ')}](../principles/{name}.md)"


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts) or "–"


def _hours(minutes: int) -> str:
    return f"{minutes/60:.1f}"
