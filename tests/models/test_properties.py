"""What holds for every patient and every plan of doses: signs, bounds, words, who may change whom, how many cells a switch kills.

Patients are drawn from the spread between patients, or by moving many sliders at once, each within the inner part of its
range; single sliders go to both ends. Plans are up to eight doses of any kind, several of them on one day.
"""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cytostorm as cs
from cytostorm import clinic
from cytostorm.mechanisms import car_t_cells, il6, lighters, macrophages, suicide_switch, t_cell_cytokines, tumour
from cytostorm.model.scores import number

patient = cs.models.patient
DAYS = 28
INNER = 0.4  # share of the way from its value to the ends of its slider
CORE = [s for part in (tumour, car_t_cells, lighters, t_cell_cytokines, macrophages, il6) for s in part.mechanism.states]
SUPPORT = ("noradrenaline", "oxygen", "fluids", "fluid_infusion", "platelet_transfusion", "fibrinogen_concentrate")
RATES = ("noradrenaline", "oxygen", "fluid_infusion", "engager_infusion")
SHARES = ("permeability", "tolerance", "lymphocytes", "receptor_occupancy", "antigen", "jak", "lck", "dex_P", "dex_C", "dex_M", "S6", "S6e",
          "occ_engager", "occ_super", "priming", "injury_liver", "injury_heart")
#: Sliders that end where nobody lives: filtration at rest reversed, or a leak of enzymes at rest larger than what is there.
BEYOND_LIFE = ("Pc_0", "Pi_0", "pi_p0", "pi_i0", "D_liver", "n_liver", "D_heart", "n_heart")
SLIDERS = [p for p in patient.parameters if p.identifier not in BEYOND_LIFE]

always = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
slowly = settings(always, max_examples=8)  # for SciPy, which takes fifty times longer


def within(parameter):
    low, high = (parameter.value + INNER*(end - parameter.value) for end in parameter.range)
    return st.floats(low, high)


def spread(z):
    """A patient of a ward, from a standard normal number for each parameter that varies."""
    return {p.identifier: float(np.clip(p.value*np.exp(p.spread*z[p.identifier]), *p.allowed)) for p in patient.parameters if p.spread}


patients = st.one_of(
    st.fixed_dictionaries({p.identifier: st.floats(-2.5, 2.5) for p in patient.parameters if p.spread}).map(spread),
    st.fixed_dictionaries({}, optional={p.identifier: within(p) for p in SLIDERS}))


@st.composite
def plans(draw, names=tuple(patient.doses), most=8):
    """Doses within the range of each; a rate that is switched on may be switched off again, on a later day or the same."""
    doses = []
    for name in draw(st.lists(st.sampled_from(names), max_size=most)):
        declared, day = patient.doses[name], draw(st.integers(0, 8*DAYS))/8
        amount = draw(st.floats(*declared.range))
        doses.append(cs.dose(name, amount, declared.unit, day=day))
        if name in RATES and draw(st.booleans()):
            doses.append(cs.dose(name, -amount, declared.unit, day=day + draw(st.floats(0, DAYS - day))))
    return doses


def run(values, doses, **options):
    return cs.simulate(patient, **{"days": DAYS, "step": 0.05, "doses": doses} | values | options)


def check_signs(found):
    for state in patient.states:
        x = found[state]
        assert np.isfinite(x).all(), state
        assert x.min() >= (-0.5 if state.signed else -1e-8*max(1, x.max())), (state, x.min())
    for readout in patient.readouts:
        assert np.isfinite(found[readout]).all(), readout
    for name in SHARES:
        assert -1e-9 <= found[name].min() and found[name].max() <= 1 + 1e-9, name
    for name in ("MAP", "SpO2", "SpO2_room_air", "filtration", "lymph", "PT", "LDH", "kill", "engaged"):
        assert found[name].min() >= -1e-9, name
    assert (found["MAP"] >= found["MAP_unsupported"]).all() and (found["SpO2"] >= found["SpO2_room_air"] - 1e-9).all()


@always
@given(patients, plans())
def test_states_keep_their_signs_and_bounds(values, doses):
    check_signs(run(values, doses))


@pytest.mark.parametrize("end", [0, 1], ids=["low", "high"])
def test_each_slider_goes_to_its_ends(end):
    plan = [cs.dose("tocilizumab", 12, "mg/kg", day=0), cs.dose("noradrenaline", 1, "ug/kg/min", day=2), cs.dose("fluids", 2, "L", day=3)]
    for parameter in SLIDERS:
        for doses in ((), plan):
            check_signs(run({parameter.identifier: parameter.range[end]}, doses))


@always
@given(patients, plans(), plans(SUPPORT, 5))
def test_support_changes_no_cytokine(values, doses, support):
    alone, supported = run(values, doses), run(values, doses + support)
    common = np.isin(supported.t, alone.t)
    for state in CORE:
        x = alone[state]
        assert supported[state][common] == pytest.approx(x[np.isin(alone.t, supported.t)], abs=1e-6*max(x.max(), 1e-9)), state


@always
@given(patients, plans())
def test_scores_and_facts_stay_in_their_ranges(values, doses):
    found = run(values, doses)
    facts, grade, isth = cs.facts(found), clinic.grade(found), clinic.isth(found)
    assert set(grade) <= {0, 1, 2, 3, 4} and set(isth) <= set(range(9))
    assert grade.max() == facts["grade_most"] and isth.max() == facts["ISTH_most"]
    assert facts["fever_day"] <= facts["grade2_day"] <= facts["grade3_day"]
    assert (grade[found.t < facts["fever_day"]] == (4*(facts["beyond_day"] <= found.t))[found.t < facts["fever_day"]]).all()
    span = facts["grade_end_day"] - facts["grade2_day"] + 0.05
    assert 0 <= facts["grade4_days"] <= facts["grade3_days"] <= max(span, 0)
    assert (facts["grade3_days"] > 0) <= (facts["grade_most"] >= 3)
    assert facts["IL6_peak"] >= found["IL6"].max() >= found["IL6"][0] and facts["tumour_start"] == found["tumour"][0]
    harm = clinic.harm(found)
    assert min(harm.illness, harm.drugs, harm.kill_lost) >= 0
    given = [dose.amount for dose in found.doses if dose.name in (*clinic._harm.OTHERS, "tocilizumab", "dexamethasone")]
    assert harm.drugs > 0 if max(given, default=0) > 1e-9 else any(given) or harm.drugs == 0


@always
@given(patients, plans())
def test_the_words_name_the_numbers(values, doses):
    found = run(values, doses)
    words, facts = cs.describe(found), cs.facts(found)
    assert not set("∞—{}") & set(words) and "nan" not in words
    beyond = facts["beyond_day"] < np.inf
    assert (f"IL-6 peaks at {number(facts['IL6_peak'])} pg/mL on day {number(facts['IL6_peak_day'], 1, 'f')}." in words) != beyond
    for start, fact, when in (("Beyond the model from day ", "beyond_day", beyond),
                              ("Fever from day ", "fever_day", not beyond and facts["fever_day"] < np.inf),
                              ("grade 2 from day ", "grade2_day", not beyond and facts["grade_most"] >= 2),
                              ("grade 3 or more from day ", "grade3_day", not beyond and facts["grade_most"] >= 3),
                              ("below one cell from day ", "cleared_day", not beyond and facts["cleared_day"] < np.inf)):
        assert (start + number(facts[fact], 1, "f") in words) == (start in words) == when, (fact, words)


@slowly
@given(patients, plans())
def test_both_engines_find_the_same(values, doses):
    fast, slow = (run(values, doses, engine=engine, rtol=1e-9, atol=1e-12) for engine in ("numba", "scipy"))
    assert fast.solver.startswith("Dormand") and (fast.t == slow.t).all()
    for state in patient.states:
        assert fast[state] == pytest.approx(slow[state], abs=1e-6*np.abs(slow[state]).max() + 1e-12), state


@always
@given(plans(tuple(suicide_switch.mechanism.doses), 5), st.floats(20, 200), st.floats(0, 1))
def test_rimiducid_kills_exactly_the_fraction(doses, k_casp, iCasp9):
    """Of cells that neither grow nor die otherwise; of those that carry the switch to some degree, that power of it."""
    still = {"rho_E": 0, "d_E": 0, "k_EM": 0, "k_ME": 0, "d_M": 0, "CAR_T_memory": 0.3}
    days = [dose._replace(day=dose.day*20/DAYS) for dose in doses]  # a day is time enough for the last one
    found = run(still | {"k_casp": k_casp, "iCasp9": iCasp9}, days, rtol=1e-10, atol=1e-13)
    left = np.prod([1 - dose.amount for dose in days])**iCasp9
    for cells in ("CAR_T", "CAR_T_memory"):
        assert found[cells][-1]/found[cells][0] == pytest.approx(left, rel=1e-6), cells
