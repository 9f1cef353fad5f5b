/** What a run amounts to: facts (numbers), scores (points over time), sentences (words). Definitions shared with the Python side. */

import { parameterVector } from "./run.js";
import { fill } from "./template.js";

/** The facts of a run, in the model's order. A fact may use the values of those before it. */
export function facts(model, run) {
  const values = new Float64Array(model.facts.length).fill(NaN);
  model.facts.forEach((fact, i) => (values[i] = functionals[fact.kind](fact, run, values)));
  return values;
}

/** The points of the score `name` at each grid point: the largest, the sum or the first of the rows that hold there; 0 when none does. */
export function scores(model, run, values, name) {
  const { combine, rows } = model.scores[name];
  const points = new Float64Array(run.t.length);
  for (let i = 0; i < points.length; i++) {
    const held = rows.filter((row) => holds(row, run, i, values)).map((row) => row.points);
    if (held.length === 0) continue;
    points[i] = combine === "first" ? held[0] : combine === "sum" ? held.reduce((a, b) => a + b) : Math.max(...held);
  }
  return points;
}

/**
 * The words for a run: of the sentence called `name`, or of all of them joined by spaces, the first row that holds, filled in.
 * `values` are the overrides by name as for `solve`; templates name the sentence's own numbers. "" when no row holds.
 */
export function sentence(model, values, factValues, name = null) {
  const parameters = parameterVector(model, values);
  return model.sentences
    .filter((item) => name === null || item.name === name)
    .map((item) => [item, item.rows.find((row) => row.when(parameters, factValues))])
    .filter(([, row]) => row !== undefined)
    .map(([item, row]) => fill(row.text, (word) => item.numbers[word]?.(parameters, factValues)))
    .join(" ");
}

const functionals = {
  peak: (fact, run) => summit(course(fact, run), run).value,
  time_of_peak: (fact, run) => summit(course(fact, run), run).time,

  first_time(fact, run, values) {
    const first = run.t.findIndex((_, i) => holds(fact, run, i, values));
    return first < 0 ? Infinity : run.t[first];
  },

  time_above(fact, run, values) {
    let sum = 0;
    for (let i = 0; i + 1 < run.t.length; i++) if (holds(fact, run, i, values)) sum += run.t[i + 1] - run.t[i];
    return sum;
  },

  value_at(fact, run, values) {
    const { t } = run;
    const asked = fact.at(run.parameters, values);
    const time = asked === Infinity ? t[t.length - 1] : asked;
    if (!(time >= t[0] && time <= t[t.length - 1])) return NaN;
    const right = t.findIndex((day) => day >= time);
    const at = (i) => valueAt(fact, run, i);
    if (t[right] === time) return at(right);
    const share = (time - t[right - 1]) / (t[right] - t[right - 1]);
    return at(right - 1) + share * (at(right) - at(right - 1));
  },

  area(fact, run) {
    const heights = course(fact, run);
    let sum = 0;
    for (let i = 0; i + 1 < run.t.length; i++) sum += (run.t[i + 1] - run.t[i]) * 0.5 * (heights[i] + heights[i + 1]);
    return sum;
  },
};

const valueAt = (fact, run, i) => fact.of(run.stateRows[i], run.readoutRows[i], run.parameters, run.t[i]);
const holds = (row, run, i, values) => row.when(run.stateRows[i], run.readoutRows[i], run.parameters, run.t[i], values);
const course = (fact, run) => run.t.map((_, i) => valueAt(fact, run, i));

/** The highest point: the vertex of the parabola through the three grid points around the largest, where no dose falls among them. */
function summit(heights, { t, doseDays }) {
  let top = 0;
  for (let i = 1; i < heights.length; i++) if (heights[i] > heights[top]) top = i;
  const highest = { time: t[top], value: heights[top] };
  if (top === 0 || top === t.length - 1 || doseDays.has(t[top]) || doseDays.has(t[top + 1])) return highest;
  const before = t[top] - t[top - 1];
  const after = t[top + 1] - t[top];
  const bend = heights[top - 1] - 2 * heights[top] + heights[top + 1];
  if (Math.abs(after - before) > 1e-9 * after || !(bend < 0)) return highest;
  const tilt = heights[top - 1] - heights[top + 1];
  const shift = (0.5 * tilt) / bend;
  return { time: t[top] + shift * after, value: heights[top] - 0.25 * tilt * shift };
}
