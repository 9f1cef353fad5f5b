"""What single figures do, where one is enough to show it: links to them, typed values, growth, a trail, sound."""

import re

import pytest

from tests.browsing import EXPLORER, opened, seen


@pytest.fixture
def tipping_point(server, pages):
    """The address of the page on the tipping point."""
    return f"{server}/{next(page for page in pages if page.endswith('principles/tipping-point.html'))}"


def test_a_link_to_a_waiting_figure_is_followed_after_the_answer(browser, tipping_point):
    with opened(browser, f"{tipping_point}#twice?k_fb=0.8&s=1") as page:
        explorer = page.locator(f"{EXPLORER}:has(#twice)")
        page.wait_for_function("window.scrollY > 500")
        explorer.get_by_role("radio", name="It climbs").check()
        explorer.get_by_role("button", name="Show the answer").click()
        assert "Yes. In this model: it climbs" in explorer.locator(".cs-feedback").inner_text()
        assert explorer.locator(".noUi-handle").first.get_attribute("aria-valuetext") == "0.80"


def test_a_link_that_only_names_a_figure_leads_to_it(browser, tipping_point):
    with opened(browser, f"{tipping_point}#mara-loop") as page:
        page.wait_for_function("Math.abs(document.getElementById('mara-loop').getBoundingClientRect().top) < innerHeight")
        assert page.locator(f"{EXPLORER}:has(#mara-loop) .noUi-handle").first.get_attribute("aria-valuetext") == "8.0"


def test_the_growth_rate_of_the_loop_follows_the_sliders(browser, tipping_point):
    with opened(browser, tipping_point) as page:
        explorer = page.locator(f"{EXPLORER}:has(#mara-loop)")
        strip = explorer.locator(".cs-strip").filter(has_text="Growth rate of the loop")
        top = lambda: min(float(y) for y in re.findall(r"[ML][\d.]+ (-?[\d.]+)", strip.locator("path[class*=cs-stroke]").first.get_attribute("d")))
        zero = float(re.search(r"M[\d.]+ ([\d.]+)H", strip.locator(".cs-limit").get_attribute("d"))[1])
        assert top() < zero - 20, "above zero, for a while, with the feedback on"
        explorer.locator(".noUi-handle").first.focus()
        page.keyboard.press("Home")
        assert top() > zero, "never above zero with the feedback cut"


def test_a_typed_value_counts_when_its_field_is_left(browser, tipping_point):
    with opened(browser, tipping_point) as page:
        explorer = page.locator(f"{EXPLORER}:has(#first)")
        readout, handle = explorer.locator(".widget-readout").first, explorer.locator(".noUi-handle").first
        before = seen(explorer)
        for typed, shown in (("3.3", "3.30"), ("2,5", "2.50"), ("abc", "2.50"), ("99", "6.00")):
            readout.click()
            page.keyboard.press("Control+A")
            page.keyboard.type(typed)
            page.keyboard.press("Tab")
            assert (readout.inner_text(), handle.get_attribute("aria-valuetext")) == (shown, shown), typed
        assert seen(explorer) != before


HOSTILE = ("k_fb=1e99", "k_fb=-7", "k_fb=NaN", "k_fb", "__proto__=1", "nothing=3", "%E0%A4%A", "k_fb=<script>", "k_fb=1&k_fb=&=", "?")


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_link_is_brought_into_range_and_breaks_nothing(browser, tipping_point, query):
    with opened(browser, f"{tipping_point}#first?{query}") as page:
        handle = page.locator(f"{EXPLORER}:has(#first) .noUi-handle").first
        low, high, now = (float(handle.get_attribute(f"aria-value{end}")) for end in ("min", "max", "now"))
        assert low <= now <= high and not page.complaints, page.complaints
        assert page.locator(".cs-alarm").first.inner_text() == ""


COUNTED = """
window.contexts = [];
const Original = window.AudioContext;
window.AudioContext = class extends Original { constructor(...given) { super(...given); window.contexts.push(this); } };
"""


def test_the_loop_is_heard_only_when_asked_and_stops(browser, tipping_point):
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(COUNTED)  # the real thing, counted
    page.goto(tipping_point)
    page.wait_for_selector("html[data-cytostorm=ready]", state="attached")
    explorer = page.locator(f"{EXPLORER}:has(#tap)")
    explorer.locator(".noUi-handle").first.focus()
    page.keyboard.press("End")
    assert page.evaluate("window.contexts.length") == 0
    explorer.get_by_role("button", name="Tap and listen").click()
    page.wait_for_function("window.contexts.length === 1 && window.contexts[0].state === 'running'")
    assert "swells" in explorer.get_by_role("group", name="Hear the loop").inner_text()
    explorer.get_by_role("slider", name="Volume").fill("0")
    explorer.get_by_role("button", name="Stop the sound").click()
    assert explorer.get_by_role("button", name="Tap and listen").is_visible()
    context.close()


def test_the_trail_of_a_plane_keeps_each_run_once(browser, server, pages):
    name = next(page for page in pages if page.endswith("coagulation.html"))
    with opened(browser, f"{server}/{name}") as page:
        explorer = page.locator(f"{EXPLORER}:has(.cs-plane)").first
        spoken, tried = explorer.locator("[role=status][aria-live=polite]"), explorer.locator(".cs-tried")
        pin = explorer.get_by_role("button", name=re.compile("Pin this run|Unpin"))

        def pause():
            spoken.evaluate("one => { one.textContent = '' }")
            page.wait_for_function("one => one.textContent", arg=spoken.element_handle())

        for _ in range(3):
            pin.click()
            pause()
        assert tried.count() == 1
        explorer.locator(".noUi-handle").first.focus()
        page.keyboard.press("ArrowRight")
        pause()
        pin.click()
        assert tried.count() == 2


@pytest.fixture
def page_of(browser, server, pages):
    """Opens a page by the end of its name."""
    return lambda end, **how: opened(browser, f"{server}/{next(page for page in pages if page.endswith(f'{end}.html'))}", **how)


def test_the_wall_tells_each_pressure_with_its_sign(page_of):
    with page_of("vascular-leak") as page:
        explorer = page.locator(f"{EXPLORER}:has(#wall)")
        explorer.get_by_role("slider", name="Day that is shown").focus()
        page.keyboard.press("Home")
        told = explorer.locator(".cs-forces li").all_inner_texts()
        assert [re.search(r": (−?[\d.]+) mmHg, drives water (out|back in)$", one).groups() for one in told] == [
            ("17.3", "out"), ("−3", "out"), ("26.6", "back in"), ("7.6", "out")]


def test_a_handle_tells_its_value_and_its_ends_in_the_unit_that_is_shown(page_of):
    with page_of("introduction") as page:
        told = lambda: [[handle.get_attribute(f"aria-value{what}") for what in ("min", "now", "max", "text")] for handle in page.locator(".noUi-handle").all()]
        assert told() == [["1", "100", "500", "100"], ["0.01", "0.2", "1", "0.200"]]
        page.locator(".noUi-handle").last.focus()
        page.keyboard.press("End")
        assert told()[1] == ["0.01", "1", "1", "1.00"]


@pytest.mark.parametrize("name", ["spark-and-wildfire", "vascular-leak"])
def test_on_a_phone_a_unit_stays_on_its_line(page_of, name):
    with page_of(name, width=390) as page:
        units = page.locator(".cytostorm-unit, .cs-legend .cs-unit").filter(visible=True)
        lines = units.evaluate_all("all => all.map(one => [one.textContent, one.getClientRects().length, one.offsetHeight])")
        assert len(lines) > 5 and all(rects <= 1 and height < 30 for _, rects, height in lines), lines
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_sliders_out_of_sight_are_told_by_a_shade_and_no_button_lies_on_the_text(page_of):
    with page_of("vascular-leak", width=390) as page:
        box = page.locator(f"{EXPLORER}:has(#storm) .cytostorm-controls")
        assert box.evaluate("box => box.scrollHeight > box.clientHeight + 10")
        assert box.evaluate("box => getComputedStyle(box).backgroundAttachment").startswith("local, local, scroll, scroll")
        button = page.locator("#pst-back-to-top")
        button.evaluate("one => { one.style.display = 'block'; }")  # as the theme does when a reader scrolls up
        assert not button.is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_labels_of_limits_lie_before_the_curves_and_not_on_one_another(page_of, width):
    with page_of("vascular-leak", width=width) as page:
        explorer = page.locator(f"{EXPLORER}:has(#storm)")
        boxes = [label.bounding_box() for label in explorer.locator(".cs-limits text").all()]
        apart = lambda a, b: abs(a["y"] - b["y"]) > 13 or a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
        assert len(boxes) > 4 and all(apart(a, b) for i, a in enumerate(boxes) for b in boxes[:i])
        assert explorer.evaluate("""one => [...one.querySelectorAll('.cs-limits')].every(labels => [...labels.closest('svg').querySelectorAll('.cs-line')]
            .every(line => line.compareDocumentPosition(labels) & Node.DOCUMENT_POSITION_FOLLOWING))""")


def test_numbers_of_a_table_do_not_touch(page_of):
    with page_of("fever-and-liver") as page:
        cells = page.locator("table.dataframe td")
        assert cells.count() > 2 and min(cells.evaluate_all("all => all.map(one => parseFloat(getComputedStyle(one).paddingRight))")) >= 8
