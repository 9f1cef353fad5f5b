/** Facts, scores, sentences and the numbers in them, on courses that are known exactly. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { facts, scores, sentence } from "../../../cytostorm/explorer/frontend/src/engine/facts.js";
import { Run } from "../../../cytostorm/explorer/frontend/src/engine/run.js";
import { fill, format } from "../../../cytostorm/explorer/frontend/src/engine/template.js";
import { model } from "./models.js";

const near = (value, wanted, by) => assert.ok(Math.abs(value - wanted) <= by, `${value} is not within ${by} of ${wanted}`);

/** A run whose one state has the given heights (a function of the day, or an array) on the days `t`, with the read-out twice = 2·state. */
function runOf(t, height, parts, doses = []) {
  const made = model({ name: "known", states: ["y"], readouts: ["twice"], readout: (y, p, r) => { r[0] = 2 * y[0]; }, ...parts });
  const days = Float64Array.from(t);
  const y = days.map((day, i) => (typeof height === "function" ? height(day) : height[i]));
  return [made, new Run(made, Float64Array.from(made.values), days, y, { doses })];
}
const every = (step, end) => Array.from({ length: Math.round(end / step) + 1 }, (_, k) => k * step);
const of = (y) => y[0];
const twice = (y, r) => r[0];
const peaks = [{ name: "peak", kind: "peak", of }, { name: "day", kind: "time_of_peak", of }];

test("a peak between grid points is found by its parabola, exactly for a parabola", () => {
  const hill = facts(...runOf(every(0.5, 6), (day) => 3 - (day - 2.2) ** 2, { facts: peaks }));
  near(hill[0], 3, 1e-12);
  near(hill[1], 2.2, 1e-12);
  const sine = facts(...runOf(every(0.1, 3), Math.sin, { facts: peaks }));
  near(sine[0], 1, 1e-5);
  near(sine[1], Math.PI / 2, 1e-3);
});

test("a peak at an end, on an uneven grid or on a plateau is the grid's own", () => {
  assert.deepEqual([...facts(...runOf([0, 1, 2], [5, 3, 1], { facts: peaks }))], [5, 0]);
  assert.deepEqual([...facts(...runOf([0, 1, 2], [1, 2, 4], { facts: peaks }))], [4, 2]);
  assert.deepEqual([...facts(...runOf([0, 1, 1.5], [1, 2, 1.5], { facts: peaks }))], [2, 1]);
  assert.deepEqual([...facts(...runOf([0, 1, 2, 3], [0, 0, 0, 0], { facts: peaks }))], [0, 0]);
});

test("a peak that a dose makes, or ends, is the grid's own", () => {
  assert.deepEqual([...facts(...runOf([0, 1, 2, 3], [0, 9, 8, 7], { facts: peaks }, [{ day: 1 }]))], [9, 1]);
  assert.deepEqual([...facts(...runOf([0, 1, 2, 3], [7, 8, 1, 0], { facts: peaks }, [{ day: 2 }]))], [8, 1]);
  assert.notEqual(facts(...runOf([0, 1, 2, 3], [7, 8, 1, 0], { facts: peaks }, [{ day: 0 }]))[1], 1);
});

test("first_time and time_above read the grid, facts may use those before them, latches work", () => {
  const declared = [
    ...peaks,
    { name: "high", kind: "first_time", when: (y, r) => r[0] > 1.99 },
    { name: "never", kind: "first_time", when: (y) => y[0] > 5 },
    { name: "days", kind: "time_above", when: (y, r, p, t, f) => y[0] >= 0.5 * f[0] },
    { name: "after", kind: "time_above", when: (y, r, p, t, f) => f[2] <= t },
  ];
  const [made, run] = runOf(every(1, 6), [0, 0.6, 1, 0.6, 0.4, 0.9, 0], { facts: declared });
  const values = facts(made, run);
  assert.deepEqual([...values], [1, 2, 2, Infinity, 4, 4]);
});

test("value_at interpolates and knows its ends; area is the trapezoid's", () => {
  const at = (day) => ({ name: "v", kind: "value_at", of: twice, at: () => day });
  const values = facts(...runOf([0, 1, 3], [0, 2, 8], { facts: [at(0), at(0.25), at(1), at(2), at(3), at(3.01), at(-1), at(NaN), at(Infinity), { name: "area", kind: "area", of }] }));
  assert.deepEqual([...values], [0, 1, 4, 10, 16, NaN, NaN, NaN, 16, 11]);
  const [made, run] = runOf(every(0.01, 2), Math.exp, { facts: [{ name: "area", kind: "area", of }] });
  near(facts(made, run)[0], Math.exp(2) - 1, 1e-4);
});

test("scores combine their rows by the largest, the sum or the first", () => {
  const rows = [{ when: (y) => y[0] > 1, points: 1 }, { when: (y) => y[0] > 2, points: 3 }, { when: (y, r, p, t, f) => f[0] <= t, points: 2 }];
  const declared = { facts: [{ name: "day", kind: "first_time", when: (y) => y[0] > 2 }], scores: {} };
  for (const combine of ["max", "sum", "first"]) declared.scores[combine] = { combine, rows };
  declared.facts.push({ name: "last", kind: "last_time", when: (y, r, p, t, f, s) => s("max") === 3 });
  declared.facts.push({ name: "never", kind: "last_time", when: (y, r, p, t, f, s) => s("sum") === 4 });
  const [made, run] = runOf([0, 1, 2, 3], [0, 1.5, 2.5, 0], declared);
  const values = facts(made, run);
  assert.deepEqual([...values], [2, 2, -Infinity]);
  assert.deepEqual([...scores(made, run, values, "max")], [0, 1, 3, 2]);
  assert.deepEqual([...scores(made, run, values, "sum")], [0, 1, 6, 2]);
  assert.deepEqual([...scores(made, run, values, "first")], [0, 1, 1, 2]);
});

test("what moves in steps has its peak on the grid; first_time can ask for a condition that has held", () => {
  const steps = (y) => (y[0] > 1 ? 3 : 2);
  const declared = [
    { name: "most", kind: "peak", of: steps, inSteps: true },
    { name: "day", kind: "time_of_peak", of: steps, inSteps: true },
    { name: "held", kind: "first_time", when: (y) => y[0] > 1, held: () => 1.5 },
    { name: "never", kind: "first_time", when: (y) => y[0] > 1, held: () => 9 },
  ];
  assert.deepEqual([...facts(...runOf(every(0.5, 4), [0, 2, 2, 0, 0, 2, 2, 2, 2], { facts: declared }))], [3, 0.5, 3, Infinity]);
});

test("what was given is counted by name, and not after the end", () => {
  const declared = ["doses_given", "amount_given", "days_given"].map((kind) => ({ name: kind, kind, dose: "steroid" }));
  const doses = [[0, 4], [0.25, 4], [1.5, 2], [9, 7]].map(([day, amount]) => ({ name: "steroid", amount, day })).concat({ name: "other", amount: 1, day: 1 });
  assert.deepEqual([...facts(...runOf(every(0.5, 4), Math.exp, { facts: declared }, doses))], [3, 10, 2]);
});

test("a sentence is the first row that holds, filled with facts and parameters", () => {
  const made = model({
    states: ["y"], parameters: ["k_d"], values: [2], facts: [{ name: "peak" }],
    sentences: [
      { name: "course", numbers: { peak: (p, f) => f[0], k_d: (p) => p[0] }, rows: [{ when: (p, f) => f[0] > 10, text: "A storm of {peak:3s}." }, { when: (p) => p[0] > 1, text: "Calm: {peak:1f} at {k_d:2s} a day." }] },
      { name: "advice", numbers: {}, rows: [{ when: () => true, text: "Look again." }] },
    ],
  });
  assert.equal(sentence(made, {}, [12.345], "course"), "A storm of 12.3.");
  assert.equal(sentence(made, {}, [3]), "Calm: 3.0 at 2.0 a day. Look again.");
  assert.equal(sentence(made, { k_d: 0.5 }, [3], "course"), "");
  assert.throws(() => fill("{nothing:1f}", () => undefined), /Nothing is called nothing/);
});

test("numbers are rounded once, half away from zero, and written out", () => {
  const written = (list) => list.forEach(([value, digits, kind, text]) => assert.equal(format(value, digits, kind), text));
  written([
    [2.5, 3, "s", "2.50"], [12345, 3, "s", "12300"], [999.5, 3, "s", "1000"], [9.996, 3, "s", "10.0"], [0.0123456, 3, "s", "0.0123"],
    [0.001, 3, "s", "0.00100"], [7, 1, "s", "7"], [123, 3, "s", "123"], [999999.9, 3, "s", "1000000"], [0, 3, "s", "0.00"], [0, 1, "s", "0"],
    [2.5, 1, "s", "3"], [0.125, 2, "f", "0.13"], [1.005, 2, "f", "1.00"], [2.5, 0, "f", "3"], [3.14159, 1, "f", "3.1"], [0, 1, "f", "0.0"],
    [-0.125, 2, "f", "−0.13"], [-2.5, 1, "s", "−3"], [-0.01, 1, "f", "0.0"],
    [1234567, 3, "s", "1.23 × 10⁶"], [1e6, 1, "f", "1.0 × 10⁶"], [-4.56e-12, 2, "s", "−4.6 × 10⁻¹²"], [0.0004, 1, "f", "4.0 × 10⁻⁴"], [9.999e9, 3, "s", "1.00 × 10¹⁰"],
    [Infinity, 1, "f", "∞"], [-Infinity, 3, "s", "−∞"], [NaN, 3, "s", "—"],
  ]);
});

test("a run can be shown up to a day", () => {
  const [, run] = runOf(every(0.5, 2), (day) => day);
  assert.deepEqual([...run.until(1.2).course("y")], [0, 0.5, 1]);
  assert.deepEqual([...run.until(Infinity).t], [...run.t]);
  assert.equal(run.until(1).course("twice").at(-1), 2);
});
