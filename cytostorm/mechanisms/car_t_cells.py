"""CAR T cells: infused, multiplied by antigen in the niche that lymphodepletion left, then contracting to a memory.

Division needs antigen, the first kinase of the receptor (LCK) and the niche: IL-7 and IL-15 that returning lymphocytes use
up. The niche left is 1 - `lymphocytes`; the small returning number is the state because it is well conditioned. Expansion,
contraction and persistence follow tisagenlecleucel (Stein 2019). Leaves out: exhaustion, tissues, the quality of the product,
and an immune answer against the cells.
"""

import sympy as sp

from ..model import Dose, Input, Mechanism, Parameter, ReadOut, State, amount

cell_dose = Parameter("cell_dose", 0.2, "Gcell", range=(0.01, 1), symbol=r"D_{\mathrm{cells}}", label="CAR T cells infused on day 0",
                      meaning="CAR T cells infused on day 0", reason="2e8 cells, a usual adult dose")
f_eng = Parameter("f_eng", 0.5, "1", range=(0.05, 1), meaning="fraction of infused cells that engraft",
                  reason="spread of the order of that of the highest cell count in Stein 2019", spread=0.6, allowed=(0, 1))
rho_E = Parameter("rho_E", 1.1, "1/d", range=(0.6, 1.5), symbol=r"\rho_E", meaning="fastest antigen-driven division",
                  standing="fitted", source="Stein2019", reason="net doubling time 0.78 d", spread=0.12)
eps_6 = Parameter("eps_6", 0.02, "1", range=(0, 0.2), symbol=r"\varepsilon_6", meaning="boost of division by the IL-6 signal",
                  source="Stein2019", reason="small, since tocilizumab does not slow expansion there")
d_E = Parameter("d_E", 0.16, "1/d", range=(0.05, 0.5), symbol="d_E", meaning="death rate of effectors once the antigen is gone",
                standing="measured", source="Stein2019", reason="contraction rate 0.16/d; the spread there is wider",
                spread=0.3)
k_EM = Parameter("k_EM", 0.004, "1/d", range=(0.0013, 0.012), symbol="k_{EM}",
                 meaning="rate at which effectors become memory cells", source="Stein2019",
                 reason="gives about 1 % survival; 0.0079 there", spread=0.5)
d_M = Parameter("d_M", 0.0032, "1/d", range=(0.0011, 0.0096), symbol="d_M", meaning="death of memory cells",
                standing="measured", source="Stein2019", reason="slow phase 0.0032/d", spread=0.5)
k_ME = Parameter("k_ME", 0.05, "1/d", range=(0.017, 0.15), symbol="k_{ME}", meaning="recall of memory cells by antigen")
t_LD = Parameter("t_LD", 7.5, "d", range=(4, 16), symbol="t_{LD}",
                 meaning="day at which returning lymphocytes have used up half the IL-7/IL-15 niche", source="Stein2019",
                 reason="with it cells peak near day 7 (day 9.3 there) and the infused dose matters", spread=0.15)
w_LD = Parameter("w_LD", 1, "d", range=(0.5, 2), symbol="w_{LD}", meaning="time scale on which the niche closes")
dex_death = Parameter("dex_death", 0.2, "1", range=(0, 1), symbol=r"\kappa",
                      meaning="extra death of effectors by dexamethasone, as a share of their death rate")
rux_E = Parameter("rux_E", 0.5, "1", range=(0, 1), symbol=r"\kappa_r",
                  meaning="share of the JAK block that slows T cell division",
                  reason="the cytokines of the common gamma chain signal through JAK1 and JAK3", allowed=(0, 1))

lymphocytes_start = ReadOut("lymphocytes_start", 1/(1 + sp.exp(t_LD/w_LD)), "1", symbol="L_0",
                            label="Lymphocytes left by lymphodepletion", meaning="share of normal on day 0")

CAR_T = State("CAR_T", "Gcell", start=f_eng*cell_dose, symbol="E", label="CAR T effector cells", meaning="CAR T cells that divide, kill and secrete")
CAR_T_memory = State("CAR_T_memory", "Gcell", symbol="M", label="CAR T memory cells",
                     meaning="CAR T cells that rest and can be recalled by antigen")
lymphocytes = State("lymphocytes", "1", allowed=(0, 1), start=lymphocytes_start, symbol="L", label="Returning lymphocytes",
                    meaning="share of normal; the niche left for CAR T cells is 1 minus it")

antigen = Input("antigen", "1", rest=0, range=(0, 1), symbol="a", label="Antigen contact",
                meaning="0 without targets, 1 when every T cell finds one at once")
lck = Input("lck", "1", rest=1, range=(0, 1), symbol=r"\ell", label="LCK signalling left by dasatinib", meaning="0 to 1")
S6 = Input("S6", "1", rest=0.004, range=(0, 1), symbol="S_6", label="IL-6 signal",
           meaning="in liver, hypothalamus and T cells, 0 to 1")
dex_P = Input("dex_P", "1", rest=1, range=(0, 1), symbol=r"\delta_P", label="Division left by dexamethasone", meaning="0 to 1")
dex_effect_P = Input("dex_effect_P", "1", rest=0, range=(0, 1), symbol="x_P", label="Dexamethasone effect on division",
                     meaning="share of its largest, 0 to 1")
jak = Input("jak", "1", rest=1, range=(0, 1), symbol="j", label="JAK signalling left by ruxolitinib", meaning="0 to 1")
death = Input("death", "1/d", rest=0, range=(0, 90), symbol=r"\mu_9", label="Death by the suicide switch",
              meaning="rate at which cells with the switch die")

_infusion = Dose("CAR_T", "Gcell", {CAR_T: f_eng*amount}, range=(0, 1), label="CAR T cells", meaning="a further infusion of CAR T cells")

mechanism = Mechanism("car_t_cells", {
    CAR_T: (rho_E*(1 - lymphocytes)*antigen*lck*(1 + eps_6*S6)*dex_P*(1 - rux_E*(1 - jak))
            - d_E*(1 + dex_death*dex_effect_P) - k_EM - death)*CAR_T + k_ME*antigen*CAR_T_memory,
    CAR_T_memory: k_EM*CAR_T - (d_M + k_ME*antigen + death)*CAR_T_memory,
    lymphocytes: lymphocytes*(1 - lymphocytes)/w_LD,
}, doses=[_infusion], summary="Effectors, memory and the niche; leaves out exhaustion, tissues and rejection.")
