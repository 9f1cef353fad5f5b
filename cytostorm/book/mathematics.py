"""Writes the formulas of the book as MathML, made at build: no script, no wait, and screen readers read it."""

from html import escape

from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from .mathml import to_mathml

LOG = logging.getLogger(__name__)


def written(tex: str, display: str, node) -> str:
    """Return the MathML; when there is none, the TeX itself and a warning (an error in our builds)."""
    try:
        return to_mathml(tex, display)
    except Exception as error:  # latex2mathml has a dozen kinds of its own
        LOG.warning("This formula cannot be written as MathML (%s): %s", error or type(error).__name__, tex,
                    location=node, type="cytostorm", subtype="math")
        return f"<code>{escape(tex)}</code>"


def visit_inline(translator, node) -> None:
    """Write a formula in a line of text."""
    translator.body.append(translator.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    translator.body.append(written(node.astext(), "inline", node) + "</span>")
    raise nodes.SkipNode


def visit_display(translator, node) -> None:
    """Write a formula on its own line, with its number and a link to it when it has a label.

    The class `pst-scrollable-table-container` is the theme's: its script makes what overflows reachable by keyboard.
    """
    translator.body.append(translator.starttag(node, "div", "", CLASS="math notranslate nohighlight"))
    formula = written(node.astext(), "block", node)
    translator.body.append(f'<div class="math-scroll pst-scrollable-table-container">{formula}</div>')
    if node["number"]:
        translator.body.append(f'<span class="eqno">({get_node_equation_number(translator, node)})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append("</div>\n")
    raise nodes.SkipNode
