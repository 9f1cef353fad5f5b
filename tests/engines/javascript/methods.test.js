/** The two methods themselves: their order, their curve between steps, their stability, the linear equations. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { DormandPrince } from "../../../cytostorm/explorer/frontend/src/engine/dopri5.js";
import { factor, substitute } from "../../../cytostorm/explorer/frontend/src/engine/linear.js";
import { Rodas4, tableau } from "../../../cytostorm/explorer/frontend/src/engine/rodas.js";
import { growth, swing } from "./models.js";

/** Largest errors of `count` equal steps over three days: at the ends of the steps, and inside them. */
function errors(Method, count) {
  const method = new Method(swing(), []);
  const y = Float64Array.of(0, 1, 1);
  const inside = new Float64Array(3);
  const h = 3 / count;
  let [ends, between] = [0, 0];
  method.begin(y);
  for (let k = 0; k < count; k++) {
    method.attempt(y, h, 1e-6, 1e-9);
    for (const fraction of [0.2, 0.5, 0.77]) {
      method.dense(y, fraction, inside);
      between = Math.max(between, Math.abs(inside[2] - Math.exp(Math.sin((k + fraction) * h))));
    }
    method.advance(y);
    ends = Math.max(ends, Math.abs(y[2] - Math.exp(Math.sin((k + 1) * h))));
  }
  return { ends, between };
}

/** How fast an error of the first step falls with its size: the power of h, less one. */
function localOrder(estimate) {
  return Math.log2(estimate(0.02) / estimate(0.01)) - 1;
}

const near = (value, wanted, by) => assert.ok(Math.abs(value - wanted) <= by, `${value} is not within ${by} of ${wanted}`);

for (const [Method, order, curveOrder, embedded] of [[DormandPrince, 5, 4, 4], [Rodas4, 4, 3, 3]]) {
  test(`${Method.name} converges with order ${order}, its curve with order ${curveOrder}`, () => {
    // Over a sixteenfold range of steps, because the parts of the error may cancel at one of them.
    const coarse = errors(Method, 20);
    const fine = errors(Method, 320);
    const measured = (what) => Math.log2(coarse[what] / fine[what]) / 4;
    near(measured("ends"), order, 0.2);
    near(measured("between"), curveOrder + 1, 0.2); // a curve of order q errs by h^(q + 1) inside one step
  });

  test(`${Method.name} estimates its error with an embedded method of order ${embedded}`, () => {
    const estimate = (h) => {
      const method = new Method(swing(), []);
      const y = Float64Array.of(0.6, 0.8, 1.5);
      method.begin(y);
      return method.attempt(y, h, 0, 1);
    };
    near(localOrder(estimate), embedded, 0.3);
  });

  test(`${Method.name}: the curve meets both ends of the step`, () => {
    const method = new Method(swing(), []);
    const y = Float64Array.of(0, 1, 1);
    const out = new Float64Array(3);
    method.begin(y);
    method.attempt(y, 0.3, 1e-6, 1e-9);
    method.dense(y, 0, out);
    y.forEach((value, i) => near(out[i], value, 1e-15));
    method.dense(y, 1, out);
    method.next.forEach((value, i) => near(out[i], value, 1e-15));
  });
}

test("RODAS4's numbers fulfil the order conditions of a Rosenbrock method of order 4(3), its curve those of order 3", () => {
  const { GAMMA, STAGE, COUPLING, CURVE } = tableau;
  const range = [0, 1, 2, 3, 4, 5];
  const times = (M, v) => range.map((i) => range.reduce((sum, j) => sum + M[i][j] * v[j], 0));
  const product = (M, N) => range.map((i) => range.map((j) => range.reduce((sum, k) => sum + M[i][k] * N[k][j], 0)));
  const square = (rows) => range.map((i) => range.map((j) => rows[i][j] ?? 0));
  // The stage vectors u are Γ times the increments, with Γ⁻¹ = I/γ − C: back to Hairer & Wanner's α, β = α + Γ and b.
  const inverse = square(COUPLING).map((row, i) => row.map((c, j) => (i === j ? 1 / GAMMA : 0) - c));
  const Gamma = range.map(() => new Array(6).fill(0));
  for (const j of range) for (let i = j; i < 6; i++) {
    let sum = i === j ? 1 : 0;
    for (let k = j; k < i; k++) sum -= inverse[i][k] * Gamma[k][j];
    Gamma[i][j] = sum / inverse[i][i];
  }
  const alpha = product(square(STAGE), Gamma);
  const beta = alpha.map((row, i) => row.map((a, j) => a + Gamma[i][j]));
  const weights = (m) => range.map((j) => range.reduce((sum, i) => sum + m[i] * Gamma[i][j], 0));
  const b = weights([...STAGE[5], 1]);
  const lower = weights([...STAGE[5], 0]);
  const ones = [1, 1, 1, 1, 1, 1];
  const [a1, b1] = [times(alpha, ones), times(beta, ones)];
  const dot = (w, v) => w.reduce((sum, x, i) => sum + x * v[i], 0);
  const power = (v, n) => v.map((x) => x ** n);
  const upToThree = [[ones, 1], [b1, 1 / 2], [power(a1, 2), 1 / 3], [times(beta, b1), 1 / 6]];
  const four = [
    [power(a1, 3), 1 / 4], [times(alpha, b1).map((x, i) => x * a1[i]), 1 / 8],
    [times(beta, power(a1, 2)), 1 / 12], [times(beta, times(beta, b1)), 1 / 24],
  ];
  for (const [vector, wanted] of [...upToThree, ...four]) near(dot(b, vector), wanted, 1e-13);
  for (const [vector, wanted] of upToThree) near(dot(lower, vector), wanted, 1e-13);
  assert.ok(four.some(([vector, wanted]) => Math.abs(dot(lower, vector) - wanted) > 1e-4));
  for (const fraction of [0.3, 0.8]) {
    const bend = [0, 1, 2, 3, 4, 5].map((j) => (1 - fraction) * ((CURVE[0][j] ?? 0) + fraction * (CURVE[1][j] ?? 0)));
    const inside = weights([...STAGE[5], 1].map((m, j) => fraction * (m + bend[j])));
    const powers = [fraction, fraction ** 2, fraction ** 3, fraction ** 3];
    upToThree.forEach(([vector, wanted], i) => near(dot(inside, vector), wanted * powers[i], 1e-13));
  }
  near(a1[5], 1, 1e-13); // stiffly accurate: the last stage sits at the end of the step, and b is the last row of β
  b.forEach((weight, j) => near(weight, beta[5][j], 1e-13));
});

test("RODAS4 is L-stable: one huge step kills a fast decay, no step makes a decay grow", () => {
  const after = (z) => {
    const method = new Rodas4(growth(), [z, 1]);
    const y = Float64Array.of(1);
    method.begin(y);
    method.attempt(y, 1, 1e-6, 1e-9);
    return Math.abs(method.next[0]);
  };
  assert.ok(after(-1e8) < 1e-6);
  for (let z = 1e-3; z < 1e9; z *= 1.7) assert.ok(after(-z) < 1, `grows at ${-z}`);
});

test("linear equations that need their rows exchanged are solved, a singular matrix is refused", () => {
  const rows = new Int32Array(3);
  const matrix = Float64Array.of(0, 2, 1, 4, 1, -1, -2, 3, 5);
  const b = Float64Array.of(0 * 1 + 2 * 2 + 3, 4 + 2 - 3, -2 + 6 + 15);
  assert.ok(factor(matrix, 3, rows));
  substitute(matrix, 3, rows, b);
  b.forEach((value, i) => near(value, i + 1, 1e-14));
  assert.equal(factor(Float64Array.of(1, 2, 3, 2, 4, 6, 0, 0, 1), 3, rows), false);
  assert.equal(factor(Float64Array.of(NaN), 1, rows), false);
});
