"""Fever: three cytokines raise the set point, and core temperature follows within hours.

The signals combine as chances do: any one can set fever off, all three together do not exceed the largest rise. IL-6 carries
most of it, so that fever falls within hours of tocilizumab; dexamethasone lowers the set point a little. Leaves out:
prostaglandins, shivering, antipyretics, and the rhythm of the day. All values are chosen.
"""

from ..model import Input, Mechanism, Parameter, ReadOut, State

dT_max = Parameter("dT_max", 3.8, "K", range=(2, 5), symbol=r"\Delta T_{\max}",
                   meaning="largest rise of the set point of temperature")
F_6 = Parameter("F_6", 0.9, "1", range=(0, 1), symbol="F_6", meaning="weight of IL-6 in fever",
                reason="fever falls within hours of tocilizumab", allowed=(0, 1))
F_1 = Parameter("F_1", 0.05, "1", range=(0, 1), symbol="F_1", meaning="weight of IL-1 in fever that IL-6 does not carry",
                allowed=(0, 1))
F_T = Parameter("F_T", 0.12, "1", range=(0, 1), symbol="F_T", meaning="weight of TNF in fever that IL-6 does not carry",
                allowed=(0, 1))
k_Tc = Parameter("k_Tc", 8, "1/d", range=(2.7, 24), symbol="k_{Tc}",
                 meaning="rate at which core temperature follows its set point", reason="half-life 2 h")
dex_fever = Parameter("dex_fever", 0.5, "1", range=(0, 1), symbol=r"\kappa_T",
                      meaning="share of the dexamethasone effect on macrophages that also lowers the set point", allowed=(0, 1))

fever = State("fever", "K", signed=True, symbol=r"\Delta T", label="Fever", meaning="core temperature above 37 °C")

dS6 = Input("dS6", "1", rest=0, range=(-0.01, 1), symbol=r"\Delta S_6", label="IL-6 signal above rest",
            meaning="a little below 0 when the receptor is blocked")
S1 = Input("S1", "1", rest=0, range=(0, 1), symbol="S_1", label="IL-1 signal", meaning="0 to 1")
ST = Input("ST", "1", rest=0, range=(0, 1), symbol="S_T", label="TNF signal", meaning="on vessel wall and hypothalamus, 0 to 1")
dex_M = Input("dex_M", "1", rest=1, range=(0, 1), symbol=r"\delta_M", label="Macrophage function left by dexamethasone",
              meaning="0 to 1")

pyrogen = ReadOut("pyrogen", 1 - (1 - F_6*dS6)*(1 - F_1*S1)*(1 - F_T*ST), "1", symbol=r"\psi", label="Pyrogenic drive",
                  meaning="any one of three signals can set it off, 0 to 1")
set_point = ReadOut("set_point", dT_max*pyrogen*(1 - dex_fever*(1 - dex_M)), "K", symbol=r"\Delta T_{\mathrm{set}}",
                    label="Set point", meaning="what the hypothalamus asks for, counted from 37 °C", shown=(37, "°C"),
                    window=(-0.5, 4.5))
temperature = ReadOut("temperature", fever, "K", symbol=r"\Delta T_{\mathrm{body}}", label="Body temperature",
                      meaning="counted from 37 °C", shown=(37, "°C"), window=(-0.5, 4.5), healthy=(-0.5, 0.3))

mechanism = Mechanism("fever", {
    fever: k_Tc*(set_point - fever),
}, shows=[temperature], summary="Set point and core temperature; leaves out prostaglandins and antipyretics.")
