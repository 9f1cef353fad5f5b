"""Declared symbols: identity, assumptions, and errors that name the place."""

import pickle

import pytest
import sympy as sp

from cytostorm.model import DeclarationError, Input, Parameter, ReadOut, State


def rate(value=1.0, **more):
    return Parameter("k", value, "1/d", **{"range": (0, 3), "meaning": "a rate", **more})


def test_equal_declarations_are_one_symbol():
    assert rate() == rate() and hash(rate()) == hash(rate())
    assert rate() - rate() == 0


def test_another_value_is_another_symbol_in_spite_of_sympys_cache():
    x = State("x", "1")
    older, newer = rate(1.0)*x, rate(2.0)*x
    assert {symbol.value for symbol in newer.free_symbols if isinstance(symbol, Parameter)} == {2.0}
    assert older != newer


@pytest.mark.parametrize("symbol", [rate(), State("x", "pg/mL", start=rate()*2), Input("u", "1", rest=0, range=(0, 1)),
                                    ReadOut("r", rate()*2, "1/d")])
def test_symbols_survive_pickling(symbol):
    copy = pickle.loads(pickle.dumps(symbol))
    assert copy == symbol and copy.describe() == symbol.describe() and copy.label == symbol.label


def test_sympy_knows_the_sign():
    assert rate(range=(0.1, 3)).is_positive
    assert rate().is_nonnegative and rate().is_positive is None
    assert rate(range=(-1, 3)).is_nonnegative is None
    assert State("x", "1", signed=True).is_nonnegative is None


@pytest.mark.parametrize("wrong, word", [
    (dict(value=5), "outside its own range"),
    (dict(value=float("nan")), "finite number"),
    (dict(value="1"), "finite number"),
    (dict(range=(3, 0)), "rise"),
    (dict(range=3), "two numbers"),
    (dict(standing="guessed"), "measured, fitted, chosen"),
    (dict(standing="measured"), "names no source"),
    (dict(meaning=""), "meaning"),
    (dict(allowed=(0, 2)), "allowed"),
])
def test_a_wrong_parameter_is_refused_by_name(wrong, word):
    with pytest.raises(DeclarationError, match=word) as error:
        rate(**wrong)
    assert "'k'" in str(error.value)


@pytest.mark.parametrize("identifier", ["lambda", "t", "2x", "α", "a-b", "_x", "var", "time", "", None, "x y"])
def test_identifiers_must_serve_python_javascript_and_sbml(identifier):
    with pytest.raises(DeclarationError):
        State(identifier, "1")


def test_text_is_no_expression():
    with pytest.raises(DeclarationError, match="not the text"):
        ReadOut("r", "2*k", "1/d")


@pytest.mark.parametrize("identifier, latex", [("k_fb", r"k_{\mathrm{fb}}"), ("CRP", r"\mathrm{CRP}"), ("A", "A"),
                                               ("plasma_volume_rest", r"\mathrm{plasma}_{\mathrm{volume\_rest}}")])
def test_identifiers_are_typeset(identifier, latex):
    assert sp.latex(State(identifier, "1")) == latex
