"""The claims of the book against the model, those that fail too; published numbers and their sources; the frozen baseline."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binomtest

from cytostorm import evidence
from cytostorm.evidence import baseline, measures, wards
from cytostorm.evidence.claim import share
from cytostorm.evidence.scenarios import SCENARIOS, patient, run
from cytostorm.stability import engaged_threshold

KEYS = set(re.findall(r"^@\w+\{(\w+),", (Path(__file__).parents[1]/"references.bib").read_text(encoding="utf-8"), re.MULTILINE))
FROZEN = json.loads(baseline.FILE.read_text(encoding="utf-8"))

#: Where model and clinic disagree. A claim that joins or leaves this set is news, and is told in the book.
DISAGREE = {
    "fast_off_rate_cells", "steroid_expansion", "steroid_kill", "fibrinogen_stays", "IL1_prevents", "rimiducid_CRS", "step_up",
    "engager_day_2", "TGN1412_signs", "TGN1412_critical", "TGN1412_over", "grade_3", "grade_4", "death", "onset", "length",
    "toci_response", "DIC", "DIC_in_severe", "D_dimer"}


@pytest.mark.parametrize("claim", evidence.claims, ids=[claim.name for claim in evidence.claims])
def test_the_model_bears_out_a_claim_or_is_known_not_to(claim):
    found = evidence.check(claim)
    low, high = claim.interval
    assert np.isfinite(found.value) and found.holds == (low <= found.value <= high)
    assert found.holds == (claim.name not in DISAGREE), f"{found.value:g} {claim.unit} of {claim.interval}"


@pytest.mark.parametrize("claim", evidence.claims, ids=[claim.name for claim in evidence.claims])
def test_a_claim_says_what_where_from_and_how_judged(claim):
    assert claim.name.isidentifier() and claim.kind in ("clinic", "design") and claim.unit
    assert claim.source and set(claim.source) <= KEYS
    assert claim.interval[0] <= claim.interval[1]
    for words in (claim.claim, claim.note):
        assert words.endswith(".") and len(words) > 15


def test_claims_and_functions_are_the_same_set():
    names = [claim.name for claim in evidence.claims]
    assert sorted(names) == sorted([*measures.MEASURES, *wards.MEASURES]) and DISAGREE < {*names}


def test_a_claim_outside_its_interval_does_not_hold():
    claim = evidence.Claim("one", "One is two.", ("Hay2017",), (2, 2), "1", "clinic", "For this test.", lambda: 1)
    assert evidence.check(claim) == (1, False)


def test_the_table_shows_all_those_that_fail_too():
    table = evidence.table()
    assert table.index.tolist() == [claim.name for claim in evidence.claims]
    assert set(table.index[~table["holds"]]) == DISAGREE
    within = (table["low"] <= table["value"]) & (table["value"] <= table["high"])
    assert (within == table["holds"]).all() and (table[["claim", "source", "unit", "kind", "note"]] != "").all(axis=None)


@pytest.mark.parametrize("k, n", [(1, 20), (16, 133), (7, 100), (7, 7)])
def test_binomial_intervals(k, n):
    assert share(k, n) == pytest.approx([100*bound for bound in binomtest(k, n).proportion_ci(0.95, method="exact")])


def test_published_numbers_have_sources():
    table = evidence.published()
    assert list(table) == ["source", "quantity", "value", "low", "high", "unit", "n", "note"] and len(table) > 60
    assert set(table["source"]) <= KEYS
    assert (table[["quantity", "unit"]] != "").all(axis=None) and not table.duplicated(["source", "quantity", "n"]).any()
    alone, between = table["value"].notna(), table["low"].notna()
    assert (alone | between).all() and (between == table["high"].notna()).all() and (table["note"][between] != "").all()
    assert (table["low"] <= table["high"])[between].all()
    assert ((table["low"] <= table["value"]) & (table["value"] <= table["high"]))[alone & between].all()


def test_claims_and_published_numbers_do_not_drift_apart():
    published = evidence.published().set_index(["source", "quantity"])
    claims = {claim.name: claim for claim in evidence.claims}
    for name, source, quantity in [("IL6_and_CRP", "Lee2015", "Spearman correlation of IL-6 and CRP"),
                                   ("checkpoint_weeks", "TangICI2021", "onset of harm by checkpoint inhibitors, medians of kinds"),
                                   ("rimiducid_cells", "Zhou2015", "T cells gone 30 minutes after rimiducid")]:
        assert tuple(published.loc[(source, quantity), ["low", "high"]]) == claims[name].interval
    for name, grade in [("grade_1", "1"), ("grade_2", "2"), ("grade_3", "3"), ("death", "5 (death)")]:
        low, high = claims[name].interval
        assert low < published.loc[("Hay2017", f"CRS of grade {grade}"), "value"] < high


@pytest.mark.parametrize("engine", ["numba", "scipy"])
@pytest.mark.parametrize("scenario", baseline.SCENARIOS)
def test_the_main_numbers_of_a_scenario_stay(scenario, engine):
    assert baseline.of_scenario(scenario, engine) == pytest.approx(FROZEN[scenario], rel=1e-4, abs=1e-6)


def test_the_main_numbers_of_the_ward_stay():
    assert baseline.of_ward() == pytest.approx(FROZEN["ward"], rel=1e-4)
    assert engaged_threshold(patient) == pytest.approx(FROZEN["threshold"]["engaged"], rel=1e-4)
    assert set(FROZEN) == {*baseline.SCENARIOS, "ward", "threshold"} and set(baseline.SCENARIOS) <= set(SCENARIOS)


def test_a_run_is_simulated_once():
    assert run("toci") is run("toci") and wards.ward() is wards.ward()


def test_published_series_have_sources_words_and_days():
    import pandas

    table = pandas.read_csv(Path(evidence.__file__).with_name("series.csv"))
    for name in table["name"].unique():
        one = evidence.series(name)
        assert one.source in KEYS and one.note.endswith(".") and one.label and re.fullmatch("[a-z0-9_]+", name), name
        assert (one.days[:-1] <= one.days[1:]).all() and (one.low <= one.values).all() and (one.values <= one.high).all(), name
        assert one.json()["points"][0] == [one.days[0], one.values[0], one.low[0], one.high[0]]
        rows = table[table["name"] == name]
        assert (rows[["quantity", "unit", "source", "label", "note"]].nunique() == 1).all(), f"{name}: one series, one set of words"


def test_a_series_in_another_unit():
    one = evidence.series("stein_2019_typical")
    twice = one.scaled(2, "twice")
    assert (twice.values == 2*one.values).all() and (twice.high == 2*one.high).all() and twice.label == "twice" and twice.days is one.days
