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


# ---- boxes, choices, words of one's own, scenes ---------------------------------------------------------------------------

patient, vessels = cs.models.patient, cs.models.vessels
TOCI = cs.dose("tocilizumab", 8, "mg/kg", day=4.55)
LIT = cs.choice("lit", "What lights the storm", {"cells": {}, "engager": {"cell_dose": 0, "doses": cs.dose("engager_infusion", 112, "ug/d", day=0)}})


def test_boxes_and_choices_go_into_a_run():
    none = cs.switch("none", "No macrophages", Mo_0=0)
    explorer = cs.explore(patient, ["tocilizumab_given", "tocilizumab_day", none, LIT], ["IL6"], doses=[TOCI], tocilizumab_given=False)
    assert explorer.values == {"tocilizumab_given": False, "tocilizumab_day": 4.55, "none": False, "lit": 0}
    assert [type(w) for w in explorer.sliders.values()] == [ipywidgets.Checkbox, ipywidgets.FloatSlider, ipywidgets.Checkbox, ipywidgets.ToggleButtons]
    assert explorer.run().doses == ()
    explorer.figure.tocilizumab_given, explorer.figure.tocilizumab_day, explorer.figure.none, explorer.figure.lit = True, 3.0, True, 1
    run = explorer.run()
    assert [(dose.name, dose.day) for dose in run.doses] == [("engager_infusion", 0), ("tocilizumab", 3)]
    assert run.values["Mo_0"] == 0 and run.values["cell_dose"] == 0


def test_what_is_off_is_not_moved():
    explorer = cs.explore(patient, ["tocilizumab_day", "tocilizumab_given"], ["IL6"], doses=[TOCI], tocilizumab_given=False)
    explorer.figure.tocilizumab_day = 9.0
    assert explorer.run().doses == ()


def test_a_figure_about_a_subject_says_that_and_nothing_else():
    explorer = cs.explore(patient, ["endothelium"], ["MAP"], about=cs.scores.leak)
    assert [sentence.name for sentence in explorer.spec.speaking.sentences] == ["leak"]
    assert explorer.figure.spec["python"] == "cs.models.patient.telling(cs.scores.leak)"
    assert cs.describe(explorer.run()).startswith("The wall opens by 58 %")


def test_limits_of_scores_and_levels_come_from_the_declaration():
    spec = cs.explore(patient, ["endothelium"], ["MAP", "SpO2", "platelets", "grade"]).figure.spec
    assert [(limit["value"], limit["label"]) for limit in spec["limits"]["MAP"]] == [(70, "grade 2"), (60, "grade 3"), (50, "grade 4")]
    assert {limit["label"] for limit in spec["limits"]["platelets"]} == {"ISTH +1"} and "grade" not in spec["limits"]


@pytest.mark.parametrize("arguments, words", [
    (dict(controls=["tocilizumab_given"]), "no control named 'tocilizumab_given'"),
    (dict(controls=["IL6_0"], tocilizumab_given=False), "no control named 'tocilizumab_given'"),
    (dict(controls=[cs.switch("x", "x", Mo=0)]), "did you mean 'Mo_0'"),
    (dict(controls=[cs.switch("x", "x", doses=cs.dose("tocilizumb", 8, "mg/kg", day=1))]), "did you mean 'tocilizumab'"),
    (dict(controls=["IL6_0"], pin={"IL6_1": 2}), "did you mean 'IL6_0'"),
    (dict(controls=["IL6_0"], views={"plane": ["log_kil", "grade_most"]}), "did you mean 'log_kill'"),
    (dict(controls=["IL6_0"], views={"sources": ["IL_6"]}), "did you mean 'IL6'"),
    (dict(controls=["IL6_0"], views=["walls"]), "did you mean 'wall'"),
    (dict(controls=["IL6_0"], show=["grades"]), "did you mean 'grade'")])
def test_what_a_figure_of_the_patient_cannot_show_is_told(arguments, words):
    with pytest.raises(cs.InputError, match=words):
        cs.explore(patient, **{"show": ["IL6"]} | arguments)


@pytest.mark.parametrize("call, words", [
    (lambda: cs.explore(loop, ["k_fb"], views=["wall"]), "no quantity to show named 'permeability'"),
    (lambda: cs.explore(loop, ["k_fb"], about=cs.scores.leak), "'leak' are about"),
    (lambda: cs.choice("x", "x", {"one": {}}), "two options or more"), (lambda: cs.choice("x", "x", {"a": {}, "b": {}}, start=2), "got 2 and 2"),
    (lambda: cs.evidence.series("Stein"), "no series named 'Stein'")])
def test_what_cannot_be_chosen_or_told_is_told(call, words):
    with pytest.raises(cs.InputError, match=words):
        call()
