"""Every equation of every model agrees with its units, and a wrong one is found."""

import pytest

import cytostorm as cs
from cytostorm.model import DeclarationError, Dose, Mechanism, Parameter, State, amount
from cytostorm.model.units import check_units

drug = State("drug", "ug/mL")
k = Parameter("k", 1, "1/d", range=(0, 3), meaning="loss")
weight = Parameter("weight", 70, "kg", range=(40, 120), meaning="body weight")
volume = Parameter("volume", 3.5, "L", range=(1, 9), meaning="volume")


def pharmacy(rate=-k*drug, adds=amount*weight/volume, unit="mg/kg"):
    return Mechanism("pharmacy", {drug: rate}, doses=[Dose("drug", unit, {drug: adds}, range=(0, 9), meaning="a dose")])


@pytest.mark.parametrize("name", cs.models.__all__)
def test_the_books_models_agree_with_their_units(name):
    assert check_units(getattr(cs.models, name)) > 8


def test_dimensions_and_scale_of_a_dose():
    assert check_units(pharmacy()) >= 2
    with pytest.raises(DeclarationError, match="dose drug.*drug.*factor"):
        check_units(pharmacy(unit="g/kg"))
    with pytest.raises(DeclarationError, match="dose drug"):
        check_units(pharmacy(adds=amount*weight))


@pytest.mark.parametrize("rate, word", [(-k*drug + weight, "d drug/dt"), (-k*drug*Parameter("h", 1, "1/h", range=(0, 2), meaning="x")/k, "factor")])
def test_a_wrong_rate_names_its_state(rate, word):
    with pytest.raises(DeclarationError, match=word):
        check_units(pharmacy(rate=rate))


def test_an_unreadable_unit_is_named():
    with pytest.raises(DeclarationError, match="parsec3x"):
        check_units(Mechanism("m", {State("x", "parsec3x"): -k*State("x", "parsec3x")}))
