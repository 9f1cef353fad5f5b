"""The verdict on a model at rest as a sentence, derived from the model's own equations, true for all its parameters."""

from __future__ import annotations

import sympy as sp

from ..model import CytostormError, InputError, Mechanism, Sentence
from .assumptions import Regime, exponents, moving, regimes, sides, sign
from .linear import discriminant, hurwitz_minors, local_jacobian
from .threshold import amplification, balance, blocks, deciding, in_proportion, peak_gain


def verdict(model: Mechanism) -> Sentence:
    """The sentence named "verdict": unstable, on the threshold or stable at rest, with the numbers that belong to it.

    Conditions and numbers use the model's parameters only and hold for every value that their declaration allows, zeros
    included; where a number has no value (a loss of zero) the row that would show it is not reached. Times, in days, are
    those of the disturbance that grows fastest, or fades slowest. InputError, ProofError: see `threshold`.
    """
    moving(model)  # refuses what is no model
    rows = [(p < 1, f"Nothing is known about the rest: the equations have no slope there while {p.identifier} is below 1.")
            for p in exponents(model) if p.allowed[0] < 1]
    numbers: dict[str, sp.Expr] = {}
    for index, where in enumerate(regimes(model)):
        case = _Case(model, where, f"_{index + 1}" if index else "", numbers)
        rows += [(sp.And(where.when, when), text) for when, text in case.rows()]
    return Sentence("verdict", [*rows[:-1], (True, rows[-1][1])], numbers=numbers)  # the regimes leave nothing out


class _Case:
    """Rows of the verdict in one regime of the exponents; `numbers` gets the numbers that they show."""

    def __init__(self, model: Mechanism, where: Regime, suffix: str, numbers: dict[str, sp.Expr]):
        self.model, self.where, self.suffix, self.numbers = model, where, suffix, numbers
        self.matrix, self.linear = local_jacobian(model, where), in_proportion(model)
        self.disturbance = "disturbance" if self.linear else "small disturbance"

    def rows(self) -> list[tuple]:
        """(condition, template), in the order in which they are tried."""
        decisive = deciding(self.model, self.matrix)
        if any(sign(minor) == -1 for minor in decisive):
            return [(sp.true, "Unstable at rest for all values of the parameters above zero.")]
        # a loss of zero may be the edge too: all minors count, unevaluated, as SymPy would call some false by the range of the sliders
        minors = [minor for block in blocks(self.matrix) for minor in hurwitz_minors(block) if minor.free_symbols]
        on_edge = (self._any(sp.Ge, minors), f"On the threshold: the growth rate of a {self.disturbance} is 0 per day.")
        if not decisive:
            return [on_edge, *self._always_stable()]
        unstable, (grows, fades) = self._any(sp.Gt, decisive), self._times()
        try:
            losses, left = balance(self.model, self.matrix)
        except InputError:
            losses = left = None
        if decisive != [left]:  # something else than the loop gain passing 1 decides
            return [(unstable, f"Unstable at rest. {grows}"), on_edge, (sp.true, f"Stable at rest. {fades}")]
        gain = self._number("gain", sp.factor(1 - left/losses))
        lossy = sp.Gt(self.where.own(losses), 0, evaluate=False)
        level = "neither fades nor grows" + ("" if self.linear else " exponentially")
        return [(sp.And(unstable, lossy), f"Unstable at rest: loop gain {gain}, above 1. {grows}"),
                (unstable, f"Unstable at rest: part of the loop has no loss. {grows}"),
                (sp.And(on_edge[0], lossy), f"On the threshold: loop gain exactly 1; a {self.disturbance} {level}."),
                on_edge,
                (sp.true, f"Stable at rest: loop gain {gain}, below 1. {self._lifted(fades)}")]

    def _any(self, kind: type, minors: list[sp.Expr]) -> sp.Basic:
        """That one of -minors is above (or at) zero, both sides of positive terms, so that near the threshold nothing cancels."""
        return sp.Or(*(kind(*map(self.where.own, sides(-minor, whole=True)), evaluate=False) for minor in minors))

    def _number(self, name: str, value: sp.Expr) -> str:
        """Add a number in the model's symbols and return the field that names it in a template."""
        self.numbers[name + self.suffix] = self.where.own(value)
        return f"{{{name}{self.suffix}:3s}}"

    def _times(self) -> tuple[str, str]:
        """How a disturbance grows above the threshold and fades below it; with times for two states in one loop.

        Written with the sum of the losses and the root of the discriminant, so that nothing cancels near the threshold.
        """
        try:
            slowness = -sp.expand(self.matrix.trace()) + sp.sqrt(discriminant(self.model, self.matrix))
        except InputError:
            slowness = None
        if slowness is None or len(blocks(self.matrix)) > 1:
            return f"A {self.disturbance} grows.", f"A {self.disturbance} fades."
        product = sp.expand(self.matrix.det())
        fold, half = self._number("fold", -slowness/(2*product)), self._number("half", sp.log(2)*slowness/(2*product))
        return f"A {self.disturbance} grows e-fold every {fold} days.", f"A {self.disturbance} halves every {half} days."

    def _lifted(self, fades: str) -> str:
        """What feedback below the threshold does to a steady source, where that is derived; then how a disturbance fades."""
        try:
            lifted = self._number("amplification", amplification(self.model))
        except CytostormError:
            return fades
        return f"A steady source lifts the loop to {lifted} times its level without feedback; a{fades[1:]}"

    def _always_stable(self) -> list[tuple]:
        try:
            peak = peak_gain(self.model, self.where)
        except CytostormError:
            return [(sp.true, f"Stable at rest. A {self.disturbance} fades.")]
        own, shown = self.where.own(peak), self._number("peak", peak)
        returns = "one round of the loop returns"
        return [(sp.Gt(own, 1), f"Stable at rest, yet a large enough spark lights a lasting storm: {returns} up to {shown} for 1."),
                (sp.Lt(own, 1), f"Stable at rest, and without a source no storm lasts: {returns} at most {shown} for 1."),
                (sp.true, f"Stable at rest, on the edge of a lasting storm: {returns} at most exactly 1 for 1.")]
