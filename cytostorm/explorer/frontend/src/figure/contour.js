/** Where a function of two variables is zero, as polylines: marching squares on a grid, ends joined. */

/** The values of f(x, y) on the grid of xs and ys, row by row (a row holds one y). */
export function sampled(f, xs, ys) {
  const values = new Float64Array(xs.length * ys.length);
  for (let j = 0; j < ys.length; j++) for (let i = 0; i < xs.length; i++) values[j * xs.length + i] = f(xs[i], ys[j]);
  return values;
}

/** Where sampled values are zero: a list of polylines, each a list of [x, y], interpolated along the grid's edges. */
export function zeroContour(values, xs, ys) {
  const columns = xs.length, rows = ys.length;
  const segments = [];
  for (let j = 0; j + 1 < rows; j++) for (let i = 0; i + 1 < columns; i++) square(values, columns, i, j, segments);
  return joined(segments).map((points) => points.map((key) => place(key, values, columns, xs, ys)));
}

/** An edge is named by its lower-left grid point and its direction: 2k = to the right, 2k + 1 = upwards. */
function square(values, columns, i, j, segments) {
  const k = j * columns + i;
  const corners = [values[k], values[k + 1], values[k + columns + 1], values[k + columns]];
  if (!corners.every(Number.isFinite)) return;
  const edges = [2 * k, 2 * (k + 1) + 1, 2 * (k + columns), 2 * k + 1];
  const crossed = edges.filter((_, e) => corners[e] > 0 !== corners[(e + 1) % 4] > 0);
  if (crossed.length === 2) segments.push(crossed);
  if (crossed.length === 4) {
    const middle = corners.reduce((a, b) => a + b) / 4;
    const along = middle > 0 === corners[0] > 0;
    segments.push(along ? [edges[0], edges[1]] : [edges[0], edges[3]], along ? [edges[2], edges[3]] : [edges[1], edges[2]]);
  }
}

function place(key, values, columns, xs, ys) {
  const k = key >> 1, i = k % columns, j = (k - i) / columns;
  const [a, b] = [values[k], values[key & 1 ? k + columns : k + 1]];
  const share = a === b ? 0.5 : a / (a - b);
  return key & 1 ? [xs[i], ys[j] + share * (ys[j + 1] - ys[j])] : [xs[i] + share * (xs[i + 1] - xs[i]), ys[j]];
}

function joined(segments) {
  const at = new Map();
  for (const segment of segments) for (const key of segment) at.set(key, [...(at.get(key) ?? []), segment]);
  const used = new Set();
  const walk = (segment, from) => {
    const points = [];
    for (let key = from; segment && !used.has(segment); ) {
      used.add(segment);
      key = segment[0] === key ? segment[1] : segment[0];
      points.push(key);
      segment = at.get(key).find((other) => !used.has(other));
    }
    return points;
  };
  return segments.filter((segment) => !used.has(segment)).map((segment) => {
    if (used.has(segment)) return [];
    const forward = walk(segment, segment[0]);
    const other = at.get(segment[0]).find((one) => !used.has(one));
    return [...(other ? walk(other, segment[0]).reverse() : []), segment[0], ...forward];
  }).filter((points) => points.length > 1);
}

/** n values from low to high, evenly or by powers. */
export function spread(low, high, n, log = false) {
  return Float64Array.from({ length: n }, (_, i) => (log ? low * (high / low) ** (i / (n - 1)) : low + ((high - low) * i) / (n - 1)));
}
