"""A curve that is no quantity of the model: how fast a small disturbance of some of its states grows at each moment of a run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..model import InputError, Mechanism, Run
from ..model.errors import unknown_name
from ..stability import growth_along

#: The word by which the page and the still picture know the curve.
NAME = "growth"


@dataclass(frozen=True)
class Growth:
    """The growth rate of a block of states, drawn like a quantity; the page works it out by `growth.js`.

    Attributes
    ----------
    states : tuple of str
    """

    states: tuple[str, ...]

    label = "Growth rate of the loop"
    unit = "1/d"
    window = (-1.0, 1.0)
    limit = "grows above"

    def along(self, run: Run) -> np.ndarray:
        """The curve, shape (n,), in 1/d."""
        return growth_along(run, self.states)

    @cached_property
    def json(self) -> dict:
        """The curve as the page knows it: its states, and the words of a quantity."""
        return {"states": list(self.states), "label": self.label, "symbol": r"\lambda", "unit": self.unit, "shift": 0,
                "meaning": "largest real part of the eigenvalues of these states' block of the Jacobian", "window": list(self.window),
                "healthy": None}


def growth(model: Mechanism, states: Iterable[str]) -> Growth | None:
    """The curve for some states of a model, checked; None for no states."""
    states, known = tuple(states), [state.identifier for state in model.states]
    for name in states:
        if name not in known:
            raise InputError(unknown_name("state", name, known, model.name))
    if states and NAME in model:
        raise InputError(f"{model.name} has a quantity of its own called {NAME!r}; the growth rate has this name in a figure.")
    return Growth(states) if states else None
