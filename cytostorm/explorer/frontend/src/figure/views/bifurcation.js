/** The bifurcation diagram: where the model can rest, for every value of one parameter, and which of these places hold. */

import { axisTitle, h, legendKey, s } from "../dom.js";
import { Plot } from "../plot.js";
import { sampled, spread, zeroContour } from "../contour.js";
import { Planar } from "../planar.js";

const COLUMNS = 64, ROWS = 84;
const LOWEST = 1e-3, HIGHEST = 1e4;

export class BifurcationView {
  constructor(state) {
    this.state = state;
    this.axis = state.controls.get(state.spec.x);
    const shown = state.spec.show.filter((name) => state.model.states.slice(0, 2).includes(name));
    this.of = shown.at(-1) ?? state.model.states[1];
    this.index = state.model.states.indexOf(this.of);
    this.plot = new Plot({ name: "bifurcation", aspect: 1.15 });
    this.plot.svg.setAttribute("role", "img");
    this.now = s("path", { class: "cs-cursor" });
    this.dot = s("circle", { class: "cs-point", r: 5 });
    this.nowhere = s("text", { class: "cs-title", "text-anchor": "middle" });
    this.plot.over.append(this.now, this.dot, this.nowhere);
    this.element = h("figure", { class: "cs-view" }, this.plot.svg,
      h("figcaption", {}, legendKey("cs-branch-stable", "stable"), legendKey("cs-branch-unstable", "unstable"),
        legendKey("cs-dot", "where this run ends")));
  }

  resize(width) {
    return this.plot.resize(width);
  }

  draw() {
    const { plot, axis, state } = this;
    const { label } = state.words(this.of);
    plot.scales({ x: { low: axis.low, high: axis.high, log: axis.logarithmic }, y: { low: LOWEST, high: HIGHEST, log: true },
      xTitle: () => axisTitle(axis), yTitle: () => [`${label} at rest`] });
    this.branches();
    const course = state.run.course(this.of);
    this.now.setAttribute("d", `M${plot.x(state.value(axis.name)).toFixed(1)} ${plot.inner.top}V${plot.inner.bottom}`);
    plot.put(this.dot, state.value(axis.name), course[course.length - 1]);
    const none = crossings(this.lines, state.value(axis.name)) === 0;
    this.nowhere.textContent = none ? "no level at which it rests" : "";
    this.nowhere.setAttribute("x", (plot.inner.left + plot.inner.right) / 2);
    this.nowhere.setAttribute("y", plot.inner.top + 16);
    plot.svg.setAttribute("aria-label",
      `Bifurcation diagram: the levels at which ${label} can rest, for each value of ${axis.name}. ${this.summary}`);
  }

  branches() {
    const { plot, axis, state: { model, run }, index } = this;
    const inputs = run.stateRows[run.t.length - 1].slice(2);
    const held = JSON.stringify([run.values, [...inputs], plot.width], (key, value) => (key === axis.name ? undefined : value));
    if (held === this.held) return;
    this.held = held;
    const planar = new Planar(model, run.parameters, inputs);
    const rest = (x, level) => {
      planar.hold(axis.name, x);
      const other = planar.settled(index, level, level);
      return index === 0 ? [level, other] : [other, level];
    };
    const xs = spread(axis.low, axis.high, COLUMNS, axis.logarithmic);
    const ys = spread(LOWEST, HIGHEST, ROWS, true);
    const rates = sampled((x, level) => planar.rate(index, ...rest(x, level)), xs, ys);
    const lines = this.lines = zeroContour(rates, xs, ys);
    const parts = { stable: [], unstable: [] };
    for (const line of lines) split(line, ([x, level]) => planar.growth(...rest(x, level)) < 0, parts);
    plot.lines("stable", "cs-line cs-branch-stable", parts.stable);
    plot.lines("unstable", "cs-line cs-branch-unstable", parts.unstable);
    const levels = Math.max(0, ...Array.from(xs.slice(1), (x, i) => crossings(lines, (x + xs[i]) / 2)));
    this.summary = levels > 1 ? `For some values there are ${levels} such levels: the past decides.`
      : "For no value are there two such levels.";
  }
}

/** How many times some polylines pass a place on the x axis. */
const crossings = (lines, x) => lines.flatMap((line) => line.filter((point, i) => i && point[0] > x !== line[i - 1][0] > x)).length;

/** A polyline cut where a property changes; the pieces share the point of the cut. */
function split(line, holds, parts) {
  let piece = [line[0]];
  let kind = holds(line[0]);
  for (const point of line.slice(1)) {
    const now = holds(point);
    piece.push(point);
    if (now !== kind) {
      parts[kind ? "stable" : "unstable"].push(piece);
      piece = [point];
      kind = now;
    }
  }
  parts[kind ? "stable" : "unstable"].push(piece);
}
