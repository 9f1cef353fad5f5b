"""Units, really checked: every expression of a model is evaluated once with pint quantities. Never at run time."""

from __future__ import annotations

import math
from functools import cache

import sympy as sp

from .declaration import FUNCTIONS
from .dose import amount
from .errors import DeclarationError
from .mechanism import Mechanism
from .symbols import Parameter, State, t

#: Cells are counted in a base unit of their own; enzyme units, and the international units of laboratories, too.
_OWN_UNITS = ("Gcell = [cells]", "enzyme_unit = [enzyme] = U", "giga_count = 1e9")


def check_units(model: Mechanism) -> int:
    """Evaluate every equation, read-out, start, dose, fact and score with units; needs `pint`.

    All symbols get a value that is not zero, so that no term hides. Dimensions must agree, and scale factors too: a rate
    in mL/h does not fit a state in L.

    Returns
    -------
    int
        How many expressions were evaluated.

    Raises
    ------
    DeclarationError
        The place, the unit found and the unit declared.
    """
    checks = list(_expressions(model))
    for place, expression, unit in checks:
        _check(model, place, expression, unit)
    return len(checks)


def _expressions(model: Mechanism):
    for state, rate in model.equations.items():
        yield f"d {state.identifier}/dt", rate, f"({state.unit})/d"
    for readout, expression in model.definitions.items():
        yield readout.identifier, expression, readout.unit
    for symbol in (*model.states, *model.inputs):
        yield f"the start of {symbol.identifier}", symbol.start if isinstance(symbol, State) else symbol.rest, symbol.unit
    for dose in model.doses.values():
        for target, added in dose.adds.items():
            yield f"what the dose {dose.name} adds to {target.identifier}", (added, dose.unit), target.unit
    for fact in model.facts:
        if fact.of_doses:
            continue
        condition = not isinstance(fact.of, sp.Expr)
        scale = {"time_of_peak": None, "area": f"({fact.unit})/d"}.get(fact.functional, fact.unit)
        yield f"fact {fact.name}", fact.of, None if condition else scale
        yield from ((f"the time of fact {fact.name}", time, "d") for time in (fact.at, fact.held) if time not in (None, sp.oo))
    for score in model.scores:
        for when, _ in score.rows:
            yield f"score {score.name}", when, None


def _check(model: Mechanism, place: str, expression, unit: str | None) -> None:
    import pint

    expression, dose_unit = expression if isinstance(expression, tuple) else (expression, "1")
    expression = sp.sympify(expression)
    if expression.is_number:  # a bare number is given in the declared unit
        return
    symbols = sorted(expression.free_symbols, key=str)
    numbers = [_number(model, symbol) for symbol in symbols]
    units = [quantity(_unit_of(symbol, dose_unit), model, place) for symbol in symbols]
    functions = [{f.__name__: _dimensionless(f.__name__) for f in FUNCTIONS} | {"sqrt": lambda x: x**0.5}, "math"]
    try:
        found = sp.lambdify(symbols, expression, modules=functions)(*[n*u for n, u in zip(numbers, units, strict=True)])
        if unit is None:
            return
        plain = sp.lambdify(symbols, expression, modules="math")(*numbers)
        wanted = quantity(unit, model, place)
        measured = (_registry().Quantity(found)/wanted).to("dimensionless").magnitude
    except (pint.DimensionalityError, pint.OffsetUnitCalculusError) as error:
        raise DeclarationError(f"{model.name}: {place} = {expression} does not fit its unit {unit or ''}: {error}") from None
    if abs(measured - plain) > 1e-9*abs(plain):
        raise DeclarationError(f"{model.name}: {place} = {expression} is off its unit {unit} by a factor {measured/plain:g}.")


def _number(model: Mechanism, symbol: sp.Symbol) -> float:
    """A value for the evaluation: the default where it is not zero; unequal ones elsewhere, so that nothing cancels."""
    if symbol == amount:
        return 0.5  # within the range of every dose, fractions included
    value = model.value(symbol) if isinstance(symbol, Parameter) else None
    return value or 0.3 + 0.1*(sum(map(ord, symbol.name)) % 17)


def _unit_of(symbol: sp.Symbol, dose_unit: str) -> str:
    return {amount: dose_unit, t: "d"}.get(symbol) or symbol.unit


def quantity(unit: str, model: Mechanism, place: str):
    """One of a declared unit, as a pint quantity; DeclarationError, naming the place, when pint cannot read it."""
    written = "dimensionless" if unit == "1" else unit.replace("(1)", "dimensionless").replace("1e9", "giga_count")
    try:
        return _registry().Quantity(1.0, written)
    except Exception as error:  # pint raises many kinds for text it cannot read
        raise DeclarationError(f"{model.name}: {place}: {unit!r} is no unit that pint can read ({error}).") from None


def _dimensionless(name: str):
    return lambda x: getattr(math, name)(x.to("dimensionless").magnitude if hasattr(x, "to") else x)


@cache
def _registry():
    import pint

    registry = pint.UnitRegistry()
    for definition in _OWN_UNITS:
        registry.define(definition)
    return registry
