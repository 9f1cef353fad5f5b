"""The loop inside the patient: its reduction against closed forms, random parameters, and along runs."""

from functools import cache

import numpy as np
import pytest
import sympy as sp
from scipy.optimize import brentq

import cytostorm as cs
from cytostorm import stability
from cytostorm.models.signalling import signalling
from cytostorm.stability.reduction import SIGNALLING

patient = cs.models.patient


@cache
def run(**values):
    return cs.simulate(patient, **values)


@cache
def full_matrix():
    """(engaged, values of the parameters) -> the matrix of the seven states before its reduction."""
    loop = stability.inner_loop(patient)
    return sp.lambdify([loop.engaged, patient.parameters], loop.reduction.full, modules="numpy")


def leading(engaged, values):
    return np.linalg.eigvals(full_matrix()(engaged, [values.get(p.identifier, p.value) for p in patient.parameters])).real.max()


def crossings(x, y, level):
    """Where y(x) passes a level, by linear interpolation, and in which direction."""
    above = np.sign(y - level)
    return [(float(np.interp(level, *zip(*sorted([(y[i], x[i]), (y[i + 1], x[i + 1])]), strict=True))), int(above[i + 1]))
            for i in np.flatnonzero(np.diff(above))]


def test_the_two_state_loop_has_the_closed_forms():
    loop = stability.inner_loop(patient)
    s = {name: patient.symbol(name) for name in "k_on f_A al_6 al_1 K_6 IL6_0 k_1M eps_pr cl_1 K_1 K_1m k_act Mo_0 k_I cl_I K_I k_G "
         "cl_G K_G k_de k_TM cl_T K_T k_6M w_16 k_ns k_RM IFNg_knockout GM_CSF_knockout k_d".split()}
    c = s["k_6M"]*s["eps_pr"]*(1 - s["w_16"])/(s["k_ns"] + s["k_RM"])
    unprimed = s["k_1M"]*s["eps_pr"]/s["cl_1"]
    closed = {
        "c": c, "k_d": s["k_d"],
        "k_fb": s["k_on"]*loop.engaged*s["f_A"]/c*(s["al_6"]*c*s["K_6"]/(s["K_6"] + s["IL6_0"])**2 + s["al_1"]*unprimed/s["K_1"]),
        "k_c": c*s["k_act"]*s["Mo_0"]*(s["k_I"]*(1 - s["IFNg_knockout"])/(s["cl_I"]*s["K_I"])
                                       + s["k_G"]*(1 - s["GM_CSF_knockout"])/(s["cl_G"]*s["K_G"])),
        "k_cl": s["k_de"] - s["k_act"]*s["Mo_0"]*(unprimed/s["K_1m"] + s["k_TM"]/(s["cl_T"]*s["K_T"]))}
    for name, expected in closed.items():
        assert sp.simplify(getattr(loop, name) - expected) == 0, name
    assert sp.simplify(loop.gain - closed["k_fb"]*closed["k_c"]/(closed["k_d"]*closed["k_cl"])) == 0


@pytest.mark.parametrize(("name", "value"), [("c", 112.5), ("k_d", 2), ("k_fb", 0.013295), ("k_c", 54.0), ("k_cl", 0.56933)])
def test_the_values_of_the_default_patient(name, value):
    assert stability.inner_loop(patient).number(name) == pytest.approx(value, rel=5e-5)


def test_the_threshold_is_where_all_seven_states_give_way():
    threshold = stability.engaged_threshold(patient)
    assert threshold == pytest.approx(1.586, abs=5e-4)
    assert brentq(lambda engaged: leading(engaged, {}), 0.1, 10, xtol=1e-13) == pytest.approx(threshold, abs=1e-6)
    loop = stability.inner_loop(patient)
    assert bool(loop.proof.theorem.xreplace({**{p: p.value for p in patient.parameters}, loop.engaged: threshold*1.001}))
    assert not bool(loop.proof.theorem.xreplace({**{p: p.value for p in patient.parameters}, loop.engaged: threshold*0.999}))
    assert stability.engaged_threshold(signalling) == threshold  # the same block by itself, its engaged cells an input


def test_two_states_decide_for_seven_at_random_parameters():
    rng, loop, seen = np.random.default_rng(7), stability.inner_loop(patient), {True: 0, False: 0, "no k_cl": 0}
    names = sorted({p.identifier for p in loop.reduction.full.free_symbols & {*patient.parameters}})
    two = sp.lambdify([loop.engaged, patient.parameters], loop.reduction.reduced, modules="numpy")
    for _ in range(200):
        drawn = {name: rng.uniform(*patient.symbol(name).range) for name in names}
        engaged, p = np.exp(rng.uniform(-4, 4)), [drawn.get(q.identifier, q.value) for q in patient.parameters]
        matrix, reduced, growth = full_matrix()(engaged, p), two(engaged, p), leading(engaged, drawn)
        assert (matrix - np.diag(np.diag(matrix)) >= 0).all()
        fast = matrix[2:, 2:]
        assert np.linalg.det(matrix) == pytest.approx(np.linalg.det(fast)*np.linalg.det(reduced), rel=1e-9)
        if reduced[1, 1] >= 0:
            assert growth > 0
            seen["no k_cl"] += 1
            with pytest.raises(cs.InputError, match="keep each other going"):
                stability.engaged_threshold(patient, **drawn)
            continue
        unstable = bool(np.linalg.det(reduced) < 0)
        assert unstable == (growth > 0) == (engaged > stability.engaged_threshold(patient, **drawn))
        seen[unstable] += 1
    assert min(seen.values()) >= 10


def test_the_steps_of_the_proof():
    loop = stability.inner_loop(patient)
    assert loop.reduction.metzler
    assert loop.reduction.identity == loop.proof.steps[0]
    at = {symbol: sp.Rational(k, 7) for k, symbol in enumerate(sorted(loop.reduction.full.free_symbols, key=str), start=2)}
    left, right = (side.xreplace(at).doit() for side in loop.proof.steps[0].statement.args)
    assert left == right != 0
    assert "Fiedler" in str(loop.proof)


def test_the_threshold_follows_values_and_designs():
    threshold = stability.engaged_threshold
    assert threshold(patient, f_A=16) == pytest.approx(threshold(patient)/2)
    assert threshold(patient.with_values(f_A=16)) == threshold(patient, f_A=16)
    assert threshold(patient, GM_CSF_knockout=1) == pytest.approx(threshold(patient)*0.3/0.2)  # k_G/(cl_G K_G) is 0.1
    assert threshold(patient, IFNg_knockout=1) == pytest.approx(threshold(patient)*0.3/0.1)
    assert threshold(patient, w_16=1) > threshold(patient)  # no IL-6 without IL-1, which still closes the loop
    assert threshold(patient, f_A=0) == threshold(patient, Mo_0=0) == threshold(patient, eps_pr=0) == np.inf
    with pytest.raises(cs.InputError, match="k_cl = -0.753 1/d"):
        threshold(patient, Mo_0=2, k_act=4)
    with pytest.raises(cs.InputError, match="divided by is 0"):
        threshold(patient, cl_I=0)
    with pytest.raises(cs.InputError, match="did you mean 'f_A'"):
        threshold(patient, fA=1)
    with pytest.raises(cs.InputError, match="cannot be set"):
        threshold(patient, engaged=1)
    with pytest.raises(cs.InputError, match="no quantity named 'engaged'"):
        threshold(cs.models.loop)


def test_a_changed_patient_has_its_own_loop():
    activity, TNF = patient.symbols("activity TNF")
    braked = patient.with_equations({activity: patient[activity] - patient.symbol("k_on")*activity})
    k_d = stability.inner_loop(braked).k_d
    assert sp.simplify(k_d - patient.symbol("k_d") - patient.symbol("k_on")) == 0
    assert stability.engaged_threshold(braked) == pytest.approx(stability.engaged_threshold(patient)*2.6/2)
    for factor, basal in ((1 + patient.symbol("engaged"), 0), (1, patient["S6"]*patient.symbol("k_on"))):
        with pytest.raises(cs.InputError, match="not in proportion"):
            stability.inner_loop(patient.with_equations({activity: patient[activity]*factor + basal}))
    with pytest.raises(stability.ProofError, match="holds another back"):
        stability.inner_loop(patient.with_equations({TNF: patient[TNF] - patient.symbol("k_TE")*activity}))


def test_gain_at_rest_along_the_run():
    up, down = crossings(run().t, stability.gain_at_rest(run()), 1)
    assert up == (pytest.approx(3.20, abs=0.02), 1)
    assert down == (pytest.approx(7.39, abs=0.02), -1)
    assert (stability.gain_at_rest(run(f_A=0)) == 0).all()


def test_growth_along_the_run():
    growth = stability.growth_along(run())
    up, down = crossings(run().t, growth, 0)
    assert up == (pytest.approx(2.54, abs=0.05), 1)
    assert down == (pytest.approx(4.18, abs=0.05), -1)
    assert growth.max() == pytest.approx(0.86, abs=0.005)
    assert run().t[growth.argmax()] == pytest.approx(3.54, abs=0.02)
    assert (stability.growth_along(run(f_A=0)) < 0).all()


def test_growth_along_a_run_sees_levels_drugs_and_values():
    """Against finite differences of the simulation's own equations, under tocilizumab."""
    treated = cs.simulate(patient, days=6, doses=[cs.dose("tocilizumab", 8, "mg/kg", day=4.55)], f_A=10)
    names, day = list(SIGNALLING), 500
    known = {p: treated.values[p.identifier] for p in patient.parameters}
    known |= {s: treated[s][day] for s in (*patient.states, *patient.inputs)}
    states = [patient.symbol(name) for name in names]
    others = {q: v for q, v in known.items() if q not in states}
    rates = sp.lambdify(states, [patient.expanded[s].xreplace(others) for s in states])
    x = np.array([known[s] for s in states])
    columns = [(np.array(rates(*(x + step))) - np.array(rates(*(x - step))))/(2*step.sum()) for step in np.diag(1e-6*x)]
    assert treated["tocilizumab"][day] > 100
    assert stability.growth_along(treated)[day] == pytest.approx(np.linalg.eigvals(np.transpose(columns)).real.max(), abs=1e-6)


def test_at_rest_and_at_the_threshold_nothing_grows():
    """The three answers meet in one place: the block at rest, with as many engaged cells as the threshold says."""
    still = cs.simulate(signalling, days=1, step=1, engaged=stability.engaged_threshold(signalling), k_6A=0)
    assert stability.growth_along(still)[0] == pytest.approx(0, abs=1e-9)
    assert stability.gain_at_rest(still) == pytest.approx(1)


def test_growth_along_a_small_loop():
    grown = cs.simulate(cs.models.loop, days=2, k_fb=2)
    assert stability.growth_along(grown, "AC") == pytest.approx(stability.growth_rate(cs.models.loop, k_fb=2))
    with pytest.raises(cs.InputError, match="no quantity named 'activity'"):
        stability.growth_along(grown)


def test_the_run_with_the_feedback_cut():
    assert run().peak("IL6").value == pytest.approx(6211, rel=0.02)
    assert run(f_A=0).peak("IL6").value == pytest.approx(1952, rel=0.02)
    assert run().peak("IFNg").value == pytest.approx(5845, rel=0.02)
    assert run(f_A=0).peak("IFNg").value == pytest.approx(790, rel=0.02)


@pytest.mark.parametrize(("engaged", "IL6"), [(0.5, 178), (1, 1408), (1.5, 2427), (1.586, 2580), (2, 3238)])
def test_frozen_engaged_cells_have_one_steady_state(engaged, IL6):
    """From a low and from a high start alike, and smoothly through the threshold: soft."""
    high = {"activity": 20, "IFNg": 6000, "TNF": 200, "GM_CSF": 200, "macrophages": 3, "IL1": 60, "IL6": 9000}
    for start in ({}, high):
        end = cs.simulate(signalling, days=300, step=10, engaged=engaged, **start)["IL6"][-1]
        assert end == pytest.approx(IL6, rel=1e-3)


def test_equilibria_finds_the_only_one():
    found = stability.equilibria(signalling, engaged=1.586)
    assert [(e.stable, round(e["IL6"], -1)) for e in found] == [(True, 2580)]


def test_reduction_of_the_loop_and_of_chains(chain, brake):
    loop = cs.models.loop
    k_fb, k_c, k_d, k_cl = loop.symbols("k_fb k_c k_d k_cl")
    found = stability.reduction(loop, ["A"], ["C"])
    assert found.reduced == sp.Matrix([[-k_d + k_c*k_fb/k_cl]])
    assert found.follows == sp.Matrix([[k_c/k_cl]])
    assert found.full == stability.jacobian(loop, stability.rest(loop))
    a1, a2, a3, p1, p2, p3 = chain.symbols("a1 a2 a3 p1 p2 p3")
    onto_x = stability.reduction(chain, ["x"], ["y", "z"])  # fast states that act on one another
    assert sp.simplify(onto_x.reduced[0] + a1 - p1*p2*p3/(a2*a3)) == 0
    assert onto_x.metzler and not stability.reduction(brake, ["x"], ["y", "z"]).metzler
    either_sign = loop.with_equations({"A": loop["A"] - k_c*loop.symbol("C")})
    assert not stability.reduction(either_sign, ["A"], ["C"]).metzler


def test_exponents_places_and_held_readouts():
    switch = cs.models.loop_cooperative
    C, K, k_fb = switch.symbols("C K k_fb")
    assert stability.reduction(switch, ["A"], ["C"]).J12[0] == 0
    assert sp.simplify(stability.reduction(switch, ["A"], ["C"], at={C: K}).J12[0] - k_fb/2) == 0
    held = stability.reduction(patient, ["activity"], ["IL6"], held=["feedback"])
    assert held.J12[0] == 0 and held.reduced[0] == -patient.symbol("k_d")


def test_many_states_are_checked_at_random_numbers():
    """Twelve states in a ring, each also held by its neighbour: 36 entries."""
    states, gain = [cs.State(f"x{i}", "1") for i in range(12)], cs.Parameter("gain", 0.5, "1/d", range=(0.1, 2), meaning="drive")
    ring = cs.Mechanism("ring", {s: gain*states[i - 1] + states[i - 2] - 4*s for i, s in enumerate(states)})
    found = stability.reduction(ring, states[:2], states[2:], at={"gain": 1})
    assert "25 matrices" in found.identity.how
    assert found.full.det() == found.J22.det()*found.reduced.det() != 0


def test_what_cannot_be_reduced_says_why():
    loop = cs.models.loop
    A, C, k_fb = loop.symbols("A C k_fb")
    for slow, fast in (("A", "A"), ("A", ""), ("", "C"), ("A", ["s"])):
        with pytest.raises(cs.InputError, match="every state once"):
            stability.reduction(loop, slow, fast)
    with pytest.raises(cs.InputError, match="quasi-steady"):
        stability.reduction(loop.with_equations({C: k_fb*A}), "A", "C")
    with pytest.raises(cs.InputError, match="no slope"):
        stability.reduction(loop.with_equations({A: k_fb*sp.sqrt(C) - A}), "A", "C")
    root = cs.simulate(loop.with_equations({A: k_fb*sp.sqrt(C) - A}), days=1, s=0)
    with pytest.raises(cs.InputError, match="on day 0 a slope"):
        stability.growth_along(root, "AC")
