"""What repo2docker would do with this repository, read from the Dockerfile that it prints without docker."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
INSTALL = 'pip install --no-cache-dir -r ".binder/requirements.txt"'


@pytest.fixture(scope="module")
def dockerfile(tmp_path_factory):
    """The Dockerfile for a folder that has what Binder reads."""
    copy = tmp_path_factory.mktemp("repository")
    shutil.copytree(ROOT / ".binder", copy / ".binder")
    for name in ("requirements.txt", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, copy)
    command = [Path(sys.executable).parent / "jupyter-repo2docker", "--no-build", "--debug", str(copy)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_python_is_the_one_of_the_lock(dockerfile):
    assert "environment-2epy-2d3-2e11" in dockerfile


def test_lock_is_there_when_packages_are_installed(dockerfile):
    assert dockerfile.index(" src/ ${REPO_DIR}/") < dockerfile.index(INSTALL)


def test_package_and_settings_follow(dockerfile):
    assert dockerfile.index(INSTALL) < dockerfile.index("RUN ./.binder/postBuild")


def test_every_file_that_is_read_exists():
    lines = (ROOT / ".binder" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    named = [line.split()[1] for line in lines if line.startswith(("-r", "-c"))]
    assert named == ["../requirements.lock", "../requirements.txt"]
    assert all((ROOT / ".binder" / name).is_file() for name in named)
