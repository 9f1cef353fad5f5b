"""The verdict says what the eigenvalues say, for every set of values."""

import numpy as np
import pytest
import sympy as sp

import cytostorm as cs
from cytostorm import stability
from cytostorm.engines import code
from cytostorm.model.scores import fill

LINEAR, SATURATING, SWITCH = cs.models.loop, cs.models.loop_saturating, cs.models.loop_cooperative
RATES = ("k_fb", "k_c", "k_d", "k_cl")


def rows_of(sentence, model, values: dict[str, np.ndarray]) -> np.ndarray:
    """Number of the first true row for each set of values."""
    arguments = [values[p.identifier] for p in model.parameters]
    with np.errstate(all="ignore"):
        told = [np.broadcast_to(sp.lambdify(model.parameters, when, modules="numpy")(*arguments), arguments[0].shape)
                for when, _ in sentence.rows]
    return np.argmax(np.array(told), axis=0)


def said(model, **values: float) -> str:
    """The sentence for one set of values, filled in."""
    sentence = stability.verdict(model)
    full = {p.identifier: np.array([values.get(p.identifier, p.value)], float) for p in model.parameters}
    _, template = sentence.rows[rows_of(sentence, model, full)[0]]
    arguments = [full[p.identifier][0] for p in model.parameters]
    with np.errstate(all="ignore"):
        numbers = {name: float(sp.lambdify(model.parameters, e, modules="numpy")(*arguments)) for name, e in sentence.numbers.items()}
    return fill(template, numbers)


def random_values(model, count: int, seed: int) -> dict[str, np.ndarray]:
    """Values over six decades; for half of them the feedback lies within 1e-12 to 1 of the threshold."""
    rng = np.random.default_rng(seed)
    values = {p.identifier: 10.0**rng.uniform(-3, 3, count) for p in model.parameters}
    near = 1 + rng.choice([-1, 1], count)*10.0**rng.uniform(-12, 0, count)
    at = values["k_d"]*values["k_cl"]/values["k_c"]
    values["k_fb"] = np.where(np.arange(count) % 2, at*near, values["k_fb"])
    return values


@pytest.mark.parametrize("model", [LINEAR, SATURATING], ids=lambda model: model.name)
def test_ten_thousand_random_points(model):
    values = random_values(model, 10_000, seed=1)
    sentence = stability.verdict(model)
    texts = np.array([text for _, text in sentence.rows])[rows_of(sentence, model, values)]
    k_fb, k_c, k_d, k_cl = (values[name] for name in RATES)
    matrices = np.stack([np.stack([-k_d, k_fb], -1), np.stack([k_c, -k_cl], -1)], -2)
    largest = np.linalg.eigvals(matrices).real.max(axis=1)
    rounding = 1e-13*np.maximum(k_d, k_cl) + 1e-13*np.sqrt(k_fb*k_c)
    sure = np.abs(largest) > rounding
    assert sure.mean() > 0.9
    unstable = np.char.startswith(texts, "Unstable")
    assert np.array_equal(unstable[sure], largest[sure] > 0)
    assert np.array_equal(np.char.startswith(texts, "Stable")[sure], largest[sure] < 0)


def test_numbers_agree_with_the_eigenvalues_near_the_threshold():
    sentence = stability.verdict(LINEAR)
    exact = stability.growth_formula(LINEAR)
    for k_fb in (0.3, 0.999999, 1.000001, 3):
        values = {p: sp.nsimplify(v, rational=True) for p, v in
                  {p: k_fb if p.identifier == "k_fb" else p.value for p in LINEAR.parameters}.items()}
        floats = {p: float(v) for p, v in values.items()}
        rate = exact.xreplace(values).evalf(40)
        number = sentence.numbers["fold" if k_fb > 1 else "half"]
        want = 1/rate if k_fb > 1 else -sp.log(2)/rate
        got = sp.lambdify(LINEAR.parameters, number)(*(floats[p] for p in LINEAR.parameters))
        assert got == pytest.approx(float(want), rel=1e-9)


@pytest.mark.parametrize(("values", "words"), [
    ({"k_fb": 2}, "Unstable at rest: loop gain 2.00, above 1. A disturbance grows e-fold every 2.85 days."),
    ({"k_fb": 1}, "On the threshold: loop gain exactly 1; a disturbance neither fades nor grows."),
    ({}, "Stable at rest: loop gain 0.800, below 1. A steady source lifts the loop to 5.00 times its level without feedback; "
         "a disturbance halves every 8.38 days."),
    ({"k_fb": 0}, "Stable at rest: loop gain 0.00, below 1. A steady source lifts the loop to 1.00 times its level without feedback; "
                  "a disturbance halves every 1.39 days."),
    ({"k_c": 0}, "Stable at rest: loop gain 0"),
    ({"k_d": 0}, "Unstable at rest: part of the loop has no loss. A disturbance grows e-fold every"),
    ({"k_cl": 0}, "Unstable at rest: part of the loop has no loss."),
    ({"k_d": 0, "k_fb": 0}, "On the threshold: the growth rate of a disturbance is 0 per day."),
    ({"k_d": 0, "k_cl": 0}, "Unstable at rest: part of the loop has no loss."),
    ({"k_d": 0, "k_cl": 0, "k_c": 0}, "On the threshold: the growth rate of a disturbance is 0 per day."),
])
def test_zeros_are_told_truly(values, words):
    assert said(LINEAR, **values).startswith(words)
    curved = said(SATURATING, **values)
    assert curved.split(":")[0] == words.split(":")[0] and " a small disturbance " in curved.lower()
    assert not any(mark in curved + said(LINEAR, **values) for mark in "—∞")


def test_a_model_that_swings_is_not_called_stable_without_its_losses():
    A, s, k_fb, k_d, C = LINEAR.symbols("A s k_fb k_d C")
    turned = LINEAR.with_equations({A: s - k_fb*C - k_d*A})
    assert said(turned) == "Stable at rest. A disturbance fades."
    assert said(turned, k_d=0, k_cl=0).startswith("On the threshold")


def test_the_switch_tells_whether_a_storm_exists():
    sentence = stability.verdict(SWITCH)
    rng = np.random.default_rng(3)
    values = {p.identifier: rng.uniform(max(p.range[0], 0.05), p.range[1], 200) for p in SWITCH.parameters}
    values["n"][::4] = 2
    texts = np.array([text for _, text in sentence.rows])[rows_of(sentence, SWITCH, values)]
    seen = set()
    for k in range(200):
        point = {name: float(column[k]) for name, column in values.items()}
        gain = point["k_fb"]*point["k_c"]/(point["k_d"]*point["k_cl"])
        C = point["K"]*np.geomspace(1e-6, 1e6, 20_001)
        excess = gain*point["K"]*C**(point["n"] - 1)/(point["K"]**point["n"] + C**point["n"])
        if abs(excess.max() - 1) > 1e-3:
            assert texts[k].startswith("Stable at rest")
            assert ("yet a large enough spark" in texts[k]) == (excess.max() > 1)
            seen.add(excess.max() > 1)
    assert seen == {True, False}
    assert "a lasting storm: one round of the loop returns up to 1.50 for 1." in said(SWITCH, k_fb=3)
    assert "no storm lasts: one round of the loop returns at most 0.400 for 1." in said(SWITCH)
    assert "Unstable at rest" in said(SWITCH, n=1, k_fb=3)
    assert "On the threshold" in said(SWITCH, k_d=0)
    assert "at most exactly 1 for 1" in said(SWITCH, k_fb=2)


def test_it_speaks_javascript_and_stays_with_a_model(regulated):
    for model in (LINEAR, SATURATING, SWITCH, *regulated):
        sentence = stability.verdict(model)
        for expression in sentence.expressions():
            text = code.javascript.text(expression)
            assert "Not supported" not in text and "?" not in text
            assert expression.free_symbols <= set(model.parameters)
    assert "k_reg" in str(stability.verdict(regulated[1]).rows[0][0])


def test_more_than_two_states(chain, brake):
    assert said(chain, p1=2) == "Unstable at rest: loop gain 2.00, above 1. A disturbance grows."
    assert said(chain) == "On the threshold: loop gain exactly 1; a disturbance neither fades nor grows."
    assert said(chain, p1=0.5) == "Stable at rest: loop gain 0.500, below 1. A disturbance fades."
    assert said(brake, g=3) == "Unstable at rest. A disturbance grows."
    assert said(brake, g=1) == "Stable at rest. A disturbance fades."
