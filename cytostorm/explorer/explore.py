"""`cs.explore`: sliders made from the declaration, bound to one live figure, in Jupyter and on the site alike."""

from __future__ import annotations

from collections.abc import Iterable

import ipywidgets

from ..engines.facts import describe
from ..engines.javascript import javascript
from ..engines.simulate import simulate
from ..model import GivenDose, InputError, Mechanism, Run
from .controls import Control, controls as controls_of
from .figure import LiveFigure
from .predict import Prediction
from .spec import Spec, identifiers, shown
from .still import picture


class Explorer(ipywidgets.VBox):
    """A live figure with its sliders.

    Attributes
    ----------
    spec : Spec
    figure : LiveFigure
    sliders : dict of str to FloatSlider or FloatLogSlider
    """

    def __init__(self, spec: Spec):
        self.spec = spec
        self.figure = LiveFigure({control.name: control.value for control in spec.controls}, digest=spec.speaking.digest,
                                 source=javascript(spec.speaking), spec=spec.json())
        self.sliders = {control.name: control.slider() for control in spec.controls}
        self._links = [ipywidgets.jslink((slider, "value"), (self.figure, name)) for name, slider in self.sliders.items()]
        panel = ipywidgets.Box([_row(control, self.sliders[control.name]) for control in spec.controls])
        panel.add_class("cytostorm-controls")
        super().__init__([self.figure, panel])
        self.add_class("cytostorm-explorer")

    @property
    def values(self) -> dict[str, float]:
        """Where the sliders stand. `jslink` runs in the browser: read in a later cell than the one that shows the explorer."""
        return {name: getattr(self.figure, name) for name in self.sliders}

    def run(self) -> Run:
        """A run in Python with what the sliders say."""
        values, doses = self.values, list(self.spec.doses)
        for control in self.spec.controls:
            if control.dose is not None:
                doses[control.dose] = doses[control.dose]._replace(**{control.field: values.pop(control.name)})
        return simulate(self.spec.model, days=self.spec.days, doses=doses, **values)

    def _repr_mimebundle_(self, **kwargs):
        """The widget, and beside it a still picture and the sentence that describes it."""
        run, show = self.run(), self.spec.show
        names = " and ".join(run.model.symbol(name).label for name in show)
        return super()._repr_mimebundle_(**kwargs) | {
            "image/svg+xml": picture(run, show),
            "text/plain": f"Time course of {names} over {run.t[-1]:.3g} days. {describe(run)}"}


def explore(model: Mechanism, controls: Iterable[str] = (), show: Iterable[str] = (), *, days: float = 28,
            doses: Iterable[GivenDose] = (), views: Iterable[str] = ("time",), x: str | None = None, y: str | None = None,
            log: bool = False, predict: Prediction | None = None, hear: str | None = None, title: str = "", name: str = "",
            **values: float) -> Explorer:
    """A live figure of a model, with a slider for each control.

    Parameters
    ----------
    model : Mechanism
        Also one changed in the notebook: its own JavaScript is generated on the spot.
    controls : identifiers of parameters or inputs, or `<dose>_amount`, `<dose>_day` of the doses given
        The first six parameters when left out.
    show : identifiers of states or read-outs; the states when left out
    days : float
    doses : iterable of `cs.dose(...)`
    views : "time", "phase", "map", "bifurcation"
        Linked views of one solve: time course, phase plane, stability map, bifurcation diagram. The last three need a
        model of two states.
    x, y : identifiers
        The map's two parameters (by default the first two controls); `x` is also the bifurcation diagram's.
    log : bool
        Whether the time course starts with a logarithmic axis.
    predict : Prediction, optional
        What the reader commits to before the answer shows.
    hear : str, optional
        A dose of the model, given once in silence: a button lets the reader hear how the last quantity shown answers.
    title, name : str
        Heading, and the word that links use; made from the model's name when left out.
    **values : float
        Other values, as for `simulate`.

    Raises
    ------
    InputError
        A name the model does not have, or a view it cannot show.
    """
    if not isinstance(model, Mechanism):
        raise InputError(f"explore shows a model such as cs.models.loop; got {model!r}.")
    model = model.with_values(values)
    doses = [doses] if isinstance(doses, GivenDose) else list(doses)
    simulate(model, days=days, doses=doses)  # tried once: what is wrong is said here, in words
    names = identifiers(controls) or identifiers(model.parameters[:6])
    return Explorer(Spec(model, controls_of(model, names, doses, days), shown(model, show), days, doses, list(views), x, y, log,
                         predict, hear, title, name))


def _row(control: Control, slider: ipywidgets.Widget) -> ipywidgets.Box:
    unit = "" if control.unit == "1" else control.unit.replace("1/d", "per day")
    row = ipywidgets.Box([slider, ipywidgets.HTML(f'<span class="cytostorm-unit">{unit}</span>')])
    row.add_class("cytostorm-control")
    return row
