"""The commands of a course: `python -m cytostorm.coursework --help`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from .. import __version__
from .course.deliver import check_out, deliver
from .course.dry_run import dry_run
from .course.folder import new_course, open_course
from .course.grade import grade
from .course.issue import issue
from .course.lms import SYSTEMS, canvas, moodle
from .course.marks import read_marks
from .course.results import TEXTS_TO_READ
from .course.report import times_known
from .course.roster import read_roster, spoilt
from .course.tables import moment
from .course.texts import merged, read_sheets
from .files import write
from .patients import CourseworkError
from .problems import PROBLEMS, SETS


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it is done, 2 with one sentence on the error stream when it cannot be."""
    given = _parser().parse_args(arguments)
    try:
        given.run(given)
    except CourseworkError as error:
        print(f"{given.command}: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{given.command}: {error.filename}: {error.strerror}.", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m cytostorm.coursework",
                                     description="Personal patients for a course, and their marks. No student's code is ever run.",
                                     epilog="new-course, then the roster, then dry-run, issue, and after the due date grade.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    command = _command(commands, _new_course, "new-course", "make the private folder of a course: settings, key, roster")
    command.add_argument("folder", type=Path, help="where; a new or an empty folder")
    command.add_argument("--title", required=True, help="what students read")
    command.add_argument("--due", required=True, help='when it is due: "2027-03-01 23:59", in the time of this machine, '
                                                      "or with an offset, 2027-03-01T23:59+01:00")
    command.add_argument("--sets", nargs="+", default=[], metavar="SET", help=f"sets of problems: {'; '.join(SETS)}")
    command.add_argument("--problems", nargs="+", default=[], metavar="PROBLEM",
                         help=f"single problems: {', '.join(PROBLEMS)}; all, when neither is given")
    command.add_argument("--file-names", default="plain",
                         help=f"how the LMS names files: {', '.join(SYSTEMS)} (%(default)s), or a regular expression with a group named student")

    command = _command(commands, _issue, "issue", "give each student of the roster an assignment; again, for who joins late")
    command.add_argument("folder", type=Path, help="the course's folder")
    _how(command)

    command = _command(commands, _grade, "grade", "mark what was handed in; write marks, feedback and a report")
    command.add_argument("submissions", type=Path, help="a folder or a zip archive, as Canvas or Moodle gives it")
    command.add_argument("--course", type=Path, default=Path(), help="the course's folder; this one, unless given")
    command.add_argument("--out", type=Path, required=True, metavar="MARKS.CSV", help="where the marks go; all else is written beside them")
    command.add_argument("--times", type=Path, metavar="TIMES.CSV",
                         help="times of submission from the LMS: a table of student and submitted; else the files' times count, with Canvas only whether a name has LATE in it")
    command.add_argument("--texts", type=Path, nargs="+", default=[], metavar="TEXTS.CSV",
                         help="sheets of texts with points in them; they go before what stands in texts.csv beside the marks")
    _how(command)

    command = _command(commands, _canvas, "canvas", "turn marks.csv into what Canvas's gradebook imports")
    command.add_argument("marks", type=Path, metavar="MARKS.CSV")
    command.add_argument("--assignment", required=True, help='the column in an export of the gradebook: "Title (4711)"')
    command.add_argument("--out", type=Path, required=True)

    command = _command(commands, _moodle, "moodle", "turn marks.csv into what Moodle imports as grading worksheet or in the gradebook")
    command.add_argument("marks", type=Path, metavar="MARKS.CSV")
    command.add_argument("--out", type=Path, required=True)

    command = _command(commands, _dry_run, "dry-run", "ten invented students through the whole course, in a temporary folder")
    command.add_argument("folder", type=Path, help="the course's folder, which is not changed")
    command.add_argument("--keep", type=Path, metavar="FOLDER", help="keep everything in this new folder, to look at")
    return parser


def _command(commands, run, name: str, words: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
    command.set_defaults(run=run)
    return command


def _how(command: argparse.ArgumentParser) -> None:
    command.add_argument("--processes", type=_processes, metavar="N", help="on how many processes; as many as there are cores, unless given")
    command.add_argument("--quiet", action="store_true", help="no line of progress")


def _processes(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"a whole number from 1 to 256; got {text!r}")
    return int(text)


def _new_course(given: argparse.Namespace) -> None:
    sets = {title.casefold(): names for title, names in SETS.items()}
    if strange := [title for title in given.sets if title.casefold() not in sets]:
        raise CourseworkError(f"there is no set {strange[0]!r}; there are {', '.join(map(repr, SETS))}.")
    problems = [name for title in given.sets for name in sets[title.casefold()]] + given.problems
    due = moment(given.due)
    new_course(given.folder, given.title, due, problems or list(PROBLEMS), given.file_names)
    print(f"It is due at {due.isoformat(' ', 'minutes')}. If clocks change during the course, name the zone in course.toml.")
    print(f"{given.folder} is ready. It is private. Look at course.toml, fill roster.csv, then: "
          f"python -m cytostorm.coursework dry-run {given.folder}")


def _issue(given: argparse.Namespace) -> None:
    course = open_course(given.folder)
    roster = read_roster(course.folder/"roster.csv", course.due, course.file_names)
    new, all_ = issue(course, roster, given.processes, given.quiet)
    for sentence in spoilt(roster):
        print(sentence)
    print(f"{new:,} new assignments, {all_:,} in all. hand-out.csv says whose is which; hand-out.zip is for the LMS; keep truths.jsonl private.")


def _grade(given: argparse.Namespace) -> None:
    course, out = open_course(given.course), given.out.resolve()
    check_out(out, [given.submissions, given.times, *given.texts])
    if given.submissions.is_dir() and out.is_relative_to(given.submissions.resolve()):
        raise CourseworkError("--out lies in the folder of the submissions, where it would be taken for one; name another.")
    read = read_sheets(out.with_name("texts.csv"), given.texts)
    graded = grade(course, given.submissions, given.times, given.processes, given.quiet)
    results, left = merged(course, graded.results, read)
    written = deliver(replace(graded, results=results), out, read, left)
    marked, unread = sum(bool(result.attempt) for result in results), sum(bool(attempt.reason) for attempt in graded.attempts)
    print(f"{marked:,} of {len(results):,} students have marks; {unread:,} of {len(graded.attempts):,} files could not be marked "
          "(files.csv says why).")
    print("\n".join([f"Times of submission come from {times_known(graded)}.", *graded.notices, *left,
                     f"Written: {', '.join(path.name for path in written)}, in {out.parent}."]))


def _canvas(given: argparse.Namespace) -> None:
    _turned(given, lambda rows: canvas(rows, given.assignment))


def _moodle(given: argparse.Namespace) -> None:
    _turned(given, moodle)


def _turned(given: argparse.Namespace, turn: Callable[[list], bytes]) -> None:
    """Turn the marks into what an LMS imports."""
    check_out(given.out, [given.marks])
    if not given.out.parent.is_dir():
        raise CourseworkError(f"there is no folder {str(given.out.parent)!r} for --out; make it first.")
    rows = read_marks(given.marks)
    if unread := sum(row.get("status") == TEXTS_TO_READ for row in rows):
        print(f"{unread:,} of {len(rows):,} students have texts that nobody has read yet; their points are without these.")
    write(given.out, turn(rows))
    print(f"Written: {given.out}.")


def _dry_run(given: argparse.Namespace) -> None:
    dry_run(open_course(given.folder), given.keep)


if __name__ == "__main__":
    sys.exit(main())
