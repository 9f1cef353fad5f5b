"""EASIX and its modified form: two quotients of laboratory values that go with an injured endothelium (Pennisi 2021)."""

from ..mechanisms.liver import CRP_0
from ..mechanisms.organs import creatinine_0
from ..mechanisms.tumour import LDH_0
from ..model import Input, Mechanism, ReadOut
from .isth import platelets

LDH = Input("LDH", "U/L", rest=LDH_0, range=(100, 3000), label="Lactate dehydrogenase")
creatinine = Input("creatinine", "mg/dL", rest=creatinine_0, range=(0.3, 8), label="Creatinine")
CRP = Input("CRP", "mg/L", rest=CRP_0, range=(0, 400), label="C-reactive protein")

EASIX = ReadOut("EASIX", LDH*creatinine/platelets, "U*mg/dL/1e9", label="EASIX", shown=(0, "1"),
                meaning="lactate dehydrogenase (U/L) times creatinine (mg/dL) by platelets (1e9/L); printed without a unit")
m_EASIX = ReadOut("m_EASIX", LDH*CRP/platelets, "U*mg/L/1e9", symbol="m\\text{-}\\mathrm{EASIX}", label="m-EASIX, times ten",
                  meaning="with C-reactive protein (mg/L) for creatinine; divide by 10 for the published index (mg/dL)")

mechanism = Mechanism("easix", {}, shows=[EASIX, m_EASIX],
                      summary="EASIX and m-EASIX; leaves out what they are compared with, the values before lymphodepletion.")
