"""Capillary leak: Starling's balance across one leaky wall, the volumes it moves, and the arterial pressure that is left.

Filtration is the filtration coefficient times (hydrostatic less reflected oncotic pressure); permeability raises the first
and lowers the reflection of protein. Lymph brings fluid back; at rest the two are equal. Oedema is excreted once the
circulation is full again, by a smooth gate. Pressure falls with plasma volume and with vessel tone; noradrenaline raises
pressure and nothing else. Leaves out: the glycocalyx (Levick and Michel 2010), albumin as a state, the heart as a pump; a
fluid bolus goes wholly into plasma first.
"""

from ..model import Dose, Input, Mechanism, Parameter, ReadOut, State, amount

K_f = Parameter("K_f", 2, "L/d/mmHg", range=(0.67, 6), symbol="K_f", meaning="filtration per pressure, at rest",
                reason="gives a lymph flow at rest of 2.6 L/d; textbooks say 2 to 4")
phi_L = Parameter("phi_L", 2, "1", range=(0, 5), symbol=r"\varphi_L", meaning="rise of filtration with permeability")
sigma_0 = Parameter("sigma_0", 0.95, "1", range=(0.7, 1), symbol=r"\sigma_0", meaning="reflection coefficient for protein",
                    standing="measured", reason="textbook value", allowed=(0, 1))
phi_sigma = Parameter("phi_sigma", 0.55, "1", range=(0, 0.9), symbol=r"\varphi_\sigma",
                      meaning="fall of the reflection coefficient with permeability", allowed=(0, 1))
Pc_0 = Parameter("Pc_0", 17.3, "mmHg", range=(5.8, 52), symbol="P_{c0}", meaning="capillary pressure", standing="measured",
                 reason="textbook value (Guyton and Hall)")
Pi_0 = Parameter("Pi_0", -3, "mmHg", range=(-6, 0), symbol="P_{i0}", meaning="interstitial pressure", standing="measured",
                 reason="textbook value (Guyton and Hall)")
pi_p0 = Parameter("pi_p0", 28, "mmHg", range=(20, 32), symbol=r"\pi_{p0}", meaning="oncotic pressure of plasma",
                  standing="measured", reason="textbook value (Guyton and Hall)")
pi_i0 = Parameter("pi_i0", 8, "mmHg", range=(4, 12), symbol=r"\pi_{i0}", meaning="oncotic pressure of the interstitium",
                  standing="measured", reason="textbook value (Guyton and Hall)")
phi_alb = Parameter("phi_alb", 0.45, "1", range=(0, 0.9), symbol=r"\varphi_{alb}",
                    meaning="fall of plasma oncotic pressure with permeability",
                    reason="albumin is low in severe cytokine release syndrome", allowed=(0, 1))
e_P = Parameter("e_P", 0.45, "mmHg/L", range=(0.15, 1.4), symbol="e_P",
                meaning="rise of interstitial pressure per litre of oedema")
g_J = Parameter("g_J", 2.3, "1", range=(0, 5), symbol="g_J", meaning="exponent of the lymph flow with interstitial volume")
k_ren = Parameter("k_ren", 1, "1/d", range=(0.33, 3), symbol="k_{ren}",
                  meaning="rate at which kidney and drinking restore plasma volume")
k_diu = Parameter("k_diu", 0.3, "1/d", range=(0.1, 0.9), symbol="k_{diu}",
                  meaning="rate at which oedema is excreted once the circulation is full")
gate_V = Parameter("gate_V", 0.9, "1", range=(0.7, 1), symbol="g_V",
                   meaning="plasma volume, as a share of normal, at which oedema is excreted at half speed")
n_V = Parameter("n_V", 12, "1", range=(2, 20), symbol="n_V", meaning="steepness of the gate of that excretion")
Vp_0 = Parameter("Vp_0", 3, "L", range=(2, 4), symbol="V_{p0}", meaning="plasma volume", standing="measured",
                 reason="textbook value")
Vi_0 = Parameter("Vi_0", 11, "L", range=(8, 14), symbol="V_{i0}", meaning="interstitial volume", standing="measured",
                 reason="textbook value")
g_Pc = Parameter("g_Pc", 1.6, "1", range=(0.5, 3), symbol="g_{Pc}", meaning="fall of capillary pressure with plasma volume")
MAP_0 = Parameter("MAP_0", 93, "mmHg", range=(75, 110), symbol="MAP_0", meaning="mean arterial pressure at rest",
                  standing="measured", reason="textbook value", spread=0.05)
a_V = Parameter("a_V", 0.9, "1", range=(0.5, 1.5), symbol="a_V", meaning="exponent of arterial pressure with plasma volume")
phi_NO = Parameter("phi_NO", 0.32, "1", range=(0, 0.7), symbol=r"\varphi_{NO}",
                   meaning="loss of vessel tone when the wall is fully open", spread=0.35, allowed=(0, 1))
dMAP_NE = Parameter("dMAP_NE", 45, "mmHg", range=(20, 60), symbol=r"\Delta MAP_{NE}",
                    meaning="largest rise of pressure by noradrenaline")
NE_50 = Parameter("NE_50", 0.25, "ug/kg/min", range=(0.083, 0.75), symbol="NE_{50}",
                  meaning="noradrenaline at half of its largest effect", reason="usual doses are 0.05 to 0.5 ug/kg/min")

plasma_volume = State("plasma_volume", "L", start=Vp_0, symbol="V_p", label="Plasma volume", meaning="water of the blood",
                      window=(1.5, 3.5))
interstitial_volume = State("interstitial_volume", "L", start=Vi_0, symbol="V_i", label="Interstitial volume",
                            meaning="water between the cells; above its start it is oedema")

leak = Input("leak", "1", rest=0, range=(-0.01, 1), symbol=r"\lambda", label="Permeability above rest", meaning="0 to 1")
noradrenaline = Input("noradrenaline", "ug/kg/min", rest=0, range=(0, 1), symbol="NE", label="Rate of noradrenaline",
                      meaning="switched on and off by doses")
fluid_infusion = Input("fluid_infusion", "L/d", rest=0, range=(0, 10), symbol="R_f", label="Rate of fluid infusion",
                       meaning="switched on and off by doses")

J_0 = ReadOut("J_0", K_f*(Pc_0 - Pi_0 - sigma_0*(pi_p0 - pi_i0)), "L/d", symbol="J_0", label="Filtration at rest",
              meaning="equal to the lymph flow at rest")
P_c = ReadOut("P_c", Pc_0*(1 + g_Pc*(plasma_volume/Vp_0 - 1)), "mmHg", symbol="P_c", label="Capillary pressure")
P_i = ReadOut("P_i", Pi_0 + e_P*(interstitial_volume - Vi_0), "mmHg", symbol="P_i", label="Interstitial pressure")
sigma = ReadOut("sigma", sigma_0*(1 - phi_sigma*leak), "1", symbol=r"\sigma", label="Reflection coefficient",
                meaning="1 holds all protein back, 0 none")
pi_p = ReadOut("pi_p", pi_p0*(1 - phi_alb*leak), "mmHg", symbol=r"\pi_p", label="Oncotic pressure of plasma")
pi_i = ReadOut("pi_i", pi_i0*Vi_0/interstitial_volume, "mmHg", symbol=r"\pi_i", label="Oncotic pressure of the interstitium")
filtration = ReadOut("filtration", K_f*(1 + phi_L*leak)*(P_c - P_i - sigma*(pi_p - pi_i)), "L/d", symbol="J_v",
                     label="Filtration, blood to tissue", meaning="Starling's balance")
lymph = ReadOut("lymph", J_0*(interstitial_volume/Vi_0)**g_J, "L/d", symbol="J_l", label="Lymph flow, tissue to blood")
v_gate = ReadOut("v_gate", (plasma_volume/(gate_V*Vp_0))**n_V, "1", symbol="v", label="Filling of the circulation",
                 meaning="small: water is kept; large: oedema is let go")
diuresis = ReadOut("diuresis", k_diu*(interstitial_volume - Vi_0)*v_gate/(1 + v_gate), "L/d", symbol=r"J_{\mathrm{diu}}",
                   label="Oedema excreted")
MAP_unsupported = ReadOut("MAP_unsupported", MAP_0*(plasma_volume/Vp_0)**a_V*(1 - phi_NO*leak), "mmHg",
                          symbol=r"\mathrm{MAP}_u", label="Arterial pressure without noradrenaline",
                          meaning="mean arterial pressure", window=(40, 105), healthy=(70, 105))
MAP = ReadOut("MAP", MAP_unsupported + dMAP_NE*noradrenaline/(noradrenaline + NE_50), "mmHg", label="Mean arterial pressure",
              meaning="with the noradrenaline given", window=(40, 105), healthy=(70, 105))
MAP_relative = ReadOut("MAP_relative", MAP/MAP_0, "1", symbol="m", label="Arterial pressure as a share of normal")

_bolus = Dose("fluids", "L", {plasma_volume: amount}, range=(0, 2), label="fluid bolus", meaning="fluid into a vein at once")

mechanism = Mechanism("fluid_balance", {
    plasma_volume: -filtration + lymph + k_ren*(Vp_0 - plasma_volume) + fluid_infusion,
    interstitial_volume: filtration - lymph - diuresis,
}, shows=[MAP_relative], doses=[_bolus],
    summary="Starling's balance, plasma and interstitial volume, arterial pressure; leaves out the glycocalyx and the heart.")
