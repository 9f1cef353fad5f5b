/** Hand-written models in the shape that the Python side generates, small enough to check by eye. */

/** A model with every part that the engine reads; `parts` replaces what matters for the test. */
export function model(parts) {
  const whole = {
    digest: "test", name: "test", parameters: [], values: [], readouts: [], growthLimit: null,
    jacobian: (y, p, J) => J.fill(0), readout() {}, doses: {}, facts: [], scores: {}, sentences: [], info: {},
    signed: parts.states, ...parts, // the tests' models may go below zero
  };
  return { dynamic: whole.states.length, ...whole };
}

/** y' = rate·y from `first`, exact solution first·exp(rate·t). */
export const growth = (parts = {}) => model({
  states: ["y"], parameters: ["rate", "first"], values: [-1, 1],
  start: (p, y) => { y[0] = p[1]; },
  rhs: (y, p, dy) => { dy[0] = p[0] * y[0]; },
  jacobian: (y, p, J) => { J[0] = p[0]; },
  doses: { shot: { unit: "1", jump: (y, p, x) => { y[0] += x; } }, doubling: { unit: "1", jump: (y, p, x) => { y[0] *= 2 * x; } } },
  ...parts,
});

/** A nonlinear circle, exact solution (sin t, cos t). */
export const circle = () => model({
  states: ["a", "b"],
  start: (p, y) => { y[0] = 0; y[1] = 1; },
  rhs: (y, p, dy) => {
    const square = y[0] * y[0] + y[1] * y[1];
    dy[0] = y[1] * square;
    dy[1] = -y[0] * square;
  },
});

/** y' = y·cos t with the clock as two more states: exact solution (sin t, cos t, exp(sin t)). */
export const swing = () => model({
  states: ["sine", "cosine", "y"],
  start: (p, y) => { y.set([0, 1, 1]); },
  rhs: (y, p, dy) => { dy.set([y[1], -y[0], y[1] * y[2]]); },
  jacobian: (y, p, J) => { J.set([0, 1, 0, -1, 0, 0, 0, y[2], y[1]]); },
});

/** Robertson's three reactions: rates 0.04, 3e7 and 1e4. */
export const robertson = () => model({
  states: ["A", "B", "C"],
  start: (p, y) => { y[0] = 1; y[1] = 0; y[2] = 0; },
  rhs: (y, p, dy) => {
    dy[0] = -0.04 * y[0] + 1e4 * y[1] * y[2];
    dy[2] = 3e7 * y[1] * y[1];
    dy[1] = -dy[0] - dy[2];
  },
  jacobian: (y, p, J) => {
    J.set([-0.04, 1e4 * y[2], 1e4 * y[1], 0.04, -1e4 * y[2] - 6e7 * y[1], -1e4 * y[1], 0, 6e7 * y[1], 0]);
  },
});

/** Van der Pol's oscillator with µ = 1000. */
export const vanDerPol = () => model({
  states: ["x", "v"],
  start: (p, y) => { y[0] = 2; y[1] = 0; },
  rhs: (y, p, dy) => {
    dy[0] = y[1];
    dy[1] = 1000 * (1 - y[0] * y[0]) * y[1] - y[0];
  },
  jacobian: (y, p, J) => {
    J.set([0, 1, -2000 * y[0] * y[1] - 1, 1000 * (1 - y[0] * y[0])]);
  },
});

/** A' = s + k_fb C − k_d A, C' = k_c A − k_cl C: the loop of the book, with its input s as a third, constant state. */
export const loop = (parts = {}) => model({
  name: "loop", states: ["A", "C", "s"], dynamic: 2, parameters: ["k_d", "k_fb", "k_c", "k_cl"], values: [2, 1.5, 1, 1],
  readouts: ["gain", "sum"], growthLimit: 1e6,
  start: (p, y) => { y[0] = 1; y[1] = 0; y[2] = 0; },
  rhs: (y, p, dy) => {
    dy[0] = y[2] + p[1] * y[1] - p[0] * y[0];
    dy[1] = p[2] * y[0] - p[3] * y[1];
    dy[2] = 0;
  },
  jacobian: (y, p, J) => { J.set([-p[0], p[1], 1, p[2], -p[3], 0, 0, 0, 0]); },
  readout: (y, p, r) => {
    r[0] = (p[1] * p[2]) / (p[0] * p[3]);
    r[1] = y[0] + y[1];
  },
  doses: { spark: { unit: "1", jump: (y, p, x) => { y[0] += x; } }, infusion: { unit: "1/d", jump: (y, p, x) => { y[2] += x; } } },
  ...parts,
});
