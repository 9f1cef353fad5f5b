"""Fixtures for all tests: the built site, a server that forbids everything the site must not need, a browser."""

import os
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "script-src 'self' 'unsafe-inline'; worker-src blob:"
)
BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built site: $CYTOSTORM_SITE, else built once, warnings as errors."""
    if given := os.environ.get("CYTOSTORM_SITE"):
        return Path(given).resolve()
    command = [Path(sys.executable).parent / "jupyter-book", "build", ROOT, "--all", "-W", "-n", "--keep-going"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def pages(site) -> list[str]:
    """Every page of the site, as a path from its root; redirects are no pages."""
    found = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]
    return [name for name in found if "http-equiv" not in (site / name).read_text(encoding="utf-8")[:400].lower()]


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files under the site's policy, without a log."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def server(site):
    """The address of a server for the site, with a Content-Security-Policy that forbids eval and other hosts."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(site)))
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()


def browser_path() -> str | None:
    """$CHROMIUM, then the system's Chromium; None means playwright's own."""
    candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))]
    return next((path for path in candidates if path), None)


@pytest.fixture(scope="session")
def browser():
    """A running Chromium."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_ARGUMENTS)
        except Error as error:
            pytest.fail(
                "No Chromium to test with: install Debian's `chromium`, or run `playwright install chromium`, "
                f"or name one in $CHROMIUM. ({str(error).splitlines()[0]})"
            )
        yield started
        started.close()
