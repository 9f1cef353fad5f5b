"""The two files that travel: the assignment, which the course hands out, and the hand-in, which the student sends back.

Both are small, readable JSON. What comes back is untrusted: it is read with limits, and each thing that can be wrong with it
has a sentence of its own.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import math
import os
import re
import tempfile
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from .patients import CourseworkError

ASSIGNMENT = "cytostorm-assignment/1"
HAND_IN = "cytostorm-hand-in/1"
LARGEST = 2_000_000  # bytes: hundreds of times what a hand-in needs
DEEPEST = 16
LONGEST_NUMBER = 40  # characters
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no letter that is taken for a digit
PSEUDONYM = re.compile(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")
HASH = re.compile("[0-9a-f]{64}")


def canonical(value: object) -> bytes:
    """The one way in which a value is written when its bytes count."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode("ascii")


def digest(assignment: Mapping) -> str:
    """SHA-256 of an assignment without its signature, in hex."""
    return hashlib.sha256(canonical({name: value for name, value in assignment.items() if name != "signature"})).hexdigest()


def signature(key: bytes, digest_: str) -> str:
    """What the holder of a course's key signs a digest with, in hex."""
    return hmac.new(key, digest_.encode(), hashlib.sha256).hexdigest()


def assignment(key: bytes, *, course: str, version: str, student: str, patient: Mapping[str, float],
               problems: Mapping[str, Mapping]) -> dict:
    """What a course hands out to a student, whom it names by a pseudonym: the numbers of each problem, no answer; signed with the course's key."""
    found = {"format": ASSIGNMENT, "course": course, "version": version, "student": student, "patient": patient, "problems": problems}
    return found | {"signature": signature(key, digest(found))}


def hand_in(assignment: Mapping, answers: Mapping[str, Mapping[str, object]]) -> dict:
    """What a student hands in for an assignment; `answers` by problem and question. It holds no name and nothing of the assignment but its digest."""
    return {"format": HAND_IN, "course": assignment["course"], "version": assignment["version"], "student": assignment["student"],
            "assignment": digest(assignment), "signature": assignment["signature"],
            "saved": _now().isoformat(timespec="seconds"), "answers": {name: dict(given) for name, given in answers.items()}}


def _now() -> datetime:
    """The time, or the one that a reproducible build prescribes."""
    prescribed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(prescribed), UTC) if prescribed.isdigit() else datetime.now(UTC)


def read_assignment(source: str | Path | bytes) -> dict:
    """An assignment, from a path or from the bytes of one; CourseworkError when it is none. Its signature is not checked: that takes the key."""
    found = _of_format(source, ASSIGNMENT)
    _check(found, {"course": str, "version": str, "student": PSEUDONYM, "patient": dict, "problems": dict, "signature": HASH})
    if not found["problems"] or not all(isinstance(numbers, dict) for numbers in found["problems"].values()):
        raise CourseworkError("it is no assignment as the course wrote it: its problems are not in order.")
    return found


def read_hand_in(source: str | Path | bytes) -> dict:
    """A hand-in, from a path or from the bytes of one; CourseworkError when it is none. The answers themselves are still unchecked."""
    found = _of_format(source, HAND_IN)
    _check(found, {"course": str, "version": str, "student": PSEUDONYM, "assignment": HASH, "signature": HASH, "saved": str, "answers": dict})
    for problem, answers in found["answers"].items():
        if not isinstance(answers, dict):
            raise CourseworkError(f"the answers to {problem[:40]!r} are no object of question and answer.")
    return found


def read_json(source: str | Path | bytes) -> object:
    """JSON from a path or from bytes, strictly and with limits: CourseworkError for what is too large, too deep, cut off, or no JSON.

    NaN and infinities, numbers of more than 40 characters and keys that occur twice are none either.
    """
    raw = source if isinstance(source, bytes) else _bytes(Path(source))
    if len(raw) > LARGEST:
        raise CourseworkError(f"it is too large: more than {LARGEST/1e6:g} MB.")
    if not raw.strip():
        raise CourseworkError("it is empty.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CourseworkError(f"it is not text in UTF-8, from byte {error.start} on.") from None
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_float, parse_int=_int)
    except json.JSONDecodeError as error:
        cut = text.lstrip().startswith("{") and (not text.rstrip().endswith("}") or error.pos >= len(text.rstrip()))
        what = "it breaks off in the middle, as a truncated upload does" if cut else f"it is not JSON: {error.msg}"
        raise CourseworkError(f"{what} (line {error.lineno}, column {error.colno}).") from None
    except RecursionError:
        raise CourseworkError("it is nested too deeply.") from None
    if _deeper(found, DEEPEST):
        raise CourseworkError("it is nested too deeply.")
    return found


def write(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file whole or not at all: the old one stays until the new one is complete."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def write_json(path: Path, value: object) -> None:
    """Write a value as readable JSON, whole or not at all; half a surrogate pair, which is no UTF-8, stays an escape."""
    write(path, (json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8", "backslashreplace"))


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise CourseworkError(f"it cannot be read: {error.strerror}.") from None


def _of_format(source: str | Path | bytes, expected: str) -> dict:
    found = read_json(source)
    if not isinstance(found, dict):
        raise CourseworkError("it is JSON, but no object.")
    if found.get("format") == expected:
        return found
    if {expected, found.get("format")} == {ASSIGNMENT, HAND_IN}:
        raise CourseworkError("it is the assignment; the file that the notebook saves is to be handed in." if expected == HAND_IN else
                              "it is a hand-in; open the assignment that the course gave out.")
    raise CourseworkError(f"it is JSON, but its format is {str(found.get('format'))[:40]!r}, not {expected!r}.")


def _check(found: dict, fields: Mapping[str, type | re.Pattern]) -> None:
    for name, kind in fields.items():
        if name not in found:
            raise CourseworkError(f"its field {name!r} is missing.")
        value = found[name]
        if not (_matches(value, kind) if isinstance(kind, re.Pattern) else isinstance(value, kind) and not isinstance(value, bool)):
            raise CourseworkError(f"its field {name!r} is not what it must be; got {str(value)[:40]!r}.")


def _matches(value: object, pattern: re.Pattern) -> bool:
    return isinstance(value, str) and bool(pattern.fullmatch(value))


def _once(pairs: list[tuple[str, object]]) -> dict:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise CourseworkError(f"the key {twice[:40]!r} occurs twice in one object.")
    return found


def _no_constant(name: str) -> None:
    raise CourseworkError(f"it holds {name}, which is no number and no JSON.")


def _float(text: str) -> float:
    if len(text) > LONGEST_NUMBER or not math.isfinite(float(text)):
        raise CourseworkError(f"it holds a number that is too large or too long: {text[:20]}….")
    return float(text)


def _int(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise CourseworkError(f"it holds a whole number of {len(text):,} digits.")
    return int(text)


def _deeper(value: object, levels: int) -> bool:
    if not isinstance(value, (dict, list)):
        return False
    return not levels or any(_deeper(inner, levels - 1) for inner in (value.values() if isinstance(value, dict) else value))
