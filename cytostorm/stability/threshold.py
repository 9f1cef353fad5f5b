"""When the rest gives way, and when a storm can last: relations in the model's symbols; loop gain and amplification."""

from __future__ import annotations

import sympy as sp

from ..model import InputError, Mechanism
from .assumptions import ProofError, Regime, exponents, moving, quiet, regime, same, sides, sign
from .linear import hurwitz_minors, jacobian, local_jacobian


def threshold(model: Mechanism) -> sp.Basic:
    """The condition under which the resting state is unstable, proved for all positive values of the parameters.

    A SymPy relation in the model's symbols, such as `k_c*k_fb > k_cl*k_d`, true exactly when an eigenvalue at rest has a
    positive real part; `sympy.false` when the rest is stable for all values, `sympy.true` when it is unstable for all. An
    exponent may have any value of the kind that the model's value is (n = 1, or n > 1).

    InputError: no resting state, or no slope there. ProofError: more than one condition stays open.
    """
    where = regime(model)
    return where.own(sp.Or(*(sp.Gt(*sides(-minor)) for minor in deciding(model, local_jacobian(model, where)))))


def blocks(matrix: sp.Matrix) -> list[sp.Matrix]:
    """The parts whose states act on one another in a circle; the eigenvalues of the matrix are those of its parts."""
    return [matrix.extract(list(group), list(group)) for group in matrix.strongly_connected_components()]


def deciding(model: Mechanism, matrix: sp.Matrix) -> list[sp.Expr]:
    """The Routh-Hurwitz minors at rest of which one is negative exactly when the rest is unstable; none: never.

    Exact for parts of one and two states; for more when only the last condition is open (a real eigenvalue passes zero) or
    the one before it (a pair passes the imaginary axis).
    """
    found = []
    for minors in map(hurwitz_minors, blocks(matrix)):
        signs = [sign(minor) for minor in minors]
        if -1 in signs:
            return [sp.S.NegativeOne]
        undecided, size = [k for k, s in enumerate(signs) if s is None], len(minors)
        if 0 in signs or size > 2 and (len(undecided) > 1 or undecided and undecided[0] < size - 2):
            raise ProofError(f"{model.name}: the threshold could not be derived in symbols; {len(undecided)} of the {size} Routh-Hurwitz "
                             "conditions stay open. cs.stability.growth_rate(model) gives the answer in numbers.")
        found += [minors[k] for k in undecided]
    return found


def loop_gain(model: Mechanism) -> sp.Expr:
    """What one round of the loop at rest makes of one unit: 1 - det(-J)/(product of the losses); pure number.

    For two states that is J12*J21/(J11*J22), product of production and feedback over product of the losses. States outside
    the circle do not count; 0 when at rest nothing is fed back. InputError: more than one loop, or a state without loss.
    """
    where = regime(model)
    losses, left = balance(model, local_jacobian(model, where))
    return where.own(sp.factor(1 - left/losses))


def balance(model: Mechanism, matrix: sp.Matrix) -> tuple[sp.Expr, sp.Expr]:
    """Of the only circle in a Jacobian: product of the losses, and det(-J) = that product times (1 - loop gain)."""
    circles = [block for block in blocks(matrix) if block.rows > 1]
    if len(circles) > 1:
        raise InputError(f"{model.name}: {len(circles)} separate loops act at rest; a single loop gain does not describe them.")
    if not circles:
        return sp.S.One, sp.S.One
    [circle] = circles
    losses = sp.Mul(*(-circle[i, i] for i in range(circle.rows)))
    if losses == 0:
        raise InputError(f"{model.name}: a state in the loop has no loss of its own, so that the loop gain is infinite.")
    return sp.factor(losses), sp.expand((-circle).det(method="berkowitz"))


def amplification(model: Mechanism) -> sp.Expr:
    """How many times higher a steady source lifts the loop than it would with the feedback cut; below the threshold.

    Derived from the steady states of both and shown to be 1/(1 - R), R the loop gain (else ProofError). InputError when the
    model is not linear in its states, or has not exactly one state with a source.
    """
    where = regime(model)
    if not in_proportion(model):
        raise InputError(f"{model.name}: not in proportion; the loop amplifies weak and strong sources differently, "
                         "so there is no single number.")
    source = sp.Matrix([rate.xreplace(dict.fromkeys(where.rates, sp.S.Zero)) for rate in where.rates.values()])
    fed = [i for i, rate in enumerate(source) if rate != 0]
    if len(fed) != 1:
        raise InputError(f"{model.name}: amplification is that of one source; this model has {len(fed)} states with a source.")
    matrix, [i] = local_jacobian(model, where), fed
    cut = sp.Matrix(*matrix.shape, lambda j, k: 0 if j == i != k else matrix[j, k])
    losses, left = balance(model, matrix)
    if not same(matrix.LUsolve(source)[i]/cut.LUsolve(source)[i], losses/left):
        raise ProofError(f"{model.name}: the amplification is not 1/(1 - loop gain).")
    return where.own(losses)/where.own(left)


def in_proportion(model: Mechanism) -> bool:
    """Whether every rate is linear in the states."""
    return not jacobian(model).free_symbols & set(moving(model))


def storm_threshold(model: Mechanism) -> sp.Basic:
    """The condition under which a storm exists that needs no source, in the model's symbols, at its value of the exponent.

    One round of the loop from a level C back to C multiplies it by a gain G(C); the storm stands where G(C) = 1 and G falls,
    so it exists exactly when the largest gain is above 1. The loop in proportion has no such state: `sympy.false`.

    InputError: not two moving states that each stand alone in their own equation. ProofError: the largest gain could not be
    derived, or a storm could oscillate.
    """
    where = regime(model)
    if in_proportion(model):
        return sp.false
    excess = where.own(peak_gain(model, where) - 1).xreplace(exponents(model))
    return where.own(sp.Gt(*sides(sp.simplify(excess.xreplace(where.there)))))


def peak_gain(model: Mechanism, where: Regime) -> sp.Expr:
    """The least upper bound of the gain of one round without source over all levels, in the stand-ins of a regime.

    Each state is required to damp itself at every level: the trace is then negative everywhere, so by Bendixson's criterion
    nothing oscillates; and the determinant at a storm has the sign of minus the slope of the gain, so that it is stable.
    """
    if len(where.rates) != 2:
        raise InputError(f"{model.name}: the gain of a round is derived for two moving states; this model has {len(where.rates)}.")
    level, steady, (first, second) = sp.Dummy("level", positive=True), {}, where.rates
    for state, rate in where.rates.items():
        rate = rate.xreplace(quiet(model))
        loss = sp.diff(rate, state)
        if sign(loss) != -1:
            raise ProofError(f"{model.name}: {state} is not shown to damp itself at every level, so a storm could oscillate.")
        if loss.has(state):
            raise InputError(f"{model.name}: the steady level of {state} cannot be read off its own equation.")
        steady[state] = -rate.xreplace({state: sp.S.Zero})/loss
    gain = sp.simplify(steady[second].xreplace({first: steady[first]}).xreplace({second: level})/level)
    slope = sp.factor(sp.simplify(sp.diff(gain, level)))
    if sign(slope) == -1:
        return sp.limit(gain, level, 0, "+")
    flat = sp.solve(slope, level)
    if len(flat) != 1 or not all(sp.limit(gain, level, end) == 0 for end in (0, sp.oo)):
        raise ProofError(f"{model.name}: the largest gain of a round could not be derived.")
    return sp.factor(sp.simplify(gain.xreplace({level: flat[0]})))
