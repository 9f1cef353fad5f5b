"""The signalling block of the patient by itself: what engaged cells set going, the engaged cells held where one puts them."""

from ..mechanisms import il6, macrophages, t_cell_cytokines
from ..model import join

signalling = join("signalling", *(part.mechanism for part in (t_cell_cytokines, macrophages, il6)), summary=(
    "T cell activity, cytokines and macrophages of the patient; `engaged` is an input. "
    "Leaves out where engaged cells come from and go, the organs, and the kinetics of every drug."))
