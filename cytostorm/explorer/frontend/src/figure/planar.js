/** What the views of a two-state model need: rates, Jacobian, equilibria, eigenvalues. Parameters and inputs are held. */

export class Planar {
  /** `inputs`: the states beyond the first two, which have no equation, as they are to be held. */
  constructor(model, parameters, inputs) {
    this.model = model;
    this.p = Float64Array.from(parameters);
    this.y = new Float64Array(model.states.length);
    this.y.set(inputs, 2);
    this.rates = new Float64Array(this.y.length);
    this.J = new Float64Array(this.y.length ** 2);
  }

  /** Set a parameter, or an input, by its name. */
  hold(name, value) {
    const at = this.model.parameters.indexOf(name);
    if (at >= 0) this.p[at] = value;
    else this.y[this.model.states.indexOf(name)] = value;
  }

  /** d/dt of state i (0 or 1) at (a, b). */
  rate(i, a, b) {
    this.y[0] = a;
    this.y[1] = b;
    this.model.rhs(this.y, this.p, this.rates);
    return this.rates[i];
  }

  /** [J00, J01, J10, J11] at (a, b). */
  jacobian(a, b) {
    this.y[0] = a;
    this.y[1] = b;
    this.J.fill(0);
    this.model.jacobian(this.y, this.p, this.J);
    const n = this.y.length;
    return [this.J[0], this.J[1], this.J[n], this.J[n + 1]];
  }

  /** Largest real part of the eigenvalues at (a, b). */
  growth(a, b) {
    const [m, n, o, q] = this.jacobian(a, b);
    const half = (m + q) / 2;
    const under = ((m - q) / 2) ** 2 + n * o;
    return under > 0 ? half + Math.sqrt(under) : half;
  }

  /** Real eigenvalues with their directions at (a, b), largest first; none when they are complex. */
  eigenvectors(a, b) {
    const [m, n, o, q] = this.jacobian(a, b);
    const under = ((m - q) / 2) ** 2 + n * o;
    if (under < 0) return [];
    return [1, -1].map((sign) => {
      const value = (m + q) / 2 + sign * Math.sqrt(under);
      const direction = Math.abs(n) > 1e-12 ? [n, value - m] : Math.abs(o) > 1e-12 ? [value - q, o] : sign * (m - q) > 0 ? [1, 0] : [0, 1];
      const length = Math.hypot(...direction) || 1;
      return { value, direction: [direction[0] / length, direction[1] / length] };
    });
  }

  /** The equilibrium that Newton's method reaches from (a, b), or null. */
  equilibrium(a, b) {
    for (let i = 0; i < 40; i++) {
      const f = this.rate(0, a, b);
      const g = this.rates[1];
      const [m, n, o, q] = this.jacobian(a, b);
      const det = m * q - n * o;
      if (!Number.isFinite(det) || Math.abs(det) < 1e-14) return Math.abs(f) + Math.abs(g) < 1e-12 ? [a, b] : null;
      const [da, db] = [(f * q - g * n) / det, (g * m - f * o) / det];
      a -= da;
      b -= db;
      if (Math.abs(da) + Math.abs(db) <= 1e-12 * (1 + Math.abs(a) + Math.abs(b))) return Number.isFinite(a + b) ? [a, b] : null;
    }
    return null;
  }

  /** The equilibria that Newton's method finds from zero, from a run's end, from its highest levels and from far out; each once. */
  equilibria(run) {
    const last = run.stateRows[run.t.length - 1];
    const [a, b] = [0, 1].map((k) => run.stateRows.reduce((top, row) => Math.max(top, row[k]), 0));
    const found = [];
    for (const start of [[0, 0], [last[0], last[1]], [a, b], [a / 2, b / 2], [10 * a + 10, 10 * b + 10]]) {
      const point = this.equilibrium(...start);
      const near = (other) => Math.hypot(other[0] - point[0], other[1] - point[1]) < 1e-6 * (1 + Math.hypot(...point));
      if (point && !found.some(near)) found.push(point);
    }
    return found;
  }

  /** With state i held at `value`: where the other one rests, found by Newton's method from `guess`; NaN if nowhere. */
  settled(i, value, guess) {
    const other = 1 - i;
    let x = guess;
    for (let k = 0; k < 30; k++) {
      const [a, b] = i === 0 ? [value, x] : [x, value];
      const rate = this.rate(other, a, b);
      const slope = this.jacobian(a, b)[other === 0 ? 0 : 3];
      const next = x - rate / slope;
      if (Math.abs(next - x) <= 1e-12 * (1 + Math.abs(next))) return next;
      x = next;
    }
    return NaN;
  }
}
