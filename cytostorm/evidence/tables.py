"""Claims and published numbers as tables for people: Markdown, with sources as citations."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import TYPE_CHECKING

from ..model.table import Table, written
from .claim import Claim, check

if TYPE_CHECKING:
    import pandas

_UNITS = {"1": "", "fold": "times", "d": "days", "h": "hours"}
_BEFORE = {"grade": "grade", "Spearman": "ρ ="}


def of_claims(claims: Iterable[Claim]) -> Table:
    """What medicine says, with source and note; what would be right; what the model says; whether they agree."""
    return Table(tuple(_row(claim) for claim in claims), ("what medicine or an experiment says", "right would be", "the model", "agrees"))


def of_kinds(claims: Iterable[Claim]) -> Table:
    """How many claims there are, and with how many the model agrees, by kind."""
    claims = tuple(claims)
    rows = [("the model was *not* set to agree", [c for c in claims if c.kind != "design"]),
            ("a parameter was set so that it agrees", [c for c in claims if c.kind == "design"]), ("all", claims)]
    return Table(tuple((words, str(len(those)), str(sum(check(c).holds for c in those))) for words, those in rows),
                 ("claims", "how many", "agree"))


def of_numbers(published: pandas.DataFrame) -> Table:
    """Published numbers, each source named once."""
    rows = []
    for source, those in published.groupby("source", sort=False):
        for row in those.itertuples():
            patients = str(row.n).replace("<NA>", "")
            rows.append((f"{{cite:t}}`{source}`" if row.Index == those.index[0] else "", row.quantity, _published(row), patients, row.note))
    return Table(tuple(rows), ("source", "what", "value", "patients", "remark"))


def _row(claim: Claim) -> tuple[str, ...]:
    value, holds = check(claim)
    agrees = ("yes, as it was set" if claim.kind == "design" else "yes") if holds else "**no**"
    return (f"{claim.claim} {{cite}}`{','.join(claim.source)}` *{claim.note}*", _interval(*claim.interval, claim.unit),
            _with_unit(_short(value), claim.unit), agrees)


def _interval(low: float, high: float, unit: str) -> str:
    if high == inf:
        return f"at least {_with_unit(_short(low), unit)}"
    if low == high:
        return _with_unit(_short(low), unit)
    return _with_unit(f"{_short(low)} to {_short(high)}", unit)


def _with_unit(text: str, unit: str) -> str:
    return f"{_BEFORE[unit]} {text}" if unit in _BEFORE else f"{text} {_UNITS.get(unit, written(unit))}".strip()


def _short(value: float) -> str:
    """Three digits, and no zeros behind them."""
    return f"{float(f'{value:.3g}'):g}".replace("-", "−")


def _published(row) -> str:
    between = "" if row.low != row.low else f"{row.low:g} to {row.high:g}"
    alone = "" if row.value != row.value else f"{row.value:g}"
    text = f"{alone} ({between})" if alone and between else alone or between
    return f"{text} {'' if row.unit == '1' else written(row.unit)}".strip().replace("-", "−")
