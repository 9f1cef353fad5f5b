"""What is said of a patient: scores, facts and sentences as data, one file a subject. They change no equation.

What a live figure can be about (`cs.explore(..., about=cs.scores.leak)`) stands here by name.
"""

from .alarm import markers, omens, thermostat, tub
from .alarm import mechanism as alarm
from .cascade import contrast, delivery, tissue
from .cascade import mechanism as cascade
from .clots import clots, clots_alone, easix_course
from .conversation import mechanism as conversation
from .leak import mechanism as leak
from .spark import acts, lighters
from .spark import kinetics as cell_kinetics
from .spark import order as order_of_peaks
from .spark import sources as cytokine_sources
from .spark import valley as IFNg_valley
from .taming import ending, locks, serum
from .taming import mechanism as taming
from .volunteers import mechanism as volunteers

__all__ = ["IFNg_valley", "acts", "alarm", "cascade", "cell_kinetics", "clots", "clots_alone", "contrast",
           "conversation", "cytokine_sources", "delivery", "easix_course", "ending", "leak", "lighters", "locks",
           "markers", "omens", "order_of_peaks", "serum", "taming", "thermostat", "tissue", "tub", "volunteers"]
