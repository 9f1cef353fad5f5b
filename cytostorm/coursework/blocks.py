"""What stands above the questions of a problem: paragraphs, tables, code and small curves, as plain data for the page and the notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..model import Mechanism
from .patients import rounded


def text(*paragraphs: str) -> list[dict]:
    """Paragraphs of plain words."""
    return [{"kind": "text", "text": paragraph} for paragraph in paragraphs]


def table(columns: Sequence[str], rows: Iterable[Sequence[str | float]]) -> dict:
    """A table; numbers are printed to four figures and never with an exponent, text as it is."""
    return {"kind": "table", "columns": list(columns), "rows": [[_cell(cell) for cell in row] for row in rows]}


def parameters(model: Mechanism, values: Mapping[str, float]) -> dict:
    """The parameters of a patient, in a table: what each means, its name in Python, value and unit."""
    declared = {parameter.identifier: parameter for parameter in model.parameters}
    return table(("", "name", "value", "unit"), [
        (declared[name].meaning, name, value, "" if declared[name].unit == "1" else declared[name].unit) for name, value in values.items()])


def code(source: str) -> dict:
    """A line of Python with which the student can go on."""
    return {"kind": "code", "text": source}


def arguments(values: Mapping[str, float]) -> str:
    """Values as the keyword arguments of a call in such a line."""
    return ", ".join(f"{name}={value:g}" for name, value in values.items())


def curves(x: str, y: str, lines: Mapping[str, tuple[Sequence[float], Sequence[float]]]) -> dict:
    """A few named curves over common axes, whose titles hold their units; at most some hundred points each."""
    return {"kind": "curves", "x": x, "y": y,
            "lines": [{"name": name, "x": [rounded(v, 4) for v in xs], "y": [rounded(v, 4) for v in ys]} for name, (xs, ys) in lines.items()]}


def _cell(value: str | float) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if abs(value) >= 1e4 else f"{value:.4g}"
