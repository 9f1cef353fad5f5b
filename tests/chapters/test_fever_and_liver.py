"""What the chapter on fever and the liver says of the model in words."""

import json
import math

import numpy as np
import pytest

import cytostorm as cs
from cytostorm.evidence import baseline
from cytostorm.model.units import check_units
from tests.chapters import at

ON = cs.dose("turn", 1, "1", day=2)
TOCILIZUMAB = cs.dose("tocilizumab", 8, "mg/kg", day=4.55)


def rung(until, words=cs.scores.alarm, doses=(), **values):
    """Fever and liver under an alarm from day 2."""
    off = cs.dose("turn", -1, "1", day=until)
    return cs.simulate(cs.models.alarm.telling(words), days=14, doses=[ON, off, *doses], engine="scipy", **values)


def patient(words=cs.scores.markers, doses=(), **values):
    return cs.simulate(cs.models.patient.telling(words), days=16, doses=list(doses), engine="scipy", **values)


@pytest.fixture(scope="module")
def mara():
    return patient()


@pytest.fixture(scope="module")
def treated():
    return patient(doses=[TOCILIZUMAB])


@pytest.mark.parametrize("words", ["alarm", "thermostat", "tub"])
def test_units_of_the_alarm_and_its_words(words):
    assert check_units(cs.models.alarm.telling(getattr(cs.scores, words))) > 10


@pytest.mark.parametrize("words", ["markers", "omens"])
def test_units_of_what_is_said_of_a_patient(words):
    assert check_units(cs.models.patient.telling(getattr(cs.scores, words))) > 100


@pytest.mark.parametrize("until", [2.5, 3, 4, 6, 12])
def test_CRP_follows_a_square_alarm_as_derived_by_hand(until):
    run = rung(until)
    k, d, loud, rest = (run.model.value(name) for name in ("k_CRP", "d_CRP", "loudness", "CRP_0"))
    top = k*loud/d*(1 - math.exp(-d*(until - 2)))
    by_hand = rest + np.where(run.t < until, k*loud/d*(1 - np.exp(-d*np.clip(run.t - 2, 0, None))),
                              top*np.exp(-d*np.clip(run.t - until, 0, None)))
    assert run["CRP"] == pytest.approx(by_hand, abs=0.01)
    assert run.peak("CRP").day == pytest.approx(until, abs=0.02)


def test_the_numbers_of_the_reading_exercise():
    assert [round(rung(until).peak("CRP").value) for until in (3, 4, 6)] == [173, 243, 284]


def test_half_a_loud_day_and_ten_soft_ones_bring_nearly_the_same_CRP():
    assert rung(2.5).peak("CRP").value == pytest.approx(rung(12, loudness=0.33).peak("CRP").value, rel=0.05)


def test_CRP_rises_while_more_is_made_than_lost():
    run = rung(6)
    inside = (run.t > 2.1) & (run.t < 13)
    rising = np.gradient(run["CRP"], run.t) > 0
    assert ((run["CRP_made"] > run["CRP_lost"]) == rising)[inside].mean() > 0.99


def test_injected_CRP_passes_through_the_published_points():
    series = cs.evidence.series("vigushin_1993_halving")
    run = cs.simulate(cs.models.alarm, days=6, doses=[cs.dose("injection", 100, "mg/L", day=1)], CRP_0=0, engine="scipy")
    assert at(run, "CRP", 1.0001) == pytest.approx(series.values[0], rel=0.01)
    assert np.interp(series.days[1:], run.t, run["CRP"]) == pytest.approx(series.values[1:], rel=0.01)


def test_under_a_soft_alarm_CRP_halves_in_a_day_and_a_half():
    doses = [cs.dose("injection", 100, "mg/L", day=1), cs.dose("turn", 1, "1", day=1), cs.dose("turn", -1, "1", day=6)]
    facts = cs.facts(cs.simulate(cs.models.alarm.telling(cs.scores.tub), days=6, doses=doses, CRP_0=0, loudness=0.1, engine="scipy"))
    assert facts["CRP_half_day"] - facts["CRP_most_day"] == pytest.approx(1.5, abs=0.05)


def test_temperature_follows_its_set_point_and_the_equation_is_the_old_one():
    fever, set_point, pyrogen, dT_max, dex_M, dex_fever, k_Tc = cs.models.alarm.symbols(
        "fever set_point pyrogen dT_max dex_M dex_fever k_Tc")
    assert (set_point.expression - dT_max*pyrogen*(1 - dex_fever*(1 - dex_M))).equals(0)
    assert (cs.models.alarm[fever] - k_Tc*(set_point - fever)).equals(0)


def test_a_slow_body_feels_cold_for_sixteen_hours():
    facts = cs.facts(rung(4, cs.scores.thermostat, k_Tc=2.7))
    assert 24*facts["cold_days"] == pytest.approx(16, abs=0.6)


@pytest.mark.parametrize(("days", "doses", "words"), [
    (14, [ON, cs.dose("turn", -1, "1", day=6)], "too cold for about 5.5 hours and too hot for about 5.5."),
    (5, [ON], "too cold for about 5.5 hours."), (5, [cs.dose("turn", 1, "1", day=5)], "silent")])
def test_only_what_is_felt_is_told(days, doses, words):
    assert cs.describe(cs.simulate(cs.models.alarm.telling(cs.scores.thermostat), days=days, doses=doses, engine="scipy")).endswith(
        words) or words in "The alarm is silent, and nobody has a fever."


def test_half_of_the_rise_is_gone_and_not_half_of_the_level():
    run = rung(6, d_CRP=0.3, CRP_0=10)
    facts, said = cs.facts(run), cs.describe(run)
    assert at(run, "CRP", facts["CRP_half_day"]) - 10 == pytest.approx((facts["CRP_most"] - 10)/2, rel=0.02)
    assert "half of its rise above rest is gone" in said
    assert "half of what lies above rest" in cs.describe(cs.simulate(
        cs.models.alarm.telling(cs.scores.tub), days=6, doses=[cs.dose("injection", 100, "mg/L", day=1)], engine="scipy"))


def test_ferritin_that_does_not_rise_has_no_highest_day():
    assert "ferritin stays at 500 ng/mL" in cs.describe(cs.simulate(cs.models.alarm.telling(cs.scores.alarm), days=6, engine="scipy"))
    assert "ferritin is highest on day 6.0" in cs.describe(rung(6))


def test_Maras_gap_is_a_quarter_of_a_kelvin_at_most(mara):
    gap = mara["set_point"] - mara["fever"]
    assert 0.2 < gap.max() < 0.27 and gap.min() > -0.27
    assert 37 + at(mara, "fever", 3.66) == pytest.approx(38.1, abs=0.05)


def test_the_order_of_Maras_laboratory(mara):
    assert [round(mara.peak(name).day, 1) for name in ("IL6", "CRP", "ferritin")] == [6.9, 8.2, 9.2]
    assert at(mara, "IL6", 10.3) == pytest.approx(mara["IL6"].max()/40, rel=0.1)
    assert at(mara, "CRP", 10.3) == pytest.approx(mara["CRP"].max()*2/3, rel=0.05)


def test_CRP_turns_at_the_IL6_that_the_exercise_computes(mara):
    day = mara.peak("CRP").day
    assert at(mara, "IL6", day) == pytest.approx(4100, rel=0.02)
    assert (at(mara, "dS6", day), mara["dS6"].max()) == pytest.approx((0.89, 0.92), abs=0.005)
    assert mara.t[mara["dS6"] > 0.5][[0, -1]] == pytest.approx([3.9, 9.6], abs=0.1)


def test_a_faster_drain_brings_a_lower_and_earlier_peak():
    peak = patient(d_CRP=1.75).peak("CRP")
    assert peak.value == pytest.approx(152, abs=1) and peak.day == pytest.approx(7.6, abs=0.05)


def test_ferritin_comes_mostly_from_macrophages(mara):
    less = patient(k_FM=3000)
    assert less["ferritin"].max() < mara["ferritin"].max()/2
    assert less["CRP"] == pytest.approx(mara["CRP"], rel=1e-4)


def test_CRP_is_blind_after_tocilizumab(mara, treated):
    assert [round(at(treated, "CRP", 4.55 + days)) for days in (0, 1, 2)] == [132, 65, 45]
    assert treated["IL6"].max() == pytest.approx(3*mara["IL6"].max(), rel=0.02)
    assert treated["ferritin"].max() == pytest.approx(0.76*mara["ferritin"].max(), rel=0.02)
    assert treated["fever"][treated.t > 4.55 + 4/24].max() < 1
    left_to_the_drain = [5 + (132.3 - 5)*2**(-hours/19) for hours in (24, 48)]
    assert [round(level) for level in left_to_the_drain] == [58, 27]
    assert 24*math.log(2)/math.log(at(treated, "CRP", 5.55)/at(treated, "CRP", 6.55)) == pytest.approx(45, abs=0.5)
    assert "132 mg/L at that hour, 65 after 24 hours and 45 after 48" in cs.describe(treated)


def test_early_CRP_does_not_tell_the_grade_and_IFNg_tells_the_burden():
    facts = {burden: cs.facts(patient(cs.scores.omens, tumour_burden=burden)) for burden in (20, 400)}
    assert [facts[burden]["CRP_onset"] for burden in (20, 400)] == pytest.approx([120, 140], abs=4)
    assert facts[400]["IFNg_onset"] > 1800 > 3*facts[20]["IFNg_onset"] > 1400
    walls = [cs.facts(patient(cs.scores.omens, endothelium=wall)) for wall in (0.3, 3)]
    assert [found["grade_most"] for found in walls] == [1, 4]
    assert walls[0]["CRP_onset"] == pytest.approx(walls[1]["CRP_onset"], rel=1e-3)


def test_the_ward_correlates_as_the_chapter_says():
    frozen = json.loads(baseline.FILE.read_text(encoding="utf-8"))["ward"]
    assert round(frozen["IL6_and_CRP"], 2) == 0.91
    found = cs.evidence.published().query("source == 'Lee2015'").iloc[0]
    assert (found["value"], found["low"], found["high"]) == (0.81, 0.54, 0.92)
