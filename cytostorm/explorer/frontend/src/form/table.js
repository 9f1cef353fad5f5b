/** Tables of a problem, and the frame in which they scroll. */

import { h, unitText } from "../figure/dom.js";
import { prose } from "./prose.js";

const isNumber = (cell) => /^[-−]?[\d.,]+( ?%)?$/.test(cell);

/** Columns that are not plain words: units, and names as Python knows them. */
const SHOWN = { unit: (cell) => h("span", { class: "cf-nowrap" }, unitText(cell)), name: (cell) => h("code", {}, cell) };

const LONG = 24; // characters of a first cell that needs room

/** A table; cells that hold numbers stand to the right, and the first cell of a row names it. */
export function table(columns, rows) {
  const shown = (cell, i) => SHOWN[columns[i]]?.(cell) ?? prose(cell);
  const right = columns.map((_, i) => rows.every((row) => isNumber(row[i])));
  const kind = (i, scope) => ({ class: right[i] && "cf-right", scope: scope || null });
  const wide = rows.some(([first]) => first.length > LONG);
  return h("table", { class: `cf-table${wide ? " cf-wide" : ""}` },
    h("thead", {}, h("tr", {}, columns.map((column, i) => h(column ? "th" : "td", kind(i, column && "col"), prose(column))))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell, i) => h(i ? "td" : "th", kind(i, i === 0 && "row"), shown(cell, i)))))));
}

/** What may be wider or taller than its place, reachable by keyboard. */
export function scrolling(label, ...children) {
  return h("div", { class: "cf-scroll", tabindex: 0, role: "group", "aria-label": label }, children);
}
