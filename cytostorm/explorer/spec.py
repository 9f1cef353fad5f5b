"""What a live figure shows: checked when it is made, and written as JSON for the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from .. import models, stability
from ..model import CytostormError, Declared, GivenDose, InputError, Mechanism
from ..model.errors import unknown_name
from .colours import colours
from .controls import Control
from .predict import Prediction

VIEWS = ("time", "phase", "map", "bifurcation")
_POINTS = 560


@dataclass(frozen=True)
class Spec:
    """One live figure; the fields are the arguments of `explore`, in its words.

    Raises
    ------
    InputError
        A view the model cannot show, an axis without a control, a dose to hear that the model does not have.
    """

    model: Mechanism
    controls: list[Control]
    show: list[str]
    days: float
    doses: list[GivenDose]
    views: list[str]
    x: str | None
    y: str | None
    log: bool
    predict: Prediction | None
    hear: str | None
    title: str
    name: str

    def __post_init__(self):
        if not self.controls:
            raise InputError(f"{self.model.name}: an explorer needs at least one control.")
        for view in self.views:
            if view not in VIEWS:
                raise InputError(unknown_name("view", view, list(VIEWS), "explore"))
        planar = [view for view in self.views if view != "time"]
        if planar and len(self.model.states) != 2:
            raise InputError(f"{self.model.name} has {len(self.model.states)} states; the views {', '.join(planar)} need a model of two.")
        for view, axis in (("map", "x"), ("map", "y"), ("bifurcation", "x")):
            if view in planar and self.axes[axis] not in self._movable:
                raise InputError(f"the {view} needs a control for its {axis} axis; got {self.axes[axis]!r}, "
                                 f"controls are {', '.join(self._movable) or 'none'}.")
        if self.hear is not None and self.hear not in self.model.doses:
            raise InputError(unknown_name("dose to hear", self.hear, list(self.model.doses), self.model.name))

    @property
    def _movable(self) -> list[str]:
        return [control.name for control in self.controls if control.dose is None]

    @cached_property
    def axes(self) -> dict[str, str | None]:
        """The map's two controls, the first of which is also the bifurcation diagram's."""
        first, second, *_ = [*self._movable, None, None]
        return {"x": self.x or first, "y": self.y or second}

    @cached_property
    def speaking(self) -> Mechanism:
        """The model that also says whether it is stable at rest, where SymPy can derive it, and answers the prediction."""
        sentences = [self.predict.sentence()] if self.predict else []
        if len(self.model.states) == 2:
            try:
                sentences.append(stability.verdict(self.model))
            except CytostormError:
                pass  # no condition can be derived for this model: the figure says what the run does, and no more
        return self.model.with_sentences(*sentences)

    def json(self) -> dict:
        """What the page needs to know besides the model."""
        places = {"cs.models": models, "cs.models.literature": models.literature}
        ours = {getattr(place, name).digest: f"{path}.{name}" for path, place in places.items() for name in place.__all__}
        return {
            "name": self.name or re.sub(r"\W+", "-", self.model.name).strip("-"), "title": self.title, "model": self.model.name,
            "python": ours.get(self.model.digest, "model"), "values": self.model.values,
            "days": self.days, "step": self.days/_POINTS, "views": self.views, "log": self.log, **self.axes,
            "show": self.show, "colours": colours(self.show),
            "doses": [dose._asdict() for dose in self.doses],
            "controls": [control.json() for control in self.controls],
            "predict": self.predict.json() if self.predict else None,
            "hear": {"dose": self.hear, "of": self.show[-1]} if self.hear else None,
        }


def shown(model: Mechanism, names: Iterable[str]) -> list[str]:
    """Identifiers to draw: those given, checked, or the states."""
    names, offered = identifiers(names), identifiers((*model.states, *model.inputs, *model.readouts))
    for name in names:
        if name not in offered:
            raise InputError(unknown_name("quantity to show", name, offered, model.name))
    return names or identifiers(model.states)


def identifiers(names: Iterable[object]) -> list[str]:
    """The names of some quantities, given by name or as symbols; also of a single one."""
    return [getattr(name, "identifier", name) for name in ([names] if isinstance(names, (str, Declared)) else names)]
