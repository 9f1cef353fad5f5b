"""The words of a declaration: parameters, states, inputs and read-outs, each one a SymPy symbol.

A declared symbol carries its unit, meaning and provenance with it. Two symbols are the same only when their whole
declaration is the same: SymPy caches expressions by equality, so a symbol that compared by its name alone would let an
older declaration slip back into a new equation.
"""

from __future__ import annotations

import keyword
import math

import sympy as sp

from .errors import DeclarationError, finite

STANDINGS = ("measured", "fitted", "chosen")

#: Time since the start of a run, in days; for scores and sentences only, never in a right-hand side.
t = sp.Symbol("t", real=True, nonnegative=True)

_RESERVED = {"t"} | set(keyword.kwlist) | set(
    "abstract arguments await boolean break byte case catch char const continue debugger default delete do double "
    "else enum eval export extends final float function goto implements import in instanceof int interface let long "
    "native new null package private protected public return short static super switch synchronized this throw "
    "transient try typeof undefined var void volatile with yield time avogadro pi exponentiale infinity notanumber "
    "amount exp inf log math nan pow cos sin sqrt tan tanh true false none undefined constructor prototype tostring "
    "tolocalestring valueof hasownproperty isprototypeof propertyisenumerable".split()
)


class Declared(sp.Symbol):
    """A SymPy symbol with a declaration: identifier, unit, symbol as typeset, label in words, and its own details.

    Attributes
    ----------
    identifier : str
        ASCII name, valid in Python, JavaScript and SBML.
    unit : str
        Unit as pint reads it; "1" for a pure number.
    symbol : str
        LaTeX as the equations show it.
    label : str
        Full words, for axes and controls.
    """

    role = "symbol"
    _fields: tuple[str, ...] = ()

    def __new__(cls, identifier: str, unit: str, *, symbol: str | None, label: str | None, **details):
        check_identifier(cls.role, identifier)
        if not isinstance(unit, str) or not unit.strip():
            raise DeclarationError(f"{cls.role} {identifier!r} needs a unit as text, such as \"1/d\" or \"1\"; got {unit!r}.")
        self = sp.Symbol.__xnew__(cls, identifier, real=True, **_sign(details))
        self.identifier, self.unit = identifier, unit
        self.symbol = symbol or _typeset(identifier)
        self.label = label or details.get("meaning") or identifier.replace("_", " ")
        for field in cls._fields:
            setattr(self, field, details[field])
        self._declaration = (unit, self.symbol, self.label) + tuple(details[field] for field in cls._fields)
        return self

    def _hashable_content(self):
        return super()._hashable_content() + self._declaration

    def __getnewargs_ex__(self):
        details = {field: getattr(self, field) for field in self._fields}
        return (self.identifier, self.unit), {"symbol": self.symbol, "label": self.label, **details}

    def __getstate__(self):
        return None

    def _latex(self, printer) -> str:
        return self.symbol

    def describe(self) -> str:
        """The declaration in one line, as errors print it."""
        details = ", ".join(f"{field}={getattr(self, field)!r}" for field in self._fields if getattr(self, field) not in (None, ""))
        return f"{type(self).__name__}({self.identifier!r}, {self.unit!r}{', ' if details else ''}{details})"


class Parameter(Declared):
    """A number that stays the same during a run.

    Parameters
    ----------
    identifier, unit : str
    value : float
        The default, in `unit`.
    range : (float, float)
        Where a slider runs. Values outside it are still accepted when they lie in `allowed`.
    meaning : str
        Plain words.
    standing : {"measured", "fitted", "chosen"}
        How far the value may be trusted.
    source : str
        BibTeX key; needed unless the standing is "chosen".
    reason : str
        Why this value, in words.
    spread : float
        Standard deviation of the natural logarithm between patients; 0 = does not vary.
    allowed : (float, float), optional
        Values that make sense at all; by default non-negative when `range` is, else any finite number.
    """

    role = "parameter"
    _fields = ("value", "range", "meaning", "standing", "source", "reason", "spread", "allowed")

    def __new__(cls, identifier, value=None, unit=None, *, range, meaning, standing="chosen", source="", reason="",
                spread=0.0, allowed=None, symbol=None, label=None):
        place = f"parameter {identifier!r}"
        if isinstance(value, str) and unit is None or isinstance(unit, (int, float)):
            raise DeclarationError(f"{place}: write Parameter(identifier, value, unit, ...); got value {value!r}, unit {unit!r}.")
        value = _number(place, "value", value)
        low, high = _interval(place, "range", range)
        if allowed is None:
            allowed = (0.0, math.inf) if low >= 0 else (-math.inf, math.inf)
        allowed = _interval(place, "allowed", allowed)
        if not low <= value <= high:
            raise DeclarationError(f"{place}: the value {value:g} {unit} lies outside its own range {low:g} to {high:g}.")
        if not allowed[0] <= low <= high <= allowed[1]:
            raise DeclarationError(f"{place}: the range {low:g} to {high:g} reaches outside the allowed {allowed[0]:g} to {allowed[1]:g}.")
        if standing not in STANDINGS:
            raise DeclarationError(f"{place}: standing is one of {', '.join(STANDINGS)}; got {standing!r}.")
        if standing == "measured" and not (source or reason):
            raise DeclarationError(f"{place} is called measured and names no source: give source= (a BibTeX key) or reason=, "
                                   "or call it chosen.")
        if not meaning:
            raise DeclarationError(f"{place} needs its meaning in plain words.")
        return super().__new__(cls, identifier, unit, symbol=symbol, label=label, value=value, range=(low, high),
                               meaning=meaning, standing=standing, source=source, reason=reason,
                               spread=_number(place, "spread", spread), allowed=allowed)

    def __getnewargs_ex__(self):
        (identifier, unit), details = super().__getnewargs_ex__()
        return (identifier, details.pop("value"), unit), details


class State(Declared):
    """A quantity with a rate of change.

    Parameters
    ----------
    start : number or expression of parameters
        The value on day 0.
    signed : bool
        Whether it may be negative.
    allowed : (float, float), optional
        Where it may start; a share lies between 0 and 1. By default not below 0, unless it is signed.
    window, healthy : (float, float), optional
        What an axis spans at least, where a level should not be seen from zero; and what healthy adults have.
    """

    role = "state"
    _fields = ("start", "meaning", "signed", "allowed", "window", "healthy")

    def __new__(cls, identifier, unit, *, start=0, meaning="", signed=False, allowed=None, window=None, healthy=None, symbol=None,
                label=None):
        place = f"state {identifier!r}"
        if allowed is None:
            allowed = (-math.inf if signed else 0.0, math.inf)
        return super().__new__(cls, identifier, unit, symbol=symbol, label=label, start=_expression(place, start), meaning=meaning,
                               signed=bool(signed), allowed=_interval(place, "allowed", allowed), **_levels(place, window, healthy))


class Input(Declared):
    """What a mechanism reads from outside: fed by the state or read-out of the same identifier in a `join`.

    One that stays unfed is a state with zero derivative that starts at `rest`: pulses, infusions and prescribed inputs
    are jumps of it. `range` is where a slider for its starting value runs.
    """

    role = "input"
    _fields = ("rest", "range", "meaning", "standing", "source", "reason", "allowed")

    def __new__(cls, identifier, unit, *, rest=0, range=None, meaning="", standing="chosen", source="", reason="",
                allowed=None, symbol=None, label=None):
        place = f"input {identifier!r}"
        if range is not None:
            range = _interval(place, "range", range)
        if allowed is None:
            allowed = (-math.inf, math.inf) if range is not None and range[0] < 0 else (0.0, math.inf)
        return super().__new__(cls, identifier, unit, symbol=symbol, label=label, rest=_expression(place, rest), range=range,
                               meaning=meaning, standing=standing, source=source, reason=reason,
                               allowed=_interval(place, "allowed", allowed))


class ReadOut(Declared):
    """A named expression of states, inputs, parameters and other read-outs.

    `window`, `healthy`: as for a State. `shown`: what is added where people read it, and the unit it then has, as
    (37, "°C") for a temperature that is counted from 37 °C.
    """

    role = "read-out"
    _fields = ("expression", "meaning", "window", "healthy", "shown")

    def __new__(cls, identifier, expression, unit, *, meaning="", window=None, healthy=None, shown=(0, ""), symbol=None, label=None):
        place = f"read-out {identifier!r}"
        return super().__new__(cls, identifier, unit, symbol=symbol, label=label, expression=_expression(place, expression),
                               meaning=meaning, shown=(_number(place, "shown", shown[0]), shown[1]), **_levels(place, window, healthy))

    def __getnewargs_ex__(self):
        (identifier, unit), details = super().__getnewargs_ex__()
        return (identifier, details.pop("expression"), unit), details


def check_identifier(kind: str, identifier: object) -> None:
    """Raise DeclarationError for a name that Python, JavaScript or SBML could not use."""
    if not isinstance(identifier, str) or not identifier.isascii() or not identifier.isidentifier():
        raise DeclarationError(f"{kind} {identifier!r}: an identifier is ASCII letters, digits and underscores, and begins with a letter.")
    if identifier.casefold() in _RESERVED or identifier.startswith("_") or hasattr(object, identifier):
        raise DeclarationError(f"{kind} {identifier!r}: this word already means something in Python, JavaScript or SBML; choose another.")


def _number(place: str, what: str, value: object) -> float:
    if math.isnan(number := finite(value)):
        raise DeclarationError(f"{place}: {what} must be a finite number; got {value!r}.")
    return number


def _interval(place: str, what: str, interval: object) -> tuple[float, float]:
    try:
        low, high = (float(bound) for bound in interval)
    except (TypeError, ValueError):
        raise DeclarationError(f"{place}: {what} is two numbers (low, high); got {interval!r}.") from None
    if not low < high or what == "range" and not math.isfinite(high - low):
        raise DeclarationError(f"{place}: {what} must rise from a finite low to a finite high; got {low:g} to {high:g}.")
    return low, high


def _levels(place: str, window: object, healthy: object) -> dict[str, tuple[float, float] | None]:
    return {what: levels and _interval(place, what, levels) for what, levels in (("window", window), ("healthy", healthy))}


def _expression(place: str, value: object) -> sp.Expr:
    if isinstance(value, str):
        raise DeclarationError(f"{place}: write an expression of declared symbols, not the text {value!r}.")
    try:
        expression = sp.sympify(value)
    except sp.SympifyError:
        raise DeclarationError(f"{place}: {value!r} is no expression SymPy can read.") from None
    if expression.has(sp.nan, sp.zoo, sp.oo, -sp.oo):
        raise DeclarationError(f"{place}: the expression {expression} is not finite.")
    return expression


def _sign(details: dict) -> dict[str, bool]:
    """The assumptions SymPy may use: a rate that can only be positive is declared positive, and proofs rest on it."""
    if "value" in details:
        low = details["range"][0]
        return {"positive": True} if low > 0 else {"nonnegative": True} if low == 0 else {}
    if "start" in details:
        return {} if details["signed"] else {"nonnegative": True}
    if "rest" in details:
        return {"nonnegative": True} if details["allowed"][0] >= 0 else {}
    return {}


def _typeset(identifier: str) -> str:
    head, _, tail = identifier.partition("_")
    head, tail = (part.replace("_", r"\_") for part in (head, tail))
    head = head if len(head) == 1 else rf"\mathrm{{{head}}}"
    return rf"{head}_{{\mathrm{{{tail}}}}}" if tail else head
