"""The vessel wall: IL-6, TNF and IL-1 open its junctions, which close by themselves.

Permeability runs from 0 to 1. It rests a little above 0, where IL-6 at rest holds it; what others feel is the rise above that,
`leak`. An endothelium that was activated before infusion goes with severe cytokine release syndrome (Hay 2017): `endothelium`.
Leaves out: angiopoietins, von Willebrand factor, the glycocalyx, and vessels that differ. All values are chosen.
"""

from ..model import Input, Mechanism, Parameter, ReadOut, State
from .il6 import S6e_rest  # a start may use parameters only: these

endothelium = Parameter("endothelium", 1, "1", range=(0.3, 3), symbol="e_0",
                        meaning="how easily this patient's vessel wall opens", source="Hay2017",
                        reason="an endothelium activated before infusion goes with severe cytokine release syndrome",
                        spread=0.35)
k_open = Parameter("k_open", 2.6, "1/d", range=(0.5, 6), meaning="how fast junctions open")
k_close = Parameter("k_close", 1.4, "1/d", range=(0.3, 4), meaning="how fast junctions close", reason="half-life 12 h")
a_P6 = Parameter("a_P6", 0.75, "1", range=(0, 1), symbol="a_{P6}", meaning="weight of IL-6 on the vessel wall")
a_PT = Parameter("a_PT", 0.35, "1", range=(0, 1), symbol="a_{PT}", meaning="weight of TNF on the vessel wall")
a_P1 = Parameter("a_P1", 0.15, "1", range=(0, 1), symbol="a_{P1}", meaning="weight of IL-1 on the vessel wall")

P_open_rest = ReadOut("P_open_rest", k_open*endothelium*a_P6*S6e_rest, "1/d", symbol=r"k_{\mathrm{open},0}",
                      label="Opening rate of the vessel wall at rest")
P_rest = ReadOut("P_rest", P_open_rest/(P_open_rest + k_close), "1", symbol="P_0", label="Permeability at rest")

permeability = State("permeability", "1", allowed=(0, 1), start=P_rest, symbol="P", label="Endothelial permeability",
                     meaning="how far the junctions of the vessel wall are open, 0 to 1")

S6e = Input("S6e", "1", rest=S6e_rest, range=(0, 1), symbol="S_{6e}", label="IL-6 signal on the vessel wall",
            meaning="trans-signalling, 0 to 1")
ST = Input("ST", "1", rest=0, range=(0, 1), symbol="S_T", label="TNF signal", meaning="on vessel wall and hypothalamus, 0 to 1")
S1 = Input("S1", "1", rest=0, range=(0, 1), symbol="S_1", label="IL-1 signal", meaning="0 to 1")

leak = ReadOut("leak", permeability - P_rest, "1", symbol=r"\lambda", label="Permeability above rest", meaning="0 to 1")

mechanism = Mechanism("vessel_wall", {
    permeability: k_open*endothelium*(a_P6*S6e + a_PT*ST + a_P1*S1)*(1 - permeability) - k_close*permeability,
}, shows=[leak], summary="Endothelial permeability; leaves out angiopoietins and the glycocalyx.")
