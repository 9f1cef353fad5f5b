"""Facts, scores and sentences: declarations, and numbers as people write them."""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

import cytostorm as cs
from cytostorm.engines.facts import facts, say, score
from cytostorm.model import DeclarationError, Dose, Fact, Input, Mechanism, Parameter, Score, Sentence, State, amount, t
from cytostorm.model.scores import fill, number

k = Parameter("k", 1, "1/d", range=(0.1, 3), meaning="decay")
x = State("x", "1", start=0)


def decay(**said):
    dose = Dose("x", "1", {x: amount}, range=(0, 99), meaning="a dose")
    return cs.simulate(Mechanism("decay", {x: -k*x}, doses=[dose], **said), days=8, doses=[cs.dose("x", 10, "1", day=2)])


def fact(name, functional, of, **more):
    return Fact(name, functional, of, unit="1", label=name, **more)


def test_the_functionals_on_a_curve_known_exactly():
    high = fact("first_high", "first_time", x > 5)
    run = decay(facts=[
        fact("top", "peak", x), fact("day", "time_of_peak", x), high, fact("days_high", "time_above", x > 5),
        fact("never", "first_time", x > 50), fact("later", "value_at", x, at=high + 1), fact("end", "value_at", x, at=sp.oo),
        fact("outside", "value_at", x, at=99), fact("area", "area", x), fact("length", "value_at", t, at=sp.oo)])
    found = facts(run)
    assert found["top"] == pytest.approx(10, rel=1e-9) and found["day"] == 2
    assert found["first_high"] == 2 and found["days_high"] == pytest.approx(np.log(2), abs=0.011)
    assert found["never"] == np.inf and np.isnan(found["outside"])
    assert found["later"] == pytest.approx(10/np.e, rel=1e-6) and found["end"] == pytest.approx(10*np.exp(-6), rel=1e-6)
    assert found["area"] == pytest.approx(10*(1 - np.exp(-6)), rel=0.01) and found["length"] == 8


def test_facts_of_steps_of_time_held_and_of_doses():
    steps = Score("steps", [(x > 5, 3), (x > 2, 1)], combine="max", label="")
    run = decay(scores=[steps], facts=[
        fact("most", "peak", steps.points), fact("most_day", "time_of_peak", steps.points), fact("high_day", "first_time", steps.points >= 3),
        fact("held_day", "first_time", x > 2, held=k), fact("never_held", "first_time", x > 2, held=3*k),
        fact("number", "doses_given", "x"), fact("total", "amount_given", "x"), fact("days", "days_given", "x"), fact("others", "doses_given", "y")])
    found = facts(run)
    assert found["most"] == 3 and found["most_day"] == 2 and found["high_day"] == 2
    assert found["held_day"] == pytest.approx(3, abs=0.011) and found["never_held"] == np.inf
    assert (found["number"], found["total"], found["days"], found["others"]) == (1, 10, 1, 0)


def test_scores_combine_and_latch():
    fever = fact("fever_day", "first_time", x >= 8)
    rows = [(x > 5, 2), (x > 2, 1)]
    run = decay(facts=[fever], scores=[Score("largest", rows, combine="max", label=""), Score("sum", rows, combine="sum", label=""),
                                       Score("first", rows[::-1], combine="first", label=""),
                                       Score("latched", [(sp.And(fever <= t, x > 1), 3)], combine="max", label="")])
    at = {name: score(run, name)[np.searchsorted(run.t, [1, 2.1, 3, 4, 7])].tolist() for name in ("largest", "sum", "first", "latched")}
    assert at == {"largest": [0, 2, 1, 0, 0], "sum": [0, 3, 1, 0, 0], "first": [0, 1, 1, 0, 0], "latched": [0, 3, 3, 3, 0]}


def test_a_sentence_says_its_first_true_row():
    top = fact("top", "peak", x)
    words = Sentence("words", [(top > 50, "high"), (k > 2, "fast"), (True, "peak {top:2s}, half gone in {half:2f} days")],
                     numbers={"top": top, "half": sp.log(2)/k})
    run = decay(facts=[top], sentences=[words])
    assert say(run, words) == "peak 10, half gone in 0.69 days"


@pytest.mark.parametrize("make, word", [
    (lambda: fact("f", "maximum", x), "functional is one of"),
    (lambda: fact("f", "peak", x > 1), "peak is taken of an expression; got x > 1"),
    (lambda: fact("f", "first_time", x), "first_time is taken of a condition; got x"),
    (lambda: fact("f", "peak", x, at=2), "at="),
    (lambda: fact("f", "value_at", x), "needs at="),
    (lambda: fact("f", "peak", x, held=2), "held="),
    (lambda: fact("f", "doses_given", x), "the name of a dose"),
    (lambda: Score("s", [(x, 1)], combine="max", label=""), "comparison"),
    (lambda: Score("s", [(x > 1, 1)], combine="mean", label=""), "combine"),
    (lambda: Sentence("s", [(k > 1, "fast")], numbers={}), "must be True"),
    (lambda: Sentence("s", [(True, "{y:2s}")], numbers={}), "not among its numbers"),
    (lambda: Sentence("s", [(x > 1, ""), (True, "")], numbers={}), "facts and parameters only"),
    (lambda: Sentence("s", [(True, "")], numbers={"u": Input("u", "1")}), "facts and parameters only"),
])
def test_a_wrong_declaration_says_what_is_wrong(make, word):
    with pytest.raises(DeclarationError, match=word):
        make()


@pytest.mark.parametrize("value, digits, style, text", [
    (2.5, 3, "s", "2.50"), (12345, 3, "s", "12300"), (0, 3, "s", "0.00"), (1.26e6, 3, "s", "1.26 × 10⁶"), (-0.0004, 2, "s", "−4.0 × 10⁻⁴"),
    (0.125, 2, "f", "0.13"), (-0.04, 1, "f", "0.0"), (float("inf"), 3, "s", "∞"), (float("nan"), 3, "s", "—"), (9.996, 3, "s", "10.0")])
def test_numbers_as_sentences_write_them(value, digits, style, text):
    assert number(value, digits, style) == text
    assert fill(f"a {{v:{digits}{style}}} b", {"v": value}) == f"a {text} b"


@given(st.floats(1e-3, 9.9e5), st.integers(1, 6))
def test_a_written_number_is_the_number_rounded(value, digits):
    assert float(number(value, digits)) == pytest.approx(value, rel=0.51*10.0**(1 - digits))


@pytest.mark.parametrize("text", ["{top}", "{top:3}", "{top:0s}", "{top:99s}", "a } b"])
def test_a_place_that_would_be_printed_as_it_is_written_is_refused(text):
    with pytest.raises(DeclarationError, match="a place for a number is written"):
        Sentence("words", [(True, text)], numbers={"top": fact("top", "peak", x)})
