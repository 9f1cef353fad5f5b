"""The models of the book, ready to run: `cs.models.loop` and its two relatives, the patient, and the contrast to it."""

from ..mechanisms.loop import cooperative as loop_cooperative
from ..mechanisms.loop import linear as loop
from ..mechanisms.loop import saturating as loop_saturating
from . import literature
from .alarm import alarm
from .checkpoint import checkpoint
from .coagulation import coagulation
from .contrast import contrast
from .delivery import delivery
from .designs import designs
from .patient import patient
from .receptor import receptor
from .signalling import signalling
from .two_acts import two_acts
from .vessels import vessels

#: The patient with the medians of a ward: the patient is one of high burden and a fragile vessel wall, the ward is not.
ward = patient.with_values(tumour_burden=25, endothelium=0.54)

__all__ = ["alarm", "checkpoint", "coagulation", "contrast", "delivery", "loop", "loop_cooperative",
           "loop_saturating", "patient", "receptor", "signalling", "two_acts", "vessels"]
