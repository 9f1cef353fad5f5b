"""A small book made for a test: plain Sphinx, myst-nb and our extension; warnings are errors."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONFIGURATION = """
project = "Trial"
language = "en"
extensions = ["myst_nb", "cytostorm.book"]
myst_enable_extensions = ["dollarmath", "amsmath"]
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
nb_execution_show_tb = True
html_theme = "sphinx_book_theme"
html_context = {"default_mode": "auto"}
nitpicky = True
"""
HEADER = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
"""


def build(folder: Path, **pages: str) -> subprocess.CompletedProcess:
    folder.mkdir(exist_ok=True)
    (folder / "conf.py").write_text(CONFIGURATION)
    contents = "\n".join(pages)
    (folder / "index.md").write_text(f"# Trial\n\n```{{toctree}}\n{contents}\n```\n")
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text)
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-n", "-W", "--keep-going", str(folder), str(folder / "_build" / "html")]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
