"""What the introduction says: of its figure, and where its links lead."""

import re
from pathlib import Path

import pytest

import cytostorm as cs

CHAPTERS = Path(__file__).parents[2] / "chapters"
text = (CHAPTERS / "introduction.md").read_text(encoding="utf-8")
patient = cs.models.patient.telling(cs.scores.conversation)


def said(**values):
    return cs.describe(cs.simulate(patient, days=21, engine="scipy", **values))


@pytest.mark.parametrize(("burden", "word"), [(5, "A conversation: no fever"), (20, "An uproar: fever"), (100, "A riot: fever")])
def test_the_burden_decides_between_conversation_and_riot(burden, word):
    assert said(tumour_burden=burden).startswith(word)


def test_both_courses_kill_and_the_quiet_one_less():
    left = [float(re.search(r"Of every ([\d.]+)(?: × 10([⁰¹²³⁴-⁹]))? target cells", said(tumour_burden=b))[1]) for b in (5, 12)]
    assert 10 < left[0] < left[1]
    assert re.search(r"Of every [\d.]+ × 10⁷ target cells", said())


def test_what_does_not_move_is_not_told_as_moving():
    calm = cs.describe(cs.simulate(patient, days=21, engine="scipy", cell_dose=0))
    assert "IL-6 stays at its level at rest, 2.00 pg/mL" in calm and "The target cells have grown" in calm
    still = cs.describe(cs.simulate(patient, days=21, engine="scipy", cell_dose=0, r_B=0))
    assert "The number of target cells has hardly changed by day 14." in still


def test_a_fatal_and_an_endless_course_are_told_as_such():
    assert said(endothelium=3).startswith("Beyond the model") or "A riot" in said(endothelium=3)
    brief = cs.describe(cs.simulate(patient, days=6, engine="scipy"))
    assert "not over on day 6" in brief and "target cells" not in brief


def test_every_figure_that_a_link_names_is_there():
    links = re.findall(r'href="principles/([\w-]+)\.html#([\w-]+)"', text)
    chapters = [name for name, _ in links]
    assert len(links) >= 7 and chapters == sorted(chapters, key=list(dict.fromkeys(re.findall(r"\(principles/([\w-]+)\.md\)", text))).index)
    for name, figure in links:
        chapter = CHAPTERS / "principles" / f"{name}.md"
        if chapter.exists():  # a chapter that is not written yet has no figures
            assert f'name="{figure}"' in chapter.read_text(encoding="utf-8"), f"{name} has no figure {figure}"


def test_the_minutes_of_the_short_way_are_those_it_promises():
    assert sum(map(int, re.findall(r"\((\d+)(?: minutes)?\)$", text, re.MULTILINE))) == 45
