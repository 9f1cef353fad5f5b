"""The theorem of the loop, proved step by step: each step is checked by SymPy when it is made, and raises when it fails."""

from __future__ import annotations

from typing import NamedTuple

import sympy as sp

from ..model import InputError, Mechanism
from .assumptions import ProofError, moving, quiet, regime, same, sides, sign
from .equilibria import rest
from .linear import discriminant, lamda, local_jacobian
from .threshold import threshold

_DET, _TOP, _BOTH = (sp.Symbol(name, real=True) for name in (r"\det J", r"\lambda_{\max}", r"\{\lambda_1, \lambda_2\}"))
_DISTANCE = sp.Symbol("delta", positive=True)  # how far gain and loss are apart


class Step(NamedTuple):
    """One step: what is claimed in words, the statement, and how it was established."""

    claim: str
    statement: sp.Basic
    how: str


class Proof(NamedTuple):
    """Steps that were all checked, and the theorem they end in: a relation (or false), true exactly when the rest is unstable."""

    model: str
    steps: tuple[Step, ...]
    theorem: sp.Basic

    def __str__(self) -> str:
        return "\n".join(f"{i}. {s.claim} {s.statement}  [{s.how}]" for i, s in enumerate(self.steps, 1))

    def _repr_markdown_(self) -> str:
        return "\n".join(f"{i}. {s.claim}\n\n    $$ {sp.latex(s.statement)} $$\n\n    *{s.how}*\n" for i, s in enumerate(self.steps, 1))


def prove(model: Mechanism, claim: sp.Basic | None = None) -> Proof:
    """Prove when the rest of a loop of two states is unstable, in both directions, for all positive parameters.

    Also: the eigenvalues are always real, so the rest never oscillates; above the threshold it is a saddle; at equality
    the eigenvalues are 0 and the trace. `claim` is what is expected, such as `k_fb*k_c > k_d*k_cl`.

    ProofError: a step does not hold for this model, or the claim is not what follows. InputError: not two moving states.
    """
    if len(moving(model)) != 2:
        raise InputError(f"{model.name}: this proof is for two moving states; the model has {len(moving(model))}; "
                         "see cs.stability.threshold.")
    where, steps, place = regime(model), [], rest(model)
    matrix = local_jacobian(model, where)
    total, product = sp.factor(matrix.trace()), sp.expand(matrix.det())
    polynomial = lamda**2 + sp.expand(-total)*lamda + product

    def relation(kind: type, left: sp.Basic, right: sp.Basic = sp.S.Zero) -> sp.Basic:
        # unevaluated, in the model's symbols: with positive symbols SymPy would write k_d + k_cl > 0 as True
        return kind(where.own(left), where.own(right), evaluate=False)

    def step(holds: bool, words: str, statement: sp.Basic, how: str) -> None:
        if not holds:
            raise ProofError(f"{model.name}: this step of the proof does not hold: {words} {statement}")
        steps.append(Step(words, statement, how))

    step(all(sp.simplify(model.expanded[s].xreplace(quiet(model) | place)) == 0 for s in place), "Without a source the loop can rest:",
         sp.Tuple(*(sp.Eq(s, v, evaluate=False) for s, v in place.items())), "put into the equations, every rate of change is 0")
    step(True, "Near the rest, disturbances follow the Jacobian matrix", relation(sp.Eq, sp.Symbol("J"), matrix),
         "its definition: derivatives of the rates of change, at rest")
    step(same((lamda*sp.eye(2) - matrix).det(), polynomial), "Its eigenvalues solve", relation(sp.Eq, polynomial), "det(λ − J), expanded")
    step(sign(total) == -1, "Their sum, the trace, is always negative:", relation(sp.Lt, total), "a sum of negative terms")
    try:
        square = discriminant(model, matrix)
    except InputError as error:
        raise ProofError(str(error)) from None
    step(same(square, total**2 - 4*product), "Both eigenvalues are real, always, so that the rest never oscillates:",
         relation(sp.Ge, square), "trace² − 4 det is a square plus a product of positive factors")
    both, (gain, loss) = sp.Mul(*matrix.eigenvals(multiple=True)), sides(-product)
    if gain == 0:
        theorem = sp.false
        step(sign(product) == 1 and same(both, product),
             "Their product, the determinant, is always positive, so both are negative: stable for every gain.",
             relation(sp.Gt, product), "a sum of positive terms")
    else:
        theorem, factor = where.own(sp.Gt(gain, loss)), sp.cancel(product/(loss - gain))
        step(same(both, factor*(loss - gain)) and sign(factor) == sign(gain) == sign(loss) == 1,
             "Their product, the determinant, weighs loss against gain:",
             relation(sp.Eq, _DET, sp.Mul(factor, loss - gain, evaluate=factor == 1)), "the two eigenvalues multiplied, and factorised")
        step(sign(factor*(loss - (loss + _DISTANCE))) == -1,
             "Suppose the gain is larger than the loss by some δ > 0. Then the product is negative, so that one eigenvalue is positive "
             "and one negative: a saddle, and the rest is unstable.",
             sp.Implies(relation(sp.Gt, gain, loss), relation(sp.Gt, _TOP), evaluate=False),
             "loss − (loss + δ) = −δ; two real numbers with a negative product")
        step(sign(factor*((gain + _DISTANCE) - gain)) == 1 and sign(total) == -1,
             "Suppose the loss is larger by some δ > 0. Then the product is positive and the sum negative: both are negative, the "
             "rest is stable.", sp.Implies(relation(sp.Lt, gain, loss), relation(sp.Lt, _TOP), evaluate=False),
             "(gain + δ) − gain = δ, and the trace stays negative")
        at_equality = set(sp.roots(polynomial - factor*(loss - gain), lamda))
        step({sp.simplify(root - total) == 0 or root for root in at_equality} == {True, sp.S.Zero},
             "Exactly on the threshold one eigenvalue is 0 and the other is the trace:",
             sp.Implies(relation(sp.Eq, gain, loss), relation(sp.Eq, _BOTH, sp.FiniteSet(sp.S.Zero, total)), evaluate=False),
             "eigenvalues computed with det J = 0")
    if claim is not None:
        step(_equivalent(theorem, claim), "This is what was claimed:", claim, "both sides differ by positive factors only")
    ever = theorem is not sp.false
    step(threshold(model) == theorem, "Therefore the rest is unstable if and only if" if ever else "Therefore the rest is never unstable.",
         sp.Equivalent(relation(sp.Gt, _TOP), theorem, evaluate=False) if ever else relation(sp.Lt, _TOP),
         "all cases are covered: gain above, equal to, or below loss" if ever else "two negative eigenvalues")
    return Proof(model.name, tuple(steps), theorem)


def _equivalent(theorem: sp.Basic, claim: sp.Basic) -> bool:
    """Two strict inequalities say the same when their differences have a quotient that is certainly positive."""
    if theorem is sp.false or not isinstance(claim, (sp.StrictGreaterThan, sp.StrictLessThan)):
        return theorem == claim
    positive = {s: sp.Symbol(s.name, positive=True) for s in theorem.free_symbols | claim.free_symbols}
    differences = [(r.gts - r.lts).xreplace(positive) for r in (theorem, claim)]
    return sign(sp.cancel(differences[0]/differences[1])) == 1
