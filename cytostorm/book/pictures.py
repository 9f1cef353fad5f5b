"""Keeps the picture beside a live figure and the plain sheet beside a form, and gives every picture that a cell draws an alternative text.

A live figure's output holds the widget, a picture and, as text/plain, one or two sentences that say what
the picture shows. Readers without JavaScript see the picture; the loader takes it away when the figure is there.
"""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

LOG = logging.getLogger(__name__)
WIDGET = "application/vnd.jupyter.widget-view+json"
PICTURES = ("image/svg+xml", "image/png", "image/jpeg")


def is_bundle(node) -> bool:
    """True for the container in which myst-nb keeps all the forms of one cell output."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "mime_bundle"


def sentence_of(forms: dict) -> str:
    """Return the output's text form when it is written for people; an object's `repr` is not."""
    text = forms["text/plain"].astext().strip() if "text/plain" in forms else ""
    return "" if text.startswith("<") or "(" in text.split(" ")[0] else text


class KeepPictures(SphinxPostTransform):
    """For HTML: a widget keeps its picture, a picture gets its sentence as alternative text."""

    default_priority = 3  # before myst-nb chooses a single form (4)
    formats = ("html",)

    def run(self, **kwargs) -> None:
        """Rewrite every output bundle of the page."""
        for bundle in list(self.document.findall(is_bundle)):
            forms = {form["mime_type"]: form for form in bundle.children}
            if WIDGET in forms and "text/html" in forms:
                bundle.replace_self(self.with_still("cytostorm-sheet", forms["text/html"], forms[WIDGET]))
                continue
            picture = next((forms[kind] for kind in PICTURES if kind in forms), None)
            if picture is None or "text/html" in forms:
                continue
            self.describe(picture, sentence_of(forms))
            if WIDGET in forms:
                bundle.replace_self(self.with_still("cytostorm-live", picture, forms[WIDGET]))

    def with_still(self, name: str, still, widget) -> nodes.container:
        """A widget, and before it what is seen until it lives."""
        return nodes.container("", nodes.container("", *still.children, classes=["cytostorm-still"]), *widget.children, classes=[name])

    def describe(self, picture, sentence: str) -> None:
        """Write the alternative text; a picture without one is a warning, hence an error in our builds."""
        for image in picture.findall(nodes.image):
            if not image.get("alt"):
                if not sentence:
                    LOG.warning(
                        "A cell draws a picture without alternative text: give the output a text/plain sentence "
                        "or the cell `mystnb: {image: {alt: ...}}`.",
                        location=picture, type="cytostorm", subtype="alt",
                    )
                image["alt"] = sentence
