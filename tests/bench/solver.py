"""The engines alone."""

import json
import subprocess
from pathlib import Path
from timeit import repeat

import cytostorm as cs
from cytostorm.engines.javascript import javascript
from tests.engines.node import NODE

RUNS = 200


def rows():
    """Names and values to print."""
    yield "JavaScript, as on the page", f"{in_node(cs.models.loop, step=0.05):.2f} ms"
    for engine in ("numba", "scipy"):
        cs.simulate(cs.models.loop, days=28, engine=engine)
        seconds = min(repeat(lambda: cs.simulate(cs.models.loop, days=28, engine=engine), number=20, repeat=5)) / 20
        yield f"Python ({engine})", f"{1000*seconds:.2f} ms"


def in_node(model, step: float) -> float:
    """Median milliseconds of a run of 28 days at the page's tolerances."""
    job = json.dumps({"source": javascript(model), "runs": RUNS, "step": step})
    done = subprocess.run([NODE, Path(__file__).parent / "solver.mjs"], input=job, capture_output=True, text=True, check=True)
    return float(done.stdout)
