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
    cs.simulate(cs.models.loop, days=28)
    seconds = min(repeat(lambda: cs.simulate(cs.models.loop, days=28), number=20, repeat=5)) / 20
    done = subprocess.run([NODE, Path(__file__).parent / "solver.mjs"], input=json.dumps({"source": javascript(cs.models.loop), "runs": RUNS}),
                          capture_output=True, text=True, check=True)
    yield "JavaScript, as on the page", f"{float(done.stdout):.2f} ms"
    yield "Python (SciPy)", f"{1000*seconds:.2f} ms"
