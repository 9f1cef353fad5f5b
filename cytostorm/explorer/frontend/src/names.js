/** Accessible names for ipywidgets, which leave slider handles, read-outs and Play buttons without one.
 *
 * Works on the elements alone, so that the site's loader and a figure inside JupyterLab use the same code:
 * nameControls(root) names everything below `root` now and whenever it changes.
 */
const PLAY_NAMES = { "fa-play": "Play", "fa-pause": "Pause", "fa-stop": "Stop", "fa-retweet": "Repeat" };

function set(element, name, value) {
  // Writing an unchanged attribute would wake the observer again, without end.
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function labelOf(widget) {
  const label = widget.querySelector(".widget-label");
  return label?.textContent.trim() || label?.title || widget.title || "";
}

function nameSlider(widget) {
  const label = labelOf(widget) || "Value";
  const readout = widget.querySelector(".widget-readout");
  const handles = widget.querySelectorAll(".noUi-handle");
  handles.forEach((handle, position) => {
    const which = handles.length > 1 ? [", lower end", ", upper end"][position] : "";
    set(handle, "aria-label", label + which);
    if (handles.length === 1 && readout) set(handle, "aria-valuetext", readout.textContent.trim());
  });
  if (handles.length === 1 && readout) nameValue(widget.querySelector(".noUi-target")?.noUiSlider, handles[0], Number(readout.textContent));
  if (readout?.isContentEditable) {
    set(readout, "role", "textbox");
    set(readout, "aria-label", `${label}: type a value`);
    takeTyped(readout);
  }
}

/**
 * Where a handle stands, and between which ends, in the unit that is shown: the slider itself writes one decimal, too few for
 * most of ours, and of a logarithmic one the power of ten.
 */
function nameValue(slider, handle, shown) {
  if (!slider) return;
  const { min, max } = slider.options.range;
  const now = slider.get(true);
  const read = Math.abs(10 ** now - shown) < Math.abs(now - shown) ? (position) => 10 ** position : (position) => position;
  for (const [what, position] of Object.entries({ min, max, now })) set(handle, `aria-value${what}`, String(Number(read(position).toPrecision(9))));
}

const heard = new WeakSet();

/** A typed value counts when its field is left, not only with the Enter key; a decimal comma is a point. */
function takeTyped(readout) {
  if (heard.has(readout)) return;
  heard.add(readout);
  const point = () => {
    if (/^\s*[-−]?\d*,\d+\s*$/.test(readout.textContent)) readout.textContent = readout.textContent.replace(",", ".");
  };
  readout.addEventListener("keydown", (event) => event.key === "Enter" && point(), { capture: true });
  readout.addEventListener("focusout", () => {
    point();
    readout.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 13, bubbles: true }));
  });
}

function nameGroup(widget) {
  const group = widget.querySelector(":scope > div");
  const label = labelOf(widget);
  if (label) set(group, "aria-label", label);
  set(group, "role", "group");
  for (const button of group.querySelectorAll("button")) {
    set(button, "aria-pressed", String(button.classList.contains("mod-active")));
  }
}

function namePlay(widget) {
  for (const icon of widget.querySelectorAll("button > i")) {
    const kind = Object.keys(PLAY_NAMES).find((name) => icon.classList.contains(name));
    if (kind) set(icon.parentElement, "aria-label", PLAY_NAMES[kind]);
    set(icon, "aria-hidden", "true");
  }
}

const NAMERS = [
  [".widget-slider, .jupyter-widget-slider", nameSlider],
  [".widget-toggle-buttons", nameGroup],
  [".widget-play", namePlay],
];

function nameBelow(element) {
  for (const [selector, namer] of NAMERS) {
    for (const found of element.querySelectorAll(selector)) namer(found);
  }
}

/** The smallest widget around a changed node: renaming it costs microseconds, renaming the page would not. */
function widgetAround(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return element?.closest(".jupyter-widgets")?.parentElement ?? null;
}

/** @param {Element} root  @returns {() => void} stops watching */
export function nameControls(root) {
  nameBelow(root);
  const observer = new MutationObserver((changes) => {
    const touched = new Set(changes.map((change) => widgetAround(change.target)).filter(Boolean));
    for (const element of touched) nameBelow(element);
  });
  observer.observe(root, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["class", "title", "aria-valuenow"],
  });
  return () => observer.disconnect();
}
