"""One run compiled by numba: hundreds of times faster than SciPy, same results. Numba is imported when the first run asks for it.

For each model two modules, one for single runs and one for wards, are written into a cache folder, $CYTOSTORM_CACHE or where the
system keeps caches, because numba keeps on disk only what it has compiled from a file. `module(model, lanes)` gives one; its
functions run without the interpreter's lock. A single run is the driver with one lane, a ward the same with `lanes.LANES`:

integrate(p, y, days, kinds, amounts, grid, rtol, atol, out, ends)
    Runs of LANES patients, from first dose to last day. All arrays are C-contiguous, float64 but for `kinds`.
    p, shape (parameters LANES,): values in the order of `model.parameters`, all lanes of one next to each other.
    y, shape (states LANES,): start, before the doses of the first day, in the order of `code.vector(model)`; overwritten.
    days, kinds (int64), amounts, shape (doses,): the day of each dose, its place in `model.doses`, its amount; sorted by day.
    grid, shape (n,): days to write down, strictly increasing, from the first day to the last; dose days need not be among them.
    out, shape (LANES, n, states): receives the states; on the day of a dose those after the jump.
    ends, shape (LANES, 5): receives status, rows, day, steps and evaluations of each run. The status is DONE, or GROWN (past
    the growth limit, on `day`, which the last row is about), or a failure on `day`: TOO_MANY_STEPS (stiff), NO_NUMBER (a
    value is none), BELOW_ZERO (a dose would take a quantity there). `rows` rows of `out` are filled.
ward(ps, places, starts, days, kinds, amounts, grid, jump, rtol, atol, found, peaks, states)
    Many runs, of which facts and peaks are kept; see `ward_loop.py`.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from threading import Lock
from types import ModuleType

import numpy as np

from ..model import GivenDose, Mechanism
from ..model.run import Run
from . import code, common, scipy, summary
from .python import NAMES

_HEADER = '''\
# Generated from the declaration of {name}; do not edit.

from math import inf, {names}

import numpy as np
from cytostorm.model import functionals
from cytostorm.engines.lanes import where, {rows} as rows
from numba import njit

compiled = njit(nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
kept = njit(nogil=True, error_model="numpy", cache=True)
LANES, outermost = {lanes}, {outermost}
DYNAMIC, STATES, CONSTANTS, GROWTH_LIMIT, NOISE, ROUNDING = {dynamic}, {states}, {constants}, {growth_limit}, {noise}, {rounding}
LOWEST = np.array([{lowest}])
summit, times_held, first_time, last_time, area, value_at = (compiled(f) for f in (
    functionals.summit, functionals.times_held, functionals.first_time, functionals.last_time, functionals.area, functionals.value_at))'''
_HERE = Path(__file__).parent
_SOURCES = "code.py", "common.py", "numba.py", "summary.py", "../model/functionals.py", "dopri5.py", "ward_loop.py", "lanes.py"
_lock = Lock()


def solve(model: Mechanism, values: dict[str, float], days: float, doses: Iterable[GivenDose], step: float, *,
          rtol: float, atol: float) -> Run:
    """Integrate by Dormand and Prince's method, and by LSODA what that cannot do; see `simulate` for the arguments.

    Raises
    ------
    SolverError, InputError
        As `scipy.solve`, which has the last word on every run that fails.
    """
    p, grid = common.parameters(model, values), common.output_days(days, doses, step)
    states, ends = np.empty((1, len(grid), len(code.vector(model)))), np.empty((1, 5))
    try:
        machine = module(model)
        machine.integrate(p, common.start(model, values, p), *dose_arrays(model, doses), grid, rtol, atol, states, ends)
    except OSError:  # there is no room for what is compiled
        return scipy.solve(model, values, days, doses, step, rtol=rtol, atol=atol)
    (status, rows, _, steps, evaluations), day = ends[0].astype(int), ends[0, 2]
    if status not in (machine.DONE, machine.GROWN):
        run = scipy.solve(model, values, days, doses, step, rtol=rtol, atol=atol)
        run.solver += f" ({'too stiff for' if status == machine.TOO_MANY_STEPS else 'not possible by'} Dormand–Prince)"
        return run
    t, stopped = grid[:rows], None
    if status == machine.GROWN:
        t[-1], stopped = day, common.grown(model, day)
    common.check_signs(model, t, states[0, :rows].T, atol)
    return Run(model, t, common.Columns(model, states[0, :rows].T, p), values=values, doses=tuple(doses),
               solver=f"Dormand–Prince 5(4), {steps} steps, {evaluations} evaluations", stopped=stopped)


def dose_arrays(model: Mechanism, doses: Iterable[GivenDose]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Days, kinds and amounts of doses sorted by day, as `integrate` takes them."""
    kinds = list(model.doses)
    return (np.array([dose.day for dose in doses], float), np.array([kinds.index(dose.name) for dose in doses], np.int64),
            np.array([dose.amount for dose in doses], float))


def module(model: Mechanism, lanes: int = 1) -> ModuleType:
    """The compiled functions of a model, for 1 lane or for LANES, as the head of this file has it; a first call compiles or loads."""
    name = f"cytostorm_{model.digest}_{lanes}_{_generator()}"
    with _lock:
        if name not in sys.modules:  # where numba looks for it when it loads what it has compiled
            path = _folder()/f"{name}.py"
            if not path.exists():
                _write(path, _source(model, lanes))
            spec = spec_from_file_location(name, path)
            made = module_from_spec(spec)
            spec.loader.exec_module(made)
            sys.modules[name] = made
    return sys.modules[name]


def _source(model: Mechanism, lanes: int) -> str:
    alone = lanes == 1
    rates, constants = code.rhs_with_constants(code.python, model)
    header = _HEADER.format(name=model.name, names=", ".join(NAMES), dynamic=len(model.states), states=len(code.vector(model)),
                            constants=constants, noise=common.NOISE, rounding=common.ROUNDING, growth_limit=model.growth_limit or "np.inf",
                            lowest=", ".join("0.0" if bound == 0 else "-np.inf" for bound in common.lowest(model)),
                            lanes=lanes, rows="row" if alone else "rows", outermost="kept" if alone else "compiled")
    functions, drivers = [*rates, _jump(model)], ["dopri5.py"]
    if not alone:
        functions += [*code.core(code.python, model, ("start",)), *summary.source(model)]
        drivers.append("ward_loop.py")
    return "\n\n\n".join([header, *("@compiled\n" + function for function in functions), *((_HERE/name).read_text("utf-8") for name in drivers)])


def _jump(model: Mechanism) -> str:
    """All doses in one function, by their place in `model.doses`: numba takes its time for each function."""
    lines = ["def jump(kind, _y, _p, amount):", "    pass"]
    for kind, dose in enumerate(model.doses.values()):
        _, *body = code.jump(code.python, model, dose, dose.name).splitlines()
        lines += [f"    if kind == {kind}:", *("    " + line for line in body)]
    return "\n".join(lines)


@cache
def _generator() -> str:
    """A short name of all that a module is generated by, the model left out."""
    from .. import __version__

    texts = [(_HERE/name).read_bytes() for name in _SOURCES]
    return sha256(b"\0".join([__version__.encode(), *texts])).hexdigest()[:12]


@cache
def _folder() -> Path:
    """Where modules are kept from one process to the next; for this process only, when nothing can be written there."""
    try:
        folder = Path(os.environ.get("CYTOSTORM_CACHE") or _caches()/"cytostorm")
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except (OSError, RuntimeError):  # RuntimeError: there is no home
        folder = tempfile.mkdtemp(prefix="cytostorm-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return Path(folder)


def _caches() -> Path:
    """The user's folder for what can be made again, as the system has it."""
    match sys.platform:
        case "win32":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home()/"AppData"/"Local")
        case "darwin":
            return Path.home()/"Library"/"Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home()/".cache")


def _write(path: Path, text: str) -> None:
    """All at once, so that no other process reads half of it, and with one date whoever writes: numba goes by it."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        file.write(text)
    os.utime(file.name, (0, 0))
    os.replace(file.name, path)
