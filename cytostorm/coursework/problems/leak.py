"""The leak: Starling's balance by hand, pressure before lungs, what fluid and noradrenaline cost, and three losses that multiply."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.optimize import brentq

from ...clinic import isth_at
from ...mechanisms import fluid_balance as fluid
from ...mechanisms.clotting import PT_0
from ...mechanisms.organs import Mt_half
from ...model import GivenDose, Run, dose, functionals
from ...models import patient as model
from ...scores import isth
from ...scores.astct import MAP_grade3
from ..blocks import arguments, code, parameters, table, text
from ..patients import Patient, rounded, until
from ..problem import Problem
from ..questions import Choice, Mistake, Number, Option

SHARED = ("K_f", "phi_L", "sigma_0", "phi_sigma", "Pc_0", "Pi_0", "pi_p0", "pi_i0", "phi_alb", "e_P", "g_Pc")
#: For each gate that may let least through on the bedside sheet, where lungs, clots and support (L/d, µg/kg/min) are drawn from.
GATES = {"pressure": {"g_LW": (1, 2.6), "k_lys": (1, 4), "litres": (0.5, 1.5), "rate": (0.05, 0.15)},
         "saturation": {"g_LW": (2, 2.8), "k_lys": (3.2, 4.5), "litres": (2, 3), "rate": (0.25, 0.45)},
         "clots": {"g_LW": (1, 2), "k_lys": (1, 2.2), "litres": (0.5, 1.5), "rate": (0.2, 0.4)}}
#: And how many days after the pressure has fallen the sheet is taken: soon few points of the ISTH score have been gathered, later most.
SINCE = {"pressure": ((0, 0.2), (0.3, 1), (1.2, 4.8)), "saturation": ((0.7, 1.4), (1.2, 5)), "clots": ((0, 0.2), (0.3, 1), (1.2, 4.8))}
HOURS = 6
LASTING = 2.0  # days of the infusion
MOST = 10.0  # L/d
MARGIN = 0.02  # by so much the smallest of the three shares lies below the next
LOW = MAP_grade3.value  # mmHg; below it support begins
HIGH = 90  # mmHg; what support leaves of the low pressure stays visible
SPARED = 84  # per cent; an untreated saturation below it leaves no room for fluid
SPO2_REST = 97.2  # as printed


def generate(patient: Patient) -> dict:
    """Lungs and clots of the patient's own, three values of the wall, limits for support, and a bedside sheet."""
    rng = patient.rng("leak")
    gate = list(GATES)[rng.integers(3)]
    since = SINCE[gate][rng.integers(len(SINCE[gate]))]
    run = patient.run()  # its pressure knows nothing of lungs and clots
    start = round(float(functionals.first_time(run.t, run["MAP"] < LOW)), 1)
    n = until(lambda: _case(patient, start, rng, GATES[gate], since), lambda n: _holds(n, gate), "leak")
    run, day = _run(n["patient"]), rounded(rng.uniform(3.9, 8.5), 2)
    wall = {name: rounded(np.interp(day, run.t, run[name]), 4) for name in ("leak", "plasma_volume", "interstitial_volume")}
    return n | wall | {"wall_day": day, "limit": round(_saturation(n, rng.uniform(0.8, 2)), 1), "target": int(rng.integers(64, 71))}


def _case(patient: Patient, start: float, rng: np.random.Generator, ranges: dict, since: tuple[float, float]) -> dict:
    """A patient with lungs that flood more or less easily, and what is measured on one day under fluid and noradrenaline."""
    drawn = {name: rounded(rng.uniform(*ends), 2) for name, ends in ranges.items()}
    litres, rate, day = drawn.pop("litres"), drawn.pop("rate"), round(start + rng.uniform(*since), 1)
    n = {"patient": drawn | patient.values, "start": start, "sheet_day": day, "sheet_litres": litres, "sheet_rate": rate}
    run = _infused(n, litres)
    at = {name: float(np.interp(n["sheet_day"], run.t, run[name])) for name in
          ("MAP", "SpO2", "microthrombi_excess", "platelets", "D_dimer", "PT", "fibrinogen")}
    return n | {name: rounded(value + _lift(rate) if name == "MAP" else value) for name, value in at.items()}


def _holds(n: dict, gate: str) -> bool:
    """This gate lets least through, the pressure is no better than noradrenaline is meant to make it, and the lungs bear some fluid."""
    return _smallest(n) == gate and n["MAP"] < HIGH and _run(n["patient"])["SpO2"].min() > SPARED


def _run(values: dict, *doses: GivenDose) -> Run:
    return _kept(tuple(values.items()), doses)


@lru_cache(64)
def _kept(values: tuple, doses: tuple) -> Run:
    return Patient(0, dict(values)).run(*doses)


def _lift(rate: float) -> float:
    """What noradrenaline adds to the pressure, in mmHg."""
    return fluid.dMAP_NE.value*rate/(rate + fluid.NE_50.value)


def _infused(n: dict, rate: float) -> Run:
    return _run(n["patient"], dose("fluid_infusion", float(rate), "L/d", day=n["start"], lasting=LASTING))


def _saturation(n: dict, rate: float) -> float:
    """Lowest saturation with an infusion of so many litres a day."""
    return float(_infused(n, rate)["SpO2"].min())


def _infusion(n: dict) -> float:
    return brentq(lambda rate: _saturation(n, rate) - n["limit"], 0, MOST, xtol=1e-4)


def _lowest(run: Run, n: dict) -> float:
    """Lowest pressure from the start of the support on."""
    return float(run["MAP"][run.t >= n["start"] - 1e-9].min())


def _rate(need: float) -> float:
    """Noradrenaline that adds so much pressure; negative or infinite where none can."""
    return fluid.NE_50.value*need/(fluid.dMAP_NE.value - need)


def _left_in(n, wall: float | None = None, sieve: float | None = None, shift: float = 1.0, thinned: bool = True) -> float:
    """Litres through the wall in six hours; with another opening for the protein, or the sieve, or with capillary and tissue at rest, or with
    the protein of the tissue as concentrated as at rest."""
    protein, sieve = n.leak if wall is None else wall, n.leak if sieve is None else sieve
    v = {name: model.value(name) for name in (*SHARED, "Vp_0", "Vi_0")}
    capillary = v["Pc_0"]*(1 + shift*v["g_Pc"]*(n.plasma_volume/v["Vp_0"] - 1))
    tissue = v["Pi_0"] + shift*v["e_P"]*(n.interstitial_volume - v["Vi_0"])
    pull = v["pi_p0"]*(1 - v["phi_alb"]*protein) - v["pi_i0"]*(v["Vi_0"]/n.interstitial_volume if thinned else 1)
    return v["K_f"]*(1 + v["phi_L"]*sieve)*(capillary - tissue - v["sigma_0"]*(1 - v["phi_sigma"]*protein)*pull)*HOURS/24


def _day_of_lowest(run: Run, name: str) -> float:
    return functionals.summit(run.t, -run[name], run.jump)[1]


def _hours_after(n, day: float) -> float:
    """Hours from a day to that of the lowest saturation, untreated."""
    return 24*(_day_of_lowest(_run(n.patient), "SpO2") - day)


def _shares(n: dict) -> dict[str, float]:
    return {"pressure": n["MAP"]/fluid.MAP_0.value, "saturation": n["SpO2"]/SPO2_REST, "clots": 1/(1 + n["microthrombi_excess"]/Mt_half.value)}


def _smallest(n: dict) -> str | None:
    """The gate that lets least through; None where two are near."""
    shares = _shares(n)
    return min(shares, key=shares.get) if np.diff(sorted(shares.values()))[0] > MARGIN else None


def _mended(n, gate: str) -> float:
    """Oxygen delivery with one of the three restored."""
    return float(np.prod([share for name, share in _shares(vars(n)).items() if name != gate]))


def _points(n) -> str:
    points = isth_at(platelets=n.platelets, D_dimer=n.D_dimer, PT=n.PT, fibrinogen=n.fibrinogen)
    return {4: "four", 5: "five"}.get(points, "three" if points < 4 else "six")


def given(n) -> list[dict]:
    return [
        *text("Your patient's own values; all others are as the model declares them. "
              f"Untreated, the mean pressure falls below {LOW:g} mmHg on day {n.start:g}, and whatever support you give begins then."),
        parameters(model, n.patient), code(f"untreated = cs.simulate(cs.models.patient, days=28, {arguments(n.patient)})"),
        *text(f"The wall on day {n.wall_day:g}, untreated, and what Starling's balance needs:"),
        table(("", "symbol", "on that day", "at rest", "unit"), (
            ("permeability above rest", "λ", n.leak, "0", ""), ("plasma volume", "V_p", n.plasma_volume, fluid.Vp_0.value, "L"),
            ("interstitial volume", "V_i", n.interstitial_volume, fluid.Vi_0.value, "L"))),
        parameters(model, {name: model.value(name) for name in SHARED}),
        *text(f"P_c = Pc_0 (1 + g_Pc (V_p/{fluid.Vp_0.value:g} − 1)); P_i = Pi_0 + e_P (V_i − {fluid.Vi_0.value:g}); π_p = pi_p0 (1 − phi_alb λ); "
              f"π_i = pi_i0 · {fluid.Vi_0.value:g}/V_i; σ = sigma_0 (1 − phi_sigma λ); "
              "J = K_f (1 + phi_L λ) (P_c − P_i − σ (π_p − π_i)), in litres a day."),
        *text(f"A bedside sheet of day {n.sheet_day:g}, in a course with {n.sheet_litres:g} L/d of fluid for two days and noradrenaline at "
              f"{n.sheet_rate:g} µg/kg/min, both begun on day {n.start:g}. At rest the pressure is {fluid.MAP_0.value:g} mmHg, the saturation "
              f"{SPO2_REST:g} % and the prothrombin time {PT_0.value:g} s; {Mt_half.value:g} g/L of microthrombi above rest halve the flow; "
              f"D-dimer counts as moderately raised above {isth.DD_moderate.value:g} and as strongly raised above {isth.DD_strong.value:g} µg/mL."),
        table(("", "value", "unit"), (
            ("mean arterial pressure", n.MAP, "mmHg"), ("oxygen saturation", n.SpO2, "%"),
            ("microthrombi above rest", n.microthrombi_excess, "g/L"), ("platelets", n.platelets, "10⁹/L"),
            ("D-dimer", n.D_dimer, "µg/mL"), ("prothrombin time", n.PT, "s"), ("fibrinogen", n.fibrinogen, "g/L"))),
    ]


problem = Problem(
    identifier="leak", title="Where the blood has gone", mirrors="2809011", of="cytokines as one concerted attack on vessels, lungs and blood",
    chapter="principles/vascular-leak", minutes=60, needs="percentages, a root found by trying, the chapters on leak, coagulation and the cascade",
    objectives=("compute by hand what an open vessel wall loses", "find how much support a patient bears, and with how little it will do",
                "read coagulation and oxygen delivery off a bedside sheet"),
    generate=generate, given=given, questions=(
        Number(name="litres", unit="L", range=(-50, 50), points=3, tolerance=0.02,
               ask="How many litres pass the wall into the tissue in six hours, if the filtration stays as it is on day {wall_day:g}? "
                   "Lymph is not counted.",
               right=lambda n, a: _left_in(n),
               why="The opening counts three times: coarser sieve, lower reflection, lower oncotic pressure; lost volume and full tissue resist it.",
               mistakes=(Mistake(lambda n, a: 24/HOURS*_left_in(n), "That is a whole day; six hours are asked for.", 0.5),
                         Mistake(lambda n, a: _left_in(n, wall=0),
                                 "You kept the protein as at rest: an open wall reflects less of it, and its oncotic pressure falls.", 0.3),
                         Mistake(lambda n, a: _left_in(n, sieve=0), "The sieve has become coarser: K_f is multiplied by 1 + φ_L λ.", 0.5),
                         Mistake(lambda n, a: _left_in(n, shift=0),
                                 "Capillary and tissue pressure are no longer at rest: less blood pushes, and a full tissue pushes back.", 0.3),
                         Mistake(lambda n, a: _left_in(n, thinned=False),
                                 "You kept π_i as at rest: the water that has left thins the protein of the tissue.", 0.3))),
        Number(name="lag", unit="h", range=(-300, 300), points=2, tolerance=0.04,
               ask="Untreated: how many hours after the lowest pressure is the oxygen saturation lowest?",
               right=lambda n, a: _hours_after(n, _day_of_lowest(_run(n.patient), "MAP")),
               why="Pressure follows the blood that there is, within hours; saturation follows the water gathered in the lungs, a sum over days.",
               mistakes=(Mistake(lambda n, a: _hours_after(n, _run(n.patient).peak("leak").day),
                                 "That counts from the widest opening of the wall; the pressure is lowest at another hour."),
                         Mistake(lambda n, a: _hours_after(n, _run(n.patient).peak("IL6").day),
                                 "That counts from the peak of IL-6; the lowest pressure is asked for."))),
        Number(name="infusion", unit="L/d", range=(0, MOST), points=4, tolerance=0.03,
               ask="From day {start:g} on fluid is run in for two days (fluid_infusion). "
                   "Up to which rate does the saturation never fall below {limit:g} %?",
               right=lambda n, a: _infusion(vars(n)),
               why="Each litre raises the capillary pressure, a part of it leaks at once, and through an open wall it goes to the lungs too.",
               mistakes=(Mistake(lambda n, a: LASTING*_infusion(vars(n)), "That is the volume of two days; a rate per day is asked for.", 0.5),
                         Mistake(lambda n, a: (_saturation(vars(n), 0) - n.limit)/(_saturation(vars(n), 0) - _saturation(vars(n), 1)),
                                 "The first litre a day does not tell what the next costs: vary the rate until the limit is met.", 0.3))),
        Number(name="rate", unit="µg/kg/min", range=(0, 5), points=3, tolerance=0.03, follows=("infusion",), ask=(
            "With the infusion at just that rate: the pressure must not fall below {target} mmHg at any time from day {start:g} on. "
            "Which rate of noradrenaline, begun on day {start:g} and kept on, is the smallest that does it?"),
               right=lambda n, a: _rate(n.target - _lowest(_infused(vars(n), a.infusion), vars(n))),
               why="Noradrenaline r adds 45 r/(r + 0.25) mmHg and moves no water, so one run with the infusion tells what is missing.",
               mistakes=(Mistake(lambda n, a: _rate(n.target - _lowest(_run(n.patient), vars(n))), "That is the rate without the infusion.", 0.5),
                         Mistake(lambda n, a: fluid.NE_50.value*(n.target - _lowest(_infused(vars(n), a.infusion), vars(n)))/fluid.dMAP_NE.value,
                                 "The effect is no straight line: 45 mmHg is the most, and half of it comes at 0.25 µg/kg/min.", 0.3))),
        Choice(name="points", points=1, ask="How many ISTH points does the bedside sheet give?", right=lambda n, a: _points(n),
               why="The score is a sum over what is left, and fibrinogen can look normal while it is eaten down. From 5 points on it is overt DIC, "
                   "if there is a cause.", options=(
            Option("three", "3 or fewer",
                   "Count again: platelets below 100 and below 50, D-dimer 2 or 3, prothrombin time longer by 3 s, fibrinogen below 1."),
            Option("four", "4", "Count again; a D-dimer gives 0, 2 or 3 points, and the prothrombin time counts by what it is longer than 12.5 s."),
            Option("five", "5",
                   "Count again: compare each value with its own limit, fibrinogen with 1.0 g/L and not with the normal range."),
            Option("six", "6 or more",
                   "Count again: platelets give 2 points only below 50, the prothrombin time 2 only when it is longer by more than 6 s."))),
        Choice(name="gate", points=1, ask="Which of the three took most of the oxygen delivery on the bedside sheet?",
               right=lambda n, a: _smallest(vars(n)), why="The gate that lets least through is the one whose mending helps most.", options=(
            Option("pressure", "the low pressure",
                   "Compare the shares that are left, each against its value at rest; support may have mended this one."),
            Option("saturation", "the low saturation", "A saturation of 90 % has lost a fourteenth; compare that with the two other shares."),
            Option("clots", "the closed small vessels",
                   "The share that is open is 1/(1 + Mt/4), with Mt in g/L; compare it with the two other shares."))),
        Number(name="mended", unit="1", range=(0, 100), points=2, tolerance=0.005, follows=("gate",),
               ask="If that one alone were restored to rest, which share of the normal oxygen delivery would reach the organs?",
               right=lambda n, a: _mended(n, a.gate), why="The gates stand one behind the other: what the two others leave multiplies.",
               mistakes=(Mistake(lambda n, a: _mended(n, ""), "That is the delivery as it is, with nothing restored.", 0.5),
                         Mistake(lambda n, a: min(_shares(vars(n)).values()),
                                 "That is the share which the worst gate leaves, not what reaches the organs once it is open."))),
    ))
