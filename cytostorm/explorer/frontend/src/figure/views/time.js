/** The time course of the quantities shown, linear or logarithmic, with the pinned run and the reader's drawn guess. */

import { h, legendKey, s, shortNumber, unitText } from "../dom.js";
import { Plot } from "../plot.js";
import { roundUp } from "../scale.js";

const DECADES = 7;

export class TimeView {
  constructor(state) {
    this.state = state;
    this.log = state.spec.log;
    this.hidden = false;
    this.guess = null;
    this.plot = new Plot({ name: "time", aspect: state.spec.views.length % 2 ? 2.1 : 1.15 });
    const labels = state.spec.show.map((name) => state.words(name).label);
    this.plot.svg.setAttribute("aria-label", `Time course of ${labels.join(" and ")}`);
    this.cursor = s("path", { class: "cs-cursor", "aria-hidden": "true" });
    this.plot.over.append(this.cursor);
    this.legend = h("div", { class: "cs-legend" });
    this.keys = state.spec.show.map((name, i) => {
      const number = h("span", { class: "cs-now" });
      const { label, unit } = state.words(name);
      this.legend.append(legendKey(`cs-colour-${state.spec.colours[i]}`, unitText(unit) ? `${label} [${unitText(unit)}]` : label, number));
      return number;
    });
    this.element = h("div", { class: "cs-view cs-view-time" }, this.legend, this.plot.svg);
    this.plot.svg.addEventListener("pointermove", (event) => this.read(event));
    this.plot.svg.addEventListener("pointerleave", () => this.read(null));
  }

  draw() {
    const { state, plot } = this;
    const runs = [state.run, ...(state.pinned ? [state.pinned] : [])];
    const courses = state.spec.show.map((name) => runs.map((run) => run.course(name)));
    const top = courses.flat().reduce((most, course) => course.reduce((a, b) => (b > a && Number.isFinite(b) ? b : a), most), 0);
    const high = roundUp(top * 1.02);
    const y = this.log ? { low: high / 10 ** DECADES, high, log: true } : { low: 0, high };
    plot.scales({ x: { low: 0, high: state.spec.days }, y,
      xTitle: () => ["day"], yTitle: () => [this.log ? "level (powers of ten)" : "level"] });
    courses.forEach(([now, pinned], i) => {
      plot.line(`pinned ${i}`, "cs-line cs-pinned", pinned && !this.hidden ? state.pinned.t : [], pinned ?? []);
      plot.line(`now ${i}`, `cs-line cs-stroke-${state.spec.colours[i]}`, this.hidden ? [] : state.run.t, now);
    });
    plot.lines("guess", "cs-line cs-guess", this.guess ? [this.guess] : []);
    this.read(null);
  }

  /** The values under the pointer, or those of the last day. */
  read(event) {
    const { run, spec } = this.state;
    if (this.hidden || !run || !this.plot.x) {
      for (const key of this.keys) key.textContent = "";
      return;
    }
    const day = event ? this.plot.at(event)[0] : run.t[run.t.length - 1];
    let i = run.t.findIndex((time) => time >= day);
    if (i < 0) i = run.t.length - 1;
    const { top, bottom } = this.plot.inner;
    this.cursor.setAttribute("d", event ? `M${this.plot.x(run.t[i])} ${top}V${bottom}` : "");
    spec.show.forEach((name, k) => (this.keys[k].textContent = ` ${shortNumber(run.course(name)[i])} on day ${run.t[i].toFixed(1)}`));
  }
}
