"""The chapters as notebooks in a real JupyterLab: they open, run, and what the hand moves arrives in Python."""

import subprocess
import sys
import venv
from pathlib import Path
from time import monotonic

import pytest

from .laboratory import PATIENCE, ROOT, chapters, laboratory

CODE, LIVE = "```{code-cell}", "cs.explore("
CHAPTER = "chapters/principles/tipping-point.md"
EXPLORER = ".jp-Notebook .cytostorm-explorer"
CURVE = "svg.cs-time path[class*=cs-stroke-]"
HANDLE = ".noUi-handle"
NOTEBOOK = "window.jupyterapp?.shell.currentWidget"
FAULTS = """() => jupyterapp.shell.currentWidget.context.model.toJSON().cells
    .flatMap((cell) => cell.outputs ?? [])
    .filter((output) => output.output_type === "error" || output.name === "stderr")
    .map((output) => output.evalue ?? output.text)"""


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """JupyterLab in the environment that runs the tests."""
    with laboratory(Path(sys.executable).parent, tmp_path_factory.mktemp("lab"), configured=False) as running:
        yield running


@pytest.fixture(scope="session")
def binder_lab(tmp_path_factory):
    """JupyterLab in a new environment, made from a copy of the repository as Binder makes it."""
    folder = tmp_path_factory.mktemp("binder")
    copy = folder / "repository"
    names = ["pyproject.toml", "README.md", "LICENSE", "LICENSE-text", "requirements.txt", "requirements.lock", ".binder", "cytostorm"]
    copy.mkdir()
    subprocess.run(["cp", "-r", *names, copy], cwd=ROOT, check=True)
    venv.create(folder / "environment", with_pip=True)
    program = folder / "environment" / "bin"
    path = {"PATH": f"{program}:/usr/local/bin:/usr/bin:/bin"}
    for command in ([program / "pip", "install", "--quiet", "-r", ".binder/requirements.txt"], ["./.binder/postBuild"]):
        done = subprocess.run(command, cwd=copy, env=path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    (folder / "lab").mkdir()
    with laboratory(program, folder / "lab", configured=True) as running:
        yield running


@pytest.fixture
def page(browser):
    """A new page of a laptop's size."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    yield page
    context.close()


def open_chapter(page, lab, chapter: str) -> None:
    """Open a chapter by its address, as Binder's link does, and wait for its kernel."""
    page.goto(lab.link(chapter))
    page.wait_for_function(f"() => {NOTEBOOK}?.sessionContext?.session?.kernel?.status === 'idle'")


def run_all(page) -> list[str]:
    """Choose Run > Run All Cells; returns what went wrong, in words."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(f"""() => {NOTEBOOK}.context.model.toJSON().cells.filter((cell) => cell.cell_type === "code")
        .every((cell) => cell.execution_count !== null)""")
    page.wait_for_function(f"() => {NOTEBOOK}.sessionContext.session.kernel.status === 'idle'")
    return page.evaluate(FAULTS)


def drag(page, handle) -> None:
    """Pull a slider by its handle with the mouse, 60 pixels towards the middle of its track."""
    handle.hover()  # waits until the page has stopped moving
    box, track = handle.bounding_box(), handle.locator("xpath=ancestor::*[contains(@class, 'noUi-base')]").bounding_box()
    x, y = box["x"] + box["width"]/2, box["y"] + box["height"]/2
    way = 60 if x < track["x"] + track["width"]/2 else -60
    page.mouse.down()
    page.mouse.move(x + way, y, steps=12)
    page.mouse.up()


def wait_until(holds, otherwise: str) -> None:
    """Ask again until `holds()`; a failure after a while."""
    until = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < until, otherwise


def move_first_figure(page, lab) -> None:
    """Drag the first slider of the first live figure: a curve moves, and Python sees the value that the slider shows."""
    explorer = page.locator(EXPLORER).first
    explorer.scroll_into_view_if_needed()
    handle = explorer.locator(HANDLE).first
    curves = lambda: [curve.get_attribute("d") for curve in explorer.locator(CURVE).all()]
    before = lab.values()
    drawn = curves()
    drag(page, handle)
    wait_until(lambda: curves() != drawn, "no curve moved")
    wait_until(lambda: changed(before, lab.values()) == pytest.approx([float(handle.get_attribute("aria-valuetext").split()[0])], rel=0.01),
               "Python does not see the value that the slider shows")


def changed(before: list[dict], after: list[dict]) -> list[float]:
    """The values that differ between two readings of the figures in a notebook."""
    return [new[name] for old, new in zip(before, after) for name in new if new[name] != old[name]]


def check(page, lab, chapter: str) -> None:
    """Open, run all, and where there is a live figure, move it."""
    open_chapter(page, lab, chapter)
    assert run_all(page) == []
    if chapter in chapters(LIVE):
        move_first_figure(page, lab)


def test_a_double_click_opens_a_chapter_as_a_notebook(page, lab):
    folder, name = CHAPTER.rsplit("/", 1)
    page.goto(lab.link(folder))
    page.locator(".jp-DirListing-item", has_text=name).dblclick()
    page.wait_for_selector(".jp-NotebookPanel .jp-CodeCell")


def test_a_live_chapter_works_as_a_notebook(page, lab):
    assert CHAPTER in chapters(LIVE)
    check(page, lab, CHAPTER)
    assert ":::" not in page.locator(".jp-Notebook").inner_text(), "boxes are shown as their source"


@pytest.mark.release
@pytest.mark.parametrize("chapter", chapters(CODE))
def test_every_chapter_works_as_binder_opens_it(page, binder_lab, chapter):
    check(page, binder_lab, chapter)
