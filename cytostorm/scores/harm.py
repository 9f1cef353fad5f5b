"""Harm: what the illness and its treatment cost, on one scale whose weights are all chosen.

The reader sets the weights. Without a cost for each drug, tocilizumab for everyone on day 0 would look free: infection,
neurotoxicity (ICANS) and late toxicity are not in the model, and count here as unknown, never as nothing.
"""

import sympy as sp

from ..model import Fact, Mechanism, Parameter
from . import astct, response
from .astct import beyond_day, day_length, grade3_days, grade4_days, last_day
from .response import log_kill


def _weight(identifier: str, value: float, unit: str, meaning: str, reason: str = "") -> Parameter:
    return Parameter(identifier, value, unit, range=(0, 5*value), meaning=meaning, reason=reason)


harm_grade3 = _weight("harm_grade3", 1, "1/h", "harm of an hour at grade 3 or more")
harm_grade4 = _weight("harm_grade4", 2, "1/h", "extra harm of an hour at grade 4")
harm_beyond = _weight("harm_beyond", 1000, "1", "harm of a run beyond the model")
harm_log_kill = _weight("harm_log_kill", 20, "1", "harm of each power of ten of tumour kill lost against the untreated run")
harm_tocilizumab = _weight("harm_tocilizumab", 5, "1", "harm of each dose of tocilizumab", "infection, cytopenia, the vial")
harm_dexamethasone = _weight("harm_dexamethasone", 0.05, "1/mg", "harm of each milligram of dexamethasone", "infection, sugar")
harm_other = _weight("harm_other", 5, "1", "harm of each day of any other drug")

#: Drugs with the general cost; support has none, and what lights the storm is the therapy itself.
OTHERS = ("siltuximab", "emapalumab", "anakinra", "ruxolitinib", "dasatinib", "rimiducid")
UNKNOWN = ("ICANS", "infection", "late toxicity")

_tocilizumab = Fact("tocilizumab_doses", "doses_given", "tocilizumab", unit="1", label="doses of tocilizumab")
_dexamethasone = Fact("dexamethasone_amount", "amount_given", "dexamethasone", unit="mg", label="dexamethasone given")
_others = [Fact(f"{drug}_days", "days_given", drug, unit="1", label=f"days of {drug}") for drug in OTHERS]

harm_of_illness = Fact("harm_of_illness", "value_at", at=0, unit="1", label="harm of the illness", of=(
    day_length*(harm_grade3*grade3_days + harm_grade4*grade4_days) + sp.Piecewise((harm_beyond, beyond_day <= last_day), (0, True))))
harm_of_drugs = Fact("harm_of_drugs", "value_at", at=0, unit="1", label="harm of the drugs", of=(
    harm_tocilizumab*_tocilizumab + harm_dexamethasone*_dexamethasone + harm_other*sp.Add(*_others)))
kill_worth = Fact("kill_worth", "value_at", harm_log_kill*log_kill, at=0, unit="1", label="what the kill is worth on this scale")

mechanism = Mechanism("harm", {}, facts=[*astct.mechanism.facts, _tocilizumab, _dexamethasone, *_others, harm_of_illness, harm_of_drugs,
                                         *response.mechanism.facts, kill_worth],
                      summary="Hours at grade 3 and 4, and what the drugs cost; leaves out ICANS, infection and late toxicity.")
