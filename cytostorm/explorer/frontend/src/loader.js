/** Brings the widgets of a page to life: reads the state that the book embeds, draws each view in its place. */
import * as LuminoWidgets from "@lumino/widgets";
import { MessageLoop } from "@lumino/messaging";
import { failureSentence } from "./failure.js";
import { SiteManager } from "./manager.js";
import { nameControls } from "./names.js";

const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';

/** Boxes draw their children later: wait until everything inside a view is there. */
async function settled(view) {
  const children = await Promise.all(view.children_views?.views ?? []);
  await Promise.all(children.map(settled));
}

/** Draw one view; the picture for readers without JavaScript leaves in the same frame as the figure comes. */
async function show(manager, tag) {
  const place = tag.closest(".cytostorm-live, .cytostorm-sheet") ?? tag.parentElement;
  const mount = document.createElement("div");
  mount.className = "cytostorm-mount";
  try {
    const model = await manager.get_model(JSON.parse(tag.textContent).model_id);
    const view = await manager.create_view(model);
    await settled(view);
    tag.after(mount);
    LuminoWidgets.Widget.attach(view.luminoWidget, mount);
    nameControls(mount);
    if (!mount.querySelector(".cytostorm-failure")) place.querySelector(".cytostorm-still")?.remove();
    return view;
  } catch (error) {
    mount.remove();
    place.append(failureSentence("These controls could not be started in your browser.", error));
    return null;
  } finally {
    place.dataset.live = "";
  }
}

async function start() {
  const state = document.querySelector(STATE);
  if (!state) return;
  const manager = new SiteManager();
  await manager.set_state(JSON.parse(state.textContent));
  const views = (await Promise.all(Array.from(document.querySelectorAll(VIEW), (tag) => show(manager, tag)))).filter(Boolean);
  window.addEventListener("resize", () => {
    for (const view of views) MessageLoop.postMessage(view.luminoWidget, LuminoWidgets.Widget.ResizeMessage.UnknownSize);
  });
  document.documentElement.dataset.cytostorm = "ready";
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
