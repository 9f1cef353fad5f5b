"""The tables of claims, numbers and parameters that people read hold everything that the data hold."""

import re
from pathlib import Path

import pytest

import cytostorm as cs
from cytostorm import evidence
from cytostorm.evidence import tables

CHAPTERS = Path(__file__).parents[1] / "chapters" / "reference"
cells = {name: (CHAPTERS / f"{name}.md").read_text(encoding="utf-8") for name in ("evidence", "parameters")}
patient = cs.models.patient


def claim(name, interval, unit, kind, value):
    return evidence.Claim(name, "One is two.", ("Hay2017", "Maude2014"), interval, unit, kind, "For this test.", lambda: value)


def test_a_claim_is_told_with_source_interval_value_and_verdict():
    rows = tables.of_claims([claim("a", (0.7, 0.86), "d", "clinic", 0.7864), claim("b", (1.1, float("inf")), "fold", "design", 1.5),
                             claim("c", (0, 0), "grade", "clinic", 2), claim("d", (0.1, 1), "Spearman", "clinic", -0.25)]).rows
    assert rows[0] == ("One is two. {cite}`Hay2017,Maude2014` *For this test.*", "0.7 to 0.86 days", "0.786 days", "yes")
    assert [row[1:] for row in rows[1:]] == [("at least 1.1 times", "1.5 times", "yes, as it was set"), ("grade 0", "grade 2", "**no**"),
                                             ("ρ = 0.1 to 1", "ρ = −0.25", "**no**")]


def test_claims_are_counted_by_kind():
    rows = tables.of_kinds([claim("e", (0, 1), "1", "clinic", 2), claim("f", (0, 1), "1", "design", 1), claim("g", (0, 1), "1", "clinic", 1)]).rows
    assert [row[1:] for row in rows] == [("2", "1"), ("1", "1"), ("3", "2")]


def test_the_page_shows_every_group_of_claims_once():
    shown = re.findall(r'cs\.evidence\.answers\("([^"]+)"\)', cells["evidence"])
    assert sorted(shown) == sorted({claim.group for claim in evidence.claims}) and "" not in shown
    assert "cs.evidence.summary()" in cells["evidence"] and "cs.evidence.numbers()" in cells["evidence"]
    with pytest.raises(cs.InputError, match="did you mean 'the ward'"):
        evidence.answers("the wards")


def test_published_numbers_stand_under_their_source():
    rows, numbers = evidence.numbers().rows, evidence.published()
    assert len(rows) == len(numbers)
    assert [row[0] for row in rows if row[0]] == [f"{{cite:t}}`{key}`" for key in dict.fromkeys(numbers["source"])]
    told = {row[1]: row[2] for row in rows}
    assert told["Spearman correlation of IL-6 and CRP"] == "0.81 (0.54 to 0.92)" and told["any CRS"] == "70 %"
    assert told["IL-6 under blinatumomab 60 ug/m2/d from the start, day 2"] == "10 to 480 pg/mL"


def test_the_page_shows_every_parameter_of_the_patient_once():
    parts = re.findall(r'cs\.table\(patient, "(\w+)"\)', cells["parameters"])
    rows = [row for part in parts for row in cs.table(patient, part).rows]
    shown = [re.search(r"`(\w+)`$", row[0])[1] for row in rows]
    assert sorted(shown) == sorted(p.identifier for p in patient.parameters)


def test_a_parameter_is_told_in_full():
    rows = {re.search(r"`(\w+)`$", row[0])[1]: row for row in cs.table(patient.with_values(d_E=0.2), "car_t_cells").rows}
    assert rows["d_E"] == ("$d_E$ `d_E`", "0.2", "0.05\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}0.5", "per day", patient.symbol("d_E").meaning,
                           f"measured: {{cite:t}}`Stein2019`; {patient.symbol('d_E').reason}", "0.3")
    assert rows["k_ME"][-1] == "" and rows["k_ME"][5] == "chosen"
    with pytest.raises(cs.InputError, match="did you mean 'tumour'"):
        cs.table(patient, "tumor")
