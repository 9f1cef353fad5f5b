/** Dense linear equations of a few dozen unknowns, solved in place: LU factors with partial pivoting. */

/**
 * Factor a square matrix, row-major in `a` (length size²), into L and U in its own place.
 * `rows[k]` records which row was exchanged with row k.
 * Returns false when the matrix is singular (or holds a NaN), and then `a` is spoilt.
 */
export function factor(a, size, rows) {
  for (let k = 0; k < size; k++) {
    let best = k;
    for (let i = k + 1; i < size; i++) if (Math.abs(a[i * size + k]) > Math.abs(a[best * size + k])) best = i;
    rows[k] = best;
    if (best !== k) exchange(a, size, k, best);
    const pivot = a[k * size + k];
    if (!(Math.abs(pivot) > 0 && Math.abs(pivot) < Infinity)) return false;
    for (let i = k + 1; i < size; i++) {
      const multiplier = (a[i * size + k] /= pivot);
      // Models couple each state to a few others: most multipliers are zero, and skipping them is most of the speed.
      if (multiplier === 0) continue;
      for (let j = k + 1; j < size; j++) a[i * size + j] -= multiplier * a[k * size + j];
    }
  }
  return true;
}

function exchange(a, size, k, other) {
  for (let j = 0; j < size; j++) {
    const kept = a[k * size + j];
    a[k * size + j] = a[other * size + j];
    a[other * size + j] = kept;
  }
}

/** Solve with the factors left by `factor`; the right-hand side `b` (length size) becomes the solution. */
export function substitute(a, size, rows, b) {
  // `factor` exchanges whole rows, multipliers included, so all exchanges come before the forward sweep.
  for (let k = 0; k < size; k++) {
    const other = rows[k];
    const kept = b[other];
    b[other] = b[k];
    b[k] = kept;
  }
  for (let i = 1; i < size; i++) {
    let sum = b[i];
    for (let j = 0; j < i; j++) sum -= a[i * size + j] * b[j];
    b[i] = sum;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i];
    for (let j = i + 1; j < size; j++) sum -= a[i * size + j] * b[j];
    b[i] = sum / a[i * size + i];
  }
}
