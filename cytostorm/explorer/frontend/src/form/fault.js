/** Why an answer is not well-formed, as one sentence, "" when it is: the sentences of Python's questions and plans. */

import { general } from "./numbers.js";

export function fault(question, answer) {
  return FAULTS[question.kind](question, answer);
}

const FAULTS = { number: numberFault, choice: choiceFault, text: textFault, plan: planFault };

function numberFault({ unit, range: [low, high] }, answer) {
  const of = unit === "1" ? "" : ` ${unit}`;
  if (typeof answer === "string") return `it is text (${quoted(answer, 40)}); a number is expected, without its unit.`;
  if (typeof answer !== "number" || !Number.isFinite(answer)) return "it is not a finite number.";
  return answer >= low && answer <= high ? ""
    : `${general(answer)}${of} lies outside ${general(low)} to ${general(high)}${of}, where every answer must lie.`;
}

function choiceFault({ options }, answer) {
  return options.some(({ key }) => key === answer) ? "" : `it is none of the options (${options.map(({ key }) => key).join(", ")}).`;
}

const LONG_WORD = 40; // characters for each word asked for

export const wordsIn = (text) => text.split(/\s+/).filter(Boolean).length;

function textFault({ words: [, high] }, answer) {
  if (typeof answer !== "string") return "it is not text.";
  const characters = [...answer].length;
  return characters > LONG_WORD * high ? `it is ${characters.toLocaleString("en-GB")} characters long; ${high} words are asked for.` : "";
}

function planFault(question, answer) {
  if (!Array.isArray(answer)) return "it is not a list of doses.";
  if (answer.length > question.most) return `it has ${answer.length} entries; at most ${question.most} are allowed.`;
  const faults = answer.map((entry, i) => [i + 1, entryFault(question, entry)]);
  const [at, words] = faults.find(([, found]) => found) ?? [0, ""];
  return words && `entry ${at}: ${words}`;
}

function entryFault({ drugs, limits }, entry) {
  const drug = drugs.find(({ name }) => name === entry.drug);
  if (!drug) return `the drug is none of ${drugs.map(({ name }) => name).join(", ")}.`;
  const times = entry.times ?? 1;
  if (!Number.isInteger(times) || times < limits.times[0] || times > limits.times[1]) return `times is a whole number from 1 to ${limits.times[1]}.`;
  const within = { amount: [0, drug.largest], day: limits.day, ...(times > 1 ? { every: limits.every } : {}) };
  for (const [name, [low, high]] of Object.entries(within)) {
    const value = entry[name];
    if (typeof value !== "number" || !(value >= low && value <= high)) {
      return `${name} is a number from ${general(low)} to ${general(high)}; got ${quoted(String(value), 20)}.`;
    }
  }
  return "";
}

/** Text between quotes, as Python shows it. */
function quoted(text, most) {
  const cut = [...text].slice(0, most).join("").replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
  return cut.includes("'") && !cut.includes('"') ? `"${cut}"` : `'${cut.replaceAll("'", "\\'")}'`;
}
