"""Organs that live on oxygen: kidney, liver, heart, and the delivery they share.

Delivery is pressure times saturation, less what microthrombi block: kidney, liver and heart suffer by all three. The kidney
filters less and creatinine rises; liver and heart leak enzymes when delivery falls below what they bear. Leaves out: blood
flow as such, haemoglobin, direct harm by cytokines, the brain (ICANS), and organs that do not recover.
"""

from ..model import Input, Mechanism, Parameter, ReadOut, State

Mt_half = Parameter("Mt_half", 4, "g/L", range=(1.3, 12), symbol="Mt_{1/2}",
                    meaning="microthrombi that halve the flow of small vessels")
creatinine_0 = Parameter("creatinine_0", 0.9, "mg/dL", range=(0.5, 2), symbol="Cr_0", meaning="creatinine at rest",
                         standing="measured", reason="textbook value", spread=0.2)
k_Cr = Parameter("k_Cr", 4.3, "1/d", range=(1.4, 13), symbol="k_{Cr}", meaning="renewal of body water by the kidney",
                 standing="measured", reason="180 L filtered a day from 42 L of body water")
D_kidney = Parameter("D_kidney", 0.5, "1", range=(0.2, 0.8), symbol="D_k",
                     meaning="oxygen delivery at which filtration is about half")
n_kidney = Parameter("n_kidney", 6, "1", range=(1, 10), symbol="n_k", meaning="steepness of the fall of filtration")
ALT_0 = Parameter("ALT_0", 30, "U/L", range=(10, 60), symbol="ALT_0", meaning="liver enzyme at rest", standing="measured",
                  reason="normal is below 40 U/L", spread=0.3)
d_ALT = Parameter("d_ALT", 0.35, "1/d", range=(0.12, 1), symbol="d_{ALT}", meaning="loss rate of ALT", standing="measured",
                  reason="half-life 47 h")
k_ALT = Parameter("k_ALT", 400, "U/L/d", range=(130, 1200), symbol="k_{ALT}",
                  meaning="release of ALT by a liver without oxygen")
D_liver = Parameter("D_liver", 0.4, "1", range=(0.2, 0.8), symbol=r"D_\ell",
                    meaning="oxygen delivery at half injury of the liver")
n_liver = Parameter("n_liver", 8, "1", range=(1, 12), symbol=r"n_\ell", meaning="steepness of liver injury")
troponin_0 = Parameter("troponin_0", 8, "ng/L", range=(3, 14), symbol="Tn_0", meaning="cardiac troponin T at rest",
                       standing="measured", reason="normal is below 14 ng/L", spread=0.3)
d_Tn = Parameter("d_Tn", 0.7, "1/d", range=(0.23, 2.1), symbol="d_{Tn}", meaning="loss rate of troponin",
                 reason="half-life 1 d")
k_Tn = Parameter("k_Tn", 250, "ng/L/d", range=(83, 750), symbol="k_{Tn}",
                 meaning="release of troponin by a heart without oxygen")
D_heart = Parameter("D_heart", 0.4, "1", range=(0.2, 0.8), symbol="D_h", meaning="oxygen delivery at half injury of the heart")
n_heart = Parameter("n_heart", 8, "1", range=(1, 12), symbol="n_h", meaning="steepness of heart injury")

creatinine = State("creatinine", "mg/dL", start=creatinine_0, symbol="Cr", label="Creatinine",
                   meaning="rises when the kidney filters less", healthy=(0.6, 1.2))
ALT = State("ALT", "U/L", start=ALT_0, symbol="ALT", label="Alanine aminotransferase",
            meaning="enzyme that leaks from an injured liver", healthy=(0, 40))
troponin = State("troponin", "ng/L", start=troponin_0, symbol="Tn", label="Cardiac troponin T",
                 meaning="protein that leaks from an injured heart", healthy=(0, 14))

MAP_relative = Input("MAP_relative", "1", rest=1, range=(0, 1.5), symbol="m", label="Arterial pressure as a share of normal")
SpO2_relative = Input("SpO2_relative", "1", rest=1, range=(0, 1.05), symbol="o", label="Oxygen saturation as a share of normal")
microthrombi_excess = Input("microthrombi_excess", "g/L", rest=0, range=(-0.1, 20), symbol=r"\Delta Mt",
                            label="Microthrombi above rest")

open_vessels = ReadOut("open_vessels", 1/(1 + microthrombi_excess/Mt_half), "1", symbol="v_o",
                       label="Small vessels open, as a share of normal")
DO2 = ReadOut("DO2", MAP_relative*SpO2_relative*open_vessels, "1", label="Oxygen delivery",
              meaning="pressure, saturation and open small vessels; 1 at rest")
GFR = ReadOut("GFR", (1 + D_kidney**n_kidney)/(1 + (D_kidney/DO2)**n_kidney), "1", label="Filtration of the kidney",
              meaning="1 at rest")
injury_liver_rest = ReadOut("injury_liver_rest", 1/(1 + (1/D_liver)**n_liver), "1", symbol=r"\iota_{\ell,0}",
                            label="Liver injury signal at rest")
injury_liver = ReadOut("injury_liver", 1/(1 + (DO2/D_liver)**n_liver), "1", symbol=r"\iota_\ell", label="Liver injury signal",
                       meaning="0 to 1")
injury_heart_rest = ReadOut("injury_heart_rest", 1/(1 + (1/D_heart)**n_heart), "1", symbol=r"\iota_{h,0}",
                            label="Heart injury signal at rest")
injury_heart = ReadOut("injury_heart", 1/(1 + (DO2/D_heart)**n_heart), "1", symbol=r"\iota_h", label="Heart injury signal",
                       meaning="0 to 1")

mechanism = Mechanism("organs", {
    creatinine: k_Cr*(creatinine_0 - GFR*creatinine),
    ALT: d_ALT*(ALT_0 - ALT) + k_ALT*(injury_liver - injury_liver_rest),
    troponin: d_Tn*(troponin_0 - troponin) + k_Tn*(injury_heart - injury_heart_rest),
}, summary="Oxygen delivery, kidney, liver and heart; leaves out haemoglobin and direct harm by cytokines.")
