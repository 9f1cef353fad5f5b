/** Two facts as axes: each run is a point. The run shown is solid, the pinned one a ring, and those tried before stay as a trail. */

import { h, s, shortNumber, withUnit } from "../dom.js";
import { Plot } from "../plot.js";
import { roundUp } from "../scale.js";

const TRAIL = 12;

export class PlaneView {
  constructor(state) {
    this.state = state;
    const { facts } = state.model.info;
    this.axes = state.spec.shows.plane.map((name) => ({ ...facts[name], at: Object.keys(facts).indexOf(name) }));
    this.plot = new Plot({ name: "plane", aspect: 1.9, lowest: 320 });
    this.plot.svg.setAttribute("role", "img");
    this.trail = [];
    this.kept = null; // the run that joined it last
    this.dots = s("g", {});
    this.plot.over.append(this.dots);
    this.element = h("figure", { class: "cs-view" }, this.plot.svg,
      h("figcaption", {}, "Each run is a point: solid, the one shown; dashed ring, the pinned one; small, those tried before."));
  }

  resize(width) {
    return this.plot.resize(width);
  }

  where(run) {
    return this.axes.map(({ at }) => run.known[at]);
  }

  /** The reader has paused: this run joins the trail, once. */
  keep() {
    if (this.kept === this.state.run) return;
    this.kept = this.state.run;
    this.trail = [...this.trail, this.where(this.state.run)].slice(-TRAIL);
  }

  forget() {
    this.trail = [];
    this.kept = null;
  }

  draw() {
    const { plot, state, axes } = this;
    const now = this.where(state.run);
    const pinned = state.pinned && this.where(state.pinned);
    const all = [now, ...this.trail, ...(pinned ? [pinned] : [])];
    const [x, y] = axes.map((_, k) => {
      const seen = all.map((point) => point[k]).filter(Number.isFinite);
      return { low: Math.min(0, ...seen), high: roundUp(1.1 * Math.max(...seen, 1e-9)) };
    });
    plot.scales({ x, y, xTitle: () => [withUnit(axes[0])], yTitle: () => [withUnit(axes[1])] });
    const dot = (point, attributes) => (point.every(Number.isFinite) ? plot.put(s("circle", attributes), ...point) : null);
    this.dots.replaceChildren(...[...this.trail.map((point) => dot(point, { class: "cs-tried", r: 3.5 })),
      pinned ? dot(pinned, { class: "cs-ghost", r: 8 }) : null, dot(now, { class: "cs-point", r: 8 })].filter(Boolean));
    plot.svg.setAttribute("aria-label", `This run: ${axes.map((axis, k) => `${axis.label} ${shortNumber(now[k])}`).join(", ")}`);
  }
}
