"""The alarm in words: fever and what the liver makes.

Under a prescribed signal: both (`mechanism`), or one of them (`thermostat`, `tub`). In a patient: the peaks, and CRP after
tocilizumab (`markers`); what CRP says a day after the first fever beside the grade that follows (`omens`).
"""

import sympy as sp

from ..mechanisms.il6 import IL6 as IL6_state
from ..mechanisms.il6 import Kd_toci, tocilizumab
from ..mechanisms.liver import CRP_0, dS6, ferritin_0
from ..mechanisms.t_cell_cytokines import IFN_0
from ..model import Fact, Input, Mechanism, Parameter, Sentence
from . import astct
from .astct import BEYOND, beyond_day, day_length, fever, fever_day, grade_most, last_day
from .course import IL6, IL6_peak, IL6_peak_day, fever_most

shiver_from = Parameter("shiver_from", 0.5, "K", range=(0.1, 1.5), meaning="gap between set point and core temperature that is felt",
                        reason="a cold or hot feeling has no sharp border")
sample_every = Parameter("sample_every", 1, "d", range=(0.25, 3), meaning="time between two blood samples", reason="one each morning")

set_point = Input("set_point", "K", rest=0, range=(-0.1, 5), label="Set point above 37 °C")
CRP = Input("CRP", "mg/L", rest=CRP_0, range=(0, 500), label="C-reactive protein")
ferritin = Input("ferritin", "ng/mL", rest=ferritin_0, range=(0, 1e5), label="Ferritin")
IFNg = Input("IFNg", "pg/mL", rest=IFN_0, range=(0, 1e5), label="Interferon gamma")

signal_most = Fact("signal_most", "peak", dS6, unit="1", label="loudest alarm")
alarm_from = Fact("alarm_from", "first_time", dS6 >= signal_most/2, unit="d", label="day on which the alarm reaches half its height")
alarm_until = Fact("alarm_until", "last_time", dS6 >= signal_most/2, unit="d", label="last day at half its height")
cold_days = Fact("cold_days", "time_above", set_point - fever > shiver_from, unit="d", label="days below the set point")
hot_days = Fact("hot_days", "time_above", fever - set_point > shiver_from, unit="d", label="days above the set point")
CRP_most = Fact("CRP_most", "peak", CRP, unit="mg/L", label="highest C-reactive protein")
CRP_most_day = Fact("CRP_most_day", "time_of_peak", CRP, unit="d", label="day of the highest C-reactive protein")
CRP_half_day = Fact("CRP_half_day", "last_time", CRP - CRP_0 >= (CRP_most - CRP_0)/2, unit="d",
                    label="last day with half of the highest C-reactive protein")
ferritin_most = Fact("ferritin_most", "peak", ferritin, unit="ng/mL", label="highest ferritin")
ferritin_most_day = Fact("ferritin_most_day", "time_of_peak", ferritin, unit="d", label="day of the highest ferritin")

_silent = signal_most < sp.Rational(1, 1000)
_rings = "The alarm rings from day {a:1f} to day {b:1f}. "
_times = {"a": alarm_from, "b": alarm_until, "temperature": 37 + fever_most, "late": day_length*(fever_day - alarm_from)}
_fever = Sentence("alarm_fever", [
    (_silent, "The alarm is silent, and nobody has a fever."),
    (fever_day >= sp.oo, _rings + "No fever: at most {temperature:1f} °C."),
    (True, _rings + "Fever comes after {late:1f} hours and reaches {temperature:1f} °C."),
], numbers=_times)
_cold, _hot, _felt_from = day_length*cold_days, day_length*hot_days, sp.Rational(1, 20)  # hours that are not written as 0.0
_reaches = _rings + "Temperature reaches {temperature:1f} °C"
_felt = Sentence("alarm_felt", [
    (_silent, "The alarm is silent, and nobody has a fever."),
    (sp.And(_cold < _felt_from, _hot < _felt_from), _reaches + ", and the gap is never felt."),
    (_hot < _felt_from, _reaches + "; the body feels too cold for about {cold:1f} hours."),
    (_cold < _felt_from, _reaches + "; the body feels too hot for about {hot:1f} hours."),
    (True, _reaches + "; the body feels too cold for about {cold:1f} hours and too hot for about {hot:1f}."),
], numbers=_times | {"cold": _cold, "hot": _hot})
_level = "CRP is highest on day {day:1f}, with {CRP:0f} mg/L, and half of its rise above rest is "
_CRP = [(sp.And(_silent, CRP_most < CRP_0 + 1), "CRP stays where it is"),
        (CRP_half_day >= last_day, _level + "still there at the end"),
        (_silent, "No CRP is made beyond what is made at rest: of {CRP:0f} mg/L half of what lies above rest is gone after {half:0f} hours"),
        (True, _level + "gone {half:0f} hours later")]
_ferritin = [(ferritin_most < ferritin_0*sp.Rational(101, 100), "; ferritin stays at {F:3s} ng/mL."),
             (True, "; ferritin is highest on day {F_day:1f}, with {F:3s} ng/mL.")]


def _answer(name: str, besides: list[tuple]) -> Sentence:
    """What becomes of CRP, and beside it of something else."""
    return Sentence(name, [(sp.And(when, while_), text + beside) for when, text in _CRP for while_, beside in besides],
                    numbers={"CRP": CRP_most, "day": CRP_most_day, "half": day_length*(CRP_half_day - CRP_most_day), "F": ferritin_most,
                             "F_day": ferritin_most_day})


_liver, _tub = _answer("alarm_liver", _ferritin), _answer("alarm_tub", [(True, ".")])
_of_fever = [fever_day, fever_most, signal_most, alarm_from, alarm_until]
_of_liver = [last_day, CRP_most, CRP_most_day, CRP_half_day, ferritin_most, ferritin_most_day]
mechanism = Mechanism("alarm_words", {}, facts=[*_of_fever, *_of_liver], sentences=[_fever, _liver],
                      summary="Fever, CRP and ferritin under a prescribed alarm, in words.")
thermostat = Mechanism("thermostat_words", {}, facts=[*_of_fever, cold_days, hot_days], sentences=[_felt],
                       summary="Temperature under a prescribed alarm, and how long it is felt as too cold or too hot, in words.")
tub = Mechanism("tub_words", {}, facts=[signal_most, *_of_liver], sentences=[_tub],
                summary="CRP under a prescribed alarm, in words.")

tocilizumab_from = Fact("tocilizumab_from", "first_time", tocilizumab > Kd_toci, unit="d", label="day of the first tocilizumab")
CRP_then = Fact("CRP_then", "value_at", CRP, at=tocilizumab_from, unit="mg/L", label="C-reactive protein at tocilizumab")
CRP_1d = Fact("CRP_1d", "value_at", CRP, at=tocilizumab_from + sample_every, unit="mg/L", label="C-reactive protein in the next sample")
CRP_2d = Fact("CRP_2d", "value_at", CRP, at=tocilizumab_from + 2*sample_every, unit="mg/L", label="C-reactive protein in the sample after that")
CRP_onset = Fact("CRP_onset", "value_at", CRP, at=fever_day + sample_every, unit="mg/L", label="CRP a day after the first fever")
IFNg_onset = Fact("IFNg_onset", "value_at", IFNg, at=fever_day + sample_every, unit="pg/mL", label="interferon gamma a day after the first fever")
IL6_then = Fact("IL6_then", "value_at", IL6, at=tocilizumab_from, unit="pg/mL", label="interleukin 6 at tocilizumab")
IL6_1d = Fact("IL6_1d", "value_at", IL6, at=tocilizumab_from + sample_every, unit="pg/mL", label="interleukin 6 in the next sample")

_end = " The highest grade is {grade:0f}."
_peaks = "IL-6 peaks at {IL6:3s} pg/mL on day {IL6_day:1f}, CRP at {CRP:0f} mg/L on day {CRP_day:1f}, ferritin at {F:3s} ng/mL on day {F_day:1f}."
_markers = Sentence("markers", [
    BEYOND,
    (sp.And(tocilizumab_from < sp.oo, tocilizumab_from > last_day - 2*sample_every),
     "Tocilizumab comes too late for these days. " + _peaks + _end),
    (tocilizumab_from < sp.oo,
     "Tocilizumab comes on day {given:2f}. CRP is {then:0f} mg/L at that hour, {one:0f} after {hours:0f} hours and {two:0f} after "
     "{hours_2:0f}; IL-6 is {IL6_then:3s} pg/mL, and {IL6_one:3s} after {hours:0f} hours. Ferritin peaks at {F:3s} ng/mL on day "
     "{F_day:1f}." + _end),
    (IL6_peak < IL6_state.healthy[1], "IL-6 stays within what is normal, CRP at most {CRP:0f} mg/L." + _end),
    (True, _peaks + _end),
], numbers={"beyond": beyond_day, "given": tocilizumab_from, "hours": day_length*sample_every, "hours_2": 2*day_length*sample_every,
            "then": CRP_then, "one": CRP_1d, "two": CRP_2d, "IL6_then": IL6_then,
            "IL6_one": IL6_1d, "IL6": IL6_peak, "IL6_day": IL6_peak_day, "CRP": CRP_most, "CRP_day": CRP_most_day, "F": ferritin_most,
            "F_day": ferritin_most_day, "grade": grade_most})

markers = Mechanism("markers", {}, facts=[
    *astct.mechanism.facts, IL6_peak, IL6_peak_day, CRP_most, CRP_most_day, ferritin_most, ferritin_most_day, tocilizumab_from,
    CRP_then, CRP_1d, CRP_2d, IL6_then, IL6_1d], sentences=[_markers], summary="Peaks of IL-6, CRP and ferritin, and CRP after tocilizumab, in words.")

_onset = Sentence("onset", [
    BEYOND,
    (fever_day >= sp.oo, "No fever, and so no grade: CRP is {CRP:0f} mg/L at most."),
    (fever_day > last_day - sample_every, "The first fever comes too late for these days."),
    (True, "First fever on day {fever:1f}; {hours:0f} hours later CRP is {early:0f} mg/L and interferon gamma {IFNg:0f} pg/mL. "
           "In the end CRP peaks at {CRP:0f} mg/L, IL-6 at {IL6:3s} pg/mL, and the highest grade is {grade:0f}."),
], numbers={"beyond": beyond_day, "fever": fever_day, "hours": day_length*sample_every, "early": CRP_onset, "IFNg": IFNg_onset,
            "CRP": CRP_most, "IL6": IL6_peak, "grade": grade_most})

omens = Mechanism("omens", {}, facts=[*astct.mechanism.facts, IL6_peak, CRP_most, CRP_onset, IFNg_onset], sentences=[_onset],
                  summary="CRP and interferon gamma a day after the first fever beside the grade that follows, in words.")
