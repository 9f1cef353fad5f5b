/** The days on which a run is written down. */

/** A regular point nearer than this share of a step to a dose or to the end gives way to it: no two points a rounding error apart. */
const NEARNESS = 1e-9;

/**
 * 0, step, 2·step, …, exactly `days`, united with the dose days from 0 to `days`: a strictly increasing Float64Array.
 */
export function outputGrid(days, step, doseDays) {
  const fixed = [...new Set([0, ...doseDays.filter((day) => day >= 0 && day <= days), days])].sort((a, b) => a - b);
  const grid = [];
  let k = 1;
  for (const mark of fixed) {
    for (; k * step < mark - NEARNESS * step; k++) grid.push(k * step);
    while (k * step <= mark + NEARNESS * step) k++;
    grid.push(mark);
  }
  return Float64Array.from(grid);
}
