"""The models of the book, ready to run: `cs.models.loop` and its two relatives."""

from ..mechanisms.loop import cooperative as loop_cooperative
from ..mechanisms.loop import linear as loop
from ..mechanisms.loop import saturating as loop_saturating

__all__ = ["loop", "loop_cooperative", "loop_saturating"]
