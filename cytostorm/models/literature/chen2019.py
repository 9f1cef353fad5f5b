"""Cytokine release under a bispecific engager, less at each dose: the first-dose effect (Chen 2019).

It shows why step-up dosing works: release is inhibited by the cytokine that has already been released, and each further dose
makes that inhibition stronger by the factor K, so that a second dose, five times larger, gives less than half of the first peak.
The dose `infusion_start` counts the dose and sets its rate, `infusion_stop` takes the same rate away. Times are in hours in
the paper, in days here. Values are those of a public transcription. Leaves out: T cells, killing of the tumour, recovery of
the response, and every other cytokine.
"""

from ...model import Dose, Input, Mechanism, Parameter, ReadOut, State, amount


def _given(identifier: str, value: float, unit: str, symbol: str, meaning: str, **more) -> Parameter:
    details = {"range": (value/3, 3*value), "standing": "fitted", "source": "Chen2019"} | more
    return Parameter(identifier, value, unit, symbol=symbol, meaning=meaning, **details)


E_max = _given("E_max", 24*3590, "pg/mL/d", r"E_{\max}", "largest release", reason="3590 pg/mL per hour")
EC50 = _given("EC50", 10, "ug/mL/uL", "EC_{50}", "synapses at half of the largest release")
I_max = _given("I_max", 1, "1", r"I_{\max}", "largest inhibition", range=(0, 1), allowed=(0, 1))
IC50 = _given("IC50", 182/24, "pg/mL*d", "IC_{50}", "cytokine exposure at half of the inhibition, first dose",
              reason="182 pg/mL times an hour")
K = _given("K", 2.83, "1", "K", "factor by which each further dose strengthens the inhibition", range=(1, 10),
           allowed=(1, 100))
k_IL6 = _given("k_IL6", 24*0.18, "1/d", r"k_{\mathrm{deg}}", "loss rate of the cytokine", reason="0.18 per hour: half-life 3.9 h")
IL6_0 = _given("IL6_0", 0, "pg/mL", "BL", "cytokine at rest", range=(0, 10), standing="chosen")
CL = _given("CL", 24*12.5, "mL/d", "CL", "clearance of the engager", reason="12.5 mL per hour", standing="chosen")
V = _given("V", 3100, "mL", "V", "volume of the engager", standing="chosen")
tumour = _given("tumour_cells", 10, "1/uL", r"T_{\mathrm{tot}}", "target cells in blood, constant", standing="chosen")

engager = State("engager", "ug/mL", symbol="C_b", label="Bispecific engager in plasma")
IL6 = State("IL6", "pg/mL", start=IL6_0, symbol="IL_6", label="IL-6")
exposure = State("IL6_exposure", "pg/mL*d", symbol="AUC", label="Exposure to IL-6", meaning="area under its curve so far")
rate = Input("engager_infusion", "ug/d", rest=0, range=(0, 300), symbol="R_b", label="Rate of engager infusion")
n = Input("doses_given", "1", rest=0, range=(0, 10), symbol="n", label="Doses given", meaning="the present one included")

synapses = ReadOut("synapses", engager*tumour, "ug/mL/uL", symbol="S", label="Synapses", meaning="engager times target cells")
inhibition = ReadOut("inhibition", I_max*exposure/(IC50/K**(n - 1) + exposure), "1", symbol="I_H", label="Inhibition of release",
                     meaning="0 to 1")

chen2019 = Mechanism("chen2019", {
    engager: rate/V - CL/V*engager,
    IL6: E_max*synapses/(EC50 + synapses)*(1 - inhibition) - k_IL6*(IL6 - IL6_0),
    exposure: IL6,
}, doses=[
    Dose("infusion_start", "ug/d", {rate: amount, n: 1}, range=(0, 300), meaning="begins the next dose, at this rate"),
    Dose("infusion_stop", "ug/d", {rate: -amount}, range=(0, 300), meaning="takes this rate away again"),
], summary="Cytokine release that inhibits itself more at each dose; leaves out T cells, the tumour's fall and recovery.")
