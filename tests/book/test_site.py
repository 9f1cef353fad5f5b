"""Every page of the built site, in a real browser: no other host, no complaint, no barrier, questions that answer."""

import gzip
import json
from functools import cache
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browsing import STATE, opened

WIDTHS = [1280, 390]
SCHEMES = ["light", "dark"]
HEAVIEST = 1_500_000  # bytes of a first visit, compressed as a server sends them
COMPRESSED = {".woff2", ".png", ".jpg", ".zip"}


def stays_home(url: str, home: str) -> bool:
    return url.startswith((home, "data:", "blob:"))


def test_no_page_asks_another_host_or_complains(browser, server, pages):
    faults = []
    for name in pages:
        with opened(browser, f"{server}/{name}") as page:
            faults += [f"{name}: asked for {url}" for url in page.requested if not stays_home(url, server)]
            faults += [f"{name}: {complaint}" for complaint in page.complaints]
    assert not faults, "\n".join(faults)


def test_no_first_visit_is_heavy(browser, server, site, pages):
    @cache
    def weight(file) -> int:
        content = file.read_bytes()
        return len(content) if file.suffix in COMPRESSED else len(gzip.compress(content, 6))

    for name in pages:
        with opened(browser, f"{server}/{name}") as page:
            page.evaluate("scrollTo(0, document.body.scrollHeight)")  # pictures that are loaded late
            asked = {urlsplit(url).path.removeprefix("/") for url in page.requested if url.startswith(server)}
            assert sum(weight(site / path) for path in asked) < HEAVIEST, name
    assert weight(site / "_static" / "cytostorm" / "loader.js") < 330_000


def test_every_page_works_straight_from_the_folder(browser, site, pages):
    faults = []
    for name in pages:
        with opened(browser, (site / name).as_uri()) as page:
            faults += [f"{name}: asked for {url}" for url in page.requested if urlsplit(url).netloc]
            faults += [f"{name}: {complaint}" for complaint in page.complaints]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(browser, server, pages, width, scheme):
    faults = []
    for name in pages:
        with opened(browser, f"{server}/{name}", width=width, scheme=scheme) as page:
            page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
            found = Axe().run(page).response["violations"]
            faults += [
                f"{name}: {fault['id']}: {part['html'][:300]} {[check['message'] for check in part['any']][:1]}"
                for fault in found for part in fault["nodes"]
            ]
    assert not faults, "\n".join(faults)


def test_no_page_scrolls_sideways_on_a_phone(browser, server, pages):
    faults = []
    for name in pages:
        with opened(browser, f"{server}/{name}", width=390) as page:
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                faults.append(name)
    assert not faults, faults


def test_without_javascript_every_live_figure_is_a_described_picture(browser, server, pages):
    seen = 0
    for name in pages:
        with opened(browser, f"{server}/{name}", javascript=False) as page:
            lives = page.locator(".cytostorm-live")
            for position in range(lives.count()):
                picture = lives.nth(position).locator("img")
                assert picture.is_visible(), f"{name}: no picture"
                assert len(picture.get_attribute("alt")) > 20, f"{name}: no real alternative text"
                assert picture.evaluate("image => image.naturalWidth") > 100, f"{name}: the picture did not load"
                seen += 1
    assert seen, "no live figure in the whole site"


def test_a_live_figure_takes_the_place_of_its_picture(browser, server, pages):
    for name in pages:
        with opened(browser, f"{server}/{name}") as page:
            assert page.locator(".cytostorm-failure").count() == 0, name
            assert page.locator(".cytostorm-still").count() == 0, name
            assert page.locator(".cytostorm-live:not([data-live])").count() == 0, name


def test_no_page_carries_the_code_of_a_figure(browser, server, site, pages):
    for name in pages:
        with opened(browser, f"{server}/{name}", javascript=False) as page:
            for tag in page.locator(STATE).all_text_contents():
                for model in json.loads(tag)["state"].values():
                    assert "_esm" not in model["state"], name
                    assert model["model_module"] != "anywidget" or "source" not in model["state"], name


def test_every_page_says_what_it_is_for(site, pages):
    for name in pages:
        text = (site / name).read_text(encoding="utf-8")
        assert "For learning, never for care" in text, name
        assert "BSD-3-Clause" in text and "CC BY 4.0" in text, name


def test_every_slider_answers_to_the_keyboard(browser, server, pages):
    moved = 0
    for name in pages:
        with opened(browser, f"{server}/{name}") as page:
            for skip in page.get_by_role("button", name="Skip", exact=True).all():
                skip.click()  # sliders come with the answer
            handles = page.locator(".noUi-handle")
            for position in range(handles.count()):
                handle = handles.nth(position)
                assert handle.get_attribute("aria-label"), f"{name}: a slider without a name"
                # The text is what is read out; the number beside it is rounded to tenths by the slider's own code.
                value = lambda: float(handle.get_attribute("aria-valuetext").replace("−", "-"))
                handle.focus()
                page.keyboard.press("Home")
                lowest = value()
                page.keyboard.press("ArrowRight")
                one_step = value()
                assert one_step > lowest
                page.keyboard.press("PageUp")
                assert value() > one_step
                page.keyboard.press("End")
                assert float(handle.get_attribute("aria-valuenow")) == pytest.approx(float(handle.get_attribute("aria-valuemax")))
                assert value() > one_step
                moved += 1
    assert moved, "no slider in the whole site"


def test_questions_of_recall_answer_at_once(browser, server, pages):
    asked = 0
    for name in pages:
        with opened(browser, f"{server}/{name}") as page:
            for question in page.locator(".admonition.recall").all():
                answers = question.locator(".admonition")
                assert question.locator(".admonition.right").count() == 1 and answers.count() >= 3, name
                for answer in answers.all():
                    words = answer.locator("p:not(.admonition-title)").first
                    assert not words.is_visible()
                    answer.locator("button").focus()
                    page.keyboard.press("Enter")
                    words.wait_for(state="visible")
                asked += 1
    assert asked >= 3
