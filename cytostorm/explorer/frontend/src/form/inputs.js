/** The fields in which answers are given. Each has `element`, `show(answer)`, and calls `changed(answer)`; null is no answer. */

import { h, unitText } from "../figure/dom.js";
import { wordsIn } from "./fault.js";
import { answerOf, general, typedNumber } from "./numbers.js";
import { planInput } from "./plan.js";
import { pointsOf, prose } from "./prose.js";

/** The field of a question; `ids` name what labels and describes it. */
export const input = (question, ids, changed) => INPUTS[question.kind](question, ids, changed);

const INPUTS = { number: numberInput, choice: choiceInput, text: textInput, plan: planInput };

/** A field for a number, which keeps what was typed; `read` says how it was understood, where that is not plain. */
function numberInput({ unit, range: [low, high], figures }, ids, changed) {
  const read = h("span", { class: "cs-note" });
  const field = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", class: "cf-number",
    "aria-labelledby": ids.label, "aria-describedby": ids.described, oninput: () => take() });
  const explain = () => {
    const value = typedNumber(field.value);
    read.textContent = value === null || Number(field.value) === value ? "" : `read as ${general(value, 8)}`;
  };
  const take = () => {
    explain();
    changed(answerOf(field.value));
  };
  return {
    element: h("div", { class: "cf-line" }, field, unitText(unit) ? h("span", { class: "cf-unit" }, unitText(unit)) : null, read),
    hint: `Between ${general(low, 8)} and ${general(high, 8)}; ${figures} significant figures.`,
    show: (answer) => {
      if (answerOf(field.value) === answer) return;
      field.value = answer ?? "";
      explain();
    },
  };
}

function choiceInput({ options }, ids, changed) {
  const fields = options.map(({ key }) => h("input", { type: "radio", name: ids.group, value: key, onchange: () => changed(key),
    "aria-describedby": ids.described }));
  return {
    element: h("div", { class: "cf-options", role: "radiogroup", "aria-labelledby": ids.label },
      options.map(({ text }, i) => h("label", {}, fields[i], h("span", {}, prose(text))))),
    show: (answer) => {
      for (const field of fields) field.checked = field.value === answer;
    },
  };
}

function textInput({ words: [low, high], rubric }, ids, changed) {
  const count = h("span", { class: "cs-note" });
  const counted = () => (count.textContent = `${wordsIn(field.value)} of ${low} to ${high} words`);
  const rows = Math.min(14, Math.max(4, Math.round(high / 14))); // about as many as the text will have, at 14 words a line
  const field = h("textarea", { rows, "aria-labelledby": ids.label, "aria-describedby": ids.described, oninput: () => {
    counted();
    changed(field.value.trim() === "" ? null : field.value);
  } });
  counted();
  return {
    element: h("div", {}, h("p", { class: "cs-note" }, "Marked by hand, with this rubric:"),
      h("ul", { class: "cf-rubric" }, rubric.map(({ points, text }) => h("li", {}, `${text} (${pointsOf(points)})`))), field, count),
    show: (answer) => {
      if (field.value.trim() === (answer ?? "").trim()) return;
      field.value = answer ?? "";
      counted();
    },
  };
}
