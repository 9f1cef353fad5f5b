"""The models of the book, ready to run: `cs.models.loop` and its two relatives, the patient, and the contrast to it."""

from ..mechanisms.loop import cooperative as loop_cooperative
from ..mechanisms.loop import linear as loop
from ..mechanisms.loop import saturating as loop_saturating
from .checkpoint import checkpoint
from .patient import patient

__all__ = ["checkpoint", "loop", "loop_cooperative", "loop_saturating", "patient"]
