/** What a figure shows now: the controls' values, the run that follows from them, the day looked at, and what is pinned. */

import { facts, scores, sentence } from "../engine/facts.js";
import { growthAlong } from "../engine/growth.js";
import { solve } from "../engine/solve.js";
import { shortNumber } from "./dom.js";

const ONE_CELL = 1e-9; // in Gcell
const TOLERANCE = { rtol: 1e-7, atol: 1e-10 };

/** The name of the curve that is no quantity of the model (growth.py). */
const GROWTH = "growth";

/** What each kind of control means for the values and doses of a run; the same in Python (`controls.py`, `choices.py`). */
const MEANINGS = {
  slider({ name, dose, field }, position, values, doses) {
    if (dose === null) values[name] = position;
    else if (doses[dose]) doses[dose][field] = position;
  },
  given({ dose }, position, values, doses) {
    if (!position) doses[dose] = null;
  },
  choice({ options }, position, values, doses) {
    const option = options[Number(position)];
    Object.assign(values, option.values);
    doses.push(...option.doses);
  },
};

/** A position that a control can have, nearest to the one wanted. */
const POSSIBLE = {
  slider: ({ low, high }, position) => Math.min(high, Math.max(low, position)),
  given: (control, position) => Boolean(position),
  choice: ({ value, options }, position) =>
    typeof value === "boolean" ? Boolean(position) : Math.min(options.length - 1, Math.max(0, Math.round(position))),
};

export class State {
  /** `traits`: the widget's model; `model`: the generated model. Calls its `listeners` after each new run, failure or day. */
  constructor(traits, model) {
    this.traits = traits;
    this.model = model;
    this.spec = traits.get("spec");
    this.controls = new Map(this.spec.controls.map((control) => [control.name, control]));
    this.day = this.spec.day;
    this.looks = false; // whether anything shows that day
    this.pinned = null;
    this.listeners = [];
    this.waiting = false;
    for (const name of this.controls.keys()) traits.on(`change:${name}`, () => this.later());
  }

  value(name) {
    return this.traits.get(name);
  }

  /** Move controls; the sliders follow. Values stay within what the control can have. */
  set(values) {
    for (const [name, value] of Object.entries(values)) {
      const control = this.controls.get(name);
      if (control && Number.isFinite(Number(value))) this.traits.set(name, POSSIBLE[control.kind](control, Number(value)));
    }
    this.traits.save_changes();
  }

  reset() {
    this.set(Object.fromEntries(this.spec.controls.map((control) => [control.name, control.value])));
  }

  /** Look at a day; nothing is solved again. */
  look(day) {
    this.day = Math.min(this.spec.days, Math.max(0, day));
    for (const listener of this.listeners) listener();
  }

  /** Several traits that change in one go make one run. */
  later() {
    if (this.waiting) return;
    this.waiting = true;
    queueMicrotask(() => {
      this.waiting = false;
      this.update();
    });
  }

  update() {
    try {
      this.run = this.solved(this.positions());
      this.failure = null;
    } catch (error) {
      this.failure = error.message;
    }
    for (const listener of this.listeners) listener();
  }

  /** Where the controls stand: { name: value }. */
  positions() {
    return Object.fromEntries([...this.controls.keys()].map((name) => [name, this.value(name)]));
  }

  /** Parameters and starting values, and the doses, that positions of the controls mean; what is no control's name is such a value. */
  meaning(positions) {
    const values = { ...this.spec.values };
    const doses = this.spec.doses.map((dose) => ({ ...dose }));
    for (const [name, position] of Object.entries(positions)) {
      const control = this.controls.get(name);
      if (control) MEANINGS[control.kind](control, position, values, doses);
      else values[name] = position;
    }
    return { values, doses: doses.filter(Boolean) };
  }

  solved(positions) {
    const { values, doses } = this.meaning(positions);
    const { days, step } = this.spec;
    const run = solve(this.model, { values, doses: doses.flatMap(jumps), days, step, ...TOLERANCE });
    const known = facts(this.model, run);
    const told = this.model.sentences.map(({ name }) => ({ name, text: sentence(this.model, values, known, name) }));
    const words = told.filter(({ name }) => name !== "prediction");
    if (run.stopped) words.push({ name: "stopped", text: `The run was ${run.stopped}.` });
    const shown = run.until(known[this.model.shownUntil] ?? Infinity);
    return Object.assign(shown, { values, known, words, positions, courses: {}, answer: told.find(({ name }) => name === "prediction")?.text });
  }

  pin() {
    this.pinned = this.pinned ? null : this.run;
    for (const listener of this.listeners) listener();
  }

  /** The figure's own run to compare with, where it has one. */
  pinOwn() {
    const { pin } = this.spec;
    if (Object.keys(pin).length) this.pinned = this.solved({ ...this.positions(), ...pin });
  }

  /** A quantity's, score's or the growth rate's words: { label, unit, window, healthy, shift }. */
  words(name) {
    const { states, readouts, scores: points, parameters } = this.model.info;
    return states[name] ?? readouts[name] ?? points[name] ?? parameters[name] ?? (name === GROWTH ? this.spec.growth : undefined);
  }

  /** The course of a quantity or score, or of the growth rate, in a run, as people read it; worked out once. */
  course(run, name) {
    return (run.courses[name] ??= this.read(run, name));
  }

  read(run, name) {
    if (name === GROWTH && this.spec.growth) return growthAlong(this.model, run, this.spec.growth.states);
    const course = name in this.model.scores ? scores(this.model, run, run.known, name) : run.course(name);
    const { shift } = this.words(name);
    return shift ? course.map((value) => value + shift) : course;
  }

  /** A level in words: a part of a cell is none. */
  written(name, value) {
    return this.words(name).unit === "Gcell" && value > 0 && value < ONE_CELL ? "less than one cell" : shortNumber(value);
  }

  /** The place in the run of a day: of the one looked at, when no other is given. */
  place(day = this.day) {
    const next = this.run.t.findIndex((time) => time >= day);
    return next < 0 ? this.run.t.length - 1 : next;
  }

  /** A quantity or score on the day looked at. */
  now(name) {
    return this.course(this.run, name)[this.place()];
  }
}

/** The single jumps that a dose, a course of doses or a rate for some days means. */
function jumps({ name, amount, unit, day, every, times, lasting }) {
  const single = (i) => {
    const on = day + i * every;
    return [{ name, amount, unit, day: on }, ...(lasting === null ? [] : [{ name, amount: -amount, unit, day: on + lasting }])];
  };
  return Array.from({ length: times }, (_, i) => single(i)).flat().sort((a, b) => a.day - b.day);
}

/** The value on a control's slider nearest to `value`; the one shown first is always among them. */
export function onStep({ low, high, step, logarithmic, value: first }, value) {
  const within = Math.min(high, Math.max(low, value));
  if (Math.abs(within - first) < 1e-9 * Math.abs(first)) return first;
  if (!logarithmic) return Math.min(high, Number((low + Math.round((within - low) / step) * step).toPrecision(12)));
  return Math.min(high, low * 10 ** (Math.round(Math.log10(within / low) / step) * step));
}
