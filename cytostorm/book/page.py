"""The page around the text: scripts that nobody needs leave it, faults of the theme are mended."""

import re
from pathlib import Path

UNWANTED = ("sphinx-thebe", "THEBE_JS_URL", "require.min.js", "embed-amd.js")
SIDE_BAR = 'role="complementary" aria-label="Book"'


def is_unwanted(script) -> bool:
    """True for sphinx-thebe's scripts (they need another host, and throw: they declare a constant twice)."""
    text = f"{script.filename or ''} {script.attributes.get('body') or ''}"
    return any(mark in text for mark in UNWANTED)


def drop_scripts(app, pagename, templatename, context, doctree) -> None:
    """Remove unwanted scripts and styles from one page (html-page-context)."""
    for kind in ("script_files", "css_files"):
        files = context.get(kind)
        if files:
            files[:] = [file for file in files if not (hasattr(file, "filename") and is_unwanted(file))]


def without_icon_script(html: str) -> str:
    """Drop Font Awesome's script: its web fonts draw every icon, and the script replaces icons that widgets change."""
    return re.sub(r"\s*<!--[^>]*custom icons\s*-->\s*<script[^>]*scripts/fontawesome\.js[^>]*></script>", "", html)


def with_side_bar_landmark(html: str) -> str:
    """Make the side bar a landmark, so that its logo and search field lie within one."""
    return html.replace('<div id="pst-primary-sidebar" class', f'<div id="pst-primary-sidebar" {SIDE_BAR} class')


def with_plain_roles(html: str) -> str:
    """Give the entries of a bibliography a role that may stand in a list, empty corners of tables none."""
    html = html.replace('role="doc-biblioentry"', 'role="listitem"')
    return re.sub(r"<th([^>]*)>\s*(?:<p></p>)?\s*</th>", r"<td\1></td>", html)


def mend(html: str) -> str:
    """Return one page of the theme with its faults mended; mending twice changes nothing."""
    return with_plain_roles(with_side_bar_landmark(without_icon_script(html)))


def mend_site(app, exception) -> None:
    """Mend every page that was written (build-finished)."""
    if exception or app.builder.format != "html":
        return
    for template in Path(app.outdir, "_static").glob("*macros.html"):  # the themes' own templates: no pages
        template.unlink()
    for path in Path(app.outdir).rglob("*.html"):
        before = path.read_text(encoding="utf-8")
        after = mend(before)
        if after != before:
            path.write_text(after, encoding="utf-8")
