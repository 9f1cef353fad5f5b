/** What a figure shows now: the controls' values, the run that follows from them, and what is pinned. */

import { facts, sentence } from "../engine/facts.js";
import { solve } from "../engine/solve.js";

const TOLERANCE = { rtol: 1e-7, atol: 1e-10 };

export class State {
  /** `traits`: the widget's model; `model`: the generated model. Calls its `listeners` after each new run or failure. */
  constructor(traits, model) {
    this.traits = traits;
    this.model = model;
    this.spec = traits.get("spec");
    this.controls = new Map(this.spec.controls.map((control) => [control.name, control]));
    this.pinned = null;
    this.listeners = [];
    this.waiting = false;
    for (const name of this.controls.keys()) traits.on(`change:${name}`, () => this.later());
  }

  value(name) {
    return this.traits.get(name);
  }

  /** Move controls; the sliders follow. Values stay within the slider's range. */
  set(values) {
    for (const [name, value] of Object.entries(values)) {
      const control = this.controls.get(name);
      if (control && Number.isFinite(value)) this.traits.set(name, Math.min(control.high, Math.max(control.low, value)));
    }
    this.traits.save_changes();
  }

  reset() {
    this.set(Object.fromEntries(this.spec.controls.map((control) => [control.name, control.value])));
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

  /** Parameters and starting values, and the doses, that some positions of the controls mean. */
  meaning(positions) {
    const values = { ...this.spec.values };
    const doses = this.spec.doses.map((dose) => ({ ...dose }));
    for (const [name, value] of Object.entries(positions)) {
      const { dose, field } = this.controls.get(name);
      if (dose === null) values[name] = value;
      else doses[dose][field] = value;
    }
    return { values, doses };
  }

  solved(positions) {
    const { values, doses } = this.meaning(positions);
    const { days, step } = this.spec;
    const run = solve(this.model, { values, doses, days, step, ...TOLERANCE });
    const known = facts(this.model, run);
    const told = this.model.sentences.map(({ name }) => ({ name, text: sentence(this.model, values, known, name) }));
    const words = told.filter(({ name }) => name !== "prediction");
    if (run.stopped) words.push({ name: "stopped", text: `The run was ${run.stopped}.` });
    const shown = run.until(known[this.model.shownUntil] ?? Infinity);
    return Object.assign(shown, { values, doses, words, positions, answer: told.find(({ name }) => name === "prediction")?.text });
  }

  pin() {
    this.pinned = this.pinned ? null : this.run;
    for (const listener of this.listeners) listener();
  }

  /** A quantity's words: { label, unit }. */
  words(name) {
    const { states, readouts, parameters } = this.model.info;
    return states[name] ?? readouts[name] ?? parameters[name];
  }
}

/** The value on a control's slider nearest to `value`; the one shown first is always among them. */
export function onStep({ low, high, step, logarithmic, value: first }, value) {
  const within = Math.min(high, Math.max(low, value));
  if (Math.abs(within - first) < 1e-9 * Math.abs(first)) return first;
  if (!logarithmic) return Math.min(high, Number((low + Math.round((within - low) / step) * step).toPrecision(12)));
  return Math.min(high, low * 10 ** (Math.round(Math.log10(within / low) / step) * step));
}
