"""Monocytes, activated macrophages and their first messenger, IL-1.

Five signals activate macrophages, each in units of its half effect: interferon gamma, GM-CSF, TNF, IL-1 and dying cells.
Interferon gamma also primes them: unprimed, they put out little. GM-CSF calls more of them. IL-1 comes before IL-6 and works
back on the macrophages themselves (Norelli 2018, Giavridis 2018, in mice). Leaves out: tissues, kinds of macrophages, and
catecholamines that macrophages make (Staedtke 2018). All values are chosen.
"""

from ..model import Input, Mechanism, Parameter, ReadOut, State

k_out = Parameter("k_out", 0.5, "1/d", range=(0.17, 1.5), meaning="turnover rate of monocytes",
                  reason="half-life of about a day")
Mo_0 = Parameter("Mo_0", 1, "1", range=(0, 2), symbol="Mo_0", meaning="monocytes and macrophages at rest", reason="scaled to 1",
                 spread=0.3)
r_G = Parameter("r_G", 1, "1", range=(0.33, 3), symbol="r_G", meaning="how much GM-CSF raises the supply of monocytes")
k_act = Parameter("k_act", 1.6, "1/d", range=(0.53, 4.8), meaning="fastest activation rate of macrophages", spread=0.2)
k_de = Parameter("k_de", 0.9, "1/d", range=(0.3, 2.7), meaning="rate at which macrophages calm down", reason="half-life 18 h",
                 spread=0.15)
f_return = Parameter("f_return", 0.3, "1", range=(0, 1), symbol=r"f_{\mathrm{ret}}",
                     meaning="share of calmed macrophages that return to the resting pool", allowed=(0, 1))
K_I = Parameter("K_I", 1500, "pg/mL", range=(500, 4500), symbol="K_I",
                meaning="interferon gamma that activates macrophages half-maximally", spread=0.2)
K_T = Parameter("K_T", 300, "pg/mL", range=(100, 900), symbol="K_T", meaning="TNF that activates macrophages half-maximally")
K_1m = Parameter("K_1m", 100, "pg/mL", range=(33, 300), symbol="K_{1m}",
                 meaning="IL-1 that activates macrophages half-maximally")
w_D = Parameter("w_D", 0.05, "1", range=(0, 0.5), symbol="w_D",
                meaning="weight of signals from dying cells in the activation of macrophages")
K_k = Parameter("K_k", 20, "Gcell/d", range=(6.7, 60), symbol="K_k",
                meaning="killing at which the signal of dying cells is half its largest")
eps_pr = Parameter("eps_pr", 0.1, "1", range=(0, 1), symbol=r"\varepsilon_{pr}",
                   meaning="output of macrophages without interferon gamma, as a share of their largest", allowed=(0, 1))
K_pr = Parameter("K_pr", 600, "pg/mL", range=(200, 1800), symbol="K_{pr}", meaning="interferon gamma at half priming")
k_1M = Parameter("k_1M", 480, "pg/mL/d", range=(160, 1400), symbol="k_{1M}",
                 meaning="IL-1 secreted by activated, primed macrophages", reason="serum levels of tens of pg/mL", spread=0.3)
cl_1 = Parameter("cl_1", 12, "1/d", range=(4, 36), symbol="cl_1", meaning="clearance rate of IL-1",
                 reason="half-life 1.4 h; IL-1 beta itself lasts minutes in plasma")
IL1_0 = Parameter("IL1_0", 1, "pg/mL", range=(0.33, 3), symbol="IL1_0", meaning="IL-1 at rest")
K_1 = Parameter("K_1", 10, "pg/mL", range=(3.3, 30), symbol="K_1", meaning="IL-1 at half receptor signal", source="Norelli2018",
                reason="IL-1 as strong a lever as in mice (also Giavridis 2018)", spread=0.2)
K_ana = Parameter("K_ana", 3.3, "mg", range=(1.1, 9.9), symbol="K_{ana}", meaning="anakinra that doubles the IL-1 needed")
IL1Ra_cell = Parameter("IL1Ra_cell", 0, "1/Gcell", range=(0, 20), symbol="x_{Ra}",
                       meaning="IL-1 receptor antagonist made by the CAR T cells", source="Giavridis2018",
                       reason="5 is an armoured cell")

monocytes = State("monocytes", "1", start=Mo_0, symbol="M_r", label="Resting monocytes and macrophages",
                  meaning="1 is the pool of a healthy person")
macrophages = State("macrophages", "1", symbol="M_a", label="Activated macrophages",
                    meaning="in units of the resting pool of a healthy person")
IL1 = State("IL1", "pg/mL", start=IL1_0, symbol="IL_1", label="Interleukin 1",
            meaning="made by activated macrophages, first of theirs")

x_I = Input("x_I", "pg/mL", rest=0, range=(0, 6000), symbol="x_I", label="Free interferon gamma above rest",
            meaning="what signals: not held by emapalumab, passed on by JAK")
x_T = Input("x_T", "pg/mL", rest=0, range=(0, 500), symbol="x_T", label="TNF above rest")
x_G = Input("x_G", "1", rest=0, range=(0, 5), symbol="x_G", label="GM-CSF above rest, in receptor units",
            meaning="1 activates macrophages half-maximally")
kill = Input("kill", "Gcell/d", rest=0, range=(0, 200), symbol=r"\kappa_B", label="Targets killed per day",
             meaning="by CAR T cells and by T cells that an engager has reached")
CAR_T = Input("CAR_T", "Gcell", rest=0, range=(0, 20), symbol="E", label="CAR T effector cells",
              meaning="CAR T cells that divide, kill and secrete")
anakinra = Input("anakinra", "mg", rest=0, range=(0, 400), symbol="D_a", label="Anakinra in the body",
                 meaning="blocker of the IL-1 receptor")
dex_M = Input("dex_M", "1", rest=1, range=(0, 1), symbol=r"\delta_M", label="Macrophage function left by dexamethasone",
              meaning="0 to 1")

x_1 = ReadOut("x_1", (IL1 - IL1_0)/(K_1*(1 + anakinra/K_ana + IL1Ra_cell*CAR_T)), "1", symbol="x_1",
              label="IL-1 above rest, in receptor units",
              meaning="anakinra and the cells' own IL-1 receptor antagonist raise the IL-1 needed")
S1 = ReadOut("S1", x_1/(1 + x_1), "1", symbol="S_1", label="IL-1 signal", meaning="0 to 1")
drive = ReadOut("drive", x_I/K_I + x_G + x_T/K_T + x_1*K_1/K_1m + w_D*kill/(kill + K_k), "1", symbol="Q",
                label="Drive of macrophage activation", meaning="five signals added up, each in units of its half effect")
activation = ReadOut("activation", k_act*dex_M*drive/(1 + drive), "1/d", symbol=r"\alpha_M",
                     label="Activation rate of monocytes")
priming = ReadOut("priming", eps_pr + (1 - eps_pr)*x_I/(x_I + K_pr), "1", symbol=r"\pi_M", label="Interferon gamma priming",
                  meaning="output of activated macrophages as a share of their largest")

mechanism = Mechanism("macrophages", {
    monocytes: k_out*(Mo_0*(1 + r_G*x_G/(1 + x_G)) - monocytes) - activation*monocytes + f_return*k_de*macrophages,
    macrophages: activation*monocytes - k_de*macrophages,
    IL1: k_1M*priming*macrophages*dex_M - cl_1*(IL1 - IL1_0),
}, shows=[S1, priming], summary="Resting and activated macrophages and IL-1; leaves out tissues and kinds of macrophages.")
