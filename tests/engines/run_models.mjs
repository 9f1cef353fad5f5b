/**
 * Runs generated models for the Python tests, many in one node process.
 *
 * One JSON job a line on standard input: { model_source, values, days, doses, step, rtol, atol, budget, growth: [state, …] }.
 * Only model_source, days and step are needed.
 * A later job for the same model may name it by `digest` instead of sending its source again.
 * One JSON answer a line, in the same order, in JSON as Python reads it (NaN and Infinity are written so):
 * { t, y: [row, …], readouts: [row, …], facts: [number, …], scores: {name: [number, …]}, sentences: {name: text},
 *   growth: [number, …], solver, steps, evaluations, stopped }
 * or { error: sentence }.
 */

import { createInterface } from "node:readline";
import { runInThisContext } from "node:vm";
import { facts, scores, sentence } from "../../cytostorm/explorer/frontend/src/engine/facts.js";
import { growthAlong } from "../../cytostorm/explorer/frontend/src/engine/growth.js";
import { solve } from "../../cytostorm/explorer/frontend/src/engine/solve.js";

const loaded = new Map();

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() !== "") process.stdout.write(`${answer(JSON.parse(line))}\n`);
}

function answer(job) {
  try {
    return json(perform(modelOf(job), job));
  } catch (error) {
    return json({ error: error.message });
  }
}

/** The site loads models as classic scripts; so does this. */
function modelOf({ model_source: source, digest }) {
  const models = () => (globalThis.cytostorm ??= {}).models ?? {};
  if (source === undefined) return models()[digest];
  if (!loaded.has(source)) {
    const before = new Set(Object.keys(models()));
    runInThisContext(source);
    const added = Object.keys(models()).filter((name) => !before.has(name));
    loaded.set(source, models()[added[0] ?? digest]);
  }
  return loaded.get(source);
}

function perform(model, { model_source, digest, growth = [], ...options }) {
  const run = solve(model, options);
  const values = facts(model, run);
  return {
    t: run.t,
    y: run.stateRows,
    readouts: run.readoutRows,
    facts: values,
    scores: Object.fromEntries(Object.keys(model.scores).map((name) => [name, scores(model, run, values, name)])),
    sentences: Object.fromEntries(model.sentences.map(({ name }) => [name, sentence(model, options.values ?? {}, values, name)])),
    growth: growth.length ? growthAlong(model, run, growth) : [],
    solver: run.solver,
    steps: run.steps,
    evaluations: run.evaluations,
    stopped: run.stopped,
  };
}

/** JSON.stringify turns NaN and Infinity into null; Python's json reads and writes them as they are. */
function json(value) {
  if (typeof value === "number") return String(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return `[${Array.from(value, json).join(",")}]`;
  if (value !== null && typeof value === "object") {
    return `{${Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}:${json(item)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}
