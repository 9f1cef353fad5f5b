"""What came of a graded course: attempts, one for each file that was handed in, and results, one for each line of the roster."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from ..questions import Mark

TO_READ = "Not marked yet."
TEXTS_TO_READ = "texts to read"


@dataclass(frozen=True)
class Attempt:
    """One file that was handed in.

    `reason` is empty for a file that could be marked, else one sentence that says why not; `student` is empty when the file
    belongs to nobody on the roster. `late` is what the LMS says in the file's name,
    `order` tells files of one time apart. `marks` holds a list of marks for each problem, before any cap for lateness.
    """

    path: str
    student: str = ""
    submitted: datetime | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()
    answers: dict = field(default_factory=dict)
    marks: dict[str, list[Mark]] = field(default_factory=dict)
    order: tuple[float, int, int] = (0.0, 0, 0)
    late: bool | None = None

    @property
    def points(self) -> float:
        return sum(mark.points for marks in self.marks.values() for mark in marks)


@dataclass(frozen=True)
class Result:
    """One line of the roster, with the attempt that counts. `cap` is the largest share of the points that its lateness allows."""

    student: str
    name: str
    pseudonym: str
    attempt: Attempt | None
    others: tuple[Attempt, ...]
    out_of: float
    days_late: float
    cap: float

    @property
    def points(self) -> float:
        """Points that count, rounded to a hundredth: those earned, but no more than the cap allows."""
        return round(min(self.attempt.points, self.cap*self.out_of), 2) if self.attempt else 0.0

    @property
    def status(self) -> str:
        """What became of one student."""
        if not self.attempt:
            return "not marked" if self.others else "nothing handed in"
        return TEXTS_TO_READ if any(map(unread, chain(*self.attempt.marks.values()))) else "marked"

    @property
    def note(self) -> str:
        """Why nothing of a student's was marked, and what was noticed about what was."""
        noticed = self.attempt.notes if self.attempt else ()
        return " ".join([*noticed, *(f"{other.path}: {other.reason}" for other in self.others if other.reason)])


def unread(mark: Mark) -> bool:
    """Whether a mark is that of a text which nobody has read yet."""
    return mark.verdict == "by hand" and mark.words == TO_READ
