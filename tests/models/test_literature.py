"""Published models against the numbers of their papers, computed from the written equations by an independent program."""

import numpy as np
import pytest

import cytostorm as cs
from cytostorm.model.units import check_units
from cytostorm.models import literature

HOUR = 1/24
YIU_PEAKS = {"TNF": (4641, 9.2), "IFNg": (4836, 5.8), "IL10": (2165, 12.1), "IL8": (4801, 6.4), "IL6": (3855, 16.2),
             "IL4": (2658, 5.8), "IL2": (3921, 6.0), "IL1": (4860, 9.0), "IL12": (435, 6.0)}  # pg/mL, h
PEAK_OF_STEIN = cs.dose("contraction", 1, "1", day=9.3)


def peak_between(run, name, first, last):
    """Highest value between two days, and its hour."""
    inside = (run.t >= first) & (run.t <= last)
    highest = run[name][inside].argmax()
    return run[name][inside][highest], run.t[inside][highest]/HOUR


@pytest.mark.parametrize("name", literature.__all__)
def test_units_agree(name):
    model = getattr(literature, name)
    assert check_units(model) >= 2*len(model.states)


@pytest.fixture(scope="module")
def yiu():
    return cs.simulate(literature.yiu2012, days=5)


@pytest.mark.parametrize("name", YIU_PEAKS)
def test_yiu_peaks_and_returns(yiu, name):
    value, hours = YIU_PEAKS[name]
    assert yiu.peak(name).value == pytest.approx(value, rel=0.01)
    assert yiu.peak(name).day == pytest.approx(hours*HOUR, abs=0.01)
    assert abs(yiu[name][-1]) < 12


def test_yiu_is_stable_linear_and_goes_below_its_baseline(yiu):
    assert cs.stability.growth_rate(literature.yiu2012) == pytest.approx(-0.8409, abs=5e-5)
    assert np.interp(24*HOUR, yiu.t, yiu["IL6"]) == pytest.approx(3539, rel=0.01)
    assert min(yiu[name].min() for name in YIU_PEAKS) < -1
    kicks = [p for p in literature.yiu2012.parameters if p.identifier.startswith("v_")]
    half = cs.simulate(literature.yiu2012, days=5, **{p.identifier: p.value/2 for p in kicks})
    assert half["IL6"] == pytest.approx(yiu["IL6"]/2, abs=1e-3)


def test_yiu_with_the_slip_of_the_transcription_does_not_return():
    run = cs.simulate(literature.yiu2012, days=5, A_IL6_IL6=-0.2784)
    assert [run[name][-1] for name in ("TNF", "IL10", "IL6")] == pytest.approx([-336, -656, 3194], rel=0.01)


def test_stein_is_the_function_of_the_paper():
    run = cs.simulate(literature.stein2019, days=28, doses=[PEAK_OF_STEIN])
    since = run.t - 9.3
    after = 24_000*((1 - 0.0079)*np.exp(-0.16*since) + 0.0079*np.exp(-0.0032*since))
    assert run["transgene"] == pytest.approx(np.where(since < 0, 24_000*3900**(since/9.3), after), rel=1e-6)
    assert run["rho"][0] == pytest.approx(0.8891, abs=5e-5)
    assert np.log(2)/run["rho"][0] == pytest.approx(0.780, abs=5e-4)
    assert np.trapezoid(run["transgene"], run.t) == pytest.approx(171_774, rel=1e-4)


@pytest.mark.parametrize("share, half_life", [("transgene_fast", 4.33), ("transgene_slow", 216.6)])
def test_stein_half_lives(share, half_life):
    run = cs.simulate(literature.stein2019, days=9.3 + half_life, doses=[PEAK_OF_STEIN])
    assert run[share][-1]/run.peak(share).value == pytest.approx(0.5, rel=0.01)


def test_stein_patients_differ_by_the_papers_variances():
    spreads = {p.identifier: p.spread**2 for p in literature.stein2019.parameters}
    assert spreads == pytest.approx({"foldx": 2.4, "T_max": 0.38, "C_max": 0.65, "alpha": 0.91, "F_B": 0.80, "beta": 0.86})


@pytest.mark.parametrize("values, fate", [
    ({}, {"pathogen": 0, "phagocytes": 0.00163, "damage": 0.00546}),
    ({"P_0": 1.5}, {"pathogen": 0, "phagocytes": 0.635, "damage": 17.39, "anti_inflammation": 0.523}),
    ({"k_pg": 24*0.6}, {"pathogen": 4.94, "phagocytes": 0.981, "damage": 17.49}),
], ids=["health", "aseptic death", "septic death"])
def test_reynolds_three_fates(values, fate):
    run = cs.simulate(literature.reynolds2006, days=400*HOUR, **values)
    for name, value in fate.items():
        assert run[name][-1] == pytest.approx(value, rel=0.01, abs=1e-9), name


def test_reynolds_heals_after_a_day_and_a_half():
    run = cs.simulate(literature.reynolds2006, days=400*HOUR)
    for name, value, hours in (("phagocytes", 0.196, 33.9), ("damage", 3.41, 32.3)):
        assert run.peak(name).value == pytest.approx(value, rel=0.01)
        assert run.peak(name).day == pytest.approx(hours*HOUR, abs=0.01)


def test_chen_second_dose_five_times_larger_gives_less():
    doses = [dose for rate, day in ((60, 0), (300, 7))
             for dose in (cs.dose("infusion_start", rate, "ug/d", day=day), cs.dose("infusion_stop", rate, "ug/d", day=day + 1))]
    run = cs.simulate(literature.chen2019, days=14, doses=doses)
    assert peak_between(run, "IL6", 0, 7) == pytest.approx((58.2, 16.9), rel=0.01)
    assert peak_between(run, "IL6", 7, 14) == pytest.approx((25.3, 200.3), rel=0.005)
    assert run["doses_given"][-1] == 2
    assert run["engager_infusion"][-1] == 0
