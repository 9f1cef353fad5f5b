"""`cs.simulate`: right against exact solutions, kind about bad input, honest when it cannot go on."""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm

import cytostorm as cs

loop = cs.models.loop
rates = st.floats(0.05, 4)


def exact(t, k_d, k_fb, k_c, k_cl, s, start):
    """The linear loop by the matrix exponential of [[J, source], [0, 0]]; shape (2,)."""
    J = np.array([[-k_d, k_fb, s], [k_c, -k_cl, 0], [0, 0, 0]])
    return (expm(J*t) @ np.array([*start, 1]))[:2]


@settings(max_examples=40, deadline=None)
@given(k_d=rates, k_fb=rates, k_c=rates, k_cl=rates, s=st.floats(0, 1), A=st.floats(0, 5), C=st.floats(0, 5))
def test_the_linear_loop_agrees_with_the_matrix_exponential(A, C, **values):
    run = cs.simulate(loop, days=3, step=0.5, A=A, C=C, **values)
    for i, t in enumerate(run.t):
        wanted = exact(t, start=(A, C), **values)
        assert [run["A"][i], run["C"][i]] == pytest.approx(wanted, rel=1e-5, abs=1e-7)


def test_the_grid_holds_the_dose_days_and_the_values_after_the_jump():
    run = cs.simulate(loop, days=2, step=0.5, s=0, doses=[cs.dose("spark", 3, "1", day=0.7), cs.dose("spark", 1, "1", day=2), cs.dose("spark", 2, "1", day=0)])
    assert run.t.tolist() == [0, 0.5, 0.7, 1, 1.5, 2]
    assert run["A"][0] == 2
    before = exact(0.7, 2, 0.8, 1, 0.5, 0, (2, 0))[0]
    assert run["A"][2] == pytest.approx(before + 3, rel=1e-6)
    assert run["A"][-1] > 1 and np.all(np.diff(run.t) > 0)


def test_a_source_switched_on_and_off_is_two_doses():
    run = cs.simulate(loop, days=40, s=0, doses=[cs.dose("source", 0.5, "1/d", day=5), cs.dose("source", -0.5, "1/d", day=10)])
    assert run["C"][499] == 0 and run["s"][700] == 0.5 and run["s"][-1] == 0
    assert 9 < run.peak("C").day < 13 and run["C"][-1] < run.peak("C").value/3


def test_a_dose_cannot_take_a_quantity_below_zero():
    off_before_on = [cs.dose("source", 0.5, "1/d", day=5), cs.dose("source", -0.5, "1/d", day=3)]
    with pytest.raises(cs.InputError, match="on day 3 the dose of source would take s .* below 0"):
        cs.simulate(loop, s=0, doses=off_before_on)
    both_ways = [[cs.dose("source", x, "1/d", day=2) for x in order] for order in ((1, -1), (-1, 1))]
    assert [cs.simulate(loop, s=0, doses=doses)["s"][-1] for doses in both_ways] == [0, 0]
    thirds = [cs.dose("source", x, "1/d", day=day) for day, x in enumerate((0.3, -0.1, -0.2))]
    assert cs.simulate(loop, s=0, doses=thirds)["s"][-1] == 0


def test_days_that_differ_by_rounding_are_one_day():
    run = cs.simulate(loop, days=2, step=0.5, doses=[cs.dose("spark", 1, "1", day=0.3), cs.dose("spark", 1, "1", day=0.1 + 0.2)])
    assert run.t.tolist() == [0, 0.3, 0.5, 1, 1.5, 2] and run["A"][1] > 2


def test_noise_below_the_tolerance_is_neither_told_nor_grown():
    fading = cs.simulate(cs.models.loop_saturating, A=1, s=0, k_fb=0.1, days=100)
    assert fading["C"].min() >= 0 and "−" not in cs.describe(fading).replace("10⁻", "")
    assert cs.simulate(loop, A=1e-20, s=0).stopped is None


def test_a_peak_is_found_between_grid_points():
    coarse, fine = (cs.simulate(loop, days=10, step=step, A=1, s=0, k_fb=0).peak("C") for step in (0.2, 0.001))
    exact_day = np.log(2/0.5)/1.5
    assert coarse.day == pytest.approx(exact_day, abs=0.02) and fine.day == pytest.approx(exact_day, abs=1e-4)
    assert coarse.value == pytest.approx(fine.value, rel=1e-3)


def test_a_run_without_a_ceiling_is_stopped_and_says_so():
    run = cs.simulate(loop, days=400, k_fb=4)
    assert "a million-fold" in run.stopped and 16 < run.t[-1] < 18 and len(run.t) == len(run["C"])
    assert "still climbing on day 16.9" in cs.describe(run) and "stopped on day 16.9" in cs.describe(run)


def test_growth_is_counted_from_what_the_words_say():
    run = cs.simulate(loop, days=400, k_fb=4, doses=[cs.dose("spark", 10, "1", day=2)])
    A, C, k = run["A"][run.t == 2][0], run["C"][run.t == 2][0], run.values
    speed = abs(run["s"][0] + k["k_fb"]*C - k["k_d"]*A) + abs(k["k_c"]*A - k["k_cl"]*C)
    assert run["A"][-1] + run["C"][-1] == pytest.approx(1e6*(A + C + run["s"][0] + speed), rel=1e-4)
    assert "from the largest start (day 0 or a dose) and one day at the speed there" in run.stopped


def test_saturation_ends_what_the_linear_loop_does_not():
    run = cs.simulate(cs.models.loop_saturating, days=400, k_fb=4)
    assert run.stopped is None and run["C"][-1] == pytest.approx(run["C"][-500], rel=1e-6)


def test_the_switch_stays_on_after_the_spark_and_is_quiet_without():
    model, doses = cs.models.loop_cooperative.with_values(k_fb=4, s=0), [cs.dose("spark", 30, "1", day=1)]
    assert cs.simulate(model, days=300, doses=doses)["C"][-1] > 10
    assert cs.simulate(model, days=300, doses=[cs.dose("spark", 1, "1", day=1)])["C"][-1] < 1e-3


def test_frame_units_and_unknown_columns():
    run = cs.simulate(loop, days=1, step=0.5)
    frame = run.frame()
    assert list(frame) == ["A", "C", "s"] and frame.index.tolist() == [0, 0.5, 1] and run.units["s"] == "1/d"
    with pytest.raises(cs.InputError, match="did you mean 'C'"):
        run["c"]


@pytest.mark.parametrize("arguments, words", [
    (dict(k_c=-1), ["k_c", "-1", "1/d", "0 to inf"]),
    (dict(k_c="2"), ["k_c", "'2'"]),
    (dict(k_c=float("nan")), ["k_c", "nan"]),
    (dict(k_c=None), ["k_c", "None"]),
    (dict(k_clear=1), ["k_clear", "did you mean 'k_cl'"]),
    (dict(C_end=2), ["'C_end'", "follows from the others"]),
    (dict(A=-1), ["A", "-1", "0 to inf"]),
    (dict(days=0), ["days", "0"]), (dict(days=float("inf")), ["days", "inf"]), (dict(days="28"), ["days", "'28'"]), (dict(days=-3), ["days"]),
    (dict(step=0), ["step"]), (dict(step=1e-9), ["step"]), (dict(rtol=2), ["rtol"]),
    (dict(doses=[cs.dose("sparks", 1, "1", day=1)]), ["'sparks'", "did you mean 'spark'"]),
    (dict(doses=[cs.dose("spark", 1, "mg", day=1)]), ["'mg'", "'1'"]),
    (dict(doses=[cs.dose("spark", -1, "1", day=1)]), ["-1", "0 to 1000"]),
    (dict(doses=[cs.dose("spark", "much", "1", day=1)]), ["'much'"]),
    (dict(doses=[cs.dose("spark", 1, "1", day=30)]), ["28 d", "30"]),
    (dict(doses=[cs.dose("spark", 1, "1", day=float("nan"))]), ["day", "nan"]),
    (dict(doses=["spark"]), ["cs.dose", "'spark'"]),
    (dict(doses=5), ["cs.dose", "5"]),
])
def test_bad_input_is_told_in_one_sentence(arguments, words):
    with pytest.raises(cs.InputError) as error:
        cs.simulate(loop, **arguments)
    message = str(error.value)
    assert all(word in message for word in words), message
    assert "\n" not in message and error.value.__cause__ is None


def test_a_model_is_asked_for_when_there_is_none():
    with pytest.raises(cs.InputError, match="cs.models.loop"):
        cs.simulate("loop")


def changed(rate):
    A = loop.symbol("A")
    return loop.with_equations({A: rate(A)})


@pytest.mark.parametrize("rate, word", [
    (lambda A: 1/(1 - A), "on day 0.5"),
    (lambda A: -sp.sqrt(A - 10), "no value"),
    (lambda A: sp.log(-1 - A), "no value"),
])
def test_a_model_that_cannot_be_followed_says_how_far_it_came(rate, word):
    with pytest.raises(cs.SolverError, match=word) as error:
        cs.simulate(changed(rate), days=50)
    assert "loop (changed)" in str(error.value)


def test_a_spent_budget_is_told(monkeypatch):
    monkeypatch.setattr("cytostorm.engines.scipy._CALL_BUDGET", 200)
    with pytest.raises(cs.SolverError, match="ran out of steps on day .*200 evaluations"):
        cs.simulate(loop, days=1000, rtol=1e-12, atol=1e-14, engine="scipy")


@pytest.mark.parametrize("engine", ["numba", "scipy"])
@pytest.mark.parametrize("values", [  # each within its slider: together they describe nobody
    {"Pc_0": 5.8, "Pi_0": 0, "pi_i0": 4, "pi_p0": 32, "sigma_0": 1, "D_liver": 0.8},
    {"k_ThP": 21, "d_Fbg": 0.058, "k_cF": 3.3, "k_Mt": 3, "c_DD": 42, "k_DD": 0.69}])
def test_a_quantity_below_zero_is_no_result(engine, values):
    with pytest.raises(cs.SolverError, match=r"on day [\d.]+ \w+ \(.*\) falls below 0|the equations have no value"):
        cs.simulate(cs.models.patient, engine=engine, **values)


def test_an_equation_without_a_value_is_named():
    with pytest.raises(cs.SolverError, match="in the equation of tocilizumab, where V_1 = 0"):
        cs.simulate(cs.models.patient, engine="scipy", V_1=0)


@pytest.mark.parametrize("name", ["tolerance", "lymphocytes", "permeability"])
def test_a_share_starts_between_0_and_1(name):
    with pytest.raises(cs.InputError, match=f"{name}.*= 2 is outside the allowed range; allowed is 0 to 1"):
        cs.simulate(cs.models.patient, **{name: 2})


@pytest.mark.parametrize("doses", ["tocilizumab", {"tocilizumab": 8}, {}, ""])
def test_doses_are_a_list(doses):
    with pytest.raises(cs.InputError, match="doses is a list of cs.dose"):
        cs.simulate(cs.models.patient, doses=doses)


def test_a_slip_of_the_unit_of_a_dose_is_seen():
    with pytest.raises(cs.InputError, match="560 mg/kg is outside the allowed 0 to 240 mg/kg"):
        cs.simulate(cs.models.patient, doses=[cs.dose("tocilizumab", 560, "mg/kg", day=4)])
    with pytest.raises(cs.InputError, match="0.9999999999 is outside the allowed 0 to 0.999999999"):
        cs.simulate(cs.models.patient, doses=[cs.dose("rimiducid", 0.9999999999, "1", day=4)])


def test_a_course_is_its_single_doses():
    course = cs.dose("spark", 2, "1", day=1, every=2, times=20)
    single = [cs.dose("spark", 2, "1", day=day) for day in range(1, 10, 2)]
    together, apart = (cs.simulate(cs.models.loop, days=10, doses=doses) for doses in (course, single))
    assert (together["A"] == apart["A"]).all() and together.doses == apart.doses  # those after the end are not given
    on = cs.simulate(cs.models.loop, days=10, doses=[cs.dose("source", 1, "1/d", day=2, lasting=3)])
    assert on["s"][250] == pytest.approx(on["s"][0] + 1) and on["s"][-1] == pytest.approx(on["s"][0])


@pytest.mark.parametrize("more", [{"every": 1}, {"times": 3}, {"every": 0, "times": 3}, {"every": 1, "times": 2.5}, {"lasting": -1},
                                  {"every": float("nan"), "times": 2}, {"every": 1, "times": True}])
def test_a_course_that_cannot_be_is_told(more):
    with pytest.raises(cs.InputError, match="dose of spark: "):
        cs.dose("spark", 1, "1", day=0, **more)
