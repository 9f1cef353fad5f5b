"""The Sphinx side of the book: plain Sphinx with myst-nb and this extension builds the same site as Jupyter Book.

Executed notebooks (`cache`), live figures (`widgets`, `pictures`), mathematics as MathML (`mathematics`, `mathml`),
notebooks to take away (`downloads`), and a page that asks no other host for anything and has no faults for assistive technology (`page`).
"""

from . import cache, downloads, mathematics, page, pictures, widgets

AFTER_OTHER_EXTENSIONS = 900


def no_foreign_widget_scripts(app, config) -> None:
    """myst-nb would load the widgets' code from two other hosts."""
    config["nb_ipywidgets_js"] = {}


def setup(app) -> dict:
    """Connect the parts to Sphinx's events."""
    app.connect("config-inited", cache.name_cache)
    app.connect("config-inited", no_foreign_widget_scripts)
    app.connect("builder-inited", cache.stop_clock)  # not earlier: Sphinx would take it for the year of the copyright
    app.connect("builder-inited", widgets.copy_static)
    app.add_post_transform(pictures.KeepPictures)
    app.add_html_math_renderer(
        "mathml", (mathematics.visit_inline, None), (mathematics.visit_display, None)
    )
    app.add_css_file(f"{widgets.FOLDER}/cytostorm.css")
    app.connect("html-page-context", page.drop_scripts, priority=AFTER_OTHER_EXTENSIONS)
    app.connect("html-page-context", downloads.offer_notebook, priority=AFTER_OTHER_EXTENSIONS)
    app.connect("html-page-context", widgets.serve_widgets, priority=AFTER_OTHER_EXTENSIONS)
    app.connect("build-finished", page.mend_site)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
