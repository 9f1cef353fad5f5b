"""Clots, and what they use up, in words: microthrombi, platelets, fibrinogen and the points of the ISTH; and EASIX.

`clots_alone` is for clotting without a patient: no pressure, no saturation, so nothing is beyond the model.
"""

import sympy as sp

from ..mechanisms.clotting import fibrinogen_0, microthrombi_rest, platelets_0
from ..mechanisms.liver import CRP_0
from ..mechanisms.organs import creatinine_0
from ..mechanisms.tumour import LDH_0
from ..model import Fact, Input, Mechanism, Sentence
from . import isth
from .astct import BEYOND, beyond_day
from .isth import ISTH, ISTH_day, ISTH_most, ISTH_overt, fibrinogen, platelets

microthrombi = Input("microthrombi", "g/L", rest=microthrombi_rest, range=(0, 5), label="Microthrombi")
EASIX = Input("EASIX", "U*mg/dL/1e9", rest=LDH_0*creatinine_0/platelets_0, range=(0, 100), label="EASIX")
m_EASIX = Input("m_EASIX", "U*mg/L/1e9", rest=LDH_0*CRP_0/platelets_0, range=(0, 1e4), label="m-EASIX, times ten")


def _peak(name: str, of, unit: str, label: str) -> tuple[Fact, Fact]:
    """The highest value of something, and its day."""
    return (Fact(name, "peak", of, unit=unit, label=label),
            Fact(f"{name}_day", "time_of_peak", of, unit="d", label=f"day of the {label}"))


def _least(name: str, rest, fall: Fact, unit: str, label: str) -> Fact:
    """The lowest value: what is left at the deepest fall below rest."""
    return Fact(name, "value_at", rest - fall, at=sp.oo, unit=unit, label=label)


microthrombi_most, microthrombi_day = _peak("microthrombi_most", microthrombi, "g/L", "most microthrombi")
platelets_fall, platelets_day = _peak("platelets_fall", platelets_0 - platelets, "1e9/L", "deepest fall of platelets")
platelets_least = _least("platelets_least", platelets_0, platelets_fall, "1e9/L", "lowest platelets")
fibrinogen_most, fibrinogen_most_day = _peak("fibrinogen_most", fibrinogen, "g/L", "highest fibrinogen")
fibrinogen_fall, fibrinogen_day = _peak("fibrinogen_fall", fibrinogen_0 - fibrinogen, "g/L", "deepest fall of fibrinogen")
fibrinogen_least = _least("fibrinogen_least", fibrinogen_0, fibrinogen_fall, "g/L", "lowest fibrinogen")
ISTH_days = Fact("ISTH_days", "time_above", ISTH.points >= ISTH_overt, unit="d", label="days of overt disseminated coagulation")
EASIX_most, EASIX_day = _peak("EASIX_most", EASIX, "U*mg/dL/1e9", "highest EASIX")
m_EASIX_most, m_EASIX_day = _peak("m_EASIX_most", m_EASIX, "U*mg/L/1e9", "highest m-EASIX, times ten")

_FACTS = [microthrombi_most, microthrombi_day, platelets_fall, platelets_day, platelets_least, fibrinogen_most, fibrinogen_most_day,
          fibrinogen_fall, fibrinogen_day, fibrinogen_least, ISTH_days]
_NUMBERS = {"clots": microthrombi_most, "clots_day": microthrombi_day, "platelets": platelets_least, "platelets_day": platelets_day,
            "top": fibrinogen_most, "top_day": fibrinogen_most_day, "low": fibrinogen_least, "low_day": fibrinogen_day,
            "points": ISTH_most, "overt_day": ISTH_day, "overt_days": ISTH_days}
_platelets = "platelets fall to {platelets:0f} × 10⁹/L (day {platelets_day:1f})"
_kept = "platelets stay at {platelets:0f} × 10⁹/L or more"
_clots = f"Microthrombi reach {{clots:2f}} g/L (day {{clots_day:1f}}) while {_platelets}; fibrinogen "
_rises, _falls = "rises to {top:2f} g/L (day {top_day:1f})", "falls to {low:2f} g/L (day {low_day:1f})"
_overt = "Overt DIC from day {overt_day:1f}, for {overt_days:1f} days in all, at most {points:0f} ISTH points."
_not_overt = "At most {points:0f} ISTH points, so never overt DIC."
_little = fibrinogen_0/100
_RISEN, _FALLEN = fibrinogen_most - fibrinogen_0 > _little, fibrinogen_fall > _little
_FIBRINOGEN = [(sp.And(_RISEN, _FALLEN, fibrinogen_most_day < fibrinogen_day), f"first {_rises}, then {_falls}"),
               (sp.And(_RISEN, _FALLEN), f"first {_falls}, then {_rises}"),
               (_RISEN, _rises), (_FALLEN, _falls), (True, "stays at {low:2f} g/L or more")]
_QUIET = [(sp.And(microthrombi_most < sp.Rational(1, 50), when), f"Hardly any clot: {_kept}, fibrinogen {words}. {_not_overt}") for when, words in (
    (_RISEN, "between {low:2f} and {top:2f} g/L"), (True, "at {low:2f} g/L or more"))]


def _words(name: str, *first) -> Sentence:
    """The same words with and without rows that come before all others."""
    rows = [(sp.And(when, said), f"{_clots}{moved}. {verdict}") for when, moved in _FIBRINOGEN
            for said, verdict in ((ISTH_day < sp.oo, _overt), (True, _not_overt))]
    return Sentence(name, [*first, *_QUIET, *rows], numbers=_NUMBERS | ({"beyond": beyond_day} if first else {}))


_highest = "EASIX is highest on day {EASIX_day:1f}, at {EASIX:1f}; m-EASIX on day {m_EASIX_day:1f}, at {m_EASIX:0f}; "
_easix = Sentence("easix", [BEYOND, (platelets_fall < platelets_0/100, f"{_highest}{_kept}."), (True, f"{_highest}{_platelets}.")],
    numbers={"beyond": beyond_day, "EASIX": EASIX_most, "EASIX_day": EASIX_day, "m_EASIX": m_EASIX_most/10,
             "m_EASIX_day": m_EASIX_day, "platelets": platelets_least, "platelets_day": platelets_day})

clots_alone = Mechanism("clots_alone", {}, facts=[*isth.mechanism.facts, *_FACTS], scores=isth.mechanism.scores,
                        sentences=[_words("clots_alone")],
                        summary="Microthrombi, platelets, fibrinogen and ISTH points in a sentence, without a patient.")
clots = Mechanism("clots", {}, facts=[beyond_day, *isth.mechanism.facts, *_FACTS], scores=isth.mechanism.scores,
                  sentences=[_words("clots", BEYOND)], summary="Microthrombi, platelets, fibrinogen and ISTH points in a sentence.")
easix_course = Mechanism("easix_course", {}, facts=[beyond_day, EASIX_most, EASIX_day, m_EASIX_most, m_EASIX_day, platelets_fall,
                                                    platelets_day, platelets_least],
                         sentences=[_easix], summary="EASIX and m-EASIX in a sentence.")
