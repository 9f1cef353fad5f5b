"""The form: judged on the page as in Python, and used in a browser as a student would."""

import json
import random
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from cytostorm.coursework import PROBLEMS, draw, files, sample
from cytostorm.coursework.form import DEMONSTRATION
from cytostorm.coursework.judge import RULES
from cytostorm.coursework.questions import Choice, Number, Plan, Text
from tests.browsing import opened
from tests.engines.node import NODE

JUDGE = Path(__file__).parent / "judge.mjs"
PATIENTS, TRIES = 4, 200


def asked_of_node(jobs: list[dict]) -> list:
    """The answers of `judge.mjs` to jobs."""
    done = subprocess.run([NODE, JUDGE], input="\n".join(map(json.dumps, jobs)), capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def some_answer(dice, problem, truth, question, before):
    """Anything that a student may give: right, rounded, a mistake, a slip, right after an own earlier value, nonsense, nothing."""
    if isinstance(question, Choice):
        return dice.choice([None, *(option.key for option in question.options), truth["right"][question.name],
                            problem.solve_from(truth["numbers"], truth["right"] | before, question.name)])
    if isinstance(question, Text):
        return dice.choice([None, "", "Few words.", "word "*((question.words[0] + question.words[1])//2)])
    right = truth["right"][question.name]
    low, high = question.range
    values = [right, *(m for m in truth["mistakes"].get(question.name, []) if m is not None), right*dice.choice([s for s, _ in RULES["slips"]]),
              right/dice.choice([s for s, _ in RULES["slips"]]), right*dice.uniform(0.9, 1.1), dice.uniform(low, high), 2*high + 1]
    followed = problem.solve_from(truth["numbers"], truth["right"] | before, question.name)
    values += [followed]*3 if followed == followed else []
    value = dice.choice(values)
    return dice.choice([value, value, value, float(f"{value:.{dice.randint(1, 4)}g}"), None, "", f"about {value:g}", "it's \"so\""])


def answered(dice, problem, truth):
    """Answers to all questions but plans. A page follows one earlier answer at a time: of two that lead to one question, the second is right."""
    answers = {}
    second = {name for question in problem.questions for name in question.follows[1:]}
    for question in problem.questions:
        if question.name in second:
            answers[question.name] = truth["right"][question.name]
        elif not isinstance(question, Plan):
            sound = {name: value for name, value in answers.items() if value is not None and not problem.asked[name].fault(value)}
            answers[question.name] = some_answer(dice, problem, truth, question, sound)
    return answers


@pytest.mark.parametrize("identifier", PROBLEMS)
def test_the_page_judges_as_python_does(identifier):
    problem, dice = PROBLEMS[identifier], random.Random(identifier)
    truths = {seed: json.loads(json.dumps(problem.truth(draw(seed)))) for seed in range(PATIENTS)}
    given = {seed: [answered(dice, problem, truth) for _ in range(TRIES)] for seed, truth in truths.items()}
    jobs = [{"sheet": problem.sheet(truth["numbers"], seed), "key": problem.key(truth), "rules": RULES, "answers": given[seed]}
            for seed, truth in truths.items()]
    verdicts = set()
    for (seed, truth), judged in zip(truths.items(), asked_of_node(jobs), strict=True):
        for answers, found in zip(given[seed], judged, strict=True):
            for mark, seen in zip(problem.check(truth, answers), found, strict=True):
                if not isinstance(problem.asked[mark.question], Plan):
                    verdicts.add(mark.verdict)
                    assert (seen["verdict"], seen["points"], seen["outOf"], seen["words"]) == (
                        mark.verdict, mark.points, mark.out_of, mark.words), (seed, mark, answers)
    expected = {"right", "partly", "wrong", "missing", "malformed"} if any(isinstance(q, Number) for q in problem.questions) else {"missing"}
    assert verdicts >= expected


@pytest.mark.parametrize(("typed", "value"), [
    ("1.37", 1.37), (" 1,37 ", 1.37), ("−2", -2), ("+.5", 0.5), ("1e-3", 0.001), ("1.2 × 10^3", 1200), ("1,2·10⁻³", 0.0012), ("10^4", 1e4), ("10⁻²", 0.01),
    ("12 000", 12000), ("12\u2009345.5", 12345.5), ("1'000", 1000), ("5.", 5), ("1E3", 1000),
    ("", None), ("1,234.5", None), ("1.2.3", None), ("3 mg", None), ("12 34", None), ("0x10", None), ("1e999", None), ("Infinity", None), ("1/3", None), ("--1", None)])
def test_numbers_are_read_as_people_type_them_or_not_at_all(typed, value):
    assert asked_of_node([{"typed": [typed]}]) == [[value]]


@pytest.mark.parametrize("answer", [
    [], [{"drug": "{0}", "amount": 1, "day": 2}], [{"drug": "{0}", "amount": 1.5, "day": 2, "every": 0.25, "times": 4}],
    [{"drug": "water", "amount": 1, "day": 2}], [{"drug": "{0}", "amount": "2 mg", "day": 2}], [{"drug": "{0}", "amount": 1, "day": 29}],
    [{"drug": "{0}", "amount": 10**9, "day": 1}], [{"drug": "{0}", "amount": 1, "day": 1, "every": "", "times": 2}],
    [{"drug": "{0}", "amount": 1, "day": 1, "times": 61, "every": 1}], [{"drug": "{0}", "amount": 1, "day": ""}]*2, [{"drug": "{0}", "amount": 1, "day": 1}]*99])
def test_the_page_finds_the_same_faults_in_plans_as_python(answer):
    plans = [(problem, question) for problem in PROBLEMS.values() for question in problem.questions if isinstance(question, Plan)]
    problem, question = plans[0]
    plan = json.loads(json.dumps(answer).replace("{0}", question.drugs[0]))
    sheet = problem.sheet(problem.generate(draw(1)), 1)
    [[found]] = asked_of_node([{"sheet": sheet, "fault": [question.name, plan]}])
    assert found == question.fault(plan)


FORM = ".cytostorm-form"
PAGE, SAMPLE = "chapters/coursework/tipping-point.html", "chapters/coursework/your-assignment.html"


def fill(form, problem, answers):
    """Type numbers and choose options, by the position of their question."""
    for question, place in zip(problem.questions, form.locator(".cf-question").all(), strict=True):
        if isinstance(answers.get(question.name), str):
            place.locator(f"input[value='{answers[question.name]}']").check()
        elif question.name in answers:
            place.locator("input.cf-number").fill(repr(answers[question.name]))


def verdicts(form):
    return [place.get_attribute("data-verdict") for place in form.locator(".cf-question").all()]


def total(form):
    return form.locator(".cf-total").inner_text()


def test_right_answers_earn_everything_on_every_page(browser, server, pages):
    """Each practice form of the site, from its own key to its own total."""
    found = 0
    for name in pages:
        with opened(browser, f"{server}/{name}") as page:
            for form in page.locator(FORM).filter(has=page.get_by_role("button", name="Check")).all():
                problem = next(problem for problem in PROBLEMS.values() if problem.title == form.get_attribute("aria-label"))
                fill(form, problem, problem.solve(problem.generate(draw(DEMONSTRATION))))
                show = form.get_by_role("button", name="Show the answers")
                assert show.is_disabled()
                for button in form.get_by_role("button", name="Check", exact=True).all():
                    button.click()
                judged = [question for question in problem.questions if isinstance(question, (Number, Choice))]
                points = sum(question.points for question in judged)
                assert total(form).startswith(f"{points} of {points} points so far, {len(judged)} of"), (name, verdicts(form))
                assert show.is_enabled() and not page.complaints, (name, page.complaints)
                found += 1
    assert found == len([name for name in pages if name.removesuffix(".html").split("/")[-1].replace("-", "_") in PROBLEMS and "coursework" in name])


@pytest.fixture
def practice(browser, server):
    with opened(browser, f"{server}/{PAGE}") as page:
        yield page
        assert not page.complaints, page.complaints


RIGHT = PROBLEMS["tipping_point"].solve(PROBLEMS["tipping_point"].generate(draw(DEMONSTRATION)))


def test_a_keyboard_is_enough(practice):
    """Enter judges; a verdict leaves with its answer; a slip is followed."""
    form, gain = practice.locator(FORM), practice.locator(".cf-question").first
    gain.locator("input").focus()
    practice.keyboard.type(f"{1.5*RIGHT['gain']:.6g}".replace(".", ","))
    assert "read as" in gain.inner_text() and "Well-formed." in gain.inner_text()
    practice.keyboard.press("Enter")
    assert gain.get_attribute("data-verdict") == "wrong" and "0 of 2" in gain.locator("[role=status]").inner_text()
    practice.keyboard.type("0")
    assert gain.get_attribute("data-verdict") is None
    edge = practice.locator(".cf-question").nth(3)
    edge.locator("input").focus()
    practice.keyboard.type(f"{1.5*RIGHT['edge']:.6g}")
    practice.keyboard.press("Tab")
    practice.keyboard.press("Space")
    assert edge.get_attribute("data-verdict") == "follows"
    assert total(form).startswith("2 of 2 points so far, 1 of 6")


def test_what_is_malformed_is_said_at_once(practice):
    gain = practice.locator(".cf-question").first
    for typed, words in (("3 mg", "it is text"), ("1e6", "outside 0 to 100")):
        gain.locator("input").fill(typed)
        assert words in gain.locator(".cf-fault").inner_text() and gain.locator("input").get_attribute("aria-invalid") == "true"
        assert gain.locator("input").input_value() == typed
    gain.locator("input").fill("")
    assert gain.locator(".cf-fault").inner_text() == "" and gain.locator("input").get_attribute("aria-invalid") == "false"


def test_answers_are_there_again_until_one_starts_again(practice):
    form = practice.locator(FORM)
    fill(form, PROBLEMS["tipping_point"], RIGHT)
    for button in form.get_by_role("button", name="Check", exact=True).all():
        button.click()
    before = total(form)
    practice.reload()
    practice.wait_for_selector("html[data-cytostorm=ready]", state="attached")
    assert total(form) == before and verdicts(form) == ["right"]*6
    form.get_by_role("button", name="Show the answers").click()
    assert form.locator(".cf-answer:visible").count() == 6
    form.get_by_role("button", name="Start again").click()
    assert verdicts(form) == [None]*6 and form.locator(".cf-answer:visible").count() == 0 and total(form).startswith("0 of 0")
    form.get_by_role("button", name="Bring my answers back").click()
    assert float(form.locator("input.cf-number").first.input_value()) == pytest.approx(RIGHT["gain"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_verdicts_and_faults_have_no_barrier(browser, server, scheme):
    with opened(browser, f"{server}/{PAGE}", width=390, scheme=scheme) as page:
        form = page.locator(FORM)
        fill(form, PROBLEMS["tipping_point"], RIGHT | {"gain": RIGHT["gain"]*1.5, "time": 1e6})
        for button in form.get_by_role("button", name="Check", exact=True).all():
            button.click()
        assert {"wrong", "malformed", "right"} <= set(verdicts(form))
        form.get_by_role("button", name="Show the answers").click()
        assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_form_works_where_the_browser_keeps_nothing(browser, server):
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })")
    page = context.new_page()
    page.goto(f"{server}/{PAGE}")
    page.locator(f"{FORM} input.cf-number").first.fill("1.5")
    assert "Well-formed." in page.locator(".cf-question").first.inner_text()
    context.close()


def test_without_javascript_the_questions_can_be_read(browser, server, pages):
    for name, titles in ((PAGE, [PROBLEMS["tipping_point"].title]), (SAMPLE, [PROBLEMS["tipping_point"].title])):
        with opened(browser, f"{server}/{name}", javascript=False) as page:
            sheets = page.locator(".cytostorm-asked")
            assert [title for title in titles if title in sheets.first.inner_text()] == titles
            assert sheets.first.locator("li p").count() >= 6 and "k_fb" in sheets.first.locator("table").inner_text()


def test_graded_work_is_only_kept_and_handed_in_without_a_kernel(browser, site, tmp_path):
    """Straight from the folder, as a student without a connection has it."""
    with opened(browser, (site / SAMPLE).as_uri()) as page:
        form = page.locator(FORM)
        assert form.get_by_role("button", name="Check").count() == 0 and form.get_by_role("button", name="Show the answers").count() == 0
        fill(form, PROBLEMS["tipping_point"], RIGHT | {"gain": 1000.0})
        assert verdicts(form) == [None]*6
        assert total(form).startswith("6 of 6 questions answered; not well-formed: 1.")
        with page.expect_download() as download:
            form.get_by_role("button", name="Download hand-in").click()
        download.value.save_as(tmp_path / download.value.suggested_filename)
        assert not page.complaints
    handed = files.read_hand_in(tmp_path / "hand-in-SAMP-0001.json")
    assignment = files.read_assignment(sample(tmp_path))
    assert handed["answers"] == {"tipping_point": RIGHT | {"gain": 1000.0}}
    assert {name: handed[name] for name in handed if name not in ("answers", "saved")} == {
        name: value for name, value in files.hand_in(assignment, {}).items() if name not in ("answers", "saved")}
