"""The compiled engine against SciPy's LSODA, and its modules on disk."""

import os
import subprocess
import sys

import numpy as np
import pytest
import sympy as sp

import cytostorm as cs
from cytostorm.engines import code, numba
from cytostorm.evidence.scenarios import SCENARIOS

loop, patient = cs.models.loop, cs.models.patient
SMALL = [cs.models.loop, cs.models.loop_saturating, cs.models.loop_cooperative, cs.models.checkpoint]
TIGHT = {"rtol": 1e-9, "atol": 1e-12}


def both(model, **arguments):
    """The same run by both engines, the compiled one first."""
    runs = [cs.simulate(model, engine=engine, **TIGHT, **arguments) for engine in ("numba", "scipy")]
    assert runs[0].solver.startswith("Dormand–Prince 5(4), ") and runs[1].solver.startswith("LSODA, ")
    return runs


def assert_same(ours, reference):
    """The days; each state to a millionth of its largest value, what lies below the tolerance being noise; the end and its words."""
    assert ours.stopped == reference.stopped and len(ours.t) == len(reference.t)
    assert np.array_equal(ours.t[:-1], reference.t[:-1]) and ours.t[-1] == pytest.approx(reference.t[-1], rel=1e-6)
    for state in code.vector(ours.model):
        name = state.identifier
        n = len(ours.t) - bool(ours.stopped)
        difference = np.max(np.abs(ours[name][:n] - reference[name][:n]))
        assert difference <= max(1e-6*np.max(np.abs(reference[name])), TIGHT["atol"]), (name, ours.values, ours.doses)


def random_values(model, rng):
    """Every parameter uniformly within its slider's range."""
    return {p.identifier: float(rng.uniform(*p.range)) for p in model.parameters}


def random_doses(model, rng, days):
    """Up to four doses; the first and the last day, and two on one day, are among them."""
    ends = [0.0, days, round(rng.uniform(0, days), 3)]
    return [cs.dose(dose.name, rng.uniform(max(dose.range[0], 0), dose.range[1]), dose.unit, day=rng.choice(ends))
            for dose in rng.choice(list(model.doses.values()), rng.integers(5))]


@pytest.mark.parametrize("model", SMALL, ids=lambda model: model.name)
def test_small_models_agree_over_the_ranges_of_their_parameters(model):
    rng = np.random.default_rng(5)
    for _ in range(40):
        doses, values = random_doses(model, rng, 20.0), random_values(model, rng)
        assert_same(*both(model, days=20, step=0.3, doses=doses, **values))


@pytest.mark.parametrize("scenario", ["untreated", "toci", "dex-early", "casp-99", "engager", "superagonist", "fluids"])
def test_the_patient_agrees(scenario):
    doses, days, values = SCENARIOS[scenario]
    assert_same(*both(patient, days=days, step=0.25, doses=doses, **values))


def test_other_patients_agree():
    rng = np.random.default_rng(1)
    for _ in range(3):
        chosen = rng.choice(patient.parameters, 40, replace=False)
        values = {p.identifier: float(rng.uniform(*p.range)) for p in chosen}
        assert_same(*both(patient, days=28, step=0.5, doses=SCENARIOS["untreated"][0], **values))


def test_values_on_a_dose_day_are_those_after_all_its_doses():
    doses = [cs.dose("spark", amount, "1", day=day) for amount, day in ((2, 0), (1, 1.25), (3, 1.25), (5, 2))]
    ours, reference = both(loop, days=2, step=0.5, s=0, doses=doses)
    assert ours.t.tolist() == [0, 0.5, 1, 1.25, 1.5, 2] and ours["A"][0] == 2 and ours["A"][-1] > 5
    assert_same(ours, reference)


def test_growth_ends_a_run_on_the_same_day():
    ours, reference = both(loop, days=400, k_fb=4)
    assert "a million-fold" in ours.stopped
    assert_same(ours, reference)


def test_what_is_too_stiff_goes_to_lsoda_and_says_so():
    arguments = dict(days=28, step=1, k_d=1e6, k_fb=1e6, k_c=0.3)
    ours, reference = (cs.simulate(loop, engine=engine, **arguments) for engine in ("numba", "scipy"))
    assert ours.solver == f"{reference.solver} (too stiff for Dormand–Prince)"
    assert np.array_equal(ours["C"], reference["C"])


def test_a_changed_model_has_a_module_of_its_own():
    A, C = loop.symbols("A C")
    other = loop.with_equations({A: loop[A] - sp.Rational(1, 3)*A*C - A/(10**20 + C)})  # 10**20: beyond 64 bits
    assert numba.module(other) is not numba.module(loop) and numba.module(loop) is numba.module(loop.with_values(k_fb=2))
    ours, reference = both(other, days=10, k_fb=3)
    assert ours["C"][-1] < cs.simulate(loop, days=10, k_fb=3)["C"][-1]/2
    assert_same(ours, reference)


@pytest.mark.parametrize("rate, arguments", [
    (None, dict(s=0, doses=[cs.dose("source", 0.5, "1/d", day=5), cs.dose("source", -0.5, "1/d", day=3)])),
    (lambda A: sp.log(-1 - A), {}),
])
def test_errors_are_those_of_scipy(rate, arguments):
    model = loop if rate is None else loop.with_equations({"A": rate(loop.symbol("A"))})
    words = []
    for engine in ("numba", "scipy"):
        with pytest.raises(cs.CytostormError) as error:
            cs.simulate(model, days=20, engine=engine, **arguments)
        words.append((error.type, str(error.value)))
    assert words[0] == words[1]


@pytest.mark.parametrize("engine", ["Numba", "", 1, ["numba"]])
def test_another_engine_is_refused(engine):
    with pytest.raises(cs.InputError, match="engine must be 'numba' or 'scipy'; got"):
        cs.simulate(loop, engine=engine)


# ---- on disk, each in a process of its own ------------------------------------------------------------------------------

RUN = """
import cytostorm as cs, sys
assert "numba" not in sys.modules
run = cs.simulate(cs.models.loop, days=5, step=1, engine={engine!r})
from cytostorm.engines import numba
print(run["C"].tolist(), run.solver)
if {engine!r} == "numba":
    stats = numba.module(run.model).integrate.stats
    print(sum(stats.cache_hits.values()), sum(stats.cache_misses.values()), numba.module(run.model).__file__)
"""


def process(folder, text=RUN.format(engine="numba")):
    return subprocess.Popen([sys.executable, "-W", "error", "-c", text], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            env=os.environ | {"CYTOSTORM_CACHE": str(folder)})


def said(started):
    """What a process printed, line by line; it may not fail, nor warn."""
    out, errors = started.communicate()
    assert (started.returncode, errors) == (0, "")
    return out.splitlines()


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A folder for modules, empty until two processes went for it at once, and what these printed."""
    folder = tmp_path_factory.mktemp("modules")
    started = [process(folder), process(folder)]
    return folder, [said(one) for one in started]


def test_two_processes_at_once_do_not_disturb_each_other(filled):
    folder, (first, second) = filled
    assert first[0] == second[0] and "Dormand–Prince" in first[0]
    assert len(list(folder.glob("*"))) == 2  # the module, and what Python and numba keep of it


def test_the_next_process_loads_what_was_compiled(filled):
    folder, (first, _) = filled
    states, kept = said(process(folder))
    assert states == first[0] and kept.startswith(f"1 0 {folder}")


def test_a_folder_that_cannot_be_written_is_replaced_by_one_for_the_process(filled, tmp_path):
    (tmp_path/"file").write_text("")
    states, kept = said(process(tmp_path/"file"/"modules"))
    assert states == filled[1][0][0] and not os.path.exists(os.path.dirname(kept.split(" ", 2)[2]))


def test_without_numba_scipy_runs_and_asking_for_numba_is_answered(tmp_path):
    text = "import sys\nsys.modules['numba'] = None  # as if it were not installed" + RUN.format(engine=None).replace("assert", "#")
    assert "LSODA" in said(process(tmp_path, text))[0]
    *_, last = process(tmp_path, text + "cs.simulate(cs.models.loop, engine='numba')").communicate()[1].splitlines()
    assert "InputError" in last and "pip install numba" in last
