"""What must hold of a declaration: its expressions can be integrated, and each name has one meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

import sympy as sp

from .errors import DeclarationError
from .scores import Fact, Points
from .symbols import Declared, ReadOut, State

#: The functions that every engine has, beside powers and roots.
FUNCTIONS = (sp.exp, sp.log, sp.sin, sp.cos, sp.tan, sp.tanh)
_PARTS = (sp.Add, sp.Mul, sp.Pow, sp.Number, sp.NumberSymbol, sp.Symbol)
_HARD = (sp.Piecewise, sp.Min, sp.Max, sp.Heaviside, sp.Abs, sp.sign, sp.floor, sp.ceiling, sp.core.relational.Relational)


def the_state(name: str, key: object) -> State:
    """What an equation is given for; DeclarationError when it is no State."""
    if not isinstance(key, State):
        kind = f"a {key.role}" if isinstance(key, Declared) else "no State"
        raise DeclarationError(f"{name}: equations are given for states; {key!r} is {kind}.")
    return key


def the_rate(name: str, key: object, rate: object) -> sp.Expr:
    """What an equation says, as a SymPy expression; DeclarationError for text, conditions and whole arrays."""
    if isinstance(rate, str):
        raise DeclarationError(f"{name}: the equation of {key} is text; write it with declared symbols, such as k_c*A - k_cl*C.")
    try:
        expression = sp.sympify(rate)
    except (sp.SympifyError, TypeError, ValueError):
        expression = None
    if not isinstance(expression, sp.Expr):
        raise DeclarationError(f"{name}: the equation of {key} must be an expression of declared symbols; got {rate!r}.")
    return expression


def reachable(roots: Iterable[sp.Basic], definitions: Mapping[ReadOut, sp.Expr]) -> list[Declared]:
    """The declared symbols in some expressions, in the starts of their states and in what their read-outs stand for."""
    seen: dict[Declared, None] = {}
    queue = list(roots)
    while queue:
        for symbol in sorted(queue.pop(0).free_symbols, key=str):
            if isinstance(symbol, (Fact, Points)):
                queue.extend((symbol if isinstance(symbol, Fact) else symbol.score).expressions())
            elif isinstance(symbol, Declared) and symbol not in seen:
                seen[symbol] = None
                stands_for = definitions.get(symbol, getattr(symbol, "expression", None))
                queue.extend(e for e in (stands_for, getattr(symbol, "start", None), getattr(symbol, "rest", None)) if e is not None)
    return list(seen)


def check_expression(name: str, expression: sp.Expr) -> None:
    """Raise DeclarationError for what solvers stumble over, what not every engine can compute, and what is not declared."""
    if hard := expression.atoms(*_HARD):
        raise DeclarationError(f"{name}: {min(hard, key=str)} is a hard condition; solvers stumble over it, "
                               "write a smooth function such as x**n/(x**n + K**n).")
    if foreign := [f for f in expression.atoms(sp.Function) if not isinstance(f, FUNCTIONS)]:
        raise DeclarationError(f"{name}: {foreign[0]} is not a function that every engine has; "
                               f"these are {', '.join(f.__name__ for f in FUNCTIONS)}, powers and roots.")
    if expression.has(sp.I, sp.oo, -sp.oo, sp.zoo, sp.nan):
        raise DeclarationError(f"{name}: {expression} is not a real, finite number for every value of its symbols.")
    if strange := [node for node in sp.preorder_traversal(expression) if not isinstance(node, (*_PARTS, *FUNCTIONS))]:
        raise DeclarationError(f"{name}: {strange[0]} is not something that every engine can compute; write sums, products and powers.")
    strangers = sorted((s for s in expression.free_symbols if not isinstance(s, Declared)), key=str)
    if strangers:
        raise DeclarationError(f"{name}: {strangers[0]!s} in {expression!s} is not declared; declare it as a Parameter, State or Input "
                               f"(time itself cannot stand in an equation: a time-dependent term is a state).")


def one_declaration_each(name: str, found: Iterable[Declared]) -> dict[str, Declared]:
    """The symbols by identifier; two different declarations of one are an error that prints both."""
    declared: dict[str, Declared] = {}
    for symbol in dict.fromkeys(found):
        other = declared.setdefault(symbol.identifier, symbol)
        if other != symbol:
            raise DeclarationError(f"{name}: {symbol.identifier!r} is declared twice and differently:\n"
                                   f"  {other.describe()}\n  {symbol.describe()}")
    return declared


def in_order(name: str, definitions: Mapping[ReadOut, sp.Expr]) -> dict[ReadOut, sp.Expr]:
    """The definitions, each using only those before it."""
    graph = {r: sorted((s for s in e.free_symbols if isinstance(s, ReadOut)), key=str) for r, e in definitions.items()}
    try:
        return {readout: definitions[readout] for readout in TopologicalSorter(graph).static_order()}
    except CycleError as error:
        circle = " → ".join(s.identifier for s in error.args[1])
        raise DeclarationError(f"{name}: these read-outs define each other in a circle: {circle}.") from None


def by_name(name: str, kind: str, things: Iterable) -> dict:
    """Doses, facts or scores by their names, each declared once."""
    named: dict = {}
    for thing in things:
        if named.setdefault(thing.name, thing) != thing:
            raise DeclarationError(f"{name}: {kind} {thing.name!r} is declared twice.")
    return named
