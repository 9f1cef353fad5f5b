/** The day that a scene shows: a slider with a button that lets the days pass. */

import { h } from "./dom.js";

const STEPS = 280;
/** Seconds in which all days pass. */
const LENGTH = 14;

export class DaySlider {
  constructor(state) {
    this.state = state;
    const { days } = state.spec;
    this.range = h("input", { type: "range", min: 0, max: days, step: days / STEPS, "aria-label": "Day that is shown",
      oninput: () => this.go(Number(this.range.value)) });
    this.button = h("button", { type: "button", onclick: () => (this.playing ? this.stop() : this.play()) }, "Play");
    this.shown = h("output", { class: "cs-day-shown" });
    this.element = h("div", { class: "cs-day" }, this.button, this.range, this.shown);
  }

  go(day) {
    this.stop();
    this.state.look(day);
  }

  play() {
    const { days } = this.state.spec;
    let day = this.state.day >= days ? 0 : this.state.day;
    let before = null;
    const step = (time) => {
      day += before === null ? 0 : ((time - before) / 1000 / LENGTH) * days;
      before = time;
      this.state.look(day);
      if (day < days) this.playing = requestAnimationFrame(step);
      else this.stop();
    };
    this.playing = requestAnimationFrame(step);
    this.button.textContent = "Pause";
  }

  stop() {
    cancelAnimationFrame(this.playing);
    this.playing = null;
    this.button.textContent = "Play";
  }

  draw() {
    const text = `day ${this.state.day.toFixed(1)}`;
    this.range.value = this.state.day;
    this.range.setAttribute("aria-valuetext", text);
    this.shown.textContent = text;
  }
}
