/** Whole runs: accuracy on the grid, doses, the stiff fallback, the growth limit, failures in words. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { outputGrid } from "../../../cytostorm/explorer/frontend/src/engine/grid.js";
import { SolverError, solve } from "../../../cytostorm/explorer/frontend/src/engine/solve.js";
import { circle, growth, loop, model, robertson, vanDerPol } from "./models.js";

const near = (value, wanted, by) => assert.ok(Math.abs(value - wanted) <= by, `${value} is not within ${by} of ${wanted}`);

test("the grid: regular, with the doses and the exact end, never two points a rounding error apart", () => {
  assert.deepEqual([...outputGrid(1, 0.25, [])], [0, 0.25, 0.5, 0.75, 1]);
  assert.deepEqual([...outputGrid(1, 0.4, [0.1, 0.4, 0.1, 7])], [0, 0.1, 0.4, 0.8, 1]);
  const grid = outputGrid(28, 0.1, [0.3, 2.1]);
  assert.equal(grid.length, 281);
  assert.equal(grid[280], 28);
  assert.ok(grid.includes(0.3) && grid.includes(2.1));
  assert.deepEqual([...outputGrid(0.5, 2, [0.5])], [0, 0.5]);
  for (const day of [0.5 + 1e-12, 0.5 - 1e-12]) assert.deepEqual([...outputGrid(1, 0.25, [day])], [0, 0.25, day, 0.75, 1]);
});

test("every grid point is as accurate as the tolerance, not only the ends of steps", () => {
  for (const [rtol, allowed] of [[1e-6, 5e-5], [1e-9, 5e-8]]) {
    const run = solve(circle(), { days: 12, step: 0.01, rtol, atol: rtol });
    run.t.forEach((day, i) => {
      near(run.y[2 * i], Math.sin(day), allowed);
      near(run.y[2 * i + 1], Math.cos(day), allowed);
    });
    assert.ok(run.steps < run.t.length / 3);
    assert.equal(run.solver, "Dormand–Prince 5(4)");
    assert.equal(run.stopped, null);
  }
});

test("doses are jumps: in order on one day, on day 0 before the first point, right-continuous, on the last day too, not after it", () => {
  const doses = [
    { name: "shot", amount: 3, day: 2 }, { name: "doubling", amount: 1, day: 2 }, { name: "shot", amount: 1, day: 0 },
    { name: "shot", amount: 5, day: 4 }, { name: "shot", amount: 99, day: 4.5 },
  ];
  const run = solve(growth(), { days: 4, step: 0.5, doses, rtol: 1e-10, atol: 1e-12 });
  const second = 2 * (2 * Math.exp(-2) + 3);
  assert.deepEqual([...run.t], [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4]);
  assert.equal(run.y[0], 2);
  near(run.y[3], 2 * Math.exp(-1.5), 1e-8);
  near(run.y[4], second, 1e-8);
  near(run.y[5], second * Math.exp(-0.5), 1e-8);
  near(run.y[8], second * Math.exp(-2) + 5, 1e-8);
});

test("overrides reach parameters, starting values and unfed inputs, and leave the model as it was", () => {
  const held = loop();
  const run = solve(held, { values: { k_fb: 0, A: 4, s: 6 }, days: 3, step: 1, rtol: 1e-10, atol: 1e-12 });
  run.t.forEach((day, i) => near(run.stateRows[i][0], 3 + Math.exp(-2 * day), 1e-8));
  assert.deepEqual([...run.course("s")], [6, 6, 6, 6]);
  assert.deepEqual([...run.course("gain")], [0, 0, 0, 0]);
  near(run.course("sum")[0], 4, 0);
  assert.deepEqual(held.values, [2, 1.5, 1, 1]);
});

test("an infusion switched on and off through an input", () => {
  const doses = [{ name: "infusion", amount: 2, day: 1 }, { name: "infusion", amount: -2, day: 2 }];
  const run = solve(loop(), { values: { A: 0, k_fb: 0 }, days: 3, step: 0.5, doses, rtol: 1e-10, atol: 1e-12 });
  const peak = 1 - Math.exp(-2);
  [0, 0, 0, 1 - Math.exp(-1), peak, peak * Math.exp(-1), peak * Math.exp(-2)].forEach((wanted, i) => near(run.stateRows[i][0], wanted, 1e-9));
});

// Reference numbers: SciPy's Radau, rtol 1e-12, atol 1e-16 (Robertson) and 1e-14 (van der Pol), with the exact Jacobian.
test("Robertson's reactions fall back to RODAS4 and agree with Radau", () => {
  const wanted = {
    0.4: [0.9851721138609901, 3.386395378974877e-5, 0.014794022185221509],
    40: [0.7158270687194159, 9.18553476455869e-6, 0.2841637457458217],
    4000: [0.1832022577769504, 8.942371252777507e-7, 0.8167968479859272],
    10000: [0.10730042853793209, 4.80016697257805e-7, 0.8926990914453732],
  };
  const run = solve(robertson(), { days: 10000, step: 0.4, rtol: 1e-8, atol: 1e-13 });
  assert.equal(run.solver, "RODAS4");
  for (const [day, row] of Object.entries(wanted)) {
    const i = run.t.findIndex((t) => Math.abs(t - day) < 1e-9);
    row.forEach((value, j) => near(run.y[3 * i + j] / value, 1, 2e-6));
  }
});

test("van der Pol's oscillator with µ = 1000 agrees with Radau, and gives up the explicit method early", () => {
  const wanted = {
    400: [1.6932094268310567, -0.0009069343138541247], 800: [1.0839233646425972, -0.006195233865021234],
    1000: [-1.8636462548083028, 0.0007535430865432749], 1600: [-1.1208132536132094, 0.004373791062838815],
    2000: [1.7061677321704383, -0.0008928097010248463],
  };
  const run = solve(vanDerPol(), { days: 2000, step: 400, rtol: 1e-9, atol: 1e-12, doses: [] });
  const half = solve(vanDerPol(), { days: 1000, step: 200, rtol: 1e-9, atol: 1e-12 });
  assert.equal(run.solver, "RODAS4");
  assert.ok(run.steps < 20000);
  for (const each of [run, half]) each.t.forEach((day, i) => wanted[day]?.forEach((value, j) => near(each.y[2 * i + j] / value, 1, 2e-5)));
});

test("a stretch that fell back is written once, and later stretches stay with RODAS4", () => {
  const doses = [{ name: "shot", amount: 1, day: 1 }, { name: "shot", amount: 2, day: 2 }];
  const run = solve(growth({ values: [-1000, 1] }), { days: 3, step: 0.01, doses, budget: 500 });
  assert.equal(run.solver, "RODAS4");
  assert.equal(run.t.length, 301);
  assert.ok(run.t.every((day, i) => i === 0 || day > run.t[i - 1]));
  for (const [i, wanted] of [[0, 1], [1, Math.exp(-10)], [50, 0], [99, 0], [100, 1], [199, 0], [200, 2], [201, 2 * Math.exp(-10)], [300, 0]]) near(run.y[i], wanted, 1e-6);
});

test("the growth limit: stopped on the day the limit is passed, said in one sentence", () => {
  // Sum of magnitudes exp(t); its first speed is 1, so the reference is 2 and the limit is passed at ln 2e6.
  const day = Math.log(2e6);
  const run = solve(growth({ growthLimit: 1e6, values: [1, 1] }), { days: 28, step: 0.5, rtol: 1e-9, atol: 1e-12 });
  near(run.t.at(-1), day, 1e-6);
  near(run.y.at(-1) / 2e6, 1, 1e-6);
  assert.equal(run.t.at(-2), 14.5);
  assert.equal(run.t.length, run.y.length);
  const words = (day, fold) => `stopped on day ${day}: all levels together had grown ${fold}, counted from the largest start (day 0 or a dose) and one day at the speed there`;
  assert.equal(run.stopped, words(14.5, "a million-fold"));
  assert.equal(solve(growth({ growthLimit: 1000, values: [1, 1] }), { days: 28, step: 1 }).stopped, words(7.6, "1,000-fold"));
  assert.equal(solve(growth({ growthLimit: 1e6, values: [1, 1] }), { days: 14.5, step: 1 }).stopped, null);
});

test("the growth limit is measured from the largest start of a stretch, and no dose follows a stop", () => {
  const explosive = growth({ growthLimit: 1000, values: [1, 0] });
  const quiet = solve(explosive, { days: 20, step: 1 });
  assert.equal(quiet.stopped, null);
  assert.ok(quiet.y.every((value) => value === 0));
  const doses = [{ name: "shot", amount: 5, day: 3 }, { name: "shot", amount: 7, day: 15 }];
  const run = solve(explosive, { days: 20, step: 1, doses });
  near(run.t.at(-1), 3 + Math.log(2000), 1e-4);
  const cut = solve(explosive, { values: { y: 5 }, days: 20, step: 1, doses: [{ name: "shot", amount: 0.1 - 5 * Math.E, day: 1 }], rtol: 1e-9 });
  near(cut.t.at(-1), 1 + Math.log(1000 * 10 / 0.1), 1e-4);
});

test("RODAS4 watches the growth limit too", () => {
  const stiff = model({
    states: ["slow", "fast"], growthLimit: 100,
    start: (p, y) => { y[0] = 1; },
    rhs: (y, p, dy) => { dy[0] = y[0]; dy[1] = 1e7 * (y[0] - y[1]); },
    jacobian: (y, p, J) => { J.set([1, 0, 1e7, -1e7]); },
  });
  const run = solve(stiff, { values: { fast: 1 }, days: 20, step: 1 });
  assert.equal(run.solver, "RODAS4");
  near(run.t.at(-1), Math.log((100 * 3) / 2), 1e-3);
});

test("failures are one plain sentence, never a NaN", () => {
  const says = (parts, options, sentence) => assert.throws(
    () => solve(growth(parts), { days: 5, step: 1, ...options }),
    (error) => error instanceof SolverError && assert.match(error.message, sentence) === undefined,
  );
  const square = { rhs: (y, p, dy) => { dy[0] = y[0] * y[0]; }, jacobian: (y, p, J) => { J[0] = 2 * y[0]; } };
  says(square, {}, /^The equations could not be followed past day 1\.0: they change there faster than any step can follow\.$/);
  const root = { rhs: (y, p, dy) => { dy[0] = -1 - Math.sqrt(y[0]); }, jacobian: (y, p, J) => { J[0] = -0.5 / Math.sqrt(y[0]); } };
  says(root, {}, /^The equations could not be followed past day 0\.6: y is no longer a number\.$/);
  says({ values: [1000, 1] }, {}, /past day 0\.7: y is no longer a number\.$/);
  const pair = {
    states: ["a", "b"], dynamic: 2, start: (p, y) => { y[1] = 1; },
    rhs: (y, p, dy) => { dy[0] = y[1] - y[0]; dy[1] = -1 - Math.sqrt(y[1]); },
    jacobian: (y, p, J) => { J.set([-1, 1, 0, -0.5 / Math.sqrt(y[1])]); },
  };
  says(pair, {}, /past day 0\.6: b is no longer a number\.$/);
  says({ start: (p, y) => { y[0] = NaN; } }, {}, /past day 0\.0: y is no longer a number\.$/);
  says({ rhs: (y, p, dy) => { dy[0] = 1 / 0; } }, {}, /past day 0\.0: y is no longer a number\.$/);
  says({}, { doses: [{ name: "shot", amount: 1e308, day: 5 }, { name: "doubling", amount: 1e308, day: 5 }] }, /past day 5\.0: y is no longer/);
  assert.throws(() => solve(vanDerPol(), { days: 2000, step: 400, budget: 60 }), /past day \S+: 60 steps were not enough\.$/);
});

test("arguments that make no sense are named", () => {
  const refuse = (options, message) => assert.throws(() => solve(loop(), { days: 1, step: 0.1, ...options }), { message });
  refuse({ values: { k_x: 1 } }, "The model loop has nothing called k_x.");
  refuse({ values: { k_c: NaN } }, "k_c must be a finite number, not NaN.");
  refuse({ days: 0 }, "A run must last a positive number of days, not 0.");
  refuse({ step: -1 }, "The output step must be a positive number of days, not -1.");
  refuse({ doses: [{ name: "sparks", amount: 1, day: 0 }] }, "The model loop has no dose called sparks.");
  refuse({ doses: [{ name: "spark", amount: NaN, day: 0 }] }, "The amount of spark must be a finite number, not NaN.");
  refuse({ doses: [{ name: "spark", amount: 1, day: -1 }] }, "The day of spark must be 0 or later, not -1.");
  assert.throws(() => solve(loop(), { days: 1, step: 1 }).course("B"), { message: "The model loop has no state or read-out called B." });
});
