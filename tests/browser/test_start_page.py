"""`make lab` opens the start page of the course, without what only instructors need; `make teach` has all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from grader import lessons
from tests.browser import pictures
from tests.browser.axe import violations
from tests.browser.lab import KERNEL_IS_IDLE, Lab
from tests.support.classroom import ROOT, notebook_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from grader.grading.course import Course

AUTHORS = ("Nbgrader", "Create Assignment")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=["lab", "teach"])
def target(request: pytest.FixtureRequest) -> str:
    """What is made."""
    return request.param


@pytest.fixture(scope="module")
def page(browser: Browser, course: Course, target: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    assert f'JUPYTER_CONFIG_PATH="$(CURDIR)/etc/{target}"' in MAKEFILE
    lab = Lab(course.root, tmp_path_factory.mktemp("home"), ROOT / "etc" / target)
    try:
        page = browser.new_page(viewport={"width": 1180, "height": 838})
        page.goto(f"{lab.address}/course?token={lab.token}")
        yield page
        page.close()
    finally:
        lab.end()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_shows_the_lessons_in_order(page: Page, target: str, theme: str) -> None:
    page.emulate_media(color_scheme=theme)
    expect(page.get_by_role("heading", name="Train a network", exact=True)).to_be_visible()
    rows = page.locator(".lessons li")
    expect(rows).to_have_count(len(lessons.MODULES))
    for row, name in zip(rows.all(), lessons.MODULES, strict=True):
        expect(row).to_contain_text(f"Lesson {int(name[:2])}: ")
        expect(row.get_by_role("progressbar")).to_be_visible()
    pictures.take_page(page, f"start-page-{target}-{theme}", whole=True)
    assert violations(page, ["body"]) == []


def test_a_lesson_opens_in_jupyterlab_with_the_menus_that_its_reader_needs(page: Page, target: str) -> None:
    page.get_by_role("link", name="Begin with lesson 1").click()
    first = next(iter(lessons.MODULES))
    expect(page.locator(".lm-TabBar-tab").filter(has_text=notebook_name(first))).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="Validate", exact=True)).to_be_visible(timeout=60_000)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    pictures.take_page(page, f"start-page-{target}-lesson")
    for name in AUTHORS:
        expect(page.get_by_text(name, exact=True)).to_have_count(0 if target == "lab" else 1)
    expect(page.locator(".jp-toast-message, .Toastify__toast").filter(has_text="news")).to_have_count(0)
    page.wait_for_function(KERNEL_IS_IDLE)  # a kernel that still starts takes long to end
