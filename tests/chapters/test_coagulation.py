"""What the chapter on coagulation says of the model, where no live figure shows it."""

from functools import cache

import numpy as np
import pytest

import cytostorm as cs
from cytostorm.engines.facts import fact
from tests.chapters import at

FACTS = cs.models.patient.telling(cs.scores.clots)


@cache
def run(*doses, model=FACTS, **values):
    return cs.simulate(model, days=20, step=20/560, engine="scipy", doses=list(doses), **values)


def tocilizumab(amount=8):
    return cs.dose("tocilizumab", amount, "mg/kg", day=4.55)


PLATELETS, CONCENTRATE = cs.dose("platelet_transfusion", 50, "1e9/L", day=7), cs.dose("fibrinogen_concentrate", 4, "g", day=8)
WALL, CELLS = (cs.dose(name, amount, "1", day=2, lasting=6) for name, amount in (("sticky_wall", 0.5), ("tissue_factor", 0.6)))


def test_wall_and_macrophages_are_overt_only_together_and_run_out_of_fibrinogen():
    both, wall, cells = (run(*doses, model=cs.models.coagulation) for doses in ((WALL, CELLS), (WALL,), (CELLS,)))
    assert fact(both, "ISTH_most") >= 5 > max(fact(wall, "ISTH_most"), fact(cells, "ISTH_most"))
    assert 3 < fact(both, "microthrombi_most_day") < 3.5
    assert at(both, "microthrombi", 7.9) < 0.6*fact(both, "microthrombi_most")
    assert at(both, "thrombin", 7.9) == pytest.approx(at(both, "thrombin", 4), rel=1e-3)


def test_more_clots_are_fewer_platelets():
    points = [run(*(dose._replace(amount=share*dose.amount) for dose in (WALL, CELLS)), model=cs.models.coagulation)
              for share in (0.2, 0.5, 1)]
    clots, platelets = ([fact(found, name) for found in points] for name in ("microthrombi_most", "platelets_least"))
    assert clots == sorted(clots) and platelets == sorted(platelets, reverse=True)


def test_points_come_in_the_order_told():
    found = run()
    first = [found.t[np.argmax(when)] for when in (found["D_dimer"] > 4, found["PT"] >= 15.5, found["platelets"] < 100)]
    assert first == sorted(first) and first[-1] == pytest.approx(5.5, abs=0.05) == fact(found, "ISTH_day")
    assert 2 < found["fibrinogen"].min() and found["fibrinogen"].max() < 4  # normal on every day
    assert [at(found, name, 7) for name in ("platelets", "D_dimer", "PT", "fibrinogen")] == pytest.approx([74, 10.6, 16.2, 2.3], rel=0.01)


def test_points_count_what_is_left_and_not_what_was_lost():
    few, many = run(platelets_0=90), run(platelets_0=250)
    assert fact(few, "ISTH_day") < fact(run(), "ISTH_day") and fact(few, "ISTH_days") > fact(run(), "ISTH_days")
    assert fact(many, "ISTH_days") < 0.5
    assert np.allclose(few["microthrombi"], many["microthrombi"], rtol=1e-4, atol=1e-6)


def test_a_wall_that_opens_easily_costs_supplies_and_makes_no_more_clots():
    easy = run(endothelium=3)
    assert fact(easy, "platelets_least") < fact(run(), "platelets_least") and fact(easy, "fibrinogen_least") < fact(run(), "fibrinogen_least")
    assert fact(easy, "microthrombi_most") <= fact(run(), "microthrombi_most")


def test_tocilizumab_lowers_fibrinogen_by_dose_and_betters_all_else():
    assert [fact(run(tocilizumab(amount)), "fibrinogen_least") for amount in (2, 8, 12)] == pytest.approx([1.67, 1.22, 1.15], abs=0.01)
    treated = run(tocilizumab())
    assert fact(treated, "microthrombi_most") < fact(run(), "microthrombi_most")
    assert fact(treated, "platelets_least") > fact(run(), "platelets_least")
    assert fact(treated, "ISTH_most") == 4
    assert treated["D_dimer"].max() < run()["D_dimer"].max()


def test_supplies_mend_numbers_and_not_thrombin():
    given, none = run(PLATELETS, CONCENTRATE), run()
    assert given["thrombin"].max() == pytest.approx(none["thrombin"].max(), rel=1e-4)
    assert cs.clinic.isth(given)[given.t.searchsorted(7.1)] == 4
    assert 0.4 < (at(given, "platelets", 9) - at(none, "platelets", 9))/50 < 0.5
    assert 0.35 < (at(given, "fibrinogen", 9) - at(none, "fibrinogen", 9))/(4/3) < 0.5
    assert (at(given, "microthrombi", 9) - at(none, "microthrombi", 9))/(4/3) == pytest.approx(0.2, abs=0.03)
    assert fact(given, "microthrombi_most_day") > 8 and fact(given, "microthrombi_most") > fact(none, "microthrombi_most")


def test_concentrate_before_the_storm_is_lost_before_it_is_needed():
    early = run(CONCENTRATE._replace(day=2))
    assert fact(early, "fibrinogen_least") == pytest.approx(fact(run(), "fibrinogen_least"), abs=0.02)
    assert fact(early, "microthrombi_most") > fact(run(), "microthrombi_most")


def test_early_EASIX_does_not_know_the_wall():
    tough = run(endothelium=0.5)
    assert at(tough, "EASIX", 4) == pytest.approx(at(run(), "EASIX", 4), rel=0.05)
    assert at(tough, "permeability", 4) < 0.6*at(run(), "permeability", 4)
    assert at(tough, "EASIX", 7) < 0.6*at(run(), "EASIX", 7)


def test_the_ward_has_too_much_DIC():
    found = {claim.name: cs.evidence.check(claim) for claim in cs.evidence.claims if claim.name in ("DIC", "DIC_in_severe", "D_dimer")}
    assert [found[name].value for name in ("DIC", "DIC_in_severe", "D_dimer")] == pytest.approx([28, 41, 99.7], abs=0.5)
    assert not any(one.holds for one in found.values())


def test_a_storm_of_grade_2_lowers_fibrinogen_without_tocilizumab():
    mild = run(tumour_burden=20)
    assert fact(mild, "grade_most") == 2 and fact(mild, "fibrinogen_least") < 3


def test_EASIX_is_told_with_the_unit_of_platelets():
    said = [cs.describe(run(model=cs.models.patient.telling(cs.scores.easix_course), tumour_burden=burden)) for burden in (1, 100)]
    assert said[0].endswith("platelets stay at 139 × 10⁹/L or more.") and "platelets fall to 54 × 10⁹/L (day" in said[1]
