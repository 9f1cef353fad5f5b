/** The anywidget module of a problem's form. */

import { Form } from "./form/form.js";

function render({ model, el }) {
  const form = new Form(model, el);
  return () => form.stop();
}

export default { render };
