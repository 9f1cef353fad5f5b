"""Taming in words: what a treatment does to the panic, to the kill, to the serum and to the locks; and how the storm ends.

`mechanism` weighs panic against kill: hours at grade 3 and more, harm by its parts, powers of ten killed. What the model
cannot count, neurotoxicity (ICANS) and infection, is named as unknown each time, never left out and never nought.
`serum` tells level and signal apart, `locks` does so for the receptor alone, `ending` says in which order the causes fail.
"""

import sympy as sp

from ..mechanisms.car_t_cells import antigen
from ..mechanisms.fluid_balance import MAP_0
from ..mechanisms.il6 import K_6, IL6_0, k_ns, k_RM, tocilizumab
from ..mechanisms.lungs import SpO2_rest
from ..mechanisms.macrophages import Mo_0
from ..mechanisms.t_cell_cytokines import IFN_0
from ..model import Fact, Input, Mechanism, Parameter, Sentence
from . import course, harm
from .astct import BEYOND, beyond_day, day_length, fever, fever_day, grade3_days, grade_end_day, grade_most, last_day
from .course import IL6, IL6_peak, IL6_peak_day, fever_most
from .harm import harm_of_drugs, harm_of_illness
from .leak import MAP_fall, SpO2_fall
from .response import cleared_day, kill_day, log_kill, one_cell, tumour

# panic against kill

harm_counted = Fact("harm_counted", "value_at", harm_of_illness + harm_of_drugs, at=0, unit="1", label="harm counted: illness and drugs")
tumour_left = Fact("tumour_left", "value_at", tumour, at=kill_day, unit="Gcell", label="target cells left on the day of judgement")

_harm = ("Harm counted: {illness:1f} by the illness, {drugs:1f} by the drugs; infection and neurotoxicity (ICANS) are unknown here, not nought.")
_panic = Sentence("taming_panic", [
    BEYOND,
    (fever_day >= sp.oo, "The panic: no fever, at most {temperature:1f} °C, and no hour at grade 3; pressure stays at {MAP:1f} mmHg or more. " + _harm),
    (True, "The panic: {hours:0f} hours at grade 3 or more (at most grade {grade:0f}), up to {temperature:1f} °C; pressure falls to {MAP:1f} mmHg "
           "and oxygen saturation to {SpO2:1f} % at the lowest. " + _harm),
], numbers={"beyond": beyond_day, "hours": day_length*grade3_days, "grade": grade_most, "temperature": 37 + fever_most, "MAP": MAP_0 - MAP_fall,
            "SpO2": SpO2_rest.expression - SpO2_fall, "illness": harm_of_illness, "drugs": harm_of_drugs})
_kill = Sentence("taming_kill", [
    (sp.Or(last_day < kill_day, beyond_day <= last_day), ""),
    (cleared_day <= kill_day, "The kill: the tumour is below one cell from day {cleared:1f}, which is {kill:2f} powers of ten."),
    (cleared_day < sp.oo, "The kill: the tumour is down by {kill:2f} powers of ten on day {judged:0f}, and below one cell from day {cleared:1f}."),
    (log_kill < 0, "The kill: none; the tumour has grown by day {judged:0f}."),
    (True, "The kill: the tumour is down by {kill:2f} powers of ten on day {judged:0f}, when {left:2s} cells are left; one cell is not reached by day {last:0f}."),
], numbers={"kill": log_kill, "judged": kill_day, "cleared": cleared_day, "left": tumour_left/one_cell, "last": last_day})

mechanism = Mechanism("taming", {}, facts=[*harm.mechanism.facts, fever_most, MAP_fall, SpO2_fall, harm_counted, tumour_left],
                      sentences=[_panic, _kill], summary="Panic, harm by its parts, and kill; leaves out ICANS, infection and late toxicity.")

# what the serum says, and what the receptor hears

blocker_trace = Parameter("blocker_trace", 0.001, "ug/mL", range=(0.0001, 0.1), meaning="tocilizumab above which it counts as given")
blocker_look = Parameter("blocker_look", 0.5, "d", range=(0.1, 2), meaning="time before and after the first tocilizumab at which levels are read")

il6_free = Input("il6_free", "pg/mL", rest=IL6_0, range=(0, 1e5), label="Interleukin 6, free")
IFNg = Input("IFNg", "pg/mL", rest=IFN_0, range=(0, 10000), label="Interferon gamma")
S6 = Input("S6", "1", rest=IL6_0/(IL6_0 + K_6), range=(0, 1), label="IL-6 signal")
receptor_occupancy = Input("receptor_occupancy", "1", rest=0, range=(0, 1), label="IL-6 receptors held by tocilizumab")

blocked_day = Fact("blocked_day", "first_time", tocilizumab > blocker_trace, unit="d", label="day of the first tocilizumab")
blocked_most = Fact("blocked_most", "peak", receptor_occupancy, unit="1", label="most receptors held by tocilizumab")
IL6_at_block = Fact("IL6_at_block", "value_at", IL6, at=blocked_day, unit="pg/mL", label="interleukin 6 at the first tocilizumab")
IL6_after_block = Fact("IL6_after_block", "value_at", IL6, at=blocked_day + blocker_look, unit="pg/mL", label="interleukin 6 soon after it")
fever_at_block = Fact("fever_at_block", "value_at", fever, at=blocked_day, unit="K", label="temperature above 37 °C at the first tocilizumab")
fever_after_block = Fact("fever_after_block", "value_at", fever, at=blocked_day + blocker_look, unit="K", label="temperature above 37 °C soon after it")
il6_free_highest = Fact("il6_free_highest", "peak", il6_free, unit="pg/mL", label="highest free interleukin 6")
IFNg_highest = Fact("IFNg_highest", "peak", IFNg, unit="pg/mL", label="highest interferon gamma")
S6_strongest = Fact("S6_strongest", "peak", S6, unit="1", label="strongest IL-6 signal")

_highest = "IL-6 in serum is highest on day {IL6_day:1f}, {IL6:3s} pg/mL"
_strongest = "At its strongest the signal is {signal:1f} % of the largest possible, the temperature {temperature:1f} °C; interferon gamma reaches {IFNg:3s} pg/mL."
_serum = Sentence("serum", [
    BEYOND,
    (sp.And(blocked_day < sp.oo, blocked_day + blocker_look <= last_day),
     "Tocilizumab on day {day:2f} holds {held:1f} % of the receptors. Within {hours:0f} hours IL-6 in serum goes from {before:3s} to {after:3s} pg/mL, "
     "the temperature from {warm:1f} to {cool:1f} °C. " + _highest + ". " + _strongest),
    (IL6_peak > 2*il6_free_highest, _highest + "; free IL-6 reaches no more than {free:3s} pg/mL. " + _strongest),
    (True, _highest + ". " + _strongest),
], numbers={"beyond": beyond_day, "day": blocked_day, "held": 100*blocked_most, "hours": day_length*blocker_look, "before": IL6_at_block,
            "after": IL6_after_block, "warm": 37 + fever_at_block, "cool": 37 + fever_after_block, "IL6": IL6_peak, "IL6_day": IL6_peak_day,
            "free": il6_free_highest, "signal": 100*S6_strongest, "temperature": 37 + fever_most, "IFNg": IFNg_highest})
serum = Mechanism("serum", {}, facts=[*course.mechanism.facts, blocked_day, blocked_most, IL6_at_block, IL6_after_block,
                                      fever_at_block, fever_after_block, il6_free_highest, S6_strongest, IFNg_highest],
                  sentences=[_serum], summary="Interleukin 6 in serum against its signal, before and after a receptor blocker.")

# the receptor alone

IL6_end = Fact("IL6_end", "value_at", IL6, at=sp.oo, unit="pg/mL", label="interleukin 6 at the end")
S6_before_block = Fact("S6_before_block", "value_at", S6, at=blocked_day - blocker_look, unit="1", label="IL-6 signal before the first tocilizumab")
S6_end = Fact("S6_end", "value_at", S6, at=sp.oo, unit="1", label="IL-6 signal at the end")
blocked_end = Fact("blocked_end", "value_at", receptor_occupancy, at=sp.oo, unit="1", label="receptors held by tocilizumab at the end")
rise_limit = Fact("rise_limit", "value_at", (k_ns + k_RM)/k_ns, at=0, unit="1", label="how many times IL-6 can rise at most")

_locks = Sentence("locks", [
    (blocked_day >= sp.oo, "No blocker: IL-6 stands at {after:3s} pg/mL, and the signal at {signal:1f} % of the largest possible."),
    (True, "The blocker could hold {held:1f} % of the locks. IL-6 goes from {before:3s} to {after:3s} pg/mL, {times:2f} times as much; it can rise "
           "{limit:2f}-fold at most. The signal goes from {was:1f} to {signal:1f} % of the largest possible."),
], numbers={"held": 100*blocked_end, "before": IL6_at_block, "after": IL6_end, "times": IL6_end/IL6_at_block, "limit": rise_limit,
            "was": 100*S6_before_block, "signal": 100*S6_end})
locks = Mechanism("locks", {}, facts=[blocked_day, blocked_end, IL6_at_block, IL6_end, S6_before_block, S6_end, rise_limit], sentences=[_locks],
                  summary="Level and signal of interleukin 6 before and after a blocker, production held.")

# how it ends

lymphocytes = Input("lymphocytes", "1", rest=1, range=(0, 1), label="Returning lymphocytes")
monocytes = Input("monocytes", "1", rest=Mo_0, range=(0, 2), label="Resting monocytes and macrophages")
_half = sp.Rational(1, 2)

antigen_half_day = Fact("antigen_half_day", "last_time", antigen >= _half, unit="d", label="last day on which antigen contact is a half or more")
niche_half_day = Fact("niche_half_day", "first_time", lymphocytes >= _half, unit="d", label="day on which half of the niche is gone")
pool_used = Fact("pool_used", "peak", Mo_0 - monocytes, unit="1", label="largest part of the resting monocytes used up")

_rest = " At the most, {pool:0f} of 100 resting monocytes are used up and {signal:0f} of 100 receptors signal. IL-6 is highest on day {IL6_day:1f}, {IL6:3s} pg/mL"
_over, _not = ", and the last day with a grade is {end:1f}.", ", and the storm is not over on day {last:0f}."
_lasting = grade_end_day >= last_day
_antigen, _niche = "The antigen fails first: contact is below a half after day {antigen:1f}; half of the niche is gone on day {niche:1f}.", (
    "The niche fails first: half of it is gone on day {niche:1f}; antigen contact is below a half only after day {antigen:1f}.")
_ending = Sentence("ending", [
    BEYOND,
    (fever_day >= sp.oo, "There is no storm to end. IL-6 is highest on day {IL6_day:1f}, {IL6:3s} pg/mL."),
    (sp.And(antigen_half_day <= niche_half_day, _lasting), _antigen + _rest + _not),
    (antigen_half_day <= niche_half_day, _antigen + _rest + _over),
    (sp.And(antigen_half_day >= last_day, _lasting), "Half of the niche is gone on day {niche:1f}, and the antigen never fails." + _rest + _not),
    (antigen_half_day >= last_day, "Half of the niche is gone on day {niche:1f}, and the antigen never fails." + _rest + _over),
    (_lasting, _niche + _rest + _not),
    (True, _niche + _rest + _over),
], numbers={"beyond": beyond_day, "antigen": antigen_half_day, "niche": niche_half_day, "pool": 100*pool_used/Mo_0, "signal": 100*S6_strongest,
            "IL6": IL6_peak, "IL6_day": IL6_peak_day, "end": grade_end_day, "last": last_day})
ending = Mechanism("ending", {}, facts=[*course.mechanism.facts, S6_strongest, antigen_half_day, niche_half_day, pool_used], sentences=[_ending],
                   summary="In which order antigen, niche and the means of the storm run out.")
