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
    rows = [(f"${symbol.symbol}$", _meaning(symbol), symbol.unit, f"{start} on day 0" if symbol in model.states else f"{float(start):g}", _standing(symbol))
            for symbol, start in starts.items()]
    rows += [(f"${p.symbol}$", _meaning(p), p.unit, f"{model.value(p):g}", _standing(p)) for p in model.parameters]
    return Table(tuple(rows))


def _meaning(symbol) -> str:
    return f"*{symbol.label}*: {symbol.meaning}" if symbol.meaning and symbol.meaning != symbol.label else symbol.label


def _standing(symbol) -> str:
    standing, origin = getattr(symbol, "standing", ""), getattr(symbol, "source", "") or getattr(symbol, "reason", "")
    return f"{standing}: {origin}" if standing and origin else standing
