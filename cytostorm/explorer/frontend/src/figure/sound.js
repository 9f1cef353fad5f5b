/** The loop as a microphone hears it: a fixed tone whose loudness follows the answer to one tap. Silent until asked. */

import { solve } from "../engine/solve.js";
import { h } from "./dom.js";

const SECONDS = 5;
const POINTS = 250;
const PITCH = 392;
const FIRST = 0.2;

/**
 * Loudness from 0 to 1 over the run, as an array: how a quantity answers to one dose on day 0 with all inputs and starts at zero.
 * It begins at a fifth of what the loudspeaker can give; a swelling answer is cut off at 1.
 */
export function loudness(model, values, dose, of, days) {
  const quiet = Object.fromEntries(model.states.map((name) => [name, 0]));
  const run = solve(model, { values: { ...values, ...quiet }, doses: [{ name: dose, amount: 1, day: 0 }], days, step: days / POINTS });
  const course = run.course(of);
  const first = course.slice(0, POINTS / 10).reduce((a, b) => Math.max(a, b), 1e-12);
  // A run that was stopped had outgrown the loudspeaker long before its end.
  const heard = (level) => Math.min(1, (FIRST * Math.max(0, level)) / first);
  return Float32Array.from({ length: POINTS + 1 }, (_, i) => (i < course.length ? heard(course[i]) : 1));
}

export class Sound {
  constructor(state) {
    this.state = state;
    this.button = h("button", { type: "button", onclick: () => (this.tone ? this.stop() : this.play()) }, "Tap and listen");
    this.volume = h("input", { type: "range", min: 0, max: 100, value: 40, "aria-label": "Volume", oninput: () => this.turn() });
    this.note = h("span", { class: "cs-note", role: "status" });
    this.element = h("div", { class: "cs-tools", role: "group", "aria-label": "Hear the loop" },
      this.button, h("label", {}, "Volume ", this.volume), this.note);
  }

  play() {
    const { model, spec, run } = this.state;
    const heard = loudness(model, run.values, spec.hear.dose, spec.hear.of, spec.days);
    const context = (this.context ??= new AudioContext());
    context.resume();
    const [tone, shape] = [context.createOscillator(), context.createGain()];
    this.master = context.createGain();
    this.turn();
    tone.frequency.value = PITCH;
    shape.gain.setValueCurveAtTime(heard, context.currentTime, SECONDS);
    tone.connect(shape).connect(this.master).connect(context.destination);
    tone.onended = () => this.tone === tone && this.stop();
    tone.start();
    tone.stop(context.currentTime + SECONDS);
    this.tone = tone;
    this.button.textContent = "Stop the sound";
    const [early, late] = [heard[POINTS / 10], heard.at(-1)];
    this.note.textContent = late > early * 1.05 ? "The tap swells."
      : late < early * 0.95 ? "The tap fades." : "The tap neither fades nor swells.";
  }

  stop() {
    this.tone?.stop();
    this.tone = null;
    this.button.textContent = "Tap and listen";
  }

  turn() {
    if (this.master) this.master.gain.value = (this.volume.value / 100) ** 2;
  }
}
