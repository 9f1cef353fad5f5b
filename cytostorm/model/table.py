"""The reference table of a model's quantities, from the declaration."""

from __future__ import annotations

from dataclasses import dataclass

from .mechanism import Mechanism


@dataclass(frozen=True)
class Table:
    """What `table` returns: a Markdown table that notebooks and the book show as one."""

    rows: tuple[tuple[str, ...], ...]
    head: tuple[str, ...] = ("symbol", "meaning", "unit", "value", "standing")

    def _repr_markdown_(self) -> str:
        lines = [self.head, ("---",)*len(self.head), *self.rows]
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def table(model: Mechanism) -> Table:
    """States, inputs and parameters of a model: symbol, meaning, unit, value (or start) and where the value comes from."""
    starts = {symbol: model.values.get(symbol.identifier, start) for symbol, start in model.starts().items()}
    shown = {s: f"{start} on day 0" if s in model.states else _number(start) for s, start in starts.items()}
    shown |= {p: _number(model.value(p)) for p in model.parameters}
    return Table(tuple((f"${s.symbol}$", _meaning(s), s.unit, value, _standing(s)) for s, value in shown.items()))


def _number(value) -> str:
    """A number in short, or an expression of parameters as it is."""
    return str(value) if getattr(value, "free_symbols", None) else f"{float(value):g}"


def _meaning(symbol) -> str:
    return f"*{symbol.label}*: {symbol.meaning}" if symbol.meaning and symbol.meaning != symbol.label else symbol.label


def _standing(symbol) -> str:
    standing, origin = getattr(symbol, "standing", ""), getattr(symbol, "source", "") or getattr(symbol, "reason", "")
    return f"{standing}: {origin}" if standing and origin else standing
