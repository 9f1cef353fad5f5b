"""The errors a person meets, and the checks of what a person hands in: what was wrong, the value, the nearest right name."""

from __future__ import annotations

import math
from difflib import get_close_matches


class CytostormError(ValueError):
    """Base of all errors that cytostorm raises on purpose; the message is one sentence meant to be read."""


class DeclarationError(CytostormError):
    """A model is declared wrongly; the message names the mechanism, the symbol and the mend."""


class InputError(CytostormError):
    """A value, name, unit or dose handed to a model is not one it can use."""


class SolverError(CytostormError):
    """The equations could not be integrated; the message says how far it came and what to try."""


def finite(value: object) -> float:
    """A value handed in, as float; nan when it is text, a truth value or no finite number."""
    try:
        number = math.nan if isinstance(value, (str, bytes, bool)) else float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan
    return number if math.isfinite(number) else math.nan


def unknown_name(kind: str, name: object, known: list[str], where: str) -> str:
    """The sentence for a name that does not exist: the nearest right one, or all when they are few.

    Neighbours are sought without regard to case, so that `il6` finds `IL6`.
    """
    folded = {entry.casefold(): entry for entry in known}
    near = get_close_matches(str(name).casefold(), folded, n=1, cutoff=0.5)
    if near:
        hint = f"did you mean {folded[near[0]]!r}?"
    elif len(known) <= 12:
        hint = f"known are {', '.join(known) or 'none'}."
    else:
        hint = f"there are {len(known)} of them, {known[0]} to {known[-1]}."
    return f"{where} has no {kind} named {name!r}; {hint}"
