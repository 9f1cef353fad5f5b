/** The phase plane of two states: direction field, nullclines, the run as a path, equilibria with their eigenvectors. */

import { h, legendKey, s, symbolSVG } from "../dom.js";
import { Plot } from "../plot.js";
import { roundUp } from "../scale.js";
import { sampled, spread, zeroContour } from "../contour.js";

const FIELD = 13, GRID = 40;

export class PhaseView {
  constructor(state) {
    this.state = state;
    const [a, b] = state.model.states;
    this.names = [a, b];
    this.plot = new Plot({ name: "phase", aspect: 1.15 });
    this.plot.svg.setAttribute("role", "img");
    this.dots = s("g", {});
    this.plot.over.append(this.dots);
    this.element = h("figure", { class: "cs-view" }, this.plot.svg,
      h("figcaption", {}, legendKey("cs-run", "this run"), legendKey("cs-null-0", `where ${a} stands still`),
        legendKey("cs-null-1", `where ${b} stands still`), legendKey("cs-eigen", "eigenvectors")));
  }

  resize(width) {
    return this.plot.resize(width);
  }

  draw(planar, equilibria) {
    const { plot, state: { run, pinned } } = this;
    const paths = [run, ...(pinned ? [pinned] : [])].map((one) => this.names.map((name) => one.course(name)));
    const inView = equilibria.filter((point) => point.every((value) => value >= 0));
    const high = [0, 1].map((k) => {
      const tops = paths.map((path) => path[k].reduce((x, y) => Math.max(x, y), 0));
      const near = inView.map((point) => point[k]).filter((value) => value < 50 * tops[0]);
      return roundUp(1.1 * Math.max(1e-9, ...tops, ...near));
    });
    plot.scales({ x: { low: 0, high: high[0] }, y: { low: 0, high: high[1] },
      xTitle: () => symbolSVG(this.names[0]), yTitle: () => symbolSVG(this.names[1]) });
    this.field(planar, high);
    const [xs, ys] = [spread(0, high[0], GRID), spread(0, high[1], GRID)];
    for (const k of [0, 1]) {
      const nullcline = zeroContour(sampled((a, b) => planar.rate(k, a, b), xs, ys), xs, ys);
      plot.lines(`null ${k}`, `cs-line cs-null-${k}`, nullcline);
    }
    this.eigen(planar, equilibria, high);
    plot.line("pinned", "cs-line cs-pinned", ...(pinned ? paths[1] : [[], []]));
    plot.line("run", "cs-line cs-run", ...paths[0]);
    const last = run.t.length - 1;
    this.dots.replaceChildren(
      ...inView.filter(([a, b]) => a <= high[0] && b <= high[1]).map(([a, b]) =>
        plot.put(s("circle", { class: planar.growth(a, b) < 0 ? "cs-stable" : "cs-unstable", r: 5.5 }), a, b)),
      plot.put(s("circle", { class: "cs-start", r: 3 }), paths[0][0][0], paths[0][1][0]),
      s("path", { class: "cs-end", d: arrowHead(plot, paths[0], last) }));
    const found = inView.map(([a, b]) => `${planar.growth(a, b) < 0 ? "a stable" : "an unstable"} equilibrium at ${place(a, b)}`);
    const [start, end] = [0, last].map((i) => place(paths[0][0][i], paths[0][1][i]));
    plot.svg.setAttribute("aria-label", `Phase plane of ${this.names.join(" and ")}: the run starts at ${start} and ends at ${end}; `
      + `${found.join("; ") || "no equilibrium in view"}.`);
  }

  field(planar, high) {
    const { plot } = this;
    let d = "";
    const rows = Math.round(FIELD / plot.aspect);
    for (let i = 0; i < FIELD; i++) for (let j = 0; j < rows; j++) {
      const [a, b] = [(high[0] * (i + 0.5)) / FIELD, (high[1] * (j + 0.5)) / rows];
      const dx = planar.rate(0, a, b) * (plot.x(1) - plot.x(0));
      const dy = planar.rates[1] * (plot.y(1) - plot.y(0));
      const length = Math.hypot(dx, dy);
      if (!(length > 0)) continue;
      const [ux, uy] = [(dx / length) * 8, (dy / length) * 8];
      const [px, py] = [plot.x(a), plot.y(b)];
      d += `M${(px - ux).toFixed(1)} ${(py - uy).toFixed(1)}L${(px + ux).toFixed(1)} ${(py + uy).toFixed(1)}`
        + `m${(-0.45 * ux - 0.3 * uy).toFixed(1)} ${(-0.45 * uy + 0.3 * ux).toFixed(1)}L${(px + ux).toFixed(1)} ${(py + uy).toFixed(1)}`;
    }
    plot.path("field", "cs-field").setAttribute("d", d);
  }

  eigen(planar, equilibria, high) {
    const lines = equilibria.flatMap(([a, b]) => planar.eigenvectors(a, b).map(({ direction: [u, v] }) => {
      const until = (extent, component) => extent / Math.max(Math.abs(component), 1e-9);
      const reach = 2 * Math.max(until(high[0] + Math.abs(a), u), until(high[1] + Math.abs(b), v));
      const far = Math.min(reach, 1e6 * (high[0] + high[1]));
      return [[a - far * u, b - far * v], [a + far * u, b + far * v]];
    }));
    this.plot.lines("eigen", "cs-line cs-eigen", lines);
  }
}

const place = (a, b) => `${a.toPrecision(3)}, ${b.toPrecision(3)}`;

/** A small triangle at the end of the run, pointing the way it went. */
function arrowHead(plot, [as, bs], last) {
  const end = [plot.x(as[last]), plot.y(bs[last])];
  let k = last;
  let [dx, dy] = [0, 0];
  while (k > 0 && Math.hypot(dx, dy) < 4) {
    k--;
    [dx, dy] = [end[0] - plot.x(as[k]), end[1] - plot.y(bs[k])];
  }
  const length = Math.hypot(dx, dy) || 1;
  const [u, v] = [(dx / length) * 8, (dy / length) * 8];
  const point = (x, y) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return `M${point(...end)}l${point(-u - v * 0.5, -v + u * 0.5)}l${point(v, -u)}Z`;
}
