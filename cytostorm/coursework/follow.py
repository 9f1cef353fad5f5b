"""Follow-through for a page without Python: what is right for a later question, tabulated along the student's own earlier answer."""

from __future__ import annotations

import math
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np

from .judge import SLIPS, followed
from .patients import rounded
from .questions import Answers, Choice, Number, Numbers, Question

#: Factors of the right earlier answer: close together near it, and far out on both sides.
FACTORS = tuple(rounded(factor, 6) for factor in (*4.0**np.linspace(-1, 1, 61), *np.geomspace(4, 1e5, 41), *np.geomspace(1e-5, 0.25, 41)))
STEPS = 81  # and equal steps over the whole range
BISECTIONS = 60


def curve(question: Question, earlier: Question, n: Numbers, right: Answers, mistakes: list) -> dict:
    """What is right for `question` along the student's own answer to an earlier one, all else right.

    Parameters
    ----------
    question, earlier : Question
    n, right : namespaces
        Numbers of the problem and right answers.
    mistakes : list
        What usual mistakes give in the earlier question: these values, and slips of the unit, are points of the curve.

    Returns
    -------
    dict
        "question" (the earlier one), "at" (its answers, numbers in ascending order), "right" (of the same length; None where an
        answer leads nowhere). A page interpolates between numbers; what is chosen changes only between two neighbours that are
        hardly apart.
    """

    def value(own: float | str) -> float | str | None:
        found = followed(question.right, n, SimpleNamespace(**vars(right) | {earlier.name: own}))
        return found if isinstance(found, str) else float(found) if math.isfinite(found) else None

    at = [option.key for option in earlier.options] if isinstance(earlier, Choice) else _points(earlier, getattr(right, earlier.name), mistakes)
    if isinstance(question, Choice) and isinstance(earlier, Number):
        at = sorted({*at, *_edges(value, at)})
    return {"question": earlier.name, "at": at, "right": [value(own) for own in at]}


def _points(earlier: Number, centre: float, mistakes: list) -> list[float]:
    """Values of an earlier answer within its range."""
    low, high = earlier.range
    slips = [factor for slip, _ in SLIPS for factor in (slip, 1/slip)]
    near = [centre*factor for factor in (1, *FACTORS, *slips)]
    wanted = (*np.linspace(low, high, STEPS), *near, *(value for value in mistakes if value is not None))
    return sorted({float(value) for value in wanted if low <= value <= high})


def _edges(value: Callable[[float], str | None], at: list[float]) -> list[float]:
    """Both sides, hardly apart, of each place where a choice changes."""
    found = []
    for low, high in zip(at, at[1:], strict=False):
        before = value(low)
        if value(high) == before:
            continue
        for _ in range(BISECTIONS):
            middle = (low + high)/2
            low, high = (middle, high) if value(middle) == before else (low, middle)
        found += [low, high]
    return found
