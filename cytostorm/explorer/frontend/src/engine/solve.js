/** A model followed from day 0 to the last day, dose by dose: the one way in for figures. */

import { DormandPrince } from "./dopri5.js";
import { outputGrid } from "./grid.js";
import { integrate, lostState, total } from "./integrate.js";
import { Rodas4 } from "./rodas.js";
import { Run, SolverError, checkValues, parameterVector, startVector } from "./run.js";
import { format } from "./template.js";

export { SolverError };

/**
 * Solve a generated model.
 *
 * values: overrides by name, of parameters and of states' starting values; days, step: length of the run and of the output grid, in days;
 * doses: [{ name, amount, day }], amounts in the unit that the model declares; doses after the last day are not given;
 * rtol, atol: error allowed a step, relative and absolute; budget: steps that each method may try.
 * Returns a Run. Throws SolverError when no method gets through, Error when an argument makes no sense; each with one sentence.
 */
export function solve(model, { values = {}, days, doses = [], step, rtol = 1e-6, atol = 1e-9, budget = 20000 }) {
  checkValues(model, values);
  checkCourse(model, days, step, doses);
  const parameters = parameterVector(model, values);
  const y = startVector(model, values, parameters);
  const course = new Course(model, outputGrid(days, step, doses.map((dose) => dose.day)), atol);
  const tolerance = { rtol, atol, budget };
  const methods = [new DormandPrince(model, parameters)];
  const stops = [...new Set([...doses.map((dose) => dose.day).filter((day) => day <= days), days])].sort((a, b) => a - b);
  let from = 0;
  for (const to of [0, ...stops.filter((day) => day > 0)]) {
    if (to > from) follow(model, parameters, methods, from, to, y, tolerance, course);
    if (course.stopped) break;
    give(model, doses.filter((dose) => dose.day === to), y, parameters);
    const lost = lostState(y, y);
    if (lost >= 0) throw new SolverError(failureSentence(model, { day: to, reason: lost }, budget));
    course.write(to, y);
    from = to;
  }
  checkSigns(model, course);
  const count = (what) => methods.reduce((sum, method) => sum + method[what], 0);
  return new Run(model, parameters, course.t.slice(0, course.filled), course.y.slice(0, course.filled * y.length), {
    solver: methods.at(-1).name,
    steps: count("steps"),
    evaluations: count("evaluations"),
    stopped: course.stopped,
    doses,
  });
}

/** What cannot be negative is negative, by more than rounding: the values describe nothing that can be. */
function checkSigns(model, course) {
  const width = model.states.length;
  for (const [i, name] of model.states.entries()) {
    if (model.signed.includes(name)) continue;
    let most = 0;
    for (let k = 0; k < course.filled; k++) most = Math.max(most, course.y[k * width + i]);
    for (let k = 0; k < course.filled; k++) {
      if (course.y[k * width + i] >= -1e-6 * most - 1e-6) continue;
      const { label } = model.info.states[name];
      throw new SolverError(`On day ${format(course.t[k], 1, "f")} ${name} (${label}) falls below 0; these values describe nothing that can be.`);
    }
  }
}

/** The doses of one day. They may not take below zero what has no meaning there; rounding of on and off is 0. */
function give(model, doses, y, parameters) {
  const before = y.slice();
  for (const { name, amount } of doses) model.doses[name].jump(y, parameters, amount);
  for (let i = 0; i < y.length; i++) {
    if (y[i] === before[i] || !(y[i] < 0) || model.signed.includes(model.states[i])) continue;
    if (y[i] < -1e-9 * Math.abs(before[i]) - 1e-12) {
      throw new SolverError(`On day ${format(doses[0].day, 1, "f")} the dose of ${doses.map(({ name }) => name).join(" and of ")} would take ${model.states[i]} below 0.`);
    }
    y[i] = 0;
  }
}

/** One stretch without a dose; when the quick method fails, the same stretch again with the stiff one, which then stays. */
function follow(model, parameters, methods, from, to, y, tolerance, course) {
  const mark = course.filled;
  const start = y.slice();
  course.begin(y, parameters);
  const walk = () => {
    const method = methods.at(-1);
    return integrate(method, from, to, y, tolerance, (day, h, now) => course.observe(method, y, day, h, now, to));
  };
  let failure = walk();
  if (failure && methods.at(-1).explicit) {
    methods.push(new Rodas4(model, parameters));
    y.set(start);
    course.filled = mark;
    failure = walk();
  }
  if (failure) throw new SolverError(failureSentence(model, failure, tolerance.budget));
}

function failureSentence(model, { day, reason }, budget) {
  const why = {
    budget: `${grouped(budget)} steps were not enough`,
    step: "they change there faster than any step can follow",
  }[reason] ?? `${model.states[reason]} is no longer a number`;
  return `The equations could not be followed past day ${format(day, 1, "f")}: ${why}.`;
}

/** Tolerances by which the solver may stray below zero; such a value of a quantity that cannot be negative is written down as 0. */
const NOISE = 1000;

/** The table that fills up as the run goes on, and the watch on its growth. */
class Course {
  filled = 0;
  stopped = null;
  #reference;

  constructor(model, grid, atol) {
    this.model = model;
    this.#reference = atol; // what lies below the tolerance is the solver's noise, and its growth means nothing
    this.noise = -NOISE * atol;
    this.positive = model.states.map((name) => !model.signed.includes(name));
    this.t = grid;
    this.y = new Float64Array(grid.length * model.states.length);
    this.row = new Float64Array(model.states.length);
  }

  write(day, y) {
    this.t[this.filled] = day;
    const row = this.filled * y.length;
    for (let i = 0; i < y.length; i++) this.y[row + i] = y[i] < 0 && y[i] > this.noise && this.positive[i] ? 0 : y[i];
    this.filled++;
  }

  /** Growth is measured against the largest state that a stretch began with, one day of its first speed included. */
  begin(y, parameters) {
    this.model.rhs(y, parameters, this.row);
    this.#reference = Math.max(this.#reference, total(y) + total(this.row) || 0);
  }

  /** Write down the grid points inside a kept step (`to`, where the stretch ends, is written after its doses); true ends the run. */
  observe(method, y, day, h, now, to) {
    const limit = this.model.growthLimit ? this.model.growthLimit * this.#reference : Infinity;
    const ends = total(method.next) > limit;
    const end = ends ? day + h * this.crossing(method, y, limit) : now;
    for (; this.t[this.filled] < to && (ends ? this.t[this.filled] < end : this.t[this.filled] <= end); ) {
      method.dense(y, (this.t[this.filled] - day) / h, this.row);
      this.write(this.t[this.filled], this.row);
    }
    if (!ends) return false;
    method.dense(y, (end - day) / h, this.row);
    this.write(end, this.row);
    this.stopped = `stopped on day ${format(end, 1, "f")}: all levels together had grown ${fold(this.model.growthLimit)}, counted from the largest start (day 0 or a dose) and one day at the speed there`;
    return true;
  }

  /** Where in the step, as a fraction of it, the limit is passed: by bisection. */
  crossing(method, y, limit) {
    let below = 0, above = 1;
    for (let i = 0; i < 50; i++) {
      const middle = (below + above) / 2;
      method.dense(y, middle, this.row);
      if (total(this.row) > limit) above = middle;
      else below = middle;
    }
    return above;
  }
}

const fold = (limit) => (limit === 1e6 ? "a million-fold" : `${grouped(limit)}-fold`);
/** 20000 -> "20,000"; not toLocaleString, which writes differently on every machine. */
const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

function checkCourse(model, days, step, doses) {
  if (!(days > 0 && days < Infinity)) throw new Error(`A run must last a positive number of days, not ${days}.`);
  if (!(step > 0 && step < Infinity)) throw new Error(`The output step must be a positive number of days, not ${step}.`);
  for (const { name, amount, day } of doses) {
    if (!Object.hasOwn(model.doses, name)) throw new Error(`The model ${model.name} has no dose called ${name}.`);
    if (!Number.isFinite(amount)) throw new Error(`The amount of ${name} must be a finite number, not ${amount}.`);
    if (!(day >= 0 && day < Infinity)) throw new Error(`The day of ${name} must be 0 or later, not ${day}.`);
  }
}
