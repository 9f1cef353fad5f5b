/** Links and Python lines that carry a figure's state. A link ends in #name?k_fb=1.2&k_c=0.8. */

const round = (value) => Number(Number(value).toPrecision(6));

/** The page's address with where this figure's controls stand. */
export function linkOf(state) {
  const positions = { ...state.positions(), ...(state.looks ? { day: state.day } : {}) };
  const query = Object.entries(positions).map(([name, value]) => `${name}=${round(value)}`).join("&");
  return `${location.href.split("#")[0]}#${state.anchor}?${query}`;
}

/** Positions that the page's address holds for this figure, none when it only names it; null when it means another place. */
export function fromLink(state) {
  const [name, query] = location.hash.slice(1).split("?");
  if (name !== state.anchor) return null;
  if (!query) return {};
  return Object.fromEntries(query.split("&").map((pair) => pair.split("=")).map(([key, value]) => [key, value ? Number(value) : NaN]));
}

/** The same run as a line of Python. */
export function pythonOf(state) {
  const { values, doses } = state.meaning(state.positions());
  const given = doses.map(({ name, amount, unit, day, every, times, lasting }) => `cs.dose("${name}", ${round(amount)}, "${unit}", day=${round(day)}${
    times > 1 ? `, every=${round(every)}, times=${times}` : ""}${lasting === null ? "" : `, lasting=${round(lasting)}`})`);
  const parts = [state.spec.python, `days=${state.spec.days}`, ...(given.length ? [`doses=[${given.join(", ")}]`] : []),
    ...Object.entries(values).map(([name, value]) => `${name}=${round(value)}`)];
  return `cs.simulate(${parts.join(", ")})`;
}

/** Put text on the clipboard; false where the browser does not allow it (a page opened from a folder). */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
