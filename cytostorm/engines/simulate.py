"""`cs.simulate`: the one door to a run."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import GivenDose, InputError, Mechanism
from ..model.errors import finite, unknown_name
from ..model.run import Run
from . import scipy


def simulate(model: Mechanism, *, days: float = 28, doses: Iterable[GivenDose] = (), step: float = 0.01,
             rtol: float = 1e-8, atol: float = 1e-10, **values: float) -> Run:
    """Run a model.

    Parameters
    ----------
    model : Mechanism
    days : float
        Length of the run in days, above 0 and at most 36,500.
    doses : iterable of `cs.dose(name, amount, unit, day=...)`
    step : float
        Distance of the output times in days; the days of doses are added.
    rtol, atol : float
        Relative and absolute tolerance of the solver.
    **values : float
        Values of parameters, or of where a state or an input starts, by identifier, in the declared unit.

    Returns
    -------
    Run

    Raises
    ------
    InputError
        An unknown name, a value that is no number or not allowed, a wrong unit, day or length.
    SolverError
        The equations cannot be integrated.

    Examples
    --------
    >>> import cytostorm as cs
    >>> run = cs.simulate(cs.models.loop, days=10, k_fb=1.2)
    >>> run.units["C"]
    '1'
    """
    if not isinstance(model, Mechanism):
        raise InputError(f"simulate runs a model such as cs.models.loop; got {model!r}.")
    days = _length("days", days, 36_500)
    step = min(_length("step", step, 36_500), days)
    if days/step > 1e6:
        raise InputError(f"step = {step:g} d gives more than a million output times over {days:g} d; take a longer step.")
    for name, tolerance in (("rtol", rtol), ("atol", atol)):
        if not 0 < finite(tolerance) < 0.1:
            raise InputError(f"{name} must lie between 0 and 0.1; got {tolerance!r}.")
    doses = tuple(_given(model, dose, days) for dose in _listed(doses))
    values = model.values | {name: model.checked(name, value) for name, value in values.items()}
    everything = {p.identifier: model.value(p) for p in model.parameters} | values
    return scipy.solve(model, everything, days, sorted(doses, key=lambda dose: dose.day), step, rtol=rtol, atol=atol)


def _length(name: str, value: object, most: float) -> float:
    number = finite(value)
    if not 0 < number <= most:
        raise InputError(f"{name} must be a number of days above 0 and at most {most:g}; got {value!r}.")
    return number


def _listed(doses: object) -> Iterable[object]:
    if isinstance(doses, GivenDose):
        return [doses]
    try:
        return list(doses)
    except TypeError:
        raise InputError(f"doses is a list of cs.dose(...); got {doses!r}.") from None


def _given(model: Mechanism, dose: object, days: float) -> GivenDose:
    if not isinstance(dose, GivenDose):
        raise InputError(f"doses is a list of cs.dose(name, amount, unit, day=...); got {dose!r}.")
    if dose.name not in model.doses:
        raise InputError(unknown_name("dose", dose.name, list(model.doses), model.name))
    model.doses[dose.name].check(dose, days)
    # Days that differ by rounding only (0.3 and 0.1 + 0.2) are one day.
    return dose._replace(amount=float(dose.amount), day=min(round(float(dose.day), 9), days))
