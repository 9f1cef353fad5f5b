/** A problem as a form. With a key it judges practice at once; without one, graded work, it says only whether answers are well-formed. */

import { h } from "../figure/dom.js";
import { blocks } from "./blocks.js";
import { fault } from "./fault.js";
import { download, handIn, join } from "./hand-in.js";
import { judge } from "./judge.js";
import { keep, kept } from "./keep.js";
import { Question } from "./question.js";

/** JupyterLab would take keys for its own otherwise, among them those that move between options. */
const ownKeys = (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true");

export class Form {
  constructor(model, el) {
    this.model = model;
    for (const [name, trait] of Object.entries({ sheet: "sheet", key: "key", rules: "rules", name: "name", who: "who", handIn: "hand_in" })) {
      Object.defineProperty(this, name, { get: () => model.get(trait) });
    }
    this.practice = Object.keys(this.key).length > 0;
    this.tried = new Set();
    this.note = "";
    this.questions = this.sheet.questions.map((asked, i) => new Question(asked, i + 1, {
      answered: (answer) => this.answer(asked.name, answer), check: this.practice ? () => this.check(asked.name) : null }));
    const { elements, drawn } = blocks(this.sheet.given);
    const total = this.sheet.questions.reduce((sum, { points }) => sum + points, 0);
    this.element = h("section", { class: "cytostorm-form cs-figure", "aria-label": this.sheet.title, onfocusin: ownKeys },
      h("p", { class: "cs-heading" }, this.sheet.title),
      h("p", { class: "cs-note" }, `${this.who} · ${total} points · about ${this.sheet.minutes} minutes`),
      h("div", { class: "cf-given" }, elements), this.questions.map(({ element }) => element), this.foot());
    el.replaceChildren(this.element);
    this.restore();
    this.watch(drawn);
  }

  /** All that listens, and what ends it. */
  watch(drawn) {
    const listeners = Object.entries({
      "change:answers": () => this.showAll(),
      "change:marks": () => this.marked(),
      "change:note": () => {
        this.note = this.model.get("note"); // not before Python has spoken: a page of the site only remembers what it once said
        this.count();
      },
    });
    for (const [event, listener] of listeners) this.model.on(event, listener);
    const sizes = new ResizeObserver(() => drawn.forEach((curves) => curves.resize(Math.floor(curves.element.clientWidth))));
    drawn.forEach((curves) => sizes.observe(curves.element));
    const leave = join(this);
    this.stop = () => {
      for (const [event, listener] of listeners) this.model.off(event, listener);
      sizes.disconnect();
      leave();
    };
  }

  get answers() {
    return this.model.get("answers");
  }

  foot() {
    this.total = h("p", { class: "cf-total", role: "status" });
    this.reveal = h("button", { type: "button", onclick: () => this.show() }, "Show the answers");
    this.again = h("button", { type: "button", onclick: () => this.restart() }, "Start again");
    this.back = h("button", { type: "button", hidden: true, onclick: () => this.undo() }, "Bring my answers back");
    const save = h("button", { type: "button", class: "cs-primary", onclick: () => download(this.handIn.file, handIn(this.handIn)) },
      "Download hand-in");
    return h("div", { class: "cf-foot" }, this.total,
      h("div", { class: "cs-tools" }, this.practice ? [this.reveal, this.again, this.back] : this.handIn.file ? [save] : []));
  }

  /** Take up where the reader left: what this browser keeps, when it is newer than what Python knows. */
  restore() {
    const mine = kept(this.name);
    if (mine && mine.saved > (this.model.get("saved") || "")) this.put(mine.answers);
    this.showAll();
    for (const name of mine?.checked ?? []) if (this.practice && this.answers[name] !== undefined) this.check(name);
  }

  /** Answers into the model, and with it to Python where there is one. */
  put(answers) {
    this.model.set("answers", answers);
    this.model.save_changes();
  }

  answer(name, answer) {
    const { [name]: _, ...others } = this.answers;
    this.put(answer === null ? others : { ...others, [name]: answer });
    this.back.hidden = true;
    this.store();
    this.count();
  }

  store() {
    const checked = this.questions.filter((question) => question.checked).map(({ asked }) => asked.name);
    keep(this.name, { saved: new Date().toISOString(), answers: this.answers, checked });
  }

  showAll() {
    for (const question of this.questions) question.show(this.answers[question.asked.name]);
    this.count();
  }

  check(name) {
    const question = this.questions.find(({ asked }) => asked.name === name);
    const { asked } = question;
    question.judge(asked.kind === "plan" ? this.planned(question) : judge(asked, this.key, this.rules, this.answers, this.sheet.questions));
    if (this.answers[name] !== undefined) this.tried.add(name);
    this.store();
    this.count();
  }

  /** Python's mark of a plan, if it is the mark of the plan that stands here. */
  planned({ asked }) {
    const mark = this.model.get("marks")[asked.name];
    return mark && JSON.stringify(mark.answer) === JSON.stringify(this.answers[asked.name]) ? mark : null;
  }

  /** Python has judged: show it where it was asked for. */
  marked() {
    for (const question of this.questions) if (question.checked && question.asked.kind === "plan") question.judge(this.planned(question));
    this.count();
  }

  /** The line at the foot: points so far, or how many are answered. */
  count() {
    const said = this.practice ? this.earned() : this.progress();
    if (this.total.textContent !== said) this.total.textContent = said;
    const untried = this.questions.filter((question) => question.judged && !this.tried.has(question.asked.name));
    this.reveal.disabled = untried.length > 0;
    this.reveal.title = untried.length ? "After a try at each question" : "";
  }

  earned() {
    const marks = this.questions.filter(({ mark }) => mark).map(({ mark }) => mark);
    const points = Math.round(marks.reduce((sum, mark) => sum + mark.points, 0) * 100) / 100;
    const outOf = marks.reduce((sum, mark) => sum + mark.outOf, 0);
    const checkable = this.questions.filter((question) => question.checkable);
    return `${points} of ${outOf} points so far, ${marks.length} of ${checkable.length} questions checked.`;
  }

  progress() {
    const given = this.questions.filter(({ asked }) => this.answers[asked.name] !== undefined);
    const malformed = given.filter(({ asked }) => fault(asked, this.answers[asked.name])).map((question) => this.questions.indexOf(question) + 1);
    const faults = malformed.length ? `; not well-formed: ${malformed.join(", ")}` : "";
    return `${given.length} of ${this.questions.length} questions answered${faults}. ${this.note}`;
  }

  show() {
    for (const question of this.questions) if (question.judged) question.reveal(this.key[question.asked.name]);
  }

  restart() {
    this.before = this.answers;
    this.replace({});
    this.tried.clear();
    for (const question of this.questions) question.reveal(null);
    this.back.hidden = !Object.keys(this.before).length;
    this.count();
  }

  undo() {
    this.replace(this.before);
    this.back.hidden = true;
  }

  replace(answers) {
    this.put(answers);
    for (const question of this.questions) question.forget();
    this.showAll();
    this.store();
  }
}
