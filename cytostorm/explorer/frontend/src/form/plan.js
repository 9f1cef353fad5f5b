/** A dose plan: rows of drug, amount, day, and, for repeats, every so many hours and how often. */

import { h, unitText } from "../figure/dom.js";
import { answerOf } from "./numbers.js";

const HOURS = 24;

export function planInput({ drugs, most }, ids, changed) {
  let rows = [];
  const list = h("div", { class: "cf-rows" });
  const nothing = h("input", { type: "checkbox", onchange: () => take() });
  const none = h("label", { class: "cf-nothing" }, nothing, h("span", {}, "My plan gives nothing"));
  const add = h("button", { type: "button", onclick: () => {
    rows.push({ drug: drugs[0].name, amount: null, day: null });
    draw();
    list.lastElementChild.querySelector("select").focus();
    take();
  } }, "Add a dose");

  const plan = () => (rows.length ? rows.map(entry) : nothing.checked ? [] : null);
  const take = () => changed(plan());

  const remove = (row) => {
    rows = rows.filter((one) => one !== row);
    draw();
    add.focus();
    take();
  };

  const draw = () => {
    list.replaceChildren(...rows.map((row, i) => line(row, i)));
    none.hidden = rows.length > 0;
    add.disabled = rows.length >= most;
  };

  const line = (row, i) => {
    const drug = () => drugs.find(({ name }) => name === row.drug);
    const unit = h("span", { class: "cf-unit" });
    const limit = () => (unit.textContent = `${unitText(drug().unit)}, at most ${drug().largest}`);
    const every = field(row, "hours", "every", h("span", { class: "cf-unit" }, "hours"));
    const repeats = () => (every.hidden = !(row.times > 1));
    const select = h("select", { onchange: () => {
      row.drug = select.value;
      limit();
      take();
    } }, drugs.map(({ name }) => h("option", { value: name, selected: name === row.drug }, name.replaceAll("_", " "))));
    limit();
    repeats();
    return h("div", { class: "cf-dose", role: "group", "aria-label": `Dose ${i + 1}` },
      h("label", {}, h("span", {}, "drug"), select), field(row, "amount", "amount", unit), field(row, "day", "first on day", null),
      field(row, "times", "times", null, repeats), every,
      h("button", { type: "button", "aria-label": `Remove dose ${i + 1}`, onclick: () => remove(row) }, "Remove"));
  };

  const field = (row, name, label, unit, then = () => {}) => {
    const value = row[name] ?? (name === "times" ? 1 : "");
    const typed = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", class: "cf-short", value, oninput: () => {
      row[name] = answerOf(typed.value);
      then();
      take();
    } });
    return h("label", {}, h("span", {}, label), typed, unit);
  };

  draw();
  return {
    element: h("div", { role: "group", "aria-labelledby": ids.label, "aria-describedby": ids.described }, list, none, add),
    hint: `At most ${most} rows. Day 0 is the day of the cells.`,
    show: (answer) => {
      if (JSON.stringify(plan()) === JSON.stringify(answer ?? null)) return;
      rows = (answer ?? []).map(row);
      nothing.checked = Array.isArray(answer) && !answer.length;
      draw();
    },
  };
}

/** A row as the plan's data has it: `every` in days, and only for what is repeated. */
function entry({ drug, amount, day, times = 1, hours }) {
  const given = { drug, amount: amount ?? "", day: day ?? "" };
  if (times === 1) return given;
  return { ...given, every: typeof hours === "number" ? Number((hours / HOURS).toPrecision(12)) : hours ?? "", times: times ?? "" };
}

function row({ drug, amount, day, every, times }) {
  return { drug, amount: amount === "" ? null : amount, day: day === "" ? null : day, times,
    hours: typeof every === "number" ? Number((every * HOURS).toPrecision(6)) : every };
}
