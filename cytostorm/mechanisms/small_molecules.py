"""Short-lived blockers: anakinra, ruxolitinib and dasatinib, as amounts in the body.

Each is lost at one rate. Anakinra (a small protein) competes with IL-1 and acts where IL-1 does; ruxolitinib takes away part
of every signal that passes through JAK1 or JAK2; dasatinib stops LCK, and with it the CAR T cell, for as long as it is there
(Mestermann 2019). Leaves out: absorption, binding to proteins, interactions, and blood counts under ruxolitinib.
"""

from ..model import Dose, Mechanism, Parameter, ReadOut, State, amount

k_ana = Parameter("k_ana", 3.3, "1/d", range=(1.1, 9.9), symbol="k_{ana}", meaning="loss rate of anakinra", standing="measured",
                  reason="label: half-life 4 to 6 h")
k_rux = Parameter("k_rux", 5.5, "1/d", range=(1.8, 16), symbol="k_{rux}", meaning="loss rate of ruxolitinib",
                  standing="measured", reason="label: half-life 3 h")
IC_rux = Parameter("IC_rux", 4, "mg", range=(1.3, 12), symbol="IC_r", meaning="ruxolitinib at half effect")
Imax_rux = Parameter("Imax_rux", 0.9, "1", range=(0, 1), symbol="I_r", meaning="largest block of JAK signals by ruxolitinib",
                     allowed=(0, 1))
k_das = Parameter("k_das", 4.2, "1/d", range=(1.4, 13), symbol="k_{das}", meaning="loss rate of dasatinib", standing="measured",
                  reason="label: half-life 3 to 5 h")
IC_das = Parameter("IC_das", 15, "mg", range=(5, 45), symbol="IC_d", meaning="dasatinib at half block of LCK")
n_das = Parameter("n_das", 2, "1", range=(1, 4), symbol="n_d", meaning="steepness of the block of LCK")

anakinra = State("anakinra", "mg", symbol="D_a", label="Anakinra in the body", meaning="blocker of the IL-1 receptor")
ruxolitinib = State("ruxolitinib", "mg", symbol="D_r", label="Ruxolitinib in the body",
                    meaning="blocker of the Janus kinases JAK1 and JAK2")
dasatinib = State("dasatinib", "mg", symbol="D_d", label="Dasatinib in the body",
                  meaning="blocker of LCK, the first kinase of the T cell receptor")

jak = ReadOut("jak", 1 - Imax_rux*ruxolitinib/(ruxolitinib + IC_rux), "1", symbol="j",
              label="JAK signalling left by ruxolitinib", meaning="0 to 1")
lck = ReadOut("lck", 1/(1 + (dasatinib/IC_das)**n_das), "1", symbol=r"\ell", label="LCK signalling left by dasatinib",
              meaning="0 to 1")

mechanism = Mechanism("small_molecules", {
    anakinra: -k_ana*anakinra,
    ruxolitinib: -k_rux*ruxolitinib,
    dasatinib: -k_das*dasatinib,
}, shows=[jak, lck], doses=[
    Dose("anakinra", "mg", {anakinra: amount}, range=(0, 200), meaning="blocks the IL-1 receptor"),
    Dose("ruxolitinib", "mg", {ruxolitinib: amount}, range=(0, 20), meaning="blocks JAK1 and JAK2"),
    Dose("dasatinib", "mg", {dasatinib: amount}, range=(0, 100), meaning="blocks LCK: pauses CAR T cells"),
], summary="Anakinra, ruxolitinib and dasatinib; leaves out absorption and interactions.")
