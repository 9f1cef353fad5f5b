"""Live figures of models that nobody wrote them for: changed, stiff, exploding, of three states, with hostile words."""

import pytest

from tests.trial_book import HEADER, build

PAGE = HEADER + r"""
# Odd models

```{code-cell} python
import sympy as sp
import cytostorm as cs
loop, ceiling = cs.models.loop, cs.models.loop_saturating
A, C, k_c, k_cl = ceiling.symbols("A C k_c k_cl")
k_x = cs.Parameter("k_x", 0.01, "1/d", range=(0, 2), meaning="blow up </script><img src=x onerror=alert(1)>", label="blow </script><b>up</b>")
cs.explore(ceiling.with_equations({A: ceiling[A] + k_x*A**2}, name="explosive </script>"), ["k_x", "k_fb"], show=["A"], views=["time", "phase"])
```

```{code-cell} python
third = cs.State("regulator", "1", label="Regulator")
cs.explore(loop.with_equations({A: loop[A] - k_cl*third, third: k_cl*(C - third)}), ["k_fb", "k_cl"])
```

```{code-cell} python
k_fast = cs.Parameter("k_fast", 1e6, "1/d", range=(1, 1e8), meaning="a rate a million times faster than the others")
bound = cs.State("bound", "1", label="Bound receptor")
cs.explore(ceiling.with_equations({bound: k_fast*(C - bound), A: ceiling[A] - k_cl*bound}, name="stiff"), ["k_fast", "k_fb"], show=["A", "bound"])
```

```{code-cell} python
cs.explore(loop, ["k_fb"], title="One of two")
```

```{code-cell} python
cs.explore(loop, ["k_fb"], title="Two of two")
```
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd")
    done = build(folder, odd=PAGE)
    assert done.returncode == 0, done.stderr
    return (folder / "_build" / "html" / "odd.html").as_uri()


@pytest.fixture
def page(address, browser):
    page = browser.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: message.type in ("error", "warning") and complaints.append(message.text))
    page.goto(address)
    page.wait_for_selector("html[data-cytostorm=ready]", state="attached")
    yield page
    assert not complaints
    page.close()


def explorer(page, position):
    return page.locator(".cytostorm-explorer").nth(position)


def press(page, figure, slider, key):
    figure.locator(".noUi-handle").nth(slider).focus()
    page.keyboard.press(key)


def test_a_failure_is_said_in_words_and_the_last_good_picture_stays(page):
    figure = explorer(page, 0)
    good = figure.locator("path.cs-stroke-1").get_attribute("d")
    press(page, figure, 0, "End")
    alarm = figure.locator(".cs-alarm")
    assert "could not be followed past day" in alarm.inner_text()
    assert figure.locator("path.cs-stroke-1").get_attribute("d") == good
    press(page, figure, 0, "Home")
    assert alarm.inner_text() == "" and figure.locator("path.cs-stroke-1").get_attribute("d") != good


def test_hostile_words_are_shown_as_words(page):
    assert page.locator("img[onerror]").count() == 0
    assert explorer(page, 0).get_by_role("slider", name="</script>").count() == 1


def test_a_model_of_three_states_moves(page):
    figure = explorer(page, 1)
    paths = [path.get_attribute("d") for path in figure.locator(".cs-time path[class*=cs-stroke]").all()]
    assert len(paths) == 3 and all(paths)
    press(page, figure, 0, "End")
    assert figure.locator("path.cs-stroke-1").get_attribute("d") != paths[0]


def test_a_stiff_model_is_solved_by_the_stiff_method_and_says_so(page):
    figure = explorer(page, 2)
    figure.get_by_role("button", name="Table").click()
    assert "RODAS4" in figure.locator("caption").inner_text()
    press(page, figure, 0, "End")
    assert figure.locator(".cs-alarm").inner_text() == ""


def test_two_figures_of_one_model_keep_apart(page):
    one, two = explorer(page, 3), explorer(page, 4)
    still = two.locator("path.cs-stroke-2").get_attribute("d")
    press(page, one, 0, "End")
    assert two.locator("path.cs-stroke-2").get_attribute("d") == still
    assert one.locator("section").get_attribute("id") != two.locator("section").get_attribute("id")
