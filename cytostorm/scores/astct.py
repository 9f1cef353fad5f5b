"""The grade of cytokine release syndrome, after ASTCT 2019, and where the model stops.

ASTCT grades the support that is given, and gives no cut-off of pressure or of saturation on room air. Ours stand for need,
and are chosen: from the unsupported pressure and the saturation on room air a patient needs what the grade asks for. The
grade is the largest of need and support, 0 until the first fever; after that, fever is not asked for again (a treated patient
has none). So noradrenaline and oxygen never lower the grade. Organ injury does not enter (Lee 2019).
"""

import sympy as sp

from ..mechanisms.fluid_balance import MAP_0, noradrenaline
from ..mechanisms.lungs import SpO2_rest, oxygen
from ..model import Fact, Input, Mechanism, Parameter, Score, t

fever_from = Parameter("fever_from", 1, "K", range=(0.5, 2), meaning="fever begins at this rise above 37 °C",
                       standing="measured", source="LeeASTCT2019", reason="38.0 °C")
MAP_grade2 = Parameter("MAP_grade2", 70, "mmHg", range=(60, 80), meaning="unsupported pressure below which the grade is 2")
MAP_grade3 = Parameter("MAP_grade3", 60, "mmHg", range=(50, 70), meaning="unsupported pressure below which the grade is 3")
MAP_grade4 = Parameter("MAP_grade4", 50, "mmHg", range=(40, 60), meaning="unsupported pressure below which the grade is 4")
SpO2_grade2 = Parameter("SpO2_grade2", 92, "1", range=(88, 96), meaning="saturation on room air, per cent, below which the grade is 2")
SpO2_grade3 = Parameter("SpO2_grade3", 88, "1", range=(80, 92), meaning="saturation on room air, per cent, below which the grade is 3")
SpO2_grade4 = Parameter("SpO2_grade4", 80, "1", range=(70, 88), meaning="saturation on room air, per cent, below which the grade is 4")
support_on = Parameter("support_on", 0.001, "1", range=(0.0001, 0.1), reason="rounding of on and off",
                       meaning="noradrenaline or oxygen below this share of the next two limits counts as none")
NE_two_pressors = Parameter("NE_two_pressors", 0.3, "ug/kg/min", range=(0.1, 1),
                            meaning="noradrenaline above which support counts as several vasopressors")
O2_low_flow = Parameter("O2_low_flow", 6, "L/min", range=(4, 10), standing="measured", source="LeeASTCT2019",
                        meaning="oxygen above which support counts as high flow")
MAP_beyond = Parameter("MAP_beyond", 40, "mmHg", range=(20, 50), meaning="pressure below which a run counts towards beyond the model")
SpO2_beyond = Parameter("SpO2_beyond", 70, "1", range=(50, 80),
                        meaning="saturation, per cent, below which a run counts towards beyond the model")
hours_beyond = Parameter("hours_beyond", 6, "h", range=(1, 24), meaning="hours in all after which a run is beyond the model")
day_length = Parameter("day_length", 24, "h/d", range=(23, 25), standing="measured", reason="definition",
                       meaning="hours in a day")

fever = Input("fever", "K", rest=0, range=(-0.1, 5), symbol=r"\Delta T", label="Temperature above 37 °C")
MAP_unsupported = Input("MAP_unsupported", "mmHg", rest=MAP_0, range=(20, 120), label="Arterial pressure without noradrenaline")
MAP = Input("MAP", "mmHg", rest=MAP_0, range=(20, 120), label="Mean arterial pressure")
SpO2_room_air = Input("SpO2_room_air", "1", rest=SpO2_rest, range=(50, 100), label="Oxygen saturation without oxygen, per cent")
SpO2 = Input("SpO2", "1", rest=SpO2_rest, range=(50, 100), label="Oxygen saturation, per cent")

fever_day = Fact("fever_day", "first_time", fever >= fever_from, unit="d", label="day of the first fever")
beyond_day = Fact("beyond_day", "first_time", sp.Or(MAP < MAP_beyond, SpO2 < SpO2_beyond), held=hours_beyond/day_length, unit="d",
                  label="day from which the run is beyond the model")
#: The first row of a sentence about a patient; `beyond` must be among its numbers.
BEYOND = (beyond_day < sp.oo, "Beyond the model from day {beyond:1f}: a real patient would probably have died, and nothing after it counts.")

grade = Score("grade", [(sp.And(fever_day <= t, when), points) for when, points in (
    (fever >= fever_from, 1),
    (MAP_unsupported < MAP_grade2, 2),
    (MAP_unsupported < MAP_grade3, 3),
    (MAP_unsupported < MAP_grade4, 4),
    (SpO2_room_air < SpO2_grade2, 2),
    (SpO2_room_air < SpO2_grade3, 3),
    (SpO2_room_air < SpO2_grade4, 4),
    (oxygen > support_on*O2_low_flow, 2),
    (oxygen > O2_low_flow, 3),
    (noradrenaline > support_on*NE_two_pressors, 3),
    (noradrenaline > NE_two_pressors, 4),
)] + [(beyond_day <= t, 4)], combine="max", label="Grade of cytokine release syndrome")


def _first(points: int) -> Fact:
    return Fact(f"grade{points}_day", "first_time", grade.points >= points, unit="d", label=f"first day at grade {points} or more")


def _days(points: int) -> Fact:
    """Nothing after the end of the model is counted."""
    return Fact(f"grade{points}_days", "time_above", sp.And(grade.points >= points, t < beyond_day), unit="d",
                label=f"days at grade {points} or more")


grade_most = Fact("grade_most", "peak", grade.points, unit="1", label="highest grade")
grade2_day, grade3_day = _first(2), _first(3)
grade3_days, grade4_days = _days(3), _days(4)
grade_end_day = Fact("grade_end_day", "last_time", grade.points >= 1, unit="d", label="last day with a grade")
last_day = Fact("last_day", "value_at", t, at=sp.oo, unit="d", label="length of the run")

mechanism = Mechanism("astct", {}, scores=[grade], facts=[
    fever_day, beyond_day, grade_most, grade2_day, grade3_day, grade3_days, grade4_days, grade_end_day, last_day],
    shown_until="beyond_day",
    summary="Fever, pressure, saturation and support to a grade from 0 to 4; leaves out death (grade 5) and other organs.")
