"""The patient by our engines and by others': a run at equal true error, and a ward with equal output. All interleaved, medians."""

import resource
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np
import sympy as sp
from scipy.integrate import solve_ivp

import cytostorm as cs
from cytostorm.engines import code
from tests.engines import peers

from .solver import in_node

MODEL, DAYS = cs.models.patient, 28
NAMES = [symbol.identifier for symbol in code.vector(MODEL)]
TOLERANCES = [10.0**-k for k in range(4, 12)]  # relative; a thousandth of it absolute
ERROR = 1e-6  # in the parity norm, against LSODA at 1e-12
ROUNDS = 9
WARD = 300


def single(step: float):
    """Median time of one run with output every `step` days, each engine at its loosest tolerance with a true error below ERROR."""
    with tempfile.TemporaryDirectory() as folder:
        file = cs.to_sbml(MODEL, Path(folder, "patient.xml"))
        truth = _states(cs.simulate(MODEL, step=step, rtol=1e-12, atol=1e-14, engine="scipy"))
        ready = {}
        for name, make in _engines(file, step).items():
            for rtol in TOLERANCES:
                run, read = make(rtol)
                run()
                if _error(read(), truth) < ERROR:
                    ready[name] = run, rtol, _error(read(), truth)
                    break
        times = _interleaved({name: run for name, (run, _, _) in ready.items()})
        script = in_node(MODEL, step)
    ours = times["numba"]
    for name, (_, rtol, error) in ready.items():
        yield name, f"{times[name]:8.2f} ms   {times[name]/ours:6.1f}×   rtol {rtol:.0e}, true error {error:.0e}"
    yield "JavaScript in node, rtol 1e-6", f"{script:8.2f} ms   {script/ours:6.1f}×"


def ward():
    """Time a patient of a ward takes on one core, output: the highest value of every state, from a grid of 0.1 d."""
    with tempfile.TemporaryDirectory() as folder:
        peer = peers.road_runner(cs.to_sbml(cs.models.ward, Path(folder, "ward.xml")), NAMES, days=DAYS, step=0.1, rtol=1e-6, atol=1e-9)
        ours = partial(cs.cohort.run, cs.models.ward, WARD, seed=1, peaks=NAMES)
        table = ours()
        patients = table[[p.identifier for p in cs.models.ward.parameters if p.spread]].to_dict("records")

        def theirs() -> np.ndarray:
            return np.array([peer.run(**patient) or peer.read()[:, 1:].max(axis=0) for patient in patients])

        found, peaks = theirs(), table[[f"{name}_peak" for name in NAMES]].to_numpy()
        seen = found > 1e-9  # what a drug that nobody gets leaves is 0, or the solver's noise
        worst = np.abs(peaks[seen]/found[seen] - 1).max()
        times = _interleaved({"numba": ours, "libRoadRunner": theirs}, rounds=5)
    for name, time in times.items():
        yield name, f"{time/WARD:8.3f} ms   {time/times['numba']:6.1f}×"
    yield "largest relative difference between the two", f"{worst:8.0e}"


def large(n: int = 100_000):
    """A large ward on two processes, its table written to a file."""
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(2) as executor:
        cs.cohort.run(cs.models.ward, 800, map=executor.map)
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, perf_counter()
        cs.cohort.run(cs.models.ward, n, seed=1, map=executor.map, save=Path(folder, "ward.csv"))
        seconds, more = perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    yield f"{n:,} patients, facts of each in a file", f"{seconds:8.1f} s, {more/1024:.0f} MB more memory"


def _engines(file: Path, step: float) -> dict:
    def engine(name, rtol):
        run = partial(cs.simulate, MODEL, days=DAYS, step=step, rtol=rtol, atol=rtol/1000, engine=name)
        return run, lambda: _states(run())

    def plain(rtol):
        values = {p: p.value for p in MODEL.parameters}
        rates = sp.lambdify([code.vector(MODEL)], [rate.xreplace(values) for rate in MODEL.expanded.values()], cse=True)
        start = [float(e.xreplace(values)) for e in MODEL.starts().values()]
        grid = np.linspace(0, DAYS, round(DAYS/step) + 1)
        run = partial(solve_ivp, lambda t, y: rates(y), (0, DAYS), start, method="LSODA", t_eval=grid, rtol=rtol, atol=rtol/1000)
        return run, lambda: run().y.T

    def peer(make, rtol):
        found = make(file, NAMES, days=DAYS, step=step, rtol=rtol, atol=rtol/1000)
        return found.run, lambda: found.read()[:, 1:]

    return {"numba": partial(engine, "numba"), "libRoadRunner": partial(peer, peers.road_runner), "COPASI": partial(peer, peers.copasi),
            "SciPy LSODA": partial(engine, "scipy"), "plain solve_ivp": plain}


def _states(run) -> np.ndarray:
    return np.array([run[name] for name in NAMES]).T


def _error(found: np.ndarray, truth: np.ndarray) -> float:
    largest = np.abs(truth).max(axis=0)
    seen = largest > 1e-9
    return float((np.abs(found - truth).max(axis=0)[seen]/largest[seen]).max())


def _interleaved(runs: dict, rounds: int = ROUNDS) -> dict[str, float]:
    """Median milliseconds of each, in turns, so that a busy moment of the machine meets all."""
    times = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            start = perf_counter()
            run()
            times[name].append(1000*(perf_counter() - start))
    return {name: float(np.median(found)) for name, found in times.items()}
