"""Vessels and lungs alone, behind a wall that the reader opens: `opening` for some days, or `permeability` for good."""

from ..mechanisms import fluid_balance, lungs, support, vessel_wall
from ..mechanisms.lungs import permeability
from ..model import Dose, Mechanism, ReadOut, amount, join

_leak = ReadOut("leak", permeability - vessel_wall.P_rest, "1", symbol=r"\lambda", label="Permeability above rest", meaning="0 to 1")
_opening = Dose("opening", "1", {permeability: amount}, range=(0, 0.9), allowed=(-1, 1), label="opening of the wall",
                meaning="gaps between the cells of the wall, as a share of the largest")

vessels = join("vessels", Mechanism("held_wall", {}, shows=[_leak], doses=[_opening]), fluid_balance.mechanism, lungs.mechanism,
               support.mechanism, summary=("Starling's balance, blood volume, pressure and lungs behind a wall whose permeability is given; "
                                           "leaves out what opens the wall, the glycocalyx, and the heart."))
