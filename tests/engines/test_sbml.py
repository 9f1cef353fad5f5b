"""`cs.to_sbml`: consistent, units and all, and the same runs in other people's simulators."""

import sys
from html import escape

import libsbml
import numpy as np
import pytest
import sympy as sp

import cytostorm as cs
from cytostorm.engines.sbml import to_sbml
from cytostorm.model import Dose, Mechanism, Parameter, ReadOut, State, amount

from .peers import copasi, road_runner

loop, patient = cs.models.loop, cs.models.patient
ACCURATE = {"rtol": 1e-9, "atol": 1e-12}


def several(name, amount, unit, days):
    return [cs.dose(name, amount, unit, day=day) for day in days]


BOOK = {name: getattr(cs.models, name) for name in cs.models.__all__}
BY_MODEL = {name: (model, [cs.dose(d.name, d.range[1], d.unit, day=1) for d in model.doses.values()][:1], {})
            for name, model in BOOK.items()}
SCENARIOS = {
    "toci": ([cs.dose("tocilizumab", 8, "mg/kg", day=4.55)], {}),
    "dex-early": ([*several("dexamethasone", 10, "mg", 2 + np.arange(20)/4)], {}),
    "casp-99": ([cs.dose("rimiducid", 0.99, "1", day=4.55)], {}),
    "support": ([*several("noradrenaline", 0.2, "ug/kg/min", [4.88]), *several("noradrenaline", -0.2, "ug/kg/min", [7.88]),
                 *several("fluids", 1, "L", [4.88]), *several("fluid_infusion", 4, "L/d", [4.88])], {}),
    "engager": ([*several("engager_infusion", 60, "ug/d", [0]), *several("engager_infusion", -60, "ug/d", [1]),
                 *several("engager_infusion", 300, "ug/d", [7]), *several("engager_infusion", -300, "ug/d", [8])], {}),
    "two on one day, two of one drug, one on the last day": (
        [*several("anakinra", 100, "mg", [3, 3]), *several("siltuximab", 11, "mg/kg", [3]),
         *several("platelet_transfusion", 40, "1e9/L", [28])], {}),
    "other values": ([], {"tumour_burden": 30, "endothelium": 1.6, "IFNg_knockout": 0.5, "fever": 0.5, "plasma_volume": 2.8}),
}
RUNS = BY_MODEL | {name: (patient, *rest) for name, rest in SCENARIOS.items()}


def differences(peer, file, model, doses, values, days=28):
    """The largest difference between a simulator and `simulate` in every state and read-out, by its largest value."""
    run = cs.simulate(model, days=days, step=0.1, doses=doses, engine="scipy", **ACCURATE, **values)
    names = [s.identifier for s in (*model.states, *model.inputs, *model.readouts)]
    loaded = peer(to_sbml(model, file, doses=doses, **values), names, days=days, step=0.1, **ACCURATE)
    loaded.run()
    rows = {round(row[0], 9): row[1:] for row in loaded.read()}
    common = [i for i, day in enumerate(run.t) if round(day, 9) in rows]
    assert len(common) >= min(days, run.t[-1] - 0.1)/0.1
    found = np.array([rows[round(run.t[i], 9)] for i in common]).T
    for name, theirs in zip(names, found, strict=True):
        yield name, np.max(np.abs(theirs - run[name][common])), np.max(np.abs(run[name]))


def agree(*arguments):
    for name, difference, largest in differences(*arguments):
        assert difference <= max(1e-6*largest, ACCURATE["atol"]), (name, difference, largest)


def read(file):
    document = libsbml.readSBML(str(file))
    complaints = [document.getError(i).getMessage() for i in range(document.checkConsistency())]
    return document, complaints


@pytest.mark.parametrize("name", RUNS)
def test_libroadrunner_agrees(name, tmp_path):
    agree(road_runner, tmp_path / "model.xml", *RUNS[name])


@pytest.mark.release
@pytest.mark.parametrize("name", RUNS)
def test_copasi_agrees(name, tmp_path):
    agree(copasi, tmp_path / "model.xml", *RUNS[name])


@pytest.mark.parametrize("model", BOOK.values(), ids=BOOK)
def test_libsbml_finds_no_fault_in_the_books_models(model, tmp_path):
    doses = [cs.dose(dose.name, 0.5, dose.unit, day=day) for day, dose in enumerate(model.doses.values())]
    document, complaints = read(to_sbml(model, tmp_path / "model.xml", doses=doses))
    assert complaints == []
    assert document.getModel().getNumEvents() == len(model.doses)
    assert document.getModel().getNumRules() == len(model.states) + len(model.readouts)


def test_libsbml_would_have_found_one(tmp_path):
    document, _ = read(to_sbml(patient, tmp_path / "model.xml"))
    document.getModel().getParameter("platelets_0").setUnits("unit_1_per_d")
    assert document.checkConsistency() > 0


y = State("y", "1", start=0.5)
mass = State("mass", "mg")


def small(rate=-y, **more):
    """A model of one state that decays by a tenth of its rate a day."""
    pace = Parameter("pace", 0.1, "1/d", range=(0, 1), meaning="pace")
    return Mechanism(more.pop("name", "small"), {y: pace*rate, **more.pop("equations", {})}, **more)


@pytest.mark.parametrize("rate", [
    sp.exp(-y), sp.log(1 + y), sp.sin(3*y) + sp.cos(y), 1/(1 + sp.tan(y)**2), sp.tanh(y - sp.Rational(1, 3)), sp.sqrt(y)/3,
    1/sp.sqrt(1 + y), (1 + y)**sp.Rational(-2, 3), y**2.5 - y**3/7, -(y**2)**y, 2**(y**2), sp.pi - sp.E*y,
    sp.GoldenRatio - y - sp.EulerGamma*y,
    1e-5*y - 1.5e10*y**40/1e10, sp.Integer(3), y*10**15/(10**15 + y), y*sp.Rational(10**18 + 1, 3*10**18),
])
def test_every_function_constant_and_power_arrives(rate, tmp_path):
    agree(road_runner, tmp_path / "model.xml", small(rate), [], {}, 5)
    assert read(tmp_path / "model.xml")[1] == []


def test_bare_numbers_are_in_the_declared_unit(tmp_path):
    model = small(equations={mass: sp.Float(2.5)}, shows=[ReadOut(f"limit_{i}", 7, unit) for i, unit in enumerate(("g/L", "µg/L"))],
                  doses=[Dose("tablet", "1", {mass: sp.Integer(5)}, range=(0, 1), meaning="5 mg, whatever the amount"),
                         Dose("bleed", "mg", {mass: -amount}, range=(0, 1), meaning="takes away")])
    doses = [cs.dose("tablet", 1, "1", day=2), cs.dose("tablet", 1, "1", day=2), cs.dose("bleed", 3, "mg", day=2)]
    agree(road_runner, tmp_path / "model.xml", model, doses, {}, 5)
    assert read(tmp_path / "model.xml")[1] == []


def test_a_changed_model_with_changed_values_goes_out_changed(tmp_path):
    A, C = loop.symbols("A C")
    k_reg = Parameter("k_reg", 0.2, "1/d", range=(0, 1), meaning="regulation")
    model = loop.with_equations({A: loop[A] - k_reg*A*C}).with_values(k_fb=3, A=2)
    agree(road_runner, tmp_path / "model.xml", model, [], {"k_reg": 0.7, "C": 0.3, "s": 0})
    document, complaints = read(tmp_path / "model.xml")
    values = {name: document.getModel().getParameter(name).getValue() for name in ("k_fb", "k_reg", "A", "C", "s", "k_d")}
    assert complaints == [] and values == {"k_fb": 3, "k_reg": 0.7, "A": 2, "C": 0.3, "s": 0, "k_d": loop.value("k_d")}


@pytest.mark.parametrize("unit, wanted", [
    ("Gcell", {("item", 1, 9, 1)}),
    ("1e9/L", {("dimensionless", 1, 9, 1), ("litre", -1, 0, 1)}),
    ("pg/mL", {("gram", 1, -12, 1), ("litre", -1, -3, 1)}),
    ("(ug/mL)/(g/L)", {("gram", 1, -6, 1), ("litre", -1, -3, 1), ("gram", -1, 0, 1), ("litre", 1, 0, 1)}),
    ("ug/kg/min", {("gram", 1, -6, 1), ("gram", -1, 3, 1), ("second", -1, 0, 60)}),
    ("U*d/L/Gcell", {("katal", 1, 0, 1e-6/60), ("second", 1, 0, 86400), ("litre", -1, 0, 1), ("item", -1, 9, 1)}),
    ("mmHg", {("pascal", 1, 0, 133.322)}),
    ("%", {("dimensionless", 1, -2, 1)}),
    ("µm**2", {("metre", 2, -6, 1)}),
    ("nM", {("dimensionless", 1, -6, 1), ("mole", 1, 0, 1), ("metre", -3, 0, 1)}),
    ("gram", {("gram", 1, 0, 1)}),
])
def test_units(unit, wanted, tmp_path):
    k = Parameter("k", 1, unit, range=(0, 2), meaning="of that unit")
    document, complaints = read(to_sbml(small(shows=[ReadOut("twice", 2*k, unit)]), tmp_path / "model.xml"))
    assert complaints == []
    written = document.getModel().getParameter("k").getDerivedUnitDefinition()
    parts = [written.getUnit(i) for i in range(written.getNumUnits())]
    found = {(libsbml.UnitKind_toString(u.getKind()), u.getExponent(), u.getScale()): u.getMultiplier() for u in parts}
    assert found == pytest.approx({tuple(part): multiplier for *part, multiplier in wanted}, rel=1e-5)


def test_a_unit_that_sbml_does_not_have_is_named(tmp_path):
    k = Parameter("k", 1, "pixel", range=(0, 2), meaning="of that unit")
    with pytest.raises(cs.DeclarationError, match="SBML has no counterpart of the unit 'pixel'"):
        to_sbml(small(shows=[ReadOut("twice", 2*k, "pixel")]), tmp_path / "model.xml")


def test_a_wrong_unit_is_not_written(tmp_path):
    with pytest.raises(cs.DeclarationError, match="d mass/dt"):
        to_sbml(small(equations={mass: -mass}), tmp_path / "model.xml")
    assert not list(tmp_path.iterdir())


def test_words_and_names_that_mean_something_to_xml_or_sbml(tmp_path):
    names = "gamma E I S ln plus rateOf piecewise delay factorial unit_1_per_d gram d avogadro_ NA".split() + ["model" + "_"*8]
    label = 'Größe <b>&"ü"</b> ]]> \x07 µ½'
    states = [State(name, "1", start=0.1*(i + 1), label=label) for i, name in enumerate(names)]
    span = Parameter("span", 10, "d", range=(1, 20), meaning=label)
    model = small(name='<&"é> ½', summary=label, equations={s: -y*s*states[i - 1]/span for i, s in enumerate(states)})
    agree(road_runner, tmp_path / "Größe.xml", model, [], {}, 5)
    document, complaints = read(tmp_path / "Größe.xml")
    assert complaints == [] and document.getModel().getName() == model.name
    assert document.getModel().getParameter("gamma").getName() == label.replace("\x07", " ")
    assert "Größe &lt;b&gt;&amp;" in document.getModel().getNotesString()


def test_notes_tell_meaning_standing_source_and_limit(tmp_path):
    model = read(to_sbml(patient, tmp_path / "model.xml"))[0].getModel()
    measured = next(p for p in patient.parameters if p.standing == "measured" and p.source)
    notes = model.getParameter(measured.identifier).getNotesString()
    assert f"measured: {measured.source}" in notes and escape(measured.meaning, quote=False) in notes
    assert "never for care" in model.getNotesString() and patient.digest in model.getNotesString()
    assert "1e+06-fold" in read(to_sbml(loop, tmp_path / "model.xml"))[0].getModel().getNotesString()


@pytest.mark.parametrize("arguments, words", [
    ({"doses": [cs.dose("tocilizumb", 8, "mg/kg", day=4)]}, "did you mean 'tocilizumab'"),
    ({"doses": [cs.dose("tocilizumab", 8, "mg", day=4)]}, "in 'mg/kg'"),
    ({"doses": [cs.dose("tocilizumab", -8, "mg/kg", day=4)]}, "outside the allowed"),
    ({"doses": [cs.dose("tocilizumab", 8, "mg/kg", day=-1)]}, "day must lie"),
    ({"doses": 5}, "cs.dose"),
    ({"weigth": 60}, "did you mean 'weight'"),
    ({"weight": -60}, "outside the allowed"),
])
def test_bad_input_is_told_as_simulate_does(arguments, words, tmp_path):
    with pytest.raises(cs.InputError, match=words):
        to_sbml(patient, tmp_path / "model.xml", **arguments)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("path", [".", "missing/model.xml", "x"*300, "nul\0.xml", None, 5])
def test_a_path_that_cannot_be_written(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(cs.InputError, match="to_sbml cannot write to"):
        to_sbml(loop, path)
    assert not list(tmp_path.iterdir())


def test_what_stood_there_stays_until_the_new_file_is_complete(tmp_path):
    file = tmp_path / "model.xml"
    file.write_text("old")
    (tmp_path / "model.xml.part").mkdir()
    with pytest.raises(cs.InputError, match="cannot write"):
        to_sbml(loop, file)
    assert file.read_text() == "old"
    (tmp_path / "model.xml.part").rmdir()
    (tmp_path / "same file").hardlink_to(file)
    assert to_sbml(loop, str(file)) == file and read(file)[1] == []
    assert (tmp_path / "same file").read_text() == "old" and len(list(tmp_path.iterdir())) == 2


def test_no_model_and_no_library_are_told(tmp_path, monkeypatch):
    with pytest.raises(cs.InputError, match="cs.models.loop"):
        to_sbml("loop", tmp_path / "model.xml")
    monkeypatch.setitem(sys.modules, "libsbml", None)
    with pytest.raises(cs.InputError, match="pip install python-libsbml"):
        to_sbml(loop, tmp_path / "model.xml")


def test_a_link_stays_a_link_and_what_is_no_file_stays(tmp_path):
    real, link = tmp_path/"real.xml", tmp_path/"link.xml"
    real.write_text("old")
    link.symlink_to(real)
    cs.to_sbml(cs.models.loop, link)
    assert link.is_symlink() and "<sbml" in real.read_text(encoding="utf-8")
    with pytest.raises(cs.InputError, match="it is no file"):
        cs.to_sbml(cs.models.loop, tmp_path)
