"""The live figure: traits are the only contract between Python and the page."""

from __future__ import annotations

from importlib.resources import files

import anywidget
import traitlets

from ..model import DeclarationError

_STATIC = files(__package__) / "static"


class LiveFigure(anywidget.AnyWidget):
    """A figure that solves its model where it is shown, by the model's own generated JavaScript.

    Traits
    ------
    digest, source : str
        Name and text of the generated model; on the site the text is a file of its own.
    spec : dict
        What the figure shows (see `spec.py`), JSON-ready.
    report : dict
        From the page: the values shown, the sentence, and which solver ran or why it failed.
    <identifier> : float, bool or int
        One for each control, named like the quantity; sliders, boxes and buttons are linked to them.
    """

    _esm = (_STATIC / "figure.js").read_text(encoding="utf-8")
    _css = (_STATIC / "figure.css").read_text(encoding="utf-8")

    digest = traitlets.Unicode().tag(sync=True)
    source = traitlets.Unicode().tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    report = traitlets.Dict().tag(sync=True)

    def __init__(self, controls: dict[str, traitlets.TraitType], **traits):
        taken = [name for name in controls if hasattr(type(self), name)]
        if taken:
            raise DeclarationError(f"a control cannot be called {taken[0]!r}: widgets use this word themselves; rename the quantity.")
        super().__init__(**traits)
        self.add_traits(**{name: trait.tag(sync=True) for name, trait in controls.items()})
        self.send_state(list(controls))
