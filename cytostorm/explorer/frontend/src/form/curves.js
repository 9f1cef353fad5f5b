/** A few named curves over common axes, each with its name beside it; below them, folded, their numbers. */

import { h, s } from "../figure/dom.js";
import { Plot } from "../figure/plot.js";
import { roundUp } from "../figure/scale.js";
import { scrolling, table } from "./table.js";

const COLOURS = 6;
const PLACES = 24; // along a curve, where its name may stand
const CHARACTER = 7.5; // pixels
const LINE = 8;
const ROOM = 60; // pixels; a name that has so much around it needs no more

export class Curves {
  constructor({ x, y, lines }) {
    Object.assign(this, { x, y, lines });
    this.plot = new Plot({ name: "curves", aspect: 1.9, lowest: 230 });
    this.plot.svg.setAttribute("role", "img");
    this.plot.svg.setAttribute("aria-label", `Curves of ${y} against ${x}: ${lines.map(({ name }) => name).join(", ")}. Their numbers stand below.`);
    const common = lines.every((line) => line.x.join() === lines[0].x.join());
    const numbers = (columns, ...curves) => table(columns, curves[0].x.map((at, i) => [at, ...curves.map((line) => line.y[i])].map(String)));
    const tables = common ? [numbers([x, ...lines.map(({ name }) => name)], ...lines)]
      : lines.map((line) => h("div", {}, h("p", {}, line.name), numbers([x, y], line)));
    this.element = h("div", { class: "cf-curves" }, this.plot.svg,
      h("details", {}, h("summary", {}, "The numbers of this figure"), scrolling(`${y} against ${x}`, ...tables)));
  }

  resize(width) {
    if (this.plot.resize(width)) this.draw();
  }

  draw() {
    const xs = this.lines.flatMap((line) => line.x);
    this.plot.scales({ x: { low: Math.min(...xs), high: Math.max(...xs) }, y: this.levels(), xTitle: () => [this.x], yTitle: () => [this.y] });
    this.lines.forEach((line, i) => this.plot.line(line.name, `cs-line cs-stroke-${1 + (i % COLOURS)}`, line.x, line.y));
    this.name();
  }

  levels() {
    const ys = this.lines.flatMap((line) => line.y);
    const [least, most] = [Math.min(...ys), Math.max(...ys)];
    return { low: least < 0 ? -roundUp(-least) : 0, high: most > 0 ? roundUp(most * 1.04) : 0 };
  }

  /** Each name stands where its curve is farthest from the others and from the names that stand already. */
  name() {
    const { plot, lines } = this;
    const { left, right, top, bottom } = plot.inner;
    const tracks = lines.map((line) => dense(line.x.map((x, i) => [plot.x(x), plot.y(line.y[i])])));
    const taken = [];
    plot.over.replaceChildren(...lines.map(({ name }, i) => {
      const half = (name.length * CHARACTER) / 2;
      const stride = Math.max(1, Math.floor(tracks[i].length / PLACES));
      const others = [...tracks.filter((_, k) => k !== i).flat(), ...taken];
      const spots = tracks[i].filter((_, k) => k % stride === 0)
        .flatMap(([x, y]) => [[x, y - 9], [x, y + 17], [x - half - 8, y + 4], [x + half + 8, y + 4]]) // above, below, to both sides
        .filter(([x, y]) => x - half > left && x + half < right && y - LINE > top && y + LINE < bottom);
      const gap = ([x, y]) => ([a, b]) => Math.hypot(Math.max(0, Math.abs(a - x) - half), b - (y - 4));
      const room = (spot) => Math.min(ROOM, ...others.map(gap(spot)), ...tracks[i].map(gap(spot)).map((own) => 4 * own));
      const best = spots.reduce((found, spot) => (room(spot) > room(found) ? spot : found), spots[0] ?? [right - half, top + 2 * LINE]);
      for (let x = -half; x <= half; x += CHARACTER) taken.push([best[0] + x, best[1] - 4]);
      const [x, y] = best.map((at) => at.toFixed(1));
      return s("text", { class: `cf-name cs-fill-${1 + (i % COLOURS)}`, x, y, "text-anchor": "middle" }, name);
    }));
  }
}

/** A polyline with points within its pieces, too. */
const dense = (points) => points.flatMap(([x, y], i) => {
  const [a, b] = points[i + 1] ?? [x, y];
  return [0, 0.25, 0.5, 0.75].map((share) => [x + share * (a - x), y + share * (b - y)]);
});
