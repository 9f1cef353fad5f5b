"""Curves that stand still, and the sentence that says what they show."""

import numpy as np
import pytest

import cytostorm as cs


@pytest.fixture(scope="module")
def run():
    return cs.simulate(cs.models.loop, days=4, step=0.5, engine="scipy")


def test_the_sentence_says_where_a_curve_is_above_its_level(run):
    hill, flat = np.array([0, 1, 3, 5, 3, 1, 4, 1, 0]), np.zeros(9)
    picture = cs.curves(run, {"Hill": (hill, 2), "Plain": (flat, 1)}, marks={"noon": 1.5, "late": 9})
    assert picture.sentence == ("Curves over 4 days. Hill: above 2 from day 1.0 to 2.0 and from day 3.0 to 3.0, at most 5.00 on day 1.5. "
                                "Plain: never above 1, at most 0.00 on day 0.0. Marked: noon on day 1.5.")


def test_only_the_days_asked_for_are_drawn_and_told(run):
    rising = cs.curves(run, {"Time": (run.t, 1)}, until=2)
    assert "to 2.0, at most 2.00 on day 2.0" in rising.sentence


def test_it_shows_as_a_picture_with_its_sentence(run):
    bundle = cs.curves(run, {"Time": (run.t, 1)})._repr_mimebundle_()
    assert bundle["text/plain"].startswith("Curves over") and "<svg" in bundle["image/svg+xml"]
    again = cs.curves(run, {"Time": (run.t, 1)})
    assert again.svg == bundle["image/svg+xml"], "the same run gives the same file"


def test_curves_of_another_length_are_refused(run):
    for wrong in ({}, {"Short": (run.t[1:], 0)}):
        with pytest.raises(cs.InputError, match="as many values"):
            cs.curves(run, wrong)
