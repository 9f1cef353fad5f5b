"""Clotting alone, lit by hand: an open vessel wall, activated macrophages and an IL-6 signal, each for some days.

What fibrinogen gains and loses is read off its own equation, so that the two always add up to it.
"""

from ..mechanisms import clotting
from ..mechanisms.clotting import dS6, macrophages, permeability, thrombin_rest
from ..model import Dose, Input, Mechanism, ReadOut, amount, join
from ..scores import clots_alone, isth

_thrombin = Input("thrombin", "1", rest=thrombin_rest, range=(0, 2), label="Thrombin activity")
_change = clotting.mechanism["fibrinogen"].xreplace({clotting.thrombin: _thrombin, clotting.fibrinogen: isth.fibrinogen})
_made = ReadOut("fibrinogen_made", _change.xreplace({isth.fibrinogen: 0}), "g/L/d", symbol="F_{+}", label="Fibrinogen made",
                meaning="by the liver, and what at rest makes up for clotting")
_lost = ReadOut("fibrinogen_lost", _made.expression - _change, "g/L/d", symbol="F_{-}", label="Fibrinogen lost",
                meaning="used up by thrombin, and by age")


def _by_hand(name: str, target: Input, largest: float, label: str, meaning: str) -> Dose:
    """A dose that changes an input; the negative of what was added takes it away."""
    return Dose(name, "1", {target: amount}, range=(0, largest), allowed=(-1, 1), label=label, meaning=meaning)


_doses = [
    _by_hand("sticky_wall", permeability, 0.6, "opening of the vessel wall",
             "gaps between the cells of the wall, as a share of the largest"),
    _by_hand("tissue_factor", macrophages, 0.8, "activated macrophages", "in units of the resting pool of a healthy person"),
    _by_hand("alarm", dS6, 0.95, "IL-6 signal", "above rest, 0 to 1"),
]

_hand = Mechanism("by_hand", {}, shows=[_made, _lost], doses=_doses)
coagulation = join("coagulation", clotting.mechanism, _hand, isth.mechanism, clots_alone,
                   summary=("Thrombin, platelets, fibrinogen, microthrombi and D-dimer, with wall, macrophages and IL-6 signal given; "
                            "leaves out what lights them, the single clotting factors, and bleeding."))
