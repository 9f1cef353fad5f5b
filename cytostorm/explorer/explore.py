"""`cs.explore`: sliders made from the declaration, bound to one live figure, in Jupyter and on the site alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import ipywidgets

from ..engines.facts import describe
from ..engines.javascript import javascript
from ..engines.simulate import simulate
from ..evidence import Series
from ..model import Declared, GivenDose, InputError, Mechanism, Run
from .choices import Choice
from .controls import Control, Given, controls as controls_of
from .figure import LiveFigure
from .growth import growth as growth_of
from .predict import Prediction
from .spec import Spec, identifiers, shown, viewed
from .still import label_of, picture, unit_text

_ENGINE = "scipy"  # for the few runs of a figure, compiling its model would take far longer than they do


class Explorer(ipywidgets.VBox):
    """A live figure with its sliders.

    Attributes
    ----------
    spec : Spec
    figure : LiveFigure
    sliders : dict of str to FloatSlider, FloatLogSlider, Checkbox or ToggleButtons
    """

    def __init__(self, spec: Spec):
        self.spec = spec
        self.figure = LiveFigure({control.name: control.trait() for control in spec.controls}, digest=spec.speaking.digest,
                                 source=javascript(spec.speaking), spec=spec.json())
        widgets = {control.name: control.widget() for control in spec.controls}
        self.sliders = {name: widget for name, (widget, _) in widgets.items()}
        self._links = [ipywidgets.jslink(widget, (self.figure, name)) for name, widget in widgets.items()]
        panel = ipywidgets.Box([_row(control, self.sliders[control.name]) for control in spec.controls])
        panel.add_class("cytostorm-controls")
        super().__init__([self.figure, panel])
        self.add_class("cytostorm-explorer")

    @property
    def values(self) -> dict[str, float]:
        """Where the sliders stand. `jslink` runs in the browser: read in a later cell than the one that shows the explorer."""
        return {name: getattr(self.figure, name) for name in self.sliders}

    def run(self, other: Mapping[str, float] | None = None) -> Run:
        """A run in Python with what the sliders say, but for `other` positions of controls and values."""
        values, doses = self.spec.meaning(self.values | dict(other or {}))
        return simulate(self.spec.speaking, days=self.spec.days, doses=doses, engine=_ENGINE, **values)

    def _repr_mimebundle_(self, **kwargs):
        """The widget, and beside it a still picture and the sentence that describes it."""
        run, growth = self.run(), self.spec.growth
        pinned = self.run(self.spec.pin) if self.spec.pin else None
        names = " and ".join([label_of(run.model, name) for name in self.spec.show] + ([growth.label] if growth else []))
        return super()._repr_mimebundle_(**kwargs) | {
            "image/svg+xml": picture(run, self.spec.show, self.spec.points, growth, pinned=pinned, log=self.spec.log, title=self.spec.title),
            "text/plain": f"Time course of {names} over {run.t[-1]:.3g} days. {describe(run)}"}


def explore(model: Mechanism, controls: Iterable[str | Choice] = (), show: Iterable[str] = (), *, days: float = 28,
            doses: Iterable[GivenDose] = (), views: Iterable[str] | Mapping[str, Iterable[str]] = ("time",),
            about: Mechanism | None = None, pin: Mapping[str, float] | None = None, points: Iterable[Series] = (),
            day: float | None = None, x: str | None = None, y: str | None = None, log: bool = False,
            predict: Prediction | None = None, hear: str | None = None, growth: Iterable[str] = (), title: str = "", name: str = "",
            **values: float) -> Explorer:
    """A live figure of a model, with its controls.

    Parameters
    ----------
    model : Mechanism
        Also one changed in the notebook: its own JavaScript is generated on the spot.
    controls : identifiers of parameters or inputs, `<dose>_amount`, `<dose>_day`, `<dose>_given` of the doses given, and
        `cs.switch(...)`, `cs.choice(...)`. The first six parameters when left out.
    show : identifiers of states, read-outs or scores; the states when left out
        Quantities of one unit share a panel.
    days : float
    doses : iterable of `cs.dose(...)`
    views : names of views, or a mapping from names to what they show
        Linked views of one solve. "time": the courses of `show`. "phase", "map", "bifurcation": phase plane, stability map,
        bifurcation diagram, of a model of two states. "sources": quantities stacked, such as where a cytokine comes from.
        "wall": Starling's forces on a drawn vessel wall. "receptors": IL-6 receptors drawn as locks. "monitor": quantities
        and scores on one day, as at a bedside. "plane": two facts, each run a point.
    about : Mechanism of facts and sentences, from `cs.scores`
        What the sentence beside the figure tells; the model's own words when left out.
    pin : mapping of identifier to value
        A run to compare with, dashed from the start: the same but for these values, or positions of controls.
    points : `cs.evidence.series(...)`
        Published numbers to draw beside the curves.
    day : float
        The day that "wall", "receptors" and "monitor" show first; the middle of the run when left out.
    x, y : identifiers
        The map's two parameters (by default the first two controls); `x` is also the bifurcation diagram's.
    log : bool
        Whether the time course starts with a logarithmic axis.
    predict : Prediction, optional
        What the reader commits to before the answer shows.
    hear : str, optional
        A dose of the model, given once in silence: a button lets the reader hear how the last quantity shown answers.
    growth : identifiers of states
        How fast a small disturbance of these states grows at each moment of the run, as a panel of its own; for the patient
        `cs.stability.SIGNALLING`.
    title, name : str
        Heading, and the word that links use; made from the model's name when left out.
    **values : float
        Other values, as for `simulate`; `<dose>_given=False` for a dose that is not given at first.

    Raises
    ------
    InputError
        A name the model does not have, or a view it cannot show.
    """
    if not isinstance(model, Mechanism):
        raise InputError(f"explore shows a model such as cs.models.loop; got {model!r}.")
    off = {name for name, value in values.items() if name.endswith("_given") and not value}
    model = model.with_values({name: value for name, value in values.items() if not name.endswith("_given")})
    doses = [doses] if isinstance(doses, GivenDose) else list(doses)
    listed = [controls] if isinstance(controls, (str, Choice, Declared)) else controls
    names = [one if isinstance(one, Choice) else identifiers([one])[0] for one in listed] or identifiers(model.parameters[:6])
    spec = Spec(model, controls_of(model, names, doses, days, off), shown(model, show), days, doses,
                viewed(model.telling(about) if about else model, views), about,
                dict(pin or {}), list(points), days/2 if day is None else day, x, y, log, predict, hear, title, name,
                growth_of(model, identifiers(growth)))
    options = [{choice.name: i} for choice in spec.controls if choice.kind == "choice" for i in range(len(choice.options))]
    for positions in ({}, spec.pin, *options):  # tried once: what is wrong is said here, in words
        values, given = spec.meaning(spec.start | positions)
        simulate(model, days=days, doses=given, step=days/100, engine=_ENGINE, **values)
    return Explorer(spec)


def _row(control: Control | Given | Choice, widget: ipywidgets.Widget) -> ipywidgets.Box:
    row = ipywidgets.Box([widget])
    if control.kind == "slider":
        unit = "" if control.unit == "1" else unit_text(control.unit)
        row.children += (ipywidgets.HTML(f'<span class="cytostorm-unit">{unit}</span>'),)
    row.add_class("cytostorm-control")
    row.add_class(f"cytostorm-{control.kind}")
    return row
