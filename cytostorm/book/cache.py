"""Names the folder of executed notebooks after everything that their outputs depend on.

myst-nb re-executes a notebook when its own text changes. A change in the package or in a pinned
version would leave old figures in the site; a new folder name makes every notebook run again.
"""

import os
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

PACKAGE = Path(__file__).resolve().parents[1]
IGNORED = {"__pycache__", "node_modules", "frontend"}
KEPT_FOLDERS = 3


def digest_of(package: Path, lock_file: Path) -> str:
    """Return 16 hexadecimal digits that name the content of every file below `package`, and of `lock_file`."""
    content = sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and not IGNORED.intersection(path.relative_to(package).parts):
            content.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    if lock_file.is_file():
        content.update(lock_file.read_bytes())
    return content.hexdigest()[:16]


def name_cache(app, config) -> None:
    """Set `nb_execution_cache_path` before myst-nb reads it."""
    digest = digest_of(PACKAGE, Path(app.srcdir) / "requirements.lock")
    root = Path(app.outdir).parent / ".executed"
    config["nb_execution_cache_path"] = str(root / digest)
    forget_old(root, digest)


def stop_clock(app) -> None:
    """Two builds are the same: what notebooks of the book save is dated by the convention for reproducible builds."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")


def forget_old(root: Path, digest: str) -> None:
    """Keep the few most recent folders: switching between two branches stays fast, the disk does not fill."""
    folders = [folder for folder in root.glob("*") if folder.name != digest]
    folders.sort(key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in folders[KEPT_FOLDERS - 1:]:
        rmtree(folder)
