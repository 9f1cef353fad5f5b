"""Secretory activity of T cells, and what it secretes: interferon gamma, TNF and GM-CSF.

Activity is the A of the loop A ⇄ C: engaged cells switch it on, and IL-6 and IL-1 come back to raise it (`feedback`). Each
cytokine is secreted in proportion and cleared at a rate of its own, around its level at rest. TNF comes from engaged cells at
once and from macrophages later. What others feel is the excess over rest, in units of the receptor that feels it. Leaves out:
IL-2, IL-10 and other brakes, and binding to soluble receptors. Most values are chosen; knock-outs follow Sterner 2019
(GM-CSF) and Bailey 2022 (interferon gamma).
"""

from ..model import Input, Mechanism, Parameter, ReadOut, State

k_on = Parameter("k_on", 0.6, "1/d", range=(0.2, 1.8), meaning="activity that one engaged cell switches on per day",
                 spread=0.35)
k_d = Parameter("k_d", 2, "1/d", range=(0.67, 6), symbol="k_d", meaning="rate at which activity is lost",
                reason="half-life 8 h", spread=0.15)
f_A = Parameter("f_A", 8, "1", range=(0, 20), symbol="f_A", meaning="strength of the cytokine feedback on activity",
                reason="the free parameter of the loop", spread=0.3)
al_6 = Parameter("al_6", 0.5, "1", range=(0, 1), symbol=r"\alpha_6", meaning="share of IL-6 in the feedback")
al_1 = Parameter("al_1", 0.5, "1", range=(0, 1), symbol=r"\alpha_1", meaning="share of IL-1 in the feedback")
k_I = Parameter("k_I", 3000, "pg/mL/d/Gcell", range=(1000, 9000), symbol="k_I",
                meaning="interferon gamma secreted per active T cell", reason="severe peaks are 1,000 to 10,000 pg/mL",
                spread=0.3)
cl_I = Parameter("cl_I", 10, "1/d", range=(3.3, 30), symbol="cl_I", meaning="clearance rate of interferon gamma",
                 reason="half-life 1.7 h; the label of interferon gamma says 38 min into a vein, 5.9 h under the skin")
IFN_0 = Parameter("IFN_0", 5, "pg/mL", range=(1.7, 15), symbol="IFN_0", meaning="interferon gamma at rest")
k_TE = Parameter("k_TE", 200, "pg/mL/d/Gcell", range=(67, 600), symbol="k_{TE}", meaning="TNF secreted per engaged T cell")
k_TM = Parameter("k_TM", 2000, "pg/mL/d", range=(670, 6000), symbol="k_{TM}", meaning="TNF secreted by activated macrophages")
q_TNF = Parameter("q_TNF", 3, "1", range=(1, 20), symbol="q_{TNF}",
                  meaning="TNF secreted per cell under a superagonist, as a multiple of a CAR T cell's",
                  source="Suntharalingam2006", reason="TNF of thousands of pg/mL in six men")
cl_T = Parameter("cl_T", 40, "1/d", range=(13, 120), symbol="cl_T", meaning="clearance rate of TNF", reason="half-life 25 min")
TNF_0 = Parameter("TNF_0", 2, "pg/mL", range=(0.67, 6), symbol="TNF_0", meaning="TNF at rest")
k_G = Parameter("k_G", 120, "pg/mL/d/Gcell", range=(40, 360), symbol="k_G", meaning="GM-CSF secreted per active T cell",
                reason="severe peaks are about 100 pg/mL", spread=0.3)
cl_G = Parameter("cl_G", 10, "1/d", range=(3.3, 30), symbol="cl_G", meaning="clearance rate of GM-CSF",
                 reason="half-life 1.7 h; about 1 h for sargramostim")
GM_0 = Parameter("GM_0", 1, "pg/mL", range=(0.33, 3), symbol="GM_0", meaning="GM-CSF at rest")
K_G = Parameter("K_G", 120, "pg/mL", range=(40, 360), symbol="K_G", meaning="GM-CSF that activates macrophages half-maximally",
                spread=0.2)
K_Te = Parameter("K_Te", 150, "pg/mL", range=(50, 450), symbol="K_{Te}", meaning="TNF at half signal on the vessel wall")
K_emap = Parameter("K_emap", 1, "ug/mL", range=(0.33, 3), symbol="K_e", meaning="emapalumab that halves free IFN-gamma")
GM_CSF_knockout = Parameter("GM_CSF_knockout", 0, "1", range=(0, 1), symbol="x_{GM}",
                            meaning="GM-CSF gene knocked out (0 = no, 1 = yes)", source="Sterner2019", allowed=(0, 1))
IFNg_knockout = Parameter("IFNg_knockout", 0, "1", range=(0, 1), symbol="x_{IFN}",
                          meaning="interferon gamma gene knocked out (0 = no, 1 = yes)", source="Bailey2022", allowed=(0, 1))

activity = State("activity", "Gcell", symbol="A", label="Secretory activity of T cells",
                 meaning="engaged cells that secrete, the A of the loop")
IFNg = State("IFNg", "pg/mL", start=IFN_0, symbol="I", label="Interferon gamma",
             meaning="made by T cells; switches macrophages on")
TNF = State("TNF", "pg/mL", start=TNF_0, symbol="T", label="Tumour necrosis factor alpha",
            meaning="made by T cells and macrophages")
GM_CSF = State("GM_CSF", "pg/mL", start=GM_0, symbol="G", label="Granulocyte-macrophage colony-stimulating factor",
               meaning="made by T cells; calls and activates macrophages")

engaged = Input("engaged", "Gcell", rest=0, range=(0, 20), symbol="E_a", label="Engaged cells",
                meaning="all lighters together: CAR T cells, engager, superagonist")
engaged_super = Input("engaged_super", "Gcell", rest=0, range=(0, 200), symbol="E_s",
                      label="T cells engaged by the superagonist", meaning="they secrete, with no antigen needed")
macrophages = Input("macrophages", "1", rest=0, range=(0, 2), symbol="M_a", label="Activated macrophages",
                    meaning="in units of the resting pool of a healthy person")
S6 = Input("S6", "1", rest=0.004, range=(0, 1), symbol="S_6", label="IL-6 signal",
           meaning="in liver, hypothalamus and T cells, 0 to 1")
S1 = Input("S1", "1", rest=0, range=(0, 1), symbol="S_1", label="IL-1 signal", meaning="0 to 1")
dex_C = Input("dex_C", "1", rest=1, range=(0, 1), symbol=r"\delta_C", label="T cell secretion left by dexamethasone",
              meaning="0 to 1")
dex_M = Input("dex_M", "1", rest=1, range=(0, 1), symbol=r"\delta_M", label="Macrophage function left by dexamethasone",
              meaning="0 to 1")
jak = Input("jak", "1", rest=1, range=(0, 1), symbol="j", label="JAK signalling left by ruxolitinib", meaning="0 to 1")
emapalumab = Input("emapalumab", "ug/mL", rest=0, range=(0, 50), symbol="C_e", label="Emapalumab",
                   meaning="antibody against interferon gamma")
death = Input("death", "1/d", rest=0, range=(0, 90), symbol=r"\mu_9", label="Death by the suicide switch",
              meaning="rate at which cells with the switch die")

feedback = ReadOut("feedback", 1 + f_A*(al_6*S6 + al_1*S1), "1", symbol=r"\Phi", label="Cytokine feedback on activity",
                   meaning="1 without it; IL-6 and IL-1 raise it")
x_I = ReadOut("x_I", jak*(IFNg - IFN_0)/(1 + emapalumab/K_emap), "pg/mL", symbol="x_I",
              label="Free interferon gamma above rest", meaning="what signals: not held by emapalumab, passed on by JAK")
x_T = ReadOut("x_T", TNF - TNF_0, "pg/mL", symbol="x_T", label="TNF above rest")
x_G = ReadOut("x_G", jak*(GM_CSF - GM_0)/K_G, "1", symbol="x_G", label="GM-CSF above rest, in receptor units",
              meaning="1 activates macrophages half-maximally")
ST = ReadOut("ST", x_T/(x_T + K_Te), "1", symbol="S_T", label="TNF signal", meaning="on vessel wall and hypothalamus, 0 to 1")

TNF_by_T_cells = ReadOut("TNF_by_T_cells", k_TE*(engaged + (q_TNF - 1)*engaged_super)*dex_C, "pg/mL/d", symbol=r"J_{T,E}",
                         label="TNF made by T cells")
TNF_by_macrophages = ReadOut("TNF_by_macrophages", k_TM*macrophages*dex_M, "pg/mL/d", symbol=r"J_{T,M}",
                             label="TNF made by macrophages")

mechanism = Mechanism("t_cell_cytokines", {
    activity: k_on*engaged*feedback*dex_C - (k_d + death)*activity,
    IFNg: k_I*(1 - IFNg_knockout)*activity - cl_I*(IFNg - IFN_0),
    TNF: TNF_by_T_cells + TNF_by_macrophages - cl_T*(TNF - TNF_0),
    GM_CSF: k_G*(1 - GM_CSF_knockout)*activity - cl_G*(GM_CSF - GM_0),
}, shows=[x_I, x_G, ST], summary="T cell activity, interferon gamma, TNF and GM-CSF; leaves out IL-2 and IL-10.")
