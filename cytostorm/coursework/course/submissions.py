"""What was handed in, as a folder or a zip archive: each file's bytes, time and fault. Untrusted; nothing is followed, unpacked to disk or run."""

from __future__ import annotations

import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from ..files import LARGEST
from ..patients import CourseworkError
from .roster import Student
from .tables import moment, read_table

MOST_FILES = 200_000
LONGEST_PATH = 1000  # characters
AT_ONCE = timedelta(minutes=10)
LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}
LINK = "it is a link; links are not followed."
FOLDER = "it is a folder, no file."
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!")


@dataclass(frozen=True)
class Upload:
    """One file. `path` is from the folder or archive on, with "/"; `fault` says why it was not read, and is empty when `raw` holds it."""

    path: str
    raw: bytes = b""
    fault: str = ""
    submitted: datetime | None = None


def uploads(source: Path, zone: tzinfo, timed: bool = True) -> Iterator[Upload]:
    """All files in a folder or a zip archive, by name; times in an archive have no zone and are taken as in `zone`.

    `timed` is False where an LMS gives files the time at which they were packed; so are the times of an archive that all lie within minutes.

    Raises CourseworkError when there is no such folder or archive.
    """
    if source.is_dir():
        return _in_folder(source, timed)
    if not source.is_file():
        raise CourseworkError(f"{source} is neither a folder nor a zip archive.")
    return _in_archive(source, zone, timed)


def read_times(path: Path, roster: Mapping[str, Student], due: datetime) -> tuple[dict[str, datetime], list[str]]:
    """Times of submission as the LMS gives them, a table of student and submitted; and a sentence on who was passed over, if anybody was.

    Raises CourseworkError, with the line, for a student who is there twice, and for what is no time.
    """
    found, strangers = {}, []
    for line, row in read_table(path, ("student", "submitted"), extra=True):
        where = f"{path.name}, line {line}"
        if row["student"] not in roster:
            strangers.append(row["student"])
            continue
        if not row["submitted"]:
            continue
        if row["student"] in found:
            raise CourseworkError(f"{where}: {row['student']!r} is there twice.")
        try:
            found[row["student"]] = moment(row["submitted"], due)
        except CourseworkError as error:
            raise CourseworkError(f"{where}: {error}") from None
    shown = ", ".join(map(repr, strangers[:3])) + (", …" if strangers[3:] else "")
    return found, [f"{path.name}: {len(strangers)} passed over who are not on the roster ({shown[:200]})."] if strangers else []


def _in_folder(folder: Path, timed: bool) -> Iterator[Upload]:
    unread = []
    for where, folders, files in os.walk(folder, onerror=unread.append):
        folders.sort()
        for name in sorted(folders):
            path = os.path.join(where, name)
            if os.path.islink(path) or name.lower().endswith(".json"):
                yield Upload(_relative(path, folder), fault=LINK if os.path.islink(path) else FOLDER)
        for name in sorted(files):
            yield _on_disk(os.path.join(where, name), folder, timed)
    for error in unread:
        yield Upload(_relative(error.filename, folder), fault=f"the folder cannot be read: {error.strerror}.")


def _on_disk(path: str, folder: Path, timed: bool) -> Upload:
    shown = _relative(path, folder)
    try:
        found = os.lstat(path)
        if fault := _fault(shown, found.st_mode, found.st_size):
            return Upload(shown, fault=fault)
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            return _read(shown, file, datetime.fromtimestamp(found.st_mtime, UTC) if timed else None)
    except (OSError, OverflowError, ValueError) as error:
        return Upload(shown, fault=f"it cannot be read: {getattr(error, 'strerror', None) or error}.")


def _in_archive(source: Path, zone: tzinfo, timed: bool) -> Iterator[Upload]:
    try:
        archive = zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise CourseworkError(f"{source} is neither a folder nor a zip archive that can be read: {error}.") from None
    with archive:
        entries = archive.infolist()
        if len(entries) > MOST_FILES:
            raise CourseworkError(f"{source} holds {len(entries):,} files; at most {MOST_FILES:,} are read.")
        seen, timed = set(), timed and not _at_once(entries)
        for entry in sorted(entries, key=lambda entry: entry.filename):
            if entry.filename in seen:
                yield Upload(entry.filename, fault="a file of the same name stands before it in the archive.")
            elif not entry.is_dir():
                seen.add(entry.filename)
                yield _packed(archive, entry, zone if timed else None)
            elif entry.filename.rstrip("/").lower().endswith(".json"):
                yield Upload(entry.filename, fault=FOLDER)


def _packed(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, zone: tzinfo | None) -> Upload:
    path = _name(entry).replace("\\", "/")
    if len(path) > LONGEST_PATH:
        return Upload(path[:LONGEST_PATH//10] + "…", fault=f"its path is too long: {len(path):,} characters; at most {LONGEST_PATH:,} are read.")
    if path.startswith("/") or re.match("[A-Za-z]:", path) or ".." in path.split("/") or "\0" in path:
        return Upload(path, fault="its path leads out of the archive.")
    if fault := _fault(path, entry.external_attr >> 16, entry.file_size):
        return Upload(path, fault=fault)
    if entry.flag_bits & 0x1:
        return Upload(path, fault="it is encrypted.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others would be unpacked without a limit
        return Upload(path, fault="it is packed in a way that is not read.")
    try:
        with archive.open(entry) as file:
            return _read(path, file, _entry_time(entry, zone) if zone else None)
    except (OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
        return Upload(path, fault=f"it is damaged in the archive: {error}.")


def _name(entry: zipfile.ZipInfo) -> str:
    """The path as it was meant: many pack UTF-8 without saying so, which is then read as an old code page."""
    if entry.flag_bits & 0x800:
        return entry.orig_filename
    try:
        return entry.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.orig_filename


def _at_once(entries: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether all files have the time of one act of packing, which says nothing about any of them."""
    times = [_entry_time(entry, UTC) for entry in entries if not entry.is_dir()]
    return bool(times) and None not in times and max(times) - min(times) <= AT_ONCE


def _fault(path: str, mode: int, size: int) -> str:
    """Why a file is not even opened; a mode without a kind, as archives of some systems have, is a plain file's."""
    if stat.S_ISLNK(mode):
        return LINK
    if stat.S_IFMT(mode) and not stat.S_ISREG(mode):
        return "it is no regular file, but a pipe, socket or device."
    if "__MACOSX" in path.split("/") or path.split("/")[-1] in LITTER:
        return "it is litter of an operating system, nothing of a student's."
    return f"it is too large: {size/1e6:,.1f} MB; a hand-in has a hundredth of one." if size > LARGEST else ""


def _read(path: str, file, submitted: datetime | None) -> Upload:
    raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return Upload(path, fault=f"it is too large: more than {LARGEST/1e6:g} MB, unpacked.")
    if raw.startswith(ARCHIVES):
        return Upload(path, fault="it is an archive; the file itself is to be handed in.")
    return Upload(path, raw, submitted=submitted)


def _entry_time(entry: zipfile.ZipInfo, zone: tzinfo) -> datetime | None:
    """When the file was last changed; None for the first day that an archive can hold, which stands for nothing."""
    try:
        return None if entry.date_time[:3] == (1980, 1, 1) else datetime(*entry.date_time, tzinfo=zone)
    except ValueError:
        return None


def _relative(path: str, folder: Path) -> str:
    return os.path.relpath(path, folder).replace(os.sep, "/")
