"""An assignment in a real JupyterLab: answers go into the file at once, survive the kernel, and come back; plans are judged by Python."""

import json
import sys
from pathlib import Path

import nbformat
import pytest

from cytostorm.coursework import files, sample

from .laboratory import PATIENCE, laboratory
from .test_chapters import open_chapter, page, run_all, wait_until  # noqa: F401 (page is a fixture)

CELLS = ["from cytostorm import coursework", "work = coursework.open_assignment()\nwork['tipping_point']", "coursework.practice('capstone')"]
NAME = "mine.ipynb"
GRADED, PRACTICE = 0, 1
SHUT_DOWN = "() => jupyterapp.shell.currentWidget.sessionContext.shutdown()"


@pytest.fixture(scope="module")
def folder_and_lab(tmp_path_factory):
    """A student's folder with the assignment and a notebook, in JupyterLab."""
    folder = tmp_path_factory.mktemp("student")
    (folder / "home").mkdir()
    sample(folder / "home")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS],
                                        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
    nbformat.write(notebook, folder / "home" / NAME)
    with laboratory(Path(sys.executable).parent, folder, configured=False) as running:
        yield folder / "home", running


def answers(home: Path) -> dict:
    path = home / "hand-in-SAMP-0001.json"
    return files.read_hand_in(path)["answers"].get("tipping_point", {}) if path.exists() else {}


def test_a_student_works_loses_the_kernel_and_goes_on(page, folder_and_lab):  # noqa: F811
    home, lab = folder_and_lab
    open_chapter(page, lab, NAME)
    assert run_all(page) == []
    form = page.locator(".jp-Notebook .cytostorm-form").nth(GRADED)
    form.locator("input.cf-number").first.fill("1,25")
    form.locator("input[value=grows]").check()
    wait_until(lambda: answers(home) == {"gain": 1.25, "fate": "grows"}, "the file does not have the answers")
    form.get_by_text("Saved in hand-in-SAMP-0001.json.").wait_for()
    form.locator("input[value=grows]").focus()
    page.keyboard.press("ArrowDown")  # JupyterLab must not take the key to move between cells
    wait_until(lambda: answers(home)["fate"] != "grows", "the arrow keys do not choose")
    form.locator("input[value=grows]").check()
    wait_until(lambda: answers(home)["fate"] == "grows", "the mouse does not choose")

    page.evaluate(SHUT_DOWN)
    form.locator("input.cf-number").nth(1).fill("3.5")
    with page.expect_download() as download:
        form.get_by_role("button", name="Download hand-in").click()
    expected = {"gain": 1.25, "fate": "grows", "time": 3.5}
    assert json.loads(Path(download.value.path()).read_text())["answers"] == {"tipping_point": expected}

    open_chapter(page, lab, NAME)
    assert run_all(page) == []
    wait_until(lambda: answers(home) == expected, "what was typed without a kernel is lost")
    assert form.locator("input.cf-number").nth(1).input_value() == "3.5"


def test_python_judges_a_plan(page, folder_and_lab):  # noqa: F811
    _, lab = folder_and_lab
    open_chapter(page, lab, NAME)
    assert run_all(page) == []
    plan = page.locator(".jp-Notebook .cytostorm-form").nth(PRACTICE).locator(".cf-question").filter(has=page.get_by_role("button", name="Add a dose"))
    plan.get_by_role("button", name="Add a dose").click()
    plan.get_by_label("amount").fill("8")
    assert "day is a number" in plan.locator(".cf-fault").inner_text()
    plan.get_by_label("first on day").fill("4,5")
    assert plan.locator(".cf-fault").inner_text() == "Well-formed."
    plan.get_by_role("button", name="Check").click()
    page.wait_for_function("(place) => place.querySelector('.cf-verdict').textContent.includes(' of ')", arg=plan.element_handle(), timeout=PATIENCE*1000)
    assert plan.get_attribute("data-verdict") in ("right", "partly", "wrong")
