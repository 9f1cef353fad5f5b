/** Where something comes from: quantities of one unit stacked over time, with the pinned run's sum as a dashed line. */

import { area } from "../../engine/facts.js";
import { h, labelled, legendKey, shortNumber } from "../dom.js";
import { Plot } from "../plot.js";
import { roundUp } from "../scale.js";

export class SourcesView {
  constructor(state) {
    this.state = state;
    this.names = state.spec.shows.sources;
    this.plot = new Plot({ name: "sources", aspect: 2.4 });
    this.words = this.names.map((name) => state.words(name));
    this.plot.svg.setAttribute("aria-label", `Stacked over time: ${this.words.map(({ label }) => label).join(", ")}`);
    this.plot.svg.setAttribute("role", "img");
    this.shares = this.names.map(() => h("span", { class: "cs-now" }));
    this.element = h("figure", { class: "cs-view" }, h("div", { class: "cs-legend" }, this.names.map((_, i) =>
      legendKey(`cs-area cs-colour-${i + 1}`, labelled(this.words[i]), this.shares[i]))), this.plot.svg);
  }

  resize(width) {
    return this.plot.resize(width);
  }

  draw() {
    const { state, plot, names } = this;
    const { t } = state.run;
    const courses = (run) => names.map((name) => state.course(run, name));
    const sums = stacked(courses(state.run), t.length);
    const before = state.pinned && stacked(courses(state.pinned), state.pinned.t.length).at(-1);
    const most = [...sums.at(-1), ...(before ?? [])].reduce((a, b) => Math.max(a, b), 0);
    plot.scales({ x: { low: 0, high: state.spec.days }, y: { low: 0, high: roundUp(most * 1.02) }, xTitle: () => ["day"], yTitle: () => [""] });
    for (let i = names.length; i > 0; i--) {
      const [upper, lower] = [plot.polyline(t, sums[i]), plot.polyline([...t].reverse(), [...sums[i - 1]].reverse())];
      plot.path(names[i - 1], `cs-fill cs-fill-${i}`).setAttribute("d", `${upper}${lower.replace("M", "L")}Z`);
    }
    plot.line("pinned", "cs-line cs-pinned", before ? state.pinned.t : [], before ?? []);
    const areas = courses(state.run).map((course) => area(t, course));
    const all = areas.reduce((a, b) => a + b, 0);
    areas.forEach((part, i) => (this.shares[i].textContent = all > 0 ? ` ${shortNumber((100 * part) / all)} % in all` : ""));
  }
}

/** Running sums of courses, beginning with zero: one more than there are courses. */
function stacked(courses, length) {
  const sums = [new Float64Array(length)];
  for (const course of courses) sums.push(sums.at(-1).map((sum, i) => sum + course[i]));
  return sums;
}
