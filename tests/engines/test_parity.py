"""The generated JavaScript, really run by node, against SciPy: states, facts and sentences on 1,000 random runs."""

import numpy as np
import pytest

import cytostorm as cs
from cytostorm.engines.facts import facts, say
from cytostorm.engines.javascript import javascript

from .node import as_given, solved

RUNS = 334  # for each of three models


def random_runs(model, seed):
    """Parameter sets over the sliders' ranges; in every third the loop gain is within a thousandth of 1."""
    rng = np.random.default_rng(seed)
    for i in range(RUNS):
        values = {p.identifier: float(rng.uniform(max(p.range[0], 1e-3), p.range[1])) for p in model.parameters}
        values["s"] = float(rng.uniform(0, 1))
        if i % 3 == 0:
            gain = 1 + float(rng.choice([-1, 1]))*10**float(rng.uniform(-9, -3))
            values["k_fb"] = gain*values["k_d"]*values["k_cl"]/values["k_c"]
        doses = [cs.dose("spark", float(rng.uniform(0, 20)), "1", day=round(float(rng.uniform(0, 9)), 9))] if i % 2 else []
        yield values, doses


@pytest.fixture(scope="module", params=["loop", "loop_saturating", "loop_cooperative"])
def pairs(request):
    """For each random run: the Python run and the JavaScript result."""
    model = getattr(cs.models, request.param)
    jobs = list(random_runs(model, seed=11))
    # An odd step, so that grid points and doses never coincide to rounding.
    results = solved([{"model_source": javascript(model), "values": values, "days": 10, "step": 0.1, "rtol": 1e-9, "atol": 1e-12,
                       "doses": as_given(doses)} for values, doses in jobs])
    assert len(results) == RUNS
    return [(cs.simulate(model, days=10, step=0.1, rtol=1e-9, atol=1e-12, engine="scipy", doses=doses, **values), result)
            for (values, doses), result in zip(jobs, results, strict=True)]


def test_states_agree_to_a_millionth_of_their_largest_value(pairs):
    for run, result in pairs:
        assert "error" not in result, result
        y = np.reshape(result["y"], (len(result["t"]), -1))
        n = len(run.t) - bool(run.stopped)
        assert np.allclose(run.t[:n], result["t"][:n], rtol=0, atol=1e-12)
        for j, name in enumerate(("A", "C", "s")):
            difference = np.max(np.abs(run[name][:n] - y[:n, j]))
            assert difference <= 1e-6*np.max(np.abs(run[name])), (name, run.values, difference)


def test_both_stop_on_the_same_day_or_not_at_all(pairs):
    for run, result in pairs:
        assert (run.stopped is None) == (result["stopped"] is None), run.values
        assert run.t[-1] == pytest.approx(result["t"][-1], rel=1e-6)


def test_facts_agree(pairs):
    for run, result in pairs:
        theirs = dict(zip(facts(run), result["facts"], strict=True))
        # Where the curve is flat, rounding decides on which day it is highest; where it is not, the days agree.
        day, peak, C = theirs.pop("C_peak_day"), run.peak("C"), run["C"]
        flat = np.sort(C)[-3] > peak.value*(1 - 1e-6)
        assert flat or day == pytest.approx(peak.day, abs=1e-3), run.values
        for name, value in theirs.items():
            assert facts(run)[name] == pytest.approx(value, rel=2e-6, abs=1e-9), (name, run.values)


def test_sentences_are_the_same_words(pairs):
    same = sum(" ".join(say(run, sentence) for sentence in run.model.sentences) == " ".join(result["sentences"].values()) for run, result in pairs)
    assert same >= RUNS - 3  # a digit at the edge of rounding may differ


def test_the_runs_are_not_all_of_one_kind(pairs):
    runs = [run for run, _ in pairs]
    assert len({run["C"][-1] > run["C"][len(run.t)//2] for run in runs}) == 2
    if runs[0].model.growth_limit:
        assert any(run.stopped for run in runs)
