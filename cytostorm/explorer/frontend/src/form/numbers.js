/** Numbers as people type them, and as Python writes them. */

const POWERS = Object.fromEntries([..."⁻⁰¹²³⁴⁵⁶⁷⁸⁹"].map((sign, i) => [sign, "-0123456789"[i]]));

/** What was typed as a number; null when it is none, or could be read in two ways.
 *
 * A decimal point or comma, spaces between thousands, a minus of any shape, and powers as 1e-3, 1.2 × 10^3 or 1.2·10⁻³.
 */
export function typedNumber(text) {
  const plain = text.trim()
    .replace(/[−–]/g, "-")
    .replace(/[⁻⁰-⁹¹²³]+/g, (power) => `^${[...power].map((sign) => POWERS[sign]).join("")}`)
    .replace(/\s*[×x·*]\s*10\s*\^?\s*(?=[-+]?\d)/, "e")
    .replace(/^([-+]?)10\^/, "$11e")
    .replace(/(?<=\d)[\s'’](?=\d{3}(?!\d))/g, "");
  if (/^[-+]?[1-9]\d{0,2},\d{3}$/.test(plain)) return null; // thousands, or a decimal comma?
  if (!/^[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain.replace(",", "."));
  return Number.isFinite(value) ? value : null;
}

/** What was typed as an answer: a number, else the text itself, so that nothing is lost; null for nothing. */
export const answerOf = (typed) => (typed.trim() === "" ? null : typedNumber(typed) ?? typed);

/** Python's `format(value, ".6g")`. */
export function general(value, digits = 6) {
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  if (power >= -4 && power < digits) return trimmed(value.toFixed(digits - 1 - power));
  return `${trimmed(mantissa)}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

const trimmed = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
