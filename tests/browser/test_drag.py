"""A slider is dragged in JupyterLab, beside the server and far from it: which pictures come, and which is the last."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import nbformat
import pytest

from tests.browser.slow import slowed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.lab import Lab

FIGURE = "from grader.notebook.figures import line as figures\nfigures.be_the_optimizer()"
ONE_WAY = 0.1  # seconds: an answer takes twice as long
STEPS, PIXELS, PAUSE = 40, 2, 25  # of a drag; milliseconds
DRAGS = 6
AFTERWARDS = 2000  # milliseconds in which an old picture would come
IS_IDLE = "() => jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'"
# Counts the pictures that come, and notes how many there were when the mouse was let go.
WATCH = """() => {
    const output = document.querySelector(".jp-Notebook .jp-OutputArea");
    let last = output.querySelector("img").src;
    window.pictures = 0;
    new MutationObserver(() => {
        const picture = output.querySelector("img");
        if (picture && picture.src !== last) { last = picture.src; window.pictures += 1; }
    }).observe(output, {subtree: true, childList: true, attributes: true});
    document.addEventListener("mouseup", () => { window.during = window.pictures; }, {capture: true});
}"""


class Drag(NamedTuple):
    """How many pictures came while a slider was dragged and after that, the number beside it, and the figure's line."""

    during: int
    after: int
    readout: str
    line: str


def drag(page: Page, *, to_the_right: bool) -> Drag:
    handle = page.locator(".jp-OutputArea .noUi-handle").first
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate("() => { window.pictures = 0; }")
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(STEPS):
        page.mouse.move(x + (step + 1) * PIXELS * (1 if to_the_right else -1), y)
        page.wait_for_timeout(PAUSE)
    page.mouse.up()
    page.wait_for_timeout(AFTERWARDS)
    during, pictures = page.evaluate("() => [window.during, window.pictures]")
    readout = page.locator(".jp-OutputArea .widget-readout").first.inner_text()
    return Drag(during, pictures - during, readout, page.locator(".jp-OutputArea [aria-live]").inner_text())


@pytest.fixture
def address(lab: Lab, request: pytest.FixtureRequest) -> Iterator[str]:
    port = urlsplit(lab.address).port
    assert port is not None
    with slowed(port, request.param) as address:
        yield address


@pytest.fixture
def page(browser: Browser, lab: Lab, address: str) -> Iterator[Page]:
    cells = [nbformat.v4.new_code_cell(FIGURE)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), lab.root / "drag.ipynb")
    page = browser.new_page(viewport={"width": 1180, "height": 838})
    page.goto(lab.page("drag.ipynb").replace(lab.address, address))
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.wait_for_function(IS_IDLE, timeout=60_000)
    page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_selector(".jp-OutputArea img", timeout=60_000)
    page.wait_for_function(IS_IDLE, timeout=60_000)
    page.evaluate(WATCH)
    yield page
    page.close()
    lab.end_kernels()
    (lab.root / "drag.ipynb").unlink()


def drags(page: Page) -> list[Drag]:
    return [drag(page, to_the_right=number % 2 == 0) for number in range(DRAGS)]


def shows_its_value(dragged: Drag) -> Any:
    return re.match(rf"a = {re.escape(dragged.readout)}\d*, ", dragged.line)


@pytest.mark.parametrize("address", [ONE_WAY], indirect=True)
def test_a_drag_over_a_slow_connection_brings_one_picture_of_its_last_value(page: Page):
    for dragged in drags(page):
        assert (dragged.during, dragged.after) == (0, 1)
        assert shows_its_value(dragged), dragged


@pytest.mark.parametrize("address", [0.0], indirect=True)
def test_a_drag_over_a_quick_connection_is_followed_and_ends_with_its_last_value(page: Page):
    seen = drags(page)
    assert max(dragged.during for dragged in seen) > 1
    for dragged in seen:
        assert dragged.after <= 2  # what was drawn when the mouse was let go, and the last value
        assert shows_its_value(dragged), dragged
