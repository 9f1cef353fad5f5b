"""Support: noradrenaline, oxygen and running fluids, as rates that doses switch on (+) and off (−).

They act on pressure, saturation and volumes, and on no cytokine. Leaves out: every harm of theirs but flooded lungs.
"""

from ..model import Dose, Mechanism, State, amount

noradrenaline = State("noradrenaline", "ug/kg/min", symbol="NE", label="Rate of noradrenaline",
                      meaning="switched on and off by doses")
oxygen = State("oxygen", "L/min", symbol="O_2", label="Oxygen flow", meaning="switched on and off by doses")
fluid_infusion = State("fluid_infusion", "L/d", symbol="R_f", label="Rate of fluid infusion",
                       meaning="switched on and off by doses")


def _switch(rate: State, largest: float, meaning: str) -> Dose:
    """A dose that changes a rate; the negative of what was switched on switches it off."""
    return Dose(rate.identifier, rate.unit, {rate: amount}, range=(0, largest), allowed=(-1e3, 1e3), meaning=meaning)


mechanism = Mechanism("support", {
    noradrenaline: 0,
    oxygen: 0,
    fluid_infusion: 0,
}, doses=[
    _switch(noradrenaline, 1, "change of the noradrenaline rate: raises the pressure"),
    _switch(oxygen, 15, "change of the oxygen flow: raises the saturation"),
    _switch(fluid_infusion, 6, "change of the rate of fluid: fills the plasma, and leaky lungs"),
], summary="Noradrenaline, oxygen and running fluids; leaves out their harms but flooded lungs.")
