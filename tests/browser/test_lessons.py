"""Each lesson in JupyterLab, with an answer to every exercise: first with one mistake, then without."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from grader import lessons
from tests.browser import pictures
from tests.browser.axe import violations
from tests.browser.given_answers import Mistake, mistake_of, right_answers
from tests.browser.notebook import Notebook
from tests.support.classroom import filled, notebook_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator

    from grader.core.exercise import Lesson
    from grader.grading.course import Course
    from tests.browser.lab import Lab

MODEL = "model"  # the exercise, in most lessons, that creates the network
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


@pytest.fixture(scope="module", params=lessons.MODULES)
def lesson(request: pytest.FixtureRequest) -> Lesson:
    return lessons.find(request.param)


@pytest.fixture(scope="module")
def mistake(lesson: Lesson) -> Mistake:
    return mistake_of(lesson.name)


@pytest.fixture(scope="module")
def opened(browser: Browser, lab: Lab, course: Course, lesson: Lesson, mistake: Mistake) -> Iterator[Notebook]:
    """Every exercise is filled, one of them wrongly."""
    folder = shutil.copytree(course.release(lesson.name), course.root / "answered" / lesson.name)
    path = folder / notebook_name(lesson.name)
    path.write_text(json.dumps(filled(course, lesson.name, **{mistake.exercise: mistake.source})), encoding="utf-8")
    page = browser.new_page()
    yield Notebook(page, lab, str(path.relative_to(course.root)))
    page.close()
    lab.end_kernels()


@pytest.fixture(scope="module")
def mistaken(opened: Notebook) -> Notebook:
    """All cells have run, as far as they do."""
    opened.run_all()
    return opened


@pytest.fixture(scope="module")
def solved(mistaken: Notebook, course: Course, mistake: Mistake, lesson: Lesson) -> Notebook:
    """The wrong answer is right now, and the cells have run again, from the one that creates the network."""
    mistaken.replace(mistake.exercise, right_answers(course, lesson.name)[mistake.exercise])
    mistaken.run_from(min({mistake.exercise, MODEL} & lesson.exercises.keys(), key=mistaken.place))
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


class TestMistake:
    def test_its_box_tells_its_code(self, mistaken: Notebook, mistake: Mistake) -> None:
        for code in mistake.codes:
            expect(mistaken.box(mistake.exercise).get_by_text(code, exact=True)).to_be_visible()
        expect(mistaken.box(mistake.exercise)).to_contain_text(f"{mistake.exercise} · ✗ not yet")

    def test_what_comes_after_it_has_run(self, mistaken: Notebook) -> None:
        assert "[ ]:" not in mistaken.prompts()
        expect(mistaken.page.locator(".jp-Notebook [data-mime-type='application/vnd.jupyter.error']")).to_have_count(0)

    def test_axe_finds_nothing_wrong_with_its_box(self, mistaken: Notebook, mistake: Mistake) -> None:
        cell = f".jp-Notebook .jp-Cell:nth-child({mistaken.place(f'test_{mistake.exercise}') + 1})"
        mistaken.to_top(f"test_{mistake.exercise}")
        assert violations(mistaken.page, [f"{cell} .jp-OutputArea-output"]) == []


class TestSolved:
    def test_every_box_passes(self, solved: Notebook, lesson: Lesson) -> None:
        for exercise in lesson.exercises.values():
            points = f"{exercise.points:g} of {exercise.points:g} point"
            expect(solved.box(exercise.name)).to_contain_text(f"{exercise.name} · ✓ passed · {points}")

    def test_its_sliders_move_their_figures(self, solved: Notebook, lesson: Lesson) -> None:
        cells = solved.places_of_sliders()
        assert bool(cells) == (lesson.name not in STILL)
        for place in cells:
            first = solved.shown(place)
            for slider in solved.sliders(place).all():
                expect(slider).to_have_attribute("aria-label", slider.locator(LABEL).inner_text())
                before = solved.shown(place)
                slider.press("ArrowRight" if _can_grow(slider) else "ArrowLeft")
                # Some controls change only the words, as momentum does before the second step, others only the picture.
                solved.wait_for_change(place, before)
            assert solved.has_another_picture(place, first)
            pictures.take(solved, f"{lesson.name}-5-slider-{place}", place)

    def test_axe_finds_nothing_wrong_with_the_lesson(self, solved: Notebook, lesson: Lesson) -> None:
        found = {}
        with solved.seen_whole():
            for theme in ("light", "dark"):
                solved.theme(theme)
                pictures.take_page(solved.page, f"{lesson.name}-4-whole-{theme}")
                found[theme] = violations(solved.page)
        assert found == {"light": [], "dark": []}


def _can_grow(slider: Locator) -> bool:
    now, most = (
        slider.get_attribute(aria) or slider.get_attribute(plain) or "0"
        for aria, plain in (("aria-valuenow", "value"), ("aria-valuemax", "max"))
    )
    return float(now) < float(most)
