"""Jacobian and its relatives; growth rates and times, against closed forms and published numbers."""

import math

import numpy as np
import pytest
import sympy as sp

import cytostorm as cs
from cytostorm import stability

LOOP = cs.models.loop


def test_jacobian_trace_determinant_and_polynomial():
    k_fb, k_c, k_d, k_cl = LOOP.symbols("k_fb k_c k_d k_cl")
    at = stability.rest(LOOP)
    assert stability.jacobian(LOOP, at) == sp.Matrix([[-k_d, k_fb], [k_c, -k_cl]])
    assert stability.trace(LOOP, at) == -k_d - k_cl
    assert stability.determinant(LOOP, at) == k_d*k_cl - k_fb*k_c
    assert stability.characteristic_polynomial(LOOP, at).all_coeffs() == [1, k_d + k_cl, k_d*k_cl - k_fb*k_c]
    assert stability.routh_hurwitz(LOOP, at) == [sp.true, k_d*k_cl - k_fb*k_c > 0]


def test_routh_hurwitz_agrees_with_the_eigenvalues_of_a_brake(brake):
    g, = brake.symbols("g")
    conditions = stability.routh_hurwitz(brake, stability.rest(brake))
    for value in (0.5, 1.9, 2.1, 6.0):
        assert all(bool(c.subs(g, value)) for c in conditions) == (stability.growth_rate(brake, g=value) < 0)


@pytest.mark.parametrize("model", [cs.models.loop_saturating, cs.models.loop_cooperative], ids=lambda model: model.name)
def test_jacobian_equals_finite_differences(model):
    states, x = [model.symbol("A"), model.symbol("C")], np.array([0.7, 3.1])
    values = {p: p.value for p in model.parameters} | {i: 0.1 for i in model.inputs}
    exact = np.array(stability.jacobian(model).subs(values).subs(dict(zip(states, x, strict=True))), float)
    rates = sp.lambdify(states, [model.expanded[s].subs(values) for s in states])
    for j in range(2):
        step = np.eye(2)[j]*1e-5
        slope = (np.array(rates(*(x + step))) - np.array(rates(*(x - step))))/2e-5
        assert np.allclose(exact[:, j], slope, rtol=1e-8, atol=1e-10)


def test_at_equality_the_eigenvalues_are_zero_and_the_trace():
    values = {"k_d": 2, "k_cl": 0.5, "k_fb": 1, "k_c": 1}
    found = stability.eigenvalues(LOOP, **values)
    assert np.allclose(found, [0, -2.5], rtol=0, atol=1e-12)


def test_growth_formula_is_the_growth_rate():
    formula = stability.growth_formula(LOOP)
    values = {"k_d": 1.3, "k_cl": 0.4, "k_fb": 2.2, "k_c": 0.9}
    number = float(formula.subs({LOOP.symbol(name): value for name, value in values.items()}))
    assert stability.growth_rate(LOOP, **values) == pytest.approx(number, abs=1e-12)
    assert stability.e_folding_time(LOOP, **values) == pytest.approx(1/number)
    assert stability.doubling_time(LOOP, **values) == pytest.approx(math.log(2)/number)


@pytest.mark.parametrize(("gain", "amplification", "half_life"),
                         [(0.25, 1.33, 1.77), (0.5, 2, 2.83), (0.75, 4, 5.97), (0.9, 10, 15.4), (0.95, 20, 31)])
def test_below_the_threshold_a_patient_near_the_edge_recovers_slowly(gain, amplification, half_life):
    values = {"k_d": 2, "k_cl": 0.56933, "k_c": 1, "k_fb": gain*2*0.56933}
    lifted = stability.amplification(LOOP).subs({LOOP.symbol(name): value for name, value in values.items()})
    assert float(lifted) == pytest.approx(amplification, rel=0.005)
    assert stability.half_life(LOOP, **values) == pytest.approx(half_life, rel=0.005)


def test_a_time_that_does_not_exist_is_an_error():
    with pytest.raises(cs.InputError, match="does not grow"):
        stability.doubling_time(LOOP, k_fb=0.1)
    with pytest.raises(cs.InputError, match="does not die away"):
        stability.half_life(LOOP, k_fb=5)
    with pytest.raises(cs.InputError, match="did you mean 'k_fb'"):
        stability.growth_rate(LOOP, k_fbb=1)
    with pytest.raises(cs.InputError, match="outside the allowed range"):
        stability.growth_rate(LOOP, k_c=-1)


def test_the_models_own_values_count():
    model = LOOP.with_values(k_fb=3)
    assert stability.growth_rate(model) == stability.growth_rate(LOOP, k_fb=3) > 0
    assert stability.growth_rate(LOOP) < 0


@pytest.mark.parametrize("ask", [cs.stability.growth_rate, cs.stability.eigenvalues, cs.stability.equilibria, cs.stability.verdict,
                                 cs.stability.equilibria_without_source, cs.stability.inner_loop, cs.stability.engaged_threshold])
@pytest.mark.parametrize("model", ["loop", None])
def test_what_is_no_model_is_told(ask, model):
    with pytest.raises(cs.InputError, match="stability is asked of a model"):
        ask(model)


def test_a_slope_without_a_value_is_told():
    A, C, k_fb = cs.models.loop.symbols("A C k_fb")
    rooted = cs.models.loop.with_equations({A: k_fb*sp.sqrt(C) - A})
    with pytest.raises(cs.InputError, match="a slope of the equations has no value"):
        cs.stability.growth_rate(rooted)


@pytest.mark.parametrize("span", [(1,), (1, 2, 3), 5, "ab"])
def test_a_span_that_is_none_is_told(span):
    with pytest.raises(cs.InputError, match="span is two numbers|must be a finite number"):
        cs.stability.bifurcation(cs.models.loop_cooperative, "k_fb", "C", span)
