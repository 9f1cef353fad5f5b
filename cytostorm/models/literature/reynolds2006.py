"""Infection and inflammation: pathogen, phagocytes, damage and what calms them; one person, three fates (Reynolds 2006).

It shows a true tipping point: a small infection heals, a larger one leaves inflammation that feeds on its own damage although
the pathogen is gone (aseptic death), and one that grows too fast wins (septic death). Quantities have units of their own in
the paper and are pure numbers here; its rates per hour are declared per day. Leaves out: space, single cytokines, fever,
organs, treatment.
"""

from ...model import Mechanism, Parameter, ReadOut, State


def _per_hour(identifier: str, rate: float, meaning: str) -> Parameter:
    """A rate as the paper prints it, per hour."""
    return Parameter(identifier, 24*rate, "1/d", range=(24*rate/3, 24*rate*3), meaning=meaning, source="Reynolds2006",
                     reason=f"{rate:g} per hour in the paper")


def _number(identifier: str, value: float, meaning: str) -> Parameter:
    return Parameter(identifier, value, "1", range=(value/3, 3*value), meaning=meaning, source="Reynolds2006")


k_pg = _per_hour("k_pg", 0.3, "growth of the pathogen")
P_inf = _number("P_inf", 20, "most pathogen that the tissue carries")
k_pm = _per_hour("k_pm", 0.6, "killing of pathogen by the first defence of the tissue")
s_m = _per_hour("s_m", 0.005, "source of the first defence")
mu_m = _per_hour("mu_m", 0.002, "loss of the first defence")
k_mp = _per_hour("k_mp", 0.01, "first defence used up by pathogen")
k_pn = _per_hour("k_pn", 1.8, "killing of pathogen by phagocytes")
s_nr = _per_hour("s_nr", 0.08, "source of resting phagocytes")
mu_nr = _per_hour("mu_nr", 0.12, "loss of resting phagocytes")
mu_n = _per_hour("mu_n", 0.05, "loss of activated phagocytes")
k_nn = _per_hour("k_nn", 0.01, "activation of phagocytes by those already activated")
k_np = _per_hour("k_np", 0.1, "activation of phagocytes by pathogen")
k_nd = _per_hour("k_nd", 0.02, "activation of phagocytes by damage")
k_dn = _per_hour("k_dn", 0.35, "largest damage done by phagocytes")
x_dn = _number("x_dn", 0.06, "phagocytes that do half of the largest damage")
mu_d = _per_hour("mu_d", 0.02, "repair of damage")
c_inf = _number("c_inf", 0.28, "anti-inflammation that halves what it restrains")
s_c = _per_hour("s_c", 0.0125, "source of anti-inflammation at rest")
k_cn = _per_hour("k_cn", 0.04, "largest production of anti-inflammation")
k_cnd = _number("k_cnd", 48, "weight of damage against phagocytes in that production")
mu_c = _per_hour("mu_c", 0.1, "loss of anti-inflammation")
P_0 = Parameter("P_0", 1, "1", range=(0, 3), meaning="pathogen on day 0", source="Reynolds2006")

P = State("pathogen", "1", start=P_0, symbol="P", label="Pathogen")
N = State("phagocytes", "1", symbol="N^{*}", label="Activated phagocytes")
D = State("damage", "1", symbol="D", label="Tissue damage")
C_A = State("anti_inflammation", "1", start=s_c/mu_c, symbol="C_A", label="Anti-inflammation",
            meaning="IL-10, cortisol and their like")

restraint = ReadOut("restraint", 1/(1 + (C_A/c_inf)**2), "1", symbol="f", label="Inflammation left by anti-inflammation",
                    meaning="0 to 1")
N_left = ReadOut("phagocytes_left", N*restraint, "1", symbol="f_N", label="Phagocytes that act")
R = ReadOut("activation", (k_nn*N + k_np*P + k_nd*D)*restraint, "1/d", symbol="R", label="Activation of phagocytes")
calming = ReadOut("calming", N_left + k_cnd*D*restraint, "1", symbol="f_C", label="Call for anti-inflammation")

reynolds2006 = Mechanism("reynolds2006", {
    P: k_pg*P*(1 - P/P_inf) - k_pm*s_m*P/(mu_m + k_mp*P) - k_pn*N_left*P,
    N: s_nr*R/(mu_nr + R) - mu_n*N,
    D: k_dn*N_left**6/(x_dn**6 + N_left**6) - mu_d*D,
    C_A: s_c + k_cn*calming/(1 + calming) - mu_c*C_A,
}, summary="Infection that heals, smoulders without its cause, or wins; leaves out single cytokines, organs and treatment.")
