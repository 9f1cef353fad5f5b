"""Wards: the same patients on any number of workers, what is found of them, and what happens when something breaks."""

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
import sympy as sp

import cytostorm as cs
from cytostorm import cohort
from cytostorm.engines.facts import facts
from cytostorm.model import Mechanism, Parameter, State

ward, saturating = cs.models.ward, cs.models.loop_saturating
k = Parameter("k", 1, "1/d", range=(0.1, 3), meaning="decay", spread=0.5)
b = Parameter("b", 1, "1/d", range=(0.1, 1.1), meaning="supply", spread=0.2, allowed=(0, 1.1))
x = State("x", "1", start=1)
decay = Mechanism("decay", {x: b - k*x}, facts=[cs.Fact("end", "value_at", x, at=2, unit="1", label="end"),
                                                cs.Fact("half_day", "first_time", x < 0.5, unit="d", label="half")])


@pytest.fixture(scope="module")
def table():
    """2,000 untreated patients, by two threads."""
    with ThreadPoolExecutor(2) as executor:
        return cohort.run(ward, 2000, seed=2026, map=executor.map, peaks=["CRP", "IL6", "CAR_T"])


def test_the_ward_looks_like_a_clinic(table):
    assert (table["grade_most"] > 0).mean() == pytest.approx(0.73, abs=0.025)
    assert (table["grade_most"] >= 3).mean() == pytest.approx(0.13, abs=0.025)
    rank = table[["tumour_burden", "IL6_peak", "CRP_peak"]].corr("spearman")
    assert rank.loc["tumour_burden", "IL6_peak"] == pytest.approx(0.77, abs=0.05)
    assert rank.loc["IL6_peak", "CRP_peak"] == pytest.approx(0.90, abs=0.05)
    ill = table[np.isfinite(table["fever_day"])]
    assert ill["fever_day"].median() == pytest.approx(4.1, abs=0.2) and ill["grade_end_day"].median() == pytest.approx(9.7, abs=0.3)
    assert (table["failure"] == "").all() and table.index.tolist() == list(range(2000))


def test_patients_are_drawn_as_declared(table):
    for name in ("tumour_burden", "rho_E", "k_6M", "endothelium"):
        logs = np.log(table[name]/ward.value(name))
        assert logs.mean() == pytest.approx(0, abs=4*ward.symbol(name).spread/2000**0.5), name
        assert logs.std() == pytest.approx(ward.symbol(name).spread, rel=0.07), name
    assert table["f_eng"].max() == 1 and (table["f_eng"] == 1).mean() > 0.05  # cut at all cells
    assert sum(1 for p in ward.parameters if p.spread) == 42 == list(table.columns).index("fever_day")


def test_each_row_is_that_patients_run(table):
    for patient in (0, 7, 1234):
        row = table.loc[patient]
        values = {p.identifier: row[p.identifier] for p in ward.parameters if p.spread}
        run = cs.simulate(ward, step=0.1, engine="scipy", **values)
        for name, value in facts(run).items():
            assert row[name] == pytest.approx(value, rel=1e-3, abs=0.11 if "day" in name else 1e-3), (patient, name)
        assert row["CRP_peak"] == pytest.approx(run.peak("CRP").value, rel=1e-4)


def test_the_same_ward_whoever_does_the_work(table):
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as executor:
        apart = cohort.run(ward, 450, seed=2026, map=executor.map, peaks=["CRP", "CAR_T"])
    alone = cohort.run(ward, 450, seed=2026, peaks=["CRP", "CAR_T"])
    pd.testing.assert_frame_equal(apart, alone, check_exact=True)
    pd.testing.assert_frame_equal(alone, table[:450], check_exact=True)
    assert not cohort.run(ward, 3, seed=1).equals(cohort.run(ward, 3, seed=2))


def test_a_ward_goes_on_where_it_stopped(table, tmp_path):
    file = tmp_path/"ward.csv"
    assert cohort.run(ward, 250, seed=2026, save=file, peaks=["CRP", "CAR_T"]) == file
    cohort.run(ward, 50, seed=2026, save=file, peaks=["CRP", "CAR_T"], first=250)
    saved = pd.read_csv(file, index_col="patient", keep_default_na=False)
    pd.testing.assert_frame_equal(saved, table[:300], check_dtype=False, rtol=1e-8)
    with pytest.raises(cs.InputError, match="there already"):
        cohort.run(ward, 1, save=file)


def test_futures_are_waited_for_and_doses_given_to_all():
    with ThreadPoolExecutor(2) as executor:
        futures = cohort.run(ward, 300, seed=3, map=lambda f, tasks: [executor.submit(f, task) for task in tasks],
                             doses=[cs.dose("tocilizumab", 8, "mg/kg", day=2)])
    assert (futures["tocilizumab_doses"] == 1).all() and (futures["grade_most"] >= 3).mean() < 0.03


def test_without_numba_the_same_is_found(tmp_path):
    compiled, file = cohort.run(cs.models.ward, 3, seed=5, peaks=["IL6"]), tmp_path/"plain.csv"
    text = ("import sys; sys.modules['numba'] = None  # as if it were not installed\n"
            f"import cytostorm as cs; cs.cohort.run(cs.models.ward, 3, seed=5, peaks=['IL6'], save={str(file)!r})")
    subprocess.run([sys.executable, "-c", text], check=True)
    plain = pd.read_csv(file, index_col="patient", keep_default_na=False).astype({"failure": str})
    pd.testing.assert_frame_equal(compiled, plain, rtol=1e-3, atol=0.11, check_dtype=False)  # days lie on the grid


def test_a_patient_below_zero_is_told_and_not_counted():
    impossible = {"Pc_0": 5.8, "Pi_0": 0, "pi_i0": 4, "pi_p0": 32, "sigma_0": 1, "D_liver": 0.8}
    table = cohort.run(cs.models.ward, 3, seed=1, spread={"f_A": 0.3}, **impossible)
    assert table["failure"].str.contains("falls below 0|no value").all() and table["IL6_peak"].isna().all()


def test_values_and_spreads_are_the_readers():
    table = cohort.run(decay, 4000, seed=1, spread={"b": 0}, k=2)
    assert "b" not in table and np.log(table["k"]).mean() == pytest.approx(np.log(2), abs=0.03)
    end = 1/table["k"] + (1 - 1/table["k"])*np.exp(-2*table["k"])
    assert table["end"].to_numpy() == pytest.approx(end.to_numpy(), rel=1e-4)
    started = cohort.run(decay, 5, seed=1, x=0)
    assert (started["half_day"] == 0).all()


def test_a_patient_who_cannot_be_solved_stops_nobody():
    limit = Parameter("limit", 1, "1", range=(0.1, 9), meaning="blows up above it", spread=1)
    bursting = Mechanism("bursting", {x: x**2*limit/k*k**2}, facts=[cs.Fact("end", "value_at", x, at=1, unit="1", label="end")])
    table = cohort.run(bursting, 16, seed=1, days=1, spread={"k": 0})
    failed = table["failure"] != ""
    assert 3 < failed.sum() < 13 and (table["limit"] >= 1)[failed].all()  # x = 1/(1 - limit t) has no value from 1/limit on
    assert table["end"].isna().equals(failed)
    assert table["end"][~failed].to_numpy() == pytest.approx((1/(1 - table["limit"][~failed])).to_numpy(), rel=1e-3)


@pytest.mark.parametrize("n, options, words", [
    (0, {}, "n must be a whole number of at least 1; got 0"), (-3, {}, "n must be"), (2.5, {}, "n must be"), (True, {}, "n must be"),
    (1, {"first": -1}, "first must be"), (1, {"tumor_burden": 3}, "tumour_burden"), (1, {"peaks": ["IL7"]}, "IL6"),
    (1, {"spread": {"rho_E": -1}}, "spread="), (1, {"days": 0}, "days must be"), (1, {"step": float("nan")}, "step must be"),
    (1, {"doses": [cs.dose("tocilizumab", 8, "mg", day=1)]}, "mg/kg"), (1, {"doses": [cs.dose("aspirin", 8, "mg", day=1)]}, "aspirin"),
    (1, {"doses": [cs.dose("tocilizumab", 8, "mg/kg", day=29)]}, "end of the run"), (1, {"rtol": 2}, "rtol"),
    (1, {"endothelium": float("nan")}, "endothelium")])
def test_bad_input_is_told(n, options, words):
    with pytest.raises(cs.InputError, match=words):
        cohort.run(ward, n, **options)


def test_a_worker_that_dies_leaves_what_was_done():
    def dying(work, tasks):
        yield from map(work, tasks[:2])
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor:
            yield executor.submit(os._exit, 1).result()

    with pytest.raises(cohort.CohortError, match="after 400 of 900 patients .*go on with first=400") as stopped:
        cohort.run(decay, 900, seed=1, map=dying)
    pd.testing.assert_frame_equal(stopped.value.done, cohort.run(decay, 400, seed=1))


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on the size of files")
def test_a_full_disk_leaves_whole_rows(tmp_path):
    program = f"""
import resource, signal, sys
import cytostorm as cs
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
cs.cohort.run(cs.models.loop_saturating, 1, spread={{"k_fb": 0.1}})
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
try:
    cs.cohort.run(cs.models.loop_saturating, 4000, spread={{"k_fb": 0.1}}, save={str(tmp_path/"ward.csv")!r})
except cs.cohort.CohortError as error:
    print(error, error.done, sep="\\n")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.splitlines()
    rows = pd.read_csv(tmp_path/"ward.csv", index_col="patient", keep_default_na=False)
    assert 200 <= len(rows) < 4000 and len(rows) % 200 == 0 and f"after {len(rows):,} of 4,000" in done[0]
    assert done[1] == str(tmp_path/"ward.csv") and np.isfinite(rows["C_peak"]).all()


def test_progress_is_told_on_request(capsys):
    cohort.run(decay, 300, seed=1, progress=True)
    assert "\r300 of 300 patients\n" in capsys.readouterr().err
    cohort.run(decay, 300, seed=1)
    assert capsys.readouterr().err == ""


def test_sobol_of_a_case_that_is_known():
    u, v = (Parameter(name, 1, "1", range=(0.1, 9), meaning="factor", spread=spread) for name, spread in (("u", 0.3), ("v", 0.6)))
    y = State("y", "1", start=sp.log(u) + sp.log(v), signed=True)
    sums = Mechanism("sums", {y: 0*y*k}, facts=[cs.Fact("end", "value_at", y, at=1, unit="1", label="sum")])
    found = cohort.sobol(sums, "end", ["u", "v"], n=512, days=1, seed=3)
    assert found["first"].to_dict() == pytest.approx({"u": 0.09/0.45, "v": 0.36/0.45}, abs=0.03)
    assert found["total"].to_dict() == pytest.approx({"u": 0.09/0.45, "v": 0.36/0.45}, abs=0.03)


def test_sobol_asks_for_what_it_needs():
    with pytest.raises(cs.InputError, match="fever_dag"):
        cohort.sobol(ward, "fever_dag", ["rho_E"])
    with pytest.raises(cs.InputError, match="k_open has no spread"):
        cohort.sobol(ward, "IL6_peak", ["rho_E", "k_open"])


@pytest.mark.release
def test_a_dask_cluster_gives_the_same_ward(table):
    distributed = pytest.importorskip("dask.distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, distributed.Client(cluster) as client:
        there = cohort.run(ward, 450, seed=2026, map=client.map, peaks=["CRP", "CAR_T"])
    pd.testing.assert_frame_equal(there, table[:450], check_exact=True)


def test_a_file_goes_on_only_with_its_own_ward(tmp_path):
    file = tmp_path/"ward.csv"
    cohort.run(decay, 20, seed=1, days=3, save=file)
    before = file.read_text(encoding="utf-8")
    for options, words in [({"first": 10}, "ends with patient 19; go on with first=20, not 10"), ({"first": 20, "seed": 2}, "not the one of seed=2"),
                           ({"first": 20, "k": 2}, "another ward"), ({"first": 20, "peaks": ["x"]}, "another table")]:
        with pytest.raises(cs.InputError, match=words):
            cohort.run(decay, 5, **{"seed": 1, "days": 3, "save": file} | options)
        assert file.read_text(encoding="utf-8") == before
    cohort.run(decay, 5, seed=1, days=3, save=file, first=20)
    assert pd.read_csv(file, index_col="patient").equals(pd.read_csv(cohort.run(decay, 25, seed=1, days=3, save=tmp_path/"whole.csv"), index_col="patient"))


@pytest.mark.parametrize("broken", [lambda work, tasks: [], lambda work, tasks: [work(task) for task in list(tasks)[:1]]])
def test_a_map_that_gives_back_too_little_is_told(broken):
    with pytest.raises(cohort.CohortError, match="of 500 patients.*fewer results") as caught:
        cohort.run(decay, 500, days=3, map=broken)
    assert len(caught.value.done) in (0, 200)


@pytest.mark.parametrize("options, words", [
    ({"seed": -1}, "seed must be a whole number"), ({"seed": "a"}, "seed must be"), ({"spread": ["k"]}, "spread= maps"),
    ({"save": "nowhere/at/all.csv"}, "cannot be written"), ({"save": 3}, "save is the path")])
def test_what_a_ward_cannot_take_is_told(options, words):
    with pytest.raises(cs.InputError, match=words):
        cohort.run(decay, 3, days=3, **options)


@pytest.mark.parametrize("options, words", [
    ({"n": 3}, "power of two"), ({"n": 0}, "n must be"), ({"seed": -1}, "seed must be"), ({"parameters": []}, "name parameters that vary"),
    ({"map": None}, "something to call"), ({"parameters": ["x"]}, "takes parameters")])
def test_what_sobol_cannot_take_is_told(options, words):
    with pytest.raises(cs.InputError, match=words):
        cohort.sobol(decay, "end", **{"parameters": ["k", "b"], "n": 8, "days": 3} | options)


def test_a_fact_that_some_patients_lack_has_no_sensitivity():
    with pytest.raises(cohort.CohortError, match="16 of 16 patients have no log_kill.*more days"):
        cohort.sobol(ward, "log_kill", ["tumour_burden", "f_A"], n=16, days=5)
