"""Controls made from the declaration: range, step, unit and label; a dose has controls for its amount and day, and whether it is given."""

from __future__ import annotations

import math
import re
from dataclasses import asdict, dataclass
from html import escape

import ipywidgets
import traitlets

from ..model import GivenDose, InputError, Mechanism, Parameter
from ..model.errors import unknown_name
from .choices import Choice

_LOGARITHMIC_FROM = 100
_STEPS = 200
_DAY_STEP = 0.05
_WORDS = re.compile("[a-z]{5}")  # an identifier of full words says nothing that the label does not say
_COUNTED = {1: "{label}", 2: "second {label}", 3: "third {label}"}


@dataclass(frozen=True)
class Control:
    """What a reader may move: a parameter, where an input starts, or a dose's amount or day.

    Attributes
    ----------
    name : str
        Identifier; `spark_amount`, `spark_day` for a dose, `spark_2_day` for its second giving.
    value, low, high : float
        In `unit`.
    dose : int or None
        Position among the doses given, with `field` "amount" or "day".
    """

    name: str
    label: str
    unit: str
    value: float
    low: float
    high: float
    dose: int | None = None
    field: str = "value"

    kind = "slider"

    def applied(self, position: float, values: dict[str, float], doses: list[GivenDose | None]) -> None:
        """Put where the slider stands into the values and doses of a run."""
        if self.dose is None:
            values[self.name] = position
        elif doses[self.dose] is not None:
            doses[self.dose] = doses[self.dose]._replace(**{self.field: position})

    def trait(self) -> traitlets.TraitType:
        return traitlets.Float(self.value)

    @property
    def logarithmic(self) -> bool:
        return self.low > 0 and self.high/self.low >= _LOGARITHMIC_FROM

    @property
    def step(self) -> float:
        """The slider's step, in the unit, or in powers of ten for a logarithmic one; the value shown first lies on it."""
        if self.logarithmic:
            low, high = math.log10(self.low), math.log10(self.high)
            return step_hitting(math.log10(self.value) - low, high - low)
        if self.field == "day" and abs(self.value/_DAY_STEP - round(self.value/_DAY_STEP)) < 1e-9:
            return _DAY_STEP  # days that links and texts name lie on it
        return step_hitting(self.value - self.low, self.high - self.low)

    def json(self) -> dict:
        """The control as the page knows it."""
        return asdict(self) | {"kind": self.kind, "logarithmic": self.logarithmic, "step": self.step}

    def widget(self) -> tuple[ipywidgets.FloatSlider | ipywidgets.FloatLogSlider, str]:
        """A slider with the control's range, at its value, whose steps hit that value; and the trait of it that counts."""
        typeset = self.dose is None and not _WORDS.match(self.name)
        label = f"{markup(self.name)} {escape(self.label)}" if typeset else escape(self.label)
        shared = {"value": self.value, "description": label, "description_allow_html": True,
                  "tooltip": f"{self.label}, {self.unit}" if self.unit != "1" else self.label,
                  "continuous_update": True}
        if self.logarithmic:
            return ipywidgets.FloatLogSlider(base=10, min=math.log10(self.low), max=math.log10(self.high), step=self.step,
                                             readout_format=".3g", **shared), "value"
        decimals = min(6, max(0, -math.floor(math.log10(self.step) + 1e-9)))
        return ipywidgets.FloatSlider(min=self.low, max=self.high, step=self.step, readout_format=f".{decimals}f", **shared), "value"


@dataclass(frozen=True)
class Given:
    """A box to tick: whether a dose is given."""

    name: str
    label: str
    value: bool
    dose: int

    kind = "given"

    def applied(self, position: bool, values: dict[str, float], doses: list[GivenDose | None]) -> None:
        """Take the dose out of a run when the box is empty."""
        if not position:
            doses[self.dose] = None

    def trait(self) -> traitlets.TraitType:
        return traitlets.Bool(self.value)

    def json(self) -> dict:
        """The control as the page knows it."""
        return asdict(self) | {"kind": self.kind}

    def widget(self) -> tuple[ipywidgets.Checkbox, str]:
        """The box, and the trait of it that counts."""
        return ipywidgets.Checkbox(value=self.value, description=escape(self.label), indent=False), "value"


def markup(identifier: str) -> str:
    """An identifier as HTML: what follows the first underscore is a subscript."""
    head, _, tail = identifier.partition("_")
    return f'<i>{head}</i><span class="cs-sub">{tail.replace("_", " ")}</span>' if tail else f"<i>{head}</i>"


def step_hitting(offset: float, width: float) -> float:
    """A step near width/200 (1, 2 or 5 times a power of ten) of which `offset` is a whole multiple."""
    power = 10.0**math.floor(math.log10(width/_STEPS))
    for step in (5*power, 2*power, power, power/2, power/5, power/10, power/100):
        if abs(offset/step - round(offset/step)) < 1e-6 and width/step <= 20*_STEPS:
            return float(f"{step:.12g}")
    return offset/max(1, round(offset/width*_STEPS))


def controls(model: Mechanism, wanted: list[str | Choice], doses: list[GivenDose], days: float, off: set[str]) -> list[Control | Given | Choice]:
    """The controls of the given names, and the choices among them, in their order; `off` are doses not given at first.

    Raises
    ------
    InputError
        A name that is neither a parameter, an input, nor something of a given dose; a choice that the model cannot take.
    """
    offered = {**_quantities(model), **_doses(model, doses, days, off)}
    unknown = [name for name in (*off, *wanted) if not isinstance(name, Choice) and name not in offered]
    if unknown:
        raise InputError(unknown_name("control", unknown[0], sorted(offered), model.name))
    return [one.checked(model) if isinstance(one, Choice) else offered[one] for one in wanted]


def _quantities(model: Mechanism) -> dict[str, Control]:
    found = {}
    for symbol in (*model.parameters, *model.inputs):
        value = model.values.get(symbol.identifier, symbol.value if isinstance(symbol, Parameter) else symbol.rest)
        if symbol.range is None or not getattr(value, "is_number", True):
            continue  # no slider for a start that follows from parameters
        value = float(value)
        low, high = min(symbol.range[0], value), max(symbol.range[1], value)
        found[symbol.identifier] = Control(symbol.identifier, symbol.label, symbol.unit, value, low, high)
    return found


def _doses(model: Mechanism, doses: list[GivenDose], days: float, off: set[str]) -> dict[str, Control | Given]:
    found, seen, earliest = {}, {}, {}
    for position, given in enumerate(doses):
        seen[given.name] = seen.get(given.name, 0) + 1
        name = given.name if seen[given.name] == 1 else f"{given.name}_{seen[given.name]}"
        low, high = model.doses[given.name].range
        low, high = min(low, given.amount), max(high, given.amount)
        label, count = model.doses[given.name].label, seen[given.name]
        label = _COUNTED.get(count, "{label} number {count}").format(label=label, count=count)
        found[f"{name}_amount"] = Control(f"{name}_amount", label, given.unit, given.amount, low, high, position, "amount")
        found[f"{name}_day"] = Control(f"{name}_day", f"day of the {label}", "d", given.day, earliest.get(given.name, 0.0), days,
                                       position, "day")
        found[f"{name}_given"] = Given(f"{name}_given", f"give {label}", f"{name}_given" not in off, position)
        earliest[given.name] = given.day  # what was switched on cannot be switched off before
    return found
