"""Tables as CSV, read as spreadsheets leave them and written so that no cell can become a formula; numbers and times as they stand in cells."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from ...model.errors import finite, unknown_name
from ..patients import CourseworkError

FORMULA = re.compile(r"\s*[=+\-@\t\r]|'")  # how a cell begins that a spreadsheet would compute, or that we have marked as text
INSIDE = re.compile(r"([;\t\r\n]\s*)(?='*[=+\-@])")  # where one begins within a cell, once a spreadsheet has cut the row elsewhere than we do
GUARDED = re.compile(r"([;\t\r\n]\s*)'(?='*[=+\-@])")
SEPARATOR = re.compile(r"\s*sep=([,;\t])\s*$", re.IGNORECASE)  # a line that spreadsheets put before the table


def read_table(path: Path, needed: Sequence[str], known: Sequence[str] = (), extra: bool = False) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV file, each with the number of its line in the file; empty rows are left out.

    Comma, semicolon or tab, also as a line `sep=;` says; UTF-8 or UTF-16 with or without a mark, or, from old spreadsheets, Windows-1252.
    Raises CourseworkError, naming file and line, for a missing or unknown column (unless `extra` ones may be there) and a broken row.
    """
    text = _text(path)
    first = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    said = SEPARATOR.match(first)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=said[1] if said else max(",;\t", key=first.count), strict=True)
    try:
        first_row = next((cells for cells in reader if any(cell.strip() for cell in cells) and cells[0].lower() != "sep="), [])
        header = [cell.strip().lower() for cell in first_row]
        _check_header(path, header, needed, known, extra)
        rows, line = [], reader.line_num + 1  # a cell may hold line breaks: the line on which the row begins
        for cells in reader:
            begins, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(header):
                raise CourseworkError(f"{path.name}, line {begins}: {len(cells)} cells, but {len(header)} columns; "
                                      "is there a comma in a cell without quotes?")
            rows.append((begins, dict.fromkeys(header, "") | {name: _unguarded(cell).strip() for name, cell in zip(header, cells, strict=False)}))
        return rows
    except csv.Error as error:
        raise CourseworkError(f"{path.name}, line {reader.line_num}: {error}.") from None


def table(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Rows as CSV in UTF-8: None is an empty cell, floats have no superfluous zeros, text is kept from being a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return out.getvalue().encode("utf-8", "replace")


def number(text: str) -> float:
    """A number as it stands in a cell, with a decimal point or comma; nan when it is none, or not finite."""
    try:
        return finite(float(text.replace(",", ".")))
    except ValueError:
        return math.nan


def moment(text: str, like: datetime | None = None) -> datetime:
    """A time as ISO 8601 has it, "2027-03-01 23:59" or with seconds or an offset; without one, in the time zone of `like`, or here.

    A day alone stands for its last minute. Raises CourseworkError for what is no time.
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise CourseworkError(f"{text!r} is no time such as 2027-03-01 23:59 or 2027-03-01T23:59+01:00.") from None
    if _is_day(text.strip()):
        found = found.replace(hour=23, minute=59)
    if found.tzinfo:
        return found
    return found.replace(tzinfo=like.tzinfo) if like else found.astimezone()


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CourseworkError(f"{path} cannot be read: {error.strerror}.") from None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    for encoding, high in (("utf-16-le", raw[1:200:2]), ("utf-16-be", raw[:200:2])):  # without a mark; half of the bytes of plain letters are 0
        if high.count(0) > len(high)/2:
            return raw.decode(encoding, "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _check_header(path: Path, header: list[str], needed: Sequence[str], known: Sequence[str], extra: bool) -> None:
    for name in needed:
        if name not in header:
            raise CourseworkError(f"{path.name} has no column {name!r}; its first line is {', '.join(header)!r}.")
    strange = [name for name in header if name and name not in {*needed, *known}]
    if strange and not extra:
        raise CourseworkError(unknown_name("column", strange[0], [*needed, *known], path.name))
    if twice := next((name for name in header if name and header.count(name) > 1), ""):
        raise CourseworkError(f"{path.name} has the column {twice!r} twice.")


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    if not isinstance(value, str):
        return value
    return ("'" if FORMULA.match(value) else "") + INSIDE.sub(r"\1'", value)


def _unguarded(cell: str) -> str:
    cell = GUARDED.sub(r"\1", cell)
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell
