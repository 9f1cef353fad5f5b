"""Everything that grading leaves behind, written beside marks.csv."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..files import write
from ..patients import CourseworkError
from .feedback import FILE, feedback
from .grade import Graded
from .lms import handed_back
from .marks import files_table, marks_table, results_json
from .report import report
from .texts import Read, rows, sheet

OURS = ("files.csv", "texts.csv", "roster.csv", "hand-out.csv")


def check_out(out: Path, reads: Sequence[Path | None] = ()) -> None:
    """CourseworkError when a table written to `out` would take the place of something else: of what is read, or of another file of ours."""
    if out.is_dir():
        raise CourseworkError(f"--out is a file, and {out} is a folder; name one in it, such as {out/'marks.csv'}.")
    if out.suffix.lower() != ".csv":
        raise CourseworkError(f"--out is a table, whose name ends on .csv; got {out.name!r}.")
    if out.name.lower() in OURS:
        raise CourseworkError(f"--out cannot be called {out.name}, as another file of the course or beside the marks is; take marks.csv.")
    if any(path and path.resolve() == out.resolve() for path in reads):
        raise CourseworkError(f"--out is {out}, which is read; name another.")


def deliver(graded: Graded, out: Path, read: Mapping[str, Read], left: Sequence[str]) -> list[Path]:
    """Write marks.csv (to `out`), and beside it files.csv, results.json, report.html, feedback/, feedback.zip, and texts.csv if there are texts.

    The same course and submissions give the same bytes. Returns what was written.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    files = {out: marks_table(graded), out.with_name("files.csv"): files_table(graded), out.with_name("results.json"): results_json(graded),
             out.with_name("report.html"): report(graded, left), out.with_name("feedback.zip"): _feedback(graded, out.with_name("feedback"))}
    if read or rows(graded.course, graded.results):
        files[out.with_name("texts.csv")] = sheet(graded.course, graded.results, read)
    for path, data in files.items():
        write(path, data)
    return [*files, out.with_name("feedback")]


def _feedback(graded: Graded, folder: Path) -> bytes:
    """A page for each student, into the folder and, as the LMS takes it, into an archive; pages of an earlier run go."""
    folder.mkdir(exist_ok=True)
    pages, archive = set(), io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for result in graded.results:
            student = graded.roster[result.student]
            path = result.attempt.path if result.attempt else next((other.path for other in result.others), "")
            name = handed_back(graded.course.file_names, student.student, student.name, path, FILE)
            page = feedback(graded.course, graded.issued[result.student], result)
            packed.writestr(zipfile.ZipInfo(name), page, zipfile.ZIP_DEFLATED)
            (folder/name).parent.mkdir(exist_ok=True)
            write(folder/name, page)
            pages.add(folder/name)
    for old in set(folder.rglob(FILE)) | set(folder.rglob(f"*_{FILE}")):
        if old not in pages:
            old.unlink()
    return archive.getvalue()
