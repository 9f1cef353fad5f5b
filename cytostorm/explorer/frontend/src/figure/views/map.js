/** The stability map: two parameters, the threshold between them, and the reader's point, which can be moved. */

import { h, s, shortNumber, symbolSVG, unitText } from "../dom.js";
import { Plot } from "../plot.js";
import { spread, zeroContour } from "../contour.js";
import { Planar } from "../planar.js";

const GRID = 64;
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

  draw() {
    const { plot, axes, state } = this;
    const [x, y] = axes.map(({ low, high, logarithmic }) => ({ low, high, log: logarithmic }));
    plot.scales({ x, y, xTitle: () => title(axes[0]), yTitle: () => title(axes[1]) });
    this.boundary();
    const [u, v] = axes.map(({ name }) => state.value(name));
    for (const [element, at] of [[this.point, [u, v]], [this.ghost, state.pinned && axes.map(({ name }) => state.pinned.positions[name])]]) {
      element.setAttribute("visibility", at ? "visible" : "hidden");
      if (at) plot.put(element, ...at);
    }
    for (const [name, value] of Object.entries({ "aria-valuenow": u, "aria-valuemin": axes[0].low, "aria-valuemax": axes[0].high,
      "aria-valuetext": axes.map(({ name }, k) => `${name} ${shortNumber([u, v][k])}`).join(", ") })) this.point.setAttribute(name, value);
  }

  /** Drawn anew only when something other than the two axes has moved. */
  boundary() {
    const { state, plot, axes } = this;
    const held = JSON.stringify([state.run.values, plot.width], (key, value) => (key === axes[0].name || key === axes[1].name ? undefined : value));
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
    const lines = zeroContour(growth, xs, ys);
    plot.path("unstable", "cs-region").setAttribute("d", region(growth, xs, ys, plot));
    plot.lines("threshold", "cs-line cs-threshold", lines);
    const { left, right, top, bottom } = plot.inner;
    const corners = [[left + 10, bottom - 10, "start", xs[1], ys[1]], [right - 8, top + 18, "end", xs[GRID - 2], ys[GRID - 2]]];
    this.labels.replaceChildren(...corners.map(([px, py, anchor, u, v]) =>
      s("text", { x: px, y: py, "text-anchor": anchor }, growth(u, v) > 0 ? "unstable at rest" : "stable at rest")));
  }

  grab(event) {
    this.dragging = true;
    this.plot.svg.setPointerCapture(event.pointerId);
    this.point.focus({ preventScroll: true });
    this.move(this.plot.at(event));
    event.preventDefault();
  }

  move(at) {
    this.state.set(Object.fromEntries(this.axes.map((axis, k) => [axis.name, at[k]])));
  }

  key(event) {
    const way = KEYS[event.key];
    if (!way) return;
    event.preventDefault();
    const steps = event.shiftKey ? 10 : 1;
    this.move(this.axes.map(({ name, step, logarithmic }, k) => {
      const value = this.state.value(name);
      return logarithmic ? value * 10 ** (steps * step * way[k]) : value + steps * step * way[k];
    }));
  }
}

const title = ({ name, label, unit }) => [...symbolSVG(name), ` ${label}`, unitText(unit) ? ` (${unitText(unit)})` : ""];

/** The unstable part as strips, one for each column of the grid: its edge is the threshold line drawn over it. */
function region(growth, xs, ys, plot) {
  let d = "";
  for (let i = 0; i + 1 < xs.length; i++) {
    const x = (xs[i] + xs[i + 1]) / 2;
    let from = null;
    for (let j = 0; j < ys.length; j++) {
      const unstable = growth(x, ys[j]) > 0;
      if (unstable && from === null) from = j === 0 ? ys[0] : crossing(growth, x, ys[j - 1], ys[j]);
      const ends = from !== null && (!unstable || j === ys.length - 1);
      if (!ends) continue;
      const to = unstable ? ys[j] : crossing(growth, x, ys[j - 1], ys[j]);
      d += `M${plot.x(xs[i]).toFixed(1)} ${plot.y(from).toFixed(1)}H${(plot.x(xs[i + 1]) + 0.5).toFixed(1)}V${plot.y(to).toFixed(1)}H${plot.x(xs[i]).toFixed(1)}Z`;
      from = null;
    }
  }
  return d;
}

function crossing(growth, x, low, high) {
  const [a, b] = [growth(x, low), growth(x, high)];
  return low + ((high - low) * a) / (a - b);
}
