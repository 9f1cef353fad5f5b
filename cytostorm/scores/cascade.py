"""The cascade in words: what is left of oxygen delivery, which factor took most, and what kidney, heart and liver show.

`mechanism` is about the patient, `delivery` about the organs alone, `contrast` about two toxicities on one axis of time.
"""

from itertools import combinations, permutations

import sympy as sp

from ..mechanisms import organs
from ..mechanisms.organs import MAP_relative, SpO2_relative
from ..model import Fact, Input, Mechanism, Parameter, Sentence, State
from . import astct
from .astct import BEYOND, beyond_day, fever_day, grade3_days, grade_end_day, grade_most, last_day
from .easix import CRP, creatinine

open_vessels = Input("open_vessels", "1", rest=1, range=(0, 1.05), symbol="v_o", label="Small vessels open, as a share of normal")
DO2 = Input("DO2", "1", rest=1, range=(0, 1.5), label="Oxygen delivery")
troponin = Input("troponin", "ng/L", rest=organs.troponin_0, range=(0, 500), label="Cardiac troponin T")
ALT = Input("ALT", "U/L", rest=organs.ALT_0, range=(0, 1000), label="Alanine aminotransferase")
tissue_damage = Input("tissue_damage", "1", rest=0, range=(0, 1), symbol="D_t", label="Tissue damage")

damage_onset = Parameter("damage_onset", 0.2, "1", range=(0.1, 0.4), meaning="share of the tissue from which damage counts as illness")
damage_judged = Parameter("damage_judged", 70, "d", range=(42, 112), meaning="day on which tissue damage is judged")
week_length = Parameter("week_length", 7, "d", range=(6, 8), standing="measured", reason="definition", meaning="days in a week")

DO2_fall = Fact("DO2_fall", "peak", 1 - DO2, unit="1", label="deepest fall of oxygen delivery")
DO2_day = Fact("DO2_day", "time_of_peak", 1 - DO2, unit="d", label="day of the lowest oxygen delivery")
pressure_left = Fact("pressure_left", "value_at", MAP_relative, at=DO2_day, unit="1", label="share of the pressure left on that day")
saturation_left = Fact("saturation_left", "value_at", SpO2_relative, at=DO2_day, unit="1", label="share of the saturation left on that day")
vessels_left = Fact("vessels_left", "value_at", open_vessels, at=DO2_day, unit="1", label="share of small vessels open on that day")
_delivery = [DO2_fall, DO2_day, pressure_left, saturation_left, vessels_left]


def _organ(name: str, quantity: Input, state: State, words: str) -> list[Fact]:
    """Highest level of what an organ shows, its day, and the last day above normal."""
    normal = Parameter(f"{name}_normal", state.healthy[1], state.unit, range=(state.healthy[1]/2, 2*state.healthy[1]),
                       standing="measured", reason="textbook value", meaning=f"{words} above which it is raised")
    return [Fact(f"{name}_most", "peak", quantity, unit=quantity.unit, label=f"highest {words}"),
            Fact(f"{name}_day", "time_of_peak", quantity, unit="d", label=f"day of the highest {words}"),
            Fact(f"{name}_last", "last_time", quantity > normal, unit="d", label=f"last day of a raised {words}")]


_kidney = _organ("creatinine", creatinine, organs.creatinine, "creatinine")
_heart = _organ("troponin", troponin, organs.troponin, "troponin")
_liver = _organ("ALT", ALT, organs.ALT, "ALT")
_organs = [*_kidney, *_heart, *_liver]

_left = {"the pressure": pressure_left, "the saturation": saturation_left, "the clots": vessels_left}
_factors = "pressure {pressure:0f} %, saturation {saturation:0f} %, open small vessels {vessels:0f} %; "
_lowest = "Oxygen delivery falls to {DO2:1f} % of normal on day {DO2_day:1f}: " + _factors
_kept = "Hardly anything is lost: oxygen delivery stays at {DO2:1f} % of normal or more. "
_peaks = "Highest: creatinine {creatinine:2f} mg/dL (day {creatinine_day:1f}), troponin {troponin:0f} ng/L (day {troponin_day:1f}), ALT {ALT:0f} U/L (day {ALT_day:1f}). "
_levels = "Highest: creatinine {creatinine:2f} mg/dL, troponin {troponin:0f} ng/L, ALT {ALT:0f} U/L. "
_numbers = {"DO2": 100*(1 - DO2_fall), "DO2_day": DO2_day, "pressure": 100*pressure_left, "saturation": 100*saturation_left,
            "vessels": 100*vessels_left, "creatinine": _kidney[0], "creatinine_day": _kidney[1], "troponin": _heart[0],
            "troponin_day": _heart[1], "ALT": _liver[0], "ALT_day": _liver[1]}
_graded = "Grade at most {grade:0f}."
_severe = "Grade at most {grade:0f}, {severe:1f} days at grade 3 or more."


def _alike(*left: Fact) -> sp.Basic:
    """Whether shares are the same to half a per cent."""
    return sp.And(*(a - b < sp.Rational(1, 200) for a, b in permutations(left, 2)))


def _by_factor(end: str = "") -> list[tuple]:
    """Rows that name the factor that took most, or those that did; none when hardly anything was lost."""
    took = [(_alike(*_left.values()), "all three took the same")]
    for one, other in combinations(_left, 2):
        pair = _left[one], _left[other]
        took.append((sp.And(_alike(*pair), *(share <= left for share in pair for left in _left.values() if left not in pair)),
                     f"{one} and {other} took most, one as much as the other"))
    took += [(sp.And(*(share <= left for left in _left.values() if left != share)), f"{name} took most") for name, share in _left.items()]
    rows = [(DO2_fall < sp.Rational(1, 20), _kept + _levels), *((when, f"{_lowest}{words}. {_peaks}") for when, words in took[:-1]),
            (True, f"{_lowest}{took[-1][1]}. {_peaks}")]
    return [(when, f"{text}{end}".strip()) for when, text in rows]


_cascade = Sentence("cascade", [BEYOND, *((sp.And(grade_most >= 3, when), text) for when, text in _by_factor(_severe)),
                                *_by_factor(_graded)], numbers=_numbers | {
    "beyond": beyond_day, "grade": grade_most, "severe": grade3_days})

mechanism = Mechanism("cascade", {}, facts=[*astct.mechanism.facts, *_delivery, *_organs], sentences=[_cascade],
                      summary="Oxygen delivery, what took most of it, three organs and the grade in a few sentences.")


def _raised(words: str, last: Fact) -> Sentence:
    """Until when an organ shows more than is normal; nothing when it never does."""
    return Sentence(f"{last.name}_told", [(last <= 0, ""), (last >= last_day, f"{words} is still above normal on the last day."),
                                          (True, f"{words} is above normal until day {{day:1f}}.")], numbers={"day": last})


_alone = [Sentence("delivery", _by_factor(), numbers=_numbers),
          *(_raised(*organ) for organ in (("Creatinine", _kidney[2]), ("Troponin", _heart[2]), ("ALT", _liver[2])))]

delivery = Mechanism("delivery_words", {}, facts=[last_day, *_delivery, *_organs], sentences=_alone,
                     summary="Oxygen delivery, what took most of it, and how long three organs show it, in a few sentences.")

storm_CRP = Fact("storm_CRP", "peak", CRP, unit="mg/L", label="highest C-reactive protein of the storm")
damage_day = Fact("damage_day", "first_time", tissue_damage > damage_onset, unit="d", label="first day of tissue damage that counts")
damage_most = Fact("damage_most", "peak", tissue_damage, unit="1", label="most tissue damage")
damage_later = Fact("damage_later", "value_at", tissue_damage, at=damage_judged, unit="1", label="tissue damage some weeks later")
damage_end = Fact("damage_end", "value_at", tissue_damage, at=sp.oo, unit="1", label="tissue damage at the end")
damage_CRP = Fact("damage_CRP", "value_at", CRP, at=damage_day, unit="mg/L", label="C-reactive protein on the first day of tissue damage")

_storm = "The storm: fever from day {fever_day:0f}, over after day {end:0f}, CRP at most {CRP:0f} mg/L. "
_calm = "No storm: no fever, CRP at most {CRP:0f} mg/L. "
_onset = "The tissue: damage passes {onset:0f} % after {weeks:1f} weeks"
_course = "; it is {damage_later:0f} % after {judged:0f} and {damage_end:0f} % after {last:0f} weeks."
_harm = _onset + " (CRP {damage_CRP:0f} mg/L on that day)" + _course
_none = "The tissue: damage stays below {onset:0f} %, {damage:0f} % at most."
_tissue_numbers = {"onset": 100*damage_onset, "weeks": damage_day/week_length, "damage": 100*damage_most, "damage_later": 100*damage_later,
                   "judged": damage_judged/week_length, "damage_end": 100*damage_end, "last": last_day/week_length}
_tissue = Sentence("tissue", [(damage_day < sp.oo, _onset + _course), (True, _none)], numbers=_tissue_numbers)
_weeks = Sentence("contrast", [
    BEYOND,
    (sp.And(fever_day < sp.oo, damage_day < sp.oo), _storm + _harm),
    (fever_day < sp.oo, _storm + _none),
    (damage_day < sp.oo, _calm + _harm),
    (True, _calm + _none),
], numbers=_tissue_numbers | {"beyond": beyond_day, "fever_day": fever_day, "end": grade_end_day, "CRP": storm_CRP, "damage_CRP": damage_CRP})

tissue = Mechanism("tissue_words", {}, sentences=[_tissue], facts=[last_day, damage_day, damage_most, damage_later, damage_end],
                   summary="The weeks of the tissue, in a sentence.")

contrast = Mechanism("contrast_words", {}, sentences=[_weeks],
                     facts=[*astct.mechanism.facts, storm_CRP, damage_day, damage_most, damage_later, damage_end, damage_CRP],
                     summary="The days of the storm and the weeks of the tissue, in two sentences.")
