"""The still picture of a live figure: what readers without JavaScript, search engines and print see."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from ..engines.facts import facts, score
from ..evidence import Series
from ..model import Declared, Mechanism, Run, Score
from ..model.table import written
from .colours import LIMIT, PALETTE, QUIET, colours
from .growth import NAME, Growth


def picture(run: Run, show: list[str], points: Sequence[Series] = (), growth: Growth | None = None, *, pinned: Run | None = None,
            log: bool = False, title: str = "") -> str:
    """The time courses of `show` as SVG, quantities of one unit in one panel, dashed those of the pinned run, and published points;
    the growth rate below them."""
    panels: dict[tuple, list[str]] = {}
    for name in show:
        panels.setdefault((scale_of(run.model, name), getattr(_quantity(run.model, name), "window", None)), []).append(name)
    if growth:
        panels[NAME] = []
    height = 3.6 if len(panels) == 1 else 1.2 + 1.7*len(panels)
    shades = dict(zip([*show, NAME], colours([*show, NAME]), strict=True))
    with panels_of_days(len(panels), run, (7, height), font=11) as (rows, svg):
        for axes, names in zip(rows, panels.values(), strict=True):
            if names:
                _draw(axes, run, names, shades, [s for s in points if s.quantity in names], pinned, log)
            else:
                _draw_growth(axes, run, growth, PALETTE[shades[NAME] - 1])
        axes.figure.suptitle(title, x=0.02, ha="left", fontweight="bold")
    return svg.getvalue()


@contextmanager
def panels_of_days(count: int, run: Run, size: tuple[float, float], *, font: float) -> Iterator[tuple[np.ndarray, io.StringIO]]:
    """Empty panels below one another over the days of a run, and where their SVG is in the end: the same text for the same model."""
    import matplotlib
    from matplotlib.figure import Figure

    svg = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": run.model.digest, "svg.fonttype": "none", "font.size": font}):
        figure = Figure(figsize=size, layout="constrained")
        rows = figure.subplots(count, sharex=True, squeeze=False)[:, 0]
        for axes in rows:
            axes.set_xlim(0, run.t[-1])
            axes.spines[["top", "right"]].set_visible(False)
        rows[-1].set_xlabel("day")
        yield rows, svg
        figure.savefig(svg, format="svg", metadata={"Date": None})


def label_of(model: Mechanism, name: str) -> str:
    """A quantity or a score in words."""
    return _quantity(model, name).label


def scale_of(model: Mechanism, name: str) -> tuple[float, str]:
    """What is added to a quantity where people read it, and its unit there."""
    offset, unit = getattr(_quantity(model, name), "shown", (0, ""))
    return offset, unit or getattr(_quantity(model, name), "unit", "1")


def unit_text(unit: str) -> str:
    """A unit as figures write it."""
    return written(unit).replace("Gcell", "10⁹ cells")


def _quantity(model: Mechanism, name: str) -> Declared | Score:
    return next((score for score in model.scores if score.name == name), None) or model.symbol(name)


def _draw(axes, run: Run, names: list[str], colour: dict[str, int], points: Sequence[Series],
          pinned: Run | None, log: bool) -> None:
    seen = run.t <= facts(run).get(run.model.shown_until, np.inf)
    for name in names:
        offset, unit = scale_of(run.model, name)
        x = _course(run, name)
        axes.plot(run.t[seen], x[seen] + offset, color=PALETTE[colour[name] - 1], lw=2, label=label_of(run.model, name) + (
            "" if unit == "1" else f" [{unit_text(unit)}]"))
        if pinned:
            axes.plot(pinned.t, _course(pinned, name) + offset, color=QUIET, lw=1.2, ls="--")
        if log and name in run.units and not getattr(_quantity(run.model, name), "window", None):
            axes.set_yscale("log")
            axes.set_ylim(bottom=max(axes.get_ylim()[1]/1e7, 1e-12))
        if window := getattr(_quantity(run.model, name), "window", None):
            axes.set_ylim(min(window[0], x[seen].min()) + offset, max(window[1], x[seen].max()) + offset)
    for series in points:
        axes.errorbar(series.days, series.values, np.abs([series.values - series.low, series.high - series.values]), fmt="o", ms=5,
                      color=PALETTE[colour[series.quantity] - 1], mfc="white", label=series.label)
    axes.legend(frameon=False)


def _course(run: Run, name: str) -> np.ndarray:
    return score(run, name) if name not in run.units else run[name]


def _draw_growth(axes, run: Run, growth: Growth, colour: str) -> None:
    rate = growth.along(run)
    axes.plot(run.t, rate, color=colour, lw=2, label=f"{growth.label} [{growth.unit}]")
    axes.axhline(0, color=LIMIT, lw=1, ls="--")
    axes.set_ylim(min(growth.window[0], rate.min()), max(growth.window[1], rate.max()))
    axes.legend(frameon=False)
