/** The walk from one day to another with a one-step method: how long each step is, and when to give up. */

const SAFETY = 0.9;
const SMOOTHING = 0.04; // Hairer's PI control: how much the error of the step before damps the next step size
const LARGEST_GROWTH = 10, LARGEST_CUT = 0.2;
/** An explicit method gives up early after so many kept steps in a row at a pace that cannot arrive within its budget. */
const PATIENCE = 50;

/**
 * Carry `y` (changed in place) from day `from` to day `to`.
 *
 * `observe(day, h, now)` is called for each kept step of h days that starts on `day` and ends at `now`, before y is changed:
 * the method's `next` and `dense` describe the step. It returns true to end the walk.
 * `method.steps` counts the steps tried, over all walks with that method, and never passes `budget`.
 * Returns null, or { day, reason } with the last day reached: reason "budget", "step" or the index of a state that is no number.
 */
export function integrate(method, from, to, y, { rtol, atol, budget }, observe) {
  method.begin(y);
  const lost = lostState(y, method.derivative);
  if (lost >= 0) return { day: from, reason: lost };
  const power = 1 / method.order - 0.75 * SMOOTHING;
  let day = from;
  let h = firstStep(method, y, to - from, rtol, atol);
  let errorBefore = 1e-4;
  let rejected = false;
  let slow = 0;
  let finite = true;
  while (day < to) {
    if (method.steps >= budget) return { day, reason: "budget" };
    const last = day + 1.01 * h >= to; // a little stretch, so that no sliver of a step remains
    if (last) h = to - day;
    else if (day + 0.1 * h === day || h < 1e-30) return { day, reason: finite ? "step" : culprit(method, y, h) };
    method.steps++;
    const error = method.attempt(y, h, rtol, atol);
    finite = error < Infinity && total(method.next) < Infinity; // false for NaN too
    if (finite && error <= 1) {
      const now = last ? to : day + h;
      if (observe(day, h, now)) return null;
      method.advance(y);
      day = now;
      slow = (to - day) / h > budget - method.steps ? slow + 1 : 0;
      if (method.explicit && slow >= PATIENCE) return { day, reason: "budget" };
      const growth = (SAFETY * errorBefore ** SMOOTHING) / error ** power; // Infinity when error is 0
      h *= Math.min(rejected ? 1 : LARGEST_GROWTH, Math.max(LARGEST_CUT, growth));
      errorBefore = Math.max(error, 1e-4);
      rejected = false;
    } else {
      h *= finite ? Math.max(LARGEST_CUT, SAFETY / error ** power) : 0.5;
      rejected = true;
    }
  }
  return null;
}

/** Sum of the magnitudes: NaN or Infinity as soon as one entry is. */
export function total(vector) {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += Math.abs(vector[i]);
  return sum;
}

/**
 * Which state made every step fail: the first lost one a little further along the tangent.
 * The failed step itself cannot tell, because one lost state spreads to all that depend on it. "step" when none is found.
 */
function culprit(method, y, h) {
  const probe = y.slice();
  const slope = new Float64Array(y.length);
  for (let k = 0; k < 60; k++, h *= 2) {
    for (let i = 0; i < method.size; i++) probe[i] = y[i] + h * method.derivative[i];
    method.model.rhs(probe, method.parameters, slope);
    const lost = lostState(probe, slope);
    if (lost >= 0) return lost;
  }
  return "step";
}

/** The first state that is no finite number, or whose derivative is none; -1 when all are. */
export function lostState(y, derivative) {
  return y.findIndex((value, i) => !Number.isFinite(value) || !Number.isFinite(derivative[i]));
}

/** A first step that makes an error of about a hundredth of the tolerance (Hairer, Nørsett & Wanner I, section II.4). */
function firstStep(method, y, span, rtol, atol) {
  const size = method.size;
  const norm = (value) => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += (value(i) / (atol + rtol * Math.abs(y[i]))) ** 2;
    return Math.sqrt(sum / Math.max(size, 1));
  };
  const slope = method.derivative;
  const height = norm((i) => y[i]);
  const rise = norm((i) => slope[i]);
  const trial = Math.min(span, height < 1e-5 || rise < 1e-5 ? 1e-6 : (0.01 * height) / rise);
  const moved = y.map((value, i) => (i < size ? value + trial * slope[i] : value));
  const movedSlope = new Float64Array(y.length);
  method.evaluations++;
  method.model.rhs(moved, method.parameters, movedSlope);
  const bend = norm((i) => movedSlope[i] - slope[i]) / trial;
  const steepest = Math.max(rise, bend);
  const wanted = steepest <= 1e-15 ? Math.max(1e-6, trial * 1e-3) : (0.01 / steepest) ** (1 / method.order);
  return Math.min(span, 100 * trial, wanted > 0 ? wanted : trial);
}
