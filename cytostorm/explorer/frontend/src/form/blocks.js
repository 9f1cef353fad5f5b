/** What stands above the questions: paragraphs, tables, code to copy, curves. */

import { h } from "../figure/dom.js";
import { copy } from "../figure/link.js";
import { Curves } from "./curves.js";
import { prose } from "./prose.js";
import { scrolling, table } from "./table.js";

/** The elements of a problem's blocks, and the curves among them, which must be told how wide they are. */
export function blocks(given) {
  const drawn = [];
  const elements = given.map((block) => {
    if (block.kind === "curves") drawn.push(new Curves(block));
    return block.kind === "curves" ? drawn.at(-1).element : BLOCKS[block.kind](block);
  });
  return { elements, drawn };
}

const BLOCKS = {
  text: ({ text }) => h("p", {}, prose(text)),
  table: ({ columns, rows }) => scrolling("Table", table(columns, rows)),
  code: ({ text }) => code(text),
};

function code(text) {
  const button = h("button", { type: "button", onclick: async () => {
    button.textContent = (await copy(text)) ? "Copied" : "Select the line, and copy it";
  } }, "Copy");
  return h("div", { class: "cf-code" }, h("pre", { tabindex: 0 }, h("code", {}, text)), button);
}
