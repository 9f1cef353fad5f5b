r"""TeX to MathML: latex2mathml translates, what browsers draw poorly in its answer is put right here.

`to_mathml(r"k_\mathrm{fb}")` returns one `<math>` element. Browsers follow MathML Core, which leaves out
much that latex2mathml relies on (stretched accents, alignment, guesses about bars and primes).
"""

import re
import unicodedata
from html import unescape
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element

UPRIGHT, FUNCTION = "\ue000", "\ue001"  # private marks that travel through the translation inside \text{}
FUNCTIONS = {"ln", "log", "exp", "sin", "cos", "tan", "tanh", "det", "max", "min", "sup", "inf", "lim"}
LIMITS = {"lim", "max", "min", "sup", "inf"}
SPLIT = re.compile(r"(\\(?:begin|end))\{(?:aligned|align\*?|equation\*?|gathered|gather\*?)\}")
ROWS = {"math", "mrow", "mtd", "msqrt", "mstyle"}
SCRIPTS = {"msub", "msup", "msubsup", "munder", "mover", "munderover"}
TALL = {"mfrac", "mtable", "msqrt", "mroot", "munder", "munderover"}
FENCES = "()[]{}|⌊⌋⌈⌉‖"
PRIMES = "′″‴"
NO_SPACE_BEFORE = "([{)]},.;:<>=≤≥≠≈+−±→⟹⇒⟺|/"
LETTER_LIKE = "∞∅°%"


def prepare(tex: str) -> str:
    """Return TeX in the dialect that latex2mathml knows."""
    tex = re.sub(r"\\label\{[^}]*\}", "", tex).strip()
    tex = re.sub(r"\\mathrm\{([\w ,-]+)\}", rf"\\text{{{UPRIGHT}\1}}", tex)
    tex = re.sub(r"\\operatorname\*?\{([\w -]+)\}", rf"\\text{{{FUNCTION}\1}}", tex)
    tex = re.sub(r"\\(?:boldsymbol|bm)\b", r"\\mathbf", tex)
    tex = SPLIT.sub(r"\1{split}", tex)
    if r"\\" in re.sub(r"\\begin\{(\w+)\}.*?\\end\{\1\}", "", tex, flags=re.DOTALL):
        tex = r"\begin{split}" + tex + r"\end{split}"
    return tex


def is_letters(text: str) -> bool:
    """True for what belongs in an identifier: letters, marks and digits of any script, infinity."""
    return all(unicodedata.category(sign)[0] in "LNM" or sign in LETTER_LIKE for sign in text)


def mend_token(element) -> None:
    """Give a token the element that browsers space, and screen readers say, rightly."""
    text = element.text or ""
    if text[:1] in (UPRIGHT, FUNCTION) and element.tag == "mtext":
        element.tag, element.text = "mi", text[1:]
        if len(element.text) == 1:
            element.set("mathvariant", "normal")
        if text[0] == FUNCTION:
            element.set("class", "function")
    elif text in FUNCTIONS:
        element.tag = "mi"
        element.attrib.pop("movablelimits", None)
        element.set("class", "function")
    elif element.tag == "mi" and text and not is_letters(text):
        element.tag = "mo"
    elif element.tag == "mo" and text and text in LETTER_LIKE:
        element.tag = "mi"
    elif element.get("width") == "negativethinmathspace":
        element.set("width", "-0.167em")
    if element.tag == "mo" and element.text in ("/", "|") and "fence" not in element.attrib:
        element.attrib.update(lspace="0", rspace="0")


def mend_script(element, display: str) -> None:
    """Primes beside their letter (the font raises them), limits beneath their name, lines over a whole term."""
    if element.tag == "msup" and element[1].text and not element[1].text.strip(PRIMES):
        element.tag, element[1].tag = "mrow", "mo"
        element[1].attrib.update(lspace="0", rspace="0")
    elif element.tag == "msub" and display == "block" and element[0].text in LIMITS:
        element.tag = "munder"
    elif element.tag == "mover" and element[1].text == "\N{HORIZONTAL BAR}":
        element.tag = "mrow"
        element.set("class", "overline")
        element.remove(element[1])


def is_function(element) -> bool:
    """True for a function's name, with or without an index or a power."""
    if element.tag in SCRIPTS and len(element):
        element = element[0]
    return element.get("class") == "function"


def thin_space():
    """A new element: the space between a function's name and its neighbours."""
    return ElementTree.Element("mspace", {"width": "0.2em"})


def space_functions(row) -> None:
    """Set a function's name apart from a factor before it and from an argument without brackets after it."""
    children = list(row)
    for position, child in reversed(list(enumerate(children))):
        if not is_function(child):
            continue
        following = "".join(children[position + 1].itertext()) if position + 1 < len(children) else ""
        if following and following[0] not in NO_SPACE_BEFORE:
            row.insert(position + 1, thin_space())
        if position and children[position - 1].tag in {"mi", "mn", "msub", "msup"}:
            row.insert(position, thin_space())


def settle_fences(row) -> None:
    """Brackets around one line keep their size (stretchy ones take too much room); bars around tall things grow."""
    tall = any(element.tag in TALL for element in row.iter())
    for position, child in enumerate(row):
        if child.tag != "mo" or not child.text or child.text not in FENCES:
            continue
        if not tall:
            child.set("stretchy", "false")
        elif child.text in "|‖":
            after, before = row[position + 1:position + 2], row[max(position - 1, 0):position]
            opens = not before or (after and after[0].tag == "mtable")
            closes = not after or (before and before[0].tag == "mtable")
            if opens or closes:
                child.attrib.update(stretchy="true", fence="true", form="prefix" if opens else "postfix")


def to_mathml(tex: str, display: str = "inline") -> str:
    """Return TeX as one `<math>` element, display "inline" or "block", with its source as alternative text.

    Raises ValueError when a command is not known: a formula that is half drawn must not be published.
    """
    root = convert_to_element(prepare(tex), display=display)
    for element in root.iter():
        element.text = unescape(element.text) if element.text else element.text
        if element.text and ("\\" in element.text or element.text == "&"):
            raise ValueError(f"{element.text} is not known or out of place")
        mend_token(element)
    for element in list(root.iter()):
        mend_script(element, display)
        if element.tag in ROWS:
            space_functions(element)
            settle_fences(element)
    root.set("alttext", " ".join(tex.split()))
    return ElementTree.tostring(root, encoding="unicode")
