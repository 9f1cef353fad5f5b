/** The stability map: two parameters, the threshold between them, and the reader's point, which can be moved. */

import { axisTitle, h, s, shortNumber } from "../dom.js";
import { Plot } from "../plot.js";
import { sampled, spread, zeroContour } from "../contour.js";
import { Planar } from "../planar.js";
import { onStep } from "../state.js";

const GRID = 48;
const PAGES = { Home: [-1, 0], End: [1, 0], PageDown: [0, -1], PageUp: [0, 1] };
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

export class MapView {
  constructor(state) {
    this.state = state;
    this.axes = [state.spec.x, state.spec.y].map((name) => state.controls.get(name));
    this.plot = new Plot({ name: "map", aspect: 1.15 });
    this.plot.svg.setAttribute("aria-label", `Stability map of ${this.axes.map((axis) => axis.label).join(" and ")}`);
    this.point = s("circle", { class: "cs-point", r: 8, tabindex: 0, role: "slider", "aria-orientation": "horizontal",
      "aria-label": "Your point on the stability map; the four arrow keys move it", onkeydown: (event) => this.key(event) });
    this.labels = s("g", { class: "cs-regions", "aria-hidden": "true" });
    this.ghost = s("circle", { class: "cs-ghost", r: 6, visibility: "hidden" });
    this.plot.over.append(this.labels, this.ghost, this.point);
    this.plot.svg.addEventListener("pointerdown", (event) => this.grab(event));
    this.plot.svg.addEventListener("pointermove", (event) => this.dragging && this.move(this.plot.at(event)));
    for (const end of ["pointerup", "pointercancel"]) this.plot.svg.addEventListener(end, () => (this.dragging = false));
    this.element = h("figure", { class: "cs-view cs-view-map" }, this.plot.svg,
      h("figcaption", {}, "Drag the point, or give it the focus and use the arrow keys."));
  }

  resize(width) {
    return this.plot.resize(width);
  }

  draw() {
    const { plot, axes, state } = this;
    const [x, y] = axes.map(({ low, high, logarithmic }) => ({ low, high, log: logarithmic }));
    plot.scales({ x, y, xTitle: () => axisTitle(axes[0]), yTitle: () => axisTitle(axes[1]) });
    this.boundary();
    const [u, v] = axes.map(({ name }) => state.value(name));
    const pinned = state.pinned && axes.map(({ name }) => state.pinned.positions[name]);
    for (const [element, at] of [[this.point, [u, v]], [this.ghost, pinned]]) {
      element.setAttribute("visibility", at ? "visible" : "hidden");
      if (at) plot.put(element, ...at);
    }
    for (const [name, value] of Object.entries({ "aria-valuenow": u, "aria-valuemin": axes[0].low, "aria-valuemax": axes[0].high,
      "aria-valuetext": axes.map(({ name }, k) => `${name} ${shortNumber([u, v][k])}`).join(", ") })) this.point.setAttribute(name, value);
  }

  /** Drawn anew only when something other than the two axes has moved. */
  boundary() {
    const { state, plot, axes } = this;
    const names = axes.map(({ name }) => name);
    const held = JSON.stringify([state.run.values, plot.width], (key, value) => (names.includes(key) ? undefined : value));
    if (held === this.held) return;
    this.held = held;
    const { model, run } = state;
    const planar = new Planar(model, run.parameters, new Float64Array(model.states.length - 2));
    const growth = (u, v) => {
      planar.hold(axes[0].name, u);
      planar.hold(axes[1].name, v);
      const rest = planar.equilibrium(0, 0);
      return rest ? planar.growth(...rest) : NaN;
    };
    const [xs, ys] = axes.map(({ low, high, logarithmic }) => spread(low, high, GRID, logarithmic));
    const values = sampled(growth, xs, ys);
    plot.path("unstable", "cs-region").setAttribute("d", region(values, xs, ys, plot));
    plot.lines("threshold", "cs-line cs-threshold", zeroContour(values, xs, ys));
    const places = [true, false].map((unstable) => middle(values, xs, ys, plot, unstable)).filter(Boolean);
    this.labels.replaceChildren(...places.map(({ x, y, unstable }) =>
      s("text", { x: x.toFixed(1), y: y.toFixed(1), "text-anchor": "middle" }, unstable ? "unstable at rest" : "stable at rest")));
  }

  grab(event) {
    this.dragging = true;
    this.plot.svg.setPointerCapture(event.pointerId);
    this.point.focus({ preventScroll: true });
    this.move(this.plot.at(event));
    event.preventDefault();
  }

  move(at) {
    this.state.set(Object.fromEntries(this.axes.map((axis, k) => [axis.name, onStep(axis, at[k])])));
  }

  key(event) {
    const way = KEYS[event.key] ?? PAGES[event.key];
    if (!way) return;
    event.preventDefault();
    const steps = event.key in PAGES ? Infinity : event.shiftKey ? 10 : 1;
    this.move(this.axes.map(({ name, step, logarithmic }, k) => {
      const value = this.state.value(name);
      return logarithmic ? value * 10 ** (steps * step * way[k]) : value + steps * step * way[k];
    }));
  }
}

/** The unstable part as strips, one for each column of the grid; the threshold line is drawn over their edges. */
function region(values, xs, ys, plot) {
  const columns = xs.length;
  let d = "";
  for (let i = 0; i < columns; i++) {
    const at = (j) => values[j * columns + i];
    const [left, right] = [i ? (xs[i - 1] + xs[i]) / 2 : xs[0], i + 1 < columns ? (xs[i] + xs[i + 1]) / 2 : xs[i]];
    for (let j = 0, from = null; j < ys.length; j++) {
      if (at(j) > 0 && from === null) from = j ? crossing(at, ys, j) : ys[0];
      if (from === null || (at(j) > 0 && j + 1 < ys.length)) continue;
      const to = at(j) > 0 ? ys[j] : crossing(at, ys, j);
      const [x, y] = [plot.x(left).toFixed(1), plot.y(from).toFixed(1)];
      d += `M${x} ${y}H${(plot.x(right) + 0.4).toFixed(1)}V${plot.y(to).toFixed(1)}H${x}Z`;
      from = null;
    }
  }
  return d;
}

const COARSE = 4;
const HALF_LABEL = 56;

/** The place for a region's name: the sampled point of it that is farthest from the other region and from the frame. */
function middle(values, xs, ys, plot, unstable) {
  const points = [];
  for (let j = 0; j < ys.length; j += COARSE) for (let i = 0; i < xs.length; i += COARSE) {
    points.push({ x: plot.x(xs[i]), y: plot.y(ys[j]), unstable: values[j * xs.length + i] > 0 });
  }
  const others = points.filter((point) => point.unstable !== unstable);
  const { left, right, top, bottom } = plot.inner;
  // A name is wide and low: a step sideways counts for less.
  const room = ({ x, y }) => Math.min(y - top, bottom - y, ...others.map((other) => Math.hypot((x - other.x) / 5, y - other.y)));
  const inside = points.filter((point) => point.unstable === unstable && point.x > left + HALF_LABEL && point.x < right - HALF_LABEL);
  const best = inside.map((point) => [room(point), point]).sort((a, b) => b[0] - a[0])[0];
  return best && best[0] > 12 ? { ...best[1], y: best[1].y + 4 } : null;
}

const crossing = (at, ys, j) => ys[j - 1] + ((ys[j] - ys[j - 1]) * at(j - 1)) / (at(j - 1) - at(j));
