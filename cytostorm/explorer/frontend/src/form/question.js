/** One question of a form: what is asked, the field for the answer, whether it is well-formed, and in practice the verdict. */

import { h } from "../figure/dom.js";
import { fault } from "./fault.js";
import { input } from "./inputs.js";
import { pointsOf, prose } from "./prose.js";

const VERDICTS = { right: "Right", follows: "Right", partly: "Partly right", wrong: "Not right", missing: "No answer yet",
  malformed: "Not well-formed" };
const PYTHON = "Python judges plans: in a notebook the verdict comes in a moment; on the site, open this page as a notebook, with the rocket above.";

export class Question {
  /** `answered(answer)` is called at each change, `check()` when the reader asks for a verdict; null in graded work. */
  constructor(asked, position, { answered, check }) {
    Object.assign(this, { asked, answered, checked: false });
    const id = `cf-${Question.count++}`;
    const ids = { label: `${id}-legend ${id}-ask`, described: `${id}-hint ${id}-fault`, group: id };
    this.field = input(asked, ids, (answer) => this.change(answer));
    this.fault = h("span", { class: "cf-fault", id: `${id}-fault`, "aria-live": "polite" });
    this.verdict = h("p", { class: "cf-verdict", role: "status" });
    this.answer = h("p", { class: "cf-answer" });
    const button = this.checkable && check && h("button", { type: "button", onclick: check }, "Check");
    this.element = h("fieldset", { class: "cf-question", onkeydown: (event) => {
      if (!button || event.key !== "Enter" || event.target.tagName !== "INPUT") return;
      event.preventDefault();
      check();
    } },
      h("legend", { id: `${id}-legend` }, `Question ${position}`, h("span", { class: "cf-points" }, ` ${pointsOf(asked.points)}`)),
      h("p", { class: "cf-ask", id: `${id}-ask` }, prose(asked.ask)), this.field.element,
      h("p", { class: "cf-state" }, h("span", { id: `${id}-hint` }, this.field.hint ? `${this.field.hint} ` : ""), this.fault),
      button || null, this.verdict, this.answer);
  }

  static count = 0;

  /** Whether there is a verdict: a text is read by people. */
  get checkable() {
    return this.asked.kind !== "text";
  }

  /** Whether the page itself can judge it. */
  get judged() {
    return this.asked.kind === "number" || this.asked.kind === "choice";
  }

  change(answer) {
    this.state(answer);
    this.forget();
    this.answered(answer);
  }

  /** Show an answer that came from elsewhere. */
  show(answer) {
    this.field.show(answer ?? null);
    this.state(answer);
  }

  /** Say whether an answer is well-formed. */
  state(answer) {
    const given = answer !== undefined && answer !== null;
    const words = given ? fault(this.asked, answer) : "";
    const said = !given || this.asked.kind === "choice" ? "" : words ? `Not well-formed: ${words}` : "Well-formed.";
    if (this.fault.textContent !== said) this.fault.textContent = said;
    this.element.classList.toggle("cf-malformed", Boolean(words));
    for (const field of this.element.querySelectorAll(".cf-number, textarea")) field.setAttribute("aria-invalid", String(Boolean(words)));
  }

  /** Show a verdict; null where Python alone could give it. */
  judge(mark) {
    this.checked = true;
    this.mark = mark;
    this.element.dataset.verdict = mark?.verdict ?? "waiting";
    const said = mark ? `${VERDICTS[mark.verdict]}, ${mark.points} of ${mark.outOf}.` : "Kept.";
    const words = !mark ? PYTHON : mark.verdict === "missing" ? "" : mark.words;
    this.verdict.replaceChildren(h("strong", {}, said), " ", ...prose(words));
  }

  /** Take the verdict away: the answer is another one now. */
  forget() {
    if (!this.checked) return;
    this.checked = false;
    this.mark = undefined;
    delete this.element.dataset.verdict;
    this.verdict.replaceChildren();
  }

  /** Show the right answer, or none. */
  reveal(key) {
    const { kind, options, figures } = this.asked;
    if (!key) {
      this.answer.replaceChildren();
      return;
    }
    const right = kind === "choice" ? options.find((option) => option.key === key.right).text : String(Number(key.right.toPrecision(figures)));
    this.answer.replaceChildren(h("strong", {}, "Answer: "), ...prose(right), ". ", ...prose(key.why));
  }
}
