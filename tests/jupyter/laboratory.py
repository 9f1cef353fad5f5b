"""A real JupyterLab on a copy of the chapters, and what its kernels know."""

import json
import os
import re
import secrets
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from jupyter_client import BlockingKernelClient

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds
VALUES = """
import gc, json
from cytostorm.explorer import Explorer
json.dumps([thing.values for thing in gc.get_objects() if isinstance(thing, Explorer)])
"""


def chapters(containing: str) -> list[str]:
    """Every chapter whose text contains these words, as a path from the root."""
    pages = sorted(path for path in (ROOT / "chapters").rglob("*.md") if containing in path.read_text(encoding="utf-8"))
    return [path.relative_to(ROOT).as_posix() for path in pages]


class Laboratory:
    """A running server: its address, its token, and the kernels that it has started."""

    def __init__(self, address: str, token: str, runtime: Path):
        self.address, self.token, self.runtime = address, token, runtime

    def link(self, path: str) -> str:
        """The address that opens a file or folder in a fresh workspace."""
        return f"{self.address}/tree/{path}?reset&token={self.token}"

    def python(self, code: str):
        """The value of the last line of `code`, a text of JSON, in the newest kernel.

        Run by a second client of the same kernel, without touching the notebook.
        """
        newest = max(self.runtime.glob("kernel-*.json"), key=lambda path: path.stat().st_mtime)
        client = BlockingKernelClient(connection_file=str(newest))
        client.load_connection_file()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=PATIENCE)
            *statements, expression = code.strip().splitlines()
            answer = client.execute_interactive(
                "\n".join(statements), silent=True, store_history=False, timeout=PATIENCE,
                user_expressions={"value": expression},
            )["content"]["user_expressions"]["value"]
            assert answer["status"] == "ok", answer
            return json.loads(answer["data"]["text/plain"][1:-1])
        finally:
            client.stop_channels()

    def values(self) -> list[dict[str, float]]:
        """Where Python thinks the sliders of every explorer stand."""
        return self.python(VALUES)


def open_as_notebooks(program: Path, settings: Path) -> None:
    """Make `.md` files open as notebooks, by the very command of `.binder/postBuild`."""
    command = re.search(r"^jupytext-config.*$", (ROOT / ".binder" / "postBuild").read_text(), re.MULTILINE)[0]
    subprocess.run(["bash", "-c", command], check=True, capture_output=True,
                   env={**os.environ, "PATH": f"{program}{os.pathsep}{os.environ['PATH']}", "settings": str(settings)})


@contextmanager
def laboratory(program: Path, folder: Path, *, configured: bool):
    """Start `jupyter lab` from the environment whose programs are in `program`, on a copy of the chapters in `folder`.

    Without `configured` the environment lacks Binder's settings; they are then given from outside.
    """
    shutil.copytree(ROOT / "chapters", folder / "home" / "chapters")
    if not configured:
        open_as_notebooks(program, folder / "config" / "labconfig" / "default_setting_overrides.json")
    environment = {
        **os.environ,
        "PATH": f"{program}{os.pathsep}{os.environ['PATH']}",
        **{f"JUPYTER_{name}_DIR": str(folder / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")},
        **{f"JUPYTERLAB_{name}_DIR": str(folder / name.lower()) for name in ("SETTINGS", "WORKSPACES")},
    }
    token = secrets.token_hex()
    command = [
        program / "jupyter", "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0", "--expose-app-in-browser",
        f"--IdentityProvider.token={token}", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    log = folder / "log"
    with log.open("w") as out:
        server = subprocess.Popen(command, cwd=folder / "home", env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield Laboratory(address_of(server, log), token, folder / "runtime")
    finally:
        server.terminate()
        server.wait(PATIENCE)


def address_of(server: subprocess.Popen, log: Path) -> str:
    """The address at which the server says that it listens."""
    until = monotonic() + PATIENCE
    while monotonic() < until and server.poll() is None:
        if found := re.search(r"is running at:.*?(http://[^/]+/lab)", log.read_text(), re.DOTALL):
            return found[1]
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")
