/** Plain words with the symbols in them typeset: k_fb becomes an italic k with its index; longer identifiers stay as they are. */

import { symbol } from "../figure/dom.js";

export function prose(text) {
  return text.split(/(\b[A-Za-z]_[A-Za-z0-9]+\b)/).map((part, i) => (i % 2 ? symbol(part) : part));
}

/** A number of points, in words. */
export const pointsOf = (points) => `${points} ${points === 1 ? "point" : "points"}`;
