/** One panel of the time course: quantities of one unit, their limits, what is normal, and published points. */

import { h, labelled, legendKey, s, shortNumber } from "../dom.js";
import { Plot } from "../plot.js";
import { roundUp } from "../scale.js";

const DECADES = 7;
/** Pixels between two labels of limits, one below or beside the other. */
const APART = 14, COLUMN = 52;

export class Panel {
  /** `alone`: it is the only one; `last`: days stand below it. */
  constructor(view, names, { alone, last }) {
    const { state } = view;
    const { spec } = state;
    Object.assign(this, { view, state, names, alone });
    this.colours = names.map((name) => spec.colours[spec.show.indexOf(name)]);
    this.words = names.map((name) => state.words(name));
    this.window = this.words[0].window;
    this.limits = names.flatMap((name) => spec.limits[name] ?? []);
    this.series = spec.points.filter(({ quantity }) => names.includes(quantity));
    this.plot = new Plot({ name: "time", aspect: alone ? (view.paired ? 1.15 : 2.1) : 4.2, lowest: alone ? 180 : last ? 128 : 96, bare: !last });
    this.plot.svg.setAttribute("aria-label", `Time course of ${this.words.map(({ label }) => label).join(" and ")}`);
    this.band = s("rect", { class: "cs-normal" });
    this.back = s("g", { "aria-hidden": "true" });
    this.front = s("g", { class: "cs-limits", "aria-hidden": "true" });
    this.plot.layers.append(this.band, this.back);
    this.marks = s("g", {});
    this.cursor = s("path", { class: "cs-cursor", "aria-hidden": "true" });
    this.plot.over.append(this.front, this.cursor, this.marks);
    this.keys = names.map(() => h("span", { class: "cs-now" }));
    this.normal = names.length === 1 && this.words[0].healthy;
    this.element = h("div", { class: "cs-strip" }, h("div", { class: "cs-legend" },
      names.map((name, i) => legendKey(`cs-colour-${this.colours[i]}`, labelled(this.words[i]), this.keys[i])),
      this.series.map(({ quantity, label, note }) => legendKey(`cs-published cs-colour-${this.colours[names.indexOf(quantity)]}`,
        h("span", { title: note }, label))),
      this.normal ? legendKey("cs-normal-key", "normal") : null), this.plot.svg);
  }

  draw() {
    const { state, plot, view } = this;
    const runs = [state.run, ...(state.pinned ? [state.pinned] : [])];
    const courses = this.names.map((name) => runs.map((run) => state.course(run, name)));
    plot.scales({ x: { low: 0, high: state.spec.days }, y: this.levels(courses.flat()),
      xTitle: () => ["day"], yTitle: () => [this.alone && !this.window ? (view.log ? "level (powers of ten)" : "level") : ""] });
    this.drawLimits();
    courses.forEach(([now, pinned], i) => {
      plot.line(`pinned ${i}`, "cs-line cs-pinned", pinned && !view.hidden ? state.pinned.t : [], pinned ?? []);
      plot.line(`now ${i}`, `cs-line cs-stroke-${this.colours[i]}`, view.hidden ? [] : state.run.t, now);
    });
    if (this === view.panels[0]) plot.lines("guess", "cs-line cs-guess", view.guess ? [view.guess] : []);
    this.drawPoints();
  }

  /** The axis: what the declaration asks for, or from zero; wider where the curves are. */
  levels(courses) {
    const all = [...courses, ...this.series.map(({ points }) => points.flatMap((point) => point.slice(1)))];
    const [least, most] = all.reduce((bounds, course) => course.reduce(([low, high], value) =>
      Number.isFinite(value) ? [value < low ? value : low, value > high ? value : high] : [low, high], bounds), [Infinity, -Infinity]);
    if (this.window) return { low: Math.min(this.window[0], least), high: Math.max(this.window[1], most) };
    const high = roundUp(most * 1.02);
    const smallest = all.reduce((low, course) => course.reduce((a, b) => (b > 0 && b < a ? b : a), low), high / 10);
    return this.view.log ? { low: Math.max(high / 10 ** DECADES, 10 ** Math.floor(Math.log10(smallest))), high, log: true } : { low: least < 0 && least > -0.05 * high ? 0 : Math.min(0, least), high };
  }

  drawLimits() {
    const { plot, normal } = this;
    const { left, right, top, bottom } = plot.inner;
    const inside = (y) => Math.min(bottom, Math.max(top, y));
    if (normal) {
      const [high, low] = [inside(plot.y(normal[1])), inside(plot.y(normal[0]))];
      for (const [name, value] of Object.entries({ x: left, width: right - left, y: high, height: Math.max(0, low - high) })) this.band.setAttribute(name, value);
    }
    const limits = this.limits.map(({ value, label }) => [plot.y(value), label]).filter(([y]) => y > top && y < bottom);
    this.back.replaceChildren(...limits.map(([y]) => s("path", { class: "cs-limit", d: `M${left} ${y.toFixed(1)}H${right}` })));
    const placed = []; // labels before the curves, and a column to the left where the next one is too near
    this.front.replaceChildren(...limits.map(([y, label]) => {
      let column = 0;
      while (placed[column]?.some((other) => Math.abs(other - y) < APART)) column++;
      (placed[column] ??= []).push(y);
      return s("text", { x: right - 3 - column * COLUMN, y: (y - 3).toFixed(1), "text-anchor": "end" }, label);
    }));
  }

  drawPoints() {
    const { plot } = this;
    const draw = ({ quantity, label, points }) => points.map(([day, value, low, high]) => {
      const x = plot.x(day).toFixed(1);
      return s("g", { class: `cs-points cs-stroke-${this.colours[this.names.indexOf(quantity)]}` },
        s("title", {}, `${label}: ${shortNumber(value)} on day ${shortNumber(day)}`),
        low < high ? s("path", { d: `M${x} ${plot.y(low).toFixed(1)}V${plot.y(high).toFixed(1)}` }) : null,
        s("circle", { cx: x, cy: plot.y(value).toFixed(1), r: 4 }));
    });
    if (this.series.length) this.marks.replaceChildren(...(this.view.hidden ? [] : this.series.flatMap(draw)));
  }

  read(day) {
    const { state, plot } = this;
    const { run } = state;
    if (this.view.hidden || !run || !plot.x) {
      for (const key of this.keys) key.textContent = "";
      return;
    }
    const looked = state.looks ? state.day : null;
    const wanted = day ?? looked ?? run.t.at(-1);
    const i = state.place(wanted);
    const { top, bottom } = plot.inner;
    this.cursor.setAttribute("d", day === null && looked === null ? "" : `M${plot.x(run.t[i]).toFixed(1)} ${top}V${bottom}`);
    this.names.forEach((name, k) => (this.keys[k].textContent = ` ${state.written(name, state.course(run, name)[i])} on day ${run.t[i].toFixed(1)}`));
  }
}
