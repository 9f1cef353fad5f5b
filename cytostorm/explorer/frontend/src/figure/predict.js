/** Before the answer shows, the reader commits: draws the expected curve, or chooses one in words. The guess stays. */

import { h } from "./dom.js";

export class Prediction {
  /** `reveal()` is called once, when the reader has asked for the answer. */
  constructor(state, time, reveal) {
    const { question, choices } = state.spec.predict;
    Object.assign(this, { state, time, reveal });
    time.hidden = true;
    const group = `cs-predict-${Prediction.count++}`;
    this.show = h("button", { type: "button", class: "cs-primary", disabled: true, onclick: () => this.finish() }, "Show the answer");
    this.hint = h("p", { class: "cs-hint" }, "Draw the curve you expect on the empty figure, or choose:");
    this.feedback = h("p", { class: "cs-feedback", role: "status" });
    this.options = h("fieldset", {}, h("legend", {}, question), this.hint, choices.map((text) => h("label", {},
      h("input", { type: "radio", name: group, value: text, onchange: () => this.commit() }), ` ${text}`)));
    this.element = h("div", { class: "cs-predict" }, this.options, this.show,
      h("button", { type: "button", onclick: () => this.finish() }, "Skip"), this.feedback);
    this.draw(time.plot.svg);
  }

  static count = 0;

  commit() {
    this.show.disabled = false;
  }

  draw(svg) {
    let drawing = false;
    svg.classList.add("cs-drawable");
    this.listeners = {
      pointerdown: (event) => {
        drawing = true;
        this.time.guess = [];
        svg.setPointerCapture(event.pointerId);
        event.preventDefault();
      },
      pointermove: (event) => {
        if (!drawing) return;
        const [day, level] = this.time.plot.at(event);
        const guess = this.time.guess;
        if (!guess.length || day > guess.at(-1)[0]) guess.push([Math.max(0, day), Math.max(0, level)]);
        this.time.draw();
      },
      pointerup: () => {
        drawing = false;
        if (this.time.guess?.length > 1) this.commit();
      },
    };
    for (const [name, listener] of Object.entries(this.listeners)) svg.addEventListener(name, listener);
  }

  finish() {
    const svg = this.time.plot.svg;
    for (const [name, listener] of Object.entries(this.listeners)) svg.removeEventListener(name, listener);
    svg.classList.remove("cs-drawable");
    const chosen = this.options.querySelector("input:checked")?.value;
    const answer = this.state.run.answer;
    const truth = `In this model: ${lower(answer)}.`;
    this.feedback.textContent = chosen === undefined ? `${this.time.guess ? "Your curve stays on the figure. " : ""}${truth}`
      : chosen === answer ? `Yes. ${truth}` : `You chose: ${lower(chosen)}. ${truth} What makes the difference?`;
    this.options.disabled = true;
    for (const button of this.element.querySelectorAll("button")) button.remove();
    this.hint.remove();
    this.time.hidden = false;
    this.reveal();
  }
}

const lower = (text) => text[0].toLowerCase() + text.slice(1).replace(/\.$/, "");
