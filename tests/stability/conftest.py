"""Models that a student might make, for the tests of stability."""

import pytest

import cytostorm as cs


def rate(identifier: str, value: float = 0.1, high: float = 10, low: float = 0.0) -> cs.Parameter:
    return cs.Parameter(identifier, value, "1/d", range=(low, high), meaning=f"rate {identifier}")


@pytest.fixture(scope="session")
def regulated():
    """The loop with a regulator that takes activation away in proportion to the cytokine, or (second) by itself."""
    loop = cs.models.loop
    A, C = loop.symbols("A C")
    k_reg = rate("k_reg")
    return loop.with_equations({A: loop[A] - k_reg*A*C}), loop.with_equations({A: loop[A] - k_reg*A})


@pytest.fixture(scope="session")
def chain():
    """Three states in a circle, each driving the next: p1 p2 p3 against a1 a2 a3."""
    x, y, z = (cs.State(name, "1") for name in "xyz")
    a1, a2, a3, p1, p2, p3 = (rate(name, 1, low=0.1) for name in ("a1", "a2", "a3", "p1", "p2", "p3"))
    return cs.Mechanism("chain", {x: p1*z - a1*x, y: p2*x - a2*y, z: p3*y - a3*z})


@pytest.fixture(scope="session")
def brake():
    """Three states in a circle of which one holds the first back: rests for weak, swings for strong, feedback."""
    x, y, z = (cs.State(name, "1", signed=True) for name in "xyz")
    g = rate("g", 1, 20, 0.1)
    return cs.Mechanism("brake", {x: -g*z - x, y: g*x - y, z: g*y - z})
