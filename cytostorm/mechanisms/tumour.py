"""The tumour: target cells grow, CAR T cells see them and kill them.

Growth is logistic. A T cell is stimulated by antigen with half effect at K_B targets. Killing has a largest rate for each
cell, needs targets within reach, and is shared when effectors crowd each other (Beddington and DeAngelis). How the cells are
designed enters here: a receptor with a faster off-rate needs more antigen, kills nearly as well and secretes less; an AND
gate hides the targets that lack the second antigen. Leaves out: antigen loss, sanctuaries, B cells coming back from the
marrow, and chance: a tumour far below one cell is cleared, not a number (Kimmel 2021). All values are chosen.
"""

from ..model import Input, Mechanism, Parameter, ReadOut, State

tumour_burden = Parameter("tumour_burden", 100, "Gcell", range=(1, 500), symbol="B_0",
                          meaning="target cells on day 0: leukaemia and normal B cells", reason="1e11 cells, a high burden",
                          spread=1)
r_B = Parameter("r_B", 0.06, "1/d", range=(0.02, 0.18), symbol="r_B", meaning="net growth of target cells",
                reason="doubling time 11.6 d", spread=0.3)
B_max = Parameter("B_max", 1000, "Gcell", range=(330, 3000), symbol=r"B_{\max}", meaning="carrying capacity of target cells",
                  reason="of the order of 1e12 cells")
k_kill = Parameter("k_kill", 14, "1/d", range=(4.7, 42), meaning="targets killed by one effector in a day, at most",
                   reason="serial killing, of the order of 10 a day", spread=0.2)
h_B = Parameter("h_B", 20, "Gcell", range=(6.7, 60), symbol="h_B", meaning="targets at which killing is half its maximum")
s_E = Parameter("s_E", 5, "1", range=(1.7, 15), symbol="s_E",
                meaning="how much CAR T cells crowd each other out when they kill",
                reason="crowding as Beddington and DeAngelis wrote it")
k_kill_engager = Parameter("k_kill_engager", 1.2, "1/d", range=(0.4, 3.6), symbol=r"k_{\mathrm{kill,b}}",
                           meaning="targets killed by one engaged endogenous T cell in a day", spread=0.3)
K_B = Parameter("K_B", 5, "Gcell", range=(1.7, 15), symbol="K_B", meaning="targets that stimulate a T cell half-maximally",
                spread=0.3)
LDH_0 = Parameter("LDH_0", 180, "U/L", range=(100, 250), symbol="LDH_0", meaning="lactate dehydrogenase at rest",
                  standing="measured", reason="textbook value")
k_LDH = Parameter("k_LDH", 15, "U*d/L/Gcell", range=(5, 45), symbol="k_{LDH}",
                  meaning="lactate dehydrogenase per cell killed a day")

# the design of the cells
affinity_loss = Parameter("affinity_loss", 1, "1", range=(1, 100), symbol="x",
                          meaning="how many times faster the receptor lets go of its antigen", source="Ghorashian2019",
                          reason="40 is a receptor with a fast off-rate", allowed=(1, 1e4))
m_KB = Parameter("m_KB", 0.1, "1", range=(0, 1), symbol="m_K",
                 meaning="exponent: the antigen needed rises with a faster off-rate")
m_on = Parameter("m_on", 0.45, "1", range=(0, 1), symbol="m_{on}", meaning="exponent: secretion falls with a faster off-rate",
                 reason="kinetic proofreading: larger than m_kill")
m_kill = Parameter("m_kill", 0.05, "1", range=(0, 1), symbol="m_k", meaning="exponent: killing falls with a faster off-rate")
AND_gate = Parameter("AND_gate", 0, "1", range=(0, 1), symbol="g", meaning="cells need a second antigen (0 = no, 1 = yes)",
                     source="Roybal2016", allowed=(0, 1))
second_antigen = Parameter("second_antigen", 1, "1", range=(0, 1), symbol="b_2",
                           meaning="share of targets that carry the second antigen", allowed=(0, 1))
dex_kill = Parameter("dex_kill", 0.25, "1", range=(0, 1), symbol=r"\kappa_k",
                     meaning="share of the dexamethasone effect on secretion that also hits killing", allowed=(0, 1))

tumour = State("tumour", "Gcell", start=tumour_burden, symbol="B", label="Target cells",
               meaning="leukaemia and normal B cells that carry the antigen")

CAR_T = Input("CAR_T", "Gcell", rest=0, range=(0, 20), symbol="E", label="CAR T effector cells",
              meaning="CAR T cells that divide, kill and secrete")
T_cells_reached = Input("T_cells_reached", "Gcell", rest=0, range=(0, 200), symbol="T_b",
                        label="T cells that an engager has reached", meaning="they kill, whether or not they still secrete")
lck = Input("lck", "1", rest=1, range=(0, 1), symbol=r"\ell", label="LCK signalling left by dasatinib", meaning="0 to 1")
dex_C = Input("dex_C", "1", rest=1, range=(0, 1), symbol=r"\delta_C", label="T cell secretion left by dexamethasone",
              meaning="0 to 1")

seen = ReadOut("seen", tumour*(1 - AND_gate + AND_gate*second_antigen), "Gcell", symbol="B_s",
               label="Targets that can be recognised", meaning="target cells that carry what the CAR T cells need to see")
antigen = ReadOut("antigen", seen/(seen + K_B*affinity_loss**m_KB), "1", symbol="a", label="Antigen contact",
                  meaning="0 without targets, 1 when every T cell finds one at once")
engaged_CAR = ReadOut("engaged_CAR", CAR_T*antigen*lck, "Gcell", symbol=r"E_{\mathrm{CAR}}", label="Engaged CAR T cells",
                      meaning="CAR T cells in contact with antigen whose receptor signals")
secreting_CAR = ReadOut("secreting_CAR", engaged_CAR*affinity_loss**(-m_on), "Gcell", symbol=r"E_{\mathrm{CAR}}^{*}",
                        label="Engaged CAR T cells, weighted by secretion",
                        meaning="a receptor that lets go fast makes fewer of them secrete")
kill = ReadOut("kill",
               (k_kill*affinity_loss**(-m_kill)*CAR_T*lck*(1 - dex_kill*(1 - dex_C))*seen/(h_B + seen + s_E*CAR_T)
                + k_kill_engager*T_cells_reached*lck*tumour/(h_B + tumour)),
               "Gcell/d", symbol=r"\kappa_B", label="Targets killed per day",
               meaning="by CAR T cells and by T cells that an engager has reached")
LDH = ReadOut("LDH", LDH_0 + k_LDH*kill, "U/L", label="Lactate dehydrogenase", meaning="enzyme that dying targets spill")

mechanism = Mechanism("tumour", {
    tumour: r_B*tumour*(1 - tumour/B_max) - kill,
}, shows=[secreting_CAR, LDH], summary="Target cells that grow, are seen and are killed; leaves out antigen loss and chance.")
