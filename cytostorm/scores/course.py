"""The course of the illness in words."""

import sympy as sp

from ..mechanisms.il6 import IL6_0
from ..model import Fact, Input, Mechanism, Sentence
from . import astct
from .astct import BEYOND, beyond_day, day_length, fever, fever_day, grade2_day, grade3_day, grade3_days, grade_end_day, grade_most, last_day

IL6 = Input("IL6", "pg/mL", rest=IL6_0, range=(0, 1e5), label="Interleukin 6")

IL6_peak = Fact("IL6_peak", "peak", IL6, unit="pg/mL", label="highest interleukin 6")
IL6_peak_day = Fact("IL6_peak_day", "time_of_peak", IL6, unit="d", label="day of the highest interleukin 6")
fever_most = Fact("fever_most", "peak", fever, unit="K", label="highest temperature, above 37 °C")

_fever = "Fever from day {fever_day:1f}, at most {temperature:1f} °C; "
_end = "grade 0 again after day {end:1f}. "
_IL6 = "IL-6 peaks at {IL6:3s} pg/mL on day {IL6_day:1f}."
#: Ill on the last day of the run, and not only then.
still_ill = sp.And(grade_end_day >= last_day, last_day > fever_day)
_severe = _fever + "grade 2 from day {grade2_day:1f}, grade 3 or more from day {grade3_day:1f}, for {hours:0f} hours in all, at most grade {grade:0f}; "

_course = Sentence("course", [
    BEYOND,
    (fever_day >= sp.oo, "No fever, so no cytokine release syndrome: at most {temperature:1f} °C. " + _IL6),
    (sp.And(grade_most >= 3, still_ill), _severe + "not over on day {last:0f}. " + _IL6),
    (grade_most >= 3, _severe + _end + _IL6),
    (sp.And(grade_most >= 2, still_ill), _fever + "grade 2 from day {grade2_day:1f}, not over on day {last:0f}. " + _IL6),
    (grade_most >= 2, _fever + "grade 2 from day {grade2_day:1f}, never 3; " + _end + _IL6),
    (still_ill, _fever + "grade 1, not over on day {last:0f}. " + _IL6),
    (True, _fever + "never more than grade 1; " + _end + _IL6),
], numbers={"beyond": beyond_day, "fever_day": fever_day, "temperature": 37 + fever_most, "grade": grade_most,
            "grade2_day": grade2_day, "grade3_day": grade3_day, "hours": day_length*grade3_days, "end": grade_end_day,
            "last": last_day, "IL6": IL6_peak, "IL6_day": IL6_peak_day})

mechanism = Mechanism("course", {}, facts=[*astct.mechanism.facts, fever_most, IL6_peak, IL6_peak_day], sentences=[_course],
                      summary="Fever, grade and IL-6 in one or two sentences.")
