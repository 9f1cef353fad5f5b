/**
 * One step of Dormand and Prince's explicit Runge–Kutta method of order 5(4), with Hairer's continuous extension of order 4.
 *
 * Source: Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I, tables II.5.2 and section II.6.
 * The quickest way through a model that is not stiff. The step size is chosen in integrate.js.
 *
 * A method (this one, and Rodas4) is used so:
 *   begin(y)                      before the first step, and after every jump of the state
 *   attempt(y, h, rtol, atol)     tries a step of h days into `next`; returns its error, at most 1 when it may be kept
 *   dense(y, fraction, out)       the solution inside the step just tried, 0 <= fraction <= 1
 *   advance(y)                    keeps the step: y becomes `next`
 * Only the first `model.dynamic` states have an equation: the rest are constant between jumps and are only carried along.
 */

const A21 = 1 / 5;
const A31 = 3 / 40, A32 = 9 / 40;
const A41 = 44 / 45, A42 = -56 / 15, A43 = 32 / 9;
const A51 = 19372 / 6561, A52 = -25360 / 2187, A53 = 64448 / 6561, A54 = -212 / 729;
const A61 = 9017 / 3168, A62 = -355 / 33, A63 = 46732 / 5247, A64 = 49 / 176, A65 = -5103 / 18656;
const B1 = 35 / 384, B3 = 500 / 1113, B4 = 125 / 192, B5 = -2187 / 6784, B6 = 11 / 84;
// E: what the step of order 5 has more than the embedded one of order 4.
const E1 = 71 / 57600, E3 = -71 / 16695, E4 = 71 / 1920, E5 = -17253 / 339200, E6 = 22 / 525, E7 = -1 / 40;
const D1 = -12715105075 / 11282082432, D3 = 87487479700 / 32700410799, D4 = -10690763975 / 1880347072;
const D5 = 701980252875 / 199316789632, D6 = -1453857185 / 822651844, D7 = 69997945 / 29380423;

export class DormandPrince {
  name = "Dormand–Prince 5(4)";
  order = 5; // the local error falls as h to this power; the step control needs it
  explicit = true;
  steps = 0;
  evaluations = 0;

  constructor(model, parameters) {
    this.model = model;
    this.parameters = parameters;
    this.size = model.dynamic;
    const array = () => new Float64Array(model.states.length);
    this.next = array();
    this.stage = array();
    [this.k1, this.k2, this.k3, this.k4, this.k5, this.k6, this.k7] = Array.from({ length: 7 }, array);
    this.curve = new Float64Array(5 * this.size);
    this.curveReady = false;
    this.step = 0;
  }

  /** The derivative at the start of the step. */
  get derivative() {
    return this.k1;
  }

  begin(y) {
    this.stage.set(y);
    this.next.set(y);
    this.slope(y, this.k1);
  }

  slope(y, dy) {
    this.evaluations++;
    this.model.rhs(y, this.parameters, dy);
  }

  attempt(y, h, rtol, atol) {
    const { size, stage, next, k1, k2, k3, k4, k5, k6, k7 } = this;
    this.step = h;
    this.curveReady = false;
    for (let i = 0; i < size; i++) stage[i] = y[i] + h * A21 * k1[i];
    this.slope(stage, k2);
    for (let i = 0; i < size; i++) stage[i] = y[i] + h * (A31 * k1[i] + A32 * k2[i]);
    this.slope(stage, k3);
    for (let i = 0; i < size; i++) stage[i] = y[i] + h * (A41 * k1[i] + A42 * k2[i] + A43 * k3[i]);
    this.slope(stage, k4);
    for (let i = 0; i < size; i++) stage[i] = y[i] + h * (A51 * k1[i] + A52 * k2[i] + A53 * k3[i] + A54 * k4[i]);
    this.slope(stage, k5);
    for (let i = 0; i < size; i++) stage[i] = y[i] + h * (A61 * k1[i] + A62 * k2[i] + A63 * k3[i] + A64 * k4[i] + A65 * k5[i]);
    this.slope(stage, k6);
    for (let i = 0; i < size; i++) next[i] = y[i] + h * (B1 * k1[i] + B3 * k3[i] + B4 * k4[i] + B5 * k5[i] + B6 * k6[i]);
    this.slope(next, k7);
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const error = h * (E1 * k1[i] + E3 * k3[i] + E4 * k4[i] + E5 * k5[i] + E6 * k6[i] + E7 * k7[i]);
      const ratio = error / (atol + rtol * Math.max(Math.abs(y[i]), Math.abs(next[i])));
      sum += ratio * ratio;
    }
    return Math.sqrt(sum / Math.max(size, 1));
  }

  /** Keep the step. The last slope is the first one of the next step ("first same as last"). */
  advance(y) {
    y.set(this.next);
    [this.k1, this.k7] = [this.k7, this.k1];
  }

  dense(y, fraction, out) {
    if (!this.curveReady) this.prepareCurve(y);
    const { size, curve, next } = this;
    const rest = 1 - fraction;
    for (let i = 0, at = 0; i < size; i++, at += 5) {
      const inner = curve[at + 2] + fraction * (curve[at + 3] + rest * curve[at + 4]);
      out[i] = curve[at] + fraction * (curve[at + 1] + rest * inner);
    }
    for (let i = size; i < next.length; i++) out[i] = next[i];
  }

  /** Only steps that contain a point of the output grid need their curve. */
  prepareCurve(y) {
    const { size, curve, next, step: h, k1, k3, k4, k5, k6, k7 } = this;
    for (let i = 0, at = 0; i < size; i++, at += 5) {
      const gain = next[i] - y[i];
      const bend = h * k1[i] - gain;
      curve[at] = y[i];
      curve[at + 1] = gain;
      curve[at + 2] = bend;
      curve[at + 3] = gain - h * k7[i] - bend;
      curve[at + 4] = h * (D1 * k1[i] + D3 * k3[i] + D4 * k4[i] + D5 * k5[i] + D6 * k6[i] + D7 * k7[i]);
    }
    this.curveReady = true;
  }
}
