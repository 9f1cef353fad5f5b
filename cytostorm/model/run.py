"""The result of a run: times, values by name, and what can be read off them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from . import functionals
from .errors import InputError, unknown_name

if TYPE_CHECKING:
    import pandas

    from .dose import GivenDose
    from .mechanism import Mechanism


class Peak(NamedTuple):
    """A highest value, in the quantity's unit, and its day."""

    value: float
    day: float


class Run:
    """What `simulate` returns.

    Attributes
    ----------
    model : Mechanism
    t : ndarray, shape (n,)
        Days; values at a dose's day are those after the jump.
    values : dict of str to float
        Every parameter, and every start of a state or input that was set.
    doses : tuple of GivenDose
    solver : str
        Which method ran, and its steps, in words.
    stopped : str or None
        Why the run ended before its last day, if it did.
    """

    def __init__(self, model: Mechanism, t: np.ndarray, columns: Mapping[str, np.ndarray], *, values: dict[str, float],
                 doses: tuple[GivenDose, ...], solver: str, stopped: str | None):
        self.model, self.t, self.values, self.doses = model, t, values, doses
        self.solver, self.stopped = solver, stopped
        self._columns = columns

    def __getitem__(self, name: object) -> np.ndarray:
        """Values of a state, input or read-out at the times `t`, shape (n,)."""
        name = getattr(name, "identifier", name)
        if name not in self._columns:
            raise InputError(unknown_name("quantity", name, list(self._columns), f"this run of {self.model.name}"))
        return self._columns[name]

    @cached_property
    def units(self) -> dict[str, str]:
        """Unit of every state, input and read-out."""
        return {name: self.model.symbol(name).unit for name in self._columns}

    def peak(self, name: object) -> Peak:
        """Highest value of a quantity and its day, refined between the points of the grid by a parabola."""
        value, day = functionals.summit(self.t, self[name], self.jump)
        return Peak(float(value), float(day))

    @property
    def jump(self) -> np.ndarray:
        """Whether states jump, at each time: bool, shape (n,)."""
        return np.isin(self.t, [dose.day for dose in self.doses])

    def frame(self) -> pandas.DataFrame:
        """Everything as a pandas table, indexed by the day."""
        import pandas

        return pandas.DataFrame(dict(self._columns), index=pandas.Index(self.t, name="day"))

    def __repr__(self) -> str:
        end = f"; {self.stopped}" if self.stopped else ""
        return f"<run of {self.model.name}: {len(self._columns)} quantities, day 0 to {self.t[-1]:g}, {self.solver}{end}>"


def the_run(run: object) -> Run:
    """What was handed in as a run; InputError when it is none."""
    if not isinstance(run, Run):
        raise InputError(f"a run is needed, as cs.simulate returns it; got {run!r}.")
    return run
