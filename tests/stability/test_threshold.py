"""The threshold as a relation in the model's own symbols, and what is derived beside it."""

import pytest
import sympy as sp

import cytostorm as cs
from cytostorm import stability

LOOPS = cs.models.loop, cs.models.loop_saturating


@pytest.mark.parametrize("loop", LOOPS, ids=lambda model: model.name)
def test_the_loops_give_way_where_gain_exceeds_loss(loop):
    k_fb, k_c, k_d, k_cl = loop.symbols("k_fb k_c k_d k_cl")
    assert stability.threshold(loop) == (k_fb*k_c > k_d*k_cl)
    assert stability.loop_gain(loop) == k_fb*k_c/(k_d*k_cl)


def test_the_switch_rests_at_every_gain_unless_its_exponent_is_one():
    switch = cs.models.loop_cooperative
    k_fb, k_c, k_d, k_cl = switch.symbols("k_fb k_c k_d k_cl")
    assert stability.threshold(switch) is sp.false
    assert stability.threshold(switch.with_values(n=1)) == (k_fb*k_c > k_d*k_cl)


def test_a_changed_model_has_its_own_threshold(regulated):
    with_cytokine, alone = regulated
    k_fb, k_c, k_d, k_cl, k_reg = alone.symbols("k_fb k_c k_d k_cl k_reg")
    assert stability.threshold(with_cytokine) == (k_fb*k_c > k_d*k_cl)
    assert stability.threshold(alone) == (k_fb*k_c > (k_d + k_reg)*k_cl)
    assert sp.simplify(stability.loop_gain(alone) - k_fb*k_c/((k_d + k_reg)*k_cl)) == 0


def test_signs_turned_round_are_seen():
    loop = cs.models.loop
    A, C, s, k_fb, k_d = loop.symbols("A C s k_fb k_d")
    assert stability.threshold(loop.with_equations({A: s - k_fb*C - k_d*A})) is sp.false
    assert stability.threshold(loop.with_equations({A: s + k_fb*C + k_d*A})) is sp.true


def test_three_states_in_a_circle(chain):
    a1, a2, a3, p1, p2, p3 = chain.symbols("a1 a2 a3 p1 p2 p3")
    assert stability.threshold(chain) == (p1*p2*p3 > a1*a2*a3)
    assert sp.simplify(stability.loop_gain(chain) - p1*p2*p3/(a1*a2*a3)) == 0


def test_a_brake_in_three_steps_swings_above_eight(brake):
    """(1 + lambda)**3 = -g**3 has a pair with positive real part exactly when g > 2."""
    g, = brake.symbols("g")
    relation = stability.threshold(brake)
    assert relation.free_symbols == {g}
    assert not relation.subs(g, 1.999) and relation.subs(g, 2.001)
    assert stability.growth_rate(brake, g=1.999) < 0 < stability.growth_rate(brake, g=2.001)


def test_a_state_beside_the_loop_does_not_move_the_threshold():
    loop = cs.models.loop
    A, k_fb, k_c, k_d, k_cl = loop.symbols("A k_fb k_c k_d k_cl")
    echo = cs.State("echo", "1")
    beside = loop.with_equations({echo: k_d*(A - echo)})
    assert stability.threshold(beside) == (k_fb*k_c > k_d*k_cl)
    assert stability.loop_gain(beside) == stability.loop_gain(loop)


def test_amplification_is_one_over_one_minus_the_gain(regulated):
    for model in (cs.models.loop, regulated[1]):
        assert sp.simplify(stability.amplification(model) - 1/(1 - stability.loop_gain(model))) == 0
    for model in (cs.models.loop_saturating, cs.models.loop_cooperative, regulated[0]):
        with pytest.raises(cs.InputError, match="not in proportion"):
            stability.amplification(model)


def test_the_storm_of_the_switch_needs_a_gain_of_two():
    switch = cs.models.loop_cooperative
    K, k_fb, k_c, k_d, k_cl = switch.symbols("K k_fb k_c k_d k_cl")
    R = sp.Symbol("R", positive=True)
    assert stability.storm_threshold(switch) == (k_fb*k_c > 2*k_d*k_cl)
    assert stability.storm_threshold(switch.with_values(n=1)) == (k_fb*k_c > k_d*k_cl)
    _, middle, upper = stability.equilibria_without_source(switch)
    for found, sign in ((middle, -1), (upper, 1)):
        by_gain = sp.simplify(found["C"].subs(k_fb, R*k_d*k_cl/k_c))
        assert sp.simplify(by_gain - K*(R + sign*sp.sqrt(R**2 - 4))/2) == 0


def test_the_storm_of_the_other_two():
    saturating = cs.models.loop_saturating
    assert stability.storm_threshold(saturating) == stability.threshold(saturating)
    assert stability.storm_threshold(cs.models.loop) is sp.false


def test_models_without_an_answer_say_so():
    x, y = cs.State("x", "1"), cs.State("y", "1")
    still = cs.Mechanism("still", {x: sp.Integer(0)})
    rising = cs.Mechanism("rising", {x: sp.Integer(1) + y, y: -y})
    with pytest.raises(cs.InputError, match="nothing in this model moves"):
        stability.threshold(still)
    with pytest.raises(cs.InputError, match="rest"):
        stability.threshold(rising)
    with pytest.raises(cs.InputError, match="asked of a model"):
        stability.threshold("loop")


def test_too_many_states_for_symbols_is_said_at_once():
    """Twelve states in a ring; side by side each of them is a part of its own, and easy."""
    states, gain = [cs.State(f"x{i}", "1") for i in range(12)], cs.Parameter("gain", 0.5, "1/d", range=(0, 2), meaning="drive")
    ring = cs.Mechanism("ring", {state: gain*states[i - 1] - state for i, state in enumerate(states)})
    with pytest.raises(cs.CytostormError, match="12 states"):
        stability.threshold(ring)
    assert stability.growth_rate(ring) == pytest.approx(-0.5)
    assert stability.threshold(cs.Mechanism("beside", {state: -state for state in states})) is sp.false
