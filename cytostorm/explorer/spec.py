"""What a live figure shows, as JSON for the page: views, quantities, values, controls, predictions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..model import CytostormError, GivenDose, InputError, Mechanism
from ..model.errors import unknown_name
from .colours import colours
from .controls import Control
from .predict import Prediction

VIEWS = ("time", "phase", "map", "bifurcation")
_POINTS = 560


def shown(model: Mechanism, names: Iterable[str]) -> list[str]:
    """Identifiers to draw: those given, checked, or the states."""
    names = [names] if isinstance(names, str) else [getattr(name, "identifier", name) for name in names]
    offered = [s.identifier for s in (*model.states, *model.inputs, *model.readouts)]
    for name in names:
        if name not in offered:
            raise InputError(unknown_name("quantity to show", name, offered, model.name))
    return names or [s.identifier for s in model.states]


def build(model: Mechanism, handles: list[Control], show: list[str], *, days: float, doses: list[GivenDose], views: list[str],
          x: str | None, y: str | None, log: bool, predict: Prediction | None, hear: str | None,
          title: str, name: str) -> tuple[Mechanism, dict]:
    """The model as the page needs it, with its verdict on stability among its sentences, and the figure's description."""
    for view in views:
        if view not in VIEWS:
            raise InputError(unknown_name("view", view, list(VIEWS), "explore"))
    planar = [view for view in views if view != "time"]
    if planar and len(model.states) != 2:
        raise InputError(f"{model.name} has {len(model.states)} states; the views {', '.join(planar)} need a model of two.")
    movable = [control.name for control in handles if control.dose is None]
    axes = {"x": x or (movable[0] if movable else None), "y": y or (movable[1] if len(movable) > 1 else None)}
    for axis in ("x", "y"):
        needed = [v for v in planar if v == "map" or v == "bifurcation" and axis == "x"]
        if needed and axes[axis] not in movable:
            raise InputError(f"the {needed[0]} needs a control for its {axis} axis; got {axes[axis]!r}, controls are {', '.join(movable) or 'none'}.")
    if hear is not None and hear not in model.doses:
        raise InputError(unknown_name("dose to hear", hear, list(model.doses), model.name))
    python = _python(model)
    if len(model.states) == 2:
        model = _with_verdict(model)
    if predict:
        model = model.with_sentences(predict.sentence())
    return model, {
        "name": name or re.sub(r"\W+", "-", model.name).strip("-"), "title": title, "model": model.name,
        "days": days, "step": days/_POINTS, "show": show, "colours": colours(show), "views": views, "log": log, **axes,
        "values": model.values, "python": python,
        "doses": [{"name": d.name, "amount": d.amount, "unit": d.unit, "day": d.day} for d in doses],
        "controls": [{"name": c.name, "label": c.label, "unit": c.unit, "value": c.value, "low": c.low, "high": c.high, "step": c.step,
                      "logarithmic": c.logarithmic, "dose": c.dose, "field": c.field} for c in handles],
        "predict": predict.json() if predict else None, "hear": {"dose": hear, "of": show[-1]} if hear else None,
    }


def _python(model: Mechanism) -> str:
    """What a line of Python calls this model: its name among `cs.models`, or `model` for one made in the notebook."""
    from .. import models

    ours = {getattr(models, name).digest: f"cs.models.{name}" for name in models.__all__}
    return ours.get(model.digest, "model")


def _with_verdict(model: Mechanism) -> Mechanism:
    """The model that also says whether it is stable at rest, where SymPy can derive it; else the model as it is."""
    from .. import stability

    try:
        return model.with_sentences(stability.verdict(model))
    except CytostormError:
        return model
