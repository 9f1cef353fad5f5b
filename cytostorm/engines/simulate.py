"""`cs.simulate`: the one door to a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from ..model import GivenDose, InputError, Mechanism
from ..model.errors import finite, unknown_name
from ..model.run import Run
from . import numba, scipy

ENGINES = {"numba": numba, "scipy": scipy}

#: The longest run, in days.
LONGEST = 36_500


def simulate(model: Mechanism, *, days: float = 28, doses: Iterable[GivenDose] = (), step: float = 0.01,
             rtol: float = 1e-8, atol: float = 1e-10, engine: str | None = None, **values: float) -> Run:
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
    engine : "numba" or "scipy", optional
        What integrates: compiled code, or SciPy's LSODA, the reference. When left out, numba where it is installed.
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
    days, step = course(days, step, rtol, atol)
    doses, everything = given(model, doses, days, values)
    return _engine(engine).solve(model, everything, days, doses, step, rtol=rtol, atol=atol)


def _engine(name: str | None):
    if name is not None and name not in list(ENGINES):
        raise InputError(f"engine must be {' or '.join(map(repr, ENGINES))}; got {name!r}.")
    if name != "scipy" and (missing := _without_numba()):
        if name == "numba":
            raise InputError(f"engine 'numba' needs the package numba, and this fails: {missing}; install it with `pip install numba`.")
        name = "scipy"
    return ENGINES[name or "numba"]


@cache
def _without_numba() -> str:
    """Why numba cannot be used, or nothing; it may be installed and not fit the NumPy beside it."""
    try:
        import numba  # noqa: F401
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def course(days: object, step: object, rtol: object, atol: object) -> tuple[float, float]:
    """Length and output step of a run, in days, checked; the tolerances too."""
    days = _length("days", days, LONGEST)
    step = min(_length("step", step, LONGEST), days)
    if days/step > 1e6:
        raise InputError(f"step = {step:g} d gives more than a million output times over {days:g} d; take a longer step.")
    for name, tolerance in (("rtol", rtol), ("atol", atol)):
        if not 0 < finite(tolerance) < 0.1:
            raise InputError(f"{name} must lie between 0 and 0.1; got {tolerance!r}.")
    return days, step


def given(model: Mechanism, doses: object, days: float, values: Mapping[str, object]) -> tuple[list[GivenDose], dict[str, float]]:
    """What a person hands in for a run of `days` days, checked: the doses by day; all parameters, and starts that were set."""
    if not isinstance(model, Mechanism):
        raise InputError(f"a model such as cs.models.loop is needed; got {model!r}.")
    single = (jump for dose in _listed(doses) for jump in _given(model, dose, days))
    doses = sorted(single, key=lambda dose: dose.day)
    return doses, model.defaults() | {name: model.checked(name, value) for name, value in values.items()}


def _length(name: str, value: object, most: float) -> float:
    number = finite(value)
    if not 0 < number <= most:
        raise InputError(f"{name} must be a number of days above 0 and at most {most:g}; got {value!r}.")
    return number


def _listed(doses: object) -> Iterable[object]:
    if isinstance(doses, GivenDose):
        return [doses]
    try:
        return list(doses if not isinstance(doses, (str, bytes, Mapping)) else None)
    except TypeError:
        raise InputError(f"doses is a list of cs.dose(...); got {doses!r}.") from None


def _given(model: Mechanism, dose: object, days: float) -> list[GivenDose]:
    if not isinstance(dose, GivenDose):
        raise InputError(f"doses is a list of cs.dose(name, amount, unit, day=...); got {dose!r}.")
    if dose.name not in model.doses:
        raise InputError(unknown_name("dose", dose.name, list(model.doses), model.name))
    model.doses[dose.name].check(dose, days)
    # Days that differ by rounding only (0.3 and 0.1 + 0.2) are one day.
    return [jump._replace(amount=float(jump.amount), day=min(round(float(jump.day), 9), days))
            for jump in dose.each() if jump.day <= days*(1 + 1e-12)]
