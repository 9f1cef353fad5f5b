"""The two acts in words: which of them takes place, in which order cytokines peak, who makes them, and how the cells multiply."""

from itertools import combinations, permutations

import sympy as sp

from ..mechanisms.il6 import IL6_0
from ..mechanisms.macrophages import IL1_0
from ..mechanisms.t_cell_cytokines import IFN_0, TNF_0, cl_I, engaged, k_I
from ..model import Fact, Input, Mechanism, Parameter, Sentence
from . import course, response
from .astct import BEYOND, beyond_day, grade_most
from .course import IL6_peak, IL6_peak_day
from .response import cleared_day, killed

engaged_from = Parameter("engaged_from", 0.3, "Gcell", range=(0.1, 1),
                         meaning="engaged cells at one time from which the first act is said to take place")
wildfire_from = Parameter("wildfire_from", 100, "pg/mL", range=(50, 200),
                          meaning="interleukin 6 from which the second act is said to take place")
rise_from = Parameter("rise_from", 2, "1", range=(1.5, 10), meaning="multiple of its level at rest from which a cytokine is said to rise")

IFNg = Input("IFNg", "pg/mL", rest=IFN_0, range=(0, 2e4), symbol="I", label="Interferon gamma")
IL1 = Input("IL1", "pg/mL", rest=IL1_0, range=(0, 100), symbol="IL_1", label="Interleukin 1")
TNF = Input("TNF", "pg/mL", rest=TNF_0, range=(0, 1e4), symbol="T", label="Tumour necrosis factor alpha")
tolerance = Input("tolerance", "1", rest=0, range=(0, 1), symbol=r"\tau", label="Tolerance of endogenous T cells")
CAR_T_all = Input("CAR_T_all", "Gcell", rest=0, range=(0, 30), label="CAR T cells, effectors and memory")
_made = {f"{what}_by_{who}": Input(f"{what}_by_{who}", "pg/mL/d", rest=0, range=(0, 1e5), label=f"{what} made by {who}")
         for what in ("IL6", "TNF") for who in ("T_cells", "macrophages")}

spark_engaged = Fact("spark_engaged", "peak", engaged, unit="Gcell", label="most engaged cells at one time")
spark_IFNg = Fact("spark_IFNg", "peak", IFNg, unit="pg/mL", label="highest interferon gamma")
spark_IFNg_day = Fact("spark_IFNg_day", "time_of_peak", IFNg, unit="d", label="day of the highest interferon gamma")
spark_IL1 = Fact("spark_IL1", "peak", IL1, unit="pg/mL", label="highest interleukin 1")
spark_IL1_day = Fact("spark_IL1_day", "time_of_peak", IL1, unit="d", label="day of the highest interleukin 1")
spark_TNF = Fact("spark_TNF", "peak", TNF, unit="pg/mL", label="highest TNF")
spark_tolerance = Fact("spark_tolerance", "peak", tolerance, unit="1", label="most tolerance of endogenous T cells")
spark_kill_end = Fact("spark_kill_end", "value_at", killed, at=sp.oo, unit="1", label="powers of ten of target cells killed by the end")
_areas = {name: Fact(f"spark_{name}", "area", rate, unit="pg/mL", label=f"{rate.label}, in all") for name, rate in _made.items()}


def _share(what: str, who: str) -> sp.Expr:
    both = [_areas[f"{what}_by_{one}"] for one in ("T_cells", "macrophages")]
    return 100*_areas[f"{what}_by_{who}"]/sum(both)


_SHARE = "{macrophages:0f} % of all IL-6 is made by macrophages"

_acts = Sentence("spark_acts", [
    BEYOND,
    (spark_engaged < engaged_from/1000, "Neither act: hardly a cell is engaged, and IL-6 stays below {IL6_below:2s} pg/mL."),
    (spark_engaged < engaged_from, "Neither act: never more than {engaged_millions:2s} million cells are engaged, and IL-6 stays below {IL6_below:2s} pg/mL."),
    (IL6_peak < wildfire_from, "Act one alone: interferon gamma reaches {IFNg:3s} pg/mL on day {IFNg_day:1f}, and IL-6 only {IL6:2s} pg/mL. "
                               "At most grade {grade:0f}."),
    (spark_IFNg < rise_from*IFN_0, f"Both acts, and no interferon gamma: IL-6 reaches {{IL6:3s}} pg/mL on day {{IL6_day:1f}}; {_SHARE}. "
                                  "At most grade {grade:0f}."),
    (True, "Both acts: interferon gamma reaches {IFNg:3s} pg/mL on day {IFNg_day:1f}, and IL-6 {IL6:3s} pg/mL on day {IL6_day:1f}; "
           f"{_SHARE}. At most grade {{grade:0f}}."),
], numbers={"beyond": beyond_day, "engaged_millions": 1000*spark_engaged, "IFNg": spark_IFNg, "IFNg_day": spark_IFNg_day, "IL6": IL6_peak,
            "IL6_below": IL6_peak + 1, "IL6_day": IL6_peak_day, "macrophages": _share("IL6", "macrophages"), "grade": grade_most})


def _order() -> Sentence:
    """The order in which three cytokines peak, of those that rise at all: a row for each that there can be."""
    names = {"interferon gamma": (spark_IFNg >= rise_from*IFN_0, spark_IFNg_day, "IFNg_day"),
             "IL-1": (spark_IL1 >= rise_from*IL1_0, spark_IL1_day, "IL1_day"),
             "IL-6": (IL6_peak >= rise_from*IL6_0, IL6_peak_day, "IL6_day")}
    rows = []
    for size in (3, 2, 1):
        for some in combinations(names, size):
            still = [name for name in names if name not in some]
            rest = f" {' and '.join(still)} {'do' if len(still) > 1 else 'does'} not even double.".replace(" i", " I", 1) if still else ""
            for order in permutations(some):
                days = [names[name][1] for name in order]
                when = sp.And(*(names[name][0] for name in some), *(a <= b for a, b in zip(days, days[1:], strict=False)))
                said = [f"{name} on day {{{names[name][2]}:2f}}" for name in order]
                rows.append((when, "Peaks: " + ", then ".join(said) + "." + rest))
    rows.append((True, "No cytokine rises."))
    return Sentence("spark_order", rows, numbers={key: day for _, day, key in names.values()})


_heights = "IL-6 peaks at {IL6:3s} pg/mL, TNF at {TNF:3s} pg/mL."
_sources = Sentence("spark_sources", [
    (sum(_areas.values()) <= 0, "Nobody makes IL-6 or TNF beyond what there is at rest."),
    (sp.And(*(_areas[f"{what}_by_macrophages"] < _areas[f"{what}_by_T_cells"]/10**6 for what in ("IL6", "TNF"))),
     "All IL-6 and all TNF come from T cells. " + _heights),
    (True, "Of all IL-6 that is made, {IL6_M:0f} % comes from macrophages and {IL6_T:0f} % from T cells; of all TNF, {TNF_M:0f} % and "
           "{TNF_T:0f} %. " + _heights),
], numbers={"IL6": IL6_peak, "TNF": spark_TNF, "IL6_M": _share("IL6", "macrophages"), "IL6_T": _share("IL6", "T_cells"),
            "TNF_M": _share("TNF", "macrophages"), "TNF_T": _share("TNF", "T_cells")})

_tolerant = " The patient's own T cells have lost up to {tolerance:1f} % of their secretion."
_storm = "IL-6 peaks at {IL6:3s} pg/mL on day {IL6_day:1f}, at most grade {grade:0f}; "
_gone, _down = "no target cell is left from day {cleared:1f}.", "the target cells are down by {kill:1f} powers of ten at the end."
_by_lighter = Sentence("spark_lighters", [
    BEYOND,
    (sp.And(spark_tolerance > 0, cleared_day < sp.oo), _storm + _gone + _tolerant),
    (spark_tolerance > 0, _storm + _down + _tolerant),
    (cleared_day < sp.oo, _storm + _gone),
    (True, _storm + _down),
], numbers={"beyond": beyond_day, "IL6": IL6_peak, "IL6_day": IL6_peak_day, "grade": grade_most, "cleared": cleared_day,
            "kill": spark_kill_end, "tolerance": 100*spark_tolerance})

cells = {day: Fact(f"spark_cells_{day}", "value_at", CAR_T_all, at=day, unit="Gcell", label=f"CAR T cells on day {day}") for day in (0, 1, 3, 14, 20)}
spark_cells = Fact("spark_cells", "peak", CAR_T_all, unit="Gcell", label="most CAR T cells")
spark_cells_day = Fact("spark_cells_day", "time_of_peak", CAR_T_all, unit="d", label="day of the most CAR T cells")
_grown = "The cells multiply {fold:2s}-fold until day {day:1f}, doubling every {doubling:2f} days at first"
_kinetics = Sentence("spark_kinetics", [
    (cells[3] <= cells[1], "The cells do not multiply."),
    (cells[20] >= cells[14], _grown + ", and are not yet fewer on day 20 than on day 14."),
    (True, _grown + "; later half of them are lost every {halving:1f} days."),
], numbers={"fold": spark_cells/cells[0], "day": spark_cells_day, "doubling": 2*sp.log(2)/sp.log(cells[3]/cells[1]),
            "halving": 6*sp.log(2)/sp.log(cells[14]/cells[20])})

_valley = Sentence("spark_valley", [
    (True, "Secretion over clearance: {ratio:3s} pg/mL for 10⁹ active cells. Interferon gamma peaks at {IFNg:4s} pg/mL on day {IFNg_day:1f}."),
], numbers={"ratio": k_I/cl_I, "IFNg": spark_IFNg, "IFNg_day": spark_IFNg_day})

_known = [*response.mechanism.facts, *course.mechanism.facts]
_peaks = [spark_IFNg, spark_IFNg_day, spark_IL1, spark_IL1_day]
acts = Mechanism("acts", {}, facts=[*_known, spark_engaged, *_peaks, _areas["IL6_by_T_cells"], _areas["IL6_by_macrophages"]],
                 sentences=[_acts, *response.mechanism.sentences], summary="Which act takes place, and what becomes of the tumour.")
order = Mechanism("order", {}, facts=[IL6_peak, IL6_peak_day, *_peaks], sentences=[_order()], summary="The order in which three cytokines peak.")
sources = Mechanism("sources", {}, facts=[IL6_peak, spark_TNF, *_areas.values()], sentences=[_sources], summary="Who makes IL-6 and TNF, in per cent.")
lighters = Mechanism("lighters_told", {}, facts=[*_known, spark_tolerance, spark_kill_end], sentences=[_by_lighter],
                     summary="The storm and the kill of CAR T cells or an engager.")
kinetics = Mechanism("kinetics", {}, facts=[*cells.values(), spark_cells, spark_cells_day], sentences=[_kinetics],
                     summary="Growth, peak and loss of CAR T cells.")
valley = Mechanism("valley", {}, facts=[spark_IFNg, spark_IFNg_day], sentences=[_valley], summary="What a curve of interferon gamma tells.")
