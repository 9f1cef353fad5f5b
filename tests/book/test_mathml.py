"""TeX to MathML: what readers see and what screen readers say."""

from xml.etree import ElementTree

import pytest

from cytostorm.book.mathml import to_mathml


def parse(tex, display="inline"):
    return ElementTree.fromstring(to_mathml(tex, display).replace(' xmlns="http://www.w3.org/1998/Math/MathML"', ""))


def said(tex):
    return [(element.tag, element.text) for element in parse(tex).iter() if element.text]


def test_upright_index_is_one_word():
    assert said(r"k_\mathrm{fb}") == [("mi", "k"), ("mi", "fb")]


def test_single_upright_letter_stays_upright():
    assert parse(r"\mathrm{d}t").find(".//mi").get("mathvariant") == "normal"


def test_source_is_kept_as_alternative_text():
    assert parse(r"a < \frac{b}{c}").get("alttext") == r"a < \frac{b}{c}"


@pytest.mark.parametrize("environment", ["aligned", "align", "align*", "split", "gathered"])
def test_aligned_equations_become_rows(environment):
    tex = rf"\begin{{{environment}}} a &= b \\ c &= d \end{{{environment}}}".replace(
        "&", "" if environment == "gathered" else "&")
    assert len(parse(tex, "block").findall(".//mtr")) == 2


@pytest.mark.parametrize("environment", ["pmatrix", "bmatrix", "vmatrix", "matrix", "cases"])
def test_matrices_have_rows_and_cells(environment):
    root = parse(rf"\begin{{{environment}}} a & b \\ c & d \end{{{environment}}}", "block")
    assert [len(row) for row in root.findall(".//mtr")] == [2, 2]


def test_lines_outside_an_environment_are_aligned():
    assert len(parse(r"a = b \\ c = d", "block").findall(".//mtr")) == 2


@pytest.mark.parametrize(("tex", "sign"), [(r"a \implies b", "⟹"), (r"a \pm b", "±"), (r"a \iff b", "⟺"), ("a/b", "/")])
def test_relations_and_operators_are_operators(tex, sign):
    assert ("mo", sign) in said(tex)


def test_infinity_is_no_operator():
    assert ("mi", "∞") in said(r"\infty")


def test_function_name_is_set_apart_from_a_bare_argument_only():
    assert parse(r"\det J").find(".//mspace") is not None
    assert parse(r"\det(J)").find(".//mspace") is None
    assert parse(r"\operatorname{tr} J").find(".//mspace") is not None


def test_limits_stand_beneath_in_display():
    assert parse(r"\lim_{t \to 0} x", "block").find(".//munder") is not None
    assert parse(r"\lim_{t \to 0} x", "inline").find(".//munder") is None


@pytest.mark.parametrize("tex", [r"\nosuchcommand x", r"a & b"])
def test_formula_that_cannot_be_drawn_is_an_error(tex):
    with pytest.raises(Exception):  # noqa: B017, PT011 - latex2mathml has its own kinds
        to_mathml(tex)


def test_sympy_output_is_understood():
    import sympy

    k_fb, t = sympy.symbols("k_fb t", positive=True)
    matrix = sympy.Matrix([[k_fb, -t], [sympy.Derivative(sympy.Function("A")(t), t), sympy.sqrt(t) / 2]])
    assert len(parse(sympy.latex(matrix), "block").findall(".//mtr")) == 2
