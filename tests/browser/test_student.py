"""A student opens each lesson, types every answer, gets one wrong, fixes it, validates, and comes back later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest
from playwright.sync_api import expect

from grader import lessons
from grader.core.catalogue import CATALOGUE
from grader.core.examples import EXAMPLES
from grader.devtools.sample_answers import is_solution, source_of
from tests.browser import pictures
from tests.browser.axe import violations
from tests.browser.notebook import Notebook
from tests.support.answers import answers
from tests.support.classroom import filled, notebook_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator

    from grader.core.exercise import Lesson
    from grader.grading.course import Course
    from tests.browser.lab import Lab

# The mistake that is made in a lesson whose sample answers have it; in another one the first that stays alone.
MISTAKE = "missing-zero-grad"
MOST_TABS = 20
STILL = ("03_debugging_clinic",)  # lessons whose figures no slider moves
# The lines of the lesson's paragraphs that are longer than 80 characters, as they are broken on the screen.
LONG_LINES = """() => {
    const lines = [];
    for (const paragraph of document.querySelectorAll(".jp-MarkdownOutput p, .jp-MarkdownOutput li")) {
        const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT), range = document.createRange();
        let line = "", bottom = null;
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            for (let at = 0; at < node.length; at++) {
                range.setStart(node, at); range.setEnd(node, at + 1);
                const box = range.getBoundingClientRect();
                if (!box.width) continue;
                if (bottom !== null && box.top >= bottom) { lines.push(line); line = ""; bottom = null; }
                bottom = Math.max(bottom ?? 0, box.bottom);
                line += node.data[at];
            }
        }
        lines.push(line);
    }
    return lines.filter((line) => line.trim().length > 80);
}"""
# The name of each exercise and the caption above it.
CAPTIONS = "all => all.map(task => [task.textContent.trim().split(/\\s+/)[1], task.dataset.exercise])"
# What ipywidgets writes beside a slider.
LABEL = "xpath=ancestor::*[contains(@class, 'widget-slider')]//label"


class Mistake(NamedTuple):
    """A wrong answer to one exercise, and the codes of its findings."""

    exercise: str
    source: str
    codes: tuple[str, ...]


@pytest.fixture(scope="module", params=lessons.MODULES)
def lesson(request: pytest.FixtureRequest) -> Lesson:
    return lessons.find(request.param)


@pytest.fixture(scope="module")
def mistake(lesson: Lesson) -> Mistake:
    wrong = [
        Mistake(exercise, answer.cells[exercise], codes)
        for answer in answers(lesson.name)
        for exercise, (_, codes) in answer.expected.items()
        if codes and [*answer.cells] == [exercise] and answer.name == codes[0]
    ]
    return next((each for each in wrong if each.codes == (MISTAKE,)), wrong[0])


@pytest.fixture(scope="module")
def answered(course: Course, lesson: Lesson) -> dict[str, str]:
    """The right answer to each exercise."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: source_of(cell)
        for cell in filled(course, lesson.name)["cells"]
        if is_solution(cell)
    }


@pytest.fixture(scope="module")
def opened(browser: Browser, lab: Lab, course: Course, lesson: Lesson) -> Iterator[Notebook]:
    page = browser.new_page()
    path = course.release(lesson.name).relative_to(course.root) / notebook_name(lesson.name)
    notebook = Notebook(page, lab, str(path))
    pictures.take(notebook, f"{lesson.name}-1-opened")
    yield notebook
    page.close()
    lab.end_kernels()


@pytest.fixture(scope="module")
def typed(opened: Notebook, answered: dict[str, str], mistake: Mistake) -> Notebook:
    """Every exercise is filled, one of them wrongly."""
    for exercise, source in {**answered, mistake.exercise: mistake.source}.items():
        opened.type_into(exercise, source)
    opened.save()
    return opened


@pytest.fixture(scope="module")
def mistaken(typed: Notebook) -> Notebook:
    """All cells have run, as far as they do."""
    typed.run_all()
    return typed


@pytest.fixture(scope="module")
def mended(mistaken: Notebook, answered: dict[str, str], mistake: Mistake, lesson: Lesson) -> Notebook:
    """The wrong answer is right now, and all cells have run again."""
    mistaken.type_into(mistake.exercise, answered[mistake.exercise])
    mistaken.run_all()
    mistaken.save()
    pictures.take_window(mistaken, f"{lesson.name}-3-passed", mistaken.place(mistake.exercise) - 1)
    return mistaken


def test_each_exercise_says_its_points_and_minutes(opened: Notebook, lesson: Lesson) -> None:
    captions = opened.page.locator(".lesson-task")
    expect(captions).to_have_count(len(lesson.exercises))
    said = dict(captions.evaluate_all(CAPTIONS))
    assert [*said] == [*lesson.exercises]
    for name, exercise in lesson.exercises.items():
        points = f"{exercise.points:g} point{'' if exercise.points == 1 else 's'}"
        assert re.fullmatch(f"Exercise · {points} · about \\d+ minutes?", said[name])
    expect(opened.page.locator(".lesson-exercise")).to_have_count(2 * len(said))


def test_no_line_of_prose_has_more_than_80_characters(opened: Notebook) -> None:
    assert opened.page.evaluate(LONG_LINES) == []


def test_what_was_typed_is_what_was_meant(typed: Notebook, answered: dict[str, str], mistake: Mistake) -> None:
    meant = {**answered, mistake.exercise: mistake.source}
    assert {c["metadata"]["nbgrader"]["grade_id"]: source_of(c) for c in typed.saved() if is_solution(c)} == meant


class TestMistake:
    def test_its_box_tells_its_code(self, mistaken: Notebook, mistake: Mistake) -> None:
        for code in mistake.codes:
            expect(mistaken.box(mistake.exercise).get_by_text(code, exact=True)).to_be_visible()
        expect(mistaken.box(mistake.exercise)).to_contain_text(f"{mistake.exercise} · ✗ not yet")

    def test_its_hint_is_seen_and_its_example_folds_out_by_keyboard(
        self, mistaken: Notebook, mistake: Mistake, lesson: Lesson
    ) -> None:
        box = mistaken.box(mistake.exercise)
        expect(box.get_by_text(f"{CATALOGUE[mistake.codes[0]].title}.".replace("`", ""))).to_be_visible()
        expect(box.get_by_text("Where to look: ").first).to_be_visible()
        fold_out = box.locator("details").first
        expect(fold_out).to_have_js_property("open", False)  # noqa: FBT003 - Playwright's signature
        mistaken.cell(f"test_{mistake.exercise}").locator(".jp-InputPrompt").click()
        _press_tab_until_focused(fold_out.locator("summary"))
        mistaken.page.keyboard.press("Enter")
        expect(fold_out).to_have_js_property("open", True)  # noqa: FBT003 - Playwright's signature
        expect(fold_out).to_contain_text(EXAMPLES[mistake.codes[0]].says.replace("`", ""))
        expect(fold_out.locator("pre")).to_be_visible()
        pictures.take(mistaken, f"{lesson.name}-2-mistake", mistake.exercise, f"test_{mistake.exercise}")

    def test_what_comes_after_it_has_run(self, mistaken: Notebook) -> None:
        places = [place for place, cell in enumerate(mistaken.saved()) if cell["cell_type"] == "code"]
        assert "[ ]:" not in {mistaken.cell(place).locator(".jp-InputPrompt").inner_text() for place in places}
        expect(mistaken.page.locator(".jp-Notebook [data-mime-type='application/vnd.jupyter.error']")).to_have_count(0)

    def test_the_validate_button_says_that_it_failed(self, mistaken: Notebook, mistake: Mistake) -> None:
        mistaken.save()
        said = mistaken.validate()
        mistaken.page.keyboard.press("Escape")
        assert "Success!" not in said
        assert f"check.{mistake.exercise}(" in said

    @pytest.mark.parametrize("theme", ["dark", "light"])
    def test_axe_finds_nothing_wrong_with_it(self, mistaken: Notebook, theme: str) -> None:
        mistaken.theme(theme)
        assert violations(mistaken.page) == []


class TestSolved:
    def test_every_box_passes(self, mended: Notebook, lesson: Lesson) -> None:
        for exercise in lesson.exercises.values():
            points = f"{exercise.points:g} of {exercise.points:g} point"
            expect(mended.box(exercise.name)).to_contain_text(f"{exercise.name} · ✓ passed · {points}")

    @pytest.mark.parametrize("theme", ["dark", "light"])
    def test_axe_finds_nothing_wrong_with_the_lesson(self, mended: Notebook, lesson: Lesson, theme: str) -> None:
        mended.theme(theme)
        with pictures.whole(mended, f"{lesson.name}-4-whole-{theme}"):
            assert violations(mended.page) == []

    def test_its_sliders_move_their_figures(self, mended: Notebook, lesson: Lesson) -> None:
        cells = [place for place in range(mended.cells.count()) if mended.sliders(place).count()]
        assert bool(cells) == (lesson.name not in STILL)
        for place in cells:
            first = mended.figures(place)
            for slider in mended.sliders(place).all():
                expect(slider).to_have_attribute("aria-label", slider.locator(LABEL).inner_text())
                before = mended.shown(place)
                slider.press("ArrowRight" if _can_grow(slider) else "ArrowLeft")
                # Some controls change only the words, as momentum does before the second step, others only the picture.
                mended.wait_for_change(place, before)
            assert mended.figures(place) != first
            pictures.take(mended, f"{lesson.name}-5-slider-{place}", place)

    def test_the_validate_button_says_so(self, mended: Notebook, lesson: Lesson) -> None:
        assert "Success! Your notebook passes all the tests." in mended.validate()
        pictures.take_page(mended.page, f"{lesson.name}-6-validated-light")
        mended.page.keyboard.press("Escape")

    def test_progress_survives_a_restart(self, mended: Notebook, lesson: Lesson) -> None:
        (place,) = [place for place, cell in enumerate(mended.saved()) if "check.progress()" in source_of(cell)]
        mended.restart()
        mended.run("setup")
        mended.run(place)
        pictures.take(mended, f"{lesson.name}-7-progress", place)
        everything = f"{lesson.points:g} of {lesson.points:g} points"
        expect(mended.cell(place).locator(".jp-OutputArea")).to_contain_text(everything)


def _press_tab_until_focused(target: Locator) -> None:
    """Move the focus as the keyboard does. Fails where it does not come to `target` within some presses."""
    for _ in range(MOST_TABS):
        target.page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{MOST_TABS} presses of Tab do not lead to {target}")


def _can_grow(slider: Locator) -> bool:
    now, most = (
        slider.get_attribute(aria) or slider.get_attribute(plain) or "0"
        for aria, plain in (("aria-valuenow", "value"), ("aria-valuemax", "max"))
    )
    return float(now) < float(most)
