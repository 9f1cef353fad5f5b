/** What the reader hears: fading below the threshold, swelling above it, steady on it; never louder than the loudspeaker. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { loudness } from "../../../cytostorm/explorer/frontend/src/figure/sound.js";
import { model } from "./models.js";

const loop = (growthLimit = null) => model({
  states: ["A", "C"], parameters: ["k_fb"], values: [0.8], growthLimit,
  start: (p, y) => y.fill(0),
  rhs: (y, p, dy) => { dy[0] = p[0] * y[1] - 2 * y[0]; dy[1] = y[0] - 0.5 * y[1]; },
  doses: { spark: { unit: "1", jump: (y, p, x) => { y[0] += x; } } },
});
const heard = (k_fb, limit) => loudness(loop(limit), { k_fb }, "spark", "C", 28);

test("below the threshold a tap fades, above it swells to the loudspeaker's limit", () => {
  assert.ok(heard(0.5).at(-1) < 0.02);
  assert.ok(heard(1.2).at(-1) > 2 * heard(1.2)[25]);
  assert.equal(heard(4).at(-1), 1);
});

test("on the threshold it stays", () => {
  assert.ok(Math.abs(heard(1).at(-1) / heard(1)[100] - 1) < 1e-3);
});

test("a run that was stopped is heard to its end, and nothing is louder than 1", () => {
  const stopped = heard(6, 1e6);
  assert.equal(stopped.at(-1), 1);
  assert.ok(stopped.every((level) => level >= 0 && level <= 1));
  assert.ok(stopped.length >= 250);
});
