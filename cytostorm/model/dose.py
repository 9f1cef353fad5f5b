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
    allowed : (float, float), optional
        Amounts that make sense; 0 to twenty times what a slider offers, when left out: a slip of the unit is seen.
    """

    def __init__(self, name: str, unit: str, adds: Mapping, *, meaning: str, range: tuple[float, float],
                 allowed: tuple[float, float] | None = None, label: str = ""):
        check_identifier("dose", name)
        self.label = label or name.replace("_", " ")
        self.name, self.unit, self.meaning, self.range, self.allowed = name, unit, meaning, range, allowed or (0.0, 20*range[1])
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
            unit = "" if self.unit == "1" else f" {self.unit}"
            raise InputError(f"{what}: {given.amount:.10g}{unit} is outside the allowed {low:g} to {high:.10g}{unit}.")
        if not 0 <= finite(given.day) <= days:
            raise InputError(f"{what}: the day must lie between 0 and the end of the run, {days:g} d; got {given.day!r}.")


class GivenDose(NamedTuple):
    """One dose, or a course of equal ones, as given: name, amount in `unit`, day of the first; see `dose`."""

    name: str
    amount: float
    unit: str
    day: float
    every: float = 0.0
    times: int = 1
    lasting: float | None = None

    def each(self) -> list[GivenDose]:
        """The single jumps that it means: each dose, and, where a rate is switched on, its switching off."""
        jumps = [(self.amount, 0.0)] + ([(-self.amount, self.lasting)] if self.lasting is not None else [])
        return [GivenDose(self.name, amount, self.unit, self.day + i*self.every + after)
                for i in range(self.times) for amount, after in jumps]


def dose(name: str, amount: float, unit: str, *, day: float, every: float | None = None, times: int = 1,
         lasting: float | None = None) -> GivenDose:
    """A dose for `simulate`; checked when it is given to a model.

    Parameters
    ----------
    name, amount, unit : as the model declares the dose
    day : float
        When it is given, or the first of a course.
    every, times : float in days, int
        A course: so many doses, so far apart. Those after the end of a run are not given.
    lasting : float
        In days: a rate (an infusion, a support) that is switched on is switched off after so long.

    Examples
    --------
    >>> import cytostorm as cs
    >>> cs.dose("dexamethasone", 10, "mg", day=2, every=0.25, times=3).each()[-1].day
    2.5
    """
    for word, value in (("every", every), ("lasting", lasting)):
        if value is not None and not finite(value) > 0:
            raise InputError(f"dose of {name}: {word}= is a number of days above 0; got {value!r}.")
    if isinstance(times, bool) or not hasattr(times, "__index__") or not 1 <= times <= 1000:
        raise InputError(f"dose of {name}: times= is a whole number from 1 to 1,000; got {times!r}.")
    if (times > 1) != (every is not None):
        raise InputError(f"dose of {name}: a course needs both every= (days between doses) and times= (how many, above 1).")
    return GivenDose(name, amount, unit, day, every or 0.0, int(times), lasting)
