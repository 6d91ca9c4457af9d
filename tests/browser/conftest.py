"""One course, one JupyterLab and one browser for all tests of this folder."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from grader.lessons import MODULES
from tests.browser.lab import Lab
from tests.conftest import summarise
from tests.support.answers import answers
from tests.support.classroom import LINE, filled, hand_in, load, make_course, notebook_name, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.grading.course import Course

REQUIRED = os.environ.get("GRADER_BROWSER") == "required"
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",  # it shows this machine's own pages only, and root's Chromium starts no other way
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
# A machine that is busy with other work may take this long for anything that it does at once otherwise.
SECONDS_TO_APPEAR = 120
expect.set_options(timeout=SECONDS_TO_APPEAR * 1000)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Say in one line what is left out for want of a browser."""
    here = [item for item in session.items if "tests/browser/" in item.nodeid]
    if here and not REQUIRED and _chromium() is None:
        summarise(
            session.config,
            f"not tested: {len(here)} tests in a real browser, for want of Chromium (apt-get install chromium)",
        )


def _chromium() -> str | None:
    return next((path for path in map(shutil.which, NAMES) if path), None)


# The scope is this folder: Playwright keeps an event loop in this thread, where other tests run loops of their own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    chromium = _chromium()
    if chromium is None:
        reason = "Chromium is not installed (apt-get install chromium)"
        (pytest.fail if REQUIRED else pytest.skip)(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def course(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """All lessons, released; the first one handed in by three students and graded."""
    course = make_course(tmp_path_factory.mktemp("course"), *MODULES)
    done = run(course.root, "grader", "release")
    assert done.returncode == 0, done.stderr
    mistake = next(answer for answer in answers(LINE) if answer.name == "missing-zero-grad")
    hand_in(course, LINE, "blank", load(course.release(LINE) / notebook_name(LINE)))
    hand_in(course, LINE, "mistaken", filled(course, LINE, **mistake.cells))
    hand_in(course, LINE, "solved", filled(course, LINE))
    done = run(course.root, "grader", "autograde", LINE)
    assert done.returncode == 0, done.stdout + done.stderr
    return course


@pytest.fixture(scope="package")
def lab(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    lab = Lab(course.root, tmp_path_factory.mktemp("home"))
    yield lab
    assert lab.end() == [], "JupyterLab left processes behind"
