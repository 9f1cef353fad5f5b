"""The tipping point: a personal loop, its gain, its speed, its edge, and a brake that the student derives."""

from __future__ import annotations

import numpy as np

from ...models import loop
from ..blocks import arguments, code, parameters, text
from ..patients import Patient, rounded, until
from ..problem import Problem
from ..questions import Choice, Mistake, Number, Option

RATES = ("k_fb", "k_c", "k_d", "k_cl")
LESS = "It leaves more of the gain than another one here."
FACTOR = "A factor f of damping divides the gain by f; compare with what the others leave."
MARGIN = 0.06  # the best of four treatments lowers the gain at least by so much more than the next


def generate(patient: Patient) -> dict:
    """Rates of a loop, two thirds of them above the threshold; four treatments; and a brake."""
    rng = patient.rng("tipping_point")
    loops = until(lambda: _loop(rng), lambda n: 0.5 < _gain(n) < 0.85 or 1.2 < _gain(n) < 2, "tipping_point")
    treatments = until(lambda: _treatments(rng), lambda n: np.diff(sorted(_left(n).values()))[0] > MARGIN, "tipping_point")
    brake = until(lambda: _brake(loops, rng), lambda n: _holds(loops | n), "tipping_point")
    return loops | treatments | brake


def _loop(rng: np.random.Generator) -> dict:
    return {name: rounded(rng.uniform(low, high), 2) for name, low, high in
            (("k_fb", 0.4, 3), ("k_c", 0.5, 2), ("k_d", 0.8, 3), ("k_cl", 0.4, 1.5))}


def _gain(n: dict) -> float:
    return n["k_fb"]*n["k_c"]/(n["k_d"]*n["k_cl"])


def _treatments(rng: np.random.Generator) -> dict:
    return {"blocked": int(rng.integers(25, 60)), "silenced": int(rng.integers(25, 60)),
            "cleared": rounded(rng.uniform(1.3, 2.4), 2), "calmed": rounded(rng.uniform(1.3, 2.4), 2)}


def _left(n: dict) -> dict[str, float]:
    """Share of the gain that each treatment leaves."""
    return {"block": 1 - n["blocked"]/100, "silence": 1 - n["silenced"]/100, "clear": 1/n["cleared"], "calm": 1/n["calmed"]}


def _brake(n: dict, rng: np.random.Generator) -> dict:
    return {"k_fb_risen": rounded(n["k_d"]*n["k_cl"]/n["k_c"]*rng.uniform(1.5, 2.5), 2), "g": rounded(rng.uniform(0.3, 1.2), 2),
            "k_r": rounded(rng.uniform(1.5, 4), 2)}


def _holds(n: dict) -> bool:
    """Just beyond the edge found, the braked loop is stable in every respect, so that the edge is the one asked for."""
    h = 1.05*_strength(n)
    matrix = [[-n["k_d"], n["k_fb_risen"], -h], [n["k_c"], -n["k_cl"], 0], [0, n["g"], -n["k_r"]]]
    return bool(np.linalg.eigvals(matrix).real.max() < 0)


def _strength(n: dict) -> float:
    return (n["k_fb_risen"] - n["k_d"]*n["k_cl"]/n["k_c"])*n["k_r"]/n["g"]


def _rate(n) -> float:
    """The larger eigenvalue, per day."""
    return float(np.linalg.eigvals([[-n.k_d, n.k_fb], [n.k_c, -n.k_cl]]).real.max())


def given(n) -> list[dict]:
    rates = {name: getattr(n, name) for name in RATES}
    return [*text("Your patient's loop of activation A and cytokine C, in proportion: A' = s + k_fb C − k_d A, C' = k_c A − k_cl C."),
            parameters(loop, rates), code(f"cs.simulate(cs.models.loop, days=28, {arguments(rates)})")]


problem = Problem(
    identifier="tipping_point", title="The edge of your patient's loop", mirrors="2720759",
    of="the loop of activation and "
       "cytokine, and its inequality", chapter="principles/tipping-point", minutes=50, needs="a derivative, the determinant of a 2 × 2 matrix",
    objectives=("compute a loop gain and say what it decides and what it does not", "find how fast a loop runs away, or fades",
                "derive the edge of a loop that has a brake"),
    generate=generate, given=given, questions=(
        Number(name="gain", ask="How large is the loop gain R?", unit="1", range=(0, 100), points=2,
               right=lambda n, a: n.k_fb*n.k_c/(n.k_d*n.k_cl), why="Once round the loop: what the amplification makes, over what the damping takes.",
               mistakes=(Mistake(lambda n, a: n.k_d*n.k_cl/(n.k_fb*n.k_c), "That is 1/R: damping stands below, amplification above.", 0.5),
                         Mistake(lambda n, a: n.k_fb*n.k_c,
                                 "The product alone is no gain: it has a unit, and must be held against k_d k_cl."),
                         Mistake(lambda n, a: (n.k_fb + n.k_c)/(n.k_d + n.k_cl), "Stages of a loop multiply; they do not add."))),
        Choice(name="fate", ask="What becomes of a small spark, and why?", points=2, follows=("gain",),
               right=lambda n, a: "grows" if a.gain > 1 else "fades",
               why="The gain is what one round brings back of what was sent, and no level stands in it.", options=(
            Option("grows", "It grows, since each round brings back more than was sent.", "Your gain is below 1: each round brings back less."),
            Option("fades", "It fades, since each round brings back less than was sent.", "Your gain is above 1: each round brings back more."),
            Option("level", "It depends on whether the cytokine passes a dangerous level.",
                   "No level stands in the inequality; in this loop a spark of any size has the same fate."),
            Option("clearance", "It fades, since cytokine is cleared faster than activation is lost, or grows if it is slower.",
                   "Two rates of damping held against each other say nothing about amplification."))),
        Number(name="time", unit="d", ask=(
            "After the first days, in how many days does what is left of the spark double (if it grows) or halve (if it fades)?"),
               range=(0, 1000), points=3, tolerance=0.03, right=lambda n, a: abs(np.log(2)/_rate(n)),
               why="The larger eigenvalue λ solves (k_d + λ)(k_cl + λ) = k_fb k_c, and the time is ln 2/|λ|.",
               mistakes=(Mistake(lambda n, a: abs(1/_rate(n)), "That is the time for a factor of e; for a factor of two multiply by ln 2.", 0.5),
                         Mistake(lambda n, a: abs(np.log(2)/(-n.k_d - n.k_cl - _rate(n))),
                                 "That is the fast eigenvalue: it dies within the first day, and the slow one is left.", 0.3),
                         Mistake(lambda n, a: abs(np.log(2)/(n.k_d*(a.gain - 1))), "R says whether the loop grows; how fast needs an eigenvalue."),
                         Mistake(lambda n, a: abs(np.log(2)/(n.k_cl*(a.gain - 1))), "R says whether the loop grows; how fast needs an eigenvalue."))),
        Number(name="edge", ask="At which clearance k_cl, all else as given, would this loop stand exactly on the edge?", unit="1/d",
               range=(0, 100), points=2, follows=("gain",), right=lambda n, a: n.k_cl*a.gain, why="On the edge R is 1, and R goes as 1/k_cl.",
               mistakes=(Mistake(lambda n, a: n.k_cl/a.gain, "The wrong way: more clearance lowers the gain.", 0.3),
                         Mistake(lambda n, a: n.k_fb*n.k_c, "k_d is missing: k_fb k_c = k_d k_cl."))),
        Choice(name="treatment", ask="Only one treatment can be given. Which leaves the smallest loop gain?", points=2,
               right=lambda n, a: min(_left(vars(n)), key=_left(vars(n)).get),
               why="Amplification stands above and damping below: the first two multiply the gain by the share left, the others divide it.", options=(
                   Option("block", "an antibody that blocks {blocked} % of the receptors through which cytokine activates", LESS),
                   Option("silence", "a drug that lowers what an activated cell makes by {silenced} %", LESS),
                   Option("clear", "a filter that makes clearance {cleared:g} times as fast", FACTOR),
                   Option("calm", "a drug that makes deactivation {calmed:g} times as fast", FACTOR))),
        Number(name="brake", points=4, unit="1/d", range=(0, 1000), tolerance=0.03, ask=(
            "The feedback rises to k_fb = {k_fb_risen:g} per day. Cytokine now also calls regulating cells D, D' = {g:g} C − {k_r:g} D (all rates "
            "per day), and they calm activation: A' = s + k_fb C − k_d A − h D. Derive from which brake strength h on the loop no longer runs "
            "away."),
               right=lambda n, a: _strength(vars(n)),
               why="In a slow change D = g C/k_r, so that the feedback that is left is k_fb − h g/k_r; it must not exceed k_d k_cl/k_c.",
               mistakes=(Mistake(lambda n, a: (n.k_fb_risen - n.k_d*n.k_cl/n.k_c)/n.g,
                                 "The regulating cells are lost again, at k_r: their level is g C/k_r.", 0.5),
                         Mistake(lambda n, a: n.k_fb_risen*n.k_c/n.k_cl - n.k_d, "D is not in proportion to A: it follows C, by way of g and k_r."),
                         Mistake(lambda n, a: (n.k_fb_risen*n.k_c - n.k_d*n.k_cl)*n.k_r/n.g,
                                 "The brake passes through k_c as well: divide by it.", 0.5))),
    ))
