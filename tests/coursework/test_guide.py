"""The pages around the problems: commands run as printed, links and sources lead somewhere, tables agree with what they are made of."""

import csv
import json
import os
import re
import shlex
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml

import cytostorm as cs
from cytostorm.coursework import PROBLEMS, files, pages
from cytostorm.coursework.__main__ import _parser
from cytostorm.coursework.inventory import ITEMS, LETTERS
from cytostorm.coursework.problems import SETS
from cytostorm.coursework.syllabus import MINUTES, SIX_WEEKS, TWO_WEEKS

ROOT = Path(__file__).parents[2]
HERE = ROOT/"chapters"/"coursework"
PAGES = ("index", "instructor-guide", "concept-inventory", "code-notebook")
each_page = pytest.mark.parametrize("page", PAGES)


def source(page):
    return (HERE/f"{page}.md").read_text(encoding="utf-8")


def section(page, title):
    """The text under one heading of a page."""
    return source(page).split(f"\n## {title}\n")[1].split("\n## ")[0]


def fenced(text, kind):
    return re.findall(rf"^```{re.escape(kind)}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


@each_page
def test_code_cells_run(page):
    scope = {}
    for cell in fenced(source(page), "{code-cell} python"):
        exec(re.sub(r"\A(---\n[\s\S]*?\n---\n|:tags:.*\n)", "", cell), scope)


@each_page
def test_links_lead_to_pages_and_citations_to_sources(page):
    text = source(page)
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text + pages.overview().source + pages.objectives().source):
        assert (HERE/target).exists(), target
    keys = set(re.findall(r"^@\w+\{(\w+),", (ROOT/"references.bib").read_text(encoding="utf-8"), re.MULTILINE))
    cited = {key.strip() for group in re.findall(r"\{cite\}`([^`]+)`", text) for key in group.split(",")}
    assert cited <= keys


@each_page
def test_pages_say_what_they_are_for_and_hold_no_secret(page):
    text = source(page)
    assert text.rstrip().endswith("For learning, never for care.")
    assert not re.search(r"[0-9a-f]{32}", text)


def commands(text):
    return [shlex.split(line) for block in fenced(text, "bash") for line in block.splitlines()]


def test_every_command_of_the_guide_is_one():
    found = commands(source("instructor-guide"))
    assert {words[3] for words in found} == {"new-course", "dry-run", "issue", "grade", "canvas", "moodle"}
    for words in found:
        assert words[:3] == ["python", "-m", "cytostorm.coursework"]
        _parser().parse_args(words[3:])


def handed_in(course):
    """What Canvas gives for download when all students have found all right answers: an archive, names in its own manner."""
    with zipfile.ZipFile(course.parent/"submissions.zip", "w") as archive:
        for number, line in enumerate((course/"truths.jsonl").read_text(encoding="utf-8").splitlines()):
            issued = json.loads(line)
            assignment = files.read_assignment(course/"assignments"/f"assignment-{issued['pseudonym']}.json")
            answers = {name: truth["right"] for name, truth in issued["truths"].items()}
            archive.writestr(zipfile.ZipInfo(f"someone_{issued['student']}_{900 + number}_hand-in-{issued['pseudonym']}.json", (2027, 4, 1, 12, 0, 0)),  # when it was downloaded
                            
                             files.canonical(files.hand_in(assignment, answers)))


def run(words, folder):
    done = subprocess.run([sys.executable, *words[1:]], cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def marks(course):
    """Points and points in all, of each student."""
    with (course/"marks"/"marks.csv").open(encoding="utf-8-sig", newline="") as file:
        return [(float(row["points"]), float(row["out_of"])) for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """The course of the quick start, with each command run as printed and each file written as printed."""
    text, here = section("instructor-guide", "Five-minute quick start"), tmp_path_factory.mktemp("quick-start")
    course, told = here/"storm", {}
    for words in commands(text):
        if words[3] == "dry-run":
            assert (course/"roster.csv").read_text(encoding="utf-8").strip() == fenced(text, "text")[0].splitlines()[0]
            (course/"roster.csv").write_text(fenced(text, "text")[0], encoding="utf-8")
        if words[3] == "grade":
            handed_in(course)
        told[words[3]] = run(words, here)
    return course, told


def test_the_quick_start_runs_as_printed(started):
    course, told = started
    assert list(told) == ["new-course", "dry-run", "issue", "grade", "canvas"] and "ten invented students" in told["dry-run"]
    assert marks(course) == [(15, 15)]*3
    assert "The edge (4711)" in (course/"marks"/"canvas.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert all((course/"marks"/name).exists() for name in ("report.html", "feedback.zip", "files.csv"))


def test_a_change_as_printed_marks_anew(started):
    settings, report = started[0]/"course.toml", started[0]/"marks"/"report.html"
    grade = next(words for words in commands(source("instructor-guide")) if words[3] == "grade")
    before, printed = settings.read_text(encoding="utf-8"), fenced(section("instructor-guide", "When a question turns out wrong"), "toml")[0]
    dropped = printed.replace('"replace"\ntolerance = 0.1', '"drop"')
    for change, points in ((printed, 15), (dropped, 12)):
        settings.write_text(before + change, encoding="utf-8")
        run(grade, started[0].parent)
        assert marks(started[0]) == [(points, points)]*3 and "could be read in two ways" in report.read_text(encoding="utf-8")


def test_overview_names_every_problem_once_and_objectives_every_objective():
    told = pages.overview().source
    assert all(told.count(f"({name.replace('_', '-')}.md)") == 1 for name in PROBLEMS)
    told = pages.objectives().source
    assert all(told.count(f"| {objective} |") == 1 for problem in PROBLEMS.values() for objective in problem.objectives)


def test_the_hub_link_is_made_from_the_settings_of_the_book():
    repository = yaml.safe_load((ROOT/"_config.yml").read_text(encoding="utf-8"))["repository"]
    name = repository["url"].rsplit("/", 1)[1]
    path = quote(f"lab/tree/{name}/chapters/coursework/your-assignment.md", safe="")
    link = f"/hub/user-redirect/git-pull?repo={quote(repository['url'], safe='')}&branch={repository['branch']}&urlpath={path}"
    assert link in source("instructor-guide")
    assert repository["url"] in source("instructor-guide")


@pytest.mark.parametrize("units", [SIX_WEEKS, TWO_WEEKS], ids=["six", "two"])
def test_syllabi_hold_each_chapter_once_and_no_unknown_set(units):
    assert [chapter for unit in units for chapter in unit.chapters] == list(MINUTES)
    sets = [title for unit in units for title in unit.sets]
    assert set(sets) <= set(SETS) and len(sets) == len(set(sets))
    read = []
    for unit in units:
        read += unit.chapters
        for title in unit.sets:
            assert {PROBLEMS[name].chapter.split("/")[-1] for name in SETS[title]} <= set(read), f"{title} comes before its chapters"


def test_the_six_weeks_mark_every_set():
    assert [title for unit in SIX_WEEKS for title in unit.sets] == list(SETS)


def test_hours_are_the_sum_of_declared_minutes():
    minutes = sum(MINUTES.values()) + sum(problem.minutes for problem in PROBLEMS.values())
    assert f"| in all | | | {minutes/60:.1f} | |" in pages.syllabus(SIX_WEEKS).source


def test_minutes_of_chapters_are_those_of_the_introduction():
    introduction = (ROOT/"chapters"/"introduction.md").read_text(encoding="utf-8")
    assert {name: int(minutes) for name, minutes in re.findall(r"\(principles/([\w-]+)\.md\) \|.*\| (\d+) \|", introduction)} == MINUTES


def test_inventory_has_twelve_questions_with_four_options_and_each_chapter_in_it():
    assert len(ITEMS) == 12 and {item.chapter for item in ITEMS} == set(MINUTES)
    assert all(len({text for text, _ in item.options}) == 4 and sum(not shows for _, shows in item.options) == 1 for item in ITEMS)
    assert Counter(item.right for item in ITEMS) == dict.fromkeys(LETTERS, 3)
    longest = sum(max(item.options, key=lambda option: len(option[0]))[1] == "" for item in ITEMS)
    assert longest <= 5, "who always takes the longest option would do well"


def test_inventory_gives_no_calculation_and_its_page_no_key():
    asked, key = pages.inventory().source, pages.inventory_key().source
    assert re.findall(r"^\*\*(\d+)\.\*\*", asked, re.MULTILINE) == [str(n) for n in range(1, 13)]
    shown = [shows for item in ITEMS for _, shows in item.options if shows]
    assert not any(shows in asked or shows in source("concept-inventory") for shows in shown) and all(shows in key for shows in shown)
    assert re.findall(r"\| \*\*([A-D])\*\* \|", key) == [item.right for item in ITEMS]


def test_rubric_adds_up_to_the_points_of_the_task():
    text = source("code-notebook")
    task = {name.lower(): int(points) for name, points in re.findall(r"^\*\*\d\. (\w+) \((\d) points\)", text, re.MULTILINE)}
    rubric = {name: int(points) for name, points in re.findall(r"^\| (\w+), (\d) \|", text, re.MULTILINE)}
    assert task == rubric and sum(task.values()) == 20 and "20 points" in source("instructor-guide")


def with_decoys():
    """The model that the code notebook asks for."""
    loop = cs.models.loop
    A, C = loop.symbols("A C")
    k_bind, D_0, k_new = (cs.Parameter(name, value, unit, range=(0.01, 10), meaning=name, reason="the task")
                          for name, value, unit in (("k_bind", 0.5, "1/d"), ("D_0", 3, "1"), ("k_new", 0.2, "1/d")))
    D = cs.State("D", "1", start=D_0, label="decoys")
    return loop.with_equations({C: loop[C] - k_bind*C*D, D: k_new*(D_0 - D) - k_bind*C*D})


def top(*sparks):
    """Highest cytokine after sparks (size, day) in a loop that is stable only with its decoys."""
    doses = [cs.dose("spark", size, "1", day=day) for size, day in sparks]
    return cs.simulate(with_decoys(), days=56, doses=doses, s=0, k_fb=1.5, k_c=1, k_d=1, k_cl=0.5).peak("C").value


def test_solution_of_the_code_notebook_is_in_the_private_folder_only(started):
    told = (started[0]/"for-markers.md").read_text(encoding="utf-8")
    assert "k_\\mathrm{cl} + k_\\mathrm{bind} D_0" in told and "for-markers.md" in source("instructor-guide")
    for line in told.splitlines()[4:]:
        assert not any(line and line in page.read_text(encoding="utf-8") for page in HERE.glob("*.md"))


def test_two_weeks_leave_out_as_many_hours_as_the_guide_says():
    held = {title for unit in TWO_WEEKS for title in unit.sets}
    minutes = sum(PROBLEMS[name].minutes for title in SETS if title not in held for name in SETS[title])
    assert f"needs {minutes/60:.1f} hours more" in source("instructor-guide")


def test_the_task_of_the_code_notebook_has_the_solution_that_markers_are_told():
    assert str(cs.stability.threshold(with_decoys())) == "k_c*k_fb > k_d*(D_0*k_bind + k_cl)"
    assert top((0.8, 0)) < 0.5 and top((0.9, 0)) > 1e5
    thirds = [top(*((1/3, day) for day in (0, pause, 2*pause))) for pause in (5, 7)]
    assert top((1, 0)) > 1e5 and thirds[0] > 1e4 and thirds[1] < 0.5
