"""The patient against numbers computed from the written equations by an independent program.

Times within 0.05 d and values within 2 % unless a row says otherwise.
"""

import numpy as np
import pytest

import cytostorm as cs
from cytostorm.evidence.scenarios import ILL, LATE, SCENARIOS, at, patient, run
from cytostorm.mechanisms import car_t_cells, il6, lighters, macrophages, t_cell_cytokines, tumour, vessel_wall
from cytostorm.model.units import check_units

CORE = [s.identifier for part in (tumour, car_t_cells, lighters, t_cell_cytokines, macrophages, il6) for s in part.mechanism.states]


def day_of_fever(scenario):
    found = run(scenario)
    return float(found.t[np.argmax(found["fever"] >= 1)])


def hours_until(scenario, name, level, since=LATE):
    """Hours from a dose until a quantity first lies below a level."""
    found = run(scenario)
    return 24*float(found.t[np.argmax((found.t > since) & (found[name] < level))] - since)


def peak(scenario, name):
    return run(scenario).peak(name).value


def peak_day(scenario, name):
    return run(scenario).peak(name).day


def low(scenario, name):
    return float(run(scenario)[name].min())


def low_day(scenario, name):
    found = run(scenario)
    return float(found.t[np.argmin(found[name])])


def log_kill(scenario, day=14):
    return float(np.log10(run(scenario)["tumour"][0]/max(at(scenario, "tumour", day), 1e-9)))


def area(scenario, name):
    found = run(scenario)
    return float(np.trapezoid(found[name], found.t))


UNTREATED = [  # state or read-out, highest value, its day
    ("TNF", 84, 5.98), ("activity", None, 6.26), ("IFNg", 5845, 6.36), ("permeability", None, 6.78), ("CAR_T", 17.4, 6.92),
    ("IL6", 6211, 6.92),
    ("macrophages", None, 7.32), ("D_dimer", 10.7, 7.30), ("CRP", 289, 8.23), ("ferritin", 20176, 9.18), ("IL1", 28.5, None),
    ("fever", 3.20, None),
    ("PT", 16.2, None), ("interstitial_volume", 15.5, None), ("creatinine", 2.67, 7.2), ("troponin", 97, 7.8), ("ALT", 244, 8.4)]
ORGANS = ("creatinine", "troponin", "ALT")


@pytest.mark.parametrize("name, value, day", UNTREATED, ids=[row[0] for row in UNTREATED])
def test_untreated_peaks(name, value, day):
    if value is not None:
        assert peak("untreated", name) == pytest.approx(value, rel=0.05 if name in ORGANS else 0.02)
    if day is not None:
        assert peak_day("untreated", name) == pytest.approx(day, abs=0.1 if name in ORGANS else 0.05)


@pytest.mark.parametrize("name, value, day", [
    ("MAP", 54.7, 6.15), ("SpO2", 89.8, 7.94), ("platelets", 53.6, 9.78), ("fibrinogen", 2.03, 11.6), ("plasma_volume", 2.08, 5.9),
    ("DO2", 0.44, None)])
def test_untreated_lows(name, value, day):
    assert low("untreated", name) == pytest.approx(value, rel=0.02)
    if day is not None:
        assert low_day("untreated", name) == pytest.approx(day, abs=0.05)


def test_untreated_order_and_course():
    days = [peak_day("untreated", name) for name in ("IFNg", "IL6", "CRP", "ferritin")]
    assert days == sorted(days)
    organs = [peak_day("untreated", name) for name in ORGANS]
    assert organs == sorted(organs)
    for name in ("MAP", "SpO2"):
        assert abs(low_day("untreated", name) - peak_day("untreated", "permeability")) < 1.5
    assert day_of_fever("untreated") == pytest.approx(3.62, abs=0.1)
    first = run("untreated").t < 6
    assert run("untreated")["fibrinogen"][first].max() == pytest.approx(3.22, rel=0.02)
    assert log_kill("untreated") == pytest.approx(7.82, rel=0.02)
    gone = run("untreated").t[run("untreated")["tumour"] < 1e-9][0]
    assert gone == pytest.approx(19.8, abs=0.1)


def test_expansion_and_contraction_are_those_of_tisagenlecleucel():
    growth = np.log(at("untreated", "CAR_T", 3)/at("untreated", "CAR_T", 1))/2
    assert np.log(2)/growth == pytest.approx(0.786, rel=0.03)
    loss = np.log(at("untreated", "CAR_T", 14)/at("untreated", "CAR_T", 20))/6
    assert np.log(2)/loss == pytest.approx(4.23, rel=0.03)


ROWS = [  # scenario, function, its further arguments, value, relative tolerance
    ("no feedback", peak, ("IL6",), 1952, 0.02), ("no macrophages", peak, ("IL6",), 6211*0.014, 0.04),
    ("no macrophages", log_kill, (), 7.76, 0.02),
    *((f"burden {b}", peak, ("IL6",), value, 0.03) for b, value in ((5, 16), (10, 90), (20, 1147), (50, 4136), (400, 9813))),
    *((f"burden {b}", day_of_fever, (), day, 0.03) for b, day in ((20, 4.67), (50, 3.83), (400, 3.47))),
    ("fragile", low, ("MAP",), 49.3, 0.02), ("fragile", low, ("SpO2",), 85.6, 0.02),
    ("toci", at, ("IL6", LATE), 1916, 0.02), ("toci", at, ("IL6", LATE + 0.5), 7752, 0.02),
    ("untreated", at, ("IL6", LATE + 0.5), 3312, 0.02),
    ("toci", peak, ("IL6",), 18612, 0.02), ("toci", at, ("CRP", LATE), 132, 0.02), ("toci", at, ("CRP", LATE + 1), 65, 0.02),
    ("toci", at, ("CRP", LATE + 2), 45, 0.02), ("toci", peak, ("tocilizumab",), 160, 0.02), ("toci", log_kill, (), 7.77, 0.02),
    ("toci-0", log_kill, (), 7.75, 0.02),
    ("dex-early", peak, ("IL6",), 19, 0.05), ("dex-early", peak, ("CAR_T",), 6.8, 0.05), ("dex-early", log_kill, (), 4.02, 0.05),
    ("dex-late", peak, ("IL6",), 1916, 0.05), ("dex-late", log_kill, (), 6.05, 0.05),
    ("ana-0", peak, ("IL6",), 1132, 0.02), ("ana-0", log_kill, (), 7.79, 0.02), ("ana-2", log_kill, (), 7.81, 0.02),
    ("armoured", peak, ("IL6",), 908, 0.02), ("armoured", log_kill, (), 7.79, 0.02),
    ("silt", peak, ("IL6",), 82580, 0.03), ("emap", peak, ("IL6",), 1931, 0.03), ("emap", log_kill, (), 7.81, 0.03),
    ("rux", peak, ("IL6",), 4496, 0.03), ("rux", log_kill, (), 7.21, 0.03), ("dasa", log_kill, (), 3.27, 0.03),
    ("no GM-CSF", peak, ("IL6",), 4184, 0.03), ("no IFNg", peak, ("IL6",), 288, 0.03),
    ("fast off-rate", peak, ("IL6",), 1766, 0.03), ("fast off-rate", log_kill, (), 6.37, 0.03),
    ("casp-90", log_kill, (), 3.50, 0.05), ("casp-99", log_kill, (), 0.18, 0.05), ("casp-90", peak, ("IL6",), 3778, 0.05),
    ("casp-99", hours_until, ("fever", 1), 21, 0.05),
    ("noradrenaline", at, ("MAP", ILL + 1), 74.8, 0.02), ("untreated", at, ("MAP", ILL + 1), 54.8, 0.02),
    ("noradrenaline", peak, ("creatinine",), 1.80, 0.02), ("oxygen", at, ("SpO2", 7.5), 93.6, 0.005),
    ("oxygen", at, ("SpO2_room_air", 7.5), 89.9, 0.005),
    ("fluids", at, ("MAP", ILL + 1/24), 66.1, 0.02), ("untreated", at, ("MAP", ILL + 1/24), 59.6, 0.02),
    ("fluids", at, ("MAP", ILL + 1), 56.6, 0.02),
    ("fluids", at, ("SpO2", ILL + 0.25), 92.5, 0.005), ("untreated", at, ("SpO2", ILL + 0.25), 93.8, 0.005),
    ("drowned", at, ("MAP", ILL + 2), 69.6, 0.02), ("untreated", at, ("MAP", ILL + 2), 55.5, 0.02),
    ("drowned", at, ("SpO2", ILL + 2), 81.5, 0.01), ("untreated", at, ("SpO2", ILL + 2), 90.2, 0.005),
    ("engager-flat", peak, ("IL6",), 1424, 0.05), ("engager-flat", log_kill, (21,), 11, 1e-9),
    ("engager-step", log_kill, (21,), 11, 1e-9),
    ("superagonist", peak, ("TNF",), 1487, 0.03), ("superagonist", peak, ("IFNg",), 3947, 0.03),
    ("superagonist", peak, ("IL6",), 3387, 0.03),
    ("superagonist", low, ("MAP",), 56.9, 0.03), ("superagonist, no feedback", peak, ("IL6",), 2020, 0.03),
    ("few cells", peak, ("IL6",), 4785, 0.03), ("few cells", log_kill, (), 3.00, 0.03), ("few cells", day_of_fever, (), 6.29, 0.03),
    ("many cells", peak, ("IL6",), 6230, 0.03), ("many cells", log_kill, (), 9.02, 0.03),
    ("many cells", day_of_fever, (), 2.46, 0.03),
]


@pytest.mark.parametrize("scenario, function, arguments, value, rel", ROWS,
                         ids=[" ".join([row[0], row[1].__name__, *map(str, row[2])]) for row in ROWS])
def test_scenario(scenario, function, arguments, value, rel):
    assert function(scenario, *arguments) == pytest.approx(value, rel=rel)


def test_a_small_burden_lights_nothing():
    assert peak("burden 1", "IL6") == pytest.approx(3, abs=0.5)
    assert max(peak(f"burden {b}", "fever") for b in (1, 5, 10)) < 1


def test_tocilizumab_ends_fever_and_spares_the_kill():
    assert hours_until("toci", "fever", 1) == pytest.approx(3.5, abs=0.2)
    assert area("toci", "CAR_T")/area("untreated", "CAR_T") == pytest.approx(0.981, rel=0.02)
    assert peak("toci-0", "fever") < 1
    assert low("toci", "MAP_unsupported") > 60 and low("toci", "SpO2_room_air") > 88


def test_the_suicide_switch():
    before, after = at("casp-90", "CAR_T", LATE - 1e-9), at("casp-90", "CAR_T", LATE + 0.5/24)
    assert after/before == pytest.approx(0.146, rel=0.05)
    for scenario, hours in (("casp-90", 12.2), ("casp-99", 7.7)):
        assert hours_until(scenario, "IL6", at(scenario, "IL6", LATE)/2) == pytest.approx(hours, rel=0.05)
    later = run("casp-99").t > LATE + 1  # no second wave
    assert run("casp-99")["IL6"][later].max() < 0.1*at("casp-99", "IL6", LATE) and run("casp-99")["fever"][later].max() < 1


def test_the_engager_blunts_its_own_second_dose():
    found = run("engager")
    first, second = found["IL6"][found.t < 7].max(), found["IL6"][found.t >= 7].max()
    assert first == pytest.approx(439, rel=0.05) and second == pytest.approx(187, rel=0.05)
    assert second/first == pytest.approx(0.43, abs=0.05)
    assert 24*peak_day("engager", "IL6") == pytest.approx(32, abs=1)
    assert 24*peak_day("engager-flat", "IL6") == pytest.approx(36, abs=1)
    assert peak("engager-step", "IL6") < 15.5 and peak("engager-step", "fever") < 1


@pytest.mark.parametrize("name, hours", [("TNF", 1.2), ("IFNg", 10.8), ("IL6", 25.0)])
def test_the_superagonist_peaks_within_hours(name, hours):
    assert 24*peak_day("superagonist", name) == pytest.approx(hours, abs=0.3)


def test_the_superagonist_brings_fever_within_hours():
    assert 24*day_of_fever("superagonist") == pytest.approx(5.3, abs=0.3)


@pytest.mark.parametrize("scenario", ["noradrenaline", "oxygen", "fluids", "drowned", "transfused", "fragile"])
def test_support_and_organs_never_change_the_core(scenario):
    grid = run("untreated").t
    for name in CORE:
        x = run("untreated")[name]
        assert np.interp(grid, run(scenario).t, run(scenario)[name]) == pytest.approx(x, abs=1e-6*max(x.max(), 1e-9)), name


def test_platelets_and_fibrinogen_given_arrive():
    before = {name: at("untreated", name, 8) for name in ("platelets", "fibrinogen")}
    assert at("transfused", "platelets", 8) - before["platelets"] == pytest.approx(40, rel=1e-3)
    assert at("transfused", "fibrinogen", 8) - before["fibrinogen"] == pytest.approx(1, rel=1e-3)  # 3 g into 3 L


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_states_stay_finite_and_not_negative(scenario):
    found = run(scenario)
    for state in patient.states:
        x = found[state.identifier]
        assert np.isfinite(x).all(), state
        assert x.min() >= (-0.03 if state.signed else -1e-9*max(1, x.max())), state


HEALTHY = {"cell_dose": 0, "tumour": 0, "lymphocytes": 1}
ANOTHER_PERSON = {"IL6_0": 4, "endothelium": 2, "a_P6": 0.4, "fibrinogen_0": 2, "MAP_0": 80, "s_0": 0.08, "K_f": 3, "GM_0": 3,
                  "n_heart": 3}


@pytest.mark.parametrize("values, free", [
    (HEALTHY, ()), (HEALTHY | ANOTHER_PERSON, ()), ({"cell_dose": 0}, ("tumour", "lymphocytes")),
    ({"tumour": 0}, ("CAR_T", "CAR_T_memory", "lymphocytes"))],
    ids=["healthy", "another person", "no cells", "no antigen"])
def test_rest_is_an_equilibrium(values, free):
    found = cs.simulate(patient, **values)
    for state in patient.states:
        x = found[state.identifier]
        if state.identifier not in free:
            assert np.abs(x - x[0]).max() <= 1e-8*max(1, abs(x[0])), state


def test_crp_without_its_signal_halves_in_19_hours():
    liver = next(part for part in patient.parts if part.name == "liver")
    found = cs.simulate(liver, days=10, CRP=205)
    excess = found["CRP"] - 5
    assert 24*found.t[np.argmax(excess < 100)] == pytest.approx(19.0, rel=0.02)


def test_the_blocked_receptor_lets_il6_climb_fourfold():
    produced = {"macrophages": 0.3, "S1": 0.5, "priming": 0.8, "days": 40}
    free, blocked = (cs.simulate(il6.mechanism, **produced, tocilizumab=c)["IL6"][-1] for c in (0, 1e6))
    assert blocked/free == pytest.approx(4, rel=0.01)


def test_a_prescribed_signal_opens_the_vessels():
    found = cs.simulate(vessel_wall.mechanism, days=10, S6e=0.5)
    opening = 2.6*0.75*0.5
    assert found["permeability"][-1] == pytest.approx(opening/(opening + 1.4), rel=1e-6)


@pytest.mark.parametrize("part", patient.parts, ids=[part.name for part in patient.parts])
def test_each_mechanism_runs_alone_and_can_be_left_out(part):
    assert check_units(part) > 0
    found = cs.simulate(part, days=1)
    for state in part.states:
        x = found[state.identifier]
        assert np.isfinite(x).all()
        if state.identifier not in ("tumour", "CAR_T", "CAR_T_memory", "lymphocytes"):  # these are never at rest on day 0
            assert x == pytest.approx(x[0], rel=1e-8, abs=1e-10)
    rest = patient.without(part.name)
    assert {i.identifier for i in rest.inputs} <= {s.identifier for s in (*part.states, *part.readouts)}


def test_the_joined_patient():
    assert (len(patient.states), len(patient.parameters), len(patient.inputs)) == (44, 238, 0)
    assert check_units(patient) > 170 and check_units(cs.models.checkpoint) > 15
    assert sum(1 for p in patient.parameters if p.spread) == 42


def test_rimiducid_cannot_kill_more_than_all():
    with pytest.raises(cs.InputError, match="rimiducid"):
        cs.simulate(patient, doses=[cs.dose("rimiducid", 1, "1", day=3)])


def checkpoint(steroid=None, **values):
    doses = [cs.dose("inhibitor", 3, "mg/kg", day=0, every=14, times=12)]
    if steroid is not None:
        doses.append(cs.dose("dexamethasone", 8, "mg", day=steroid, every=1, times=28))
    return cs.simulate(cs.models.checkpoint, days=168, doses=doses, **values)


def onset(found):
    return float(found.t[np.argmax(found["tissue_damage"] > 0.2)])


@pytest.mark.parametrize("r_T, weeks", [(0.16, 6.8), (0.2, 4.9), (0.25, 3.7)])
def test_checkpoint_toxicity_takes_weeks(r_T, weeks):
    assert onset(checkpoint(r_T=r_T))/7 == pytest.approx(weeks, rel=0.03)


def test_steroids_calm_checkpoint_toxicity():
    untreated = checkpoint()
    assert untreated.peak("tissue_damage").value == pytest.approx(0.50, rel=0.03)
    start = onset(untreated) + 7
    treated = checkpoint(steroid=start)
    before, after, without = (np.interp(day, found.t, found["tissue_damage"])
                              for day, found in ((start, treated), (start + 28, treated), (start + 28, untreated)))
    assert (before, after, without) == (pytest.approx(0.28, rel=0.03), pytest.approx(0.13, rel=0.04), pytest.approx(0.47, rel=0.03))
