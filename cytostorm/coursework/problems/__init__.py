"""The problems, in the order of the article, and the sets that an instructor assigns."""

from __future__ import annotations

from importlib import import_module

from ...model.errors import unknown_name
from ..patients import CourseworkError
from ..problem import Problem

#: Each set is a piece of work of its own: its name, and the problems in it.
SETS: dict[str, tuple[str, ...]] = {
    "The two acts": ("match", "wildfire", "sources"),
    "The body": ("leak", "look_alike"),
    "The edge": ("tipping_point",),
    "The cure": ("lock", "two_wires", "trial"),
    "Capstone": ("capstone",),
}

PROBLEMS: dict[str, Problem] = {name: import_module(f".{name}", __name__).problem for names in SETS.values() for name in names}


def named(identifier: str) -> Problem:
    """A problem by its identifier; CourseworkError names the nearest one that there is."""
    if identifier not in PROBLEMS:
        raise CourseworkError(unknown_name("problem", identifier, list(PROBLEMS), "The coursework"))
    return PROBLEMS[identifier]
