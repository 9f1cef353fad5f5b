"""What a claim is, and how it is checked against the model."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from scipy.special import betaincinv

from . import measures, wards


@dataclass(frozen=True)
class Claim:
    """A statement of medicine that the model must bear out.

    `claim` says in a sentence what patients or experiments show, `source` holds BibTeX keys. The model agrees when the value
    that `model()` computes, in `unit`, lies within `interval`, ends included. `kind`: "clinic", or "design" where a parameter
    was set so that it agrees. `note`: where the interval comes from, and what in the model is compared with it. `group`: the table
    of the book in which it stands.
    """

    name: str
    claim: str
    source: tuple[str, ...]
    interval: tuple[float, float]
    unit: str
    kind: str
    note: str
    model: Callable[[], float]
    group: str = ""


class Found(NamedTuple):
    """The model's value, and whether it lies within the interval of the claim."""

    value: float
    holds: bool


@cache
def check(claim: Claim) -> Found:
    """Ask the model about a claim; it is asked once."""
    value, (low, high) = float(claim.model()), claim.interval
    return Found(value, low <= value <= high)


def share(k: int, n: int) -> tuple[float, float]:
    """Exact binomial 95 % interval of k among n, in per cent (Clopper and Pearson); k is not 0."""
    return 100*float(betaincinv(k, n - k + 1, 0.025)), 100*float(betaincinv(k + 1, n - k, 0.975)) if k < n else 100.0


def read() -> tuple[Claim, ...]:
    """The claims of `claims.toml`, each with the function of its name."""
    models = measures.MEASURES | wards.MEASURES
    declared = tomllib.loads(Path(__file__).with_name("claims.toml").read_text("utf-8"))
    return tuple(Claim(name, words["claim"], tuple(words["source"]), share(*words["counted"]) if "counted" in words else
                       tuple(words["interval"]), words["unit"], words["kind"], words["note"], models[name], words["group"])
                 for name, words in declared.items())
