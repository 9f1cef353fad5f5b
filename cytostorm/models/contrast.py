"""Two toxicities on one axis of time: the patient's storm, and checkpoint-inhibitor toxicity in one tissue of somebody else."""

from ..mechanisms import checkpoint as tissue
from ..model import join
from .patient import patient

contrast = join("contrast", patient, tissue.mechanism, summary=(
    "The patient's storm beside a tissue under a checkpoint inhibitor, as if two people were seen on the same days: nothing of "
    "one enters the other, but a steroid given reaches both. Leaves out what each of the two leaves out."))
