"""Grades, points, hours and words: declared as data, read off runs, and compared with what was worked out independently."""

import dataclasses
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cytostorm as cs
from cytostorm import clinic
from cytostorm.engines.facts import score
from cytostorm.engines.javascript import javascript
from cytostorm.evidence.scenarios import ILL, LATE, patient, run
from cytostorm.explorer.still import picture
from cytostorm.scores import astct, harm, isth
from tests.engines.node import as_given, solved


def facts(scenario):
    return cs.facts(run(scenario))


def hours(scenario, grade):
    return 24*facts(scenario)[f"grade{grade}_days"]


def test_the_untreated_course():
    found = facts("untreated")
    days = {"fever_day": 3.62, "grade2_day": 4.31, "grade3_day": 4.89, "grade_end_day": 10.27, "ISTH_day": 5.53, "cleared_day": 19.8}
    for name, day in days.items():
        assert found[name] == pytest.approx(day, abs=0.1), name
    assert found["grade_most"] == 3 and hours("untreated", 3) == pytest.approx(85.5, abs=2) and hours("untreated", 4) == 0
    assert found["log_kill"] == pytest.approx(7.82, rel=0.02) and found["beyond_day"] == np.inf
    assert clinic.isth(run("untreated")).max() == 5


@pytest.mark.parametrize("scenario, grade", [
    ("no macrophages", 0), ("no feedback", 2), ("burden 1", 0), ("burden 5", 0), ("burden 10", 0), ("burden 20", 2), ("burden 50", 3),
    ("burden 400", 3), ("fragile", 4), ("toci", 2), ("toci-0", 0), ("dex-early", 0), ("dex-late", 2), ("ana-0", 2), ("ana-2", 2),
    ("armoured", 2), ("silt", 2), ("emap", 2), ("dasa", 3), ("no IFNg", 1), ("fast off-rate", 2), ("noradrenaline", 3), ("engager", 1),
    ("engager-flat", 2), ("engager-step", 0), ("superagonist", 3), ("superagonist, no feedback", 2)])
def test_highest_grade(scenario, grade):
    assert clinic.grade(run(scenario)).max() == facts(scenario)["grade_most"] == grade


@pytest.mark.parametrize("scenario, grade, wanted, by", [
    ("fragile", 4, 31, 1), ("dasa", 3, 41, 1.5), ("no GM-CSF", 3, 65, 2), ("casp-90", 3, 24.5, 1.5)])
def test_hours_at_a_grade(scenario, grade, wanted, by):
    assert hours(scenario, grade) == pytest.approx(wanted, abs=by)


def test_tocilizumab_keeps_coagulation_below_the_mark():
    assert facts("toci")["ISTH_most"] == 4 and facts("toci")["ISTH_day"] == np.inf


def test_the_superagonist_reaches_its_grades_within_hours():
    found = facts("superagonist")
    assert [24*found[name] for name in ("fever_day", "grade2_day", "grade3_day")] == pytest.approx([5.3, 10.3, 20.4], abs=0.3)


def test_easix_of_the_default_patient():
    easix, m_easix = clinic.easix(run("untreated")), clinic.m_easix(run("untreated"))
    assert (easix[0], easix.max()) == (pytest.approx(1.27, rel=0.02), pytest.approx(12.4, rel=0.02))
    assert (m_easix[0], m_easix.max()) == (pytest.approx(0.71, rel=0.02), pytest.approx(158, rel=0.02))
    assert run("untreated").t[easix.argmax()] == pytest.approx(5.6, abs=0.1)


def test_support_never_lowers_the_grade_but_fluids_may():
    grid = run("untreated").t
    grades = {name: np.interp(grid, run(name).t, clinic.grade(run(name))) for name in ("untreated", "noradrenaline", "oxygen", "fluids")}
    away = np.abs(grid - ILL) > 0.02  # where the grids differ
    for support in ("noradrenaline", "oxygen"):
        assert (grades[support] >= grades["untreated"] - 1e-9)[away].all()
    assert (grades["fluids"] < grades["untreated"]).any()
    during = (grid > ILL + 0.1) & (grid < ILL + 2.9)
    assert grades["noradrenaline"][during].min() == 3


@pytest.mark.parametrize("values, grade", [
    ({"temperature": 38.5, "noradrenaline": 0.5}, 4), ({"temperature": 38.5, "oxygen": 4}, 2), ({"temperature": 38.5, "oxygen": 6.1}, 3),
    ({"temperature": 37.5, "noradrenaline": 0.1, "fever_before": True}, 3), ({"temperature": 37.5}, 0),
    ({"temperature": 37.5, "noradrenaline": 0.1}, 0), ({"temperature": 38.0}, 1), ({"temperature": 37.9}, 0),
    ({"temperature": 39, "MAP_unsupported": 69.9}, 2), ({"temperature": 39, "MAP_unsupported": 70}, 1),
    ({"temperature": 39, "MAP_unsupported": 49, "SpO2_room_air": 91}, 4), ({"temperature": 39, "SpO2_room_air": 87}, 3)])
def test_the_grade_at_a_bedside(values, grade):
    assert clinic.grade_at(**values) == grade


def test_points_and_indices_at_a_bedside():
    assert clinic.isth_at(platelets=49, D_dimer=5, PT=12.5 + 7, fibrinogen=0.9) == 8
    assert clinic.isth_at(platelets=100, D_dimer=0.5, PT=12.5, fibrinogen=1.0) == 0
    assert clinic.isth_at(platelets=99, D_dimer=0.6, PT=12.5 + 3, fibrinogen=1.0) == 4
    assert clinic.easix_at(LDH=300, creatinine=1.0, platelets=50) == pytest.approx(6.0)
    assert clinic.m_easix_at(LDH=300, CRP=10, platelets=50) == pytest.approx(60)  # CRP in mg/dL, as published


@pytest.mark.parametrize("call", [lambda: clinic.easix_at(LDH=300, creatinine=1, platelets=0), lambda: clinic.grade_at(temperature=float("nan")),
                                  lambda: clinic.isth_at(platelets=-1, D_dimer=1, PT=12, fibrinogen=2)])
def test_impossible_values_at_a_bedside_are_told(call):
    with pytest.raises(cs.InputError, match="must be a number from"):
        call()


@settings(max_examples=100, deadline=None)
@given(st.floats(30, 120), st.floats(50, 100), st.floats(0, 15), st.floats(0, 1), st.floats(36, 42))
def test_run_and_bedside_agree(MAP, SpO2, oxygen, noradrenaline, temperature):
    values = {"MAP_unsupported": MAP, "SpO2_room_air": SpO2, "oxygen": oxygen, "noradrenaline": noradrenaline}
    found = cs.simulate(astct.mechanism, days=0.1, step=0.1, engine="scipy", fever=temperature - 37, **values)
    assert clinic.grade(found)[0] == clinic.grade_at(temperature=temperature, **values)


def test_after_a_patient_would_have_died_nothing_is_counted():
    found = cs.simulate(patient, endothelium=3, phi_NO=0.7)
    facts = cs.facts(found)
    low = (found["MAP"] < 40) | (found["SpO2"] < 70)
    held = np.cumsum(np.diff(found.t, append=found.t[-1])*low)
    assert 24*held[np.searchsorted(found.t, facts["beyond_day"]) - 1] == pytest.approx(6, abs=0.5) and np.isfinite(facts["beyond_day"])
    after = found.t >= facts["beyond_day"]
    assert (clinic.grade(found)[after] == 4).all()
    assert facts["grade3_days"] <= facts["beyond_day"] - facts["fever_day"] + 0.01
    assert re.fullmatch(r"Beyond the model from day [\d.]+: a real patient would probably have died, and nothing after it counts\.", cs.describe(found))
    assert clinic.harm(found).illness > 1000


def test_no_picture_shows_what_comes_after():
    def last(found):
        """Where the line ends, as a share of the picture's 504 points."""
        line, *_ = re.findall(r'<path d="([^"]+)"[^>]*stroke-width: 2[;"]', picture(found, ["IL6"]))
        return float(re.findall(r"[ML] ([\d.]+) ", line)[-1])/504

    assert last(cs.simulate(patient, endothelium=3, phi_NO=0.7)) < 0.3 and last(run("untreated")) > 0.9
    with pytest.raises(cs.DeclarationError, match="fever_dag.*fever_day"):
        cs.Mechanism("m", {}, facts=astct.mechanism.facts, shown_until="fever_dag")


def test_a_mask_that_comes_late_does_not_bring_back_a_patient():
    once = clinic.beyond(cs.simulate(patient, endothelium=3, phi_NO=0.7))
    saved = cs.simulate(patient, doses=[cs.dose("noradrenaline", 1, "ug/kg/min", day=once + 0.1)], endothelium=3, phi_NO=0.7)
    assert clinic.grade(saved)[-1] == 4


def test_harm_counts_hours_drugs_and_kill():
    untreated, treated, steroid = (clinic.harm(run(name)) for name in ("untreated", "toci", "dex-early"))
    assert untreated.total == untreated.illness == pytest.approx(hours("untreated", 3))
    assert (treated.illness, treated.drugs) == (0, 5) and treated.kill_lost == pytest.approx(20*(7.82 - 7.77), abs=0.3)
    assert steroid.drugs == pytest.approx(0.05*200) and steroid.kill_lost == pytest.approx(20*(7.82 - 4.02), rel=0.05)
    assert clinic.harm(run("ana-2")).drugs == pytest.approx(5*8)  # from day 4.55 on, 28 doses every 6 h fall on eight days
    assert "ICANS" in untreated.unknown
    assert clinic.harm(run("toci"), untreated=run("untreated")) == treated


def test_the_weights_of_harm_are_the_readers():
    dear = cs.simulate(patient, doses=[cs.dose("tocilizumab", 8, "mg/kg", day=LATE)], harm_tocilizumab=50, harm_log_kill=0)
    assert dataclasses.astuple(clinic.harm(dear))[1:3] == (50, 0)


def test_every_drug_with_a_cost_is_a_dose_of_the_patient():
    assert {"tocilizumab", "dexamethasone", *harm.OTHERS} <= set(patient.doses)


SAYS = [("untreated", "Fever from day 3.6, at most 40.2 °C; grade 2 from day 4.3, grade 3 or more from day 4.9, for 85 hours in all, "
         "at most grade 3; grade 0 again after day 10.3."), ("toci", "never 3; grade 0 again"), ("burden 5", "No fever, so no cytokine release syndrome"),
        ("no IFNg", "never more than grade 1"), ("engager-step", "below one cell from day"), ("dasa", "for 41 hours in all"),
        ("casp-99", "The tumour is down by 0.2 powers of ten on day 14.")]


@pytest.mark.parametrize("scenario, words", SAYS, ids=[row[0] for row in SAYS])
def test_describe_says_what_is_true(scenario, words):
    assert words in cs.describe(run(scenario)) and cs.clinic.describe(run(scenario)) == cs.describe(run(scenario))


def test_a_storm_that_is_not_over_is_not_called_over():
    assert "not over on day 6" in cs.describe(cs.simulate(patient, days=6))
    assert "The tumour" not in cs.describe(cs.simulate(patient, days=6))  # judged on day 14


def test_scores_stand_alone():
    found = cs.simulate(isth.mechanism, days=1, platelets=40, D_dimer=8, PT=20, fibrinogen=0.5)
    assert (score(found, "ISTH") == 8).all()


def test_the_page_says_the_same_of_every_scenario():
    names = ["untreated", "toci", "dex-early", "fragile", "burden 10", "superagonist", "fluids", "ana-2"]
    source, digest = javascript(patient), patient.digest
    jobs = [{"model_source": source} | job(name) if name == names[0] else {"digest": digest} | job(name) for name in names]
    for name, answer in zip(names, solved(jobs), strict=True):
        here = cs.facts(run(name))
        for fact, theirs in zip(here, answer["facts"], strict=True):
            # A day or an hour on the grid may move by one step where a threshold is met to the last digit.
            assert theirs == pytest.approx(here[fact], rel=1e-5, abs=1e-9 if "day" not in fact else 0.0101, nan_ok=True), (name, fact)
        assert np.mean(np.array(answer["scores"]["grade"]) == clinic.grade(run(name))) > 0.999
        assert " ".join(filter(None, answer["sentences"].values())) == cs.describe(run(name))


def job(name):
    found = run(name)
    values = {k: v for k, v in found.values.items() if v != getattr(patient.symbol(k), "value", None)}
    return {"values": values, "days": float(found.t[-1]), "doses": as_given(found.doses), "step": 0.01, "rtol": 1e-9, "atol": 1e-12}


@pytest.mark.parametrize("call, words", [
    (lambda: clinic.grade_at(temperature=101), "temperature.* 25 to 45 °C; got 101"),
    (lambda: clinic.grade_at(temperature=39, SpO2_room_air=0.95), "SpO2_room_air.* 20 to 100 %; got 0.95"),
    (lambda: clinic.grade_at(temperature=39, fever_before="no"), "fever_before is True or False; got 'no'"),
    (lambda: clinic.isth_at(platelets=80, D_dimer=1, PT=13, fibrinogen=90), "fibrinogen.* 0 to 20 g/L; got 90"),
    (lambda: clinic.grade(None), "a run is needed.*None"), (lambda: clinic.easix(3), "a run is needed"),
    (lambda: cs.describe("loop"), "a run is needed"), (lambda: cs.facts(None), "a run is needed"),
    (lambda: clinic.beyond(cs.simulate(cs.models.loop, days=1)), "no fact named 'beyond_day'"),
    (lambda: cs.describe(cs.simulate(patient, step=3)), "lie up to 3 d apart.*step=0.5 or less")])
def test_a_slip_at_the_bedside_is_told(call, words):
    with pytest.raises(cs.InputError, match=words):
        call()


def test_what_cannot_be_known_is_not_counted_as_nothing():
    doses = [cs.dose("dexamethasone", 10, "mg", day=2, every=0.25, times=20)]
    assert np.isnan(clinic.harm(cs.simulate(patient, days=10, doses=doses)).kill_lost)
    assert clinic.harm(cs.simulate(patient, doses=doses)).kill_lost == pytest.approx(76, abs=1)


def test_a_run_and_a_design_are_not_changed_by_accident():
    with pytest.raises(ValueError):
        run("untreated")["IL6"][:] = 0
    with pytest.raises(TypeError):
        cs.models.designs["GM-CSF knock-out"]["GM_CSF_knockout"] = 0.5
