"""A notebook to download from every page with code cells: without outputs, ready for Jupyter or Colab."""

from pathlib import Path

import nbformat

FOLDER = "_downloads/notebooks"
MENU = "download-buttons"
BUTTON = "download-notebook-button"


def bare(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the notebook without outputs, widget state and random cell ids, in place."""
    notebook.metadata.pop("widgets", None)
    for position, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{position}"
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def offer_notebook(app, pagename, templatename, context, doctree) -> None:
    """Add `.ipynb` to the page's download menu (html-page-context, after the theme has made the menu)."""
    menu = next((entry for entry in context.get("header_buttons", []) if entry.get("label") == MENU), None)
    executed = Path(app.env.mystnb_config.output_folder) / f"{pagename}.ipynb"
    if menu is None or "kernelspec" not in app.env.metadata.get(pagename, {}) or not executed.is_file():
        return
    name = f"{FOLDER}/{pagename}.ipynb"
    target = Path(app.outdir) / name
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(bare(nbformat.read(executed, as_version=4)), target)
    # The theme's own copy, where it makes one, holds outputs and random ids.
    Path(app.outdir, "_sources", f"{pagename}.ipynb").unlink(missing_ok=True)
    menu["buttons"][:] = [button for button in menu["buttons"] if button.get("label") != BUTTON]
    menu["buttons"].insert(0, {
        "type": "link",
        "url": context["pathto"](name, resource=True),
        "text": ".ipynb",
        "icon": "fas fa-file-code",
        "label": BUTTON,
        "tooltip": "Download as a notebook",
    })
