"""IL-6, its soluble receptor, and the signal that passes the receptor.

Macrophages make it, more when primed by interferon gamma and spurred by IL-1; T cells make a little. It is cleared in two
ways, one through its receptor: when tocilizumab holds the receptor, IL-6 in serum climbs towards (k_ns + k_RM)/k_ns times as
much while its signal falls (Nishimoto 2008). Siltuximab binds IL-6 itself: total rises, free falls. Organs feel the signal
less its value at rest, `dS6`, so that a blocked receptor lowers CRP and temperature a little below normal. The vessel wall is
reached by trans-signalling and needs more. Leaves out: gp130 as a state, the binding kinetics, and IL-6 made by vessels.
"""

from ..model import Input, Mechanism, Parameter, ReadOut, State

k_6M = Parameter("k_6M", 90000, "pg/mL/d", range=(30000, 270000), symbol="k_{6M}",
                 meaning="IL-6 secreted by activated, primed macrophages", reason="peaks of thousands of pg/mL", spread=0.4)
w_16 = Parameter("w_16", 0.9, "1", range=(0, 1), symbol="w_{16}", meaning="share of IL-6 output that needs IL-1",
                 source="Norelli2018", reason="IL-1 comes first, then IL-6", allowed=(0, 1))
k_6A = Parameter("k_6A", 180, "pg/mL/d/Gcell", range=(60, 540), symbol="k_{6A}", meaning="IL-6 secreted per active T cell",
                 source="Norelli2018", reason="IL-6 is mostly myeloid; 95 % is our choice")
IL6_0 = Parameter("IL6_0", 2, "pg/mL", range=(0.5, 7), symbol="IL6_0", meaning="IL-6 at rest", reason="normal is below 7 pg/mL")
k_ns = Parameter("k_ns", 2, "1/d", range=(0.67, 6), symbol="k_{ns}", meaning="clearance rate of IL-6 without its receptor",
                 reason="half-life 8.3 h when the receptor is blocked")
k_RM = Parameter("k_RM", 6, "1/d", range=(2, 18), symbol="k_{RM}", meaning="clearance rate of IL-6 through its receptor",
                 source="Nishimoto2008", reason="the mechanism is shown there", spread=0.2)
K_6 = Parameter("K_6", 500, "pg/mL", range=(170, 1500), symbol="K_6",
                meaning="IL-6 at half signal in liver, hypothalamus and T cells", spread=0.2)
K_6e = Parameter("K_6e", 2500, "pg/mL", range=(830, 7500), symbol="K_{6e}",
                 meaning="IL-6 at half signal on the vessel wall (trans-signalling)", spread=0.2)
sIL6R_0 = Parameter("sIL6R_0", 40, "ng/mL", range=(13, 120), symbol="sIL6R_0", meaning="soluble IL-6 receptor at rest",
                    standing="measured", reason="usual level in serum")
k_dR = Parameter("k_dR", 0.5, "1/d", range=(0.17, 1.5), symbol="k_{dR}", meaning="loss rate of the free soluble receptor")
k_dRc = Parameter("k_dRc", 0.05, "1/d", range=(0.017, 0.15), symbol="k_{dRc}",
                  meaning="loss rate of the soluble receptor that tocilizumab holds", source="Nishimoto2008",
                  reason="the bound receptor lives longer")
Kd_toci = Parameter("Kd_toci", 0.37, "ug/mL", range=(0.12, 1.1), symbol="K_{d,t}",
                    meaning="tocilizumab that holds half of the receptors", standing="measured", reason="2.5 nM")
Kd_silt = Parameter("Kd_silt", 0.3, "ug/mL", range=(0.1, 0.9), symbol="K_{d,s}", meaning="siltuximab that halves free IL-6")
k_cpx = Parameter("k_cpx", 0.2, "1/d", range=(0.067, 0.6), symbol="k_{cpx}", meaning="loss rate of IL-6 that siltuximab holds")

IL6 = State("IL6", "pg/mL", start=IL6_0, symbol="IL_6", label="Interleukin 6, total",
            meaning="as an assay sees it, with what siltuximab holds", healthy=(0, 7))
sIL6R = State("sIL6R", "ng/mL", start=sIL6R_0, symbol="R_s", label="Soluble interleukin-6 receptor, total",
              meaning="with what tocilizumab holds")

macrophages = Input("macrophages", "1", rest=0, range=(0, 2), symbol="M_a", label="Activated macrophages",
                    meaning="in units of the resting pool of a healthy person")
priming = Input("priming", "1", rest=0.1, range=(0, 1), symbol=r"\pi_M", label="Interferon gamma priming",
                meaning="output of activated macrophages as a share of their largest")
S1 = Input("S1", "1", rest=0, range=(0, 1), symbol="S_1", label="IL-1 signal", meaning="0 to 1")
activity = Input("activity", "Gcell", rest=0, range=(0, 20), symbol="A", label="Secretory activity of T cells",
                 meaning="engaged cells that secrete, the A of the loop")
dex_M = Input("dex_M", "1", rest=1, range=(0, 1), symbol=r"\delta_M", label="Macrophage function left by dexamethasone",
              meaning="0 to 1")
jak = Input("jak", "1", rest=1, range=(0, 1), symbol="j", label="JAK signalling left by ruxolitinib", meaning="0 to 1")
tocilizumab = Input("tocilizumab", "ug/mL", rest=0, range=(0, 200), symbol="C_1", label="Tocilizumab in plasma",
                    meaning="antibody against the IL-6 receptor")
siltuximab = Input("siltuximab", "ug/mL", rest=0, range=(0, 300), symbol="C_s", label="Siltuximab",
                   meaning="antibody against IL-6 itself")

il6_free = ReadOut("il6_free", IL6/(1 + siltuximab/Kd_silt), "pg/mL", symbol=r"IL_6^{\mathrm{free}}",
                   label="Interleukin 6, free", meaning="not held by siltuximab")
toci_shift = ReadOut("toci_shift", 1 + tocilizumab/Kd_toci, "1", symbol=r"\theta",
                     label="Rise of the IL-6 needed under tocilizumab", meaning="competition for the receptor, times")
receptor_occupancy = ReadOut("receptor_occupancy", 1 - 1/toci_shift, "1", symbol=r"\omega_R",
                             label="IL-6 receptors held by tocilizumab", meaning="share, 0 to 1")
S6_rest = ReadOut("S6_rest", IL6_0/(IL6_0 + K_6), "1", symbol="S_{6,0}", label="IL-6 signal at rest")
S6e_rest = ReadOut("S6e_rest", IL6_0/(IL6_0 + K_6e), "1", symbol="S_{6e,0}", label="IL-6 signal on the vessel wall at rest")
S6 = ReadOut("S6", jak*il6_free/(il6_free + K_6*toci_shift), "1", symbol="S_6", label="IL-6 signal",
             meaning="in liver, hypothalamus and T cells, 0 to 1", window=(0, 1))
S6e = ReadOut("S6e", jak*il6_free/(il6_free + K_6e*toci_shift), "1", symbol="S_{6e}", label="IL-6 signal on the vessel wall",
              meaning="trans-signalling, 0 to 1")
dS6 = ReadOut("dS6", S6 - S6_rest, "1", symbol=r"\Delta S_6", label="IL-6 signal above rest",
              meaning="a little below 0 when the receptor is blocked")

IL6_by_macrophages = ReadOut("IL6_by_macrophages", k_6M*priming*(1 - w_16 + w_16*S1)*macrophages*dex_M, "pg/mL/d",
                             symbol=r"J_{6,M}", label="IL-6 made by macrophages")
IL6_by_T_cells = ReadOut("IL6_by_T_cells", k_6A*activity, "pg/mL/d", symbol=r"J_{6,A}", label="IL-6 made by T cells")

mechanism = Mechanism("il6", {
    IL6: (k_ns + k_RM)*IL6_0 + IL6_by_macrophages + IL6_by_T_cells
         - (k_ns + k_RM*(1 - receptor_occupancy))*il6_free - k_cpx*(IL6 - il6_free),
    sIL6R: k_dR*(sIL6R_0 - sIL6R*(1 - receptor_occupancy)) - k_dRc*sIL6R*receptor_occupancy,
}, shows=[S6e, dS6, S6e_rest], summary="IL-6, free and total, its soluble receptor and its signals; leaves out binding kinetics.")
