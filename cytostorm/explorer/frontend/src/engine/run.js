/** What goes into a run and what comes out of it. */

/** A sentence for the reader: the equations could not be followed. */
export class SolverError extends Error {
  name = "SolverError";
}

/** The parameters' values, in the model's order, with the overrides of the object `values`. */
export function parameterVector(model, values) {
  return Float64Array.from(model.parameters, (name, i) => values[name] ?? model.values[i]);
}

/** The starting state; an override by a state's (or an input's) name wins over the model's own start. */
export function startVector(model, values, parameters) {
  const y = new Float64Array(model.states.length);
  model.start(parameters, y);
  model.states.forEach((name, i) => (y[i] = values[name] ?? y[i]));
  return y;
}

/** Throws an Error with one sentence when an override has no such quantity, or is no finite number. */
export function checkValues(model, values) {
  for (const [name, value] of Object.entries(values)) {
    if (!model.parameters.includes(name) && !model.states.includes(name)) throw new Error(`The model ${model.name} has nothing called ${name}.`);
    if (!Number.isFinite(value)) throw new Error(`${name} must be a finite number, not ${value}.`);
  }
}

/**
 * A run: t[i] in days, y[i·states + j] state j on day t[i] (after the jump, on the day of a dose).
 * doses: as given, [{ name, amount, day }]; solver names the method that finished; steps and evaluations count all work done; stopped is null or a sentence.
 */
export class Run {
  #readouts = null;
  #stateRows = null;
  #readoutRows = null;

  constructor(model, parameters, t, y, report) {
    this.model = model;
    this.parameters = parameters;
    this.t = t;
    this.y = y;
    Object.assign(this, report);
  }

  /** The read-outs, row-major like y; worked out when first asked for. */
  get readouts() {
    if (this.#readouts === null) {
      const width = this.model.readouts.length;
      this.#readouts = new Float64Array(this.t.length * width);
      this.stateRows.forEach((y, i) => this.model.readout(y, this.parameters, this.#readouts.subarray(i * width, (i + 1) * width)));
    }
    return this.#readouts;
  }

  /** For each grid point a view of its states. */
  get stateRows() {
    return (this.#stateRows ??= rowsOf(this.y, this.t.length, this.model.states.length));
  }

  /** For each grid point a view of its read-outs. */
  get readoutRows() {
    return (this.#readoutRows ??= rowsOf(this.readouts, this.t.length, this.model.readouts.length));
  }

  /** The run up to a day, which is all of it when that is infinite. */
  until(day) {
    const length = this.t.findLastIndex((time) => time <= day) + 1;
    const { solver, steps, evaluations, stopped, doses } = this;
    const y = this.y.slice(0, length * this.model.states.length);
    return new Run(this.model, this.parameters, this.t.slice(0, length), y, { solver, steps, evaluations, stopped, doses });
  }

  /** The course of one state or read-out over the grid, by name: a new Float64Array. */
  course(name) {
    const state = this.model.states.indexOf(name);
    const column = state >= 0 ? state : this.model.readouts.indexOf(name);
    if (column < 0) throw new Error(`The model ${this.model.name} has no state or read-out called ${name}.`);
    const rows = state >= 0 ? this.stateRows : this.readoutRows;
    return Float64Array.from(rows, (row) => row[column]);
  }
}

function rowsOf(table, length, width) {
  return Array.from({ length }, (_, i) => table.subarray(i * width, (i + 1) * width));
}
