"""Four of the nine cytokines after TGN1412 in words: which came first, which last, and how high each rose above its baseline."""

import sympy as sp

from ..model import Fact, Input, Mechanism, Sentence

_LABELS = {"IFNg": "interferon gamma", "TNF": "TNF", "IL10": "IL-10", "IL6": "IL-6"}

_levels = {name: Input(name, "pg/mL", rest=0, range=(-1e4, 1e5), label=label[0].upper() + label[1:], meaning="above its baseline")
           for name, label in _LABELS.items()}
_most = {name: Fact(f"{name}_most_in_men", "peak", level, unit="pg/mL", label=f"highest {_LABELS[name]} above its baseline")
         for name, level in _levels.items()}
_day = {name: Fact(f"{name}_day_in_men", "time_of_peak", level, unit="d", label=f"day of the highest {_LABELS[name]}")
        for name, level in _levels.items()}

_peaks = "interferon gamma {IFNg:3s} pg/mL after {IFNg_hours:1f} hours, TNF {TNF:3s} after {TNF_hours:1f}, IL-10 {IL10:3s} after {IL10_hours:1f}, IL-6 {IL6:3s} after {IL6_hours:1f}."
_order = sp.And(_day["IFNg"] < _day["TNF"], _day["TNF"] < _day["IL10"], _day["IL10"] < _day["IL6"])

_words = Sentence("volunteers", [
    (_order, "First interferon gamma, last IL-6. Peaks above the baseline: " + _peaks),
    (True, "Another order than in the six men. Peaks above the baseline: " + _peaks),
], numbers={**_most, **{f"{name}_hours": 24*day for name, day in _day.items()}})

mechanism = Mechanism("volunteers", {}, facts=[*_most.values(), *_day.values()], sentences=[_words],
                      summary="Peaks of four cytokines after TGN1412, their order and hours, in a sentence.")
