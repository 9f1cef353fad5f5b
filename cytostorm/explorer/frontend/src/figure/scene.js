/** What the drawn scenes share: an SVG of one height, as wide as the room there is, and places in it that look random. */

import { s } from "./dom.js";
import { NARROWEST } from "./plot.js";

export class Scene {
  constructor(state, height) {
    Object.assign(this, { state, height });
    this.svg = s("svg", { class: "cs-scene", role: "img" });
  }

  /** Take the room there is; true when it has changed. */
  resize(width) {
    if (width < NARROWEST || width === this.width) return false;
    this.width = width;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${this.height}`);
    return true;
  }
}

/** A number from 0 to 1 that belongs to a place, always the same. */
export const spot = (i, salt) => Math.abs((Math.sin(i * 127.1 + salt * 311.7) * 43758.5453) % 1);
