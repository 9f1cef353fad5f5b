"""When the resting state gives way: the threshold as a relation in the model's symbols, loop gain, amplification."""

from __future__ import annotations

import sympy as sp

from ..model import InputError, Mechanism
from .equilibria import rest
from .linear import hurwitz_minors, rest_jacobian
from .symbolic import ProofError, Regime, above, moving, regime, same, sign

_MOST_STATES = 8


def threshold(model: Mechanism) -> sp.Basic:
    """The condition under which the resting state is unstable, proved for all positive values of the parameters.

    Returns
    -------
    SymPy relation in the model's symbols, such as `k_c*k_fb > k_cl*k_d`, true exactly when an eigenvalue at rest has a
    positive real part; `sympy.false` when the rest is stable for all values, `sympy.true` when it is unstable for all. An
    exponent may have any value of the kind that the model's value is (n = 1, or n > 1).

    Raises
    ------
    InputError
        No resting state, or no slope there.
    ProofError
        The signs of more than one condition stay open, so that none of them can be shown to decide alone.
    """
    few_states(model)
    where = regime(model)
    return unstable(model, rest_jacobian(model, where, rest(model)), where)


def unstable(model: Mechanism, matrix: sp.Matrix, where: Regime, *, whole: bool = False) -> sp.Basic:
    """The condition for an eigenvalue of `matrix` (in stand-ins) with positive real part, in the model's own symbols.

    With `whole` no common factor is divided away, so that the condition also holds when that factor is zero.
    """
    conditions = [_block_unstable(model, matrix.extract(block, block), whole) for block in blocks(matrix)]
    return where.own(sp.Or(*conditions))


def few_states(model: Mechanism) -> None:
    """Raise InputError for a model whose Jacobian is too large to reason about in symbols."""
    if len(moving(model)) > _MOST_STATES:
        raise InputError(f"{model.name}: {len(moving(model))} moving states are too many for a threshold in symbols; "
                         "cs.stability.growth_rate(model) gives the answer in numbers.")


def blocks(matrix: sp.Matrix) -> list[list[int]]:
    """Groups of states that act on one another in a circle; the eigenvalues of the matrix are those of the groups."""
    return [list(block) for block in matrix.strongly_connected_components()]


def _block_unstable(model: Mechanism, block: sp.Matrix, whole: bool) -> sp.Basic:
    """Exact for one and two states; for more, exact when one Routh-Hurwitz condition alone is open.

    With all minors but one positive for certain, the open one is the last coefficient (a real eigenvalue passes zero) or
    the minor before it (a pair passes the imaginary axis).
    """
    minors = hurwitz_minors(block)
    signs = [sign(minor) for minor in minors]
    if -1 in signs:
        return sp.true
    undecided = [k for k, s in enumerate(signs) if s is None]
    size = len(minors)
    if 0 in signs or size > 2 and (len(undecided) > 1 or undecided and undecided[0] < size - 2):
        raise ProofError(f"{model.name}: the threshold could not be derived in symbols; {len(undecided)} of the {size} Routh-Hurwitz "
                         "conditions stay open. cs.stability.growth_rate(model) gives the answer in numbers.")
    return sp.Or(*(above(-minors[k], whole=whole) for k in undecided))


def loop_gain(model: Mechanism) -> sp.Expr:
    """What one round of the loop at rest makes of one unit: 1 - det(-J)/(product of the losses); pure number.

    For two states that is J12*J21/(J11*J22), product of production and feedback over product of the losses. States outside
    the circle do not count.

    Raises
    ------
    InputError
        There is no loop in the model, or more than one, or a state in it has no loss.
    """
    where = regime(model)
    matrix = rest_jacobian(model, where, rest(model))
    return where.own(gain_of(model, matrix))


def gain_of(model: Mechanism, matrix: sp.Matrix) -> sp.Expr:
    """Loop gain of the only circle in a Jacobian; 0 when at rest nothing is fed back."""
    circles = [block for block in blocks(matrix) if len(block) > 1]
    if len(circles) > 1:
        raise InputError(f"{model.name}: {len(circles)} separate loops act at rest; a single loop gain does not describe them.")
    if not circles:
        return sp.S.Zero
    block = matrix.extract(circles[0], circles[0])
    losses = sp.Mul(*(-block[i, i] for i in range(block.rows)))
    if losses == 0:
        raise InputError(f"{model.name}: a state in the loop has no loss of its own, so that the loop gain is infinite.")
    return sp.factor(1 - (-block).det(method="berkowitz")/losses)


def amplification(model: Mechanism) -> sp.Expr:
    """How many times higher a steady source lifts the loop than it would with the feedback cut; below the threshold.

    Derived from the steady states of both and shown to be 1/(1 - R), R the loop gain. Holds for loops in proportion only.

    Raises
    ------
    InputError
        The model is not linear in its states, or does not have exactly one input.
    ProofError
        The ratio is not 1/(1 - R).
    """
    where, states = regime(model), moving(model)
    rates = sp.Matrix([model.expanded[s].xreplace(where.there) for s in states])
    matrix = rates.jacobian(states)
    if matrix.free_symbols & set(states):
        raise InputError(f"{model.name}: not in proportion; the loop amplifies weak and strong sources differently, so there is no single number.")
    fed = [i for i, rate in enumerate(rates) if rate.free_symbols & set(model.inputs)]
    if len(fed) != 1:
        raise InputError(f"{model.name}: amplification is that of one source; this model has {len(fed)} states with a source.")
    [i] = fed
    source = rates.xreplace(dict.fromkeys(states, sp.S.Zero))
    cut = matrix.copy()
    for j in range(len(states)):
        if j != i:
            cut[i, j] = sp.S.Zero
    ratio = sp.simplify((-matrix.LUsolve(source))[i]/(-cut.LUsolve(source))[i])
    if not same(ratio, 1/(1 - gain_of(model, matrix))):
        raise ProofError(f"{model.name}: the amplification {ratio} is not 1/(1 - loop gain).")
    above_line, below = sp.fraction(sp.factor(ratio))
    return where.own(-above_line/sp.expand(-below) if sign(above_line) == -1 else above_line/below)
