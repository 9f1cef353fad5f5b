/** Two rows of drawn IL-6 receptors on one day, as locks: free, held by the counterfeit key (tocilizumab), or turned by IL-6, which drifts above. */

import { h, legendKey, s, shortNumber } from "../dom.js";
import { Scene, spot } from "../scene.js";

const EACH = 34, WIDEST = 20, LOCK = 20;
const ROWS = [104, 190];
const HEIGHT = 238, BLOOD = 62;
/** Molecules drawn for each power of ten of the level: the level changes a thousand-fold, a picture cannot. */
const PER_DECADE = 12;
const KINDS = [
  { name: "turned", words: "carry IL-6, and signal", swatch: "cs-turned-key" },
  { name: "plugged", words: "are held by the counterfeit key, and are silent", swatch: "cs-plugged-key" },
  { name: "free", words: "are free", swatch: "cs-free-key" },
];

export class ReceptorsView extends Scene {
  constructor(state) {
    super(state, HEIGHT);
    this.bound = Boolean(state.words("il6_free"));
    this.numbers = KINDS.map(() => h("span", { class: "cs-share" }));
    this.blood = h("p");
    this.element = h("figure", { class: "cs-view cs-view-receptors" }, this.svg, h("figcaption", {}, h("div", { class: "cs-legend" },
      KINDS.map(({ words, swatch }, i) => legendKey(`cs-area ${swatch}`, this.numbers[i], ` of 100 ${words}`))), this.blood));
  }

  /** Shares of the receptors: both keys compete for one lock, so that the blocker holds its part of what IL-6 leaves. */
  shares() {
    const turned = clamp(this.state.now("S6"));
    const plugged = (1 - turned) * clamp(this.state.now("receptor_occupancy"));
    return [turned, plugged, Math.max(0, 1 - turned - plugged)];
  }

  draw() {
    if (!this.width) return;
    const shares = this.shares();
    const level = this.state.now("IL6");
    const free = this.bound ? this.state.now("il6_free") : level;
    this.svg.replaceChildren(...this.scene(), ...this.molecules(free, level), ...this.locks(shares));
    shares.forEach((share, i) => (this.numbers[i].textContent = shortNumber(Number((100 * share).toPrecision(2)))));
    const held = level - free > 0.01 * level ? `, of which ${shortNumber(free)} free` : "";
    this.blood.textContent = `IL-6 in the blood: ${shortNumber(level)} pg/mL${held}.`;
    const words = KINDS.map(({ words: what }, i) => `${this.numbers[i].textContent} ${what}`).join(", ");
    this.svg.setAttribute("aria-label", `IL-6 receptors on day ${this.state.day.toFixed(1)}. Of 100, ${words}. ${this.blood.textContent}`);
  }

  /** Blood above, and below it two membranes in which the locks sit. */
  scene() {
    const { width } = this;
    return [s("rect", { class: "cs-plasma", x: 0, y: 0, width, height: HEIGHT }),
      ...ROWS.flatMap((y) => [s("rect", { class: "cs-inside", x: 0, y, width, height: 34 }), s("path", { class: "cs-membrane", d: `M0 ${y}H${width}` })]),
      s("text", { x: 6, y: 15 }, "blood"), s("text", { x: 6, y: HEIGHT - 4 }, "cells")];
  }

  /** Keys of IL-6 in the blood, as many as the logarithm of the level says; rings are those that siltuximab holds. */
  molecules(free, level) {
    const count = (x) => Math.round(PER_DECADE * Math.log10(1 + Math.max(0, x)));
    const [loose, all] = [count(free), count(level)];
    return Array.from({ length: all }, (_, i) => s("circle", { class: i < loose ? "cs-il6" : "cs-il6 cs-caught",
      cx: (10 + spot(i, 1) * (this.width - 20)).toFixed(1), cy: (8 + spot(i, 2) * (BLOOD - 12)).toFixed(1), r: 3.6 }));
  }

  locks(shares) {
    const inRow = Math.min(WIDEST, Math.floor(this.width / EACH));
    const total = ROWS.length * inRow;
    const order = Array.from({ length: total }, (_, i) => i).sort((a, b) => spot(a, 5) - spot(b, 5));
    const turned = Math.round(shares[0] * total);
    const plugged = Math.min(total - turned, Math.round(shares[1] * total));
    const kind = new Array(total).fill("free");
    order.forEach((place, k) => (kind[place] = k < turned ? "turned" : k < turned + plugged ? "plugged" : "free"));
    const step = this.width / inRow;
    return kind.map((what, i) => lock(what, (i % inRow + 0.5) * step, ROWS[Math.floor(i / inRow)]));
  }
}

/** A lock in the membrane, its key if it has one, and the signal inside if the key has turned. */
function lock(kind, x, y) {
  const half = LOCK / 2;
  const parts = [s("rect", { class: "cs-lock", x: -half, y: -half, width: LOCK, height: LOCK, rx: 4 }), s("path", { class: "cs-keyhole", d: "M0-4a3 3 0 0 1 2 5l1 5h-6l1-5a3 3 0 0 1 2-5z" })];
  if (kind === "turned") parts.push(s("path", { class: "cs-key-shaft cs-stroke-1", d: "M0 2V-18" }), s("circle", { class: "cs-key-bow cs-fill-1", cx: 0, cy: -22, r: 5.5 }),
    s("path", { class: "cs-signal cs-stroke-1", d: "M0 14V26M-5 21L0 27L5 21" }));
  if (kind === "plugged") parts.push(s("path", { class: "cs-key-shaft cs-stroke-2", d: "M0 2V-18" }), s("rect", { class: "cs-key-bow cs-fill-2", x: -6, y: -28, width: 12, height: 11 }));
  return s("g", { transform: `translate(${x.toFixed(1)} ${y})` }, parts);
}

const clamp = (share) => Math.min(1, Math.max(0, share));
