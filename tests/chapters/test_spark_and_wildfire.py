"""What the chapter on the two acts says about the model, and its published series."""

from itertools import product

import numpy as np
import pytest
from scipy.optimize import least_squares

import cytostorm as cs
from cytostorm.engines.facts import describe, facts
from cytostorm.model.scores import number
from cytostorm.model.units import check_units

ACTS, PATIENT = cs.models.two_acts, cs.models.patient
STEPS = [cs.dose("engager_infusion", more, "ug/d", day=day) for more, day in ((9, 0), (19, 7), (84, 14))]
AT_ONCE = [cs.dose("engager_infusion", 112, "ug/d", day=0)]


def acts(days=14, step=0.02, **values):
    return cs.simulate(ACTS, days=days, step=step, engine="scipy", rtol=1e-7, atol=1e-9, **values)


def told(words, days=28, doses=(), model=PATIENT, **values):
    run = cs.simulate(model.telling(words), days=days, doses=doses, step=0.05, engine="scipy", rtol=1e-7, atol=1e-9, **values)
    return facts(run), describe(run)


@pytest.fixture(scope="module")
def mara():
    return acts()


def killed(run):
    return np.log10(run["tumour"][0]/run["tumour"][-1])


def test_without_macrophages_act_two_falls_and_act_one_is_quieter(mara):
    alone = acts(Mo_0=0)
    assert alone.peak("IL6").value < 0.02*mara.peak("IL6").value
    assert alone.peak("IFNg").value == pytest.approx(mara.peak("IFNg").value/5, rel=0.02)
    assert killed(alone) == pytest.approx(killed(mara), abs=0.1) and killed(alone) > 7.5
    assert mara.peak("CAR_T").value > 100*mara["CAR_T"][0]


def test_what_each_knock_out_leaves(mara):
    left = {name: acts(**{name: 1}).peak("IL6").value/mara.peak("IL6").value for name in ("GM_CSF_knockout", "IFNg_knockout")}
    assert left["GM_CSF_knockout"] == pytest.approx(2/3, abs=0.02)
    assert left["IFNg_knockout"] == pytest.approx(1/20, abs=0.005)
    both = acts(GM_CSF_knockout=1, IFNg_knockout=1)
    assert both.peak("IL6").value == pytest.approx(167, rel=0.01)
    made = [np.trapezoid(both[f"IL6_by_{who}"], both.t) for who in ("macrophages", "T_cells")]
    assert made[0]/sum(made) == pytest.approx(1/3, abs=0.02)


def test_burden_and_cells(mara):
    small = acts(tumour_burden=10)
    assert small.peak("IL6").value < 100 and 2 < killed(small) < 3
    many, few = acts(cell_dose=1), acts(days=28, cell_dose=0.01)
    assert many.peak("IL6").value == pytest.approx(mara.peak("IL6").value, rel=0.01)
    assert mara.peak("IL6").day - many.peak("IL6").day == pytest.approx(2, abs=0.2)
    assert few.peak("IL6").value == pytest.approx(mara.peak("IL6").value/2, rel=0.1)
    assert few.peak("IL6").day - mara.peak("IL6").day == pytest.approx(4, abs=0.2)
    assert killed(acts(cell_dose=0.01)) < 1


def test_who_comes_first(mara):
    first = {name: mara.t[np.argmax(mara[name] >= 2*mara[name][0])] for name in ("IFNg", "IL6")}
    assert first["IFNg"] < 0.5 < first["IL6"] < 1
    over = mara.t[(mara["IL6"] > mara["IFNg"])][0]
    assert over == pytest.approx(4, abs=0.2)
    assert 1/24 < mara.peak("IL1").day - mara.peak("IL6").day < 2/24
    for changed in ({"f_A": 0}, {"k_RM": 2}):
        swapped = acts(**changed)
        assert swapped.peak("IL1").day < swapped.peak("IL6").day


def test_fever_is_made_by_IL6_more_than_by_anything_else():
    left = {what: cs.simulate(PATIENT, days=14, step=0.05, engine="scipy", rtol=1e-7, atol=1e-9, **{what: 0}).peak("fever").value
            for what in ("F_6", "F_1", "F_T")}
    assert left["F_6"] < 1 < min(left["F_1"], left["F_T"])


def test_interferon_peaks_before_both_wherever_the_sliders_stand():
    for f_A, k_RM, cl_1, burden in product((0, 8, 20), (2, 18), (4, 36), (1, 10, 100, 500)):
        run = acts(f_A=f_A, k_RM=k_RM, cl_1=cl_1, tumour_burden=burden)
        for name, rest in (("IL6", 2), ("IL1", 1)):
            assert run.peak(name).value < 2*rest or run.peak("IFNg").day < run.peak(name).day, (f_A, k_RM, cl_1, burden, name)


@pytest.mark.parametrize("values, words", [
    ({}, "Both acts"), ({"Mo_0": 0}, "Act one alone"), ({"tumour_burden": 0}, "Neither act"), ({"cell_dose": 0}, "Neither act"),
    ({"IFNg_knockout": 1}, "no interferon gamma")])
def test_the_sentence_names_the_act(values, words):
    assert words in told(cs.scores.acts, days=14, **values)[1]


@pytest.mark.parametrize("values", [{}, {"Mo_0": 0}])
def test_the_makers_are_told_with_both_peaks(values):
    found, said = told(cs.scores.cytokine_sources, days=14, model=ACTS, **values)
    peak = acts(**values, step=0.05).peak("TNF").value
    assert f"TNF at {number(peak)} pg/mL" in said and found["spark_TNF"] == pytest.approx(peak, rel=1e-4)


@pytest.mark.parametrize("values", [{}, {"f_A": 0}, {"Mo_0": 0}, {"IFNg_knockout": 1}, {"tumour_burden": 1}])
def test_the_sentence_names_the_order(values):
    found, said = told(cs.scores.order_of_peaks, model=ACTS, **values)
    days = {"nterferon gamma on": found["spark_IFNg_day"], "IL-6 on": found["IL6_peak_day"], "IL-1 on": found["spark_IL1_day"]}
    named = sorted((name for name in days if name in said), key=said.index)
    assert named == sorted(named, key=days.get)
    assert len(named) == {"{}": 3, "{'f_A': 0}": 3, "{'Mo_0': 0}": 2, "{'IFNg_knockout': 1}": 2, "{'tumour_burden': 1}": 0}[str(values)]


def test_steps_are_milder_and_kill_all_the_same():
    once, said_once = told(cs.scores.lighters, days=21, doses=AT_ONCE, cell_dose=0)
    steps, said_steps = told(cs.scores.lighters, days=21, doses=STEPS, cell_dose=0)
    assert once["IL6_peak"]/steps["IL6_peak"] == pytest.approx(100, rel=0.1)
    assert 1 < once["IL6_peak_day"] < 2 and steps["grade_most"] == 0
    assert "no target cell is left" in said_once and "no target cell is left" in said_steps
    slow, _ = told(cs.scores.lighters, days=21, doses=STEPS, cell_dose=0, k_tol=3.3)
    assert slow["IL6_peak"] > 5*steps["IL6_peak"]


def test_published_series():
    stein = cs.evidence.series("stein_2019_typical")
    whole = cs.simulate(cs.models.literature.stein2019, doses=[cs.dose("contraction", 1, "1", day=9.3)], engine="scipy", step=0.1)
    share = whole["transgene"]/cs.models.literature.stein2019.value("C_max")
    assert np.interp(stein.days, whole.t, share) == pytest.approx(stein.values, rel=0.005)
    flat, stepped = (cs.evidence.series(f"hosseini_2020_{way}") for way in ("flat", "stepped"))
    assert 27 < flat.values.max()/stepped.values.max() < 28



@pytest.fixture(scope="module")
def misfit():
    stein = cs.evidence.series("stein_2019_typical")

    def found(logs, names):
        run = cs.simulate(ACTS, step=0.5, rtol=1e-6, atol=1e-9, engine="scipy", **dict(zip(names, np.exp(logs), strict=True)))
        return np.log(np.interp(stein.days, run.t, run["CAR_T_all"]/run["CAR_T_all"].max())/stein.values)
    return found


def fitted(misfit, *names):
    start = np.log([ACTS.value(name) for name in names])
    return least_squares(misfit, start, args=(names,), bounds=(start - np.log(100), start + np.log(2)), diff_step=1e-3, ftol=1e-3)


def test_one_pair_fails_and_the_other_fits_with_one_number_unknown(misfit):
    off = [np.exp(np.sqrt(np.mean(fitted(misfit, *names).fun**2))) for names in (("rho_E", "t_LD"), ("f_eng", "t_LD"))]
    assert off[0] == pytest.approx(5.4, abs=0.4) and off[1] == pytest.approx(1.2, abs=0.03)
    second = fitted(misfit, "f_eng", "t_LD")
    assert np.exp(second.x[0]) == pytest.approx(0.0355, rel=0.03) and np.exp(second.x[1]) > 12
    felt, directions = np.linalg.svd(second.jac, full_matrices=False)[1:]
    assert felt[0] == pytest.approx(2.6, abs=0.05) and felt[0] > 100*felt[1]
    assert abs(directions[0, 0]) > 0.99
    flat = [np.mean(misfit(np.log([0.0355, day]), ("f_eng", "t_LD"))**2)**0.5 for day in (12, 16)]
    assert abs(flat[0] - flat[1]) < 0.01


def test_best_fit_as_told():
    run = cs.simulate(ACTS, step=0.1, engine="scipy", f_eng=0.0355, t_LD=16)
    assert run.peak("CAR_T_all").day == pytest.approx(10, abs=0.3)
    assert run["tumour"][100]/run["tumour"][0] < 0.02


def test_the_ratio_is_known_and_the_two_are_not(mara):
    days = np.arange(1, 13)
    measured = np.interp(days, mara.t, mara["IFNg"])*np.exp(np.random.default_rng(1).normal(0, 0.15, days.size))

    def gap(logs):
        run = acts(step=0.5, k_I=np.exp(logs[0]), cl_I=np.exp(logs[1]))
        return np.log(np.interp(days, run.t, run["IFNg"])/measured)

    found = least_squares(gap, np.log([ACTS.value("k_I"), ACTS.value("cl_I")]), diff_step=1e-3)
    felt, directions = np.linalg.svd(found.jac, full_matrices=False)[1:]
    assert 0.15/felt[0] == pytest.approx(0.03, abs=0.003) and 0.15/felt[1] == pytest.approx(0.36, abs=0.05)
    assert np.abs(directions) == pytest.approx(np.full((2, 2), 0.707), abs=0.02)
    k_I, cl_I = np.exp(found.x)
    assert 0.85 < k_I/3000 < 0.9 and 0.85 < cl_I/10 < 0.9 and k_I/cl_I == pytest.approx(300, rel=0.03)


def test_three_times_both_is_nearly_the_same_curve(mara):
    thrice = acts(k_I=9000, cl_I=30)
    assert thrice.peak("IFNg").value == pytest.approx(mara.peak("IFNg").value, rel=0.02)
    assert 1/24 < mara.peak("IFNg").day - thrice.peak("IFNg").day < 2/24


def test_only_the_product_of_share_and_dose(misfit):
    pair, at = ("f_eng", "cell_dose"), np.log([0.0355, 0.2])
    columns = [(misfit(at + step, pair) - misfit(at - step, pair))/0.2 for step in 0.1*np.eye(2)]
    felt, directions = np.linalg.svd(np.transpose(columns), full_matrices=False)[1:]
    assert felt[1] < 1e-4*felt[0] and np.abs(directions[1]) == pytest.approx([0.707, 0.707], abs=0.001)


def test_tolerance_that_is_not_whole_is_not_called_so():
    found, said = told(cs.scores.lighters, days=21, doses=AT_ONCE, cell_dose=0)
    assert 0.9 < found["spark_tolerance"] < 1 and f"lost up to {100*found['spark_tolerance']:.1f} %" in said and "100" not in said


@pytest.mark.parametrize("words", ["acts", "lighters", "cytokine_sources"])
def test_units_of_the_words(words):
    check_units(PATIENT.telling(getattr(cs.scores, words)))
