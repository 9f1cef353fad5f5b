"""The lungs: water that leaks into them, the shunt it makes, and the oxygen saturation that is left.

Lung water depends on permeability times filtration: fluids raise pressure at once and drown leaky lungs later, while a healthy
person's lungs stay dry. Blood that passes flooded lung takes up no oxygen (shunt); mixed blood gives the saturation. Oxygen
answers only the part `f_VQ` of the shunt that is poor matching. Leaves out: hydrostatic lung oedema, the curve of haemoglobin,
carbon dioxide, and ventilation.
"""

import sympy as sp

from ..model import Input, Mechanism, Parameter, ReadOut, State
from .vessel_wall import P_rest  # what permeability is at rest

LW_0 = Parameter("LW_0", 6, "mL/kg", range=(3, 8), symbol="LW_0", meaning="extravascular lung water", standing="measured",
                 reason="normal is 3 to 7 mL/kg")
k_LW = Parameter("k_LW", 3, "1/d", range=(1, 9), symbol="k_{LW}", meaning="rate at which lung water fills and clears")
g_LW = Parameter("g_LW", 1.7, "1", range=(0, 10), symbol="g_{LW}", meaning="lung water gained per permeability and filtration",
                 spread=0.5)
n_LW = Parameter("n_LW", 2, "1", range=(1, 3), symbol="n_{LW}", meaning="exponent of permeability in the lung")
s_0 = Parameter("s_0", 0.05, "1", range=(0.02, 0.1), symbol="s_0", meaning="shunt at rest", standing="measured",
                reason="textbook value")
s_max = Parameter("s_max", 0.5, "1", range=(0.2, 0.6), symbol=r"s_{\max}", meaning="largest shunt beyond that at rest")
LW_s = Parameter("LW_s", 14, "mL/kg", range=(4.7, 42), symbol="LW_s", meaning="lung water that brings 63 % of the extra shunt")
S_c = Parameter("S_c", 98.5, "1", range=(97, 100), symbol="S_c",
                meaning="oxygen saturation of blood leaving good lung, per cent", standing="measured", reason="textbook value")
avO2 = Parameter("avO2", 25, "1", range=(15, 40), symbol=r"\Delta S_{av}",
                 meaning="oxygen saturation that the body takes out, per cent", standing="measured", reason="textbook value")
f_VQ = Parameter("f_VQ", 0.6, "1", range=(0, 1), symbol="f_{VQ}",
                 meaning="part of the shunt that is poor matching and answers to oxygen",
                 reason="true shunt does not answer to oxygen", allowed=(0, 1))
O2_50 = Parameter("O2_50", 4, "L/min", range=(1.3, 12), symbol="O_{50}", meaning="oxygen flow at half of its largest effect")

lung_water = State("lung_water", "mL/kg", start=LW_0, symbol="LW", label="Extravascular lung water",
                   meaning="water in the lung outside the vessels, per kilogram of body weight", window=(0, 16), healthy=(3, 7))

permeability = Input("permeability", "1", rest=P_rest, range=(0, 1), symbol="P", label="Endothelial permeability",
                     meaning="how far the junctions of the vessel wall are open, 0 to 1")
filtration = Input("filtration", "L/d", rest=2.6, range=(0, 30), symbol="J_v", label="Filtration, blood to tissue",
                   meaning="Starling's balance")
J_0 = Input("J_0", "L/d", rest=2.6, range=(0.5, 10), symbol="J_0", label="Filtration at rest",
            meaning="equal to the lymph flow at rest")
oxygen = Input("oxygen", "L/min", rest=0, range=(0, 15), symbol="O_2", label="Oxygen flow",
               meaning="switched on and off by doses")

shunt_room_air = ReadOut("shunt_room_air", s_0 + s_max*(1 - sp.exp(-(lung_water - LW_0)/LW_s)), "1", symbol=r"s_{\mathrm{air}}",
                         label="Shunt without oxygen",
                         meaning="share of the blood that passes the lung without taking up oxygen")
shunt = ReadOut("shunt", shunt_room_air*(1 - f_VQ*oxygen/(oxygen + O2_50)), "1", symbol="s",
                label="Shunt with the oxygen given")
SpO2_rest = ReadOut("SpO2_rest", S_c - avO2*s_0/(1 - s_0), "1", symbol=r"\mathrm{SpO2}_0",
                    label="Oxygen saturation at rest, per cent")
SpO2_room_air = ReadOut("SpO2_room_air", S_c - avO2*shunt_room_air/(1 - shunt_room_air), "1",
                        symbol=r"\mathrm{SpO2}_{\mathrm{air}}", label="Oxygen saturation without oxygen",
                        meaning="on room air, in per cent", shown=(0, "%"), window=(78, 100), healthy=(95, 100))
SpO2 = ReadOut("SpO2", S_c - avO2*shunt/(1 - shunt), "1", label="Oxygen saturation", meaning="with the oxygen given, in per cent",
               shown=(0, "%"), window=(78, 100), healthy=(95, 100))
SpO2_relative = ReadOut("SpO2_relative", SpO2/SpO2_rest, "1", symbol="o", label="Oxygen saturation as a share of normal")

mechanism = Mechanism("lungs", {
    lung_water: k_LW*(LW_0*(1 + g_LW*(permeability**n_LW - P_rest**n_LW)*filtration/J_0) - lung_water),
}, shows=[SpO2_room_air, SpO2_relative],
    summary="Lung water, shunt and oxygen saturation; leaves out hydrostatic oedema and ventilation.")
