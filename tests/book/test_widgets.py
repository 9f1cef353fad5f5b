"""What leaves the widget state of a page, and what stays."""

import pytest

from cytostorm.book.widgets import lighten, rename, short_names


def a_state(**values):
    return {"state": {
        "a1b2": {"model_module": "anywidget", "state": {"_esm": "code", "_css": "look", "k_fb": 1.0, **values}},
        "c3d4": {"model_module": "@jupyter-widgets/controls", "state": {"source": ["IPY_MODEL_a1b2", "k_fb"]}},
    }}


def test_code_leaves_and_values_stay():
    state = a_state(source="model", digest="0123abcd")
    assert lighten(state) == {"0123abcd": "model"}
    assert state["state"]["a1b2"]["state"] == {"k_fb": 1.0, "digest": "0123abcd"}


def test_the_source_of_a_link_is_no_code():
    state = a_state(source="model", digest="0123abcd")
    lighten(state)
    assert state["state"]["c3d4"]["state"]["source"] == ["IPY_MODEL_a1b2", "k_fb"]


@pytest.mark.parametrize("digest", ["", "../../index", "a b"])
def test_a_digest_that_cannot_name_a_file_is_an_error(digest):
    with pytest.raises(ValueError, match="digest"):
        lighten(a_state(source="model", digest=digest))


def test_random_ids_become_names_that_repeat_in_every_build():
    names = short_names(a_state())
    assert rename("IPY_MODEL_a1b2 and c3d4", names) == "IPY_MODEL_widget-0 and widget-1"
