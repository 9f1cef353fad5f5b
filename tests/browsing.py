"""A page of the built site opened in the browser, with all that it asks for and complains about written down; its live figures."""

from contextlib import contextmanager

HARMLESS = {"log", "debug", "info"}
EXPLORER = ".cytostorm-explorer"
STATE = 'script[type="application/vnd.jupyter.widget-state+json"]'
DRAWN = """explorer => [...explorer.querySelectorAll('.cs-plot path, .cs-plot circle:not(.cs-tried), .cs-plot text')]
    .map(one => [one.getAttribute('d'), one.getAttribute('cx'), one.getAttribute('cy'), one.textContent].join()).join('|')"""


@contextmanager
def opened(browser, address, *, width=1280, scheme="light", javascript=True):
    """Open a page; yields it with the lists of what it asked for and what it complained about."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=javascript,
        reduced_motion="reduce",  # colours that are still fading in would be judged half-way
    )
    page = context.new_page()
    page.requested, page.complaints = [], []
    page.on("request", lambda request: page.requested.append(request.url))
    page.on("requestfailed", lambda request: page.complaints.append(f"failed: {request.url}"))
    page.on("response", lambda answer: answer.status >= 400 and page.complaints.append(f"{answer.status}: {answer.url}"))
    page.on("pageerror", lambda error: page.complaints.append(f"thrown: {error}"))
    page.on("console", lambda message: message.type in HARMLESS or page.complaints.append(message.text))
    try:
        page.goto(address)
        if javascript and page.locator(STATE).count():
            page.wait_for_selector("html[data-cytostorm=ready]", state="attached")
        yield page
    finally:
        context.close()


def seen(explorer) -> tuple[str, str]:
    """What the reader sees: everything drawn, and the sentence."""
    return explorer.evaluate(DRAWN), explorer.locator(".cs-sentence").inner_text()
