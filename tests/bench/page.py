"""Live figures on the built site."""

import gzip
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import numpy as np

from tests.conftest import QuietHandler

from .measure import in_words, moves

FIGURES = {"the loop, curves and map": ("tipping-point", "first"),
           "the whole patient, four panels and a vessel wall": ("vascular-leak", "storm")}  # chapter, name of the figure
READY = """() => {
    const note = () => { if (document.documentElement.dataset.cytostorm === "ready") globalThis.readyAt ??= performance.now(); };
    new MutationObserver(note).observe(document, { subtree: true, attributeFilter: ["data-cytostorm"] });
}"""
CURVE = "svg.cs-time path[class*=cs-stroke-]"
VISITS, MOVES = 9, 200


def visit(browser, address):
    """A first visit, with nothing in the cache: the page once its figures are ready."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True).new_page()  # the measuring itself needs eval
    page.add_init_script(f"({READY})()")
    page.goto(address)
    page.wait_for_function("globalThis.readyAt")
    return page


def rows(browser, site: Path):
    """Names and values to print."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for what, (chapter, name) in FIGURES.items():
        address = f"http://127.0.0.1:{server.server_port}/chapters/principles/{chapter}.html"
        ready = []
        for _ in range(VISITS):
            page = visit(browser, address)
            ready.append(page.evaluate("readyAt"))
            page.context.close()
        page = visit(browser, address)
        explorer = page.locator(f".cytostorm-explorer:has(#{name})")
        times = moves(page, explorer.locator(".noUi-handle").first, explorer, CURVE, "d", MOVES)
        page.context.close()
        yield f"{what}: slider to drawn", in_words(times["changed"])
        yield f"{what}: slider to the end of the frame that shows it", in_words(times["shown"])
        yield f"{what}: ready after navigation on localhost", f"median {np.median(ready):.0f} ms, slowest {max(ready):.0f} ms ({VISITS} visits)"
    server.shutdown()
    code = (site / "_static" / "cytostorm" / "loader.js").read_bytes()
    yield "widget code, gzipped", f"{len(gzip.compress(code, 9))/1000:.0f} kB"
