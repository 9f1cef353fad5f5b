"""What the chapter on the cascade says about the model, where no live figure stands beside the words."""

import re
from functools import cache

import numpy as np
import pytest

import cytostorm as cs
from cytostorm.engines.facts import describe, facts
from cytostorm.model.units import check_units
from tests.chapters import at

PATIENT = cs.models.patient.telling(cs.scores.cascade)
DELIVERY = cs.models.delivery.telling(cs.scores.delivery)
CONTRAST = cs.models.contrast.telling(cs.scores.contrast)
NORADRENALINE = cs.dose("noradrenaline", 0.2, "ug/kg/min", day=4.9, lasting=5)
OXYGEN = cs.dose("oxygen", 6, "L/min", day=4.9, lasting=6)
INHIBITOR = cs.dose("inhibitor", 3, "mg/kg", day=0, every=14, times=12)
STEROID = cs.dose("dexamethasone", 8, "mg", day=42, every=1, times=28)
ORGANS = ("creatinine", "troponin", "ALT")


@cache
def mara(*doses, **values):
    return cs.simulate(PATIENT, days=21, doses=doses, engine="scipy", **values)


@cache
def known(*doses, **values):
    return facts(mara(*doses, **values))


@cache
def weeks(*doses, **values):
    return cs.simulate(CONTRAST, days=112, doses=doses, engine="scipy", **values)


def cut(days=14, **lost):
    doses = [cs.dose(name, share, "1", day=2, lasting=4) for name, share in lost.items()]
    return cs.simulate(DELIVERY, days=days, doses=doses, engine="scipy")


@pytest.mark.parametrize("model", [PATIENT, DELIVERY, CONTRAST], ids=lambda model: model.name)
def test_units(model):
    check_units(model)


def test_three_shares_multiply():
    run = mara()
    product = run["MAP_relative"]*run["SpO2_relative"]*run["open_vessels"]
    assert run["DO2"] == pytest.approx(product, rel=1e-12)
    found = known()
    assert found["DO2_day"] == pytest.approx(6.5, abs=0.05)
    shares = [found[name] for name in ("pressure_left", "saturation_left", "vessels_left")]
    assert shares == pytest.approx([0.59, 0.93, 0.79], abs=0.005)
    assert shares[0] < shares[2] < shares[1]
    assert 1 - found["DO2_fall"] == pytest.approx(0.44, abs=0.005)


def test_three_moderate_losses_make_a_severe_one():
    left = 1 - facts(cut(pressure_lost=0.3, saturation_lost=0.08, vessels_closed=0.25))["DO2_fall"]
    assert left == pytest.approx(0.7*0.92*0.75) and left < 0.5
    assert cs.models.patient.value("MAP_0")*0.7 == pytest.approx(65, abs=0.5)
    assert mara()["SpO2"][0]*0.92 == pytest.approx(89, abs=0.5)


def test_organs_leave_normal_together_and_peak_in_order():
    run, found = mara(), known()
    first = [run.t[np.argmax(run[name] > PATIENT.value(f"{name}_normal"))] for name in ORGANS]
    assert first == pytest.approx([4.9]*3, abs=0.05)
    assert [found[f"{name}_day"] for name in ORGANS] == pytest.approx([7.2, 7.8, 8.4], abs=0.05)
    assert [found[f"{name}_last"] for name in ORGANS] == pytest.approx([9.9, 12.9, 17.9], abs=0.1)


def test_the_order_of_the_peaks_is_the_order_of_the_clocks():
    same = known(d_ALT=PATIENT.value("d_Tn"))
    assert same["ALT_day"] == pytest.approx(same["troponin_day"], abs=1/24)


def test_one_shortage_three_clocks():
    run = cut(28, pressure_lost=0.5)
    found = facts(run)
    assert [found[f"{name}_day"] for name in ORGANS] == pytest.approx([6, 6, 6], abs=0.01)
    kidney, heart, liver = (found[f"{name}_last"] for name in ORGANS)
    assert kidney < 6.5 and heart < liver and liver > 13
    level = at(run, "creatinine", [4, 5.99])
    assert level[1] == pytest.approx(level[0], rel=0.02)


def test_pressure_spares_most_and_oxygen_least():
    peaks = {name: [known(*doses, **values)[f"{organ}_most"] for organ in ORGANS] for name, doses, values in (
        ("none", (), {}), ("pressure", [NORADRENALINE], {}), ("oxygen", [OXYGEN], {}), ("clots", (), {"k_Mt": 0.1}))}
    assert np.all(np.diff([peaks[name] for name in ("pressure", "clots", "oxygen", "none")], axis=0) > 0)
    before = mara()["creatinine"][np.searchsorted(mara().t, 4.9)]
    assert peaks["pressure"][0] == pytest.approx(before, rel=0.02)
    assert known()["creatinine_most"] == pytest.approx(2.7, abs=0.05) and peaks["pressure"][0] == pytest.approx(1.2, abs=0.05)
    both = known(NORADRENALINE, k_Mt=0.1)
    assert both["troponin_last"] == both["ALT_last"] == -np.inf


def test_the_grade_counts_support():
    alone, helped = known(), known(NORADRENALINE)
    assert alone["grade_most"] == helped["grade_most"] == 3
    assert helped["grade3_days"] > alone["grade3_days"]


def test_a_tougher_wall_spares_heart_and_liver_more():
    tough, found = known(endothelium=0.5), known()
    rest = [PATIENT.value(f"{name}_0") for name in ORGANS]
    kept = [(tough[f"{name}_most"] - r)/(found[f"{name}_most"] - r) for name, r in zip(ORGANS, rest, strict=True)]
    assert kept[0] == pytest.approx(1/3, abs=0.02) and max(kept[1:]) < 0.3
    assert 1 - tough["DO2_fall"] == pytest.approx(0.53, abs=0.005)


def test_the_exercise():
    shares = 65/93, 91/97.2, 1/(1 + 1/4)
    assert shares == pytest.approx((0.70, 0.94, 0.80), abs=0.005)
    whole = np.prod(shares)
    assert [whole, *(whole/share for share in shares)] == pytest.approx([0.52, 0.75, 0.56, 0.65], abs=0.006)


def test_the_storm_is_over_before_the_tissue_is_ill():
    found = facts(weeks(INHIBITOR))
    assert found["grade_end_day"] < 11 < found["damage_day"] and found["damage_CRP"] < 5.1
    assert [facts(weeks(INHIBITOR, r_T=r))["damage_day"]/7 for r in (0.16, 0.2, 0.25)] == pytest.approx([6.8, 4.9, 3.7], abs=0.06)
    assert found["damage_end"] == pytest.approx(0.5, abs=0.01)


def test_neither_enters_the_other():
    alone = cs.simulate(cs.models.checkpoint, days=112, doses=[INHIBITOR], engine="scipy")
    assert weeks(INHIBITOR)["tissue_damage"] == pytest.approx(at(alone, "tissue_damage", weeks(INHIBITOR).t), abs=1e-4)
    assert weeks(INHIBITOR).peak("CRP").value == pytest.approx(mara().peak("CRP").value, rel=1e-3)


def test_a_steroid_halves_the_damage_for_a_while():
    found = weeks(INHIBITOR, STEROID)
    start, later, end = at(found, "tissue_damage", [42, 70, 112])
    assert later == pytest.approx(start/2, rel=0.1) and end > 2*later


def test_published_days_lie_where_the_axis_shows_them():
    series = cs.evidence.series("tang_2021_onset")
    assert series.days == pytest.approx([2.2*7, 14.8*7]) and set(series.values) == {CONTRAST.value("damage_onset")}


def test_words():
    assert "the pressure took most" in describe(mara())
    assert describe(mara()).endswith("Grade at most 3, 3.6 days at grade 3 or more.")
    assert describe(mara(endothelium=0.5)).endswith("Grade at most 2.")
    assert "the clots took most" in describe(cut(vessels_closed=0.3, pressure_lost=0.1))
    assert "the saturation took most" in describe(cut(saturation_lost=0.2))
    assert describe(cut()).startswith("Hardly anything is lost: oxygen delivery stays at 100.0 %")
    assert "damage passes 20 % after 4.9 weeks (CRP 5 mg/L on that day); it is 14 % after 10 and 42 % after 16 weeks" in describe(
        weeks(INHIBITOR, STEROID))
    assert "damage stays below 20 %" in describe(weeks(INHIBITOR, r_T=0.1)) and "No storm" in describe(weeks(INHIBITOR, tumour_burden=1))


@pytest.mark.parametrize("lost, words", [
    (("pressure_lost", "saturation_lost"), "the pressure and the saturation took most"),
    (("pressure_lost", "vessels_closed"), "the pressure and the clots took most"),
    (("saturation_lost", "vessels_closed"), "the saturation and the clots took most"),
    (("pressure_lost", "saturation_lost", "vessels_closed"), "all three took the same")])
def test_factors_that_took_as_much_are_named_together(lost, words):
    assert words in describe(cut(**dict.fromkeys(lost, 0.3)))
    shares = dict(zip(lost, (0.3, 0.302, 0.298), strict=False))  # the same to half a per cent
    assert words in describe(cut(**shares))
    assert f"; {words}" not in describe(cut(**shares | {lost[0]: 0.32}))


@pytest.mark.parametrize("pressure, raised", [(0.3, []), (0.33, ["ALT"]), (0.4, ["ALT", "Troponin"]), (0.5, ["ALT", "Creatinine", "Troponin"])])
def test_each_organ_that_was_raised_is_named(pressure, raised):
    said = describe(cut(28, pressure_lost=pressure))
    assert sorted(re.findall(r"(\w+) is above normal until day \d", said)) == raised
    assert [name for name in ("ALT", "Creatinine", "Troponin") if facts(cut(28, pressure_lost=pressure))[
        f"{name if name == 'ALT' else name.lower()}_last"] > 0] == raised


def test_what_is_not_over_is_not_told_as_over():
    said = describe(cut(8, pressure_lost=0.5))
    assert "ALT is still above normal on the last day." in said and "Creatinine is above normal until day 6." in said
