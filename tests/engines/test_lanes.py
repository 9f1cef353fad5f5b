"""Vectors of patients inside the compiled engine: their mathematics, and that no lane knows of another."""

import math

import numba
import numpy as np
import pytest
import sympy as sp

import cytostorm as cs
from cytostorm import cohort
from cytostorm.engines.lanes import LANES, rows, where
from cytostorm.engines.ward import found
from cytostorm.model import Mechanism, Parameter, State

POWERS = [0.0, 1.0, 2.0, 3.0, 7.0, -1.0, -2.0, 0.5, -0.5, 2.5, 1e-3, 40.0, -7.0, 10.0]
ODD = [0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 0.5, -0.5, np.inf, -np.inf, np.nan, 1e308, -709.5, 720.0, 7.0]
k = Parameter("k", 1, "1/d", range=(0.1, 3), meaning="rate", spread=1)
c = Parameter("c", 2, "1", range=(0.1, 9), meaning="level", spread=0.5)
x, y = State("x", "1", start=1), State("y", "1", start=c)


def of_lanes(function, *arguments):
    """A function of numbers, by lanes."""
    @numba.njit(error_model="numpy")
    def one(a, out):
        for i in range(len(out)//LANES):
            rows(out)[i] = function(rows(a)[i])

    @numba.njit(error_model="numpy")
    def two(a, b, out):
        for i in range(len(out)//LANES):
            rows(out)[i] = function(rows(a)[i], rows(b)[i])

    out = np.empty(len(arguments[0]))
    (one if len(arguments) == 1 else two)(*arguments, out)
    return out


@pytest.mark.parametrize("name, low, high", [("exp", -700, 709), ("log", -690, 700), ("sqrt", 0, 1e9), ("sin", -9, 9), ("cos", -9, 9),
                                             ("tan", -1.5, 1.5), ("tanh", -9, 9)])
def test_mathematics_is_right_to_a_few_last_places(name, low, high):
    values = np.random.default_rng(1).uniform(low, high, 8000)
    if name == "log":
        values = np.concatenate([np.exp(values), np.random.default_rng(2).uniform(0.5, 2, 8000)])
    assert of_lanes(getattr(math, name), values) == pytest.approx(getattr(np, name)(values), rel=1e-15, abs=1e-300)


def test_powers_are_right_at_every_size_and_where_they_have_no_value():
    rng = np.random.default_rng(1)
    base, exponent = np.exp(rng.uniform(-20, 20, 16000)), rng.uniform(-9, 9, 16000)
    assert of_lanes(math.pow, base, exponent) == pytest.approx(base**exponent, rel=1e-13)
    ends = {-np.inf: 1e-300, 1e308: 1e150}  # 709 is the largest exponent
    base, exponent = np.repeat([ends.get(value, value) for value in ODD], len(POWERS)), np.tile(POWERS, len(ODD))
    with np.errstate(all="ignore"):
        assert of_lanes(math.pow, base, exponent) == pytest.approx(np.power(base, exponent), rel=1e-12, nan_ok=True)
        for name in "exp", "log", "sqrt":
            assert of_lanes(getattr(math, name), np.array(ODD)) == pytest.approx(getattr(np, name)(ODD), rel=1e-15, nan_ok=True), name


def test_conditions_choose_lane_by_lane():
    @numba.njit
    def chosen(a, b):
        return where(((a < b) | (a == 2)) & (b <= 5), abs(-a), where(a != b, 9, b))

    a, b = np.random.default_rng(1).integers(0, 8, (2, 800)).astype(float)
    assert np.array_equal(of_lanes(chosen, a, b), np.where(((a < b) | (a == 2)) & ~(b > 5), a, np.where(a != b, 9, b)))


def of(model, days=3.0, doses=(), spread=None, **values):
    return cohort._Ward.of(model, spread or {}, ("x",) if model is not cs.models.ward else ("CRP",), days=days, doses=doses, **values)


def drawn(ward, n):
    return ward.patients(np.random.default_rng(7).standard_normal((n, len(ward.varied))))


def same(a, b):
    return np.array_equal(a[0], b[0], equal_nan=True) and np.array_equal(a[1], b[1], equal_nan=True) and a[2] == b[2]


curved = Mechanism("curved", {x: sp.exp(-c*x)*c - sp.tanh(k*x) + sp.sin(x)**2, y: sp.sqrt(x)*k - y**k*sp.log(1 + c*y)}, facts=[
    cs.Fact("end", "value_at", x + y, at=3, unit="1", label="end")])
bursting = Mechanism("bursting_lanes", {x: k*x**2}, facts=[cs.Fact("end", "value_at", x, at=1, unit="1", label="end")])


@pytest.mark.parametrize("ward", [
    of(curved), of(bursting, days=1.0), of(curved, x=0.3),
    of(cs.models.ward, days=28.0, doses=[cs.dose("tocilizumab", 8, "mg/kg", day=4.4), cs.dose("dexamethasone", 10, "mg", day=5)])],
    ids=["curved", "some-fail", "started", "treated"])
def test_a_patients_numbers_do_not_depend_on_the_neighbours(ward):
    n = 2*LANES + 3
    patients = drawn(ward, n)
    together, backwards = found(ward, patients), found(ward, patients[::-1])
    assert same(together, (backwards[0][::-1], backwards[1][::-1], backwards[2][::-1]))
    for i in (0, 5, LANES, n - 1):
        assert same((together[0][i:i + 1], together[1][i:i + 1], together[2][i:i + 1]), found(ward, patients[i:i + 1])), i
    assert np.nanmax(together[1]) > np.nanmin(together[1])


def test_lanes_find_what_single_runs_find():
    table = cohort.run(curved, 21, seed=3, days=3, peaks=["x"])
    for i in table.index:
        run = cs.simulate(curved, days=3, step=0.1, engine="scipy", k=table["k"][i], c=table["c"][i])
        assert table["end"][i] == pytest.approx(run["x"][-1] + run["y"][-1], rel=1e-4), i


def test_those_who_fail_are_told_and_harm_nobody():
    ward = of(bursting, days=1.0)
    limits = np.array([0.5, 3, 0.2, 0.7, 1.5, 0.1, 0.3, 0.4, 0.6, 2.5, 0.8])[:, None]
    facts, _, failures = found(ward, limits)
    good = limits[:, 0] < 1
    assert [bool(words) for words in failures] == (~good).tolist() and np.isnan(facts[~good]).all()
    assert facts[good, 0] == pytest.approx(1/(1 - limits[good, 0]), rel=1e-4)
    assert np.array_equal(facts[good], found(ward, limits[good])[0])
