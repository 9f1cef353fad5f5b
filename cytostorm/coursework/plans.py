"""Dose plans as data: a list of entries {"drug", "amount", "day", "every", "times"}, in the units that the patient's model declares."""

from __future__ import annotations

from ..model import GivenDose, dose
from ..model.errors import finite
from ..models import patient as model
from .patients import DAYS

ENTRY = {"drug", "amount", "day", "every", "times"}
MOST_TIMES = 60
#: Days and numbers that an entry may hold; 0.04 days are a little less than an hour.
LIMITS = {"day": [0, DAYS], "every": [0.04, DAYS], "times": [1, MOST_TIMES]}


def fault(answer: object, drugs: tuple[str, ...], most: int) -> str:
    """Why a plan is not well-formed, as one sentence; empty when it is. An empty plan is one: nothing is given."""
    if not isinstance(answer, list):
        return "it is not a list of doses."
    if len(answer) > most:
        return f"it has {len(answer)} entries; at most {most} are allowed."
    return next((f"entry {i}: {words}" for i, entry in enumerate(answer, 1) if (words := _entry_fault(entry, drugs))), "")


def doses(answer: list[dict]) -> tuple[GivenDose, ...]:
    """The doses of a well-formed plan."""
    return tuple(dose(entry["drug"], float(entry["amount"]), unit(entry["drug"]), day=float(entry["day"]),
                      every=float(entry["every"]) if entry.get("times", 1) > 1 else None, times=int(entry.get("times", 1)))
                 for entry in answer if entry["amount"])


def unit(drug: str) -> str:
    """The unit in which the model takes a drug."""
    return model.doses[drug].unit


def largest(drug: str) -> float:
    """The largest single amount that a plan may hold."""
    return model.doses[drug].range[1]


def _entry_fault(entry: object, drugs: tuple[str, ...]) -> str:
    if not isinstance(entry, dict) or not {"drug", "amount", "day"} <= set(entry) <= ENTRY:
        return "a dose has a drug, an amount, a day, and, when it is repeated, every and times."
    if not isinstance(entry["drug"], str) or entry["drug"] not in drugs:
        return f"the drug is none of {', '.join(drugs)}."
    times = entry.get("times", 1)
    if isinstance(times, bool) or not isinstance(times, int) or not 1 <= times <= MOST_TIMES:
        return f"times is a whole number from 1 to {MOST_TIMES}."
    within = {"amount": (0, largest(entry["drug"])), "day": LIMITS["day"]} | ({"every": LIMITS["every"]} if times > 1 else {})
    for name, (low, high) in within.items():
        value = entry.get(name)
        if isinstance(value, str) or not low <= finite(value) <= high:
            return f"{name} is a number from {low:g} to {high:g}; got {str(value)[:20]!r}."
    return ""
