/** Growth rates of matrices that are known exactly, and of the loop of the book along a run. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { growthAlong, growthRate } from "../../../cytostorm/explorer/frontend/src/engine/growth.js";
import { solve } from "../../../cytostorm/explorer/frontend/src/engine/solve.js";
import { loop } from "./models.js";

const near = (value, wanted, by = 1e-9) => assert.ok(Math.abs(value - wanted) <= by, `${value} is not within ${by} of ${wanted}`);
const rate = (...rows) => growthRate(Float64Array.from(rows.flat()), rows.length);

test("a real eigenvalue, above zero or below, however far the others lie", () => {
  near(rate([3]), 3);
  near(rate([-0.5]), -0.5);
  near(rate([-40, 0, 0], [7, -0.25, 0], [1, 2, -9]), -0.25);
  near(rate([0, 1], [4, 0]), 2);
});

test("a complex pair grows by its real part", () => {
  near(rate([0.3, -20], [20, 0.3]), 0.3);
  near(rate([-1, -5, 0], [5, -1, 0], [0, 0, -3]), -1);
});

test("entries below zero off the diagonal, and eigenvalues that fall together", () => {
  near(rate([-2, -3], [0, -1]), -1);
  near(rate([0, 1], [0, 0]), 0, 1e-9);
  near(rate([-1, 1], [0, -1]), -1, 1e-9);
});

test("nothing at all does not grow, and what is no number says so", () => {
  assert.equal(rate([0, 0], [0, 0]), 0);
  assert.ok(Number.isNaN(rate([NaN, 0], [0, 1])));
});

test("along a run of the loop the rate is that of its matrix, at every point of the grid", () => {
  const made = loop();
  for (const days of [2, 2.1]) {
    const run = solve(made, { values: { s: 1 }, days, step: 0.1 });
    const found = growthAlong(made, run, ["A", "C"]);
    assert.equal(found.length, run.t.length);
    for (const value of found) near(value, -1.5 + Math.sqrt(0.25 + 1.5));
  }
});
