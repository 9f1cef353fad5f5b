"""The verdict that the page shows, worked out by its own JavaScript, against eigenvalues by NumPy on 10,000 random points."""

import json
import subprocess

import numpy as np
import pytest

import cytostorm as cs
from cytostorm.engines.javascript import javascript
from tests.engines.node import NODE

POINTS = 10_000
SCRIPT = """
import {{ sentence }} from "{facts}";
import {{ readFileSync }} from "node:fs";
const {{ source, points }} = JSON.parse(readFileSync(0, "utf8"));
(0, eval)(source);
const model = Object.values(globalThis.cytostorm.models)[0];
const none = new Float64Array(model.facts.length);
console.log(JSON.stringify(points.map((values) => sentence(model, values, none, "verdict"))));
"""


def random_points(seed=5):
    """k_d, k_fb, k_c, k_cl over their ranges; a third within a millionth of the threshold."""
    rng = np.random.default_rng(seed)
    points = rng.uniform(0.01, 6, (POINTS, 4))
    near = slice(0, POINTS//3)
    points[near, 1] = points[near, 0]*points[near, 3]/points[near, 2]*(1 + rng.choice([-1, 1], POINTS//3)*10.0**rng.uniform(-12, -6, POINTS//3))
    return points


@pytest.mark.parametrize("model", [cs.models.loop, cs.models.loop_saturating], ids=lambda model: model.name)
def test_the_verdict_is_the_sign_of_the_largest_eigenvalue(model):
    points = random_points()
    speaking = model.with_sentences(cs.stability.verdict(model))
    names = ("k_d", "k_fb", "k_c", "k_cl")
    facts = (cs.__path__[0] + "/explorer/frontend/src/engine/facts.js")
    job = json.dumps({"source": javascript(speaking), "points": [dict(zip(names, point, strict=True)) for point in points.tolist()]})
    done = subprocess.run([NODE, "--input-type=module", "-e", SCRIPT.format(facts=facts)], input=job, capture_output=True, text=True, check=True)
    verdicts = json.loads(done.stdout)
    k_d, k_fb, k_c, k_cl = points.T
    # The eigenvalue's sign is that of k_fb*k_c - k_d*k_cl; where this is within rounding of zero, either word is right.
    J = np.stack([np.stack([-k_d, k_fb], -1), np.stack([k_c, -k_cl], -1)], -2)
    largest = np.linalg.eigvals(J).real.max(axis=-1)
    clear = np.abs(largest) > 1e-14*(k_d + k_cl)
    assert clear.sum() > 0.95*POINTS and len(verdicts) == POINTS
    wrong = [(points[i].tolist(), verdicts[i]) for i in np.flatnonzero(clear) if verdicts[i].startswith("Unstable") != (largest[i] > 0)]
    assert not wrong, wrong[:3]
