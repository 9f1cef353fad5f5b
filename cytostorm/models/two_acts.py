"""The two acts alone: target cells, CAR T cells, what they secrete, and the macrophages that answer; no organ and no drug.

The equations are those of the patient's mechanisms with every drug and every other lighter at its value at rest, so that both
give the same curves; what is then a number or a sum of two terms is written out.
"""

from ..mechanisms import car_t_cells, il6, macrophages, t_cell_cytokines, tumour
from ..mechanisms.lighters import secreting_CAR
from ..model import Input, Mechanism, ReadOut, join

_PARTS = tumour, car_t_cells, t_cell_cytokines, macrophages, il6
_KEPT = {"antigen", "kill", "feedback", "drive", "activation", "priming", "S1", "S6", "x_1", "x_G", "engaged", "CAR_T_all",
         "IL6_by_macrophages", "IL6_by_T_cells", "TNF_by_macrophages", "TNF_by_T_cells"}

_memory = Input("CAR_T_memory", "Gcell", rest=0, range=(0, 1), symbol="M", label="CAR T memory cells")
_cells = ReadOut("CAR_T_all", tumour.CAR_T + _memory, "Gcell", symbol=r"E + M",
                 label="CAR T cells, effectors and memory")
_engaged = ReadOut("engaged", secreting_CAR, "Gcell", symbol="E_a", label="Engaged cells",
                   meaning="CAR T cells that touch their target and secrete")
_whole = join("two acts", *(part.mechanism for part in _PARTS), Mechanism("counted", {}, shows=[_cells, _engaged]))


def _at_rest() -> Mechanism:
    """Inputs that nothing feeds become their value at rest, and what follows from that alone is written out."""
    known = {symbol: symbol.rest for symbol in _whole.inputs}
    kept = {}
    for readout, expression in _whole.definitions.items():
        found = expression.xreplace(known)
        if readout.identifier in _KEPT:
            kept[readout] = found
        else:
            known[readout] = found
    equations = {state: rate.xreplace(known) for state, rate in _whole.equations.items() if state.identifier != "sIL6R"}
    return Mechanism("two acts", equations, shows=[*kept], definitions=kept, summary=(
        "Target cells, CAR T cells, their cytokines and the macrophages' answer; leaves out organs, drugs, "
        "the soluble IL-6 receptor, and everything that brakes."))


two_acts = _at_rest()
