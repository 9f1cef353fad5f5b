"""IL-6 and its receptor alone: as much IL-6 made a day as one says, and a blocker held at a level."""

from ..mechanisms.il6 import IL6, IL6_0, K_6, k_ns, k_RM, receptor_occupancy, tocilizumab, toci_shift
from ..model import Dose, Input, Mechanism, ReadOut, amount

production = Input("production", "pg/mL/d", rest=(k_ns + k_RM)*IL6_0, range=(500, 40000), symbol="J", label="IL-6 made per day",
                   meaning="by macrophages and T cells together")
_signal = ReadOut("S6", IL6/(IL6 + K_6*toci_shift), "1", symbol="S_6", label="IL-6 signal", meaning="0 to 1", window=(0, 1))
_drained = ReadOut("lost_by_receptor", k_RM*(1 - receptor_occupancy)*IL6, "pg/mL/d", symbol=r"J_{\mathrm{RM}}", label="IL-6 lost through its receptor")
_other = ReadOut("lost_otherwise", k_ns*IL6, "pg/mL/d", symbol=r"J_{\mathrm{ns}}", label="IL-6 lost in every other way")
_blocker = Dose("tocilizumab", "ug/mL", {tocilizumab: amount}, range=(0.01, 100), label="tocilizumab held at",
                meaning="blocks the IL-6 receptor; held at this level")

receptor = Mechanism("receptor", {
    IL6: production - _other - _drained,
}, shows=[_signal], doses=[_blocker], summary=(
    "Interleukin 6, made as fast as one says and cleared in two ways, one of them its receptor, which a blocker holds; "
    "leaves out where IL-6 comes from, and the kinetics of the blocker."))
