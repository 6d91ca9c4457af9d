"""An instructor looks at the class in nbgrader's formgrader: the lessons, the students, and one graded submission."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from grader import lessons
from tests.browser import pictures
from tests.browser.axe import violations
from tests.support.classroom import LINE, verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from grader.grading.course import Course
    from tests.browser.lab import Lab

MOST = lessons.find(LINE).points
POINTS = {"blank": 0, "mistaken": MOST - 6, "solved": MOST}


@pytest.fixture(scope="module")
def formgrader(browser: Browser, lab: Lab) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 838})
    page.goto(lab.page(""))  # formgrader asks for the cookie that JupyterLab sets
    page.goto(f"{lab.address}/formgrader")
    yield page
    page.close()


def test_every_lesson_is_there_with_its_submissions(formgrader: Page) -> None:
    formgrader.get_by_role("link", name="Manage Assignments").click()
    for lesson in lessons.MODULES:
        row = formgrader.get_by_role("row").filter(has_text=lesson)
        expect(row.locator(".num-submissions")).to_have_text("3" if lesson == LINE else "0")
    pictures.take_page(formgrader, "formgrader-1-lessons")


def test_the_class_is_there_with_its_points(formgrader: Page) -> None:
    formgrader.get_by_role("link", name="Manage Students").click()
    total = sum(lessons.find(name).points for name in lessons.MODULES)
    for student, points in POINTS.items():
        expect(formgrader.get_by_role("row").filter(has_text=student)).to_contain_text(f"{points} / {total:g}")
    pictures.take_page(formgrader, "formgrader-2-class")


def test_a_graded_submission_shows_the_boxes_with_their_codes(formgrader: Page, course: Course) -> None:
    formgrader.get_by_role("link", name="Manual Grading").click()
    formgrader.get_by_role("link", name=LINE).click()
    formgrader.get_by_role("link", name=lessons.find(LINE).notebook).click()
    row = formgrader.get_by_role("row").filter(has_text=f"{POINTS['mistaken']} / {MOST}")
    pictures.take_page(formgrader, "formgrader-3-submissions")
    row.get_by_role("link", name="Submission").last.click()
    boxes = formgrader.get_by_role("status")
    for verdict in verdicts(course, LINE, "mistaken").values():
        box = boxes.filter(has=formgrader.locator("strong", has_text=verdict.exercise)).first
        expect(box).to_contain_text("passed" if verdict.passed else "not yet")
        for code in verdict.codes:
            expect(box.get_by_text(code, exact=True)).to_be_visible()
    boxes.filter(has_text="missing-zero-grad").locator("summary").first.click()
    pictures.take_page(formgrader, "formgrader-4-submission")
    assert violations(formgrader, ["[role=status]", "#submission-summary"]) == []


def test_summary_leads_to_the_cells(formgrader: Page, course: Course) -> None:
    """It goes on with the page that the test above has opened."""
    summary = formgrader.get_by_role("region", name="Summary of this submission")
    formgrader.evaluate("scrollTo(0, 0)")
    pictures.take_page(formgrader, "formgrader-5-summary")
    expect(summary).to_contain_text(f"{POINTS['mistaken']:.1f} / {MOST:.1f} points")
    for verdict in verdicts(course, LINE, "mistaken").values():
        row = summary.get_by_role("row").filter(has=formgrader.get_by_role("link", name=verdict.exercise, exact=True))
        for code in verdict.codes:
            expect(row).to_contain_text(code)
    last = list(lessons.find(LINE).exercises)[-1]
    score = formgrader.locator(f"input.score[id=test_{last}]")
    expect(score).not_to_be_in_viewport()
    summary.get_by_role("link", name=last, exact=True).click()
    expect(score).to_be_in_viewport()
