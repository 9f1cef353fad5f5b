/** The time course of what is shown: a panel for each unit, below one another, with the pinned run and the reader's drawn guess. */

import { h } from "../dom.js";
import { Panel } from "./panel.js";

export class TimeView {
  /** `paired`: something of its shape stands beside it. */
  constructor(state, { paired }) {
    this.state = state;
    this.paired = paired;
    this.log = state.spec.log;
    this.hidden = false;
    this.guess = null;
    const lists = grouped(state.spec.show, (name) => JSON.stringify([state.words(name).unit, state.words(name).window]));
    this.panels = lists.map((names, i) => new Panel(this, names, { alone: lists.length === 1, last: i === lists.length - 1 }));
    this.plot = this.panels[0].plot;
    this.element = h("div", { class: "cs-view cs-view-time" }, this.panels.map((panel) => panel.element));
    for (const { plot } of this.panels) {
      plot.svg.addEventListener("pointermove", (event) => this.read(plot.at(event)[0]));
      plot.svg.addEventListener("pointerleave", () => this.read(null));
    }
  }

  /** Whether any panel can have a logarithmic axis. */
  get levels() {
    return this.panels.some((panel) => !panel.window);
  }

  resize(width) {
    return this.panels.map((panel) => panel.plot.resize(width)).some(Boolean);
  }

  draw() {
    for (const panel of this.panels) panel.draw();
    this.read(null);
  }

  /** Show the values of a day, or, when none is pointed at, of the day that the figure looks at, or of the last. */
  read(day) {
    for (const panel of this.panels) panel.read(day);
  }
}

/** The items in lists, one for each key, in the order in which they come. */
function grouped(items, key) {
  const groups = {};
  for (const item of items) (groups[key(item)] ??= []).push(item);
  return Object.values(groups);
}
