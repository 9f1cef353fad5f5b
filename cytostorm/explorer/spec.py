"""What a live figure shows: checked when it is made, and written as JSON for the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sympy.core.relational import Relational

from .. import models, scores, stability
from ..evidence import Series
from ..model import CytostormError, Declared, GivenDose, InputError, Mechanism, Parameter
from ..model.errors import unknown_name
from .choices import Choice
from .colours import colours
from .controls import Control, Given
from .growth import NAME, Growth
from .predict import Prediction

#: The views of a figure, and what kind of names each may be given.
VIEWS = {"time": "quantities", "phase": "", "map": "", "bifurcation": "", "wall": "", "receptors": "", "monitor": "quantities",
         "sources": "quantities", "plane": "facts"}
_PLANAR = ("phase", "map", "bifurcation")
_NEEDED = {"wall": ("permeability", "P_c", "P_i", "sigma", "pi_p", "pi_i", "filtration", "lymph", "interstitial_volume"),
           "receptors": ("IL6", "S6", "receptor_occupancy")}
_MONITORED = ("temperature", "MAP", "SpO2", "grade")
#: What is graded is the pressure and the saturation without support: its limits belong to what is seen, too.
_GRADED_BY = {"MAP": "MAP_unsupported", "SpO2": "SpO2_room_air"}
_POINTS = 1120


@dataclass(frozen=True)
class Spec:
    """One live figure; the fields are the arguments of `explore`, in its words.

    Raises
    ------
    InputError
        A view the model cannot show, an axis without a control, a dose to hear that the model does not have.
    """

    model: Mechanism
    controls: list[Control | Given | Choice]
    show: list[str]
    days: float
    doses: list[GivenDose]
    views: Mapping[str, list[str]]
    about: Mechanism | None
    pin: Mapping[str, float]
    points: list[Series]
    day: float
    x: str | None
    y: str | None
    log: bool
    predict: Prediction | None
    hear: str | None
    title: str
    name: str
    growth: Growth | None = None

    def __post_init__(self):
        if not self.controls:
            raise InputError(f"{self.model.name}: an explorer needs at least one control.")
        planar = [view for view in self.views if view in _PLANAR]
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
        return [control.name for control in self.controls if control.kind == "slider" and control.dose is None]

    @cached_property
    def axes(self) -> dict[str, str | None]:
        """The map's two controls, the first of which is also the bifurcation diagram's."""
        first, second, *_ = [*self._movable, None, None]
        return {"x": self.x or first, "y": self.y or second}

    @cached_property
    def speaking(self) -> Mechanism:
        """The model that says what the figure is about, or its own words and, where SymPy can derive it, whether it is stable
        at rest; and that answers the prediction."""
        sentences = [self.predict.sentence()] if self.predict else []
        if self.about:
            return self.model.telling(self.about).with_sentences(*sentences)
        if len(self.model.states) == 2:
            try:
                sentences.append(stability.verdict(self.model))
            except CytostormError:
                pass  # no condition can be derived for this model: the figure says what the run does, and no more
        return self.model.with_sentences(*sentences)

    @property
    def drawn(self) -> list[str]:
        """What the time course shows: the quantities, and the growth rate below them."""
        return [*self.show, *([NAME] if self.growth else [])]

    @property
    def start(self) -> dict[str, float]:
        """Where the controls stand first."""
        return {control.name: control.value for control in self.controls}

    def meaning(self, positions: Mapping[str, float]) -> tuple[dict[str, float], list[GivenDose]]:
        """Values and doses of a run, from where the controls stand, and from values of other names; the page has the same function."""
        values, doses = {}, list(self.doses)
        for control in self.controls:
            control.applied(positions[control.name], values, doses)
        values |= {name: value for name, value in positions.items() if name not in self.start}
        return values, [dose for dose in doses if dose is not None]

    def limits(self, name: str) -> list[dict]:
        """The declared limits of a quantity: where a score of the model gives points, as lines of a figure."""
        if name == NAME and self.growth:
            return [{"value": 0, "label": self.growth.limit}]
        graded, found = _GRADED_BY.get(name, name), []
        for score in self.model.scores:
            for when, points in score.rows:
                for relation in when.atoms(Relational):
                    if getattr(relation.lhs, "identifier", "") == graded and isinstance(relation.rhs, Parameter):
                        label = f"{score.name} {points:g}" if score.combine == "max" else f"{score.name} +{points:g}"
                        found.append({"value": self.model.value(relation.rhs), "label": label})
        return found

    def json(self) -> dict:
        """What the page needs to know besides the model."""
        places = {"cs.models": models, "cs.models.literature": models.literature}
        ours = {getattr(place, name).digest: f"{path}.{name}" for path, place in places.items() for name in place.__all__}
        told = next((f".telling(cs.scores.{name})" for name in scores.__all__ if getattr(scores, name) is self.about), "")
        return {
            "name": self.name or re.sub(r"\W+", "-", self.model.name).strip("-"), "title": self.title, "model": self.model.name,
            "python": ours.get(self.model.digest, "model") + told, "values": self.model.values,
            "days": self.days, "step": self.days/_POINTS, "views": list(self.views), "shows": dict(self.views), "log": self.log, **self.axes,
            "show": self.drawn, "colours": colours(self.drawn), "pin": dict(self.pin), "day": self.day,
            "limits": {name: found for name in self.drawn if (found := self.limits(name))},
            "growth": self.growth and self.growth.json,
            "points": [series.json() for series in self.points],
            "doses": [dose._asdict() for dose in self.doses],
            "controls": [control.json() for control in self.controls],
            "predict": self.predict.json() if self.predict else None,
            "hear": {"dose": self.hear, "of": self.show[-1]} if self.hear else None,
        }


def shown(model: Mechanism, names: Iterable[str]) -> list[str]:
    """Identifiers to draw, also of scores: those given, checked, or the states."""
    names = identifiers(names)
    offered = [*identifiers((*model.states, *model.inputs, *model.readouts)), *(score.name for score in model.scores)]
    for name in names:
        if name not in offered:
            raise InputError(unknown_name("quantity to show", name, offered, model.name))
    return names or identifiers(model.states)


def viewed(model: Mechanism, views: Iterable[str] | Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The views wanted, each with the names that it shows, checked."""
    found = {view: identifiers(views[view] if isinstance(views, Mapping) else ()) for view in identifiers(views)}
    found |= {"monitor": found["monitor"] or [*_MONITORED]} if "monitor" in found else {}
    for view, names in found.items():
        if view not in VIEWS:
            raise InputError(unknown_name("view", view, list(VIEWS), "explore"))
        if VIEWS[view] == "quantities" and names or view in _NEEDED:
            shown(model, names or _NEEDED[view])
        known = [fact.name for fact in model.facts]
        for name in names if VIEWS[view] == "facts" else ():
            if name not in known:
                raise InputError(unknown_name("fact", name, known, model.name))
    return found


def identifiers(names: Iterable[object]) -> list[str]:
    """The names of some quantities, given by name or as symbols; also of a single one."""
    return [getattr(name, "identifier", name) for name in ([names] if isinstance(names, (str, Declared)) else names)]
