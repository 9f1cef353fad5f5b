"""Every live figure on every page of the built site, used as a reader would: mouse, keyboard, tools, links."""

import re

import pytest

from tests.browsing import EXPLORER, opened, seen


@pytest.fixture
def explorers(browser, server, pages):
    """Each page with live figures, and its explorers, every prediction revealed."""

    def visit():
        for name in pages:
            with opened(browser, f"{server}/{name}") as page:
                for skip in page.get_by_role("button", name="Skip", exact=True).all():
                    skip.click()
                found = page.locator(EXPLORER)
                if found.count():
                    yield name, page, [found.nth(i) for i in range(found.count())]
                assert not page.complaints, (name, page.complaints)

    return visit


def with_button(found, name):
    """The first explorer that has a button of this name, or None."""
    return next((explorer for explorer in found if explorer.get_by_role("button", name=name, exact=True).count()), None)


def test_every_slider_moves_its_figure_and_its_sentence_by_keyboard(explorers):
    moved = 0
    for name, page, found in explorers():
        for explorer in found:
            for handle in explorer.locator(".noUi-handle").all():
                label = handle.get_attribute("aria-label")
                handle.focus()
                before = seen(explorer)
                page.keyboard.press("End" if float(handle.get_attribute("aria-valuenow")) < 0.9*float(handle.get_attribute("aria-valuemax")) else "Home")
                after = seen(explorer)
                assert before[0] != after[0], f"{name}: {label} does not move its figure"
                assert before[1] != after[1], f"{name}: {label} does not change the sentence: {after[1]}"
                explorer.get_by_role("button", name="Reset").click()
                moved += 1
    assert moved >= 3


def test_every_slider_moves_its_figure_by_mouse_and_reset_brings_it_back(explorers):
    for name, page, found in explorers():
        for explorer in found:
            start = seen(explorer)
            for handle in explorer.locator(".noUi-handle").all():
                handle.scroll_into_view_if_needed()
                box = handle.bounding_box()
                x, y = box["x"] + box["width"]/2, box["y"] + box["height"]/2
                page.mouse.move(x, y)
                page.mouse.down()
                page.mouse.move(x + (40 if x < 640 else 25), y, steps=4)
                page.mouse.up()
                assert seen(explorer)[0] != start[0], f"{name}: {handle.get_attribute('aria-label')}"
                explorer.get_by_role("button", name="Reset").click()
                assert seen(explorer) == start, f"{name}: reset after {handle.get_attribute('aria-label')}"


def test_every_box_and_choice_moves_its_figure_and_its_sentence_and_reset_brings_it_back(explorers):
    moved = 0
    for name, page, found in explorers():
        for explorer in found:
            start = seen(explorer)
            for control in (*explorer.locator("input[type=checkbox]").all(), *explorer.locator(".widget-toggle-button:not(.mod-active)").all()):
                control.focus()
                page.keyboard.press("Space")
                after = seen(explorer)
                what = control.evaluate("one => one.closest('label')?.innerText ?? one.innerText")
                assert after[0] != start[0] and after[1] != start[1], f"{name}: {what} changes {after[1]}"
                explorer.get_by_role("button", name="Reset").click()
                assert seen(explorer) == start, f"{name}: reset after {what}"
                moved += 1
    assert moved >= 3


def test_a_scene_follows_its_day_by_keyboard_and_plays(explorers):
    SCENE = "one => [...one.querySelectorAll('svg.cs-scene, .cs-monitor')].map(seen => seen.getAttribute('aria-label') + seen.innerText).join()"
    scenes = 0
    for name, page, found in explorers():
        for explorer in (one for one in found if one.locator(".cs-day").count()):
            day, before = explorer.get_by_role("slider", name="Day that is shown"), explorer.evaluate(SCENE)
            day.focus()
            page.keyboard.press("Home")
            assert explorer.evaluate(SCENE) != before and day.get_attribute("aria-valuetext") == "day 0.0", name
            explorer.get_by_role("button", name="Play").click()
            page.wait_for_function("one => one.querySelector('.cs-day input').value > 0.2", arg=explorer.element_handle())
            explorer.get_by_role("button", name="Pause").click()
            explorer.get_by_role("button", name="Reset").click()
            assert explorer.evaluate(SCENE) == before, name
            scenes += 1
    assert scenes


def test_the_map_moves_by_arrow_keys_and_by_dragging_and_takes_the_sliders_along(explorers):
    maps = 0
    for name, page, found in explorers():
        for explorer in (one for one in found if one.locator(".cs-map").count()):
            point = explorer.locator("circle[role=slider]")
            sliders = lambda: [handle.get_attribute("aria-valuetext") for handle in explorer.locator(".noUi-handle").all()]
            start = sliders(), seen(explorer)
            point.focus()
            for key in ("ArrowRight", "ArrowUp", "Shift+ArrowUp"):
                before = point.get_attribute("aria-valuetext")
                page.keyboard.press(key)
                assert point.get_attribute("aria-valuetext") != before, (name, key)
            assert sum(a != b for a, b in zip(start[0], sliders(), strict=True)) == 2
            explorer.locator(".cs-map").scroll_into_view_if_needed()
            box = explorer.locator(".cs-map").bounding_box()
            page.mouse.move(box["x"] + box["width"]*0.3, box["y"] + box["height"]*0.7)
            page.mouse.down()
            page.mouse.move(box["x"] + box["width"]*0.8, box["y"] + box["height"]*0.2, steps=5)
            page.mouse.up()
            assert "Unstable" in explorer.locator(".cs-says-verdict").inner_text()
            explorer.get_by_role("button", name="Reset").click()
            assert (sliders(), seen(explorer)) == start
            maps += 1
    assert maps


def test_a_pinned_run_stays_while_the_sliders_move(explorers):
    for name, page, found in explorers():
        explorer = with_button(found, "Pin this run")
        if explorer is None:
            continue
        explorer.get_by_role("button", name="Pin this run").click()
        curves = lambda kind: [path.get_attribute("d") for path in explorer.locator(f".cs-time path[class*={kind}]").all()]
        assert any(curves("cs-pinned")) and curves("cs-pinned") == curves("cs-stroke"), name
        explorer.locator(".noUi-handle").first.focus()
        page.keyboard.press("ArrowRight")
        assert any(curves("cs-pinned")) and curves("cs-pinned") != curves("cs-stroke"), name
        explorer.get_by_role("button", name="Unpin").click()
        assert not any(curves("cs-pinned"))


def test_a_link_brings_back_what_it_was_copied_from(browser, server, explorers):
    for name, page, found in explorers():
        explorer = found[-1]
        handle = explorer.locator(".noUi-handle").first
        handle.focus()
        page.keyboard.press("PageUp")
        wanted = handle.get_attribute("aria-valuetext"), seen(explorer)[1]
        page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: { writeText: async text => { window.copied = text } } })")
        explorer.get_by_role("button", name="Copy link").click()
        page.wait_for_function("window.copied")
        with opened(browser, page.evaluate("window.copied")) as other:
            for skip in other.get_by_role("button", name="Skip", exact=True).all():
                skip.click()
            again = other.locator(EXPLORER).nth(len(found) - 1)
            assert (again.locator(".noUi-handle").first.get_attribute("aria-valuetext"), seen(again)[1]) == wanted, name


def test_table_and_sources_open_close_and_follow_the_sliders(explorers):
    for name, page, found in explorers():
        explorer = found[0]
        explorer.get_by_role("button", name="Table").click()
        table = explorer.get_by_role("region", name="Table of the numbers")
        before = table.inner_text()
        assert len(table.locator("tbody tr").all()) >= 10
        explorer.locator(".noUi-handle").first.focus()
        page.keyboard.press("End")
        assert explorer.get_by_role("region", name="Table of the numbers").inner_text() != before
        explorer.get_by_role("button", name="Sources").click()
        sources = explorer.get_by_role("region", name="Where the numbers come from").inner_text()
        assert "chosen" in sources and "per day" in sources
        explorer.get_by_role("button", name="Sources").click()
        assert explorer.locator(".cs-panel").count() == 0


def test_the_log_scale_changes_the_axis(explorers):
    for name, page, found in explorers():
        explorer = with_button(found, "Log scale")
        if explorer is None:
            continue
        axes = lambda: explorer.locator(".cs-time .cs-axes").all_text_contents()
        before = axes()
        explorer.get_by_role("button", name="Log scale").click()
        assert axes() != before, name


def test_the_sentence_is_spoken_once_the_reader_pauses(explorers):
    for name, page, found in explorers():
        spoken = found[0].locator("[role=status][aria-live=polite]")
        found[0].locator(".noUi-handle").first.focus()
        for _ in range(5):
            page.keyboard.press("ArrowRight")
        wanted = re.sub(r"\s+", " ", found[0].locator(".cs-sentence").inner_text()).strip()
        page.wait_for_function("([element, text]) => element.textContent.trim() === text", arg=[spoken.element_handle(), wanted])
        break


def test_a_prediction_hides_the_answer_until_the_reader_commits(browser, server, pages):
    seen_any = False
    for name in pages:
        with opened(browser, f"{server}/{name}") as page:
            for predict in page.locator(".cs-predict").all():
                explorer = page.locator(EXPLORER).filter(has=predict)
                lines = lambda: [path.get_attribute("d") for path in explorer.locator(".cs-time path[class*=cs-stroke]").all()]
                assert not any(lines()) and not explorer.locator(".cs-sentence").is_visible()
                assert not explorer.locator(".noUi-handle").first.is_visible()
                answer = predict.get_by_role("button", name="Show the answer")
                assert answer.is_disabled()
                plot = explorer.locator(".cs-time").first
                plot.scroll_into_view_if_needed()
                box = plot.bounding_box()
                page.mouse.move(box["x"] + 80, box["y"] + 0.6*box["height"])
                page.mouse.down()
                page.mouse.move(box["x"] + 0.8*box["width"], box["y"] + 0.3*box["height"], steps=12)
                page.mouse.up()
                assert answer.is_enabled()
                predict.get_by_role("radio").first.check()
                answer.click()
                assert any(lines()) and explorer.locator("path.cs-guess").get_attribute("d")
                assert "In this model" in predict.get_by_role("status").inner_text()
                seen_any = True
    assert seen_any


def test_what_the_page_says_is_what_python_says(explorers):
    """The words of every figure, as first shown, against a run in Python on the same grid."""
    import cytostorm as cs
    from cytostorm import stability
    from cytostorm.engines.facts import say

    digits = lambda text: [float(n) for n in re.findall(r"\d+(?:\.\d+)?", text)]
    for name, page, found in explorers():
        for explorer in found:
            page.evaluate("Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async text => { window.copied = text } } })")
            page.evaluate("window.copied = null")
            explorer.get_by_role("button", name="Copy as Python").click()
            page.wait_for_function("window.copied")
            line = page.evaluate("window.copied")
            if line.startswith("cs.simulate(model,"):
                continue  # a model made on the page: Python knows it only there
            days = float(re.search(r"days=([\d.]+)", line)[1])
            run = eval(line.removesuffix(")") + f", step={days/1120!r})", {"cs": cs})
            verdict = explorer.locator(".cs-says-verdict")
            if verdict.count():
                assert verdict.inner_text().strip() == say(run, stability.verdict(run.model)), line
            said = " ".join(explorer.locator(".cs-sentence > span:not(.cs-says-verdict)").all_inner_texts())
            said, mine = (re.sub(r"\s+", " ", text).strip() for text in (said, cs.describe(run)))
            assert re.sub(r"[\d.]+", "#", said) == re.sub(r"[\d.]+", "#", mine), line
            assert digits(said) == pytest.approx(digits(mine), rel=1e-2), line
