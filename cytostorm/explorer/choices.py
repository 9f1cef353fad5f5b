"""What a reader may choose among: options, each with values and doses of its own; a switch is a choice of two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

import ipywidgets
import traitlets

from ..model import GivenDose, InputError, Mechanism


@dataclass(frozen=True)
class Setting:
    """Values and doses that an option means, beside those of the figure."""

    values: Mapping[str, float] = field(default_factory=dict)
    doses: tuple[GivenDose, ...] = ()


@dataclass(frozen=True)
class Choice:
    """A row of buttons, one for each option; a switch, with two options, is a box to tick.

    Attributes
    ----------
    name : str
        Identifier, as links use it.
    label : str
    options : dict of str to Setting
    value : int or bool
        Position of the option that holds at the start; of a switch, whether it is on.
    """

    name: str
    label: str
    options: Mapping[str, Setting]
    value: int | bool

    kind = "choice"

    @property
    def switch(self) -> bool:
        """Whether it is a box to tick, of two options, off and on."""
        return isinstance(self.value, bool)

    def checked(self, model: Mechanism) -> Choice:
        """The same, its values tried on a model; InputError for what the model does not take."""
        for setting in self.options.values():
            model.with_values(setting.values)
        return self

    def applied(self, position: int, values: dict[str, float], doses: list[GivenDose]) -> None:
        """Put what an option means into the values and doses of a run."""
        setting = list(self.options.values())[int(position)]
        values |= setting.values
        doses += setting.doses

    def trait(self) -> traitlets.TraitType:
        return traitlets.Bool(self.value) if self.switch else traitlets.Int(self.value)

    def json(self) -> dict:
        """The choice as the page knows it."""
        options = [{"label": label, "values": dict(setting.values), "doses": [dose._asdict() for dose in setting.doses]}
                   for label, setting in self.options.items()]
        return {"kind": self.kind, "name": self.name, "label": self.label, "value": self.value, "options": options}

    def widget(self) -> tuple[ipywidgets.Widget, str]:
        """A box to tick or a row of buttons, and the trait of it that counts."""
        if self.switch:
            return ipywidgets.Checkbox(value=self.value, description=escape(self.label), indent=False), "value"
        return ipywidgets.ToggleButtons(options=list(self.options), index=self.value, description=escape(self.label)), "index"


def choice(name: str, label: str, options: Mapping[str, Mapping], *, start: int = 0) -> Choice:
    """A choice among options for `cs.explore`.

    Parameters
    ----------
    name : str
        Identifier, as links use it.
    label : str
    options : mapping of label to mapping of identifier to value; the key "doses" holds doses
    start : int
        Position of the option that holds at first.

    Examples
    --------
    >>> import cytostorm as cs
    >>> cs.choice("burden", "Leukaemia", {"little": {"tumour_burden": 5}, "much": {"tumour_burden": 100}}, start=1).value
    1
    """
    if not 0 <= start < len(options) or len(options) < 2:
        raise InputError(f"choice {name!r}: two options or more, and start= the position of one of them; got {len(options)} and {start!r}.")
    return Choice(name, label, {word: _setting(**given) for word, given in options.items()}, start)


def switch(name: str, label: str, *, on: bool = False, doses: Iterable[GivenDose] = (), **values: float) -> Choice:
    """A box to tick for `cs.explore`: when it is on, these doses are given and these values hold.

    Examples
    --------
    >>> import cytostorm as cs
    >>> cs.switch("no_macrophages", "Remove the macrophages", Mo_0=0).switch
    True
    """
    return Choice(name, label, {"off": Setting(), "on": _setting(doses, **values)}, bool(on))


def _setting(doses: Iterable[GivenDose] = (), **values: float) -> Setting:
    return Setting(values, (doses,) if isinstance(doses, GivenDose) else tuple(doses))
