/** Reads { source, runs, step } from standard input; prints the median time of a run of that model over 28 days, in milliseconds. */

import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";
import { solve } from "../../cytostorm/explorer/frontend/src/engine/solve.js";

const { source, runs, step } = JSON.parse(readFileSync(0, "utf8"));
runInThisContext(source);
const [model] = Object.values(globalThis.cytostorm.models);

const times = Array.from({ length: runs }, () => {
  const start = performance.now();
  solve(model, { days: 28, step });
  return performance.now() - start;
});
console.log(times.sort((a, b) => a - b)[runs >> 1]);
