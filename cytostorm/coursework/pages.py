"""What the pages of the book say about problems, from their declarations: the card above a problem, the sets, the map of objectives."""

from __future__ import annotations

from .problems import PROBLEMS, SETS, named


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
It mirrors what the article says of {problem.of} (its problem {problem.mirrors}).""")


def overview() -> Markdown:
    """The problems in their sets."""
    rows = [f"| {title} | [{PROBLEMS[name].title}]({name.replace('_', '-')}.md) | {PROBLEMS[name].minutes} | {PROBLEMS[name].points} |"
            for title, names in SETS.items() for name in names]
    return Markdown("\n".join(["| set | problem | minutes | points |", "|---|---|---|---|", *rows]))


def objectives() -> Markdown:
    """Each objective of a problem beside its problem and its chapter."""
    rows = [f"| {objective} | [{problem.title}]({problem.identifier.replace('_', '-')}.md) | [{problem.chapter.split('/')[-1].replace('-', ' ')}](../{problem.chapter}.md) |"
            for problem in PROBLEMS.values() for objective in problem.objectives]
    return Markdown("\n".join(["| you can | problem | chapter |", "|---|---|---|", *rows]))
