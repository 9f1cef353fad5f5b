"""Pages that stand alone: everything in one file, no script, no other host, every word escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
td { overflow-wrap: break-word; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8886; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.scroll { overflow-x: auto; }
.answer { white-space: pre-wrap; }
article { border-left: .3rem solid #888; padding-left: 1rem; margin: 1.5rem 0; }
article.right, article.follows { border-color: #0072b2; }
article.partly { border-color: #e69f00; }
article.wrong, article.malformed, article.missing { border-color: #d55e00; }
svg { max-width: 100%; height: auto; }
svg text { fill: currentColor; font: 12px system-ui, sans-serif; }
svg rect { fill: #0072b2; }
"""


def page(title: str, *parts: str) -> bytes:
    """A page from a title, which is escaped, and parts, which are HTML already."""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(title)}</title>
<style>{STYLE}</style>
</head>
<body>
<h1>{escape(title)}</h1>
{chr(10).join(part for part in parts if part)}
</body>
</html>
""".encode("utf-8", "xmlcharrefreplace")


def paragraph(text: str) -> str:
    """A paragraph of plain words; empty for none."""
    return f"<p>{escape(text)}</p>" if text else ""


def heading(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def grid(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table, in which numbers stand to the right; "None." when it has no rows."""
    rows = list(rows)
    if not rows:
        return paragraph("None.")
    numeric = [all(isinstance(row[i], (int, float)) or row[i] == "" for row in rows) for i in range(len(columns))]
    head = "".join(f"<th scope=\"col\"{_kind(number)}>{escape(column)}</th>" for column, number in zip(columns, numeric, strict=True))
    lines = ("".join(f"<td{_kind(number)}>{_cell(cell)}</td>" for cell, number in zip(row, numeric, strict=True)) for row in rows)
    body = "\n".join(f"<tr>{line}</tr>" for line in lines)
    return f"<div class=\"scroll\"><table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>"


def _kind(number: bool) -> str:
    return " class=\"number\"" if number else ""


def _cell(cell: object) -> str:
    return f"{cell:.4g}" if isinstance(cell, float) else escape(str(cell))
