/** One panel: an SVG with axes, into which a view draws its layers. */

import { s, shortNumber } from "./dom.js";
import { linear, logarithmic } from "./scale.js";

/** Points of a curve beyond which some are left out. */
const FINEST = 500;
/** Narrower than this a panel is still being laid out. */
export const NARROWEST = 120;
const MARGIN = { top: 10, right: 14, bottom: 40, left: 62 };

export class Plot {
  /** `name` is the panel's class, `cs-<name>`; `aspect` is width over height, `lowest` the least height; `bare`: no title below. */
  constructor({ name, aspect, lowest = 180, bare = false }) {
    Object.assign(this, { aspect, lowest, bare });
    this.axes = s("g", { class: "cs-axes", "aria-hidden": "true" });
    this.layers = s("g", { "clip-path": `url(#${(this.clipId = `cs-clip-${Plot.count++}`)})` });
    this.over = s("g", {});
    this.clip = s("rect", {});
    this.svg = s("svg", { class: `cs-plot cs-${name}`, role: "group" },
      s("defs", {}, s("clipPath", { id: this.clipId }, this.clip)), this.axes, this.layers, this.over);
    this.paths = new Map();
    this.width = 0;
  }

  static count = 0;

  /** Take the room there is; true when it has changed. */
  resize(width) {
    if (width < NARROWEST || width === this.width) return false;
    this.width = width;
    this.height = Math.max(this.lowest, Math.round(width / this.aspect));
    this.svg.setAttribute("viewBox", `0 0 ${width} ${this.height}`);
    this.svg.setAttribute("height", this.height);
    this.inner = { left: MARGIN.left, right: width - MARGIN.right, top: MARGIN.top, bottom: this.height - (this.bare ? 8 : MARGIN.bottom) };
    const { left, right, top, bottom } = this.inner;
    const box = { x: left, y: top, width: right - left, height: bottom - top };
    for (const [name, value] of Object.entries(box)) this.clip.setAttribute(name, value);
    return true;
  }

  /** Set both scales ([low, high], log) and draw the axes with their titles (arrays of nodes or text). */
  scales({ x, y, xTitle, yTitle }) {
    const { left, right, top, bottom } = this.inner;
    this.x = (x.log ? logarithmic : linear)(x.low, x.high, left, right);
    this.y = (y.log ? logarithmic : linear)(y.low, y.high, bottom, top);
    const key = JSON.stringify([x, y, this.width]);
    if (key === this.drawnAxes) return;
    this.drawnAxes = key;
    const grid = [];
    for (const tick of this.x.ticks) {
      grid.push(s("path", { class: "cs-grid", d: `M${this.x(tick)} ${top}V${bottom}` }));
      if (!this.bare) grid.push(s("text", { x: this.x(tick), y: bottom + 16, "text-anchor": "middle" }, shortNumber(tick)));
    }
    for (const tick of this.y.ticks) {
      grid.push(s("path", { class: "cs-grid", d: `M${left} ${this.y(tick)}H${right}` }),
        s("text", { class: "cs-level", x: left - 7, y: this.y(tick) + 4, "text-anchor": "end" }, shortNumber(tick).replace(/^1 × /, "")));
    }
    this.axes.replaceChildren(...grid,
      s("path", { class: "cs-frame", d: `M${left} ${top}V${bottom}H${right}` }),
      ...(this.bare ? [] : [s("text", { class: "cs-title", x: (left + right) / 2, y: this.height - 6, "text-anchor": "middle" }, ...xTitle())]),
      s("text", { class: "cs-title", transform: `translate(11 ${(top + bottom) / 2}) rotate(-90)`, "text-anchor": "middle" }, ...yTitle()));
  }

  /** The path element of a name, made at first use; drawn in the order of first use. */
  path(name, className) {
    let path = this.paths.get(name);
    if (!path) {
      path = s("path", { class: className, fill: "none" });
      this.layers.append(path);
      this.paths.set(name, path);
    }
    return path;
  }

  /** Draw a polyline through (xs[i], ys[i]). */
  line(name, className, xs, ys) {
    this.path(name, className).setAttribute("d", this.polyline(xs, ys));
  }

  polyline(xs, ys) {
    let text = "";
    let pen = "M";
    const stride = Math.max(1, Math.floor(xs.length / FINEST)); // a screen shows no more
    for (let i = 0; i < xs.length; i += i + stride < xs.length ? stride : 1) {
      const [px, py] = [this.x(xs[i]), this.y(ys[i])];
      if (!Number.isFinite(px) || !Number.isFinite(py)) {
        pen = "M";
        continue;
      }
      text += `${pen}${clamp(px).toFixed(1)} ${clamp(py).toFixed(1)}`;
      pen = "L";
    }
    return text;
  }

  /** Several polylines, each a list of [x, y], as one path. */
  lines(name, className, polylines) {
    this.path(name, className).setAttribute("d",
      polylines.map((points) => this.polyline(points.map((point) => point[0]), points.map((point) => point[1]))).join(""));
  }

  /** Put a circle at (x, y), to a tenth of a pixel. */
  put(circle, x, y) {
    circle.setAttribute("cx", this.x(x).toFixed(1));
    circle.setAttribute("cy", Math.max(this.inner.top, Math.min(this.inner.bottom, this.y(y))).toFixed(1));
    return circle;
  }

  /** Values under a pointer event. */
  at(event) {
    const box = this.svg.getBoundingClientRect();
    return [this.x.invert(((event.clientX - box.left) * this.width) / box.width),
      this.y.invert(((event.clientY - box.top) * this.height) / box.height)];
  }
}

const clamp = (pixel) => Math.max(-1e5, Math.min(1e5, pixel));
