"""What everybody does today: `interact` draws a matplotlib picture in a kernel at every move of a slider."""

import json
import sys
import tempfile
from pathlib import Path

from tests.jupyter.laboratory import laboratory

from .measure import in_words, moves

MOVES = 30
CODE = """
%matplotlib inline
import matplotlib.pyplot as plt
import cytostorm as cs
from ipywidgets import interact

@interact(k_fb=(0.0, 3.0, 0.05))
def draw(k_fb=1.0):
    run = cs.simulate(cs.models.loop, days=28, k_fb=k_fb)
    plt.plot(run.t, run["A"], run.t, run["C"])
    plt.show()
"""
CELL = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": CODE.strip(), "id": "usual"}
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
NOTEBOOK = {"cells": [CELL], "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}


def rows(browser):
    """Names and values to print."""
    with tempfile.TemporaryDirectory() as name, laboratory(Path(sys.executable).parent, Path(name), configured=False) as lab:
        (Path(name) / "home" / "usual.ipynb").write_text(json.dumps(NOTEBOOK))
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.goto(lab.link("usual.ipynb"))
        page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'")
        page.locator(".jp-CodeCell").first.click()
        page.keyboard.press("Shift+Enter")
        page.wait_for_selector(".widget-interact img")
        times = moves(page, page.locator(".noUi-handle").first, page.locator(".widget-interact"), "img", "src", MOVES)
        page.context.close()
    yield "slider to drawn", in_words(times["changed"])
    yield "slider to the end of the frame that shows it", in_words(times["shown"])
