"""`cs.explore` in Python: controls from the declaration, values that arrive, errors in words."""

import json

import ipywidgets
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cytostorm as cs
from cytostorm.explorer.controls import step_hitting

loop = cs.models.loop


def test_sliders_carry_range_value_unit_and_label():
    explorer = cs.explore(loop, controls=["k_fb", "s"], show=["A", "C"])
    slider = explorer.sliders["k_fb"]
    symbol = loop.symbol("k_fb")
    assert (slider.min, slider.max, slider.value) == (*symbol.range, symbol.value)
    assert "feedback strength" in slider.description
    assert "per day" in explorer.children[1].children[0].children[1].value


def test_values_go_both_ways_and_into_a_run():
    explorer = cs.explore(loop, controls=["k_fb", "spark_amount", "spark_day"], doses=[cs.dose("spark", 2, "1", day=3)], days=10)
    assert explorer.values == {"k_fb": 0.8, "spark_amount": 2, "spark_day": 3}
    explorer.figure.k_fb, explorer.figure.spark_day = 1.5, 4.0
    run = explorer.run()
    assert run.values["k_fb"] == 1.5 and run.doses[0].day == 4 and run.t[-1] == 10


def test_the_second_dose_of_a_kind_has_a_name_of_its_own():
    doses = [cs.dose("spark", 2, "1", day=3), cs.dose("spark", 1, "1", day=9)]
    explorer = cs.explore(loop, controls=["spark_amount", "spark_2_amount"], doses=doses)
    explorer.figure.spark_2_amount = 7.0
    assert [dose.amount for dose in explorer.run().doses] == [2, 7]


def test_what_is_switched_on_is_not_switched_off_before():
    doses = [cs.dose("source", 1, "1/d", day=2), cs.dose("source", -1, "1/d", day=6)]
    explorer = cs.explore(loop, controls=["source_day", "source_2_day"], doses=doses)
    assert explorer.sliders["source_2_day"].min == 2 and explorer.sliders["source_day"].min == 0


@given(st.floats(0.1, 1e4), st.floats(0.05, 1))
def test_a_step_hits_the_value_it_must_show(width, share):
    offset = float(f"{share*width:.2g}")
    step = step_hitting(offset, width)
    assert abs(offset/step - round(offset/step)) < 1e-4 and width/5000 < step <= width/20


def test_a_changed_model_brings_its_own_javascript():
    A, C = loop.symbols("A C")
    k_reg = cs.Parameter("k_reg", 0.5, "1/d", range=(0, 2), meaning="regulation")
    explorer = cs.explore(loop.with_equations({A: loop[A] - k_reg*A*C}), controls=["k_reg", "k_fb"])
    assert explorer.figure.digest in explorer.figure.source and "k_reg" in explorer.figure.source
    assert explorer.figure.spec["python"] == "model"


def test_a_model_of_three_states_is_explored_over_time():
    A, C, k_cl = loop.symbols("A C k_cl")
    third = cs.State("regulator", "1")
    larger = loop.with_equations({A: loop[A] - k_cl*third, third: k_cl*(C - third)})
    assert cs.explore(larger, ["k_fb"]).figure.spec["show"] == ["A", "C", "regulator"]
    with pytest.raises(cs.InputError, match="3 states.*phase"):
        cs.explore(larger, ["k_fb"], views=["time", "phase"])


def test_the_output_holds_widget_picture_and_sentence():
    bundle = cs.explore(loop, ["k_fb"])._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "image/svg+xml", "text/plain"} <= set(bundle)
    assert bundle["text/plain"].startswith("Time course of T cell activation and Cytokine level over 28 days.")


def test_what_is_shown_is_plain_json():
    spec = cs.explore(loop, ["k_fb"], doses=[cs.dose("spark", 1, "1", day=1)], k_d=3).figure.spec
    assert json.loads(json.dumps(spec)) == spec and spec["values"] == {"k_d": 3.0}


@pytest.mark.parametrize("arguments, word", [
    (dict(controls=["k_bf"]), "did you mean 'k_fb'"),
    (dict(show=["B"]), "quantity to show"),
    (dict(views=["phases"]), "did you mean 'phase'"),
    (dict(controls=["k_fb"], views=["map"]), "y axis"),
    (dict(controls=["spark_amount"]), "spark_amount"),
    (dict(k_fb=-1), "allowed"),
    (dict(days=0), "days"),
])
def test_a_wrong_call_is_told_in_words(arguments, word):
    with pytest.raises(cs.InputError, match=word):
        cs.explore(loop, **arguments)


def test_a_quantity_that_widgets_have_a_word_for_is_refused():
    A, C = loop.symbols("A C")
    layout = cs.Parameter("layout", 0.5, "1/d", range=(0, 2), meaning="a trap")
    with pytest.raises(cs.DeclarationError, match="'layout'"):
        cs.explore(loop.with_equations({A: loop[A] - layout*C}), ["layout"])


def test_a_prediction_is_answered_by_the_run():
    end, peak = loop.symbols("C_end C_peak")
    prediction = cs.Prediction("What follows?", {"It fades.": end < 0.1*peak, "It grows.": True})
    explorer = cs.explore(loop, ["k_fb"], predict=prediction)
    assert explorer.figure.spec["predict"]["choices"] == ["It fades.", "It grows."]
    with pytest.raises(cs.DeclarationError, match="must be True"):
        cs.explore(loop, ["k_fb"], predict=cs.Prediction("What?", {"It fades.": end < peak}))


def test_every_explorer_is_a_widget_box():
    assert isinstance(cs.explore(loop), ipywidgets.VBox)
