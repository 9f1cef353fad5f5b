"""Where a model stands still: in symbols where SymPy can solve it, else in numbers; each answer says which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
import sympy as sp
from scipy.optimize import brentq, root

from ..model import Declared, InputError, Mechanism, State
from .assumptions import derivatives, exponents, moving, quiet

_EDGE = 1e-12  # an eigenvalue this small beside the largest is rounding
_NOTHING = sp.Dummy()  # the quantity that varies when none does


@dataclass(frozen=True)
class Equilibrium:
    """A point where nothing changes.

    `values` holds the level of each moving state by identifier, an expression or a float. `kind` is "stable node", "stable
    focus", "saddle", "unstable node", "unstable focus", "on the edge" or, while values are symbols, "depends on the values";
    `stable` is None for the last two. `numerical` tells that it was found by numbers, not by symbols for all values.
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
    a state that cannot be negative are left out. Numbers find every root of a polynomial; of another equation those at
    which it changes sign up to 1e9; of equations that cannot be separated those to which 200 spread starts lead.

    InputError: SymPy cannot solve the model in symbols (the message says to give values); an unknown name or a bad value;
    a whole line of equilibria.
    """
    if not values:
        moving(model)
        return _in_symbols(model, {})
    p, found = arguments(model, values), []
    for x in sorted(finder(model, p)(0.0), key=tuple):
        kind = _kind(spectrum(model, x, p))
        levels = {s.identifier: float(level) for s, level in zip(moving(model), x, strict=True)}
        found.append(Equilibrium(levels, None if kind == "on the edge" else kind.startswith("stable"), kind, True))
    return found


def equilibria_without_source(model: Mechanism) -> list[Equilibrium]:
    """The equilibria in symbols with every input at zero; for the loops the resting state and what storms there are."""
    return _in_symbols(model, quiet(model))


def rest(model: Mechanism) -> dict[State, sp.Expr]:
    """The resting state: the equilibrium without any source.

    All states at zero if nothing changes there; else the declared starts; else the only equilibrium that SymPy finds.
    InputError when there is none, or more than one.
    """
    states, starts = moving(model), model.starts()
    for candidate in (dict.fromkeys(states, sp.S.Zero), {s: starts[s] for s in states}):
        place = starts | quiet(model) | candidate
        if all(sp.simplify(model.expanded[s].xreplace(place)) == 0 for s in states):
            return candidate
    found = equilibria_without_source(model)
    if len(found) != 1:
        raise InputError(f"{model.name}: without source there are {len(found)} equilibria and none of them is zero or the start, "
                         "so none can be called its rest.")
    return {state: found[0][state] for state in states}


def _in_symbols(model: Mechanism, known: dict) -> list[Equilibrium]:
    example = (model.parameters or moving(model))[0].identifier
    advice = f"give values, such as cs.stability.equilibria(model, {example}=...), for an answer in numbers."
    levels, left = _reduced(model, exponents(model) | known)
    if len(left) > 1:
        raise InputError(f"{model.name}: the equations of {', '.join(map(str, left))} are entangled, SymPy cannot separate them; {advice}")
    [(state, numerator)] = left.items()
    if not numerator.is_polynomial(state):
        raise InputError(f"{model.name}: the equation left for {state.identifier} is no polynomial; {advice}")
    factors = [factor for factor, _ in sp.factor_list(numerator, state)[1]]
    if (degree := max((sp.degree(factor, state) for factor in factors), default=0)) > 2:
        raise InputError(f"{model.name}: the equation left for {state.identifier} has degree {degree}, "
                         f"too high to read in symbols; {advice}")
    return [Equilibrium({s.identifier: sp.simplify(level.xreplace({state: zero})) for s, level in levels.items()})
            for factor in factors for zero in sp.roots(factor, state)]


def finder(model: Mechanism, p: Mapping[Declared, float], free: sp.Symbol = _NOTHING) -> Callable[[float], list[np.ndarray]]:
    """The function q -> equilibria, arrays over the moving states, where q is the value of the quantity `free`.

    States are removed in exact numbers down to one equation, whose roots are then polished on the model's own equations.
    """
    exact = {symbol: sp.Rational(repr(value)) for symbol, value in p.items() if symbol != free}
    broken = {symbol: exact.pop(symbol) for symbol in exponents(model) if symbol != free and not exact[symbol].is_integer}
    levels, left = _reduced(model, exact)  # broken exponents stay letters until here: SymPy would expand x**(17/10)
    if len(left) > 1 and free in p:
        raise InputError(f"{model.name}: the equations of {', '.join(map(str, left))} cannot be separated, so no diagram is drawn; "
                         "cs.stability.equilibria(model, name=value) answers for one value at a time.")
    if len(left) > 1:
        spread = np.random.default_rng(0).uniform(-3, 5, (200, len(levels)))
        return lambda q: settled(model, [np.zeros(len(levels)), *10.0**spread], p)
    [(state, numerator)] = left.items()
    roots = _roots(numerator.xreplace(broken), state, free)
    others = sp.lambdify([state, free], [sp.N(level.xreplace(broken), 17) for level in levels.values()], modules="numpy")

    def find(q: float) -> list[np.ndarray]:
        with np.errstate(all="ignore"):
            starts = [np.array(others(np.float64(level), np.float64(q)), float) for level in roots(q)]
        return settled(model, starts, {symbol: q if symbol == free else value for symbol, value in p.items()})

    return find


def _reduced(model: Mechanism, known: dict) -> tuple[dict[State, sp.Expr], dict[State, sp.Expr]]:
    """States removed one after the other by equations in which they stand alone, the shortest first.

    Their own equations come first: what a state is divided by is then its loss, which is seldom zero. Returns what each state
    equals and, by the states that stayed, the numerators of the equations that are left.
    """
    def numerator(rate: sp.Expr) -> sp.Expr:
        return sp.fraction(sp.together(rate))[0]

    def solved(state: State, equation: State) -> sp.Expr | None:
        slope = sp.diff(rates[equation], state)
        return None if slope == 0 or slope.has(state) else sp.together(-rates[equation].xreplace({state: sp.S.Zero})/slope)

    rates = {state: numerator(model.expanded[state].xreplace(known)) for state in moving(model)}
    levels = {state: state for state in rates}
    while ways := [(*pair, equals) for pair in product(rates, rates) if len(rates) > 1 and (equals := solved(*pair)) is not None]:
        state, equation, equals = min(ways, key=lambda way: (way[0] != way[1], sp.count_ops(way[2])))
        rates[equation] = rates[state]  # one equation and one state go; what is left of the two is kept under the other's name
        del rates[state]
        rates = {s: numerator(rate.xreplace({state: equals})) for s, rate in rates.items()}
        levels = {s: level.xreplace({state: equals}) for s, level in levels.items()}
    for state, rate in rates.items():
        if rate == 0:
            raise InputError(f"{model.name}: a whole line of equilibria, every level of {state.identifier} is one.")
    return levels, rates


def _roots(numerator: sp.Expr, state: State, varied: sp.Symbol) -> Callable[[float], list[float]]:
    """The function q -> real roots of an equation in one state and q; of no polynomial, its changes of sign on a logarithmic grid."""
    numerator = sp.expand(numerator/max(map(abs, numerator.atoms(sp.Number))))  # exact numbers may be too long for a float
    if numerator.is_polynomial(state):
        coefficients = sp.lambdify(varied, [sp.N(c, 17) for c in sp.Poly(numerator, state).all_coeffs()], modules="numpy")
        return lambda q: [float(r.real) for r in np.roots(coefficients(q)) if abs(r.imag) <= 1e-5*abs(r)]
    f = sp.lambdify([state, varied], sp.N(numerator, 17), modules="numpy")
    above = np.geomspace(1e-9, 1e9, 4000)
    grid = np.concatenate([-above[::-1] if state.signed else [], [0.0], above])

    def roots(q: float) -> list[float]:
        with np.errstate(all="ignore"):
            values = np.broadcast_to(f(grid, q), grid.shape)
        changes = np.nonzero(values[:-1]*values[1:] < 0)[0]
        return [*grid[values == 0], *(brentq(f, grid[i], grid[i + 1], args=(q,), xtol=1e-300, rtol=1e-14) for i in changes)]

    return roots


def _kind(eigenvalues: np.ndarray) -> str:
    """What the eigenvalues of an equilibrium make of it."""
    real, largest = np.real(eigenvalues), np.abs(eigenvalues).max()
    if abs(real.max()) <= _EDGE*largest:
        return "on the edge"
    if real.max() > 0 > real.min():
        return "saddle"
    turning = "focus" if np.any(np.abs(np.imag(eigenvalues)) > _EDGE*largest) else "node"
    return f"{'stable' if real.max() < 0 else 'unstable'} {turning}"


def given(model: Mechanism) -> tuple[Declared, ...]:
    """Everything that is not a moving state."""
    return (*model.parameters, *model.inputs, *(s for s in model.states if s not in moving(model)))


@lru_cache(128)
def numbers(model: Mechanism) -> Callable[[np.ndarray, Mapping[Declared, float]], tuple[np.ndarray, np.ndarray]]:
    """(x, p) -> rates, shape (m,), and Jacobian, shape (m, m), at levels x of the moving states, p as `arguments` gives it."""
    states = moving(model)
    rates = [model.expanded[s] for s in states]
    written = sp.lambdify([states, given(model)], [rates, derivatives(rates, states).tolist()], modules="numpy", cse=True)

    def both(x: np.ndarray, p: Mapping[Declared, float]) -> tuple[np.ndarray, np.ndarray]:
        with np.errstate(all="ignore"):
            return tuple(np.array(part, float) for part in written(np.asarray(x, float), np.array([*p.values()], float)))

    return both


def arguments(model: Mechanism, values: Mapping[str, float]) -> dict[Declared, float]:
    """What is `given`, in this order, at the model's values and those given here; InputError for a bad name or value."""
    moving(model)  # refuses what is no model, or does not move
    known = model.values | {model.symbol(name).identifier: model.checked(name, value) for name, value in values.items()}
    parameters = {p: known.get(p.identifier, model.value(p)) for p in model.parameters}
    declared = parameters | {s: start.xreplace(parameters) for s, start in model.starts().items()}
    return {g: float(known.get(g.identifier, declared[g])) for g in given(model)}


def spectrum(model: Mechanism, x: Iterable[float], p: Mapping[Declared, float]) -> np.ndarray:
    """Eigenvalues of the Jacobian at a point; InputError where a slope has no value."""
    matrix = numbers(model)(x, p)[1]
    if not np.isfinite(matrix).all():
        raise InputError(f"{model.name}: a slope of the equations has no value at the point where stability is asked for.")
    return np.linalg.eigvals(matrix)


def settled(model: Mechanism, starts: Iterable, p: Mapping[Declared, float]) -> list[np.ndarray]:
    """Where `scipy.optimize.root` leads from each start: really at rest, no forbidden negative level, each place once."""
    found: list[np.ndarray] = []
    both, signed = numbers(model), np.array([s.signed for s in moving(model)])
    for start in starts:
        if not (np.isfinite(start).all() and np.isfinite(both(start, p)[1]).all()):
            continue
        x = root(both, start, args=(p,), jac=True, tol=1e-14).x
        rates, slopes = both(x, p)
        if not np.all(np.abs(rates) <= 1e-10*(np.abs(slopes) @ (np.abs(x) + 1e-9))) or np.any(~signed & (x < -1e-9*(1 + np.abs(x)))):
            continue
        x = np.where(signed, x, np.maximum(x, 0.0))
        if not any(np.all(np.abs(x - other) < 1e-6*(1e-3 + np.abs(x))) for other in found):
            found.append(x)
    return found
