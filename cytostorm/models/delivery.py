"""Kidney, heart and liver alone, behind an oxygen delivery whose three factors the reader cuts, each for some days."""

from ..mechanisms import organs
from ..mechanisms.organs import Mt_half
from ..model import Dose, Input, Mechanism, ReadOut, amount, join


def _cut(identifier: str, symbol: str, label: str, meaning: str) -> tuple[Input, Dose]:
    """A share that is lost, and the dose that takes it away."""
    lost = Input(identifier, "1", rest=0, range=(0, 0.6), symbol=symbol, label=label, meaning=meaning)
    return lost, Dose(identifier, "1", {lost: amount}, range=(0, 0.6), allowed=(-0.9, 0.9), label=label, meaning=meaning)


_pressure, _less_pressure = _cut("pressure_lost", r"\ell_m", "share of the pressure lost", "0 to 1")
_oxygen, _less_oxygen = _cut("saturation_lost", r"\ell_o", "share of the oxygen saturation lost", "0 to 1")
_vessels, _fewer_vessels = _cut("vessels_closed", r"\ell_v", "share of the small vessels closed", "0 to 1")

_held = Mechanism("held_factors", {}, doses=[_less_pressure, _less_oxygen, _fewer_vessels], shows=[
    ReadOut("MAP_relative", 1 - _pressure, "1", symbol="m", label="Arterial pressure as a share of normal"),
    ReadOut("SpO2_relative", 1 - _oxygen, "1", symbol="o", label="Oxygen saturation as a share of normal"),
    ReadOut("microthrombi_excess", Mt_half*_vessels/(1 - _vessels), "g/L", symbol=r"\Delta Mt", label="Microthrombi above rest",
            meaning="as many as close this share of the small vessels")])

delivery = join("delivery", _held, organs.mechanism, summary=(
    "Oxygen delivery from three given factors, and kidney, heart and liver behind it; leaves out what lowers the factors, "
    "blood flow as such, haemoglobin, and organs that do not recover."))
