"""Checkpoint-inhibitor toxicity: T cells in one tissue, growing for weeks once their brake is off.

They grow by r_T less d_T, not by a cytokine loop: no fever, no CRP, no peak on day 3. Damage follows the cells and heals
slowly; steroids calm growth and damage. Times to onset spread over weeks as in Tang 2021. Leaves out: the tumour, every other
tissue, and the antigen. Values are chosen, but for the inhibitor's kinetics, which are those of a label.
"""

from ..model import Dose, Input, Mechanism, Parameter, ReadOut, State, amount
from .antibodies import weight  # a dose may use parameters only: this

s_T = Parameter("s_T", 0.001, "1/d", range=(0.00033, 0.003), symbol="s_T", meaning="T cells that enter the tissue")
r_T = Parameter("r_T", 0.2, "1/d", range=(0.067, 0.6), symbol="r_T",
                meaning="growth rate of tissue T cells when the brake is off", spread=0.15)
d_T = Parameter("d_T", 0.1, "1/d", range=(0.033, 0.3), symbol="d_T", meaning="loss rate of tissue T cells")
T_max = Parameter("T_max", 1, "1", range=(0.33, 3), symbol=r"T_{\max}", meaning="most T cells that the tissue holds")
k_dam = Parameter("k_dam", 0.1, "1/d", range=(0.033, 0.3), meaning="damage rate of tissue T cells", spread=0.3)
k_heal = Parameter("k_heal", 0.05, "1/d", range=(0.017, 0.15), meaning="healing rate of the tissue")
Imax_T = Parameter("Imax_T", 0.9, "1", range=(0, 1), symbol="I_T", meaning="largest dexamethasone effect on growth and damage",
                   allowed=(0, 1))
K_ici = Parameter("K_ici", 1, "ug/mL", range=(0.33, 3), symbol="K_{ici}", meaning="inhibitor at half effect")
k_ici = Parameter("k_ici", 0.028, "1/d", range=(0.0093, 0.084), symbol="k_{ici}", meaning="loss rate of the inhibitor",
                  reason="label: half-life 25 d")
V_ici = Parameter("V_ici", 6.8, "L", range=(2.3, 20), symbol="V_{ici}", meaning="volume of the inhibitor",
                  reason="label")

tissue_T_rest = ReadOut("tissue_T_rest", s_T/d_T, "1", symbol="T_{t,0}", label="T cells in the tissue at rest")

tissue_T = State("tissue_T", "1", start=tissue_T_rest, symbol="T_t", label="T cells in the tissue",
                 meaning="1 is the most that the tissue holds")
tissue_damage = State("tissue_damage", "1", start=k_dam*tissue_T_rest/(k_dam*tissue_T_rest + k_heal), symbol="D_t",
                      label="Tissue damage", meaning="share of the tissue, 0 to 1")
inhibitor = State("inhibitor", "ug/mL", symbol="C_{ici}", label="Checkpoint inhibitor in plasma",
                  meaning="antibody that takes the brake off T cells")

dex_effect_C = Input("dex_effect_C", "1", rest=0, range=(0, 1), symbol="x_C", label="Dexamethasone effect on T cell secretion",
                     meaning="share of its largest, 0 to 1")

occupancy = ReadOut("occupancy", inhibitor/(inhibitor + K_ici), "1", symbol=r"\omega", label="Brake taken off",
                    meaning="0 to 1")
calm = ReadOut("calm", 1 - Imax_T*dex_effect_C, "1", symbol="c", label="Growth and damage left by dexamethasone",
               meaning="0 to 1")

_given = Dose("inhibitor", "mg/kg", {inhibitor: amount*weight/V_ici}, range=(0, 10), label="checkpoint inhibitor",
              meaning="takes the brake off T cells")

mechanism = Mechanism("checkpoint_tissue", {
    tissue_T: s_T + r_T*occupancy*calm*tissue_T*(1 - tissue_T/T_max) - d_T*tissue_T,
    tissue_damage: k_dam*calm*tissue_T*(1 - tissue_damage) - k_heal*tissue_damage,
    inhibitor: -k_ici*inhibitor,
}, doses=[_given], summary="T cells, damage and healing in one tissue; leaves out the tumour and all other tissues.")
