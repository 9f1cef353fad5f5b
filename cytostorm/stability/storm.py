"""Beyond the rest: can a storm keep itself alight without any source? For models of two moving states in a loop."""

from __future__ import annotations

from typing import NamedTuple

import sympy as sp

from ..model import InputError, Mechanism
from .symbolic import ProofError, Regime, above, exponents, moving, regime, sign


#: Level of the second moving state, above zero.
level = sp.Dummy("level", positive=True)


class PeakGain(NamedTuple):
    """The largest gain of one round at any level, and the level of the second state where it is reached."""

    value: sp.Expr
    level: sp.Expr


def storm_threshold(model: Mechanism) -> sp.Basic:
    """The condition under which a storm exists that needs no source, in the model's symbols, at its value of the exponent.

    One round of the loop from a level C back to C multiplies it by a gain G(C); the storm stands where G(C) = 1 and G falls,
    so it exists exactly when the largest gain is above 1. The loop in proportion has no such state: `sympy.false`.

    Raises
    ------
    InputError
        Not two moving states that each stand alone in their own equation.
    ProofError
        The largest gain could not be derived, or a storm could oscillate.
    """
    where = regime(model)
    gain = round_gain(model, where)
    if not gain.has(level):
        return sp.false
    own = where.own(above(peak_gain(model, where).value, sp.S.One))
    values = {p: sp.nsimplify(model.value(p), rational=True) for p in exponents(model)}
    return above(*(sp.simplify(side.xreplace(values)) for side in own.args))


def round_gain(model: Mechanism, where: Regime) -> sp.Expr:
    """G(level): what one round of the loop without source returns for 1, in the stand-ins of a regime."""
    if len(moving(model)) != 2:
        raise InputError(f"{model.name}: the gain of a round is derived for two moving states; this model has {len(moving(model))}.")
    first, second = moving(model)
    quiet = dict.fromkeys(model.inputs, sp.S.Zero)
    rates = {s: model.expanded[s].xreplace({**quiet, **where.there}) for s in (first, second)}
    steady = {}
    for state, rate in rates.items():
        slope = sp.diff(rate, state)
        if slope.has(state) or slope == 0:
            raise InputError(f"{model.name}: the steady level of {state.identifier} cannot be read off its own equation.")
        steady[state] = -rate.xreplace({state: sp.S.Zero})/slope
    back = steady[second].xreplace({first: steady[first]}).xreplace({second: level})
    return sp.simplify(back/level)


def peak_gain(model: Mechanism, where: Regime) -> PeakGain:
    """The least upper bound of G, by its slope: a single level where the slope is zero, or a slope below zero throughout."""
    _require_damping(model, where)
    gain = round_gain(model, where)
    slope = sp.factor(sp.simplify(sp.diff(gain, level)))
    if sign(slope) == -1:
        return PeakGain(sp.limit(gain, level, 0, "+"), sp.S.Zero)
    flat = sp.solve(slope, level)
    if len(flat) != 1 or not all(sp.limit(gain, level, end) == 0 for end in (0, sp.oo)):
        raise ProofError(f"{model.name}: the largest gain of a round could not be derived.")
    return PeakGain(sp.factor(sp.simplify(gain.xreplace({level: flat[0]}))), flat[0])


def _require_damping(model: Mechanism, where: Regime) -> None:
    """Each state damps itself at every level: the trace is negative, so by Bendixson's criterion no oscillation exists.

    The determinant at a storm then has the sign of minus the slope of G, so that a storm at which G falls is stable.
    """
    states = {s: sp.Symbol(s.identifier, positive=True) for s in moving(model)}
    for state in states:
        if sign(sp.diff(model.expanded[state], state).xreplace({**states, **where.there})) != -1:
            raise ProofError(f"{model.name}: {state.identifier} is not shown to damp itself at every level, so a storm could oscillate.")


def storm_level(model: Mechanism, where: Regime) -> sp.Expr | None:
    """Level of the second state in the storm without source, where the gain of a round only falls; None if that is not so.

    Exists, and is stable, above the threshold; see `_require_damping`.
    """
    try:
        _require_damping(model, where)
        gain = round_gain(model, where)
    except (InputError, ProofError):
        return None
    if sign(sp.factor(sp.simplify(sp.diff(gain, level)))) != -1:
        return None
    numerator = sp.fraction(sp.together(gain - 1))[0]
    if not numerator.is_polynomial(level) or sp.degree(numerator, level) != 1:
        return None
    return sp.factor(sp.solve(numerator, level)[0])
