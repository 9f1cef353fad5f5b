/** Small helpers to make HTML and SVG elements. */

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element: h("p", { class: "x", onclick }, "text", child, …). Functions become listeners, null attributes are left out. */
export function h(tag, attributes = {}, ...children) {
  return dress(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function s(tag, attributes = {}, ...children) {
  return dress(document.createElementNS(SVG, tag), attributes, children);
}

function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** An identifier as typeset: what follows the first underscore is a subscript. */
export function symbol(identifier) {
  const [head, ...tail] = identifier.split("_");
  const italic = h("i", {}, head);
  return tail.length ? h("span", { class: "cs-symbol" }, italic, h("sub", {}, tail.join(" "))) : h("span", { class: "cs-symbol" }, italic);
}

/** The same within an SVG text. */
export function symbolSVG(identifier) {
  const [head, ...tail] = identifier.split("_");
  const parts = [s("tspan", { "font-style": "italic" }, head)];
  if (tail.length) parts.push(s("tspan", { dy: "0.25em", "font-size": "0.75em" }, tail.join(" ")), s("tspan", { dy: "-0.19em" }, "\u200b"));
  return parts;
}

/** An axis title in SVG: symbol, label and, in brackets, the unit. */
export const axisTitle = (axis) => [...symbolSVG(axis.name), ` ${withUnit(axis)}`];

/** A label, and in brackets its unit where it has one. */
export const withUnit = ({ label, unit }) => (unitText(unit) ? `${label} (${unitText(unit)})` : label);

/** The same in HTML, where a unit stays in one piece. */
export const labelled = ({ label, unit }) => h("span", {}, label, unitText(unit) ? [" ", h("span", { class: "cs-unit" }, `[${unitText(unit)}]`)] : []);

/** An entry of a legend: a swatch of a class, and what it stands for. */
export function legendKey(swatch, ...children) {
  return h("span", { class: "cs-key" }, h("span", { class: `cs-swatch ${swatch}`, "aria-hidden": "true" }), ...children);
}

/** A unit as read: "" for a pure number. */
export const unitText = (unit) => (unit === "1" ? "" : unit.replace("1/d^2", "per day²").replace("1/d", "per day").replace(/^1e9\/L/, "10⁹/L").replace(/^ug/, "µg").replace("Gcell", "10⁹ cells"));

/** A value with about three significant digits, for tables, ticks and labels. */
export function shortNumber(value) {
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : value < 0 ? "−∞" : "—";
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-3 ? value.toExponential(2).replace(/\.?0*e\+?/, "e") : String(Number(value.toPrecision(3)));
  return text.replace("-", "−").replace(/e−?(\d+)/, (all, power) => ` × 10${all.includes("−") ? "⁻" : ""}${superscript(power)}`);
}

const superscript = (digits) => [...digits].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("");
