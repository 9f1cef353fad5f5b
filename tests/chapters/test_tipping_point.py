"""What the chapter on the tipping point says about the loop inside the patient, and about the six men, against runs."""

from functools import cache

import numpy as np
import pytest

import cytostorm as cs
from cytostorm import stability

patient, yiu = cs.models.patient, cs.models.literature.yiu2012


@cache
def mara(**values):
    return cs.simulate(patient, engine="scipy", **values)


def above(run, curve, level):
    """First and last day above a level; None when there is none."""
    days = run.t[curve > level]
    return (days[0], days[-1]) if len(days) else None


def test_half_lives_of_macrophages_and_of_IL6():
    inner = stability.inner_loop(patient)
    assert 24*np.log(2)/(patient.value("k_ns") + patient.value("k_RM")) == pytest.approx(2, abs=0.15)
    assert 1 < np.log(2)/inner.number("k_cl") < 1.5


def test_the_clearance_of_IL6_stands_in_k_c_and_not_in_k_cl():
    inner, clearance = stability.inner_loop(patient), patient.symbol("k_ns")
    assert inner.k_c.has(clearance) and not inner.k_cl.has(clearance)
    filtered = {"k_ns": 4*patient.value("k_ns")}
    by_IL1 = inner.number("gain", al_6=0)
    assert inner.number("gain", 1.0, **filtered) < inner.number("gain")
    assert inner.number("gain", 1.0, al_6=0, **filtered) == pytest.approx(by_IL1)


def test_the_table_of_the_four_rates():
    shown = stability.inner_loop(patient)._repr_markdown_().splitlines()
    assert [line.split("|")[3].split()[0] for line in shown[2:6]] == ["2", "0.0133", "54", "0.569"]
    assert shown[-1].endswith("the gain at rest is 0.631 $E_a$; it is 1 at $E_a$ = 1.586.")
    assert "inf" in stability.inner_loop(patient.with_values(f_A=0))._repr_markdown_()


def test_gain_at_rest_and_growth_along_the_run_begin_and_end_on_different_days():
    run = mara()
    gain, growth = above(run, stability.gain_at_rest(run), 1), above(run, stability.growth_along(run), 0)
    assert gain == pytest.approx((3.20, 7.39), abs=0.02) and growth == pytest.approx((2.53, 4.18), abs=0.02)
    told = cs.facts(run)
    assert 24*(told["fever_day"] - gain[0]) == pytest.approx(10, abs=0.5) and growth[1] < told["grade2_day"]
    assert 24*(gain[0] - growth[0]) == pytest.approx(16, abs=0.5) and gain[1] - growth[1] > 3
    assert 24*np.log(2)/stability.growth_along(run).max() < 20


def test_growth_begins_early_because_macrophages_are_primed():
    """The same day of the same run with interferon gamma at rest does not grow."""
    day = np.searchsorted(mara().t, 2.7)
    levels = {s.identifier: mara()[s][day] for s in patient.states} | {"IFNg": patient.value("IFN_0")}
    unprimed = cs.simulate(patient, days=0.01, step=0.01, engine="scipy", **levels)
    assert stability.growth_along(mara())[day] > 0.1 and stability.growth_along(unprimed)[0] < 0


def test_cut_the_loop_is_still_a_storm():
    cut, told = mara(f_A=0), cs.facts(mara(f_A=0))
    assert told["grade_most"] == 2 and told["fever_day"] - cs.facts(mara())["fever_day"] == pytest.approx(0.5, abs=0.05)
    assert [round(x.peak("IL6").value, -1) for x in (cut, mara())] == [1950, 6210]
    assert [round(x.peak("IFNg").value, -1) for x in (cut, mara())] == [790, 5850]


def test_severe_without_growth_and_growth_without_a_gain_above_one():
    quarter, little = mara(f_A=2), mara(tumour_burden=20)
    assert above(quarter, stability.growth_along(quarter), 0) is None and 50 < 24*cs.facts(quarter)["grade3_days"] < 60
    assert stability.gain_at_rest(little).max() == pytest.approx(0.89, abs=0.005)
    first, last = above(little, stability.growth_along(little), 0)
    assert 1.5 < last - first < 2 and cs.facts(little)["grade_most"] == 2


def test_the_exercise_on_the_inner_loop():
    half = mara(f_A=4)
    assert above(half, stability.growth_along(half), 0) == pytest.approx((3.2, 4.3), abs=0.05)
    assert half.peak("IL6").value == pytest.approx(4810, abs=5) and cs.facts(half)["grade_most"] == 3
    assert mara()["engaged"].max() == pytest.approx(9.7, abs=0.05)
    assert stability.gain_at_rest(mara(f_A=1.25)).max() < 1 < stability.gain_at_rest(mara(f_A=1.35)).max()


def test_half_the_blow_is_half_of_everything_in_the_six_men():
    whole = cs.simulate(yiu, days=5, engine="scipy")
    half = cs.simulate(yiu, days=5, engine="scipy", **{p.identifier: p.value/2 for p in yiu.parameters if p.identifier.startswith("v_")})
    for name in ("IFNg", "TNF", "IL10", "IL6"):
        assert half.peak(name).value == pytest.approx(whole.peak(name).value/2, rel=1e-5)
        assert half.peak(name).day == pytest.approx(whole.peak(name).day, abs=1e-3)


def test_the_order_in_the_six_men_is_told_as_it_is():
    told = yiu.telling(cs.scores.volunteers)
    assert cs.describe(cs.simulate(told, days=5, engine="scipy")).startswith("First interferon gamma, last IL-6.")
    assert cs.describe(cs.simulate(told, days=5, engine="scipy", v_IFNg=0)).startswith("Another order")
