"""The leak in words: how far the wall opened, what left the blood, and what pressure and saturation came to."""

import sympy as sp

from ..mechanisms.fluid_balance import MAP_0, Vi_0, Vp_0, leak
from ..mechanisms.lungs import SpO2_rest
from ..model import Fact, Input, Mechanism, Sentence
from .astct import BEYOND, MAP, SpO2, beyond_day

plasma_volume = Input("plasma_volume", "L", rest=Vp_0, range=(1, 5), label="Plasma volume")
interstitial_volume = Input("interstitial_volume", "L", rest=Vi_0, range=(5, 30), label="Interstitial volume")

leak_most = Fact("leak_most", "peak", leak, unit="1", label="widest opening of the vessel wall")
leak_day = Fact("leak_day", "time_of_peak", leak, unit="d", label="day of the widest opening")
plasma_lost = Fact("plasma_lost", "peak", Vp_0 - plasma_volume, unit="L", label="plasma lost")
oedema_most = Fact("oedema_most", "peak", interstitial_volume - Vi_0, unit="L", label="most oedema")
MAP_fall = Fact("MAP_fall", "peak", MAP_0 - MAP, unit="mmHg", label="deepest fall of arterial pressure")
MAP_day = Fact("MAP_day", "time_of_peak", MAP_0 - MAP, unit="d", label="day of the lowest arterial pressure")
SpO2_fall = Fact("SpO2_fall", "peak", SpO2_rest.expression - SpO2, unit="1", label="deepest fall of oxygen saturation")

_water = "{plasma:2f} L of plasma are lost at most, and {oedema:2f} L of oedema gather; arterial pressure "
_words = Sentence("leak", [
    BEYOND,
    (leak_most < sp.Rational(1, 20), "The wall stays nearly closed, at most {open:1f} % open beyond rest: " + _water
     + "stays at {MAP:1f} mmHg or more and oxygen saturation at {SpO2:1f} % or more."),
    (True, "The wall opens by {open:0f} % (day {open_day:1f}): " + _water
     + "falls to {MAP:1f} mmHg (day {MAP_day:1f}) and oxygen saturation to {SpO2:1f} %."),
], numbers={"beyond": beyond_day, "open": 100*leak_most, "open_day": leak_day, "plasma": plasma_lost, "oedema": oedema_most,
            "MAP": MAP_0 - MAP_fall, "MAP_day": MAP_day, "SpO2": SpO2_rest.expression - SpO2_fall})

mechanism = Mechanism("leak", {}, facts=[beyond_day, leak_most, leak_day, plasma_lost, oedema_most, MAP_fall, MAP_day, SpO2_fall],
                      sentences=[_words], summary="Opening of the wall, plasma, oedema, pressure and saturation in a sentence.")
