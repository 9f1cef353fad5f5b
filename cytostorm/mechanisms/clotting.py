"""Clotting that runs away: thrombin, platelets, fibrinogen, microthrombi, D-dimer and prothrombin time.

Tissue factor on macrophages and the open vessel wall make thrombin. Thrombin uses up platelets and fibrinogen and leaves
microthrombi; dissolved, they show as D-dimer. IL-6 first raises fibrinogen (an acute-phase protein), consumption then lowers
it (as Perl 2024 saw). The prothrombin time stands for the clotting factors used up. Leaves out: each factor, antithrombin as
a state, fibrinolysis that changes, bleeding. Most values are chosen.
"""

from ..model import Dose, Input, Mechanism, Parameter, ReadOut, State, amount
from .fluid_balance import Vp_0  # fibrinogen given is diluted in the plasma
from .vessel_wall import P_rest  # a start may use parameters only: these

k_ThM = Parameter("k_ThM", 5, "1/d", range=(1.7, 15), symbol="k_{ThM}", meaning="thrombin made by tissue factor on macrophages")
k_ThP = Parameter("k_ThP", 7, "1/d", range=(2.3, 21), symbol="k_{ThP}", meaning="thrombin made at the open vessel wall")
k_AT = Parameter("k_AT", 12, "1/d", range=(4, 36), symbol="k_{AT}", meaning="loss rate of thrombin, by antithrombin and others")
platelets_0 = Parameter("platelets_0", 140, "1e9/L", range=(20, 350), symbol="Plt_0", meaning="platelets at day 0",
                        reason="after lymphodepletion", spread=0.4)
k_Plt = Parameter("k_Plt", 0.11, "1/d", range=(0.037, 0.33), symbol="k_{Plt}", meaning="turnover rate of platelets",
                  standing="measured", reason="platelets live 8 to 10 d")
k_cP = Parameter("k_cP", 0.45, "1/d", range=(0.15, 1.4), symbol="k_{cP}", meaning="rate at which thrombin uses up platelets")
fibrinogen_0 = Parameter("fibrinogen_0", 3, "g/L", range=(1.5, 5), symbol="Fbg_0", meaning="fibrinogen at rest",
                         standing="measured", reason="normal is 2 to 4 g/L", spread=0.2)
d_Fbg = Parameter("d_Fbg", 0.173, "1/d", range=(0.058, 0.52), symbol="d_{Fbg}", meaning="loss rate of fibrinogen",
                  standing="measured", reason="half-life 4 d")
a_F6 = Parameter("a_F6", 4.5, "1", range=(0, 8), symbol="a_{F6}", meaning="rise of fibrinogen synthesis by IL-6",
                 source="Perl2024")
a_FP = Parameter("a_FP", 0.7, "1", range=(0, 1), symbol="a_{FP}",
                 meaning="how far that rise fails when the vessel wall is open", allowed=(0, 1))
k_cF = Parameter("k_cF", 1.1, "1/d", range=(0.37, 3.3), symbol="k_{cF}", meaning="rate at which thrombin uses up fibrinogen")
k_Mt = Parameter("k_Mt", 1, "1/d", range=(0.33, 3), symbol="k_{Mt}", meaning="rate at which thrombin makes microthrombi")
k_lys = Parameter("k_lys", 1.5, "1/d", range=(0.5, 4.5), symbol="k_{lys}", meaning="rate at which microthrombi dissolve")
c_DD = Parameter("c_DD", 14, "(ug/mL)/(g/L)", range=(4.7, 42), symbol="c_{DD}", meaning="D-dimer from dissolved fibrin")
k_DD = Parameter("k_DD", 2.08, "1/d", range=(0.69, 6.2), symbol="k_{DD}", meaning="loss rate of D-dimer", standing="measured",
                 reason="half-life 8 h")
D_dimer_0 = Parameter("D_dimer_0", 0.4, "ug/mL", range=(0.13, 1.2), symbol="DD_0", meaning="D-dimer at rest",
                      standing="measured", reason="normal is below 0.5 ug/mL")
PT_0 = Parameter("PT_0", 12.5, "s", range=(11, 14), symbol="PT_0", meaning="scale of the prothrombin time", standing="measured",
                 reason="textbook value")
k_PT = Parameter("k_PT", 1.2, "1", range=(0.4, 3.6), symbol="k_{PT}",
                 meaning="how strongly the prothrombin time sees thrombin at work")
n_PT = Parameter("n_PT", 0.45, "1", range=(0.2, 1), symbol="n_{PT}", meaning="exponent of the prothrombin time")

thrombin_rest = ReadOut("thrombin_rest", k_ThP*P_rest/k_AT, "1", symbol="Th_0", label="Thrombin at rest")
microthrombi_rest = ReadOut("microthrombi_rest", k_Mt*thrombin_rest*fibrinogen_0/k_lys, "g/L", symbol="Mt_0",
                            label="Microthrombi at rest")

thrombin = State("thrombin", "1", start=thrombin_rest, symbol="Th", label="Thrombin activity",
                 meaning="the enzyme that clots; 1 is a scale without a unit")
platelets = State("platelets", "1e9/L", start=platelets_0, symbol="Plt", label="Platelets", meaning="count in blood",
                  healthy=(150, 400))
fibrinogen = State("fibrinogen", "g/L", start=fibrinogen_0, symbol="Fbg", label="Fibrinogen",
                   meaning="clotting protein in plasma", healthy=(2, 4))
microthrombi = State("microthrombi", "g/L", start=microthrombi_rest, symbol="Mt", label="Microthrombi",
                     meaning="fibrin in small vessels, per litre of plasma")
D_dimer = State("D_dimer", "ug/mL", start=D_dimer_0, symbol="DD", label="D-dimer",
                meaning="what dissolved fibrin leaves, in fibrinogen equivalent units", healthy=(0, 0.5))

macrophages = Input("macrophages", "1", rest=0, range=(0, 2), symbol="M_a", label="Activated macrophages",
                    meaning="in units of the resting pool of a healthy person")
permeability = Input("permeability", "1", rest=P_rest, range=(0, 1), symbol="P", label="Endothelial permeability",
                     meaning="how far the junctions of the vessel wall are open, 0 to 1")
dS6 = Input("dS6", "1", rest=0, range=(-0.01, 1), symbol=r"\Delta S_6", label="IL-6 signal above rest",
            meaning="a little below 0 when the receptor is blocked")

microthrombi_excess = ReadOut("microthrombi_excess", microthrombi - microthrombi_rest, "g/L", symbol=r"\Delta Mt",
                              label="Microthrombi above rest")
PT = ReadOut("PT", PT_0*((1 + k_PT*thrombin)/(1 + k_PT*thrombin_rest))**n_PT, "s", label="Prothrombin time",
             meaning="long when clotting factors are used up", window=(10, 20), healthy=(11, 14))

_platelets = Dose("platelet_transfusion", "1e9/L", {platelets: amount}, range=(0, 100),
                  meaning="rise of the count by platelets given")
_fibrinogen = Dose("fibrinogen_concentrate", "g", {fibrinogen: amount/Vp_0}, range=(0, 6),
                   meaning="fibrinogen given into a vein")

mechanism = Mechanism("clotting", {
    thrombin: k_ThM*macrophages + k_ThP*permeability - k_AT*thrombin,
    platelets: k_Plt*(platelets_0 - platelets) - k_cP*(thrombin*platelets - thrombin_rest*platelets_0),
    fibrinogen: d_Fbg*fibrinogen_0*(1 + a_F6*dS6*(1 - a_FP*(permeability - P_rest)))
                + k_cF*thrombin_rest*fibrinogen_0 - (d_Fbg + k_cF*thrombin)*fibrinogen,
    microthrombi: k_Mt*thrombin*fibrinogen - k_lys*microthrombi,
    D_dimer: c_DD*k_lys*microthrombi_excess - k_DD*(D_dimer - D_dimer_0),
}, shows=[microthrombi_excess, PT], doses=[_platelets, _fibrinogen],
    summary="Thrombin and what it uses up and leaves behind; leaves out the single factors and bleeding.")
