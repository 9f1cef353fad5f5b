"""The theorem of the loop, proved step by step: each step is checked by SymPy when it is made, and raises when it fails."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from ..model import InputError, Mechanism
from .equilibria import rest
from .linear import rest_jacobian
from .rates import discriminant
from .symbolic import ProofError, above, moving, regime, same, sign
from .threshold import unstable


@dataclass(frozen=True)
class Step:
    """One step: what is claimed in words, the statement, and how it was established."""

    claim: str
    statement: sp.Basic
    how: str


@dataclass(frozen=True)
class Proof:
    """Steps that were all checked, and the theorem they end in.

    Attributes
    ----------
    model : str
    steps : tuple of Step
    theorem : SymPy relation (or false), true exactly when the rest is unstable
    """

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
    the eigenvalues are 0 and the trace.

    Parameters
    ----------
    claim : SymPy relation, optional
        What is expected, such as `k_fb*k_c > k_d*k_cl`; by default what follows from the equations.

    Raises
    ------
    ProofError
        A step does not hold for this model, or the claim is not what follows from the equations.
    InputError
        The model has not two moving states, or no rest.
    """
    if len(moving(model)) != 2:
        raise InputError(f"{model.name}: this proof is for two moving states; the model has {len(moving(model))}; see cs.stability.threshold.")
    return _Argument(model).proof(claim)


#: An eigenvalue, and a positive distance from the threshold.
_LAMBDA, _DISTANCE = sp.Symbol("lambda"), sp.Symbol("delta", positive=True)


class _Argument:
    """The argument as it is built: positive stand-ins inside, the model's own symbols in what is shown."""

    def __init__(self, model: Mechanism):
        self.model, self.where, self.steps = model, regime(model), []
        self.at_rest = rest(model)
        self.matrix = rest_jacobian(model, self.where, self.at_rest)
        self.trace = sp.factor(self.matrix.trace())
        self.det = sp.expand(self.matrix.det())

    def proof(self, claim: sp.Basic | None) -> Proof:
        self._rest()
        self._trace_and_determinant()
        self._real()
        loss, gain = self._sides()
        if gain == 0:
            self._always_stable()
            theorem = sp.false
        else:
            self._unstable_above(gain, loss)
            self._stable_below(gain, loss)
            self._at_equality(gain, loss)
            theorem = self._own(above(gain, loss))
        self._conclude(theorem, claim)
        return Proof(self.model.name, tuple(self.steps), theorem)

    def _own(self, expression: sp.Basic) -> sp.Basic:
        return self.where.own(expression)

    def _relation(self, kind: type, left: sp.Expr, right: sp.Expr) -> sp.Basic:
        """In the model's symbols and unevaluated: with positive symbols SymPy would write `k_d + k_cl > 0` as True."""
        return kind(self._own(left), self._own(right), evaluate=False)

    def _step(self, holds: bool, claim: str, statement: sp.Basic, how: str) -> None:
        if not holds:
            raise ProofError(f"{self.model.name}: this step of the proof does not hold: {claim} {statement}")
        self.steps.append(Step(claim, statement, how))

    def _rest(self) -> None:
        quiet = dict.fromkeys(self.model.inputs, sp.S.Zero)
        rates = [sp.simplify(self.model.expanded[s].xreplace({**quiet, **self.at_rest})) for s in self.at_rest]
        values = sp.Tuple(*(sp.Eq(s, value, evaluate=False) for s, value in self.at_rest.items()))
        self._step(all(rate == 0 for rate in rates), "Without a source the loop can rest:", values,
                   "put into the equations, every rate of change is 0")
        self.steps.append(Step("Near the rest, disturbances follow the Jacobian matrix", sp.Eq(sp.Symbol("J"), self._own(self.matrix), evaluate=False),
                               "its definition: derivatives of the rates of change, at rest"))

    def _trace_and_determinant(self) -> None:
        polynomial = _LAMBDA**2 + sp.expand(-self.trace)*_LAMBDA + self.det
        self._step(same((_LAMBDA*sp.eye(2) - self.matrix).det(), polynomial), "Its eigenvalues solve",
                   self._relation(sp.Eq, polynomial, sp.S.Zero), "det(λ − J), expanded")
        self._step(sign(self.trace) == -1, "Their sum, the trace, is always negative:", self._relation(sp.Lt, self.trace, sp.S.Zero),
                   "a sum of negative terms")
        product = sp.Mul(*self.matrix.eigenvals(multiple=True))
        self._step(same(product, self.det), "Their product is the determinant:", self._relation(sp.Eq, sp.Symbol(r"\det J"), self.det),
                   "the two eigenvalues multiplied")

    def _real(self) -> None:
        try:
            square = discriminant(self.model, self.matrix)
        except InputError as error:
            raise ProofError(str(error)) from None
        self._step(same(square, self.trace**2 - 4*self.det), "Both eigenvalues are real, always, so that the rest never oscillates:",
                   self._relation(sp.Ge, square, sp.S.Zero), "trace² − 4 det is a square plus a product of positive factors")

    def _sides(self) -> tuple[sp.Expr, sp.Expr]:
        """The positive and the negative terms of the determinant, as (losses, production times feedback)."""
        if sign(self.det) == 1:
            return self.det, sp.S.Zero
        if sign(self.det) is not None:
            raise ProofError(f"{self.model.name}: the determinant {self._own(self.det)} is never positive; there is no threshold to prove.")
        relation = above(-self.det)
        return relation.rhs, relation.lhs

    def _solved(self, gain: sp.Expr, target: sp.Expr) -> dict:
        """The values of one parameter for which the gain equals `target`: a substitution that turns the case into positive terms."""
        for symbol in sorted(gain.free_symbols - target.free_symbols, key=str):
            factor = sp.cancel(gain/symbol)
            if not factor.has(symbol):
                return {symbol: target/factor}
        raise ProofError(f"{self.model.name}: no parameter of {self._own(gain)} stands alone, so that the cases cannot be told apart.")

    def _unstable_above(self, gain: sp.Expr, loss: sp.Expr) -> None:
        case = self._solved(gain, loss + _DISTANCE)
        product = sp.simplify(self.det.xreplace(case))
        self._step(sign(product) == -1, "Suppose the gain is larger than the loss by some δ > 0. Then the product of the eigenvalues is negative:",
                   sp.Implies(self._relation(sp.Eq, gain, loss + _DISTANCE), self._relation(sp.Lt, sp.Symbol(r"\det J"), sp.S.Zero), evaluate=False),
                   f"det J = {_plain(product)} after the substitution")
        self._step(sign(product) == -1, "so that one is positive and one negative: a saddle, and the rest is unstable.",
                   sp.Implies(self._relation(sp.Gt, gain, loss), sp.Gt(_top(), 0, evaluate=False), evaluate=False),
                   "two real numbers with a negative product")

    def _stable_below(self, gain: sp.Expr, loss: sp.Expr) -> None:
        case = self._solved_loss(gain, loss)
        product, total = sp.simplify(self.det.xreplace(case)), self.trace.xreplace(case)
        self._step(sign(product) == 1 and sign(total) == -1,
                   "Suppose the loss is larger by some δ > 0. Then the product is positive and the sum negative: both are negative, the rest is stable.",
                   sp.Implies(self._relation(sp.Lt, gain, loss), sp.Lt(_top(), 0, evaluate=False), evaluate=False),
                   f"det J = {_plain(product)} after the substitution, and the trace stays negative")

    def _solved_loss(self, gain: sp.Expr, loss: sp.Expr) -> dict:
        """Gain and loss change places: solve the losses for one parameter, else the gain with a fraction of the losses."""
        try:
            return self._solved(loss, gain + _DISTANCE)
        except ProofError:
            return self._solved(gain, loss/(1 + _DISTANCE))

    def _at_equality(self, gain: sp.Expr, loss: sp.Expr) -> None:
        case = self._solved(gain, loss)
        found = {sp.simplify(value) for value in self.matrix.xreplace(case).applyfunc(sp.simplify).eigenvals(multiple=True)}
        expected = {sp.S.Zero, self.trace.xreplace(case)}
        self._step(found == expected or all(any(same(f, e) for e in expected) for f in found) and len(found) == 2,
                   "Exactly on the threshold one eigenvalue is 0 and the other is the trace:",
                   sp.Implies(self._relation(sp.Eq, gain, loss),
                              sp.Eq(sp.Symbol(r"\{\lambda_1, \lambda_2\}"), sp.FiniteSet(*map(self._own, expected)), evaluate=False), evaluate=False),
                   "eigenvalues computed after the substitution")

    def _always_stable(self) -> None:
        self._step(sign(self.det) == 1, "Their product is always positive, so both are negative: the rest is stable for every gain.",
                   self._relation(sp.Gt, self.det, sp.S.Zero), "a sum of positive terms")

    def _conclude(self, theorem: sp.Basic, claim: sp.Basic | None) -> None:
        if claim is not None:
            self._step(_equivalent(theorem, claim), "This is what was claimed:", claim, "both sides differ by positive factors only")
        words = "Therefore the rest is unstable if and only if" if theorem is not sp.false else "Therefore the rest is never unstable."
        statement = sp.Equivalent(sp.Gt(_top(), 0, evaluate=False), theorem, evaluate=False) if theorem is not sp.false else sp.Lt(_top(), 0, evaluate=False)
        self._step(unstable(self.model, self.matrix, self.where) == theorem, words, statement, "all cases are covered: gain above, equal to, or below loss")


def _plain(expression: sp.Expr) -> str:
    return str(expression).replace("delta", "δ").replace("-", "−").replace("*", " · ")


def _top() -> sp.Symbol:
    return sp.Symbol(r"\lambda_{\max}", real=True)


def _equivalent(theorem: sp.Basic, claim: sp.Basic) -> bool:
    """Two strict inequalities say the same when their differences have a quotient that is certainly positive."""
    if theorem is sp.false or not isinstance(claim, (sp.StrictGreaterThan, sp.StrictLessThan)):
        return theorem == claim
    positive = {s: sp.Symbol(s.name, positive=True) for s in theorem.free_symbols | claim.free_symbols}
    sides = [(r.gts - r.lts).xreplace(positive) for r in (theorem, claim)]
    return sign(sp.cancel(sides[0]/sides[1])) == 1
