"""Dexamethasone: one amount that still acts, three effects.

The amount stands for the effect on cells, which lasts far longer than the drug in plasma. Division of T cells, their secretion,
and macrophages answer with half effects and largest effects of their own; what follows from them (killing, death of effectors,
fever) stands where it happens. Leaves out: plasma kinetics, other steroids, infection, sugar. Effects are chosen.
"""

from ..model import Dose, Mechanism, Parameter, ReadOut, State, amount

k_dex = Parameter("k_dex", 0.46, "1/d", range=(0.15, 1.4), symbol="k_{dex}", meaning="loss rate of the dexamethasone effect",
                  standing="measured", reason="biological half-life 36 to 54 h; in plasma it is 4 h")
IC_P = Parameter("IC_P", 15, "mg", range=(5, 45), symbol="IC_P", meaning="dexamethasone at half effect on division")
IC_C = Parameter("IC_C", 5, "mg", range=(1.7, 15), symbol="IC_C", meaning="dexamethasone at half effect on T cell secretion")
IC_M = Parameter("IC_M", 5, "mg", range=(1.7, 15), symbol="IC_M", meaning="dexamethasone at half effect on macrophages")
Imax_P = Parameter("Imax_P", 0.4, "1", range=(0, 1), symbol="I_P", meaning="largest effect of dexamethasone on division",
                   source="Topp2021", reason="short courses cost little there and in Stein 2019; long ones do (Strati 2021)",
                   allowed=(0, 1))
Imax_C = Parameter("Imax_C", 0.8, "1", range=(0, 1), symbol="I_C",
                   meaning="largest effect of dexamethasone on T cell secretion", allowed=(0, 1))
Imax_M = Parameter("Imax_M", 0.8, "1", range=(0, 1), symbol="I_M", meaning="largest effect of dexamethasone on macrophages",
                   allowed=(0, 1))

dexamethasone = State("dexamethasone", "mg", symbol="D_x", label="Dexamethasone effect",
                      meaning="steroid, as the amount that still acts")

dex_effect_P = ReadOut("dex_effect_P", dexamethasone/(dexamethasone + IC_P), "1", symbol="x_P",
                       label="Dexamethasone effect on division", meaning="share of its largest, 0 to 1")
dex_effect_C = ReadOut("dex_effect_C", dexamethasone/(dexamethasone + IC_C), "1", symbol="x_C",
                       label="Dexamethasone effect on T cell secretion", meaning="share of its largest, 0 to 1")
dex_effect_M = ReadOut("dex_effect_M", dexamethasone/(dexamethasone + IC_M), "1", symbol="x_M",
                       label="Dexamethasone effect on macrophages", meaning="share of its largest, 0 to 1")
dex_P = ReadOut("dex_P", 1 - Imax_P*dex_effect_P, "1", symbol=r"\delta_P", label="Division left by dexamethasone",
                meaning="0 to 1")
dex_C = ReadOut("dex_C", 1 - Imax_C*dex_effect_C, "1", symbol=r"\delta_C", label="T cell secretion left by dexamethasone",
                meaning="0 to 1")
dex_M = ReadOut("dex_M", 1 - Imax_M*dex_effect_M, "1", symbol=r"\delta_M", label="Macrophage function left by dexamethasone",
                meaning="0 to 1")

_given = Dose("dexamethasone", "mg", {dexamethasone: amount}, range=(0, 20), meaning="steroid; calms T cells and macrophages")

mechanism = Mechanism("dexamethasone", {
    dexamethasone: -k_dex*dexamethasone,
}, shows=[dex_P, dex_C, dex_M], doses=[_given], summary="Dexamethasone as it acts; leaves out plasma kinetics and infection.")
