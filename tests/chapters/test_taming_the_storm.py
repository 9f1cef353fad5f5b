"""What the chapter "Taming the storm" says of the model, where no live figure says it."""

import re
from functools import cache
from pathlib import Path

import pytest

import cytostorm as cs
from cytostorm.engines.facts import describe, facts
from cytostorm.model import InputError
from cytostorm.model.units import check_units
from tests.chapters import at

AT_GRADE_2 = 4.55
TOCI = cs.dose("tocilizumab", 8, "mg/kg", day=AT_GRADE_2)
EARLY = cs.dose("dexamethasone", 10, "mg", day=2, every=0.25, times=20)
LATE = EARLY._replace(day=AT_GRADE_2, times=8)
DRUGS = {"untreated": [], "toci": [TOCI], "toci on day 0": [TOCI._replace(day=0)], "toci late": [TOCI._replace(day=9)],
         "siltuximab": [cs.dose("siltuximab", 11, "mg/kg", day=AT_GRADE_2)], "emapalumab": [cs.dose("emapalumab", 1, "mg/kg", day=AT_GRADE_2)],
         "anakinra": [cs.dose("anakinra", 100, "mg", day=AT_GRADE_2, every=0.25, times=28)],
         "ruxolitinib": [cs.dose("ruxolitinib", 10, "mg", day=AT_GRADE_2, every=0.5, times=10)],
         "steroid, 5 early days": [EARLY], "steroid, a fifth": [EARLY._replace(amount=2)], "steroid, 2 days": [LATE],
         "steroid from day 6": [LATE._replace(day=6)], "toci and steroid": [TOCI, LATE]}


@cache
def run(name="untreated", days=28, words="taming", **values):
    return cs.simulate(cs.models.patient.telling(getattr(cs.scores, words)), days=days, step=0.01, doses=DRUGS[name], engine="scipy", **values)


@cache
def told(name="untreated", words="taming", **values):
    return facts(run(name, words=words, **values))


def on(day, quantity, name="untreated"):
    return at(run(name), quantity, day)


@pytest.mark.parametrize("words", ["taming", "serum", "ending"])
def test_words_have_units_and_speak(words):
    check_units(cs.models.patient.telling(getattr(cs.scores, words)))
    assert "{" not in describe(run(words=words)) and describe(run(words=words)) != describe(run("toci", words=words))


def test_only_the_kill_signal_costs_the_cure():
    assert 24*told()["grade3_days"] == pytest.approx(85, abs=1) and told()["log_kill"] == pytest.approx(7.82, abs=0.01)
    assert told("toci")["grade3_days"] == 0 and told("toci")["log_kill"] == pytest.approx(7.77, abs=0.01)
    niche, weak = told(t_LD=4), told(k_kill=4.7)
    assert niche["log_kill"] == pytest.approx(1.5, abs=0.05) and 24*niche["grade3_days"] == pytest.approx(40, abs=1)
    assert weak["log_kill"] < 3 and weak["grade3_days"] == pytest.approx(10, abs=0.1)


def test_the_text_has_the_hours_that_steroids_from_day_6_leave():
    text = (Path(__file__).parents[2] / "chapters" / "principles" / "taming-the-storm.md").read_text(encoding="utf-8")
    hours = [24*told(name)["grade3_days"] for name in ("steroid from day 6", "untreated")]
    assert f"{hours[0]:.0f} hours at grade 3 instead of {hours[1]:.0f}." in text


def test_what_does_not_fall_is_not_said_to_fall():
    for words, quiet in (("taming", "pressure stays at 90.5 mmHg or more"), ("leak", "arterial pressure stays at 90.5 mmHg or more")):
        assert quiet in describe(run(words=words, tumour_burden=5)) and "pressure falls to 54.7 mmHg" in describe(run(words=words))


def test_every_level_has_its_unit_and_both_signals_the_same_decimals():
    assert re.search(r"free IL-6 reaches no more than [\d.]+ pg/mL", describe(run("siltuximab", words="serum")))
    locks = cs.simulate(cs.models.receptor.telling(cs.scores.locks), days=20, production=8000,
                        doses=[cs.dose("tocilizumab", 0.37, "ug/mL", day=10)], engine="scipy")
    assert "The signal goes from 66.7 to 61.5 % of the largest possible." in describe(locks)


def test_what_tocilizumab_costs_is_the_help_of_IL6_in_division():
    assert told("toci", eps_6=0)["log_kill"] == pytest.approx(told(eps_6=0)["log_kill"], abs=1e-3)


def test_level_rises_while_the_signal_falls():
    before, after = on(AT_GRADE_2, "IL6", "toci"), on(AT_GRADE_2 + 0.5, "IL6", "toci")
    assert (before, after, on(AT_GRADE_2 + 0.5, "IL6")) == pytest.approx((1916, 7752, 3312), rel=0.01)
    assert run("toci").peak("IL6").value == pytest.approx(18612, rel=0.01)
    assert on(AT_GRADE_2 + 4/24, "fever", "toci") < 1 < on(AT_GRADE_2 + 3/24, "fever", "toci")
    assert on(AT_GRADE_2 + 1, "CRP", "toci") == pytest.approx(on(AT_GRADE_2, "CRP", "toci")/2, rel=0.03)
    assert run("toci")["toci_shift"].max() == pytest.approx(433, rel=0.01) and run("toci")["receptor_occupancy"].max() > 0.99
    assert on(7, "S6", "toci") == pytest.approx(0.1, abs=0.02)


@pytest.mark.parametrize("made", [2000, 8000, 30000])
def test_receptor_alone_rises_at_most_fourfold_whatever_is_made(made):
    model = cs.models.receptor.telling(cs.scores.locks)
    check_units(model)
    found = cs.simulate(model, days=20, production=made, doses=[cs.dose("tocilizumab", 2000, "ug/mL", day=10)], engine="scipy")
    assert found["IL6"][-1]/at(found, "IL6", 9.9) == pytest.approx(4, rel=1e-3)


def test_half_of_the_locks_is_not_half_of_the_signal():
    found = cs.simulate(cs.models.receptor, days=20, production=8000, doses=[cs.dose("tocilizumab", 0.37, "ug/mL", day=10)], engine="scipy")
    signal = at(found, "S6", 9.9), found["S6"][-1]
    assert found["receptor_occupancy"][-1] == pytest.approx(0.5) and signal == pytest.approx((0.667, 0.615), abs=0.001)


def test_other_doors():
    assert {name: told(name)["log_kill"] for name in ("toci", "siltuximab", "anakinra", "emapalumab")} == pytest.approx(
        dict.fromkeys(("toci", "siltuximab", "anakinra", "emapalumab"), 7.8), abs=0.05)
    assert told("ruxolitinib")["log_kill"] == pytest.approx(7.2, abs=0.05)
    assert run("siltuximab").peak("IL6").value > 80000 and on(6, "il6_free", "siltuximab") < 0.1*on(AT_GRADE_2, "IL6")
    assert run("toci").peak("IFNg").value == pytest.approx(3100, rel=0.02)


def test_IL6_carries_a_third_of_the_feedback_at_rest():
    v = cs.models.patient.value
    made = v("k_6M")*v("eps_pr")*(1 - v("w_16"))/(v("k_ns") + v("k_RM"))
    by_6 = v("al_6")*made*v("K_6")/(v("K_6") + v("IL6_0"))**2
    by_1 = v("al_1")*v("k_1M")*v("eps_pr")/(v("cl_1")*v("K_1"))
    assert by_6/(by_6 + by_1) == pytest.approx(1/3, abs=0.05)


def test_the_steroid_costs_kill_by_what_it_does_to_T_cells():
    early = told("steroid, 5 early days")
    assert early["grade_most"] == 0 and early["log_kill"] == pytest.approx(4.0, abs=0.05)
    assert 6000 < 10**(told()["log_kill"] - early["log_kill"]) < 7000
    assert told("steroid, a fifth")["log_kill"] == pytest.approx(5.9, abs=0.05) and told("steroid, a fifth")["grade_most"] == 0
    assert told("steroid, 2 days")["log_kill"] == pytest.approx(6.05, abs=0.02) and told("steroid, 2 days")["grade_most"] == 2
    spared = told("steroid, 5 early days", Imax_P=0, dex_kill=0)
    assert spared["grade_most"] == 0 and spared["log_kill"] == pytest.approx(7.82 - 0.4, abs=0.02)
    assert told("steroid, 5 early days", Imax_P=0, dex_kill=0, dex_death=0)["log_kill"] > 7.7
    assert told("toci")["log_kill"] - told("toci and steroid")["log_kill"] == pytest.approx(1.7, abs=0.05)


def test_the_day_of_tocilizumab():
    assert told("toci on day 0")["grade_most"] == 0 and told("toci on day 0")["harm_of_illness"] == 0
    assert told("toci late")["grade3_days"] == told()["grade3_days"]
    assert {told(name)["harm_of_drugs"] for name in ("toci", "toci late")} == {5}
    assert told("toci on day 0", harm_tocilizumab=0)["harm_counted"] == 0  # free, in a model without infection and ICANS


def test_how_the_storm_ends():
    own, slow, calm = (told(words="ending", **values) for values in ({}, {"k_kill": 4.7}, {"k_de": 0.3}))
    assert own["antigen_half_day"] == pytest.approx(6.3, abs=0.1) and own["niche_half_day"] == pytest.approx(7.5, abs=0.02)
    assert own["IL6_peak_day"] - own["antigen_half_day"] == pytest.approx(0.5, abs=0.15)
    assert slow["niche_half_day"] < slow["antigen_half_day"] and slow["grade_end_day"] == pytest.approx(17, abs=0.5)
    assert calm["grade_end_day"] - own["grade_end_day"] == pytest.approx(10, abs=0.5)
    assert own["S6_strongest"] == pytest.approx(0.93, abs=0.01) and 0.4 < own["pool_used"] < 0.5


def test_an_open_niche_helps_the_kill_and_hardly_the_panic():
    long = told(t_LD=14.5)
    assert long["log_kill"] == pytest.approx(8.4, abs=0.05) and 24*(long["grade3_days"] - told()["grade3_days"]) < 2


def test_locks_are_drawn_only_for_a_model_that_has_them():
    assert cs.explore(cs.models.receptor, ["k_RM"], ["IL6"], views=["time", "receptors"]).spec.views == {"time": [], "receptors": []}
    with pytest.raises(InputError, match="IL6"):
        cs.explore(cs.models.loop, ["k_fb"], views=["receptors"])


def test_a_plane_may_show_facts_that_the_figure_is_about():
    weighed = {"plane": ["harm_counted", "log_kill"]}
    cs.explore(cs.models.patient, ["k_kill"], ["IL6"], views=weighed, about=cs.scores.taming)
    with pytest.raises(InputError, match="harm_counted"):
        cs.explore(cs.models.patient, ["k_kill"], ["IL6"], views=weighed)
