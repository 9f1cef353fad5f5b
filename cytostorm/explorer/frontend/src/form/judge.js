/** Marks for practice, as judge.py gives them: the same verdict, points and words. Plans are Python's. */

import { fault } from "./fault.js";
import { followed } from "./follow.js";

/** The mark of one question: its place in the sheet, its key, the rules, and all answers by name. */
export function judge(question, key, rules, answers, questions) {
  const answer = answers[question.name];
  const mark = (verdict, share, words) => ({ verdict, points: Math.round(question.points * share * 100) / 100, outOf: question.points, words });
  if (answer === undefined || answer === null || answer === "") return mark("missing", 0, rules.words.missing);
  const words = fault(question, answer);
  if (words) return mark("malformed", 0, said(rules.words.malformed, words));
  if (question.kind === "text") return mark("by hand", 0, rules.words["by hand"]);
  return mark(...verdict(question, key[question.name], rules, answer, after(key[question.name], answers, questions)));
}

/** What is right after each earlier answer that can be followed; nothing leads to 0. */
function after({ follows }, answers, questions) {
  const earlier = follows.map((curve) => [curve, questions.find(({ name }) => name === curve.question), answers[curve.question]]);
  return earlier.filter(([, question, own]) => followable(question, own)).map(([curve, , own]) => followed(curve, own)).filter((value) => value !== 0);
}

/** Well-formed, and of a number neither 0 nor an end of its range. */
function followable(question, own) {
  if (own === undefined || own === null || fault(question, own)) return false;
  return question.kind !== "number" || (own !== 0 && own > question.range[0] && own < question.range[1]);
}

function verdict(question, key, rules, answer, following) {
  const number = question.kind === "number";
  const same = (value, figures = question.figures) => (number ? near(answer, value, key.tolerance, figures) : answer === value);
  if (same(key.right)) return ["right", 1, key.why];
  if (following.some((value) => same(value))) return ["follows", 1, said(rules.words.follows, key.why).trim()];
  const mistake = key.mistakes.find(({ value }) => same(value));
  if (mistake) return [mistake.share ? "partly" : "wrong", mistake.share, mistake.words];
  if (!number) return ["wrong", 0, key.words[answer] || rules.words.option];
  if (same(key.right, question.figures - 1)) return ["partly", rules.rounded_share, said(rules.words.rounded, question.figures)];
  const slip = rules.slips.find(([factor]) => same(key.right * factor) || same(key.right / factor));
  if (!slip) return ["wrong", 0, rules.words.number];
  return ["partly", rules.slip_share, slip[0] > 0 ? said(rules.words.slip, slip[1]) : rules.words.sign];
}

/** Whether an answer is as good as a value: within the tolerance, or the value rounded to so many figures. */
function near(answer, value, tolerance, figures) {
  if (!Number.isFinite(value)) return false;
  const half = value ? 0.5000001 * 10 ** (Math.floor(Math.log10(Math.abs(value))) - figures + 1) : 0;
  return Math.abs(answer - value) <= Math.max(tolerance * Math.abs(value), half);
}

const said = (template, words) => template.replace("{}", () => words);
