"""Long checks of the whole: the site is the same each time it is built, and the newest packages work too."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LEFT_BEHIND = shutil.ignore_patterns(".git", ".venv", "_build", "build", "node_modules", "__pycache__", "*.egg-info", ".pytest_cache")
BUILD = ["build", ".", "-W", "-n", "--keep-going"]

pytestmark = pytest.mark.release


def built(python: Path, folder: Path) -> Path:
    """Build the site in a copy of the repository, with the packages of this Python."""
    shutil.copytree(ROOT, folder, ignore=LEFT_BEHIND)
    done = subprocess.run([python.parent / "jupyter-book", *BUILD], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert (folder / "_build" / "html" / "index.html").is_file()
    return folder / "_build" / "html"


def files(site: Path) -> dict[str, bytes]:
    """The content of every file of a site."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_two_builds_are_identical(tmp_path):
    first, second = (files(built(Path(sys.executable), tmp_path / name)) for name in ("first", "second"))
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_newest_packages_build_and_pass(tmp_path):
    """Without the lock: the site builds without a warning, and every test of a page and of the package passes on it."""
    venv.create(tmp_path / "environment", with_pip=True)
    python = tmp_path / "environment" / "bin" / "python"
    site = tmp_path / "repository" / "_build" / "html"
    shutil.copytree(ROOT, tmp_path / "copy", ignore=LEFT_BEHIND)
    subprocess.run([python, "-m", "pip", "install", "--quiet", ".[test]"], cwd=tmp_path / "copy", check=True)
    assert built(python, tmp_path / "repository") == site
    done = subprocess.run(
        [python, "-m", "pytest", "-m", "not release"], cwd=tmp_path / "repository", capture_output=True, text=True,
        env={**os.environ, "CYTOSTORM_SITE": str(site)},
    )
    assert done.returncode == 0, done.stdout[-8000:]
