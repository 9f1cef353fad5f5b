"""Mechanisms and joins: what follows from a declaration, and what a wrong one is told."""

import pickle

import pytest
import sympy as sp

import cytostorm as cs
from cytostorm.engines.facts import score
from cytostorm.model import DeclarationError, Dose, Input, InputError, Mechanism, Parameter, ReadOut, State, amount, join, t

k = Parameter("k", 1, "1/d", range=(0, 3), meaning="a rate")
x = State("x", "1", start=1)
loop = cs.models.loop


def chain():
    """drug -> signal (a read-out) -> permeability: three mechanisms that know one another by name only."""
    drug = State("drug", "mg")
    K = Parameter("K_drug", 2, "mg", range=(1, 9), meaning="half effect")
    signal = ReadOut("signal", drug/(drug + K), "1")
    pharmacy = Mechanism("pharmacy", {drug: -k*drug}, shows=[signal], doses=[Dose("drug", "mg", {drug: amount}, range=(0, 9), meaning="a dose")])
    P = State("permeability", "1")
    vessels = Mechanism("vessels", {P: Input("signal", "1", range=(0, 1))*(1 - P) - k*P})
    return pharmacy, vessels


def test_a_join_feeds_inputs_by_name():
    both = join("both", *chain())
    assert not both.inputs and [s.identifier for s in both.states] == ["drug", "permeability"]
    assert "K_drug" in str(both.expand(both["permeability"]))
    run = cs.simulate(both, days=3, doses=[cs.dose("drug", 4, "mg", day=1)])
    assert run["permeability"][50] == 0 and run.peak("permeability").value > 0.2


def test_an_unfed_input_is_a_constant_that_doses_and_values_move():
    vessels = chain()[1]
    assert [i.identifier for i in vessels.inputs] == ["signal"]
    run = cs.simulate(vessels, days=2, signal=0.5)
    assert run["signal"][-1] == 0.5 and run["permeability"][-1] > 0.2


def test_two_declarations_of_one_identifier_are_both_printed():
    other = Parameter("k", 2, "1/d", range=(0, 3), meaning="another rate")
    y = State("y", "1")
    with pytest.raises(DeclarationError) as error:
        join("both", Mechanism("a", {x: -k*x}), Mechanism("b", {y: -other*y}))
    assert "value=1.0" in str(error.value) and "value=2.0" in str(error.value)


def test_an_input_of_another_unit_is_refused():
    pharmacy, _ = chain()
    y = State("y", "1")
    with pytest.raises(DeclarationError, match="units differ"):
        join("both", pharmacy, Mechanism("b", {y: Input("signal", "mg")*k - y*k}))


def test_readouts_in_a_circle_are_named():
    a = Mechanism("a", {x: -k*x}, shows=[ReadOut("p", 2*Input("q", "1"), "1")])
    y = State("y", "1")
    b = Mechanism("b", {y: -k*y}, shows=[ReadOut("q", 3*Input("p", "1"), "1")])
    with pytest.raises(DeclarationError, match="p → q → p|q → p → q"):
        join("both", a, b)


@pytest.mark.parametrize("expression, word", [
    (-sp.Symbol("z")*x, "z in .* is not declared"),
    (-k*x*t, "time itself"),
    (sp.Max(0, 1 - x), "smooth"),
    (sp.Piecewise((x, x > 1), (0, True)), "smooth"),
    (-k*x + State("y", "1"), "'y' is used but has no equation"),
])
def test_a_wrong_equation_names_the_mechanism_and_the_symbol(expression, word):
    with pytest.raises(DeclarationError, match=word) as error:
        Mechanism("kitchen", {x: expression})
    assert "kitchen" in str(error.value)


def test_equations_belong_to_states():
    with pytest.raises(DeclarationError, match="parameter"):
        Mechanism("m", {k: x})
    with pytest.raises(DeclarationError, match="text"):
        Mechanism("m", {x: "-k*x"})
    with pytest.raises(DeclarationError, match="two mechanisms"):
        join("m", Mechanism("a", {x: -k*x}), Mechanism("b", {x: -k*x}))


def test_with_equations_makes_another_model_and_leaves_the_first():
    A, C, k_cl = loop.symbols("A C k_cl")
    k_reg = Parameter("k_reg", 0.5, "1/d", range=(0, 2), meaning="regulation")
    mine = loop.with_equations({A: loop[A] - k_reg*A*C})
    assert "k_reg" in mine and "k_reg" not in loop
    assert mine.digest != loop.digest and set(mine.doses) == set(loop.doses)
    third = State("regulator", "1")
    larger = mine.with_equations({third: k_cl*C - k_cl*third, "A": mine["A"] - k_reg*third})
    assert [s.identifier for s in larger.states] == ["A", "C", "regulator"]


def test_values_do_not_change_the_digest_but_the_run():
    louder = loop.with_values(k_fb=0.9)
    assert louder.digest == loop.digest and louder.value("k_fb") == 0.9 and loop.value("k_fb") == 0.8
    assert cs.simulate(louder)["C"][-1] > cs.simulate(loop)["C"][-1]


def test_without_leaves_a_part_at_rest():
    both = join("both", *chain())
    alone = both.without("pharmacy")
    assert [i.identifier for i in alone.inputs] == ["signal"]
    with pytest.raises(InputError, match="did you mean 'pharmacy'"):
        both.without("farmacy")


def test_a_model_survives_pickling():
    copy = pickle.loads(pickle.dumps(loop.with_values(k_fb=0.5)))
    assert copy.digest == loop.digest and copy.value("k_fb") == 0.5


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(InputError, match="did you mean 'k_fb'"):
        loop.symbol("k_bf")


def test_looping_over_a_model_is_refused():
    with pytest.raises(TypeError):
        iter(loop)


def speaking_pair():
    """A mechanism that reads x from outside and speaks about it, and the one that feeds it."""
    seen, z, fed = Input("x", "1"), State("z", "1"), State("x", "1", start=1)
    top = cs.Fact("top", "peak", seen, unit="1", label="highest x")
    half = cs.Fact("half", "first_time", seen <= top/2, unit="d", label="day of half")
    said = dict(facts=[top, half], scores=[cs.Score("late", [(half <= t, 2)], combine="max", label="")],
                sentences=[cs.Sentence("words", [(top > 0, "{top:2s} halves by {half:2f}"), (True, "")], numbers={"top": top, "half": half})])
    return Mechanism("reader", {z: k*seen - k*z}, **said), Mechanism("source", {fed: -k*fed})


def test_a_join_exchanges_inputs_in_facts_scores_and_sentences_too():
    run = cs.simulate(join("both", *speaking_pair()), days=5)
    assert cs.describe(run) == "1.0 halves by 0.70"
    assert score(run, "late")[[0, -1]].tolist() == [0, 2]


def test_without_keeps_what_was_said_and_changed_where_it_still_makes_sense():
    both = join("both", *speaking_pair())
    z = both.symbol("z")
    alone = both.with_equations({z: both[z] - k*z*both.symbol("x")}).without("source")
    assert cs.facts(cs.simulate(alone, days=2, x=3))["top"] == 3


@pytest.mark.parametrize("facts, word", [
    ([cs.Fact("x", "peak", x, unit="1", label="")], "'x'"),
    ([cs.Fact("a", "peak", x, unit="1", label=""), cs.Fact("a", "area", x, unit="d", label="")], "'a'"),
    ([cs.Fact("b", "first_time", x < cs.Fact("a", "peak", x, unit="1", label="")/2, unit="d", label="")], "'?a'?"),
])
def test_facts_are_declared_once_in_order_and_under_a_name_of_their_own(facts, word):
    with pytest.raises(DeclarationError, match=word):
        Mechanism("m", {x: -k*x}, facts=facts)


def test_words_belong_to_the_digest():
    digests = {Mechanism("m", {x: -k*x}, facts=[cs.Fact("a", "peak", x, unit="1", label=label)]).digest for label in "ab"}
    assert len(digests) == 2


def test_symbols_of_a_dose_alone_stand_in_one_order_in_every_process():
    """Out of a set they came in another order in every second process, and the digest with them."""
    shares = [Parameter(name, 1, "1", range=(0, 3), meaning="a share") for name in "dbeca"]
    model = Mechanism("m", {x: -k*x}, doses=[Dose("d", "1", {x: amount*sp.Mul(*shares)}, range=(0, 1), meaning="all")])
    assert [p.identifier for p in model.parameters] == ["k", *"abcde"]


@pytest.mark.parametrize("rate", [sp.I*x, sp.sqrt(-2)*x, x/0, sp.oo, sp.Integral(x, x), sp.Derivative(x**2, x), True, None, [1, 2], sp.Matrix([x])])
def test_what_no_engine_can_compute_is_refused_when_it_is_declared(rate):
    with pytest.raises(DeclarationError, match="kitchen"):
        Mechanism("kitchen", {x: rate})


def test_what_has_no_value_is_told_in_words():
    start = State("z", "1", start=1/k)
    with pytest.raises(cs.SolverError, match="the start has no value"):
        cs.simulate(Mechanism("m", {start: -k*start}), k=0)
    inverse = Mechanism("m", {x: -k*x}, doses=[Dose("d", "1", {x: 1/amount}, range=(0, 1), meaning="")])
    with pytest.raises(cs.SolverError, match="the dose of d has no value"):
        cs.simulate(inverse, doses=[cs.dose("d", 0, "1", day=1)])
