"""The still picture of a live figure: what readers without JavaScript, search engines and print see."""

from __future__ import annotations

import io

import numpy as np

from ..engines.facts import facts
from ..model import Run
from .colours import PALETTE, colours


def picture(run: Run, show: list[str]) -> str:
    """The time courses of `show` as SVG."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context({"svg.hashsalt": run.model.digest, "svg.fonttype": "none", "font.size": 11}):
        return _draw(Figure(figsize=(7, 3.6), layout="constrained"), run, show)


def _draw(figure, run: Run, show: list[str]) -> str:
    axes = figure.add_subplot()
    seen = run.t <= facts(run).get(run.model.shown_until, np.inf)
    for name, colour in zip(show, colours(show), strict=True):
        unit = "" if run.units[name] == "1" else f" [{run.units[name]}]"
        axes.plot(run.t[seen], run[name][seen], color=PALETTE[colour - 1], lw=2, label=run.model.symbol(name).label + unit)
    if not seen.all():
        axes.set_xlim(0, run.t[-1])
    axes.set_xlabel("day")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()
