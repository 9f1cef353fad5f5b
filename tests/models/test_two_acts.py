"""The two acts without organs and drugs are the patient's."""

import numpy as np
import pytest

import cytostorm as cs
from cytostorm.model.units import check_units


@pytest.mark.parametrize("changed", [{}, {"Mo_0": 0}, {"IFNg_knockout": 1, "tumour_burden": 20}])
def test_same_curves_as_the_patient(changed):
    small = cs.simulate(cs.models.two_acts, engine="scipy", step=0.1, **changed)
    whole = cs.simulate(cs.models.patient, engine="scipy", step=0.1, **changed)
    for state in cs.models.two_acts.states:
        name = state.identifier
        assert np.abs(small[name] - whole[name]).max() <= 1e-6*max(1e-6, np.abs(whole[name]).max()), name


def test_nothing_is_left_open_and_units_agree():
    assert not cs.models.two_acts.inputs
    check_units(cs.models.two_acts)
    for words in (cs.scores.cell_kinetics, cs.scores.IFNg_valley, cs.scores.order_of_peaks, cs.scores.cytokine_sources):
        check_units(cs.models.two_acts.telling(words))
