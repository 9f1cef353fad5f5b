/** What opens below the figure: a table of the numbers, and where they come from. */

import { h, shortNumber, symbol, unitText } from "./dom.js";

const ROWS = 15;

/** A table of the run at about fifteen times, with a button that saves all of it. */
export function numbersPanel(state) {
  const { run, spec } = state;
  const names = spec.show;
  const courses = names.map((name) => state.course(run, name));
  const picks = [...new Set(Array.from({ length: ROWS }, (_, i) => Math.round((i * (run.t.length - 1)) / (ROWS - 1))))];
  const units = names.map((name) => unitText(state.words(name).unit));
  const heads = names.map((name, k) => h("th", { scope: "col" }, symbol(name), units[k] ? [" ", h("span", { class: "cs-unit" }, `[${units[k]}]`)] : []));
  const row = (i) => h("tr", {}, h("th", { scope: "row" }, run.t[i].toFixed(1)),
    courses.map((course, k) => h("td", {}, state.written(names[k], course[i]))));
  return h("div", { class: "cs-panel", tabindex: 0, role: "region", "aria-label": "Table of the numbers" },
    h("table", {}, h("caption", {}, `This run in numbers (${run.solver}, ${run.steps} steps)`),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "day"), heads)),
      h("tbody", {}, picks.map(row))),
    h("button", { type: "button", onclick: () => save(`${spec.name}.csv`, csv(run, names, courses)) }, "Save all as CSV"));
}

/** Each parameter: value now, unit, meaning, standing and source. */
export function sourcesPanel(state) {
  const { model, run } = state;
  const moved = [...state.controls.keys()];
  const ordered = [...model.parameters].sort((a, b) => moved.includes(b) - moved.includes(a)); // first those that the reader moves
  const rows = ordered.map((name) => {
    const i = model.parameters.indexOf(name);
    const { unit, meaning, standing, source, reason } = model.info.parameters[name];
    return h("tr", {}, h("th", { scope: "row" }, symbol(name)), h("td", {}, shortNumber(run.parameters[i])), h("td", { class: "cs-unit" }, unitText(unit) || "—"),
      h("td", {}, meaning), h("td", {}, standing), h("td", {}, [source, reason].filter(Boolean).join("; ") || "—"));
  });
  return h("div", { class: "cs-panel", tabindex: 0, role: "region", "aria-label": "Where the numbers come from" },
    h("table", {}, h("caption", {}, "Where the numbers come from. “Chosen” means: picked to teach, not measured."),
      h("thead", {}, h("tr", {}, ["", "value", "unit", "meaning", "standing", "source or reason"].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, rows)));
}

function csv(run, names, courses) {
  const lines = Array.from(run.t, (day, i) => [day, ...courses.map((course) => course[i])].join(","));
  return [["day", ...names].join(","), ...lines].join("\n");
}

function save(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
