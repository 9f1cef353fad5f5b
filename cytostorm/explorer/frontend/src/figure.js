/** The anywidget module: finds the generated model of a figure, and draws it. */

import { Figure } from "./figure/figure.js";

function render({ model, el }) {
  const figure = new Figure(model, generated(model), el);
  return () => figure.stop();
}

/** On the site the model came as a script of its own; in Jupyter it comes as text and is compiled here. */
function generated(model) {
  const digest = model.get("digest");
  if (!globalThis.cytostorm?.models?.[digest]) {
    const source = model.get("source");
    if (!source) throw new Error(`The model ${digest} did not load.`);
    new Function(source)();
  }
  return globalThis.cytostorm.models[digest];
}

export default { render };
