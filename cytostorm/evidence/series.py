"""Published numbers that have a day: drawn beside curves, and fitted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..model import InputError
from ..model.errors import unknown_name


@dataclass(frozen=True)
class Series:
    """Numbers over days, all arrays of shape (n,): `values` in `unit`, `low` and `high` (equal to `values` where none is published).

    `source` is a BibTeX key, `quantity` the identifier beside whose curve it is drawn, `note` says what the numbers are.
    """

    name: str
    quantity: str
    unit: str
    source: str
    label: str
    note: str
    days: np.ndarray
    values: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def scaled(self, factor: float, label: str = "") -> Series:
        """The same with all levels multiplied, as for numbers in another unit; `label` says so."""
        return replace(self, values=self.values*factor, low=self.low*factor, high=self.high*factor, label=label or self.label)

    def json(self) -> dict:
        """The series as the page knows it."""
        rows = zip(self.days.tolist(), self.values.tolist(), self.low.tolist(), self.high.tolist(), strict=True)
        return {"quantity": self.quantity, "label": self.label, "note": self.note, "points": [list(row) for row in rows]}


def series(name: str) -> Series:
    """A published series by its name in `series.csv`; InputError with the nearest name when there is none."""
    import pandas

    table = pandas.read_csv(Path(__file__).with_name("series.csv"))
    if name not in set(table["name"]):
        raise InputError(unknown_name("series", name, sorted(set(table["name"])), "cs.evidence"))
    rows = table[table["name"] == name]
    first = rows.iloc[0]
    values = rows["value"].to_numpy(float)
    low, high = (rows[column].fillna(rows["value"]).to_numpy(float) for column in ("low", "high"))
    return Series(name, *(first[column] for column in ("quantity", "unit", "source", "label", "note")), rows["day"].to_numpy(float),
                  values, low, high)
