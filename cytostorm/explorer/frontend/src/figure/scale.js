/** Axes' arithmetic: linear and logarithmic scales, and where their ticks stand. */

/** A scale maps values of [low, high] to pixels of [start, end]; `invert` maps back, `ticks` are the values marked. */
export function linear(low, high, start, end) {
  const slope = (end - start) / (high - low);
  const scale = (value) => start + (value - low) * slope;
  return Object.assign(scale, { invert: (pixel) => low + (pixel - start) / slope, ticks: linearTicks(low, high, Math.abs(end - start) / (end < start ? 40 : 70)) });
}

/** The same over powers of ten; values far below the axis, and zero, stand a decade below it, out of sight. */
export function logarithmic(low, high, start, end) {
  const [from, to] = [Math.log10(low), Math.log10(high)];
  const slope = (end - start) / (to - from);
  const scale = (value) => start + ((value > 0 ? Math.max(Math.log10(value), from - 1) : from - 1) - from) * slope;
  return Object.assign(scale, { invert: (pixel) => 10 ** (from + (pixel - start) / slope), ticks: logTicks(from, to) });
}

/** Round values for about `count` ticks. */
function linearTicks(low, high, count) {
  const rough = (high - low) / Math.max(2, Math.floor(count));
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((multiple) => multiple * power >= rough * 0.999) * power;
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

function logTicks(from, to) {
  const every = Math.max(1, Math.ceil((to - from) / 6));
  const ticks = [];
  for (let power = Math.ceil(from); power <= to + 1e-9; power += every) ticks.push(10 ** power);
  return ticks;
}

/** The next round number at or above a value: the upper end of an axis that starts at zero. */
export function roundUp(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((multiple) => multiple * power >= value) * power;
}
