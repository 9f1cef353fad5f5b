/** What stands at a bedside: vital signs large, the laboratory small, each with its course until the day shown. */

import { h, s, shortNumber, unitText } from "../dom.js";

const WIDTH = 100;
const HEIGHT = 24;

export class MonitorView {
  constructor(state) {
    this.state = state;
    this.tiles = state.spec.shows.monitor.map((name) => this.tile(name));
    this.element = h("div", { class: "cs-view cs-monitor", role: "group", "aria-label": "Monitor of the patient" }, this.tiles.map(({ element }) => element));
  }

  tile(name) {
    const { label, unit, healthy } = this.state.words(name);
    const value = h("span", { class: "cs-value" });
    const verdict = h("span", { class: "cs-verdict" });
    const path = s("path", { class: "cs-spark" });
    const element = h("div", { class: "cs-tile" }, h("span", { class: "cs-label" }, label),
      h("span", {}, value, " ", h("span", { class: "cs-unit" }, unitText(unit)), " ", verdict),
      s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" }, path));
    return { name, healthy, value, verdict, path, element };
  }

  /** It fits any width; it is drawn once there is one. */
  resize(width) {
    const first = !this.width && width > 0;
    this.width = width;
    return first;
  }

  draw() {
    const { state } = this;
    const { t } = state.run;
    const place = state.place();
    for (const { name, healthy, value, verdict, path, element } of this.tiles) {
      const course = state.course(state.run, name);
      const now = course[place];
      value.textContent = shortNumber(Number(now.toPrecision(3)));
      const off = !healthy ? "" : now > healthy[1] ? "high" : now < healthy[0] ? "low" : "";
      verdict.textContent = off;
      element.classList.toggle("cs-off", Boolean(off));
      path.setAttribute("d", spark(t, course, place, state.spec.days, state.words(name).window));
    }
  }
}

/** A course until a place as a small line over all days. */
function spark(t, course, place, days, window) {
  const seen = course.reduce(([low, high], x) => [Math.min(low, x), Math.max(high, x)], window ?? [Infinity, -Infinity]);
  const [low, high] = seen[1] > seen[0] ? seen : [seen[0] - 1, seen[0] + 1];
  let d = "";
  for (let i = 0; i <= place; i += 4) d += `${d ? "L" : "M"}${((WIDTH * t[i]) / days).toFixed(1)} ${(HEIGHT - 1 - ((HEIGHT - 2) * (course[i] - low)) / (high - low)).toFixed(1)}`;
  return d;
}
