"""The files at the top level agree with one another, and `pip install .` gives the package with its bundle."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import cytostorm

ROOT = Path(__file__).resolve().parents[1]
PYTHONS = ["3.11.0", "3.12.0", "3.13.0"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def requirements(name: str) -> dict[str, list[Requirement]]:
    """What a requirements file asks for, by package."""
    found = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if text := line.split("#")[0].strip():
            found.setdefault(canonicalize_name(Requirement(text).name), []).append(Requirement(text))
    return found


def declared(*lists: list[str]) -> dict[str, Requirement]:
    """Requirements of pyproject.toml, by package, the package itself left out."""
    every = (Requirement(text) for texts in lists for text in texts)
    return {canonicalize_name(item.name): item for item in every if item.name != PROJECT["name"]}


def test_readers_requirements_are_the_packages_and_the_books():
    extras = PROJECT["optional-dependencies"]
    asked = {name: item.specifier for name, [item] in requirements("requirements.txt").items()}
    assert asked == {name: item.specifier for name, item in declared(PROJECT["dependencies"], extras["book"]).items()}


@pytest.mark.parametrize("python", PYTHONS)
def test_lock_pins_everything_that_is_asked_for(python):
    lock = requirements("requirements.lock")
    environment = {"python_version": python[:4], "python_full_version": python}
    for name, item in declared(PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()).items():
        pins = [pin for pin in lock[name] if pin.marker is None or pin.marker.evaluate(environment)]
        assert len(pins) == 1
        [pin] = pins[0].specifier
        assert pin.operator == "=="
        assert item.specifier.contains(pin.version, prereleases=True)


def test_one_version_everywhere():
    citation = re.search(r"^version: (\S+)", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {cytostorm.__version__, citation[1], newest[1]} == {PROJECT["version"]}
    assert Version(cytostorm.__version__)


def test_readme_opens_with_the_two_commands():
    assert re.findall(r"^ {4}(make \w+)", README, re.MULTILINE)[:2] == ["make book", "make test"]
    assert README.index("make test") < README.index("\n## ")


def test_every_command_that_is_named_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    texts = [README, (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")]
    named = {name for text in texts for name in re.findall(r"(?:`| {4})make ([a-z]+)", text)}
    assert named
    assert named <= targets


def test_house_map_names_what_exists():
    [house] = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
    paths, folder = [], ""
    for indent, name in re.findall(r"^( *)(\S+)", house, re.MULTILINE):
        folder = folder if indent else name
        paths.append(ROOT / (folder + name if indent else name))
    assert [str(path) for path in paths if not path.exists()] == []


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder into which the package was installed from a copy of its sources."""
    folder = tmp_path_factory.mktemp("package")
    shutil.copytree(ROOT / "cytostorm", folder / "source" / "cytostorm", ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-text"):
        shutil.copy(ROOT / name, folder / "source")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", folder / "site", "."]
    done = subprocess.run(command, cwd=folder / "source", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def test_installed_package_has_its_modules_and_its_bundle(installed):
    def files(root: Path) -> set[str]:
        found = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
        return {path.as_posix() for path in found if not {"frontend", "__pycache__"} & set(path.parts)}
    assert files(installed / "cytostorm") == files(ROOT / "cytostorm")


def test_installed_package_runs_from_anywhere(installed, tmp_path):
    code = "import cytostorm as cs; assert cs.explore(cs.models.loop, controls=['k_fb']).figure._esm; print(cs.__file__)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, env={"PYTHONPATH": str(installed)})
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(installed))
