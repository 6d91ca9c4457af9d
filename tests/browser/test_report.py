"""The class report as a browser shows it: axe-core finds nothing wrong, in both themes, and paper holds all of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from grader import lessons
from grader.grading.report.page import page as as_page
from grader.grading.report.rows import ClassData, Part, Row
from tests.browser import pictures
from tests.browser.axe import violations
from tests.browser.sample_class import sample_class
from tests.support.classroom import LINE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

MADE = dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)
PHONE, WINDOW = {"width": 390, "height": 844}, {"width": 1180, "height": 838}
README_WINDOW = {"width": 940, "height": 838}
ABOVE_HEADING = 26  # pixels: a rule and the room around it


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a class with every kind of row that there is."""
    parts = tuple(Part(name, each.__doc__, each.points) for name, each in lessons.find(LINE).exercises.items())
    rows = (
        graded("blank", parts, "not-attempted", {part.name for part in parts}),
        graded("mistaken", parts, "missing-zero-grad", {"training", "repair"}, name="Mis Taken", late_penalty=2.0),
        graded("solved", parts, "", set()),
        graded("unread", parts, "", set(), problem="linear_regression.evidence.json is cut off"),
        Row(student="junk", state="not graded", reason="linear_regression.ipynb is not a notebook: JSONDecodeError"),
        Row(student="absent", name="Ab Sent", state="nothing handed in"),
        graded("again", parts, "wrong-shape", {"data"}, outdated=True),
        graded("l" + "o" * 150 + "ng", parts, "hard-coded", {"data"}, name="N" + "a" * 300 + "me"),
        Row(student="x" * 200, state="not graded", reason="y" * 300),
    )
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(as_page(ClassData(LINE, parts, rows), MADE), encoding="utf-8")
    return path


def graded(student: str, parts: tuple[Part, ...], code: str, failed: set[str], **more: Any) -> Row:
    points = {part.name: 0.0 if part.name in failed else part.max_points for part in parts}
    total = sum(points.values()) - more.get("late_penalty", 0.0)
    codes = {name: (code,) for name in points if name in failed}
    return Row(student=student, state="graded", points=total, parts=points, codes=codes, **more)


@pytest.fixture
def opened(browser: Browser, report: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page in one theme; any complaint of the browser's fails the test."""
    page = browser.new_page(viewport=WINDOW, color_scheme=getattr(request, "param", "light"))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda sent: said.append(sent.url) if sent.url != report.as_uri() else None)
    page.goto(report.as_uri())
    yield page
    page.close()
    assert said == []


@pytest.mark.parametrize("opened", ["light", "dark"], indirect=True)
def test_axe_finds_nothing_wrong(opened: Page, request: pytest.FixtureRequest) -> None:
    theme = request.node.callspec.params["opened"]
    pictures.take_page(opened, f"report-{theme}", whole=True)
    assert violations(opened, ["html"]) == []


@pytest.mark.parametrize("size", [PHONE, WINDOW])
def test_page_is_never_wider_than_its_window(opened: Page, size: dict[str, int]) -> None:
    """Tables that are scroll in a box of their own."""
    opened.set_viewport_size(size)
    assert opened.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_click_on_a_heading_sorts(opened: Page) -> None:
    points = opened.locator("table.students thead button").filter(has_text="Points")
    points.click()
    shown = opened.locator("table.students tbody td:nth-of-type(2)").all_text_contents()
    values = [float(text) for text in shown if text != "–"]
    assert shown[: len(shown) - len(values)] == ["–"] * 3
    assert values == sorted(values)
    points.click()
    assert opened.locator("table.students th[aria-sort=descending]").count() == 1
    highest = opened.locator("table.students tbody td:nth-of-type(2)").first.text_content()
    assert float(highest or 0) == max(values)


def test_paper_is_white_and_holds_every_column(opened: Page) -> None:
    opened.emulate_media(media="print", color_scheme="dark")
    opened.set_viewport_size({"width": 700, "height": 1000})  # an A4 page between its margins
    assert opened.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert opened.evaluate("document.documentElement.scrollWidth") <= 700
    pictures.take_page(opened, "report-print", whole=True)


def test_class_shows_at_a_glance_how_it_did(browser: Browser, tmp_path: Path) -> None:
    """README's picture: what is above the first table, where a window is as wide as README's column."""
    path = tmp_path / "report.html"
    path.write_text(as_page(sample_class(), MADE), encoding="utf-8")
    page = browser.new_page(viewport=README_WINDOW, color_scheme="light")
    page.goto(path.as_uri())
    tables = page.get_by_role("heading", name="Mistakes, most common first").bounding_box()
    for figure in page.get_by_role("img").all():
        box = figure.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= README_WINDOW["width"]
        assert box["y"] + box["height"] <= tables["y"]
    assert page.get_by_role("img").count() == 2
    clip = {"x": 0, "y": 0, "width": README_WINDOW["width"], "height": tables["y"] - ABOVE_HEADING}
    pictures.take_page(page, "report-class", clip, whole=True)
    page.close()
