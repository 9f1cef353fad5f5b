"""A response that ends by itself, or a storm, in words for a reader who has met neither: fever, severity, IL-6, and the leukaemia."""

import sympy as sp

from ..mechanisms.il6 import IL6_0
from ..model import Mechanism, Sentence
from . import course, response
from .astct import BEYOND, beyond_day, day_length, fever_day, grade2_day, grade3_day, grade3_days, grade_end_day, grade_most, last_day
from .course import IL6_peak, IL6_peak_day, fever_most, still_ill
from .response import hardly_changed, kill_day, log_kill, one_cell, tumour_start

_IL6 = "IL-6 rises to {IL6:3s} pg/mL by day {IL6_day:1f}, {fold:2s} times its level at rest."
_calm = "A conversation: no fever, {temperature:1f} °C at most. "
_over = "by day {end:1f} it is over. "

_words = Sentence("conversation", [
    BEYOND,
    (sp.And(fever_day >= sp.oo, IL6_peak < IL6_0*sp.Rational(21, 20)), _calm + "IL-6 stays at its level at rest, {IL6:3s} pg/mL."),
    (fever_day >= sp.oo, _calm + _IL6),
    (still_ill, "A riot, with fever from day {fever_day:1f}, that is not over on day {last:0f}. " + _IL6),
    (grade_most >= 3, "A riot: fever from day {fever_day:1f}, in need of treatment (grade 2) from day {grade2_day:1f}, severely ill (grade 3 or more) "
                      "from day {grade3_day:1f} and for {hours:0f} hours in all; " + _over + _IL6),
    (grade_most >= 2, "An uproar: fever from day {fever_day:1f}, in need of treatment (grade 2) from day {grade2_day:1f}, never severely ill; "
     + _over + _IL6),
    (True, "A loud conversation: fever from day {fever_day:1f} and nothing worse; " + _over + _IL6),
], numbers={"beyond": beyond_day, "temperature": 37 + fever_most, "fever_day": fever_day, "grade2_day": grade2_day, "grade3_day": grade3_day,
            "hours": day_length*grade3_days, "end": grade_end_day, "last": last_day, "IL6": IL6_peak, "IL6_day": IL6_peak_day,
            "fold": IL6_peak/IL6_0})

_left = Sentence("leukaemia_left", [
    (sp.Or(tumour_start < one_cell, last_day < kill_day, beyond_day <= last_day), ""),
    (hardly_changed, "The number of target cells has hardly changed by day {judged:0f}."),
    (log_kill < 0, "The target cells have grown by day {judged:0f}."),
    (True, "Of every {among:2s} target cells, one is left on day {judged:0f}."),
], numbers={"among": 10**log_kill, "judged": kill_day})

mechanism = Mechanism("conversation", {}, facts=[*course.mechanism.facts, *response.mechanism.facts],
                      sentences=[_words, _left],
                      summary="A conversation or a riot: fever, severity, IL-6 and the kill in two sentences.")
