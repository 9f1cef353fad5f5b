"""Bifurcation diagrams against what is known exactly."""

import numpy as np
import pytest

import cytostorm as cs
from cytostorm import stability

LINEAR, SATURATING, SWITCH = cs.models.loop, cs.models.loop_saturating, cs.models.loop_cooperative


def source_folds(k_fb: float) -> list[tuple[float, float]]:
    """(s, C) at which s(C) = k_d k_cl C/k_c - k_fb K C^2/(K^2 + C^2) turns; K = 10, k_d k_cl = k_c = 1."""
    K = 10
    levels = np.roots([1, 0, 2*K**2, -2*k_fb*K**3, K**4])  # (K^2 + C^2)^2 = 2 k_fb K^3 C
    levels = np.sort(levels[np.abs(levels.imag) < 1e-9].real)
    return [(C - k_fb*K*C**2/(K**2 + C**2), C) for C in levels]


@pytest.mark.parametrize("k_fb", [1.6, 1.8, 1.95])
def test_folds_of_the_switch_along_the_source(k_fb):
    (ignition, low), (extinction, high) = source_folds(k_fb)
    diagram = stability.bifurcation(SWITCH, "s", "C", (0, 5), k_fb=k_fb)
    found = {fold.kind: fold for fold in diagram.folds}
    assert len(diagram.folds) == 2
    assert found["ignition"].parameter == pytest.approx(ignition, abs=1e-8)
    assert found["extinction"].parameter == pytest.approx(extinction, abs=1e-8)
    assert found["ignition"].state == pytest.approx(low, abs=1e-6)
    assert found["extinction"].state == pytest.approx(high, abs=1e-6)
    both = stability.hysteresis(SWITCH, "s", "C", (0, 5), k_fb=k_fb)
    assert both.extinction < both.ignition
    assert (both.ignition, both.extinction) == (pytest.approx(ignition, abs=1e-8), pytest.approx(extinction, abs=1e-8))


def test_above_a_gain_of_two_taking_the_source_away_does_not_put_it_out():
    both = stability.hysteresis(SWITCH, "s", "C", k_fb=3)
    assert both.extinction is None
    assert both.ignition == pytest.approx(source_folds(3)[0][0], abs=1e-8)


def test_the_storm_branch_begins_at_a_gain_of_two():
    diagram = stability.bifurcation(SWITCH, "k_fb", "C", s=0)
    [fold] = diagram.folds
    assert (fold.parameter, fold.state, fold.kind) == (pytest.approx(2, abs=1e-8), pytest.approx(10, abs=1e-5), "extinction")
    rest, saddle, storm = sorted(diagram.branches, key=lambda branch: branch.state[-1])
    assert rest.stable.all() and not rest.state.any()
    for branch, sign in ((saddle, -1), (storm, 1)):
        R = branch.parameter
        exact = 5*(R + sign*np.sqrt(np.maximum(R**2 - 4, 0)))
        assert np.allclose(branch.state[1:], exact[1:], rtol=1e-9)
        assert (branch.stable == (sign == 1)).all()
        assert (branch.parameter[0], branch.state[0]) == (fold.parameter, fold.state)


def test_the_soft_ceiling_crosses_exactly_at_the_threshold():
    diagram = stability.bifurcation(SATURATING, "k_fb", "C", s=0)
    assert diagram.folds == ()
    rest, storm = sorted(diagram.branches, key=lambda branch: branch.state.max())
    assert np.array_equal(rest.stable, rest.parameter < 1) and not rest.state.any()
    assert storm.parameter.min() == pytest.approx(1, abs=6/399)
    assert np.allclose(storm.state, 10*(storm.parameter - 1), rtol=1e-9)
    assert storm.stable.all()


@pytest.mark.parametrize("source", [0.001, 0.1])
def test_with_a_source_the_crossing_is_imperfect(source):
    diagram = stability.bifurcation(SATURATING, "k_fb", "C", s=source)
    [branch] = diagram.branches
    assert diagram.folds == () and branch.stable.all()
    assert (np.diff(branch.state) > 0).all() and (np.diff(branch.parameter) > 0).all()


def test_the_explosion_has_no_ceiling():
    [branch] = stability.bifurcation(LINEAR, "k_fb", "C").branches
    assert branch.parameter.max() < 1 and branch.state.max() > 10
    assert np.allclose(branch.state, 0.1/(1 - branch.parameter), rtol=1e-9)


def test_branches_keep_to_the_span_and_are_equilibria():
    diagram = stability.bifurcation(SWITCH, "k_cl", "A", (0.2, 3), points=100)
    assert (diagram.parameter, diagram.state, diagram.span) == ("k_cl", "A", (0.2, 3))
    for branch in diagram.branches:
        assert branch.parameter.min() >= 0.2 and branch.parameter.max() <= 3
        C = branch.state/branch.parameter
        assert np.allclose(0.1 + 0.8*10*C**2/(100 + C**2), 2*branch.state, rtol=1e-7, atol=1e-8)


def test_a_rest_that_begins_to_swing_is_drawn_unstable(brake):
    [branch] = stability.bifurcation(brake, "g", "x", (0.1, 5)).branches
    assert np.array_equal(branch.stable, branch.parameter < 2)


@pytest.mark.parametrize("n", [1.7, 3])
def test_folds_for_other_exponents(n):
    """Along the source s(C) = C - k_fb K C^n/(K^n + C^n), whose turning points are found on a fine grid."""
    C = np.geomspace(1e-2, 1e2, 2_000_001)
    s = C - 3*10*C**n/(10**n + C**n)
    ignition = s[:-1][(np.diff(s) < 0) & (np.r_[True, np.diff(s)[:-1] > 0])]
    both = stability.hysteresis(SWITCH, "s", "C", (0, 5), k_fb=3, n=n)
    assert [both.ignition] == pytest.approx(list(ignition), abs=1e-8) and both.extinction is None


def test_bad_requests():
    for arguments, words in ((("k_fbb", "C"), "did you mean"), (("k_fb", "s"), "moving states"), (("C_end", "C"), "follows from the others"),
                             (("k_fb", "C", (3, 1)), "rise"), (("k_fb", "C", 3), "two numbers"), (("k_fb", "C", (-1, 2)), "outside")):
        with pytest.raises(cs.InputError, match=words):
            stability.bifurcation(SWITCH, *arguments)
    with pytest.raises(cs.InputError, match="points"):
        stability.bifurcation(SWITCH, "k_fb", "C", points=3)
