"""What the therapy is for: targets killed, with the rule of one cell.

A deterministic model would regrow a tumour from a fraction of a cell; below one cell it is reported as cleared. No run beyond
day 60 without that note: whether the last cells die is chance (Kimmel 2021).
"""

import sympy as sp

from ..model import Fact, Input, Mechanism, Parameter, Sentence
from . import astct
from .astct import beyond_day, last_day

one_cell = Parameter("one_cell", 1e-9, "Gcell", range=(1e-10, 1e-8), meaning="one cell: a tumour below this is reported as cleared",
                     standing="measured", reason="definition")
kill_day = Parameter("kill_day", 14, "d", range=(1, 28), meaning="day on which the kill is judged")

tumour = Input("tumour", "Gcell", rest=0, range=(0, 500), label="Target cells")

tumour_start = Fact("tumour_start", "value_at", tumour, at=0, unit="Gcell", label="target cells at the start")
#: Powers of ten of target cells killed so far, down to one cell.
killed = sp.log(sp.Max(tumour_start, one_cell)/sp.Max(tumour, one_cell))/sp.log(10)
log_kill = Fact("log_kill", "value_at", killed, at=kill_day, unit="1", label="powers of ten of target cells killed")
cleared_day = Fact("cleared_day", "first_time", sp.And(tumour < one_cell, tumour_start >= one_cell), unit="d",
                   label="day on which the tumour falls below one cell")

#: Neither fewer nor more target cells, to a fiftieth of a power of ten.
hardly_changed = sp.And(log_kill < sp.Rational(1, 50), log_kill > -sp.Rational(1, 50))

_response = Sentence("response", [
    (tumour_start < one_cell, ""),
    (sp.Or(last_day < kill_day, beyond_day <= last_day), ""),
    (cleared_day < sp.oo, "The tumour is down by {kill:1f} powers of ten on day {judged:0f} and below one cell from day {cleared:1f}."),
    (hardly_changed, "The tumour has hardly changed by day {judged:0f}."),
    (log_kill < 0, "The tumour has grown by day {judged:0f}, {fold:2s}-fold."),
    (True, "The tumour is down by {kill:1f} powers of ten on day {judged:0f}."),
], numbers={"kill": log_kill, "judged": kill_day, "cleared": cleared_day, "fold": 10**(-log_kill)})

mechanism = Mechanism("response", {}, facts=[*astct.mechanism.facts, tumour_start, log_kill, cleared_day], sentences=[_response],
                      summary="Powers of ten of target cells killed, and the day of the last; leaves out relapse and chance.")
