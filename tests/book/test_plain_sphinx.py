"""The extension under plain Sphinx, on pages made to try it: every control, failures, warnings."""

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.trial_book import HEADER, build

CONTROLS = HEADER + r"""
# Controls

Where $k_\mathrm{fb} > 1$, as {eq}`sum` says.

$$
\begin{aligned} a &= \sum_{i=1}^n i \\ b &= 2 \end{aligned}
$$ (sum)

```{code-cell} python
from ipywidgets import *
play = Play(value=0, min=0, max=5, interval=20)
day = IntSlider(value=0, min=0, max=5, description="Day")
rate = FloatSlider(value=1, min=0, max=3, step=0.5, description="Rate <b>x</b>")
twin = FloatSlider(value=1, min=0, max=3, step=0.5, description="Twin")
view = ToggleButtons(options=["time", "phase"], description="View")
loop = Dropdown(options=["linear", "switch"], description="Loop")
span = FloatRangeSlider(value=(1, 2), min=0, max=3, description="Span")
spark = FloatLogSlider(value=10, min=0, max=3, description="<b>Spark</b>", description_allow_html=True)
links = [jslink((play, "value"), (day, "value")), jslink((rate, "value"), (twin, "value")),
         jsdlink((loop, "index"), (view, "index"))]
VBox([HBox([play, day]), rate, twin, HBox([loop, view]), span, spark, Checkbox(description="Log axis"),
      Button(description="Reset"), HTML("<p>A <i>sentence</i>.</p>"), IntText(description="Number"),
      Text(description="Name"), RadioButtons(options=["a", "b"], description="Choose"),
      IntProgress(value=3, max=10, description="Done")])
```
"""
FAILING = HEADER + r"""
# A figure that fails

```{code-cell} python
import anywidget, traitlets, ipywidgets

class Broken(anywidget.AnyWidget):
    _esm = "export default {}"
    digest = traitlets.Unicode("0123abcd").tag(sync=True)
    source = traitlets.Unicode("throw new Error('a broken model');").tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)

class Shown(ipywidgets.VBox):
    def _repr_mimebundle_(self, **kwargs):
        picture = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><rect width="200" height="100"/></svg>'
        return {**super()._repr_mimebundle_(**kwargs), "image/svg+xml": picture, "text/plain": "A dark rectangle, twice as wide as high."}

Shown([Broken(), ipywidgets.FloatSlider(description="Rate")])
```
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trial")
    done = build(folder, controls=CONTROLS, failing=FAILING)
    assert done.returncode == 0, done.stderr
    return folder / "_build" / "html"


@pytest.fixture
def page(book, browser):
    page = browser.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda message: message.type in ("error", "warning") and page.complaints.append(message.text))
    yield page
    page.close()


@pytest.fixture
def controls(book, page):
    page.goto((book / "controls.html").as_uri())
    page.wait_for_selector("html[data-cytostorm=ready]", state="attached")
    yield page
    assert not page.complaints


def slider(page, name):
    return page.get_by_role("slider", name=name, exact=True)


def test_linked_sliders_move_together(controls):
    slider(controls, "Twin").focus()
    controls.keyboard.press("End")
    assert slider(controls, "Rate <b>x</b>").get_attribute("aria-valuenow") == "3"
    assert slider(controls, "Rate <b>x</b>").get_attribute("aria-valuetext") == "3.00"


def test_play_moves_what_it_is_linked_to(controls):
    controls.get_by_role("button", name="Play", exact=True).click()
    controls.wait_for_function("document.querySelector('.noUi-handle').getAttribute('aria-valuetext') === '5'")


def test_dropdown_moves_toggle_buttons_through_their_indices(controls):
    controls.get_by_role("combobox", name="Loop").select_option("switch")
    assert controls.get_by_role("button", name="phase").get_attribute("aria-pressed") == "true"


def test_html_in_a_description_is_text_unless_allowed(controls):
    assert slider(controls, "Spark").count() == 1
    assert slider(controls, "Rate <b>x</b>").count() == 1


def test_every_control_has_a_name(controls):
    names = "aria-input-field-name button-name label select-name aria-progressbar-name aria-toggle-field-name".split()
    found = Axe().run(controls, options={"runOnly": names}).response["violations"]
    assert not found, [(fault["id"], part["html"]) for fault in found for part in fault["nodes"]]


def test_formulas_and_references_need_no_script(book):
    text = (book / "controls.html").read_text()
    assert text.count("<math") == 2
    assert 'href="#equation-sum"' in text
    assert "MathJax" not in text


def test_the_page_can_be_taken_away_as_a_notebook_without_outputs(book, controls):
    link = controls.locator("a", has_text=".ipynb").first
    path = book / link.get_attribute("href")
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert "widgets" not in notebook.metadata
    assert [cell.outputs for cell in notebook.cells if cell.cell_type == "code"] == [[]]
    assert "jslink" in path.read_text()


def test_a_figure_that_fails_says_so_and_leaves_its_picture_and_its_sliders(book, page):
    page.add_init_script("Object.defineProperty(globalThis, 'cytostorm', { get() { throw new Error('no model'); } })")
    page.goto((book / "failing.html").as_uri())
    assert page.get_by_role("alert").inner_text() == "This figure could not be drawn in your browser."
    assert page.get_by_alt_text("A dark rectangle, twice as wide as high.").is_visible()
    assert page.get_by_role("slider", name="Rate").is_visible()


@pytest.mark.release
def test_a_second_build_is_the_same(book, tmp_path):
    assert build(tmp_path / "again", controls=CONTROLS, failing=FAILING).returncode == 0
    for name in ("controls.html", "failing.html"):
        assert (tmp_path / "again" / "_build" / "html" / name).read_text() == (book / name).read_text()


@pytest.mark.parametrize(("page_text", "complaint"), [
    ("# Page\n\n$\\nosuchcommand$\n", "cannot be written as MathML"),
    (HEADER + "# Page\n\n```{code-cell} python\n1 / 0\n```\n", "ZeroDivisionError"),
    (HEADER + "# Page\n\n```{code-cell} python\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);\n```\n", "alternative text"),
])
def test_a_fault_stops_the_build(tmp_path, page_text, complaint):
    done = build(tmp_path / "fault", page=page_text)
    assert done.returncode != 0
    assert complaint in done.stderr + done.stdout
