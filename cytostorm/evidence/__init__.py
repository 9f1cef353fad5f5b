"""What medicine and experiments say, as data with sources, and what the model says of it; where they disagree, that is shown too."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..model import InputError
from ..model.errors import unknown_name
from ..model.table import Table
from . import tables
from .claim import Claim, Found, check, read
from .series import Series, series

if TYPE_CHECKING:
    import pandas

__all__ = ["Claim", "Found", "Series", "answers", "check", "claims", "numbers", "published", "series", "summary", "table"]

#: Every claim, also those that the model does not bear out.
claims = read()


def table() -> pandas.DataFrame:
    """All claims beside the model's values, a row each, index `name`: claim, source, low, high, unit, value, holds, kind, note."""
    import pandas

    rows = [(c.name, c.claim, ", ".join(c.source), *c.interval, c.unit, *check(c), c.kind, c.note) for c in claims]
    columns = ["name", "claim", "source", "low", "high", "unit", "value", "holds", "kind", "note"]
    return pandas.DataFrame(rows, columns=columns).set_index("name")


def answers(group: str) -> Table:
    """The claims of a group beside the model's values, as a table for people; InputError when there is no such group."""
    groups = list(dict.fromkeys(claim.group for claim in claims))
    if group not in groups:
        raise InputError(unknown_name("group of claims", group, groups, "cs.evidence"))
    return tables.of_claims(claim for claim in claims if claim.group == group)


def summary() -> Table:
    """How many claims there are, and with how many the model agrees."""
    return tables.of_kinds(claims)


def numbers() -> Table:
    """`published()` as a table for people."""
    return tables.of_numbers(published())


def published() -> pandas.DataFrame:
    """Numbers that others published, a row each: source (BibTeX key), quantity, value, low, high, unit, n (patients), note.

    low and high are a range or a confidence interval as printed; `note` says which.
    """
    import pandas

    return pandas.read_csv(Path(__file__).with_name("published.csv"), dtype={"n": "Int64"}, keep_default_na=False,
                           na_values={name: [""] for name in ("value", "low", "high", "n")})
