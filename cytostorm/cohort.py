"""Wards: many patients of one model, each with values of its own.

A patient is median · exp(spread · z) in every parameter that has a spread, z standard normal, cut at what is allowed. The same
seed gives the same ward on any number of workers, and the first patients of a larger ward are those of a smaller one. Only
what was found of a patient is kept, so that memory does not grow with the ward when its table goes to a file.
"""

from __future__ import annotations

import builtins
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .engines.simulate import course, given
from .engines.ward import found
from .model import CytostormError, GivenDose, InputError, Mechanism, Parameter
from .model.errors import finite, unknown_name

if TYPE_CHECKING:
    import pandas

_CHUNK = 200  # patients of one task
_WAVE = 64  # tasks handed out at once: memory stays the same however many patients there are


class CohortError(CytostormError):
    """A ward that stopped half-way. `done`: the table of the patients until then, or the file that holds it."""

    def __init__(self, message: str, done: pandas.DataFrame | Path):
        super().__init__(message)
        self.done = done


def run(model: Mechanism, n: int, *, seed: int = 0, days: float = 28, doses: Iterable[GivenDose] = (), step: float = 0.1,
        rtol: float = 1e-6, atol: float = 1e-9, map: Callable = map, peaks: Iterable[str] = (),
        spread: Mapping[str, float] | None = None, first: int = 0, save: str | Path | None = None, progress: bool = False,
        **values: float) -> pandas.DataFrame | Path:
    """Simulate a ward.

    Parameters
    ----------
    model : Mechanism
    n : int
        Patients, at least 1.
    seed : int
        Of the ward: the same seed, the same patients.
    days, doses, step, rtol, atol
        As for `simulate`; everybody gets the same doses. Days of facts lie on the grid of `step`.
    map : callable
        Where the work is done: the built-in, `executor.map` of threads or processes, or `client.map` of dask.distributed.
    peaks : names of states whose highest value is kept, beside the facts that the model declares
    spread : mapping of parameter to standard deviation of the natural logarithm
        Instead of the declared one; 0 for a parameter that shall not vary.
    first : int
        Number of the first patient: with `first=1000` the ward goes on after a thousand patients, which need not be run.
    save : path of a CSV file
        The table is written there as it grows, and memory stays small; an existing file is added to only if `first` is given.
    progress : bool
        Whether to tell on the error stream how far it is.
    **values : float
        Medians of the parameters that vary, values of the others, starts of states and inputs.

    Returns
    -------
    pandas.DataFrame, or the path when `save` is given
        One row for each patient, index `patient`: the parameters that vary, the facts of the model (units as declared),
        `<state>_peak`, and `failure`, empty or the words of a patient whose equations could not be solved.

    Raises
    ------
    InputError
        An unknown name, a value that is not allowed, n below 1, a file that is there already, cannot be written, or holds another
        ward than the one that goes on.
    CohortError
        A worker died, the disk is full, or the map gave back too little; what was done is kept, in `error.done`.

    Examples
    --------
    >>> import cytostorm as cs
    >>> ward = cs.cohort.run(cs.models.ward, 20, seed=2026)
    >>> ward["grade_most"].max() <= 4
    True
    """
    n, first = _whole("n", n, 1), _whole("first", first, 0)
    ward = _Ward.of(model, spread or {}, peaks, days=days, doses=doses, step=step, rtol=rtol, atol=atol, **values)
    seed = _whole("seed", seed, 0)
    draws = _draws(np.random.default_rng(seed), first, n, len(ward.varied))
    table = _Table(ward, first, save, seed)
    try:
        for rows, failures in _each(map, ward, draws):
            table.add(rows, failures)
            if progress:
                print(f"\r{table.count:,} of {n:,} patients", end="" if table.count < n else "\n", file=sys.stderr, flush=True)
        if table.count != n:
            raise RuntimeError("the map gave back fewer results than it was given tasks")
    except CytostormError:
        raise
    except (Exception, KeyboardInterrupt) as error:  # a worker that died raises whatever its executor thinks fit
        raise CohortError(f"{model.name}: the ward stopped after {table.count:,} of {n:,} patients ({type(error).__name__}: {error}); "
                          f"what was done is kept in the `done` of this error; go on with first={first + table.count}.",
                          table.result()) from error
    return table.result()


def sobol(model: Mechanism, fact: str, parameters: Iterable[str], *, n: int = 256, seed: int = 0, map: Callable = map,
          spread: Mapping[str, float] | None = None, **options) -> pandas.DataFrame:
    """Sobol's sensitivity of a fact: which parameters' spread makes it vary, alone (`first`) and with others (`total`).

    `n` is a power of two; n (k + 2) patients are run for k parameters, which vary as in a ward, the others stay at their
    value. Infinite days ("never") count as the end of the run. Other options as for `run`. By `scipy.stats.sobol_indices`.
    """
    import pandas
    from scipy import stats

    names = list(dict.fromkeys(model.symbol(name).identifier for name in parameters))
    only = {p.identifier: 0.0 for p in model.parameters if p.spread} | {name: getattr(model.symbol(name), "spread", 1.0) for name in names} | {
        name: sigma for name, sigma in (spread or {}).items() if name in names}
    ward = _Ward.of(model, only, (), **options)
    varied = [p.identifier for p in ward.varied]
    if not names or sorted(varied) != sorted(names):
        still = ", ".join(sorted({*names} - {*varied})) or "nothing"
        raise InputError(f"{model.name}: name parameters that vary; {still} has no spread, give it one with spread=.")
    if (_whole("n", n, 2) & n - 1) or not callable(map):
        raise InputError(f"n is a power of two such as 256, and map something to call; got n={n!r}, map={map!r}.")
    if fact not in (known := [f.name for f in model.facts]):
        raise InputError(unknown_name("fact", fact, known, model.name))
    column = known.index(fact) + len(varied)

    def values(z: np.ndarray) -> np.ndarray:
        chunks = (z.T[i:i + _CHUNK] for i in range(0, z.shape[1], _CHUNK))
        parts = list(_each(map, ward, chunks))
        x, failures = np.concatenate([rows[:, column] for rows, _ in parts]), [words for _, told in parts for words in told if words]
        if len(x) != z.shape[1] or np.isnan(x).any():
            raise CohortError(f"{model.name}: {np.isnan(x).sum() + z.shape[1] - len(x)} of {z.shape[1]} patients have no {fact}, and no share of its variance "
                              f"can be told; take more days or a smaller spread. {next(iter(failures), '')}".strip(), pandas.DataFrame({fact: x}))
        return np.where(np.isinf(x), ward.days, x)

    found = stats.sobol_indices(func=values, n=n, dists=[stats.norm()]*len(varied), rng=np.random.default_rng(_whole("seed", seed, 0)))
    return pandas.DataFrame({"first": found.first_order, "total": found.total_order}, index=pandas.Index(varied, name="parameter"))


@dataclass(frozen=True)
class _Ward:
    """All that a worker needs to know."""

    model: Mechanism
    days: float
    doses: tuple[GivenDose, ...]
    step: float
    rtol: float
    atol: float
    values: dict[str, float]
    varied: tuple[Parameter, ...]
    spreads: tuple[float, ...]
    peaks: tuple[str, ...]

    @classmethod
    def of(cls, model, spread, peaks, /, *, days=28, doses=(), step=0.1, rtol=1e-6, atol=1e-9, **values) -> _Ward:
        if not isinstance(spread, Mapping):
            raise InputError(f"{model.name}: spread= maps parameters to numbers, as {{'f_A': 0.3}}; got {spread!r}.")
        for name, number in spread.items():
            if not isinstance(model.symbol(name), Parameter) or not finite(number) >= 0:
                raise InputError(f"{model.name}: spread= takes parameters and numbers of 0 or more; got {name!r}: {number!r}.")
        spreads = {p: float(spread.get(p.identifier, p.spread)) for p in model.parameters}
        # By name, so that a ward stays the same when an equation is written in another order.
        varied = tuple(sorted((p for p, sigma in spreads.items() if sigma > 0), key=lambda p: p.identifier))
        states = [s.identifier for s in (*model.states, *model.inputs)]
        peaks = tuple(dict.fromkeys(getattr(name, "identifier", name) for name in peaks))
        for name in peaks:
            if name not in states:
                raise InputError(unknown_name("state", name, states, model.name))
        peaks = tuple(name for name in peaks if f"{name}_peak" not in {fact.name for fact in model.facts})
        days, step = course(days, step, rtol, atol)
        doses, values = given(model, doses, days, values)
        return cls(model, days, tuple(doses), step, rtol, atol, values, varied, tuple(spreads[p] for p in varied), peaks)

    @property
    def columns(self) -> list[str]:
        return [*(p.identifier for p in self.varied), *(fact.name for fact in self.model.facts), *(f"{name}_peak" for name in self.peaks)]

    def patients(self, z: np.ndarray) -> np.ndarray:
        """Values of the parameters that vary, shape (m, varied)."""
        medians = np.array([self.values[p.identifier] for p in self.varied])
        low, high = np.array([p.allowed for p in self.varied]).reshape(-1, 2).T
        return np.clip(medians*np.exp(np.array(self.spreads)*z), low, high)


_unpickled = lru_cache(8)(pickle.loads)


def _work(pickled: bytes, z: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """The rows of some patients, shape (m, columns), and the words for each that failed, else empty."""
    ward = _unpickled(pickled)
    patients = ward.patients(z)
    facts, peaks, failures = found(ward, patients)
    return np.hstack([patients, facts, peaks]), failures


def _each(map: Callable, ward: _Ward, tasks: Iterable[np.ndarray]) -> Iterator[tuple[np.ndarray, list[str]]]:
    """Results of `_work` in order, of any kind of map; futures are waited for."""
    work, tasks = partial(_work, pickle.dumps(ward)), iter(tasks)
    while wave := list(islice(tasks, 1 if map is builtins.map else _WAVE)):
        for result in map(work, wave):
            yield result.result() if hasattr(result, "result") else result


def _draws(rng: np.random.Generator, first: int, n: int, varied: int) -> Iterator[np.ndarray]:
    """Standard normal numbers of the patients, a task at a time, however they are cut the same."""
    for begin in range(0, first, _CHUNK):
        rng.standard_normal((min(_CHUNK, first - begin), varied))
    for begin in range(0, n, _CHUNK):
        yield rng.standard_normal((min(_CHUNK, n - begin), varied))


class _Table:
    """Rows as they come, in memory or in a file."""

    def __init__(self, ward: _Ward, first: int, save: str | Path | None, seed: int):
        self.ward, self.first, self.count, self.parts = ward, first, 0, []
        self.path, self.empty = None if save is None else _path(save), self._frame(np.empty((0, len(ward.columns))), [])
        if self.path is None:
            return
        try:
            if self.path.exists() and self.path.read_text("utf-8") not in ("", self.empty.to_csv()):
                self._check_goes_on(seed)
            else:
                self._write(self.empty.to_csv(), anew=True)
        except OSError as error:
            raise InputError(f"save: {self.path} cannot be written ({error}).") from None

    def _check_goes_on(self, seed: int) -> None:
        """Raise InputError unless the file holds the patients of this ward until the one before the first."""
        import pandas

        if not self.first:
            raise InputError(f"{self.path} is there already; choose another name, or go on with it by first=.")
        try:
            there = pandas.read_csv(self.path, index_col="patient")
        except (ValueError, KeyError):
            there = pandas.DataFrame()
        if list(there.columns) != list(self.empty.columns):
            raise InputError(f"{self.path} holds another table: its columns are not those of this ward.")
        if there.index[-1] != self.first - 1:
            raise InputError(f"{self.path} ends with patient {there.index[-1]}; go on with first={there.index[-1] + 1}, not {self.first}.")
        drawn = next(_draws(np.random.default_rng(seed), self.first - 1, 1, len(self.ward.varied)))
        if not np.allclose(there.iloc[-1, :drawn.shape[1]].to_numpy(float), self.ward.patients(drawn)[0], rtol=1e-6):
            raise InputError(f"{self.path} holds another ward: its last patient is not the one of seed={seed} and these values.")

    def add(self, rows: np.ndarray, failures: list[str]) -> None:
        frame = self._frame(rows, failures)
        if self.path is None:
            self.parts.append(frame)
        else:
            self._write(frame.to_csv(header=False, float_format="%.9g"))
        self.count += len(rows)

    def result(self) -> pandas.DataFrame | Path:
        import pandas

        return self.path or pandas.concat(self.parts or [self.empty])

    def _frame(self, rows: np.ndarray, failures: list[str]) -> pandas.DataFrame:
        import pandas

        begin = self.first + self.count
        index = pandas.RangeIndex(begin, begin + len(rows), name="patient")
        return pandas.DataFrame(rows, columns=self.ward.columns, index=index).assign(failure=failures)

    def _write(self, text: str, anew: bool = False) -> None:
        """All of it or nothing: a full disk leaves whole rows."""
        before = self.path.stat().st_size if self.path.exists() and not anew else 0
        try:
            with self.path.open("w" if anew else "a", encoding="utf-8", newline="") as file:
                file.write(text)
        except OSError:
            if self.path.exists():
                with self.path.open("r+b") as file:
                    file.truncate(before)
            raise


def _path(save: object) -> Path:
    try:
        return Path(save)
    except TypeError:
        raise InputError(f"save is the path of a CSV file; got {save!r}.") from None


def _whole(name: str, value: object, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise InputError(f"{name} must be a whole number of at least {least}; got {value!r}.")
    return int(value)
