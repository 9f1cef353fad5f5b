"""A model is a mechanism: states with their equations. Mechanisms joined are a mechanism again."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from copy import copy
from functools import cached_property

import sympy as sp

from .declaration import by_name, check_expression, in_order, one_declaration_each, reachable, the_rate, the_state
from .dose import Dose
from .errors import DeclarationError, InputError, finite, unknown_name
from .scores import Fact, Points, Score, Sentence, used_by
from .symbols import Declared, Input, Parameter, ReadOut, State, t


class Mechanism:
    """States, their rates of change, what is read off them and what can be done to them. Never changes.

    Parameters
    ----------
    name : str
    equations : mapping of State to SymPy expression
        Rate of change of each state, per day.
    shows : sequence of ReadOut
        Read-outs that feed no equation; the others are found in the equations.
    doses, facts, scores, sentences : sequences of Dose, Fact, Score, Sentence
    growth_limit : float, optional
        A run is stopped, and says so, when its states together have grown by this factor (for models without a ceiling).
    shown_until : str, optional
        Name of a fact: the day after which nothing of a run is shown.
    summary : str
        What it is and what it leaves out, in a sentence or two.

    Attributes
    ----------
    states : tuple of State, in the order of the equations
    inputs : tuple of Input
        Unfed inputs: states with zero derivative, which doses may move.
    parameters : tuple of Parameter
    definitions : dict of ReadOut to expression, each using only those above it
    values : dict of str to float
        Values that differ from the declaration: of parameters, or of the start of a state or input.
    parts : tuple of Mechanism
        What it was joined from; empty for a single mechanism.

    Raises
    ------
    DeclarationError
        An expression that uses an undeclared symbol, the time, a condition, minimum or maximum; two declarations of one
        identifier; a state without an equation; read-outs that define each other in a circle; a start that uses more than
        parameters; a fact that uses one that does not stand before it.
    """

    def __init__(self, name: str, equations: Mapping, *, shows: Iterable[ReadOut] = (), doses: Iterable[Dose] = (),
                 facts: Iterable[Fact] = (), scores: Iterable[Score] = (), sentences: Iterable[Sentence] = (),
                 growth_limit: float | None = None, shown_until: str | None = None, summary: str = "",
                 definitions: Mapping[ReadOut, sp.Expr] | None = None, parts: Iterable[Mechanism] = ()):
        if not isinstance(name, str) or not name.isprintable() or not name:
            raise DeclarationError(f"a model needs a name of one line; got {name!r}.")
        if growth_limit is not None and not finite(growth_limit) > 1:
            raise DeclarationError(f"{name}: growth_limit is a number above 1; got {growth_limit!r}.")
        self.name, self.summary, self.growth_limit, self.shown_until = name, summary, growth_limit, shown_until
        self.equations = {the_state(name, key): the_rate(name, key, rate) for key, rate in equations.items()}
        self.doses = by_name(name, "dose", doses)
        self.facts, self.scores = (tuple(by_name(name, *things).values()) for things in (("fact", facts), ("score", scores)))
        self.sentences = tuple(sentences)
        self.shows, self.parts = tuple(shows), tuple(parts)
        self.values: dict[str, float] = {}
        self._changes: dict[State, sp.Expr] = {}
        self._own: dict[str, tuple] = {}
        self._known = one_declaration_each(name, reachable(self._roots(), definitions or {}))
        self.states = tuple(self.equations)
        self.parameters = tuple(s for s in self._known.values() if isinstance(s, Parameter))
        self.inputs = tuple(s for s in self._known.values() if isinstance(s, Input))
        found = [s for s in self._known.values() if isinstance(s, ReadOut)]
        self.definitions = in_order(name, {s: (definitions or {}).get(s, s.expression) for s in found})
        orphans = [s for s in self._known.values() if isinstance(s, State) and s not in self.equations]
        if orphans:
            raise DeclarationError(f"{name}: state {orphans[0].identifier!r} is used but has no equation; "
                                   "give it one, or declare it as an Input.")
        for expression in (*self.equations.values(), *self.definitions.values()):
            check_expression(name, expression)
        self._check_starts()
        self._check_said()
        if shown_until is not None and shown_until not in (known := [fact.name for fact in self.facts]):
            raise DeclarationError(unknown_name("fact", shown_until, known, name))

    def _check_starts(self) -> None:
        for symbol, start in self.starts().items():
            if strangers := [s for s in start.free_symbols if not isinstance(s, Parameter)]:
                raise DeclarationError(f"{self.name}: the start of {symbol.identifier!r} uses {strangers[0]}; it may use parameters only.")

    def _check_said(self) -> None:
        known: set[sp.Symbol] = {t, *self._known.values()}
        for thing in (*self.facts, *self.scores, *self.sentences):
            strangers = sorted(used_by(thing) - known, key=str)
            if strangers:
                raise DeclarationError(f"{self.name}: {thing.name!r} uses {strangers[0]}, which is not declared, or not before it.")
            if isinstance(thing, Fact):
                if thing.name in self._known:
                    raise DeclarationError(f"{self.name}: a quantity and a fact are both called {thing.name!r}.")
                known.add(thing)

    def _roots(self) -> list[sp.Basic]:
        """Everything written in the declaration in which a declared symbol can stand."""
        said = (*self.facts, *self.scores, *self.sentences)
        return [*self.equations, *self.equations.values(), *self.shows, *(e for thing in said for e in thing.expressions()),
                *(symbol for dose in self.doses.values() for symbol in sorted(dose.symbols(), key=str))]

    # ---- looking things up -------------------------------------------------------------------------------------------

    def symbol(self, name: object) -> Declared | Fact:
        """The symbol of a quantity or fact, by its name; InputError with the nearest name if there is none."""
        identifier = getattr(name, "identifier", name)
        if not isinstance(identifier, str) or identifier not in self._named:
            raise InputError(unknown_name("quantity", identifier, sorted(self._named), self.name))
        return self._named[identifier]

    @cached_property
    def _named(self) -> dict[str, Declared | Fact]:
        return self._known | {fact.name: fact for fact in self.facts}

    def symbols(self, names: str) -> tuple[Declared | Fact, ...]:
        """Several symbols at once, as `sympy.symbols` gives them: `A, C = loop.symbols("A C")`."""
        return tuple(self.symbol(name) for name in names.replace(",", " ").split())

    def __getitem__(self, name: object) -> sp.Expr:
        """The right-hand side of a state, or the expression of a read-out, in the model's symbols."""
        symbol = self.symbol(name)
        expressions = {**self.equations, **self.definitions}
        if symbol not in expressions:
            raise InputError(f"{self.name}: {symbol.name!r} has no equation.")
        return expressions[symbol]

    __iter__ = None  # a model is no sequence: loop over .states, .parameters or .definitions

    def __contains__(self, name: object) -> bool:
        return getattr(name, "identifier", name) in self._known

    @property
    def readouts(self) -> tuple[ReadOut, ...]:
        """The read-outs, in an order in which each uses only those before it."""
        return tuple(self.definitions)

    @cached_property
    def expanded(self) -> dict[State, sp.Expr]:
        """The right-hand sides with all read-outs written out: states, inputs and parameters only."""
        return {state: self.expand(rate) for state, rate in self.equations.items()}

    def expand(self, expression: sp.Basic) -> sp.Basic:
        """An expression with the model's read-outs written out."""
        return sp.sympify(expression).xreplace(self.expansions)

    @cached_property
    def expansions(self) -> dict[ReadOut, sp.Expr]:
        full: dict[ReadOut, sp.Expr] = {}
        for readout, expression in self.definitions.items():
            full[readout] = expression.xreplace(full)
        return full

    def defaults(self) -> dict[str, float]:
        """The value of every parameter, and every start of a state or input that was set, by identifier."""
        return {p.identifier: p.value for p in self.parameters} | self.values

    def value(self, name: object) -> float:
        """A parameter's value, or where a state or input was set to start, in its unit; None for a start as declared."""
        symbol = self.symbol(name)
        return self.values.get(symbol.identifier, getattr(symbol, "value", None))

    def starts(self) -> dict[Declared, sp.Expr]:
        """Start of every state and input on day 0 as declared: a number or an expression of parameters."""
        return {s: self.expand(s.start if isinstance(s, State) else s.rest) for s in (*self.states, *self.inputs)}

    @cached_property
    def digest(self) -> str:
        """A short name of exactly these equations and words, for caches and files; values set later do not change it."""
        parts = [self.name, repr(self.growth_limit), repr(self.shown_until)]
        parts += [f"{s.describe()}={sp.srepr(e)}" for s, e in {**self.equations, **self.definitions}.items()]
        parts += [s.describe() + s.symbol + s.label for s in self._known.values()]
        parts += [repr((d.name, d.unit, d.allowed, d.meaning, sorted((str(k), sp.srepr(e)) for k, e in d.adds.items())))
                  for d in self.doses.values()]
        parts += [thing.describe() for thing in (*self.facts, *self.scores, *self.sentences)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]

    def __repr__(self) -> str:
        return f"<model {self.name}: {len(self.states)} states, {len(self.parameters)} parameters, {self.digest}>"

    def _repr_latex_(self) -> str:
        rows = [rf"\frac{{d {sp.latex(state)}}}{{d t}} &= {sp.latex(rate)}" for state, rate in self.equations.items()]
        return "$$\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}$$"

    # ---- making another model out of it --------------------------------------------------------------------------------

    def with_values(self, values: Mapping[str, float] | None = None, **more: float) -> Mechanism:
        """The same model with other defaults: of parameters, or of where a state or an input starts.

        Raises
        ------
        InputError
            An unknown name, something that is no finite number, or a value outside the allowed range.
        """
        new = dict(self.values)
        for name, value in {**(values or {}), **more}.items():
            new[getattr(name, "identifier", name)] = self.checked(name, value)
        return self._with(values=new)

    def checked(self, name: object, value: object) -> float:
        """A value handed in for a quantity, as float; InputError when it is unknown, no number or not allowed."""
        symbol = self.symbol(name)
        if isinstance(symbol, (ReadOut, Fact)):
            raise InputError(f"{self.name}: {symbol.name!r} follows from the others and cannot be set.")
        unit = "" if symbol.unit == "1" else f" {symbol.unit}"
        low, high = symbol.allowed
        allowed = f"allowed is {low:g} to {high:g}{unit}"
        what = f"{self.name}: {symbol.identifier} ({symbol.label})"
        if math.isnan(number := finite(value)):
            raise InputError(f"{what} must be a finite number; got {value!r}; {allowed}.")
        if not low <= number <= high:
            raise InputError(f"{what} = {number:g}{unit} is outside the allowed range; {allowed}.")
        return number

    def with_equations(self, equations: Mapping, *, name: str | None = None) -> Mechanism:
        """The model with some right-hand sides replaced, or states added; everything else follows.

        `equations` maps a state (or its identifier) to a SymPy expression. Doses, facts and sentences stay.
        """
        def target(key):
            return self.symbol(key) if isinstance(key, str) else key

        changes = {the_state(self.name, target(key)): the_rate(self.name, key, rate) for key, rate in equations.items()}
        return self._remade({**self._changes, **changes}, name=name or f"{self.name} (changed)", equations={**self.equations, **changes})

    def with_sentences(self, *sentences: Sentence) -> Mechanism:
        """The model that also says these sentences, before its own."""
        return self._remade(self._changes, sentences=(*sentences, *self.sentences))

    def telling(self, words: Mechanism) -> Mechanism:
        """The model with the facts and sentences of `words`, a mechanism without equations, in place of its own sentences.

        Raises
        ------
        InputError
            The words are about something that this model does not have.
        """
        missing = [i.identifier for i in words.inputs if i.identifier not in self]
        if missing:
            raise InputError(f"{self.name} has no {missing[0]}, which the words of {words.name!r} are about.")
        told = join(self.name, self, words)
        names = {sentence.name for sentence in words.sentences}
        kept = {"sentences": [s for s in told.sentences if s.name in names], "facts": told.facts, "scores": told.scores,
                "definitions": told.definitions, "shows": told.readouts}
        return self._remade(self._changes, **kept)

    def without(self, part: str) -> Mechanism:
        """The joined model less one of its mechanisms, whose states stay at rest as inputs of the others."""
        names = [p.name for p in self.parts]
        if part not in names:
            raise InputError(unknown_name("mechanism", part, names, self.name))
        name, parts = f"{self.name} without {part}", [p for p in self.parts if p.name != part]
        rest = join(name, *parts, summary=self.summary)
        unfed = {s: rest.symbol(s) for s in (*self.states, *self.readouts) if s in rest}  # what it fed is an input again
        rest = join(name, *parts, summary=self.summary, **_usable(self._own, unfed, rest))
        changes = {state: rate.xreplace(unfed) for state, rate in self._changes.items() if state in rest.equations}
        return (rest.with_equations(changes, name=name) if changes else rest)._with(values=self.values)

    def _remade(self, changes: Mapping, **fields) -> Mechanism:
        kept = "name equations shows facts scores sentences growth_limit shown_until summary definitions parts".split()
        new = Mechanism(**{field: getattr(self, field) for field in kept} | {"doses": self.doses.values()} | fields)
        new._changes, new._own = dict(changes), self._own
        return new._with(values=self.values)

    def _with(self, *, values: Mapping[str, float]) -> Mechanism:
        new = copy(self)
        new.values = {name: value for name, value in values.items() if name in self}
        return new


def join(name: str, *mechanisms: Mechanism, summary: str = "", facts: Iterable[Fact] = (), scores: Iterable[Score] = (),
         sentences: Iterable[Sentence] = (), shows: Iterable[ReadOut] = ()) -> Mechanism:
    """Mechanisms side by side, each input fed by the state or read-out of the same identifier.

    Raises
    ------
    DeclarationError
        Two different declarations of one identifier (both are printed), an input whose unit differs from what feeds it,
        an equation given twice, read-outs that feed each other in a circle.
    """
    sources: dict[str, Declared] = {}
    for mechanism in mechanisms:
        for symbol in (*mechanism.states, *mechanism.readouts):
            sources.setdefault(symbol.identifier, symbol)
    feed = {i: _fed(name, i, sources[i.identifier]) for m in mechanisms for i in m.inputs if i.identifier in sources}
    equations: dict[State, sp.Expr] = {}
    for mechanism in mechanisms:
        for state, rate in mechanism.equations.items():
            if state in equations:
                raise DeclarationError(f"{name}: two mechanisms give an equation for {state.identifier!r}; "
                                       f"the second is {mechanism.name!r}.")
            equations[state] = rate.xreplace(feed)
    own = {"shows": tuple(shows), "facts": tuple(facts), "scores": tuple(scores), "sentences": tuple(sentences)}
    said = {kind: [*(s for m in mechanisms for s in getattr(m, kind)), *own[kind]] for kind in ("facts", "scores", "sentences")}
    joined = Mechanism(
        name, equations, summary=summary, parts=mechanisms,
        shows=(*(s for m in mechanisms for s in m.readouts), *own["shows"]),
        doses=(dose.replaced(feed) for m in mechanisms for dose in m.doses.values()),
        **_exchanged(said, feed),
        growth_limit=min((m.growth_limit for m in mechanisms if m.growth_limit), default=None),
        shown_until=next((m.shown_until for m in mechanisms if m.shown_until), None),
        definitions={r: e.xreplace(feed) for m in mechanisms for r, e in m.definitions.items()})
    joined._own = own
    return joined._with(values={n: v for m in mechanisms for n, v in m.values.items()})


def _exchanged(said: Mapping[str, Iterable], feed: Mapping) -> dict[str, tuple]:
    """Facts, scores and sentences, each once, with symbols exchanged: also within the facts that others use."""
    exchange = dict(feed)
    for fact in said["facts"]:
        for points in fact.of.atoms(Points):
            exchange[points] = points.score.replaced(exchange).points
        exchange[fact] = fact.replaced(exchange)
    return {kind: tuple({new.describe(): new for new in (thing.replaced(exchange) for thing in things)}.values())
            for kind, things in said.items()}


def _usable(own: Mapping[str, Iterable], unfed: Mapping, rest: Mechanism) -> dict[str, tuple]:
    """What a join declared beside its parts, less that which uses something that is gone."""
    known = {t.name, *rest._known, *(fact.name for fact in rest.facts)}
    shows = tuple(r for r in own.get("shows", ()) if r.expression.free_symbols <= set(rest._known.values()))
    known |= {r.name for r in shows}
    kept: dict[str, list] = {"facts": [], "scores": [], "sentences": []}
    for kind, things in kept.items():
        for thing in own.get(kind, ()):
            if {s.name for s in used_by(thing)} <= known:
                things.append(thing)
                known.add(thing.name)
    return {"shows": shows, **_exchanged(kept, unfed)}


def _fed(name: str, target: Input, source: Declared) -> Declared:
    if target.unit != source.unit:
        raise DeclarationError(f"{name}: the units differ:\n  {target.describe()}\nis fed by\n  {source.describe()}")
    return source
