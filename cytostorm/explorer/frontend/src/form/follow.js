/** What is right for a later question after the student's own earlier answer, from the curve that Python made (coursework/follow.py). */

/** The value of a curve at `own`; NaN outside it, or where an answer leads nowhere. */
export function followed({ at, right }, own) {
  const exact = at.indexOf(own);
  if (exact >= 0) return right[exact] ?? NaN;
  const after = typeof own === "number" ? at.findIndex((point) => point > own) : -1;
  if (after < 1) return NaN;
  return between(right[after - 1], right[after], share(at[after - 1], at[after], own));
}

/** How far a value has come from `low` to `high`: in factors where they have one sign, so that powers come out exactly. */
const share = (low, high, value) => (low * high > 0 ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low));

function between(from, to, part) {
  if (from === null || to === null) return NaN;
  if (typeof from === "string") return from === to ? from : NaN;
  return from * to > 0 ? from * (to / from) ** part : from + (to - from) * part;
}
