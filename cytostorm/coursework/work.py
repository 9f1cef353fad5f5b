"""A student's graded work in a notebook: the assignment is opened, every answer is saved at once in the file to hand in."""

from __future__ import annotations

import math
import warnings
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ipywidgets

from .. import __version__
from ..model.errors import unknown_name
from . import files
from .form import Form
from .pages import Markdown
from .patients import CourseworkError, Patient, draw
from .problem import Problem
from .problems import PROBLEMS, named

PATTERN = "assignment-*.json"
SAMPLE = 34  # the seed of the patient in a sample


class Work:
    """What `open_assignment` returns: `work` itself shows how far you are, `work["tipping_point"]` the form of a problem.

    The answers are in one place only, the file to hand in, which is read and written anew at each change: forms, code and a
    second notebook never undo one another's answers.

    Attributes
    ----------
    assignment : dict
    patient : dict
        The values of your patient: `cs.simulate(cs.models.patient, days=28, **work.patient)`.
    path : Path
        The file to hand in, beside the assignment.
    """

    def __init__(self, path: Path):
        try:
            self.assignment = files.read_assignment(path)
        except CourseworkError as error:
            raise CourseworkError(f"{path.name} cannot be opened: {error}") from None
        self.patient = dict(self.assignment["patient"])
        self.path = path.with_name(f"hand-in-{self.assignment['student']}.json")
        self._forms: dict[str, Form] = {}
        self._check_version()
        self._set_aside_what_is_not_ours()

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        """The answers by problem and question, as they stand in the file."""
        return self._saved().get("answers", {})

    def __getitem__(self, identifier: str) -> Form:
        """The form of a problem of this assignment; CourseworkError for another one."""
        problem = self._problem(identifier)
        if identifier not in self._forms:
            self._forms[identifier] = self._form(problem)
        return self._forms[identifier]

    def answer(self, problem: str, question: str, value: object) -> Markdown:
        """Answer a question by code; None takes an answer back. Returns, in words, whether it is well-formed; it is kept in any case.

        Parameters
        ----------
        problem, question : str
        value : float, str or list of dict
            A number in the unit asked for, the key of an option, a text, or a plan: [{"drug", "amount", "day", "every", "times"}, …].

        Raises
        ------
        CourseworkError
            A problem or question that is not part of the assignment; a file that cannot be written.
        """
        asked = self._problem(problem).asked
        if question not in asked:
            raise CourseworkError(unknown_name("question", question, list(asked), f"The problem {problem!r}"))
        value = _plain(value)
        self._change(problem, {question: value})
        if problem in self._forms:
            self._forms[problem].answers = self.answers.get(problem, {})
        if value is None:
            return Markdown(f"{problem}, {question}: taken back.")
        fault = asked[question].fault(value)
        return Markdown(f"{problem}, {question}: kept, {f'but **not well-formed**: {fault}' if fault else 'and well-formed.'}")

    def save(self) -> Markdown:
        """Write the file to hand in, even without an answer, and say where it is; what is answered is saved anyway."""
        self._change(next(iter(self.assignment["problems"])), {})
        return Markdown(f"Saved in `{self.path.name}`, beside the assignment. {self._counted()} Hand in this one file.")

    def _repr_markdown_(self) -> str:
        rows = [f"| `{name}` | {PROBLEMS[name].title if name in PROBLEMS else 'not known to this version'} | {self._state(name)} |"
                for name in self.assignment["problems"]]
        return "\n".join([f"Assignment {self.assignment['student']}. {self._counted()} All is kept in `{self.path.name}`, beside it.", "",
                          "| problem | | answered |", "|---|---|---|", *rows])

    def __repr__(self) -> str:
        return self._repr_markdown_()

    def _problem(self, identifier: str) -> Problem:
        if identifier not in self.assignment["problems"]:
            raise CourseworkError(unknown_name("problem", identifier, list(self.assignment["problems"]), "This assignment"))
        return named(identifier)

    def _form(self, problem: Problem) -> Form:
        numbers, order = self.assignment["problems"][problem.identifier], zlib.crc32(self.assignment["student"].encode())
        try:
            form = Form(problem, Patient(order, self.patient), numbers, who=f"Your patient, assignment {self.assignment['student']}",
                        answers=self.answers.get(problem.identifier, {}), saved=self._saved().get("saved", ""), hand_in=self._hand_in())
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise CourseworkError(f"the numbers of {problem.identifier!r} do not fit version {__version__} of the package "
                                  f"(the assignment is of version {self.assignment['version']}): {error}") from None
        form.name = f"{files.digest(self.assignment)[:16]}/{form.name}"
        form.observe(self._answered(problem.identifier), "answers")
        return form

    def _answered(self, problem: str):
        """What follows when the form of a problem has new answers: they are saved, and the form says so, or why not."""

        def saved(change) -> None:
            names = {name for name in (*change.old, *change.new) if change.old.get(name) != change.new.get(name)}
            try:
                self._change(problem, {name: change.new.get(name) for name in names})
                note = f"Saved in {self.path.name}."
            except CourseworkError as error:
                note = str(error)
            change.owner.note = note

        return saved

    def _change(self, problem: str, answers: Mapping[str, object]) -> None:
        """Put some answers of one problem into the file, and leave the others as they are there."""
        kept = self.answers
        mine = kept.get(problem, {}) | answers
        kept[problem] = {name: value for name, value in mine.items() if value is not None}
        try:
            files.write_json(self.path, files.hand_in(self.assignment, {name: given for name, given in kept.items() if given}))
        except OSError as error:
            raise CourseworkError(f"Not saved: {self.path.name} cannot be written here ({error.strerror}). "
                                  "Put the assignment into a folder in which you may write, and open it there.") from None
        for form in self._forms.values():
            form.hand_in, form.saved = self._hand_in(), self._saved()["saved"]

    def _hand_in(self) -> dict:
        """What a form needs to make the file by itself."""
        head = {name: value for name, value in files.hand_in(self.assignment, {}).items() if name not in ("saved", "answers")}
        return {"file": self.path.name, "head": head, "answers": self.answers}

    def _saved(self) -> dict:
        try:
            return files.read_hand_in(self.path) if self.path.exists() else {}
        except CourseworkError as error:
            raise CourseworkError(f"{self.path.name} cannot be used: {error}") from None

    def _set_aside_what_is_not_ours(self) -> None:
        """A file of this name that cannot be read, or belongs to another assignment, is renamed, never overwritten."""
        try:
            if self._saved().get("assignment", files.digest(self.assignment)) == files.digest(self.assignment):
                return
            why = "belongs to another assignment"
        except CourseworkError as error:
            why = str(error).removeprefix(f"{self.path.name} ")
        free = next(path for i in range(1, 10_000) if not (path := self.path.with_name(f"{self.path.stem}-aside-{i}.json")).exists())
        self.path.rename(free)
        warnings.warn(f"{self.path.name} {why.rstrip('.')}. It is kept as {free.name}, and a new one is begun.", stacklevel=4)

    def _check_version(self) -> None:
        if self.assignment["version"] != __version__:
            warnings.warn(f"This assignment was made with version {self.assignment['version']} of cytostorm, and this is version {__version__}: "
                          "some numbers may come out differently. Your course says which version to use.", stacklevel=4)

    def _state(self, name: str) -> str:
        answers = self.answers.get(name, {})
        if name not in PROBLEMS:
            return "–"
        questions = PROBLEMS[name].questions
        given = [question for question in questions if question.name in answers]
        faults = [question.name for question in given if question.fault(answers[question.name])]
        return f"{len(given)} of {len(questions)}" + (f"; not well-formed: {', '.join(faults)}" if faults else "")

    def _counted(self) -> str:
        asked = sum(len(PROBLEMS[name].questions) for name in self.assignment["problems"] if name in PROBLEMS)
        return f"{sum(map(len, self.answers.values()))} of {asked} questions are answered."


def open_assignment(path: str | Path | None = None) -> Work:
    """Open the assignment that the course gave you, and the answers that are saved beside it.

    Parameters
    ----------
    path : path, optional
        Such as "assignment-XXXX-XXXX.json"; when left out, the one assignment in this folder.

    Raises
    ------
    CourseworkError
        No such file, several to choose from, or a file that is no assignment.

    Warns
    -----
    UserWarning
        The assignment is of another version of the package; a saved file that could not be read was set aside.
    """
    if path is None:
        path = _only(sorted(Path().glob(PATTERN)))
    elif not Path(path).is_file():
        there = ", ".join(found.name for found in sorted(Path(path).parent.glob(PATTERN))) or "no assignment"
        raise CourseworkError(f"there is no file {str(path)!r}; in that folder there is {there}.")
    return Work(Path(path))


def choose():
    """A button with which to pick the assignment from your own computer; it is put into this folder, ready for `open_assignment()`."""
    button = ipywidgets.FileUpload(accept=".json", multiple=False, description="Choose your assignment", layout=ipywidgets.Layout(width="auto"))
    said = ipywidgets.Label()

    def take(change) -> None:
        for given in change.new:
            said.value = _taken(Path(given["name"]).name, bytes(given["content"]))

    button.observe(take, "value")
    return ipywidgets.VBox([button, said])


def sample(folder: str | Path, problems: tuple[str, ...] = ("tipping_point",)) -> Path:
    """Write an assignment to try things on into a folder: signed with a key that everybody knows, so that it counts nowhere."""
    drawn, student = draw(SAMPLE), "SAMP-0001"
    numbers = {name: named(name).generate(drawn) for name in problems}
    path = Path(folder)/f"assignment-{student}.json"
    files.write_json(path, files.assignment(bytes(32), course="sample", version=__version__, student=student, patient=drawn.values,
                                            problems=numbers))
    return path


def _only(found: list[Path]) -> Path:
    if not found:
        raise CourseworkError(f"there is no {PATTERN} in this folder: put yours here, or run coursework.choose() and pick it.")
    if len(found) > 1:
        raise CourseworkError(f"there are {len(found)} assignments in this folder; name one of {', '.join(path.name for path in found)}.")
    return found[0]


def _taken(name: str, content: bytes) -> str:
    """Put an assignment into this folder; says what came of it."""
    try:
        found = files.read_assignment(content)
    except CourseworkError as error:
        return f"{name} is not taken: {error}"
    path = Path(f"assignment-{found['student']}.json")
    if path.exists() and path.read_bytes() != content:
        return f"{path.name} is here already, with another content; it is left as it is."
    files.write(path, content)
    return f"{path.name} is in this folder now: work = coursework.open_assignment({path.name!r})"


def _plain(value: object) -> object:
    """A value as JSON keeps it: NumPy's become Python's, and a number that JSON cannot hold becomes text."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, (int, float)):
        return value if abs(value) < 1e30 and math.isfinite(value) else str(value)[:40]
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return str(value)
