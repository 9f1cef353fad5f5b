"""The reference table says what the declaration says."""

import cytostorm as cs


def test_every_quantity_of_the_loop_has_its_row():
    rows = cs.table(cs.models.loop.with_values(k_fb=1.25)).rows
    assert [row[0] for row in rows][:3] == ["$A$", "$C$", "$s$"] and len(rows) == 7
    (feedback,) = [row for row in rows if "fb" in row[0]]
    assert feedback[2:4] == ("1/d", "1.25") and "chosen" in feedback[4] and "cytokine drives activation" in feedback[1]


def test_it_shows_as_markdown():
    text = cs.table(cs.models.loop_cooperative)._repr_markdown_()
    assert text.splitlines()[1] == "| --- | --- | --- | --- | --- |" and "cooperativity" in text
