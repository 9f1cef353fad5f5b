"""The result of a run: times, values by name, and what can be read off them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

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
    units : dict of str to str
        Unit of every state, input and read-out.
    jumps : frozenset of float
        Days on which states jump.
    solver : str
        Which method ran, and its steps, in words.
    stopped : str or None
        Why the run ended before its last day, if it did.
    """

    def __init__(self, model: Mechanism, t: np.ndarray, columns: dict[str, np.ndarray], *, values: dict[str, float],
                 doses: tuple[GivenDose, ...], solver: str, stopped: str | None):
        self.model, self.t, self.values, self.doses = model, t, values, doses
        self.solver, self.stopped = solver, stopped
        self.jumps = frozenset(dose.day for dose in doses)
        self._columns = columns
        self.units = {name: model.symbol(name).unit for name in columns}

    def __getitem__(self, name: object) -> np.ndarray:
        """Values of a state, input or read-out at the times `t`, shape (n,)."""
        name = getattr(name, "identifier", name)
        if name not in self._columns:
            raise InputError(unknown_name("quantity", name, list(self._columns), f"this run of {self.model.name}"))
        return self._columns[name]

    def peak(self, name: object) -> Peak:
        """Highest value of a quantity and its day, refined between the points of the grid by a parabola."""
        return highest(self.t, self[name], self.jumps)

    def frame(self) -> pandas.DataFrame:
        """Everything as a pandas table, indexed by the day."""
        import pandas

        return pandas.DataFrame(self._columns, index=pandas.Index(self.t, name="day"))

    def __repr__(self) -> str:
        end = f"; {self.stopped}" if self.stopped else ""
        return f"<run of {self.model.name}: {len(self._columns)} quantities, day 0 to {self.t[-1]:g}, {self.solver}{end}>"


def highest(t: np.ndarray, x: np.ndarray, jumps: frozenset[float]) -> Peak:
    """Vertex of the parabola through the highest point of x(t) and its two neighbours.

    The point itself stands at an end, where the grid is uneven (by more than 1e-9), and where x jumps between the three.
    """
    i = int(np.argmax(x))
    if 0 < i < len(x) - 1 and not jumps & {t[i], t[i + 1]}:
        left, right = t[i] - t[i - 1], t[i + 1] - t[i]
        bend, tilt = x[i - 1] - 2*x[i] + x[i + 1], x[i - 1] - x[i + 1]
        if abs(right - left) <= 1e-9*right and bend < 0:
            shift = 0.5*tilt/bend
            return Peak(float(x[i] - 0.25*tilt*shift), float(t[i] + shift*right))
    return Peak(float(x[i]), float(t[i]))
