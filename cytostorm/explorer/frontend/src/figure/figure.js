/** The live figure: puts the views, the sentence and the tools together around one state. */

import { nameControls } from "../names.js";
import { DaySlider } from "./day.js";
import { h } from "./dom.js";
import { copy, fromLink, linkOf, pythonOf } from "./link.js";
import { numbersPanel, sourcesPanel } from "./panels.js";
import { Planar } from "./planar.js";
import { Prediction } from "./predict.js";
import { Sound } from "./sound.js";
import { State } from "./state.js";
import { BifurcationView } from "./views/bifurcation.js";
import { MapView } from "./views/map.js";
import { MonitorView } from "./views/monitor.js";
import { PhaseView } from "./views/phase.js";
import { PlaneView } from "./views/plane.js";
import { ReceptorsView } from "./views/receptors.js";
import { SourcesView } from "./views/sources.js";
import { TimeView } from "./views/time.js";
import { WallView } from "./views/wall.js";

/** Views of a model of two states; they get its equilibria. */
const PLANAR = { phase: PhaseView, map: MapView, bifurcation: BifurcationView };
/** Views of the run beside its time course, and views of one day of it. */
const OTHERS = { sources: SourcesView, plane: PlaneView };
const SCENES = { wall: WallView, receptors: ReceptorsView, monitor: MonitorView };
/** Milliseconds without a change after which Python and listeners are told. */
const QUIET = 700;

export class Figure {
  constructor(traits, model, root) {
    this.root = root;
    this.traits = traits;
    this.state = new State(traits, model);
    this.state.anchor = anchorOf(this.state.spec.name);
    const { spec } = this.state;
    const made = (kinds) => spec.views.filter((view) => view in kinds).map((view) => new kinds[view](this.state));
    this.scenes = made(SCENES);
    this.planes = made(PLANAR);
    this.others = made(OTHERS);
    const beside = [...this.planes, ...this.others];
    this.state.looks = this.scenes.length > 0;
    const paired = beside.length % 2 === 1;
    this.time = new TimeView(this.state, { paired });
    this.views = [this.time, ...beside, ...this.scenes];
    this.day = this.state.looks ? new DaySlider(this.state) : null;
    this.sentence = h("p", { class: "cs-sentence" });
    this.spoken = h("p", { class: "cs-unseen", role: "status", "aria-live": "polite" });
    this.alarm = h("p", { class: "cs-alarm", role: "alert" });
    this.panel = h("div", { class: "cs-panels" });
    this.prediction = spec.predict ? new Prediction(this.state, this.time, () => this.reveal()) : null;
    // One plane stands beside the time course, three make a square of four with it; two stand below it.
    const together = spec.views.includes("time") && paired && this.time.panels.length === 1;
    const grid = [...(together ? [this.time] : []), ...beside].map((view) => view.element);
    const label = spec.title || `Live figure of the model ${spec.model}`;
    this.element = h("section", { class: "cs-figure", id: this.state.anchor, "aria-label": label },
      spec.title ? h("p", { class: "cs-heading" }, spec.title) : null, this.prediction?.element,
      this.scenes.map((view) => view.element), this.day?.element,
      spec.views.includes("time") && !together ? this.time.element : null,
      grid.length ? h("div", { class: "cs-planes" }, grid) : null,
      this.alarm, this.sentence, this.spoken);
    this.sound = spec.hear ? new Sound(this.state) : null;
    this.foot = h("div", { class: "cs-figure cs-foot" }, this.sound?.element, this.toolbar(), this.panel);
    root.append(this.element, this.foot);
    this.state.listeners.push(() => this.draw());
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(root);
    this.follow = () => this.takeLink(true);
    addEventListener("hashchange", this.follow);
    this.state.pinOwn();
    this.state.update();
    this.takeLink(false);
    this.resize();
  }

  toolbar() {
    const button = (text, onclick, more = {}) => h("button", { type: "button", onclick, ...more }, text);
    this.pinButton = button("Pin this run", () => this.state.pin(), { "aria-pressed": "false" });
    this.logButton = button("Log scale", () => this.toggleLog(), { "aria-pressed": String(this.time.log) });
    this.openers = { numbers: button("Table", () => this.toggle("numbers"), { "aria-expanded": "false" }),
      sources: button("Sources", () => this.toggle("sources"), { "aria-expanded": "false" }) };
    this.note = h("span", { class: "cs-note", role: "status" });
    return h("div", { class: "cs-tools", role: "group", "aria-label": "Tools of this figure" },
      button("Reset", () => this.reset()), this.pinButton,
      this.state.spec.views.includes("time") && this.time.levels ? this.logButton : null,
      this.openers.numbers, this.openers.sources,
      this.traits.get("source") ? null : button("Copy link", () => this.hand(linkOf(this.state), "Link")),
      button("Copy as Python", () => this.hand(pythonOf(this.state), "Python line")), this.note);
  }

  reset() {
    for (const view of this.others) view.forget?.();
    this.state.reset();
    this.state.look(this.state.spec.day);
  }

  resize() {
    this.settle();
    let changed = false;
    for (const view of this.views) {
      if (view.element.isConnected) changed = view.resize(view.element.clientWidth) || changed;
    }
    this.laid ||= this.element.clientWidth > 0;
    if (changed && this.state.run) this.draw();
  }

  /** The answer belongs to the values of the question; a link that came before it is followed now. */
  reveal() {
    this.draw();
    this.resize();
    this.takeLink(false);
  }

  draw() {
    const { state } = this;
    this.alarm.textContent = state.failure ?? "";
    this.element.classList.toggle("cs-failed", Boolean(state.failure));
    const hidden = this.time.hidden;
    this.element.classList.toggle("cs-hidden", hidden);
    this.foot.hidden = hidden;
    this.root.closest(".cytostorm-explorer")?.classList.toggle("cs-waiting", hidden);
    if (state.failure || !state.run) return this.report();
    if (this.time.plot.width) this.time.draw();
    if (!hidden && this.laid) for (const view of [...this.others, ...this.scenes]) view.draw();
    this.day?.draw();
    if (this.planes.length && !hidden && this.planes[0].plot.width) {
      const { model, run } = state;
      const planar = new Planar(model, run.parameters, run.stateRows[run.t.length - 1].slice(2));
      const equilibria = planar.equilibria(run);
      for (const view of this.planes) view.draw(planar, equilibria);
    }
    this.pinButton.setAttribute("aria-pressed", String(Boolean(state.pinned)));
    this.pinButton.textContent = state.pinned ? "Unpin" : "Pin this run";
    const words = hidden ? [] : state.run.words;
    this.sentence.replaceChildren(...words.map(({ name, text }) => h("span", { class: `cs-says-${name}` }, `${text} `)));
    if (this.open) this.fill();
    this.report();
  }

  /** Tell Python, and, once the reader pauses, whoever listens instead of looking. */
  report() {
    const { run, failure } = this.state;
    const words = this.time.hidden || !run ? "" : run.words.map(({ text }) => text).join(" ");
    clearTimeout(this.pause);
    this.pause = setTimeout(() => {
      this.spoken.textContent = failure ?? words;
      if (!failure && !this.time.hidden) for (const view of this.others) view.keep?.();
      this.traits.set("report", failure ? { failure } : { sentence: words, solver: run.solver, steps: run.steps, stopped: run.stopped });
      this.traits.save_changes();
    }, QUIET);
  }

  toggle(which) {
    this.open = this.open === which ? null : which;
    for (const [name, opener] of Object.entries(this.openers)) opener.setAttribute("aria-expanded", String(name === this.open));
    this.fill();
  }

  fill() {
    const make = { numbers: numbersPanel, sources: sourcesPanel }[this.open];
    this.panel.replaceChildren(...(make && this.state.run ? [make(this.state)] : []));
  }

  toggleLog() {
    this.time.log = !this.time.log;
    this.logButton.setAttribute("aria-pressed", String(this.time.log));
    this.draw();
  }

  async hand(text, what) {
    if (await copy(text)) this.note.replaceChildren(`${what} copied.`);
    else {
      const field = h("input", { type: "text", readonly: true, value: text, "aria-label": what });
      this.note.replaceChildren(field);
      field.select();
    }
  }

  /** Follow the page's address; a figure that waits for a prediction keeps its values until the answer is there. */
  takeLink(moved) {
    const positions = fromLink(this.state);
    if (!positions) return;
    this.wanted = true;
    if (!this.time.hidden) {
      this.state.set(positions);
      if (Number.isFinite(positions.day)) this.state.look(positions.day);
    }
    if (moved) this.comeIntoView();
  }

  comeIntoView() {
    this.wanted = false;
    // Of a figure taller than the window its end is shown: the sentence, with the controls below it.
    this.element.scrollIntoView({ block: this.element.offsetHeight > 0.8 * innerHeight ? "end" : "center" });
  }

  stop() {
    this.observer.disconnect();
    this.day?.stop();
    this.sound?.stop();
    removeEventListener("hashchange", this.follow);
    clearTimeout(this.pause);
    this.unname?.();
    this.foot.remove();
    anchors.delete(this.state.anchor);
  }

  /** Once the explorer is there: the tools go below its sliders, and the sliders get their names. */
  settle() {
    const explorer = this.root.closest(".cytostorm-explorer");
    if (!explorer || this.unname) return;
    explorer.append(this.foot);
    explorer.classList.toggle("cs-waiting", this.time.hidden);
    if (this.wanted) requestAnimationFrame(() => this.comeIntoView());
    this.unname = nameControls(explorer);
  }
}

const anchors = new Set();

/** A name no other figure on the page has; figures are made before they are part of the page. */
function anchorOf(name) {
  let anchor = name;
  for (let i = 2; anchors.has(anchor) || document.getElementById(anchor); i++) anchor = `${name}-${i}`;
  anchors.add(anchor);
  return anchor;
}
