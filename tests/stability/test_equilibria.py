"""Equilibria in symbols and in numbers."""

import pytest
import sympy as sp

import cytostorm as cs
from cytostorm import stability

LINEAR, SATURATING, SWITCH = cs.models.loop, cs.models.loop_saturating, cs.models.loop_cooperative


@pytest.mark.parametrize("model", [LINEAR, SATURATING, SWITCH.with_values(n=1)], ids=str)
def test_symbolic_equilibria_are_at_rest(model):
    found = stability.equilibria(model)
    assert found
    exponents = {p: 1 for p in model.parameters if p.identifier == "n"}
    for equilibrium in found:
        assert not equilibrium.numerical
        place = {model.symbol(name): value for name, value in equilibrium.values.items()}
        for rate in model.expanded.values():
            assert sp.simplify(rate.xreplace(exponents).xreplace(place)) == 0


def test_rest_is_zero_for_all_loops():
    for model in (LINEAR, SATURATING, SWITCH):
        assert set(stability.rest(model).values()) == {0}


def test_rest_may_be_the_declared_start():
    base = cs.Parameter("CRP_0", 1, "mg/L", range=(0.1, 5), meaning="rest value")
    loss = cs.Parameter("k_CRP", 0.9, "1/d", range=(0.1, 5), meaning="loss")
    CRP = cs.State("CRP", "mg/L", start=base)
    protein = cs.Mechanism("protein", {CRP: loss*(base - CRP)})
    assert stability.rest(protein) == {CRP: base}
    assert stability.growth_rate(protein) == pytest.approx(-0.9)


def test_numbers_find_all_three_of_the_switch():
    low, middle, high = stability.equilibria(SWITCH, k_fb=3, s=0)
    gain = 3/(2*0.5)
    for found, sign in ((middle, -1), (high, 1)):
        assert found["C"] == pytest.approx(10*(gain + sign*(gain**2 - 4)**0.5)/2, rel=1e-12)
    assert (low["C"], [e.kind for e in (low, middle, high)]) == (0, ["stable node", "saddle", "stable node"])
    assert all(e.numerical for e in (low, middle, high)) and middle.stable is False


@pytest.mark.parametrize("n", [1, 1.7, 3, 4])
def test_any_exponent(n):
    found = stability.equilibria(SWITCH, n=n, k_fb=4)
    assert len(found) == (1 if n == 1 else 3)
    for equilibrium in found:
        A, C = equilibrium["A"], equilibrium["C"]
        assert C == pytest.approx(A/0.5, rel=1e-12)
        assert 0.1 + 4*10*C**n/(10**n + C**n) == pytest.approx(2*A, rel=1e-11)


def test_losses_and_productions_of_zero():
    assert stability.equilibria(LINEAR, k_c=0)[0].values == {"A": pytest.approx(0.05), "C": 0}
    assert stability.equilibria(LINEAR, k_fb=3) == []
    with pytest.raises(cs.InputError, match="whole line"):
        stability.equilibria(LINEAR, k_fb=1, s=0)


def test_entangled_equations_are_solved_by_numbers():
    x, y = cs.State("x", "1"), cs.State("y", "1")
    a = cs.Parameter("a", 2, "1/d", range=(1, 5), meaning="rate")
    model = cs.Mechanism("entangled", {x: a - x**2*y**2 - x**3, y: x**2 - y**2*x - y**3})
    with pytest.raises(cs.InputError, match="give values"):
        stability.equilibria(model)
    for equilibrium in (found := stability.equilibria(model, a=2)):
        u, v = equilibrium["x"], equilibrium["y"]
        assert abs(2 - u**2*v**2 - u**3) < 1e-9 and abs(u**2 - v**2*u - v**3) < 1e-9
    assert any(e["x"] > 0.5 for e in found)


def test_what_symbols_cannot_do_is_said():
    with pytest.raises(cs.InputError, match="degree 3.*give values"):
        stability.equilibria(SWITCH)
