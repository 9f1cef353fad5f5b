"""Names that generated code could trip over: they work, in Python and in JavaScript, or are refused by name."""

import pytest
import sympy as sp

import cytostorm as cs
from cytostorm.engines.javascript import javascript
from tests.engines.node import solved

LEGAL = ["y", "p", "r", "J", "dy", "f", "t0", "x0", "E", "I", "N", "Q", "S", "beta", "gamma", "zeta", "e", "i", "Symbol", "self", "np", "range", "name", "kind", "model"]
TAKEN = ["exp", "pow", "sqrt", "amount", "Math", "inf", "lambda", "class", "function", "time", "t", "Infinity", "NaN"]


def decay(name):
    x, k = cs.State("x", "1", start=1), cs.Parameter(name, 0.7, "1/d", range=(0.1, 5), meaning="loss")
    twin = cs.State(f"{name}_", "1", start=k/k)
    return cs.Mechanism("m", {x: -k*x**2 + 0*twin, twin: -k*x*twin})


@pytest.mark.parametrize("name", LEGAL)
def test_a_legal_name_changes_nothing(name):
    run = cs.simulate(decay(name), days=2, step=0.5)
    assert run["x"] == pytest.approx(1/(1 + 0.7*run.t), rel=1e-6)


def test_legal_names_change_nothing_in_javascript():
    jobs = [{"model_source": javascript(decay(name)), "days": 2, "step": 0.5, "rtol": 1e-9} for name in LEGAL]
    for name, result in zip(LEGAL, solved(jobs), strict=True):
        assert [row[0] for row in result["y"]] == pytest.approx([1/(1 + 0.7*t) for t in result["t"]], rel=1e-6), name


@pytest.mark.parametrize("name", TAKEN)
def test_a_taken_name_is_refused(name):
    with pytest.raises(cs.DeclarationError, match=name):
        cs.State(name, "1")


def test_constants_are_numbers_and_strange_functions_are_refused():
    x, k = cs.State("x", "1", start=1), cs.Parameter("k", 0.5, "1/d", range=(0.1, 5), meaning="loss")
    run = cs.simulate(cs.Mechanism("m", {x: -k*sp.pi*x + k*sp.E*x}), days=1)
    assert run["x"][-1] == pytest.approx(float(sp.exp((sp.E - sp.pi)/2)), rel=1e-6)
    with pytest.raises(cs.DeclarationError, match="atan"):
        cs.simulate(cs.Mechanism("m", {x: -k*sp.atan(x)}), days=1)


@pytest.mark.parametrize("make", [
    lambda x: cs.Fact("peak-x", "peak", x, unit="1", label=""),
    lambda x: cs.Dose('a b"', "1", {x: cs.amount}, meaning="", range=(0, 1)),
])
def test_facts_and_doses_have_names_too(make):
    with pytest.raises(cs.DeclarationError):
        make(cs.State("x", "1"))
