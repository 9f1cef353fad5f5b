"""What the liver answers: C-reactive protein and ferritin.

CRP follows the IL-6 signal and is lost with a half-life of 19 h in health and disease (Vigushin 1993), so it peaks a day after
IL-6 and halves each day once the signal is blocked. Ferritin comes mostly from activated macrophages and lasts longer.
Leaves out: the delay of synthesis, albumin, and a failing liver that makes less. Fibrinogen stands with clotting.
"""

from ..model import Input, Mechanism, Parameter, State

k_CRP = Parameter("k_CRP", 280, "mg/L/d", range=(93, 840), symbol="k_{CRP}", meaning="largest synthesis of CRP",
                  reason="plateau of about 320 mg/L", spread=0.2)
d_CRP = Parameter("d_CRP", 0.875, "1/d", range=(0.29, 2.6), symbol="d_{CRP}", meaning="loss rate of CRP", standing="measured",
                  source="Vigushin1993", reason="half-life 19 h in health and disease")
CRP_0 = Parameter("CRP_0", 5, "mg/L", range=(1.7, 15), symbol="CRP_0", meaning="CRP at rest")
k_F6 = Parameter("k_F6", 1500, "ng/mL/d", range=(500, 4500), symbol="k_{F6}", meaning="ferritin made at the order of IL-6")
k_FM = Parameter("k_FM", 9000, "ng/mL/d", range=(3000, 27000), symbol="k_{FM}", meaning="ferritin from activated macrophages",
                 spread=0.5)
d_F = Parameter("d_F", 0.3, "1/d", range=(0.1, 0.9), symbol="d_F", meaning="loss rate of ferritin", reason="half-life 2.3 d")
ferritin_0 = Parameter("ferritin_0", 500, "ng/mL", range=(20, 2000), symbol="Fer_0", meaning="ferritin at day 0",
                       reason="a patient who has been transfused", spread=0.6)

CRP = State("CRP", "mg/L", start=CRP_0, symbol="CRP", label="C-reactive protein",
            meaning="made by the liver at the order of IL-6", healthy=(0, 5))
ferritin = State("ferritin", "ng/mL", start=ferritin_0, symbol="Fer", label="Ferritin",
                 meaning="from activated macrophages and from the liver", healthy=(20, 300))

dS6 = Input("dS6", "1", rest=0, range=(-0.01, 1), symbol=r"\Delta S_6", label="IL-6 signal above rest",
            meaning="a little below 0 when the receptor is blocked")
macrophages = Input("macrophages", "1", rest=0, range=(0, 2), symbol="M_a", label="Activated macrophages",
                    meaning="in units of the resting pool of a healthy person")

mechanism = Mechanism("liver", {
    CRP: d_CRP*(CRP_0 - CRP) + k_CRP*dS6,
    ferritin: d_F*(ferritin_0 - ferritin) + k_F6*dS6 + k_FM*macrophages,
}, summary="C-reactive protein and ferritin; leaves out the delay of synthesis and a failing liver.")
