"""Tisagenlecleucel in blood: growth to a peak, then a fast and a slow decline (Stein 2019).

It shows that most CAR T cells are gone in weeks and a hundredth part lasts for months. The paper's function of time has a
corner at the peak; here two shares grow together until the dose `contraction` (amount 1, on the day T_max) switches growth off,
which gives that function exactly. So give the dose again on the new day when T_max is changed: rho follows T_max, the day does
not. Spreads are the roots of the paper's variances of the logarithms. Leaves out: antigen, the infused number, distribution
before growth, and tocilizumab and steroids, which had no effect on growth.
"""

import sympy as sp

from ...model import Dose, Input, Mechanism, Parameter, ReadOut, State, amount


def _fitted(identifier: str, value: float, unit: str, bounds: tuple[float, float], variance: float, symbol: str, meaning: str,
            **more) -> Parameter:
    return Parameter(identifier, value, unit, range=bounds, symbol=symbol, meaning=meaning, standing="fitted", source="Stein2019",
                     spread=variance**0.5, **more)


foldx = _fitted("foldx", 3900, "1", (100, 100_000), 2.4, r"\mathrm{fold}_x", "growth from the start to the peak, as a factor",
                allowed=(1, 1e12))
T_max = _fitted("T_max", 9.3, "d", (3, 28), 0.38, r"T_{\max}", "day of the peak", allowed=(0.1, 365))
C_max = _fitted("C_max", 24_000, "1/ug", (1000, 300_000), 0.65, r"C_{\max}", "transgene copies at the peak")
alpha = _fitted("alpha", 0.16, "1/d", (0.02, 1), 0.91, r"\alpha", "rate of the fast decline")
F_B = _fitted("F_B", 0.0079, "1", (0.0005, 0.1), 0.80, "F_B", "share of the peak that declines slowly", allowed=(0, 1))
beta = _fitted("beta", 0.0032, "1/d", (0.0003, 0.03), 0.86, r"\beta", "rate of the slow decline")

rho = ReadOut("rho", sp.log(foldx)/T_max, "1/d", symbol=r"\rho", label="Growth rate")
R_0 = ReadOut("R_0", C_max/foldx, "1/ug", symbol="R_0", label="Transgene copies at the start", meaning="extrapolated to day 0")

fast = State("transgene_fast", "1/ug", start=(1 - F_B)*R_0, symbol="R_f", label="Transgene copies that will decline fast",
             meaning="per microgram of DNA")
slow = State("transgene_slow", "1/ug", start=F_B*R_0, symbol="R_s", label="Transgene copies that will decline slowly",
             meaning="per microgram of DNA")
expanding = Input("expanding", "1", rest=1, range=(0, 1), symbol="x", label="Expansion", meaning="1 before the peak, 0 after it",
                  allowed=(0, 1))
transgene = ReadOut("transgene", fast + slow, "1/ug", symbol="R", label="Transgene copies", meaning="per microgram of DNA")

stein2019 = Mechanism("stein2019", {
    fast: (rho*expanding - alpha*(1 - expanding))*fast,
    slow: (rho*expanding - beta*(1 - expanding))*slow,
}, shows=[transgene], doses=[
    Dose("contraction", "1", {expanding: -amount}, range=(0, 1), allowed=(0, 1), meaning="ends the expansion: 1, on the day T_max"),
], summary="CAR T cells in blood, growing until the dose `contraction` ends it; leaves out antigen and the infused number.")
