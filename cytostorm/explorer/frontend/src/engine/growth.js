/**
 * How fast a small disturbance of some states grows: the largest real part of the eigenvalues of their block of the Jacobian.
 *
 * It is found as what it means. exp(J T) carries a disturbance over the time T; squared again and again, T doubles, until the
 * logarithm of its size grows by the same rate from one doubling to the next. Other than power iteration on J itself this
 * needs neither a real eigenvalue nor entries of one sign: what is taken away from the resting cells makes some negative.
 */

/** Norm of J h at which its exponential is begun, terms of its series, passes that balance J, rounds enough for any eigenvalues. */
const SMALL = 1 / 8;
const TERMS = 7;
const PASSES = 3;
const ROUNDS = 60;
/** Change of the rate, relative to the size of the matrix, at which the doubling ends. */
const SETTLED = 1e-11;
/** Points of the grid from one at which the rate is worked out to the next. */
const EVERY = 4;

/** The growth rate of a matrix, row-major, length size², which is spoilt. NaN when an entry is no number. */
export function growthRate(matrix, size) {
  balance(matrix, size);
  const norm = frobenius(matrix);
  if (norm === 0 || !Number.isFinite(norm)) return norm;
  let h = SMALL / norm;
  let power = exponential(matrix, size, h);
  let next = new Float64Array(size * size);
  let logarithm = rescale(power);
  let rate = Infinity;
  for (let round = 0; round < ROUNDS; round++, h *= 2) {
    multiply(power, power, size, next);
    [power, next] = [next, power];
    const doubled = 2 * logarithm + rescale(power);
    const before = rate;
    rate = (doubled - logarithm) / h;
    logarithm = doubled;
    if (Math.abs(rate - before) < SETTLED * norm) break;
  }
  return rate;
}

/** Growth rates of a block of states at the grid points of a run: worked out at every fourth one, straight lines in between. */
export function growthAlong(model, run, names) {
  const places = names.map((name) => model.states.indexOf(name));
  const all = model.states.length;
  const jacobian = new Float64Array(all * all);
  const block = new Float64Array(places.length ** 2);
  const last = run.t.length - 1;
  const found = new Float64Array(last + 1);
  for (let k = 0, before = 0; k <= last; k++) {
    if (k % EVERY && k < last) continue;
    model.jacobian(run.stateRows[k], run.parameters, jacobian);
    let entry = 0;
    for (const i of places) for (const j of places) block[entry++] = jacobian[i * all + j];
    found[k] = growthRate(block, places.length);
    for (let i = before + 1; i < k; i++) found[i] = found[before] + ((found[k] - found[before]) * (i - before)) / (k - before);
    before = k;
  }
  return found;
}

/** Other units for each state, so that rows and columns are of one size: the eigenvalues stay, and far fewer rounds are enough. */
function balance(matrix, size) {
  for (let pass = 0; pass < PASSES; pass++) {
    for (let i = 0; i < size; i++) {
      let [row, column] = [0, 0];
      for (let j = 0; j < size; j++) {
        if (j === i) continue;
        row += Math.abs(matrix[i * size + j]);
        column += Math.abs(matrix[j * size + i]);
      }
      if (!(row > 0 && column > 0)) continue;
      const factor = Math.sqrt(row / column);
      for (let j = 0; j < size; j++) {
        matrix[i * size + j] /= factor;
        matrix[j * size + i] *= factor;
      }
    }
  }
}

/** exp(matrix · h) by its series, for a small matrix · h. */
function exponential(matrix, size, h) {
  let sum = new Float64Array(size * size);
  let product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) sum[i * size + i] = 1;
  for (let term = TERMS; term > 0; term--) {
    multiply(matrix, sum, size, product);
    for (let i = 0; i < product.length; i++) product[i] *= h / term;
    for (let i = 0; i < size; i++) product[i * size + i] += 1;
    [sum, product] = [product, sum];
  }
  return sum;
}

function multiply(a, b, size, out) {
  for (let i = 0; i < size; i++) {
    const row = i * size;
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += a[row + k] * b[k * size + j];
      out[row + j] = sum;
    }
  }
}

/** Bring a matrix to norm 1 in its own place; returns the logarithm of the norm it had. */
function rescale(matrix) {
  const norm = frobenius(matrix);
  for (let i = 0; i < matrix.length; i++) matrix[i] /= norm;
  return Math.log(norm);
}

function frobenius(matrix) {
  let sum = 0;
  for (let i = 0; i < matrix.length; i++) sum += matrix[i] * matrix[i];
  return Math.sqrt(sum);
}
