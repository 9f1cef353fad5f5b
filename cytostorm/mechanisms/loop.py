"""The loop A ⇄ C: T cell activation makes cytokine, cytokine makes T cell activation.

Three ways in which the feedback can answer a rising cytokine: in proportion for ever (linear), with a soft ceiling
(saturating), or with a threshold of its own (cooperative). Leaves out: every cell but the two sides of the loop, space,
delays, drugs, and the antigen that keeps a real storm alight. Levels are relative: 1 stands for a level of reference.
"""

import sympy as sp

from ..model import Dose, Fact, Input, Mechanism, Parameter, Sentence, State, amount, t

A = State("A", "1", label="T cell activation", meaning="how strongly T cells are switched on")
C = State("C", "1", label="Cytokine level", meaning="cytokine in blood and tissue")

s = Input("s", "1/d", rest=0.1, range=(0, 1), symbol="s", label="source",
          meaning="activation that arrives from outside the loop: antigen met by T cells", reason="a small, steady spark")
k_d = Parameter("k_d", 2, "1/d", range=(0.2, 6), symbol=r"k_{\mathrm{d}}", label="deactivation",
                meaning="how fast activation fades when nothing sustains it", reason="half-life 8 h")
k_fb = Parameter("k_fb", 0.8, "1/d", range=(0, 6), symbol=r"k_{\mathrm{fb}}", label="feedback strength",
                 meaning="how strongly cytokine drives activation", reason="just below the threshold")
k_c = Parameter("k_c", 1, "1/d", range=(0, 6), symbol=r"k_{\mathrm{c}}", label="cytokine production",
                meaning="how fast activation makes cytokine", reason="sets the scale of C")
k_cl = Parameter("k_cl", 0.5, "1/d", range=(0.1, 6), symbol=r"k_{\mathrm{cl}}", label="clearance",
                 meaning="how fast cytokine is cleared", reason="slower than deactivation: half-life 33 h")
C_m = Parameter("C_m", 10, "1", range=(1, 100), symbol=r"C_{\mathrm{m}}", label="ceiling", allowed=(1e-6, 1e12),
                meaning="cytokine level that halves the feedback per cytokine", reason="far above the quiet level")
K = Parameter("K", 10, "1", range=(1, 100), symbol="K", label="switch level", allowed=(1e-6, 1e12),
              meaning="cytokine level at which the cooperative feedback is half its largest", reason="far above the quiet level")
n = Parameter("n", 2, "1", range=(1, 4), symbol="n", label="cooperativity", allowed=(1, 10),
              meaning="how many cytokine signals must coincide", reason="the smallest whole number that makes a switch")

_spark = Dose("spark", "1", {A: amount}, range=(0, 50), meaning="activation added at once")
_source = Dose("source", "1/d", {s: amount}, range=(-5, 5), allowed=(-1e6, 1e6), meaning="change of the steady source, + on, − off")

_start = Fact("C_start", "value_at", C, at=0, unit="1", label="cytokine at the start")
_end = Fact("C_end", "value_at", C, at=sp.oo, unit="1", label="cytokine at the end")
_peak = Fact("C_peak", "peak", C, unit="1", label="highest cytokine level")
_day = Fact("C_peak_day", "time_of_peak", C, unit="d", label="day of the highest cytokine level")
_half = Fact("C_half_day", "first_time", C >= _peak/2, unit="d", label="day on which the cytokine passes half its highest level")
_last = Fact("last_day", "value_at", t, at=sp.oo, unit="d", label="length of the run")

_course = Sentence("course", [
    (_peak <= 0, "The cytokine stays at zero."),
    (sp.And(_end > 0.98*_peak, _end > 1000*_start, _end > 1000),
     "The cytokine is still climbing on day {last:1f}: {end:3s} times the level of reference, "
     "and half of that was made since day {half:1f}."),
    (_end > 0.98*_peak,
     "The cytokine passes half its highest level on day {half:1f} and is highest at the end: {end:3s} on day {last:1f}."),
    (_end < 0.1*_peak, "The cytokine peaks at {peak:3s} on day {day:1f} and has died away to {end:2s} by day {last:1f}."),
    (True, "The cytokine peaks at {peak:3s} on day {day:1f} and stands at {end:3s} on day {last:1f}."),
], numbers={"end": _end, "peak": _peak, "day": _day, "last": _last, "half": _half})


def _loop(name: str, felt, summary: str, growth_limit: float | None = None) -> Mechanism:
    """A loop in which the feedback feels `felt`, a function of the cytokine level C."""
    return Mechanism(name, {A: s + k_fb*felt - k_d*A, C: k_c*A - k_cl*C}, doses=[_spark, _source],
                     facts=[_start, _end, _peak, _day, _half, _last], sentences=[_course], growth_limit=growth_limit, summary=summary)


linear = _loop("loop", C, "The loop in proportion: explodes for ever above the threshold.", growth_limit=1e6)
saturating = _loop("loop_saturating", C/(1 + C/C_m), "The loop with a soft ceiling: above the threshold a finite storm.")
cooperative = _loop("loop_cooperative", K*C**n/(K**n + C**n), "The loop as a switch: quiet at rest for every gain, "
                    "yet a large enough spark ignites it, and taking the spark away does not put it out.")
