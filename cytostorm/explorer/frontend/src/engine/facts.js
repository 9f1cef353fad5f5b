/** What a run amounts to: facts (numbers), scores (points over time), sentences (words). Definitions shared with the Python side. */

import { parameterVector } from "./run.js";
import { fill } from "./template.js";

/** The facts of a run, in the model's order, each worked out when it is first asked for. It may use the others, and scores. */
export function facts(model, run) {
  const values = [];
  const courses = {};
  const points = (name) => (courses[name] ??= scores(model, run, values, name));
  model.facts.forEach((fact, i) => {
    const found = (value) => (Object.defineProperty(values, i, { value, enumerable: true }), value);
    Object.defineProperty(values, i, { configurable: true, enumerable: true, get: () => found(functionals[fact.kind](fact, run, values, points)) });
  });
  return values;
}

/** The points of the score `name` at each grid point: the largest, the sum or the first of the rows that hold there; 0 when none does. */
export function scores(model, run, values, name) {
  const { combine, rows } = model.scores[name];
  return run.t.map((_, i) => {
    const held = rows.filter((row) => holds(row, run, i, values)).map((row) => row.points);
    if (held.length === 0) return 0;
    return combine === "first" ? held[0] : combine === "sum" ? held.reduce((a, b) => a + b) : Math.max(...held);
  });
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
    .filter((words) => words !== "")
    .join(" ");
}

const functionals = {
  peak: (fact, ...run) => summit(course(fact, ...run), run[0], fact).value,
  time_of_peak: (fact, ...run) => summit(course(fact, ...run), run[0], fact).time,

  first_time(fact, run, values, points) {
    const wanted = fact.held?.(run.parameters, values);
    const met = wanted === undefined ? (_, i) => holds(fact, run, i, values, points) : (time) => time >= wanted;
    const first = (wanted === undefined ? run.t : timesHeld(fact, run, values, points)).findIndex(met);
    return first < 0 ? Infinity : run.t[first];
  },

  last_time(fact, run, values, points) {
    const last = run.t.findLastIndex((_, i) => holds(fact, run, i, values, points));
    return last < 0 ? -Infinity : run.t[last];
  },

  time_above: (fact, ...run) => timesHeld(fact, ...run).at(-1),

  value_at(fact, run, values, points) {
    const { t } = run;
    const asked = fact.at(run.parameters, values);
    const time = asked === Infinity ? t[t.length - 1] : asked;
    if (!(time >= t[0] && time <= t[t.length - 1])) return NaN;
    const right = t.findIndex((day) => day >= time);
    const at = (i) => valueAt(fact, run, i, values, points);
    if (t[right] === time) return at(right);
    const share = (time - t[right - 1]) / (t[right] - t[right - 1]);
    return at(right - 1) + share * (at(right) - at(right - 1));
  },

  area: (fact, ...run) => area(run[0].t, course(fact, ...run)),

  doses_given: (fact, run) => given(fact, run).length,
  amount_given: (fact, run) => given(fact, run).reduce((sum, { amount }) => sum + amount, 0),
  days_given: (fact, run) => new Set(given(fact, run).map(({ day }) => Math.floor(day))).size,
};

const place = (run, i, values, points) => [run.stateRows[i], run.readoutRows[i], run.parameters, run.t[i], values, (name) => points(name)[i]];
const valueAt = (fact, ...at) => fact.of(...place(...at));
const holds = (fact, ...at) => fact.when(...place(...at));
const course = (fact, run, ...rest) => run.t.map((_, i) => valueAt(fact, run, i, ...rest));
const given = (fact, run) => run.doses.filter(({ name, amount, day }) => name === fact.dose && amount && day <= run.t.at(-1));

/** The area under heights at times, by trapezia. */
export function area(t, heights) {
  let sum = 0;
  for (let i = 0; i + 1 < t.length; i++) sum += (t[i + 1] - t[i]) * 0.5 * (heights[i] + heights[i + 1]);
  return sum;
}

/** For how long in all the condition has held, at each grid point. */
function timesHeld(fact, run, ...rest) {
  const held = new Float64Array(run.t.length);
  for (let i = 0; i + 1 < held.length; i++) held[i + 1] = held[i] + (holds(fact, run, i, ...rest) ? run.t[i + 1] - run.t[i] : 0);
  return held;
}

/**
 * The highest point: the vertex of the parabola through the three grid points around the largest, where no dose falls among
 * them and the height does not move in steps.
 */
function summit(heights, { t, doses }, { inSteps }) {
  let top = 0;
  for (let i = 1; i < heights.length; i++) if (heights[i] > heights[top]) top = i;
  const highest = { time: t[top], value: heights[top] };
  if (inSteps || top === 0 || top === t.length - 1) return highest;
  if (doses.some(({ day }) => day === t[top] || day === t[top + 1])) return highest;
  const before = t[top] - t[top - 1];
  const after = t[top + 1] - t[top];
  const bend = heights[top - 1] - 2 * heights[top] + heights[top + 1];
  if (Math.abs(after - before) > 1e-9 * after || !(bend < 0)) return highest;
  const tilt = heights[top - 1] - heights[top + 1];
  const shift = (0.5 * tilt) / bend;
  return { time: t[top] + shift * after, value: heights[top] - 0.25 * tilt * shift };
}
