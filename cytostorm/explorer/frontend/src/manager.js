/** The widget manager of the site: ipywidgets' own base and controls, our figure and our form; no kernel, no comms. */
import * as base from "@jupyter-widgets/base";
import * as controls from "@jupyter-widgets/controls";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import { failureSentence } from "./failure.js";
import figure from "./figure.js";
import form from "./form.js";

/** The model as anywidget hands it to a front-end module; listeners end with the view. */
function handleOf(model, view) {
  return {
    get: (name) => model.get(name),
    set: (name, value) => model.set(name, value),
    save_changes: () => model.save_changes(),
    on: (event, callback) => view.listenTo(model, event, callback),
    off: (event, callback) => view.stopListening(model, event, callback),
    send: () => {},
  };
}

const KINDS = { form };

class AnyModel extends base.DOMWidgetModel {}

class AnyView extends base.DOMWidgetView {
  async render() {
    super.render();
    try {
      this.stop = await (KINDS[this.model.get("kind")] ?? figure).render({ model: handleOf(this.model, this), el: this.el });
    } catch (error) {
      // Caught here and not outside, so that the sliders around a figure that fails stay.
      this.el.replaceChildren(failureSentence("This figure could not be drawn in your browser.", error));
    }
  }

  remove() {
    if (typeof this.stop === "function") this.stop();
    return super.remove();
  }
}

const MODULES = {
  "@jupyter-widgets/base": base,
  "@jupyter-widgets/controls": controls,
  anywidget: { AnyModel, AnyView },
};

export class SiteManager extends ManagerBase {
  async loadClass(className, moduleName) {
    const found = MODULES[moduleName]?.[className];
    if (!found) throw new Error(`The site has no widget ${className} of ${moduleName}.`);
    return found;
  }

  // There is no kernel behind a page: nothing lives elsewhere and nothing can be opened.
  async _get_comm_info() {
    return {};
  }

  async _create_comm() {
    throw new Error("A page of the book has no kernel.");
  }

  /** Like ManagerBase's, but a view that fails says so to its caller instead of drawing a traceback. */
  async create_view(model, options = {}) {
    await model.state_change;
    const View = await this.loadClass(model.get("_view_name"), model.get("_view_module"));
    const view = new View({ model, options: this.setViewOptions(options) });
    view.listenTo(model, "destroy", view.remove);
    await view.render();
    const key = base.uuid();
    model.views[key] = Promise.resolve(view);
    view.once("remove", () => delete model.views?.[key]);
    return view;
  }
}
