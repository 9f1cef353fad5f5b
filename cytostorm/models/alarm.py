"""Fever and liver alone, under an alarm that the reader rings and silences: the signal is prescribed, and so are the macrophages."""

from ..mechanisms import fever, liver
from ..mechanisms.liver import CRP_0, d_CRP, k_CRP, macrophages
from ..model import Dose, Input, Mechanism, Parameter, ReadOut, amount, join

_loudness = Parameter("loudness", 0.9, "1", range=(0, 1), symbol=r"\ell", label="loudness of the alarm",
                      meaning="IL-6 signal above rest while the alarm rings", reason="about the signal at the height of the storm")
_ring = Input("ring", "1", rest=0, symbol="r", label="Alarm", meaning="1 while it rings, else 0")
_CRP = Input("CRP", "mg/L", rest=CRP_0, label="C-reactive protein")
_dS6 = ReadOut("dS6", _loudness*_ring, "1", symbol=r"\Delta S_6", label="IL-6 signal above rest", meaning="as prescribed, 0 to 1")

CRP_made = ReadOut("CRP_made", d_CRP*CRP_0 + k_CRP*_dS6, "mg/L/d", label="CRP made", meaning="by the liver: the tap")
CRP_lost = ReadOut("CRP_lost", d_CRP*_CRP, "mg/L/d", label="CRP lost", meaning="in proportion to what there is: the drain")

_doses = [
    Dose("turn", "1", {_ring: amount}, range=(0, 1), allowed=(-1, 1), label="turn of the switch",
         meaning="1 switches the alarm on, -1 off"),
    Dose("call", "1", {macrophages: amount}, range=(0, 2), allowed=(-2, 2), label="activated macrophages",
         meaning="macrophages that are active for as long as the dose lasts"),
    Dose("injection", "mg/L", {_CRP: amount}, range=(0, 200), label="injected CRP", meaning="CRP that no liver has made"),
]

alarm = join("alarm", Mechanism("bell", {}, shows=[_dS6, CRP_made, CRP_lost], doses=_doses), fever.mechanism, liver.mechanism,
             summary=("Fever, CRP and ferritin under a prescribed IL-6 signal; leaves out where the signal comes from, "
                      "prostaglandins, and the delay of synthesis."))
