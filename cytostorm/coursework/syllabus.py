"""Two ways to teach with the book: what is read, what is handed in, what happens in class; hours follow from the declared minutes."""

from __future__ import annotations

from dataclasses import dataclass

from .problems import PROBLEMS, SETS

#: Minutes that each chapter takes to work through, as the introduction says.
MINUTES = {"spark-and-wildfire": 50, "vascular-leak": 40, "fever-and-liver": 45, "coagulation": 45, "cascade": 50, "tipping-point": 75,
           "taming-the-storm": 60}


@dataclass(frozen=True)
class Unit:
    """A week or a class: chapters to read before it, sets to hand in before it, and what the time together is for."""

    when: str
    chapters: tuple[str, ...]
    sets: tuple[str, ...]
    in_class: str

    @property
    def minutes(self) -> int:
        """Minutes of work outside class."""
        return sum(MINUTES[chapter] for chapter in self.chapters) + sum(PROBLEMS[name].minutes for title in self.sets for name in SETS[title])


SIX_WEEKS = (
    Unit("Week 1", ("spark-and-wildfire",), (),
         "Inventory, before. Then take players out of the storm, one at a time: bet first, look afterwards."),
    Unit("Week 2", ("vascular-leak", "fever-and-liver"), ("The two acts",),
         "Ten hours at Mara's bedside in groups of three: each group gives fluid, or waits, and defends it."),
    Unit("Week 3", ("coagulation", "cascade"), (),
         "Four look-alikes on four sheets of values: sort them, and name the value that decided."),
    Unit("Week 4", ("tipping-point", "taming-the-storm"), ("The body",),
         "Derive the inequality at the board; then each student drives a loop to its edge, and tells how it slows down there."),
    Unit("Week 5", (), ("The edge", "The cure"),
         "A debate: tocilizumab for all on day 0, or for the ill on the day of fever? Each side names the harm that the model cannot see."),
    Unit("Week 6", (), ("Capstone",),
         "Plans are defended in pairs, one as treating team and one as ethics board. Inventory, after."),
)

TWO_WEEKS = (
    Unit("Week 1, class 1", ("spark-and-wildfire",), (), "Inventory, before. Who is needed for the storm: bet first, look afterwards."),
    Unit("Week 1, class 2", ("vascular-leak", "fever-and-liver"), (), "Give fluid, or wait? In groups of three, at Mara's bedside."),
    Unit("Week 1, class 3", ("coagulation", "cascade"), (), "Four look-alikes on four sheets of values."),
    Unit("Week 2, class 1", ("tipping-point",), ("The body",), "Derive the inequality at the board, then drive a loop to its edge."),
    Unit("Week 2, class 2", ("taming-the-storm",), ("The edge",), "A debate: tocilizumab for all on day 0?"),
    Unit("Week 2, class 3", (), ("Capstone",), "Plans are defended in pairs. Inventory, after."),
)
