"""A student opens lesson 1, types every answer, gets one wrong, fixes it, validates, and comes back later.

What is tested here is the same in all lessons. `test_lessons.py` tests what may differ from lesson to lesson.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from grader import lessons
from grader.core.catalogue import CATALOGUE
from grader.core.examples import EXAMPLES
from grader.devtools.sample_answers import is_solution, source_of
from tests.browser import pictures
from tests.browser.axe import violations
from tests.browser.given_answers import Mistake, mistake_of, right_answers
from tests.browser.notebook import Notebook
from tests.support.classroom import LINE, notebook_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator

    from grader.grading.course import Course
    from tests.browser.lab import Lab

MOST_TABS = 20
LESSON = lessons.find(LINE)


@pytest.fixture(scope="module")
def mistake() -> Mistake:
    return mistake_of(LINE)


@pytest.fixture(scope="module")
def answered(course: Course) -> dict[str, str]:
    return right_answers(course, LINE)


@pytest.fixture(scope="module")
def opened(browser: Browser, lab: Lab, course: Course) -> Iterator[Notebook]:
    page = browser.new_page()
    path = course.release(LINE).relative_to(course.root) / notebook_name(LINE)
    notebook = Notebook(page, lab, str(path))
    pictures.take(notebook, f"{LINE}-1-opened")
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
    typed.save()
    return typed


@pytest.fixture(scope="module")
def solved(mistaken: Notebook, answered: dict[str, str], mistake: Mistake) -> Notebook:
    """The wrong answer is right now, and the cells have run again, from the one that creates the network."""
    mistaken.type_into(mistake.exercise, answered[mistake.exercise])
    mistaken.run_from("model")
    mistaken.save()
    pictures.take_window(mistaken, f"{LINE}-3-passed", mistaken.place(mistake.exercise) - 1)
    return mistaken


def test_what_was_typed_is_what_was_meant(typed: Notebook, answered: dict[str, str], mistake: Mistake) -> None:
    meant = {**answered, mistake.exercise: mistake.source}
    assert {c["metadata"]["nbgrader"]["grade_id"]: source_of(c) for c in typed.saved() if is_solution(c)} == meant


class TestMistake:
    def test_its_hint_is_seen_and_its_example_folds_out_by_keyboard(self, mistaken: Notebook, mistake: Mistake) -> None:
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
        pictures.take(mistaken, f"{LINE}-2-mistake", mistake.exercise, f"test_{mistake.exercise}")

    def test_the_validate_button_says_that_it_failed(self, mistaken: Notebook, mistake: Mistake) -> None:
        said = mistaken.validate()
        mistaken.page.keyboard.press("Escape")
        assert "Success!" not in said
        assert f"check.{mistake.exercise}(" in said

    def test_axe_finds_nothing_wrong_with_it(self, mistaken: Notebook) -> None:
        found = {}
        with mistaken.seen_whole():
            for theme in ("dark", "light"):
                mistaken.theme(theme)
                found[theme] = violations(mistaken.page)
        assert found == {"dark": [], "light": []}


class TestSolved:
    def test_the_validate_button_says_so(self, solved: Notebook) -> None:
        assert "Success! Your notebook passes all the tests." in solved.validate()
        pictures.take_page(solved.page, f"{LINE}-6-validated-light")
        solved.page.keyboard.press("Escape")

    def test_progress_survives_a_restart(self, solved: Notebook) -> None:
        (place,) = [place for place, cell in enumerate(solved.saved()) if "check.progress()" in source_of(cell)]
        solved.restart()
        solved.run("setup")
        solved.run(place)
        pictures.take(solved, f"{LINE}-7-progress", place)
        everything = f"{LESSON.points:g} of {LESSON.points:g} points"
        expect(solved.cell(place).locator(".jp-OutputArea")).to_contain_text(everything)


def _press_tab_until_focused(target: Locator) -> None:
    """Move the focus as the keyboard does. Fails where it does not come to `target` within some presses."""
    for _ in range(MOST_TABS):
        target.page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{MOST_TABS} presses of Tab do not lead to {target}")
