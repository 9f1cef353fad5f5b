/**
 * One step of RODAS4, the stiffly accurate, L-stable Rosenbrock method of order 4(3) with six stages, for autonomous equations.
 *
 * Source: Hairer & Wanner, Solving Ordinary Differential Equations II, section IV.7, and their published coefficients.
 * It needs the Jacobian and one LU factorisation a step, and does not mind how stiff the model is.
 * The tests check the order conditions of the numbers below. It is used as dopri5.js describes.
 */

import { factor, substitute } from "./linear.js";

const GAMMA = 0.25;
/** STAGE[i][j]: share of stage vector u_j in the state at which stage i is evaluated; its last row and u_6 make the step. */
const STAGE = [
  [],
  [1.544],
  [0.9466785280815826, 0.2557011698983284],
  [3.314825187068521, 2.896124015972201, 0.9986419139977817],
  [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.687886036105895],
  [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.687886036105895, 1],
];
/** COUPLING[i][j] / h: share of u_j in the right-hand side of stage i. */
const COUPLING = [
  [],
  [-5.6688],
  [-2.430093356833875, -0.2063599157091915],
  [-0.1073529058151375, -9.594562251023355, -20.47028614809616],
  [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.7089089320616],
  [8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054],
];
/** CURVE: the two rows of the continuous extension of order 3. */
const CURVE = [
  [10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823, 1.025137723295662],
  [-0.6762803392801253, 6.087714651680015, 16.43084320892478, 24.76722511418386, -6.594389125716872],
];
export const tableau = { GAMMA, STAGE, COUPLING, CURVE };

export class Rodas4 {
  name = "RODAS4";
  order = 4; // the local error of the embedded method of order 3 falls as h to this power
  explicit = false;
  steps = 0;
  evaluations = 0;

  constructor(model, parameters) {
    this.model = model;
    this.parameters = parameters;
    this.size = model.dynamic;
    const array = () => new Float64Array(model.states.length);
    this.next = array();
    this.derivative = array();
    this.stage = array();
    this.slope = array();
    this.u = Array.from({ length: 6 }, () => new Float64Array(this.size));
    this.jacobian = new Float64Array(model.states.length ** 2);
    this.jacobianReady = false;
    this.matrix = new Float64Array(this.size ** 2);
    this.rows = new Int32Array(this.size);
  }

  begin(y) {
    this.stage.set(y);
    this.next.set(y);
    this.refresh(y);
  }

  advance(y) {
    y.set(this.next);
    this.refresh(y);
  }

  refresh(y) {
    this.evaluations++;
    this.model.rhs(y, this.parameters, this.derivative);
    this.jacobianReady = false; // evaluated only when a step is tried from here; kept when that step is rejected
  }

  attempt(y, h, rtol, atol) {
    if (!this.prepareMatrix(y, h)) return NaN; // singular: the driver tries a shorter step
    const { size, next, stage, u } = this;
    for (let s = 0; s < 6; s++) {
      this.placeStage(y, s);
      this.solveStage(h, s);
    }
    let sum = 0;
    for (let i = 0; i < size; i++) {
      next[i] = stage[i] + u[5][i];
      const ratio = u[5][i] / (atol + rtol * Math.max(Math.abs(y[i]), Math.abs(next[i])));
      sum += ratio * ratio;
    }
    return Math.sqrt(sum / Math.max(size, 1));
  }

  /** I / (h γ) − Jacobian, factored. The states without an equation are left out: their stage vectors are zero. */
  prepareMatrix(y, h) {
    const { size, matrix, jacobian, next } = this;
    if (!this.jacobianReady) this.model.jacobian(y, this.parameters, jacobian);
    this.jacobianReady = true;
    const all = next.length;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) matrix[i * size + j] = -jacobian[i * all + j];
      matrix[i * size + i] += 1 / (h * GAMMA);
    }
    return factor(matrix, size, this.rows);
  }

  placeStage(y, s) {
    const { size, stage, u } = this;
    for (let i = 0; i < size; i++) stage[i] = y[i];
    for (let j = 0; j < s; j++) addTo(stage, STAGE[s][j], u[j]);
  }

  solveStage(h, s) {
    const { size, stage, slope, derivative, u } = this;
    const solution = u[s];
    if (s > 0) {
      this.evaluations++;
      this.model.rhs(stage, this.parameters, slope);
    }
    const start = s > 0 ? slope : derivative;
    for (let i = 0; i < size; i++) solution[i] = start[i];
    for (let j = 0; j < s; j++) addTo(solution, COUPLING[s][j] / h, u[j]);
    substitute(this.matrix, size, this.rows, solution);
  }

  dense(y, fraction, out) {
    const { size, next, u } = this;
    const rest = 1 - fraction;
    const [first, second] = CURVE;
    for (let i = 0; i < size; i++) {
      let bend = 0;
      for (let j = 0; j < 5; j++) bend += (first[j] + fraction * second[j]) * u[j][i];
      out[i] = rest * y[i] + fraction * (next[i] + rest * bend);
    }
    for (let i = size; i < next.length; i++) out[i] = next[i];
  }
}

function addTo(target, share, vector) {
  for (let i = 0; i < vector.length; i++) target[i] += share * vector[i];
}
