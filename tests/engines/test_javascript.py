"""The JavaScript engine's own tests, run by node (from PyPI, never the host's)."""

import subprocess
from pathlib import Path

import pytest

from .node import NODE

TESTS = Path(__file__).parent / "javascript"


@pytest.mark.parametrize("name", sorted(path.name for path in TESTS.glob("*.test.js")))
def test_javascript(name):
    done = subprocess.run([NODE, "--test", name], cwd=TESTS, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
