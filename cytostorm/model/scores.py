"""What is said about a run, as data: facts, scores and sentences.

A fact is one of a closed set of functionals of a run. A score is an ordered list of conditions with points. A sentence is
an ordered list of conditions with templates. They are declared with the model's symbols and evaluated by every engine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

import sympy as sp
from sympy.core.symbol import Str

from .errors import DeclarationError
from .symbols import Parameter, check_identifier

_OF_CONDITIONS = ("first_time", "last_time", "time_above")
_OF_DOSES = ("doses_given", "amount_given", "days_given")
FUNCTIONALS = ("peak", "time_of_peak", "value_at", "area", *_OF_CONDITIONS, *_OF_DOSES)


class Fact(sp.Symbol):
    """A number that a run has: `Fact("peak_IL6", "peak", IL6, unit="pg/mL")`. Facts may be used in later facts.

    Parameters
    ----------
    name : str
    functional : str
        `peak`, `time_of_peak`, `area`: of an expression. `first_time`, `last_time`, `time_above`: of a condition, in days
        (infinite, the last one minus infinite, when it never happens; with `held`, the first time at which it has held for
        so long in all).
        `value_at`: of an expression, at the time `at`. `doses_given`, `amount_given`, `days_given`: of the name of a dose;
        how many, how much in all, on how many days; a dose of nothing is none.
    of : SymPy expression or condition of states, inputs, parameters, read-outs, `t`, earlier facts and points of scores;
        or the name of a dose
    unit : str
    label : str
    at, held : SymPy expression of parameters and earlier facts, in days; `oo` is the end of the run
    """

    def __new__(cls, name: str, functional: str, of, *, unit: str, label: str, at=None, held=None):
        check_identifier("fact", name)
        if functional not in FUNCTIONALS:
            raise DeclarationError(f"fact {name!r}: functional is one of {', '.join(FUNCTIONALS)}; got {functional!r}.")
        of = _taken_of(name, functional, of)
        for word, time, owner in (("at", at, "value_at"), ("held", held, "first_time")):
            if time is not None and functional != owner:
                raise DeclarationError(f"fact {name!r}: {word}= (a time in days) belongs to {owner}, and only to it.")
            if time is not None and (odd := [s for s in sp.sympify(time).free_symbols if not isinstance(s, (Fact, Parameter))]):
                raise DeclarationError(f"fact {name!r}: {word}= is a time from parameters and earlier facts; it cannot use {odd[0]}.")
        if functional == "value_at" and at is None:
            raise DeclarationError(f"fact {name!r}: value_at needs at=, a time in days.")
        self = sp.Symbol.__xnew__(cls, name, extended_real=True)  # infinite: it never happens
        self.identifier, self.role = name, "fact"
        self.functional, self.of, self.unit, self.label = functional, of, unit, label
        self.at, self.held = (None if time is None else sp.sympify(time) for time in (at, held))
        return self

    def _hashable_content(self):
        return super()._hashable_content() + (self.functional, self.of, self.at, self.held, self.unit, self.label)

    def __getnewargs_ex__(self):
        return (self.name, self.functional, self.of), {"unit": self.unit, "label": self.label, "at": self.at, "held": self.held}

    @property
    def of_doses(self) -> bool:
        """Whether it is taken of what was given, not of a curve."""
        return self.functional in _OF_DOSES

    @property
    def in_steps(self) -> bool:
        """Whether it is taken of something that moves in steps, so that between two points of the grid there is nothing."""
        return self.of.has(Points, sp.Piecewise)

    def __getstate__(self):
        return None

    def expressions(self) -> list[sp.Basic]:
        """Everything written in it in which a symbol can stand; scores and sentences have the same method."""
        return [e for e in (self.of, self.at, self.held) if e is not None]

    def replaced(self, mapping: Mapping) -> Fact:
        """The same with symbols exchanged, as a `join` needs it; scores and sentences have the same method."""
        at, held = (None if time is None else time.xreplace(mapping) for time in (self.at, self.held))
        return Fact(self.name, self.functional, self.of.xreplace(mapping), unit=self.unit, label=self.label, at=at, held=held)

    def describe(self) -> str:
        return (f"Fact({self.name!r}, {self.functional!r}, {sp.srepr(self.of)}, unit={self.unit!r}, label={self.label!r}, "
                f"at={self.at}, held={self.held})")


class Score:
    """Points over time: `Score("grade", [(MAP < 60, 3), (MAP < 70, 2)], combine="max")`.

    Conditions may use states, inputs, parameters, read-outs, the time `t` and facts (a latch, "has had a fever", is
    `fever_day <= t`). `combine`: "max" = the largest points of the true rows, "sum", or "first" true row; 0 if none.
    """

    def __init__(self, name: str, rows: Sequence[tuple], *, combine: str, label: str):
        if combine not in ("max", "sum", "first"):
            raise DeclarationError(f"score {name!r}: combine is max, sum or first; got {combine!r}.")
        self.name, self.combine, self.label = name, combine, label
        self.rows = tuple((_condition(f"score {name!r}", when), float(points)) for when, points in rows)

    @property
    def points(self) -> Points:
        """The points as a symbol, for facts: `Fact("shock_day", "first_time", grade.points >= 3, ...)`."""
        return Points(self)

    def expressions(self) -> list[sp.Basic]:
        return [when for when, _ in self.rows]

    def replaced(self, mapping: Mapping) -> Score:
        rows = [(when.xreplace(mapping), points) for when, points in self.rows]
        return Score(self.name, rows, combine=self.combine, label=self.label)

    def describe(self) -> str:
        return f"Score({self.name!r}, {[(sp.srepr(w), p) for w, p in self.rows]}, {self.combine})"


class Points(sp.Symbol):
    """The points of a score over time, as a symbol that facts can use."""

    def __new__(cls, score: Score):
        self = sp.Symbol.__xnew__(cls, score.name, real=True)
        self.score, self.unit, self._declaration = score, "1", score.describe()
        return self

    def _hashable_content(self):
        return super()._hashable_content() + (self._declaration,)

    def __getnewargs_ex__(self):
        return (self.score,), {}

    def __getstate__(self):
        return None


class Sentence:
    """Words that are true for a run: the first row whose condition holds.

    Parameters
    ----------
    name : str
    rows : sequence of (condition, template)
        Conditions over facts and parameters; the last one must be True, so that there is always something to say.
        Templates name numbers: `{peak_IL6:3s}` with three significant digits, `{day:1f}` with one decimal place.
    numbers : mapping of str to expression of facts and parameters
        What the templates may name.
    """

    def __init__(self, name: str, rows: Sequence[tuple], *, numbers: Mapping[str, sp.Expr]):
        check_identifier("sentence", name)
        self.name = name
        self.rows = tuple(_row(name, row) for row in rows)
        self.numbers = {key: sp.sympify(expression) for key, expression in numbers.items()}
        for number in self.numbers:
            check_identifier(f"sentence {name!r}: number", number)
        if not self.rows or self.rows[-1][0] is not sp.true:
            raise DeclarationError(f"sentence {name!r}: the condition of the last row must be True.")
        for _, text in self.rows:
            if set("{}") & set(_FIELD.sub("", text)):
                raise DeclarationError(f"sentence {name!r}: a place for a number is written {{name:3s}} or {{name:1f}}; got {text!r}.")
            strangers = [match["name"] for match in _FIELD.finditer(text) if match["name"] not in self.numbers]
            if strangers:
                raise DeclarationError(f"sentence {name!r}: {{{strangers[0]}}} is not among its numbers: {', '.join(self.numbers)}.")
        for expression in self.expressions():
            strangers = [s for s in expression.free_symbols if not isinstance(s, (Fact, Parameter))]
            if strangers:
                raise DeclarationError(f"sentence {name!r} uses {strangers[0]}; conditions and numbers use facts and parameters only.")

    def expressions(self) -> list[sp.Basic]:
        return [when for when, _ in self.rows] + list(self.numbers.values())

    def replaced(self, mapping: Mapping) -> Sentence:
        return Sentence(self.name, [(when.xreplace(mapping), text) for when, text in self.rows],
                        numbers={name: expression.xreplace(mapping) for name, expression in self.numbers.items()})

    def describe(self) -> str:
        return f"Sentence({self.name!r}, {[(sp.srepr(w), text) for w, text in self.rows]}, {self.numbers})"


_FIELD = re.compile(r"\{(?P<name>\w+):(?P<digits>[1-9](?=s)|[0-9](?=f))(?P<style>[sf])\}")
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def fill(template: str, values: Mapping[str, float]) -> str:
    """A template with its numbers written in; the browser has the same function, and tests compare them."""
    return _FIELD.sub(lambda match: number(values[match["name"]], int(match["digits"]), match["style"]), template)


def number(value: float, digits: int = 3, style: str = "s") -> str:
    """A number as sentences write it: `digits` significant digits (style "s") or decimal places (style "f").

    Rounds half away from zero; from a million, and below a thousandth, as "1.23 × 10⁶".
    """
    if value != value:
        return "—"
    sign, size = ("−" if value < 0 else ""), abs(value)
    if size == float("inf"):
        return sign + "∞"
    exact = Decimal(size)
    if size >= 1e6 or 0 < size < 1e-3:
        shown, exponent = _significant(exact, digits if style == "s" else digits + 1)
        mantissa = shown.scaleb(-exponent)
        return f"{sign}{mantissa} × 10{str(exponent).translate(_SUPERSCRIPT)}"
    if style == "s" and size:
        shown, exponent = _significant(exact, digits)
        return sign + format(shown.quantize(Decimal(1).scaleb(min(0, exponent - digits + 1))), "f")
    shown = exact.quantize(Decimal(1).scaleb(-digits if style == "f" else 1 - digits), ROUND_HALF_UP)
    return (sign if shown else "") + format(shown, "f")


def _significant(exact: Decimal, digits: int) -> tuple[Decimal, int]:
    """`exact` rounded to `digits` significant digits, and the exponent of its first digit."""
    exponent = exact.adjusted()
    shown = exact.quantize(Decimal(1).scaleb(exponent - digits + 1), ROUND_HALF_UP)
    if shown.adjusted() > exponent:
        return _significant(shown, digits)
    return shown, exponent


def used_by(thing: Fact | Score | Sentence) -> set[sp.Symbol]:
    """The symbols that it uses, also by way of the points of scores."""
    symbols = set().union(*(e.free_symbols for e in thing.expressions()))
    points = {s for s in symbols if isinstance(s, Points)}
    return (symbols - points).union(*(used_by(s.score) for s in points))


def _is_condition(expression: sp.Basic) -> bool:
    return isinstance(expression, sp.logic.boolalg.Boolean) and not isinstance(expression, sp.Expr)  # a Symbol is both


def _taken_of(name: str, functional: str, of) -> sp.Basic:
    if functional in _OF_DOSES:
        if not isinstance(of, (str, Str)):
            raise DeclarationError(f"fact {name!r}: {functional} is taken of the name of a dose; got {of!r}.")
        return Str(str(of))
    of = sp.sympify(of)
    is_condition = _is_condition(of)
    if is_condition != (functional in _OF_CONDITIONS):
        wanted = "an expression" if is_condition else "a condition"
        raise DeclarationError(f"fact {name!r}: {functional} is taken of {wanted}; got {of}.")
    return of


def _row(name: str, row: object) -> tuple:
    if not isinstance(row, tuple) or len(row) != 2 or not isinstance(row[1], str):
        raise DeclarationError(f"sentence {name!r}: a row is (condition, text); got {row!r}.")
    return _condition(f"sentence {name!r}", row[0]), row[1]


def _condition(place: str, when) -> sp.logic.boolalg.Boolean:
    condition = sp.sympify(when)
    if not _is_condition(condition):
        raise DeclarationError(f"{place}: {when} is not a condition; write a comparison such as MAP < 60.")
    return condition
