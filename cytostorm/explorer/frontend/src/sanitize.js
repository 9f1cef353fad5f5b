/** Keep a short list of harmless tags in a widget's description; everything else becomes plain text.
 *
 * Takes the place of the sanitize-html package (which is larger than all the widgets together), with the
 * same call: sanitise(html, { allowedTags }). Attributes are dropped except `title`, `class` and a safe `href`.
 */
const ALSO = ["sub", "sup"]; // the symbols of quantities need them
const KEPT = ["title", "class", "href"];

function isSafe(attribute) {
  return attribute.name !== "href" || /^(https?:|mailto:|#|\.{0,2}\/)/i.test(attribute.value.trim());
}

function copy(source, target, allowed) {
  for (const node of source.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      target.append(node.data);
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      const name = node.localName;
      if (name === "script" || name === "style") continue;
      let parent = target;
      if (allowed.has(name)) {
        parent = document.createElement(name);
        for (const attribute of node.attributes) {
          if (KEPT.includes(attribute.name) && isSafe(attribute)) parent.setAttribute(attribute.name, attribute.value);
        }
        target.append(parent);
      }
      copy(node, parent, allowed);
    }
  }
}

export default function sanitise(html, { allowedTags }) {
  const clean = document.createElement("div");
  const allowed = new Set([...allowedTags.filter((name) => name !== "img"), ...ALSO]);
  copy(new DOMParser().parseFromString(html, "text/html").body, clean, allowed);
  return clean.innerHTML;
}
