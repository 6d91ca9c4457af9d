"""A lesson is run, saved and closed with its server. Its learner opens it again, and an instructor opens a copy."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser import pictures
from tests.browser.axe import violations
from tests.browser.lab import KERNEL_IS_IDLE, Lab, environment
from tests.support.classroom import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

FIGURE = "from grader.notebook.figures import line as figures\nfigures.be_the_optimizer()"
LESSON = "from grader.lessons import linear_regression as check"
QUESTION = "check.predict('first', 'Which one is first?', ['SGD', 'Adam'])"
NUMBER = "check.predict('loss', 'How large is the `loss`?')"
ORDER = "check.arrange()"
LONG = f'print("{"one long line " * 20}")'
FIGURE_CELL, QUESTION_CELL, NUMBER_CELL, ORDER_CELL = 1, 2, 3, 4
RUN_ALL = "() => jupyterapp.commands.execute('notebook:run-all-cells')"
SAVE = "() => jupyterapp.commands.execute('docmanager:save')"
SLIDERS, BUTTONS = "Run this cell again to use the sliders.", "Run this cell again to use the buttons"
PATH = "reopened/lesson.ipynb"
PICTURE = "element => element.complete && element.naturalWidth"
PAPER = {"width": 720, "height": 1000}
TOO_WIDE = """() => [...document.querySelectorAll("pre")]
    .filter((element) => element.scrollWidth > element.clientWidth + 1).map((element) => element.textContent)
"""


class Saved(NamedTuple):
    """The folder that a server showed, the home that it used, and the figure as it was left."""

    root: Path
    home: Path
    picture: str
    line: str


def opened(browser: Browser, lab: Lab, path: str) -> Page:
    page = browser.new_page(viewport={"width": 1180, "height": 1600})
    page.goto(lab.page(path))
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
    return page


def output(page: Page, cell: int):
    return page.locator(".jp-Notebook .jp-Cell").nth(cell).locator(".jp-OutputArea")


def run_all(page: Page) -> None:
    page.evaluate(RUN_ALL)
    expect(output(page, ORDER_CELL).get_by_role("button", name="Check the order")).to_be_visible(timeout=120_000)
    page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)


def answer(page: Page) -> None:
    """Move a slider of the figure, and answer every question."""
    figure = output(page, FIGURE_CELL)
    before = figure.locator("img").get_attribute("alt")
    figure.get_by_role("slider").first.press("End")
    expect(figure.locator("img")).not_to_have_attribute("alt", before)
    output(page, QUESTION_CELL).get_by_role("button", name="Adam").click()
    expect(output(page, QUESTION_CELL)).to_contain_text("Your answer: Adam. Saved.")
    output(page, NUMBER_CELL).get_by_label("Your number:").fill("2.5")
    output(page, NUMBER_CELL).get_by_role("button", name="Save").click()
    expect(output(page, NUMBER_CELL)).to_contain_text("Your answer: 2.5. Saved.")
    output(page, ORDER_CELL).get_by_role("button", name="Check the order").click()
    expect(output(page, ORDER_CELL)).to_contain_text("comes too early")


@pytest.fixture(scope="module")
def saved(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """Run, answer, save, and shut the kernel and the server down."""
    folder = tmp_path_factory.mktemp("reopened")
    root, home = folder / "root", folder / "home"
    (root / "reopened").mkdir(parents=True)
    home.mkdir()
    cells = [nbformat.v4.new_code_cell(source) for source in (LESSON, FIGURE, QUESTION, NUMBER, ORDER, LONG)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), root / PATH)
    lab = Lab(root, home)
    try:
        page = opened(browser, lab, PATH)
        run_all(page)
        expect(output(page, 0)).to_contain_text("Ready: lesson 01_linear_regression")
        answer(page)
        figure = output(page, FIGURE_CELL)
        left = figure.locator("img").get_attribute("src"), figure.locator("[aria-live]").inner_text()
        page.evaluate(SAVE)
        expect(page.locator(".lm-DockPanel-tabBar .jp-mod-dirty")).to_have_count(0)
        page.close()
    finally:
        lab.end()
    return Saved(root, home, *left)


@pytest.fixture(scope="module")
def learners(browser: Browser, saved: Saved) -> Iterator[Page]:
    """The next day: the same computer, another start of the server."""
    lab = Lab(saved.root, saved.home)
    try:
        page = opened(browser, lab, PATH)
        yield page
        page.close()
    finally:
        lab.end()


@pytest.fixture(scope="module")
def instructors(browser: Browser, lab: Lab, saved: Saved) -> Iterator[Page]:
    """Another computer, on which nobody has trusted this notebook."""
    folder = (lab.root / PATH).parent
    shutil.copytree((saved.root / PATH).parent, folder)
    page = opened(browser, lab, PATH)
    yield page
    page.close()
    lab.end_kernels()
    shutil.rmtree(folder)


@pytest.mark.parametrize("who", ["learners", "instructors"])
class TestReopened:
    @pytest.fixture
    def page(self, who: str, request: pytest.FixtureRequest) -> Page:
        page = request.getfixturevalue(who)
        expect(output(page, FIGURE_CELL)).to_contain_text(SLIDERS, timeout=30_000)
        pictures.take_page(page, f"reopened-{who}")
        return page

    def test_no_widget_is_missed(self, page: Page) -> None:
        expect(page.get_by_text("Error displaying widget")).to_have_count(0)
        expect(page.get_by_text("Loading widget")).to_have_count(0)

    def test_a_figure_is_as_it_was_left(self, page: Page, saved: Saved) -> None:
        picture = output(page, FIGURE_CELL).locator("img")
        expect(picture).to_be_visible()
        assert picture.evaluate(PICTURE) > 0
        assert picture.get_attribute("src") == saved.picture
        assert picture.get_attribute("alt").startswith("Left: three points, the line y = ")
        expect(output(page, FIGURE_CELL)).to_contain_text(saved.line)

    def test_a_question_is_there_with_its_answer_and_its_reply(self, page: Page) -> None:
        for cell, question, reply in (
            (QUESTION_CELL, "Which one is first?", "Your answer: Adam. Saved."),
            (NUMBER_CELL, "How large is the loss?", "Your answer: 2.5. Saved."),
            (ORDER_CELL, "Put the lines of one epoch into an order", "comes too early"),
        ):
            expect(output(page, cell)).to_contain_text(question)
            expect(output(page, cell)).to_contain_text(BUTTONS)
            expect(output(page, cell)).to_contain_text(reply)
        expect(output(page, QUESTION_CELL)).to_contain_text("1. SGD")

    def test_axe_finds_nothing_wrong_with_it(self, page: Page) -> None:
        assert violations(page) == []


def test_an_export_has_words_and_picture_as_they_were_left_and_long_lines_go_on_on_paper(
    browser: Browser, saved: Saved, tmp_path: Path
) -> None:
    given = str(saved.root / PATH)
    done = run(
        tmp_path, "jupyter", "nbconvert", "--to", "html", "--output-dir", str(tmp_path), given, **environment(tmp_path)
    )
    assert done.returncode == 0, done.stderr
    page = browser.new_page(viewport=PAPER)
    page.goto((tmp_path / "lesson.html").as_uri())
    picture = page.locator(".jp-OutputArea img")
    assert picture.get_attribute("src") == saved.picture
    assert picture.get_attribute("alt").startswith("Left: three points, the line y = ")
    expect(page.locator("body")).to_contain_text(saved.line)
    assert len(page.evaluate(TOO_WIDE)) > 0  # on a screen they scroll
    page.emulate_media(media="print")
    assert page.evaluate(TOO_WIDE) == []
    pictures.take_page(page, "reopened-export-print", whole=True)
    page.close()


def test_notebook_7_shows_the_same(browser: Browser, learners: Page, saved: Saved) -> None:
    page = browser.new_page(viewport={"width": 1180, "height": 1600})
    page.context.add_cookies(learners.context.cookies())
    page.goto(learners.url.split("/lab")[0] + f"/notebooks/{PATH}")
    expect(output(page, FIGURE_CELL)).to_contain_text(SLIDERS, timeout=60_000)
    expect(output(page, FIGURE_CELL)).to_contain_text(saved.line)
    expect(output(page, QUESTION_CELL)).to_contain_text("Your answer: Adam. Saved.")
    expect(page.get_by_text("Error displaying widget")).to_have_count(0)
    pictures.take_page(page, "reopened-notebook-7")
    page.close()


def test_running_the_cells_again_brings_the_controls_back(learners: Page) -> None:
    run_all(learners)
    expect(output(learners, FIGURE_CELL).get_by_role("slider").first).to_be_visible()
    expect(output(learners, QUESTION_CELL)).to_contain_text("Your answer: Adam.")
    answer(learners)


def test_a_page_that_is_loaded_again_has_controls_that_work(learners: Page) -> None:
    """The kernel still runs. The page has its widgets, but takes no updates of the outputs of another page."""
    learners.evaluate(SAVE)
    expect(learners.locator(".lm-DockPanel-tabBar .jp-mod-dirty")).to_have_count(0)
    learners.reload()
    learners.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    figure = output(learners, FIGURE_CELL)
    expect(figure.get_by_role("slider").first).to_be_visible(timeout=60_000)
    figure.get_by_role("slider").first.press("Home")
    expect(figure.locator("img")).to_have_count(2)
    expect(figure).to_contain_text("The current one follows here.")
    first = figure.locator(".jupyter-widgets img").get_attribute("alt")
    figure.get_by_role("slider").first.press("End")
    expect(figure.locator(".jupyter-widgets img")).not_to_have_attribute("alt", first)
