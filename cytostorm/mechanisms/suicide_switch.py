"""The suicide switch: rimiducid pairs inducible caspase 9, and cells that carry it die.

The state is the natural logarithm of the kill still to come: a dose that kills the fraction x adds -log(1 - x) and works off
at the rate k_casp, so that in the end exactly that fraction is gone. 85 to 95 % were gone in 30 min in patients (Zhou 2015;
Di Stasi 2011). Leaves out: the drug's own kinetics, and cells that lose or silence the switch.
"""

import sympy as sp

from ..model import Dose, Mechanism, Parameter, ReadOut, State, amount

k_casp = Parameter("k_casp", 90, "1/d", range=(20, 200), symbol="k_{casp}", meaning="rate at which rimiducid acts",
                   standing="measured", source="Zhou2015", reason="85 to 95 % of the cells gone in 30 min")
iCasp9 = Parameter("iCasp9", 1, "1", range=(0, 1), symbol="x_9",
                   meaning="cells carry the suicide switch (0 = no, 1 = yes; no effect without rimiducid)",
                   source="DiStasi2011", allowed=(0, 1))

rimiducid = State("rimiducid", "1", symbol="D_9", label="Rimiducid", meaning="natural logarithm of the kill still to come")

death = ReadOut("death", k_casp*iCasp9*rimiducid, "1/d", symbol=r"\mu_9", label="Death by the suicide switch",
                meaning="rate at which cells with the switch die")

_given = Dose("rimiducid", "1", {rimiducid: -sp.log(1 - amount)}, range=(0, 0.99), allowed=(0, 0.999999999),
              meaning="kills this fraction of the cells with the suicide switch")

mechanism = Mechanism("suicide_switch", {
    rimiducid: -k_casp*rimiducid,
}, shows=[death], doses=[_given], summary="Rimiducid and inducible caspase 9; leaves out cells that lose the switch.")
