"""Models that others published, with the numbers of their papers, to compare and to play with; none feeds the patient."""

from .chen2019 import chen2019
from .reynolds2006 import reynolds2006
from .stein2019 import stein2019
from .yiu2012 import yiu2012

__all__ = ["chen2019", "reynolds2006", "stein2019", "yiu2012"]
