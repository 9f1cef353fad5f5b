"""Doses: a dose is a jump of states, declared once and given by name, amount, unit and day."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import sympy as sp

from .errors import DeclarationError, InputError, finite
from .symbols import Declared, Input, Parameter, State, check_identifier

#: The amount of a dose, in the dose's unit, as the jumps are written with it.
amount = sp.Symbol("amount", real=True)


class Dose:
    """A declared dose: what one unit of it adds to which states.

    Parameters
    ----------
    name : str
        Identifier; doses have a name space of their own, so a drug's state and its dose may share one.
    unit : str
        Unit of the amount.
    adds : mapping of State or Input to expression of `amount` and parameters
        What is added at once.
    meaning, label : str
        What it does, in words; what a control calls it (the name, when left out).
    range : (float, float)
        Amounts that a slider offers.
    allowed : (float, float)
        Amounts that make sense.
    """

    def __init__(self, name: str, unit: str, adds: Mapping, *, meaning: str, range: tuple[float, float],
                 allowed: tuple[float, float] = (0.0, math.inf), label: str = ""):
        check_identifier("dose", name)
        self.label = label or name.replace("_", " ")
        self.name, self.unit, self.meaning, self.range, self.allowed = name, unit, meaning, range, allowed
        self.adds = {target: sp.sympify(expression) for target, expression in adds.items()}
        for target, expression in self.adds.items():
            if not isinstance(target, (State, Input)):
                raise DeclarationError(f"dose {name!r}: only a state or an input can jump; got {target!r}.")
            strangers = [s for s in expression.free_symbols if s != amount and not isinstance(s, Parameter)]
            if strangers:
                raise DeclarationError(f"dose {name!r}: the jump of {target} uses {strangers[0]}; "
                                       "it may use the amount and parameters only.")

    def symbols(self) -> set[Declared]:
        """The declared symbols that the dose touches or uses."""
        return set(self.adds) | {s for e in self.adds.values() for s in e.free_symbols if isinstance(s, Declared)}

    def replaced(self, mapping: Mapping) -> Dose:
        """The same dose with symbols exchanged, as a `join` needs it."""
        adds = {mapping.get(target, target): expression.xreplace(mapping) for target, expression in self.adds.items()}
        return Dose(self.name, self.unit, adds, meaning=self.meaning, range=self.range, allowed=self.allowed, label=self.label)

    def check(self, given: GivenDose, days: float) -> None:
        """Raise InputError when an amount, unit or day cannot be used in a run of `days` days."""
        what = f"dose of {self.name}"
        if given.unit != self.unit:
            raise InputError(f"{what}: the amount is given in {given.unit!r}; this model takes {self.name} in {self.unit!r}.")
        if math.isnan(finite(given.amount)):
            raise InputError(f"{what}: the amount must be a finite number in {self.unit}; got {given.amount!r}.")
        low, high = self.allowed
        if not low <= given.amount <= high:
            raise InputError(f"{what}: {given.amount:g} {self.unit} is outside the allowed {low:g} to {high:g} {self.unit}.")
        if not 0 <= finite(given.day) <= days:
            raise InputError(f"{what}: the day must lie between 0 and the end of the run, {days:g} d; got {given.day!r}.")


class GivenDose(NamedTuple):
    """One dose as given: name, amount in `unit`, day."""

    name: str
    amount: float
    unit: str
    day: float


def dose(name: str, amount: float, unit: str, *, day: float) -> GivenDose:
    """A dose for `simulate`: `cs.dose("tocilizumab", 8, "mg/kg", day=4.4)`. Checked when it is given to a model."""
    return GivenDose(name, amount, unit, day)
