/** A drawn vessel wall on one day: blood above, tissue below, gaps that open, Starling's four pressures and the two flows as arrows. */

import { h, s, shortNumber, symbol, symbolSVG } from "../dom.js";
import { Scene, spot } from "../scene.js";

const BLOOD = 104, WALL = 26, TISSUE = 118;
const MIDDLE = BLOOD + WALL / 2, BOTTOM = BLOOD + WALL + TISSUE;
/** Pixels of an arrow for a mmHg, and of its width for a litre a day. */
const LONG = 4.2, WIDE = 1.5;
const CELLS = 6, RED_CELLS = 13, PROTEINS = 34, RIGHT = 74;
/** Pressures: whether they drive water out of the blood, and what reflects them. */
const FORCES = [{ name: "P_c", typeset: "P_c", out: 1 }, { name: "P_i", typeset: "P_i", out: -1 },
  { name: "pi_p", typeset: "π_p", out: -1, reflected: true }, { name: "pi_i", typeset: "π_i", out: 1, reflected: true }];

export class WallView extends Scene {
  constructor(state) {
    super(state, BOTTOM);
    this.numbers = FORCES.map(() => h("span", {}));
    this.flows = h("p");
    this.element = h("figure", { class: "cs-view cs-view-wall" }, this.svg, h("figcaption", {}, h("ul", { class: "cs-forces" }, FORCES.map(({ name, typeset, reflected }, i) =>
      h("li", { class: `cs-colour-${i + 1}` }, h("span", { class: "cs-force" }, reflected ? "σ × " : "", symbol(typeset), ` ${state.words(name).label}`), ": ", this.numbers[i]))), this.flows));
  }

  draw() {
    if (!this.width) return;
    const at = (name) => this.state.now(name);
    const [open, flow, back] = [at("permeability"), at("filtration"), at("lymph")];
    const felt = FORCES.map(({ name, reflected }) => at(name) * (reflected ? at("sigma") : 1));
    const pressures = FORCES.map(({ out }, i) => out * felt[i]);
    const width = this.width - RIGHT;
    this.svg.replaceChildren(...this.scene(open), ...this.drops(),
      ...pressures.flatMap((pressure, i) => this.force(pressure, i, (width * (i + 0.6)) / FORCES.length)), ...this.flow(flow, back));
    FORCES.forEach((_, i) => (this.numbers[i].textContent = `${shortNumber(felt[i])} mmHg, drives water ${pressures[i] > 0 ? "out" : "back in"}`));
    const net = pressures.reduce((a, b) => a + b, 0);
    this.flows.textContent = `Gaps ${Math.round(100 * open)} % open. Net pressure ${shortNumber(net)} mmHg ${net > 0 ? "outwards" : "inwards"}: ${shortNumber(flow)} litres a day leave the blood, ${shortNumber(back)} come back by the lymph.`;
    this.svg.setAttribute("aria-label", `Vessel wall on day ${this.state.day.toFixed(1)}. ${this.flows.textContent}`);
  }

  /** Blood, tissue, and the cells of the wall with the gaps between them. */
  scene(open) {
    const { width } = this;
    const each = width / CELLS;
    const gap = 2 + 0.42 * each * Math.max(0, open);
    const swollen = Math.min(1, Math.max(0, (this.state.now("interstitial_volume") - 11) / 8));
    const cells = Array.from({ length: CELLS + 1 }, (_, i) => s("rect", { class: "cs-cell", x: (i - 0.5) * each + gap / 2, y: BLOOD, width: each - gap, height: WALL, rx: WALL / 2 }));
    const nuclei = Array.from({ length: CELLS + 1 }, (_, i) => s("ellipse", { class: "cs-nucleus", cx: i * each, cy: MIDDLE, rx: Math.max(4, (each - gap) / 6), ry: 6 }));
    return [s("rect", { class: "cs-blood", x: 0, y: 0, width, height: MIDDLE }), s("rect", { class: "cs-tissue", x: 0, y: MIDDLE, width, height: TISSUE + WALL / 2 }),
      s("rect", { class: "cs-oedema", x: 0, y: MIDDLE, width, height: TISSUE + WALL / 2, opacity: swollen.toFixed(2) }), ...cells, ...nuclei,
      s("text", { x: 6, y: 15 }, "blood"), s("text", { x: 6, y: BOTTOM - 7 }, "tissue")];
  }

  /** Red cells, and protein as dots: as many above and below as its pull on water is strong. */
  drops() {
    const { width } = this;
    const place = (i, salt, top, height) => [spot(i, salt) * (width - 16) + 8, top + spot(i, salt + 1) * height];
    const red = Array.from({ length: RED_CELLS }, (_, i) => place(i, 1, 16, BLOOD - 32)).map(([cx, cy]) => s("ellipse", { class: "cs-red", cx, cy, rx: 9, ry: 5.5 }));
    const dots = (pull, salt, top, height) => Array.from({ length: Math.round((PROTEINS * Math.max(0, pull)) / 28) }, (_, i) => place(i, salt, top, height))
      .map(([cx, cy]) => s("circle", { class: "cs-protein", cx, cy, r: 2.6 }));
    return [...red, ...dots(this.state.now("pi_p"), 3, 8, BLOOD - 16), ...dots(this.state.now("pi_i"), 5, BLOOD + WALL + 10, TISSUE - 26)];
  }

  force(pressure, i, x) {
    const { reflected, typeset } = FORCES[i];
    const half = (LONG * pressure) / 2;
    const text = s("text", { class: "cs-force-name", x: x + 9, y: MIDDLE - half + (pressure > 0 ? 4 : 8) }, reflected ? "σ" : "", symbolSVG(typeset));
    return [s("path", { class: `cs-arrow cs-fill-${i + 1}`, d: arrow(x, MIDDLE - half, MIDDLE + half, 5) }), text];
  }

  /** The two flows, as wide as they are strong. */
  flow(out, back) {
    const x = this.width - RIGHT / 2;
    const wide = (flow) => Math.min(17, 1.5 + WIDE * Math.abs(flow));
    const middle = [x - 17, x + 17];
    return [s("path", { class: "cs-arrow cs-flow", d: arrow(middle[0], ...(out > 0 ? [BLOOD - 44, BOTTOM - 34] : [BOTTOM - 34, BLOOD - 44]), wide(out)) }),
      s("path", { class: "cs-arrow cs-lymph", d: arrow(middle[1], BOTTOM - 34, BLOOD - 44, wide(back)) }),
      s("text", { x: this.width - 6, y: BOTTOM - 20, "text-anchor": "end" }, "leak, lymph"),
      s("text", { x: this.width - 6, y: BOTTOM - 6, "text-anchor": "end" }, `${out.toFixed(1)}, ${back.toFixed(1)} L/d`)];
  }
}

/** A vertical arrow from one height to another, `wide` pixels to each side. */
function arrow(x, from, to, wide) {
  const down = Math.sign(to - from) || 1;
  const length = Math.abs(to - from);
  const head = Math.min(length, wide + 8);
  const neck = to - down * head;
  const shaft = 0.45 * wide;
  return `M${x - shaft} ${from}V${neck}H${x - wide - 2}L${x} ${to}L${x + wide + 2} ${neck}H${x + shaft}V${from}Z`;
}
