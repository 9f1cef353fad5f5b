"""The growth rate of a block of states as a panel of a figure: what the page works out is what `cs.stability` says."""

import numpy as np
import pytest

import cytostorm as cs
from cytostorm.engines.javascript import javascript
from cytostorm.stability import SIGNALLING
from tests.engines.node import as_given, solved

patient = cs.models.patient
CASES = [({}, []), ({"f_A": 20.0, "tumour_burden": 400.0}, []), ({}, [cs.dose("tocilizumab", 8, "mg/kg", day=4.5)])]


def test_page_and_python_agree_along_runs_of_the_patient():
    shared = {"days": 12, "step": 0.05, "rtol": 1e-9, "atol": 1e-11}
    jobs = [{"model_source": javascript(patient), "values": values, "doses": as_given(doses), "growth": list(SIGNALLING), **shared}
            for values, doses in CASES]
    for (values, doses), found in zip(CASES, solved(jobs), strict=True):
        run = cs.simulate(patient, engine="scipy", doses=doses, **shared, **values)
        there = np.interp(found["t"][::4], run.t, cs.stability.growth_along(run))
        assert len(found["growth"]) == len(found["t"])
        assert np.array(found["growth"][::4]) == pytest.approx(there, abs=2e-3 if doses else 1e-5)


def test_it_is_shown_like_a_quantity_below_the_others():
    explorer = cs.explore(patient, ["f_A"], ["IL6"], growth=SIGNALLING, days=14)
    spec = explorer.figure.spec
    assert spec["show"] == ["IL6", "growth"] and spec["growth"]["states"] == list(SIGNALLING)
    assert spec["limits"]["growth"] == [{"value": 0, "label": "grows above"}] and len(spec["colours"]) == 2
    bundle = explorer._repr_mimebundle_()
    assert "and Growth rate of the loop over 14 days." in bundle["text/plain"] and "Growth rate of the loop" in bundle["image/svg+xml"]
    assert cs.explore(patient, ["f_A"], ["IL6"]).figure.spec["growth"] is None


def test_a_wrong_state_and_a_taken_name_are_told_in_words():
    with pytest.raises(cs.InputError, match="did you mean 'IL6'"):
        cs.explore(patient, ["f_A"], ["IL6"], growth=["IL_6"])
    taken = cs.Mechanism("taken", {(x := cs.State("growth", "1")): -cs.Parameter("k", 1, "1/d", range=(0, 2), meaning="rate")*x})
    with pytest.raises(cs.InputError, match="a quantity of its own"):
        cs.explore(taken, ["k"], growth=["growth"])
