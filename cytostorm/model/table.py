"""The reference tables of a model's quantities, from the declaration."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import InputError, unknown_name
from .mechanism import Mechanism
from .scores import number
from .symbols import Parameter

_HEAD = ("symbol", "meaning", "unit", "value", "standing")
_IN_FULL = ("symbol, identifier", "value", "range", "unit", "meaning", "standing", "spread")


@dataclass(frozen=True)
class Table:
    """What `table` returns: a Markdown table that notebooks and the book show as one, its sources as citations."""

    rows: tuple[tuple[str, ...], ...]
    head: tuple[str, ...] = _HEAD

    def _repr_markdown_(self) -> str:
        lines = [self.head, ("---",)*len(self.head), *self.rows]
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def table(model: Mechanism, part: str | None = None) -> Table:
    """The quantities of a model, a row each.

    Parameters
    ----------
    model : Mechanism
    part : str, optional
        Name of a mechanism that the model was joined from: then its parameters only, in full, with range and spread. A
        parameter that several mechanisms share belongs to the first, so that the tables of all parts hold each once.

    Returns
    -------
    Table
        States, inputs and parameters: symbol, meaning, unit, value (or start) and where the value comes from. Of a part:
        symbol and identifier, value, range, unit, meaning, standing with source and reason, and spread between patients.

    Raises
    ------
    InputError
        A part that the model does not have.
    """
    if part is not None:
        return Table(tuple(_in_full(model, p) for p in _owned(model, part)), _IN_FULL)
    starts = {symbol: model.values.get(symbol.identifier, start) for symbol, start in model.starts().items()}
    shown = {s: f"{start} on day 0" if s in model.states else _number(start) for s, start in starts.items()}
    shown |= {p: _number(model.value(p)) for p in model.parameters}
    return Table(tuple((f"${s.symbol}$", _meaning(s), s.unit, value, _standing(s)) for s, value in shown.items()))


def _owned(model: Mechanism, part: str) -> list[Parameter]:
    """The parameters of a part that no part before it has."""
    names = [mechanism.name for mechanism in model.parts]
    if part not in names:
        raise InputError(unknown_name("mechanism", part, names, model.name))
    before = {p.identifier for mechanism in model.parts[:names.index(part)] for p in mechanism.parameters}
    own = [p.identifier for p in model.parts[names.index(part)].parameters]
    return [p for name in own for p in model.parameters if p.identifier == name and name not in before]


def _in_full(model: Mechanism, p: Parameter) -> tuple[str, ...]:
    unit = "" if p.unit == "1" else written(p.unit)
    low, high = p.range
    why = "; ".join(part for part in (p.source and f"{{cite:t}}`{p.source}`", p.reason) if part)
    span = f"{_read(low)} to {_read(high)}".replace(" ", "\N{NO-BREAK SPACE}")
    return (f"${p.symbol}$ `{p.identifier}`", _read(model.value(p)), span, unit, p.meaning, f"{p.standing}: {why}" if why else p.standing,
            f"{p.spread:g}" if p.spread else "")


def written(unit: str) -> str:
    """A unit as people write it."""
    for machine, people in (("1/d^2", "per day²"), ("1/d", "per day"), ("1e9/L", "10⁹/L"), ("ug", "µg"), ("degC", "°C")):
        unit = unit.replace(machine, people)
    return unit


def _number(value) -> str:
    """A number in short, or an expression of parameters as it is."""
    return str(value) if getattr(value, "free_symbols", None) else f"{float(value):g}"


def _read(value: float) -> str:
    """A number in short, as people read it."""
    text = f"{value:g}"
    return number(value, 1) if "e" in text else text.replace("-", "−")


def _meaning(symbol) -> str:
    return f"*{symbol.label}*: {symbol.meaning}" if symbol.meaning and symbol.meaning != symbol.label else symbol.label


def _standing(symbol) -> str:
    standing, source = getattr(symbol, "standing", ""), getattr(symbol, "source", "")
    origin = f"{{cite:t}}`{source}`" if source else getattr(symbol, "reason", "")
    return f"{standing}: {origin}" if standing and origin else standing
