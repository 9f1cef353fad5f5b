/** Judges as the page does: a line of JSON in for each job, a line out.
 *
 * {sheet, key, rules, answers: [{question: answer}]} gives a list of marks for each; {typed: [text]} numbers as they are read;
 * {sheet, fault: [question, answer]} what is wrong with one answer.
 */
import { createInterface } from "node:readline";
import { fault } from "../../cytostorm/explorer/frontend/src/form/fault.js";
import { judge } from "../../cytostorm/explorer/frontend/src/form/judge.js";
import { typedNumber } from "../../cytostorm/explorer/frontend/src/form/numbers.js";

const JOBS = {
  answers: ({ sheet: { questions }, key, rules, answers }) => answers.map((given) => questions.map((question) => judge(question, key, rules, given, questions))),
  typed: ({ typed }) => typed.map(typedNumber),
  fault: ({ sheet, fault: [name, answer] }) => [fault(sheet.questions.find((question) => question.name === name), answer)],
};

for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  console.log(JSON.stringify(JOBS[Object.keys(JOBS).find((name) => name in job)](job)));
}
