"""What is said of a patient: scores, facts and sentences as data, one file a subject. They change no equation.

What a live figure can be about (`cs.explore(..., about=cs.scores.leak)`) stands here by name.
"""

from .leak import mechanism as leak

__all__ = ["leak"]
