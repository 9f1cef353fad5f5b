"""What a page needs to bring its widgets to life, from this site alone.

The widget state that myst-nb embeds carries the whole front end of every figure as text. The site has that
code once, in `loader.js`, and each model once, in `models/<digest>.js`; so the texts leave the page here.
"""

import json
import re
from pathlib import Path

from sphinx.util.fileutil import copy_asset

STATIC = Path(__file__).resolve().parents[1] / "explorer" / "static"
FILES = ("loader.js", "cytostorm.css", "stix-two-math.woff2", "LICENCES.txt")
FOLDER = "cytostorm"
STATE = "application/vnd.jupyter.widget-state+json"
LOADED_FROM_FILES = ("_esm", "_css", "source")
AFTER_WIDGET_STATE = 900
DIGEST = re.compile(r"[0-9A-Za-z_-]{4,128}")


def copy_static(app) -> None:
    """Put the committed bundle into the site's static folder, before any page asks for its checksum."""
    if app.builder.format == "html":
        for name in FILES:
            copy_asset(STATIC / name, Path(app.outdir) / "_static" / FOLDER)


def lighten(state: dict) -> dict[str, str]:
    """Take code out of the widget models of one page, in place; return the generated models, digest -> source."""
    sources = {}
    for model in state["state"].values():
        if model.get("model_module") != "anywidget":
            continue
        values = model["state"]
        if values.get("source"):
            if not DIGEST.fullmatch(values.get("digest", "")):
                raise ValueError(f"A live figure has a model without a usable digest: {values.get('digest')!r}")
            sources[values["digest"]] = values["source"]
        for name in LOADED_FROM_FILES:
            values.pop(name, None)
    return sources


def short_names(state: dict) -> dict[str, str]:
    """Return widget id -> a short name that is the same in every build; ids are random."""
    return {name: f"widget-{position}" for position, name in enumerate(state["state"])}


def rename(text: str, names: dict[str, str]) -> str:
    """Replace every widget id in `text`."""
    return re.sub("|".join(map(re.escape, names)), lambda found: names[found[0]], text) if names else text


def serve_widgets(app, pagename, templatename, context, doctree) -> None:
    """On a page with widgets: lighten the state, write the models, add the scripts (html-page-context)."""
    scripts = context.get("script_files", [])
    embedded = next((script for script in scripts if script.attributes.get("type") == STATE), None)
    if embedded is None:
        return
    state = json.loads(embedded.attributes["body"])
    sources = lighten(state)
    names = short_names(state)
    scripts.remove(embedded)
    body = rename(json.dumps(state, sort_keys=False), names).replace("</", "<\\/")
    app.add_js_file(None, type=STATE, body=body)
    context["body"] = rename(context["body"], names)
    folder = Path(app.outdir) / "_static" / FOLDER / "models"
    folder.mkdir(parents=True, exist_ok=True)
    for digest, source in sources.items():
        (folder / f"{digest}.js").write_text(source, encoding="utf-8")
        app.add_js_file(f"{FOLDER}/models/{digest}.js", loading_method="defer", priority=AFTER_WIDGET_STATE)
    app.add_js_file(f"{FOLDER}/loader.js", loading_method="defer", priority=AFTER_WIDGET_STATE + 1)
