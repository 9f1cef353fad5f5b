"""The verdict on a model at rest as a sentence, derived from the model's own equations, true for all its parameters."""

from __future__ import annotations

import sympy as sp

from ..model import InputError, Mechanism, Sentence
from .equilibria import rest
from .linear import rest_jacobian
from .rates import discriminant
from .storm import peak_gain, storm_level
from .symbolic import ProofError, Regime, moving, regimes
from .threshold import blocks, few_states, gain_of, unstable

_EDGE = "Exactly on the threshold: the largest growth rate at rest is 0 per day, so a small disturbance neither grows nor fades exponentially."


def verdict(model: Mechanism) -> Sentence:
    """The sentence named "verdict": unstable, exactly on the edge or stable at rest, with the numbers that belong to it.

    Conditions and numbers use the model's parameters only and hold for every value that their declaration allows, zeros
    included; where a number has no value (a loss of zero) the row that would show it is not reached.

    Raises
    ------
    InputError, ProofError
        No threshold could be derived; see `threshold`.
    """
    few_states(model)
    rows: list[tuple] = []
    numbers: dict[str, sp.Expr] = {}
    cases = regimes(model)
    for index, where in enumerate(cases):
        case = _Case(model, where, suffix="" if index == 0 else f"_{index + 1}")
        rows += [(sp.And(where.when, when), text) for when, text in case.rows]
        numbers |= case.numbers
    if cases[-1].when is not sp.true and _covers_all(cases):
        rows[-1] = (sp.true, rows[-1][1])
    elif cases[-1].when is not sp.true:
        rows.append((sp.true, "For this exponent nothing is proved about the rest."))
    return Sentence("verdict", rows, numbers=numbers)


def _covers_all(cases: list[Regime]) -> bool:
    return not any(case.when.has(sp.Eq) for case in cases)


class _Case:
    """Rows and numbers of the verdict in one regime of the exponents."""

    def __init__(self, model: Mechanism, where: Regime, suffix: str):
        self.model, self.where, self.suffix = model, where, suffix
        self.matrix = rest_jacobian(model, where, rest(model))
        self.numbers: dict[str, sp.Expr] = {}
        relation = unstable(model, self.matrix, where, whole=True)
        if relation is sp.true:
            self.rows = [(sp.true, "Unstable at rest, whatever the values above zero.")]
        elif relation is sp.false:
            self.rows = [*self._edge_of_losses(), *self._always_stable()]
        else:
            self.rows = [*self._unstable(relation), (_or_equal(relation), _EDGE), (sp.true, self._stable())]

    def _number(self, name: str, value: sp.Expr, style: str = "3s") -> str:
        """Add a number in the model's symbols and return the field that names it in a template."""
        self.numbers[name + self.suffix] = self.where.own(value)
        return f"{{{name}{self.suffix}:{style}}}"

    def _gain(self) -> sp.Expr | None:
        try:
            return gain_of(self.model, self.matrix)
        except InputError:
            return None

    def _times(self) -> tuple[sp.Expr, sp.Expr] | None:
        """(e-folding time above the threshold, half-life below it) of two states in a loop.

        Written with the sum of the losses and the root of the discriminant, so that nothing cancels near the threshold.
        """
        if self.matrix.shape != (2, 2) or len(blocks(self.matrix)) > 1:
            return None
        try:
            root = sp.sqrt(discriminant(self.model, self.matrix))
        except InputError:
            return None
        losses, product = -sp.expand(self.matrix.trace()), sp.expand(self.matrix.det(method="berkowitz"))
        return (losses + root)/(-2*product), sp.log(2)*(losses + root)/(2*product)

    def _unstable(self, relation: sp.Basic) -> list[tuple]:
        times, gain = self._times(), self._gain()
        grows = f" A small disturbance grows e-fold in {self._number('fold', times[0])} days" if times else ""
        stop = "." if times else ""
        if gain is None:
            return [(relation, f"Unstable at rest.{grows}{stop}")]
        loss = sp.fraction(gain)[1]
        shown = f"Unstable at rest: one round of the loop returns {self._number('gain', gain)} for 1.{grows}{self._until() if times else ''}{stop}"
        return [(sp.And(relation, sp.Gt(self.where.own(loss), 0, evaluate=False)), shown),
                (relation, f"Unstable at rest: a part of the loop has no loss at all.{grows}{stop}")]

    def _until(self) -> str:
        """How the growth ends, where that is derived."""
        if self._linear():
            return ", and nothing in this model ends the growth"
        ceiling = storm_level(self.model, self.where)
        if ceiling is None:
            return ""
        state = moving(self.model)[1].identifier
        return f", into a storm that without a source stands at {state} = {self._number('storm', ceiling)}"

    def _stable(self) -> str:
        times, gain = self._times(), self._gain()
        text = "Stable at rest"
        if gain is not None:
            text += f": loop gain {self._number('gain', gain)}, below 1"
        text += "."
        if gain is not None and self._one_loop_with_a_source():
            product = sp.expand((-self.matrix).det(method="berkowitz"))
            level = sp.factor(sp.Mul(*(-self.matrix[i, i] for i in range(self.matrix.rows))))/product
            text += f" A steady source lifts the loop {self._number('amplification', level)} times as high as without feedback."
        if times:
            text += f" A small disturbance fades, in the end by half every {self._number('half', times[1])} days."
        return text

    def _linear(self) -> bool:
        states = moving(self.model)
        return not sp.Matrix([self.model.expanded[s] for s in states]).jacobian(states).free_symbols & set(states)

    def _one_loop_with_a_source(self) -> bool:
        """In proportion, all of it one loop, one state fed: then 1/(1 - gain) is the amplification."""
        fed = [rate for rate in self.model.expanded.values() if rate.free_symbols & set(self.model.inputs)]
        return self._linear() and len(blocks(self.matrix)) == 1 and len(fed) == 1

    def _edge_of_losses(self) -> list[tuple]:
        """The rest is stable for all positive values; a loss of exactly zero that the declaration allows is the edge."""
        product = self.where.own(sp.factor((-self.matrix).det(method="berkowitz")))
        return [(sp.Le(product, 0, evaluate=False), _EDGE)]  # SymPy would call it false by the range of the sliders

    def _always_stable(self) -> list[tuple]:
        first = "Stable at rest for every gain."
        try:
            peak = peak_gain(self.model, self.where).value
        except (InputError, ProofError):
            return [(sp.true, first)]
        own, shown = self.where.own(peak), f"{first} One round of the loop returns at most {self._number('peak', peak)} for 1"
        return [(sp.Gt(own, 1), f"{shown}, above 1: a large enough spark lights a storm that needs no source to burn on."),
                (sp.Lt(own, 1), f"{shown}, below 1: without a source no storm can burn on."),
                (sp.true, f"{shown}: the gain at which a storm without a source is about to become possible.")]


def _or_equal(relation: sp.Basic) -> sp.Basic:
    return relation.replace(lambda part: isinstance(part, sp.StrictGreaterThan), lambda part: sp.Ge(*part.args))
