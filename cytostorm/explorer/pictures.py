"""Pictures that stand still: curves worked out from a run, with the sentence that says what they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..model import InputError, Run
from ..model.scores import number
from .colours import LIMIT, PALETTE, QUIET
from .still import panels_of_days


@dataclass(frozen=True)
class Picture:
    """A drawing, and the words for those who do not see it; shows itself in a notebook and in the book."""

    svg: str
    sentence: str

    def _repr_mimebundle_(self, **kwargs) -> dict[str, str]:
        return {"image/svg+xml": self.svg, "text/plain": self.sentence}


def curves(run: Run, above: Mapping[str, tuple[np.ndarray, float]], *, marks: Mapping[str, float] | None = None,
           until: float | None = None) -> Picture:
    """Curves over the days of a run, one below another, each with a level and a wash where it lies above it.

    Parameters
    ----------
    run : Run
    above : mapping of label to (values, level)
        `values` have the shape (n,) of `run.t`.
    marks : mapping of word to day
        Days to mark; those that lie outside are left out.
    until : float
        The last day drawn; that of the run when left out.

    Raises
    ------
    InputError
        No curve, or one of another length than the run.
    """
    if not above or any(np.shape(values) != run.t.shape for values, _ in above.values()):
        raise InputError("curves takes a mapping of label to (values, level), with as many values as the run has times.")
    until = float(run.t[-1] if until is None else until)
    seen = run.t <= until
    days, drawn = run.t[seen], {label: (np.asarray(values, float)[seen], level) for label, (values, level) in above.items()}
    marked = {word: day for word, day in (marks or {}).items() if 0 <= day <= until}
    said = [f"{label}: {_said(days, *curve)}." for label, curve in drawn.items()]
    said += ["Marked: " + ", ".join(f"{word} on day {number(day, 1, 'f')}" for word, day in marked.items()) + "."] if marked else []
    return Picture(_drawn(run, days, drawn, marked), f"Curves over {until:g} days. " + " ".join(said))


def _said(days: np.ndarray, values: np.ndarray, level: float) -> str:
    """Where a curve lies above its level, and its highest point."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], values > level, [False]])))
    spans = [f"from day {number(days[i], 1, 'f')} to {number(days[j - 1], 1, 'f')}" for i, j in edges.reshape(-1, 2)]
    most = f"at most {number(values.max())} on day {number(days[values.argmax()], 1, 'f')}"
    return f"above {level:g} {' and '.join(spans)}, {most}" if spans else f"never above {level:g}, {most}"


def _drawn(run: Run, days: np.ndarray, drawn: Mapping[str, tuple[np.ndarray, float]], marked: Mapping[str, float]) -> str:
    with panels_of_days(len(drawn), run, (5.6, 1 + 1.8*len(drawn)), font=12) as (rows, svg):
        for axes, colour, (label, (values, level)) in zip(rows, PALETTE, drawn.items(), strict=False):
            axes.plot(days, values, color=colour, lw=2)
            axes.fill_between(days, level, values, where=values > level, color=colour, alpha=0.15, lw=0)
            axes.axhline(level, color=LIMIT, lw=1, ls="--")
            axes.set_title(label, loc="left", fontsize=12)
            axes.set_xlim(days[0], days[-1])
            for word, day in marked.items():
                axes.axvline(day, color=QUIET, lw=1, ls=":")
                if axes is rows[0]:
                    axes.annotate(word, (day, 1), xycoords=("data", "axes fraction"), xytext=(4, -4), textcoords="offset points",
                                  color=QUIET, rotation=90, va="top", fontsize=11)
    return svg.getvalue()
