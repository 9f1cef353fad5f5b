"""The still picture of a live figure: what readers without JavaScript, search engines and print see."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np

from ..engines.facts import facts, score
from ..evidence import Series
from ..model import Declared, Mechanism, Run, Score
from .colours import PALETTE, colours


def picture(run: Run, show: list[str], points: Sequence[Series] = ()) -> str:
    """The time courses of `show` as SVG, quantities of one unit in one panel, and published points."""
    import matplotlib
    from matplotlib.figure import Figure

    panels: dict[tuple, list[str]] = {}
    for name in show:
        panels.setdefault((scale_of(run.model, name), getattr(_quantity(run.model, name), "window", None)), []).append(name)
    height = 3.6 if len(panels) == 1 else 1.2 + 1.7*len(panels)
    with matplotlib.rc_context({"svg.hashsalt": run.model.digest, "svg.fonttype": "none", "font.size": 11}):
        figure = Figure(figsize=(7, height), layout="constrained")
        for axes, names in zip(figure.subplots(len(panels), sharex=True, squeeze=False)[:, 0], panels.values(), strict=True):
            _draw(axes, run, names, dict(zip(show, colours(show), strict=True)), [s for s in points if s.quantity in names])
        axes.set_xlabel("day")
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


def label_of(model: Mechanism, name: str) -> str:
    """A quantity or a score in words."""
    return _quantity(model, name).label


def scale_of(model: Mechanism, name: str) -> tuple[float, str]:
    """What is added to a quantity where people read it, and its unit there."""
    offset, unit = getattr(_quantity(model, name), "shown", (0, ""))
    return offset, unit or getattr(_quantity(model, name), "unit", "1")


def _quantity(model: Mechanism, name: str) -> Declared | Score:
    return next((score for score in model.scores if score.name == name), None) or model.symbol(name)


def _draw(axes, run: Run, names: list[str], colour: dict[str, int], points: Sequence[Series]) -> None:
    seen = run.t <= facts(run).get(run.model.shown_until, np.inf)
    for name in names:
        offset, unit = scale_of(run.model, name)
        x = score(run, name) if name not in run.units else run[name]
        axes.plot(run.t[seen], x[seen] + offset, color=PALETTE[colour[name] - 1], lw=2, label=label_of(run.model, name) + (
            "" if unit == "1" else f" [{unit}]"))
        if window := getattr(_quantity(run.model, name), "window", None):
            axes.set_ylim(min(window[0], x[seen].min()) + offset, max(window[1], x[seen].max()) + offset)
    for series in points:
        axes.errorbar(series.days, series.values, np.abs([series.values - series.low, series.high - series.values]), fmt="o", ms=5,
                      color=PALETTE[colour[series.quantity] - 1], mfc="white", label=series.label)
    axes.set_xlim(0, run.t[-1])
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
