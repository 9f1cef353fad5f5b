"""What lights the fire: engaged cells, one sum for CAR T cells, a bispecific engager and a superagonist.

One term for all three, so that the cytokine loop acts in all three. An engager ties endogenous T cells to targets and needs
antigen; a superagonist needs none. Secretion asks for more receptors (`n_occ`) than killing and tolerance do, so cytokines
fall with a repeated or stepped dose while killing goes on (Li 2019). Tolerance is one number and can become complete.
Leaves out: growth of endogenous T cells, regulatory T cells, and kinds of T cells. All values but the engager's kinetics are
chosen.
"""

from ..model import Dose, Input, Mechanism, Parameter, ReadOut, State, amount

T_cells = Parameter("T_cells", 200, "Gcell", range=(20, 500), symbol="T_n",
                    meaning="endogenous T cells that an engager or a superagonist can reach",
                    reason="a good part of the T cells of an adult", spread=0.4)
EC50_engager = Parameter("EC50_engager", 3.6, "ng/mL", range=(1.2, 11), symbol="EC_{50,b}",
                         meaning="engager level at half effect", spread=0.4)
EC50_superagonist = Parameter("EC50_superagonist", 0.3, "ug/mL", range=(0.1, 0.9), symbol="EC_{50,s}",
                              meaning="superagonist level at half effect")
n_occ = Parameter("n_occ", 2, "1", range=(1, 3),
                  meaning="exponent: secretion needs more receptors than killing and tolerance do",
                  source="LiCD3bispecific2019", reason="killing at lower levels than cytokine release")
k_tol = Parameter("k_tol", 10, "1/d", range=(3.3, 30),
                  meaning="rate at which secretion (not killing) is lost under an engager or a superagonist", source="Chen2019",
                  reason="a second, five times larger dose gives 0.43 of the first peak (fall after hours: Suntharalingam 2006)")
k_rec = Parameter("k_rec", 0.01, "1/d", range=(0.0033, 0.03), meaning="recovery rate from tolerance")
V_engager = Parameter("V_engager", 8.9, "L", range=(3, 27), symbol="V_b", meaning="volume of the engager", standing="measured",
                      reason="clearance and half-life of blinatumomab")
k_engager = Parameter("k_engager", 7.9, "1/d", range=(2.6, 24), symbol="k_b", meaning="loss rate of the engager",
                      standing="measured", reason="label of blinatumomab: half-life 2.1 h")

tolerance = State("tolerance", "1", allowed=(0, 1), symbol=r"\tau", label="Tolerance of endogenous T cells",
                  meaning="share of secretion lost under an engager or a superagonist; killing stays")
engager = State("engager", "ng/mL", symbol="C_b", label="Bispecific engager in plasma",
                meaning="antibody that ties any T cell to a target cell")
engager_infusion = State("engager_infusion", "ug/d", symbol="R_b", label="Rate of engager infusion",
                         meaning="switched on and off by doses")

superagonist = Input("superagonist", "ug/mL", rest=0, range=(0, 5), symbol="C_{su}", label="Superagonist in plasma",
                     meaning="antibody against CD28 that switches T cells on without antigen")
antigen = Input("antigen", "1", rest=0, range=(0, 1), symbol="a", label="Antigen contact",
                meaning="0 without targets, 1 when every T cell finds one at once")
lck = Input("lck", "1", rest=1, range=(0, 1), symbol=r"\ell", label="LCK signalling left by dasatinib", meaning="0 to 1")
secreting_CAR = Input("secreting_CAR", "Gcell", rest=0, range=(0, 20), symbol=r"E_{\mathrm{CAR}}^{*}",
                      label="Engaged CAR T cells, weighted by secretion",
                      meaning="a receptor that lets go fast makes fewer of them secrete")

occ_engager = ReadOut("occ_engager", engager/(engager + EC50_engager), "1", symbol=r"\omega_b", label="Effect of the engager",
                      meaning="0 to 1")
occ_super = ReadOut("occ_super", superagonist/(superagonist + EC50_superagonist), "1", symbol=r"\omega_s",
                    label="Effect of the superagonist", meaning="0 to 1")
T_cells_reached = ReadOut("T_cells_reached", T_cells*occ_engager, "Gcell", symbol="T_b",
                          label="T cells that an engager has reached", meaning="they kill, whether or not they still secrete")
engaged_engager = ReadOut("engaged_engager", T_cells*(1 - tolerance)*occ_engager**n_occ*antigen*lck, "Gcell", symbol="E_b",
                          label="T cells engaged by the bispecific", meaning="they secrete")
engaged_super = ReadOut("engaged_super", T_cells*(1 - tolerance)*occ_super**n_occ*lck, "Gcell", symbol="E_s",
                        label="T cells engaged by the superagonist", meaning="they secrete, with no antigen needed")
engaged = ReadOut("engaged", secreting_CAR + engaged_engager + engaged_super, "Gcell", symbol="E_a", label="Engaged cells",
                  meaning="all lighters together: CAR T cells, engager, superagonist")

_infusion = Dose("engager_infusion", "ug/d", {engager_infusion: amount}, range=(0, 300), allowed=(-1e6, 1e6),
                 label="engager infusion", meaning="change of the rate of the bispecific engager, + on, − off")

mechanism = Mechanism("lighters", {
    tolerance: k_tol*(occ_engager*antigen + occ_super)*(1 - tolerance) - k_rec*tolerance,
    engager: engager_infusion/V_engager - k_engager*engager,
    engager_infusion: 0,
}, shows=[T_cells_reached, engaged], doses=[_infusion],
    summary="Engaged cells of three kinds and the tolerance of endogenous T cells; leaves out their growth.")
