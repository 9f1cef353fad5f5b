"""Clotting alone: its balance, its rest, its units and its words."""

import numpy as np
import pytest
import sympy as sp

import cytostorm as cs
from cytostorm.model.units import check_units

model = cs.models.coagulation


def test_made_less_lost_is_the_change_of_fibrinogen():
    change = model.expand(model["fibrinogen"] - (model["fibrinogen_made"] - model["fibrinogen_lost"]))
    assert sp.simplify(change) == 0


def test_units():
    check_units(model)
    check_units(cs.models.patient.telling(cs.scores.clots))
    check_units(cs.models.patient.telling(cs.scores.easix_course))


def test_nothing_given_nothing_happens():
    run = cs.simulate(model, days=20, engine="scipy")
    for name in ("thrombin", "platelets", "fibrinogen", "microthrombi", "D_dimer"):
        assert run[name] == pytest.approx(np.full(len(run.t), run[name][0]), abs=1e-7)
    assert "never overt" in cs.clinic.describe(run)


def test_the_same_inputs_give_what_the_patient_has():
    patient = cs.simulate(cs.models.patient, days=8, engine="scipy")
    held = {name: float(patient[name][-1]) for name in ("permeability", "macrophages", "dS6")}
    run = cs.simulate(model, days=1, step=1, engine="scipy", **held)
    assert run["thrombin"][-1] == pytest.approx(patient["thrombin"][-1], rel=0.05)


@pytest.mark.parametrize("doses, words", [
    ([cs.dose("alarm", 0.9, "1", day=2, lasting=5)], "platelets stay at 140 × 10⁹/L or more, fibrinogen between 3.00 and 10"),
    ([], "platelets stay at 140 × 10⁹/L or more, fibrinogen at 3.00 g/L or more."),
    ([cs.dose("sticky_wall", 0.5, "1", day=2, lasting=5)], "while platelets fall to 87 × 10⁹/L (day 7.1); fibrinogen falls to 1.22 g/L (day 7.0)."),
    ([cs.dose("sticky_wall", 0.5, "1", day=2, lasting=5), cs.dose("alarm", 0.9, "1", day=10, lasting=5)],
     "first falls to 1.22 g/L (day 7.0), then rises to 9.57 g/L (day 15.0)"),
    ([cs.dose("alarm", 0.9, "1", day=2, lasting=7), cs.dose("tissue_factor", 0.8, "1", day=4, lasting=5),
      cs.dose("sticky_wall", 0.5, "1", day=4, lasting=5)], "first rises to"),
])
def test_words_follow_fibrinogen(doses, words):
    assert words in cs.clinic.describe(cs.simulate(model, days=20, doses=doses, engine="scipy"))
