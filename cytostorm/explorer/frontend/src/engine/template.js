/** Numbers put into sentences, written as a person would write them. The Python side writes the same characters. */

const SUPERSCRIPTS = { 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹", "-": "⁻", "+": "" };
const PLACE = /\{(\w+):(\d+)([sf])\}/g;

/**
 * Fill the places {name:3s} (significant digits) and {name:1f} (decimal places) of a text.
 * `lookup(name)` gives the number; an unknown name (undefined) is an Error.
 */
export function fill(text, lookup) {
  return text.replace(PLACE, (place, name, digits, kind) => {
    const value = lookup(name);
    if (value === undefined) throw new Error(`Nothing is called ${name} in the template “${text}”.`);
    return format(value, Number(digits), kind);
  });
}

/**
 * One number with `digits` significant digits (kind "s") or decimal places (kind "f"), rounded half away from zero.
 * From a million on, and below a thousandth, it is written with a power of ten.
 */
export function format(value, digits, kind) {
  if (Number.isNaN(value)) return "—";
  const size = Math.abs(value);
  const text = size === Infinity ? "∞" : isExtreme(size) ? power(size, digits, kind) : plain(size, digits, kind);
  return value < 0 && /[1-9∞]/.test(text) ? `−${text}` : text; // no minus before a number that rounds to zero
}

const isExtreme = (size) => size >= 1e6 || (size !== 0 && size < 1e-3);

function power(size, digits, kind) {
  const [mantissa, exponent] = size.toExponential(kind === "s" ? digits - 1 : digits).split("e");
  return `${mantissa} × 10${Array.from(exponent, (sign) => SUPERSCRIPTS[sign]).join("")}`;
}

function plain(size, digits, kind) {
  if (kind === "f") return size.toFixed(digits);
  // toExponential and toFixed round the exact binary value, once: so the digits are moved as text, never rounded again.
  const [mantissa, exponent] = size.toExponential(digits - 1).split("e");
  const figures = mantissa.replace(".", "");
  const whole = Number(exponent) + 1;
  if (whole >= figures.length) return figures.padEnd(whole, "0");
  if (whole > 0) return `${figures.slice(0, whole)}.${figures.slice(whole)}`;
  return `0.${"0".repeat(-whole)}${figures}`;
}
