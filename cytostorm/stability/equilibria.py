"""Where a model stands still: in symbols where SymPy can solve it, else in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import sympy as sp

from ..model import InputError, Mechanism, State
from . import numeric
from .symbolic import exponents, moving

_LARGEST_SYMBOLIC = 4


@dataclass(frozen=True)
class Equilibrium:
    """A point where nothing changes.

    Attributes
    ----------
    values : dict of str to SymPy expression or float
        Value of each moving state by identifier.
    stable : bool or None
        True when every small disturbance dies; None when it depends on values that are still symbols, or is on the edge.
    kind : str
        "stable node", "stable focus", "saddle", "unstable node", "unstable focus", "on the edge" or "depends on the values".
    numerical : bool
        True when found by numbers, at the values given, and not by symbols, for all values.
    """

    values: dict
    stable: bool | None = None
    kind: str = "depends on the values"
    numerical: bool = False

    def __getitem__(self, name: object):
        return self.values[getattr(name, "identifier", name)]


def equilibria(model: Mechanism, **values: float) -> list[Equilibrium]:
    """All equilibria of a model, its inputs held where they are.

    Without values they are found in symbols, exactly; an exponent is taken at the model's value. With any value given they
    are found in numbers (`numerical=True`), the other quantities at the model's values; equilibria with a negative level of
    a state that cannot be negative are left out.

    Raises
    ------
    InputError
        SymPy cannot solve the model in symbols (the message says to give values); an unknown name or a bad value;
        a whole line of equilibria.
    """
    if values:
        return _numerical(model, values)
    return _symbolic(model, {})


def equilibria_without_source(model: Mechanism) -> list[Equilibrium]:
    """The equilibria in symbols with every input at zero; for the loops the resting state and what storms there are."""
    return _symbolic(model, {symbol: sp.S.Zero for symbol in model.inputs})


def rest(model: Mechanism) -> dict[State, sp.Expr]:
    """The resting state: the equilibrium without any source.

    All states at zero if nothing changes there; else the declared starts; else the only equilibrium that SymPy finds.

    Raises
    ------
    InputError
        There is none, or more than one and neither zero nor the start is among them.
    """
    states = moving(model)
    quiet = {symbol: sp.S.Zero for symbol in model.inputs}
    starts = model.starts()
    for candidate in ({s: sp.S.Zero for s in states}, {s: sp.sympify(starts[s]) for s in states}):
        place = {**{s: sp.sympify(starts[s]) for s in model.states}, **quiet, **candidate}
        if all(sp.simplify(model.expanded[s].xreplace(place)) == 0 for s in states):
            return candidate
    found = equilibria_without_source(model)
    if len(found) != 1:
        raise InputError(f"{model.name}: without source there are {len(found)} equilibria and none of them is zero or the start, "
                         "so none can be called its rest.")
    return {state: found[0][state] for state in states}


def reduction(model: Mechanism, given: dict) -> tuple[list[tuple[State, sp.Expr]], dict[State, sp.Expr]]:
    """States removed one after the other by equations in which they stand alone.

    A state is taken from its own equation first: what it is divided by is then its loss, which is seldom zero.

    Returns
    -------
    removed : list of (state, expression of the states that were removed later or stayed)
    left : dict of State to the numerator of an equation, for the states that stayed
    """
    rates = {state: _numerator(model.expanded[state].xreplace(given)) for state in moving(model)}
    removed: list[tuple[State, sp.Expr]] = []
    while len(rates) > 1 and (step := _removable(rates)):
        state, equation, expression = step
        rates[equation] = rates[state]  # one equation and one state go; what is left of the two is kept under the other's name
        del rates[state]
        rates = {s: _numerator(rate.xreplace({state: expression})) for s, rate in rates.items()}
        removed.append((state, expression))
    return removed, rates


def _numerator(rate: sp.Expr) -> sp.Expr:
    return sp.fraction(sp.together(rate))[0]


def _removable(rates: dict[State, sp.Expr]) -> tuple[State, State, sp.Expr] | None:
    """A state, the equation it is taken from, and what it equals."""
    pairs = sorted(product(rates, rates), key=lambda pair: pair[0] != pair[1])
    for state, equation in pairs:
        slope = sp.diff(rates[equation], state)
        if slope != 0 and not slope.has(state):
            return state, equation, sp.together(-rates[equation].xreplace({state: sp.S.Zero})/slope)
    return None


def _symbolic(model: Mechanism, given: dict) -> list[Equilibrium]:
    states = moving(model)
    hint = f"give values, such as cs.stability.equilibria(model, {(model.parameters or states)[0].identifier}=...), for an answer in numbers."
    if len(states) > _LARGEST_SYMBOLIC:
        raise InputError(f"{model.name}: {len(states)} moving states are too many to solve in symbols; {hint}")
    removed, left = reduction(model, {**_whole_exponents(model), **given})
    if len(left) > 1:
        raise InputError(f"{model.name}: the equations of {', '.join(map(str, left))} are entangled, SymPy cannot separate them; {hint}")
    [(state, numerator)] = left.items()
    if numerator == 0:
        raise InputError(f"{model.name}: a whole line of equilibria, every level of {state.identifier} is one.")
    found = []
    for root in _roots(model, numerator, state, hint):
        place = {state: root}
        for other, expression in reversed(removed):
            ways = [expression, *_ways(model, given, other)]
            place[other] = min((sp.simplify(way.xreplace(place)) for way in ways if way.free_symbols.isdisjoint({*states} - {*place})), key=sp.count_ops)
        found.append(Equilibrium({s.identifier: place[s] for s in states}))
    return found


def _ways(model: Mechanism, given: dict, state: State) -> list[sp.Expr]:
    """What a state equals by the other equations in which it stands alone: often shorter than by its own."""
    found = []
    for equation in moving(model):
        rate = model.expanded[equation].xreplace(given)
        slope = sp.diff(rate, state)
        if equation != state and slope != 0 and slope.free_symbols.isdisjoint(moving(model)):
            found.append(-rate.xreplace({state: sp.S.Zero})/slope)
    return found


def _whole_exponents(model: Mechanism) -> dict:
    return {p: sp.nsimplify(model.value(p), rational=True) for p in exponents(model)}


def _roots(model: Mechanism, numerator: sp.Expr, state: State, hint: str) -> list[sp.Expr]:
    """Roots of the factors of a polynomial, each at most a square."""
    if not numerator.is_polynomial(state):
        raise InputError(f"{model.name}: the equation left for {state.identifier} is no polynomial; {hint}")
    found: list[sp.Expr] = []
    for factor, _ in sp.factor_list(numerator)[1]:
        degree = sp.degree(factor, state) if factor.has(state) else 0
        if degree > 2:
            raise InputError(f"{model.name}: the equation left for {state.identifier} has degree {degree}, too high to read in symbols; {hint}")
        if degree:
            a, b, c = ([sp.S.Zero]*3 + sp.Poly(factor, state).all_coeffs())[-3:]
            half = sp.sqrt(sp.factor(b**2 - 4*a*c)) if degree == 2 else None
            found += [sp.factor(-c/b)] if degree == 1 else [sp.simplify((-b - half)/(2*a)), sp.simplify((-b + half)/(2*a))]
    return found


def _numerical(model: Mechanism, values: dict) -> list[Equilibrium]:
    machine = numeric.machine(model)
    p = numeric.arguments(model, values)
    found = []
    for x in solve_numerically(model, machine, p):
        eigenvalues = np.linalg.eigvals(machine.jacobian(x, p))
        kind = numeric.kind(eigenvalues)
        stable = None if kind == "on the edge" else kind.startswith("stable")
        found.append(Equilibrium({s.identifier: float(v) for s, v in zip(machine.states, x, strict=True)}, stable, kind, True))
    return sorted(found, key=lambda e: tuple(e.values.values()))


def solve_numerically(model: Mechanism, machine: numeric.Machine, p: np.ndarray) -> list[np.ndarray]:
    """The equilibria at the arguments `p`, each an array over the moving states; see `equilibria`."""
    exact = {symbol: sp.Rational(float(v)) for symbol, v in zip(machine.given, p, strict=True)}
    broken = {symbol: exact.pop(symbol) for symbol in exponents(model) if not exact[symbol].is_integer}
    removed, left = reduction(model, exact)  # broken exponents stay letters until here: SymPy would expand x**(17/10)
    removed = [(state, expression.xreplace(broken)) for state, expression in removed]
    left = {state: numerator.xreplace(broken) for state, numerator in left.items()}
    starts = []
    if len(left) == 1:
        [(state, numerator)] = left.items()
        if numerator == 0:
            raise InputError(f"{model.name}: a whole line of equilibria at these values, every level of {state.identifier} is one.")
        for root in numeric.scalar_roots(numerator, state):
            place = {state: sp.Float(root, 17)}
            for other, expression in reversed(removed):
                place[other] = expression.xreplace(place)
            starts.append([complex(place[s]).real if place[s].is_finite else np.nan for s in machine.states])
    else:
        starts = machine.starting_points()
    return machine.polished(starts, p)
