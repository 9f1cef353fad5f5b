"""Predictions: the reader commits before the answer shows, by drawing a curve or by choosing one in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..model import Sentence


@dataclass(frozen=True)
class Prediction:
    """A question put before the answer shows. Which choice is right is not written here: the run decides.

    Parameters
    ----------
    question : str
    choices : mapping of str to condition over the model's facts and parameters
        What may happen, in words; the first whose condition holds is the model's answer. The last condition is True.

    Examples
    --------
    >>> import cytostorm as cs
    >>> end, peak = cs.models.loop.symbols("C_end C_peak")
    >>> cs.Prediction("What becomes of the spark?", {"It fades.": end < 0.1*peak, "It grows.": True}).question
    'What becomes of the spark?'
    """

    question: str
    choices: Mapping[str, object]

    def sentence(self) -> Sentence:
        """The answer as a sentence of the model, which the page evaluates for the run shown."""
        return Sentence("prediction", [(when, text) for text, when in self.choices.items()], numbers={})

    def json(self) -> dict:
        return {"question": self.question, "choices": list(self.choices)}
