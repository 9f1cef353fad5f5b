"""Antibodies given by body weight: tocilizumab, siltuximab, emapalumab, and the superagonist TGN1412.

Tocilizumab has two compartments and is eliminated in two ways, one of which its target saturates (Frey 2010, and its label).
The others have one compartment and one rate: over four weeks little more can be seen. What each does stands where it acts
(IL-6, T cell cytokines, lighters). Leaves out: absorption (all are infused), antibodies against the drug, and, but for
tocilizumab, the loss of drug that its target takes along.
"""

from ..model import Dose, Mechanism, Parameter, State, amount

weight = Parameter("weight", 70, "kg", range=(40, 120), symbol="w", meaning="body weight", reason="an adult")
V_1 = Parameter("V_1", 3.5, "L", range=(1.2, 10), symbol="V_1", meaning="central volume of tocilizumab", standing="measured",
                reason="label")
V_2 = Parameter("V_2", 2.9, "L", range=(0.97, 8.7), symbol="V_2", meaning="peripheral volume of tocilizumab",
                standing="measured", reason="label")
CL_toci = Parameter("CL_toci", 0.3, "L/d", range=(0.1, 0.9), symbol="CL_t", meaning="linear clearance of tocilizumab",
                    standing="measured", reason="label: 12.5 mL/h", spread=0.2)
Q_toci = Parameter("Q_toci", 0.2, "L/d", range=(0.067, 0.6), symbol="Q_t", meaning="exchange between the compartments",
                   standing="measured", reason="label")
VM_toci = Parameter("VM_toci", 7.5, "mg/d", range=(2.5, 22), symbol="V_{M,t}",
                    meaning="largest saturable elimination of tocilizumab", standing="measured", reason="label")
KM_toci = Parameter("KM_toci", 2.7, "ug/mL", range=(0.9, 8.1), symbol="K_{M,t}",
                    meaning="tocilizumab at half of its saturable elimination", standing="measured", reason="label")
V_silt = Parameter("V_silt", 4.5, "L", range=(1.5, 14), symbol="V_s", meaning="volume of siltuximab", standing="measured",
                   reason="label")
k_silt = Parameter("k_silt", 0.034, "1/d", range=(0.011, 0.1), symbol="k_s", meaning="loss rate of siltuximab",
                   standing="measured", reason="label: half-life 20.6 d")
V_emap = Parameter("V_emap", 4.5, "L", range=(1.5, 14), symbol="V_e", meaning="volume of emapalumab",
                   reason="plasma and a little more, as for other antibodies")
k_emap = Parameter("k_emap", 0.08, "1/d", range=(0.027, 0.24), symbol="k_e", meaning="loss rate of emapalumab",
                   reason="half-life 9 d")
V_super = Parameter("V_super", 3.5, "L", range=(1.2, 10), symbol="V_{su}", meaning="volume of the superagonist",
                    reason="the plasma, as for other antibodies")
k_super = Parameter("k_super", 0.09, "1/d", range=(0.03, 0.27), symbol="k_{su}", meaning="loss rate of the superagonist",
                    reason="slow, as for other antibodies")

tocilizumab = State("tocilizumab", "ug/mL", symbol="C_1", label="Tocilizumab in plasma",
                    meaning="antibody against the IL-6 receptor")
tocilizumab_peripheral = State("tocilizumab_peripheral", "ug/mL", symbol="C_2", label="Tocilizumab in tissue",
                               meaning="the antibody outside the plasma")
siltuximab = State("siltuximab", "ug/mL", symbol="C_s", label="Siltuximab", meaning="antibody against IL-6 itself")
emapalumab = State("emapalumab", "ug/mL", symbol="C_e", label="Emapalumab", meaning="antibody against interferon gamma")
superagonist = State("superagonist", "ug/mL", symbol="C_{su}", label="Superagonist in plasma",
                     meaning="antibody against CD28 that switches T cells on without antigen")


def _given(drug: State, volume: Parameter, largest: float, meaning: str) -> Dose:
    """A dose in mg/kg, spread at once through a volume."""
    return Dose(drug.identifier, "mg/kg", {drug: amount*weight/volume}, range=(0, largest), meaning=meaning)


mechanism = Mechanism("antibodies", {
    tocilizumab: (-CL_toci/V_1*tocilizumab - VM_toci/V_1*tocilizumab/(KM_toci + tocilizumab)
                  - Q_toci/V_1*(tocilizumab - tocilizumab_peripheral)),
    tocilizumab_peripheral: Q_toci/V_2*(tocilizumab - tocilizumab_peripheral),
    siltuximab: -k_silt*siltuximab,
    emapalumab: -k_emap*emapalumab,
    superagonist: -k_super*superagonist,
}, doses=[
    _given(tocilizumab, V_1, 12, "blocks the IL-6 receptor"),
    _given(siltuximab, V_silt, 11, "binds IL-6"),
    _given(emapalumab, V_emap, 10, "binds interferon gamma"),
    _given(superagonist, V_super, 0.1, "switches T cells on without antigen"),
], summary="Kinetics of four antibodies; leaves out antibodies against the drug.")
