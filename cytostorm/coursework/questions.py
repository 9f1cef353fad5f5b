"""Questions: what is asked, in which form the answer comes, what is right, and what a usual mistake would give.

Everything that depends on a patient is a function of `n`, the numbers of the problem, and `a`, the answers to the questions
before (the right ones, or, where marks follow through, the student's own); both are read as attributes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Literal

from ..model import GivenDose
from ..model.errors import finite
from . import plans

Numbers = SimpleNamespace
Answers = SimpleNamespace
Value = Callable[[Numbers, Answers], Any]
LONG_WORD = 40  # characters; a text that has more for each word asked for is not counted in words


@dataclass(frozen=True)
class Mark:
    """What one answer earned, and the words that the student reads."""

    question: str
    points: float
    out_of: float
    verdict: Literal["right", "follows", "partly", "wrong", "missing", "malformed", "by hand"]
    words: str


@dataclass(frozen=True)
class Mistake:
    """A usual mistake: the value that it gives, what to say, and the share of the points that it still earns."""

    value: Value
    words: str
    share: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Question:
    """What all questions have. `ask` is a template over the numbers of the problem; `why` is read by who has answered."""

    name: str
    ask: str
    points: int
    right: Value | None = None
    why: str = ""
    follows: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    def fault(self, answer: object) -> str:
        """Why an answer is not well-formed, as one sentence; empty when it is."""
        raise NotImplementedError

    def same(self, answer: Any, value: Any) -> bool:
        """Whether an answer is as good as a value."""
        return answer == value

    def followable(self, answer: object) -> bool:
        """Whether a later answer may be judged on this one."""
        return answer is not None and not self.fault(answer)


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """A number with a unit. Right within `tolerance` (relative), or when it is the value rounded to `figures` or more figures."""

    unit: str
    range: tuple[float, float]
    figures: int = 3
    tolerance: float = 0.02

    def fault(self, answer: object) -> str:
        low, high = self.range
        unit = "" if self.unit == "1" else f" {self.unit}"
        if isinstance(answer, str):
            return f"it is text ({answer[:40]!r}); a number is expected, without its unit."
        if isinstance(answer, bool) or not isinstance(answer, (int, float)) or math.isnan(finite(answer)):
            return "it is not a finite number."
        if not low <= answer <= high:
            return f"{answer:.6g}{unit} lies outside {low:g} to {high:g}{unit}, where every answer must lie."
        return ""

    def followable(self, answer: object) -> bool:
        """Nothing follows from 0 or from an end of the range: whoever writes these has not worked anything out."""
        return super().followable(answer) and answer != 0 and self.range[0] < answer < self.range[1]

    def same(self, answer: float, value: float, figures: int | None = None) -> bool:
        if not math.isfinite(value):
            return False
        return abs(answer - value) <= max(self.tolerance*abs(value), half_a_unit(value, figures or self.figures))


@dataclass(frozen=True)
class Option:
    """One option of a choice; `words` are read by who chose it wrongly."""

    key: str
    text: str
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """One of several. Which is right depends on the patient: an answer that is the same for everybody is passed on."""

    options: tuple[Option, ...]

    def fault(self, answer: object) -> str:
        keys = [option.key for option in self.options]
        return "" if isinstance(answer, str) and answer in keys else f"it is none of the options ({', '.join(keys)})."


@dataclass(frozen=True, kw_only=True)
class Text(Question):
    """Words, marked by hand with a rubric: lines of what is asked for, and their points. How many words there are is the reader's to judge."""

    words: tuple[int, int]
    rubric: tuple[tuple[int, str], ...]

    def fault(self, answer: object) -> str:
        if not isinstance(answer, str):
            return "it is not text."
        if len(answer) > LONG_WORD*self.words[1]:
            return f"it is {len(answer):,} characters long; {self.words[1]} words are asked for."
        return ""


@dataclass(frozen=True, kw_only=True)
class Plan(Question):
    """A dose plan. `judge` runs it on the patient: for each thing asked for, the points, whether it holds, and the words."""

    drugs: tuple[str, ...]
    most: int
    judge: Callable[[Numbers, tuple[GivenDose, ...]], list[tuple[int, float, str]]]

    def fault(self, answer: object) -> str:
        return plans.fault(answer, self.drugs, self.most)


def half_a_unit(value: float, figures: int) -> float:
    """Half a unit of the last of so many significant figures of a value: what rounding may change, and a hair more."""
    if not value:
        return 0.0
    return 0.5000001*10.0**(math.floor(math.log10(abs(value))) - figures + 1)
