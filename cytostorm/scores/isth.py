"""Overt disseminated intravascular coagulation: the points of the ISTH (Taylor 2001).

The cut-offs of D-dimer are left to the laboratory by the ISTH; ours are chosen.
"""

from ..mechanisms.clotting import D_dimer_0, PT_0, fibrinogen_0, platelets_0
from ..model import Fact, Input, Mechanism, Parameter, Score


def _item(identifier: str, value: float, unit: str, meaning: str) -> Parameter:
    return Parameter(identifier, value, unit, range=(value/2, 2*value), standing="measured", source="Taylor2001", meaning=meaning)


platelets_low = _item("platelets_low", 100, "1e9/L", "platelets below which the ISTH gives 1 point")
platelets_very_low = _item("platelets_very_low", 50, "1e9/L", "platelets below which the ISTH gives 2 points")
PT_long = _item("PT_long", 3, "s", "prolongation of the prothrombin time from which the ISTH gives 1 point")
PT_very_long = _item("PT_very_long", 6, "s", "prolongation of the prothrombin time above which the ISTH gives 2 points")
fibrinogen_low = _item("fibrinogen_low", 1, "g/L", "fibrinogen below which the ISTH gives 1 point")
ISTH_overt = _item("ISTH_overt", 5, "1", "points from which coagulation is overtly disseminated")
DD_moderate = Parameter("DD_moderate", 0.5, "ug/mL", range=(0.25, 2), meaning="D-dimer above which the ISTH gives 2 points",
                        reason="left to the laboratory; often 0.5 ug/mL")
DD_strong = Parameter("DD_strong", 4, "ug/mL", range=(2, 10), meaning="D-dimer above which the ISTH gives 3 points",
                      reason="left to the laboratory; often 4 to 5 ug/mL")

platelets = Input("platelets", "1e9/L", rest=platelets_0, range=(0, 400), label="Platelets")
D_dimer = Input("D_dimer", "ug/mL", rest=D_dimer_0, range=(0, 20), label="D-dimer")
PT = Input("PT", "s", rest=PT_0, range=(10, 30), label="Prothrombin time")
fibrinogen = Input("fibrinogen", "g/L", rest=fibrinogen_0, range=(0, 6), label="Fibrinogen")

ISTH = Score("ISTH", [
    (platelets < platelets_low, 1), (platelets < platelets_very_low, 1),
    (D_dimer > DD_moderate, 2), (D_dimer > DD_strong, 1),
    (PT - PT_0 >= PT_long, 1), (PT - PT_0 > PT_very_long, 1),
    (fibrinogen < fibrinogen_low, 1),
], combine="sum", label="ISTH points of disseminated coagulation")

ISTH_most = Fact("ISTH_most", "peak", ISTH.points, unit="1", label="most ISTH points")
ISTH_day = Fact("ISTH_day", "first_time", ISTH.points >= ISTH_overt, unit="d", label="first day of overt disseminated coagulation")

mechanism = Mechanism("isth", {}, scores=[ISTH], facts=[ISTH_most, ISTH_day],
                      summary="Platelets, D-dimer, prothrombin time and fibrinogen to points; leaves out the cause that must be there.")
