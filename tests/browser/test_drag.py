"""A slider is dragged in JupyterLab, beside the server and far from it: which pictures come, and which is the last."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import nbformat
import pytest

from tests.browser.lab import KERNEL_IS_IDLE
from tests.browser.slow import slowed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.lab import Lab

FIGURE = "from grader.notebook.figures import line as figures\nfigures.be_the_optimizer()"
ONE_WAY = 0.1  # seconds: an answer takes twice as long
STEPS, PIXELS, PAUSE = 40, 2, 25  # of a drag; milliseconds
DRAGS = 2  # one to the right, and one back
MOST_DRAGS = 12  # on a machine that is busy with other work, the connection may seem slow for a while
AFTERWARDS = 500  # milliseconds in which an old picture would come
# Whether the figure's line begins with the number beside the slider.
SHOWS_ITS_VALUE = """() => {
    const output = document.querySelector(".jp-Notebook .jp-OutputArea");
    const readout = output.querySelector(".widget-readout").textContent;
    return output.querySelector("[aria-live]").textContent.startsWith(`a = ${readout}`);
}"""
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
    """How many pictures came while a slider was dragged, and after that until the figure showed its value."""

    during: int
    after: int


def drag(page: Page, *, to_the_right: bool) -> Drag:
    """Drag the first slider, and wait until the figure shows its last value. Fails if the figure never does."""
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
    page.wait_for_function(SHOWS_ITS_VALUE, timeout=60_000)
    page.wait_for_timeout(AFTERWARDS)
    assert page.evaluate(SHOWS_ITS_VALUE)
    during, pictures = page.evaluate("() => [window.during, window.pictures]")
    return Drag(during, pictures - during)


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
    page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
    page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_selector(".jp-OutputArea img", timeout=60_000)
    page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
    page.evaluate(WATCH)
    yield page
    page.close()
    lab.end_kernels()
    (lab.root / "drag.ipynb").unlink()


def drags(page: Page, number: int) -> Iterator[Drag]:
    """Drag to the right and back in turn."""
    return (drag(page, to_the_right=each % 2 == 0) for each in range(number))


@pytest.mark.parametrize("address", [ONE_WAY], indirect=True)
def test_a_drag_over_a_slow_connection_brings_one_picture_of_its_last_value(page: Page):
    assert [*drags(page, DRAGS)] == [Drag(during=0, after=1)] * DRAGS


@pytest.mark.parametrize("address", [0.0], indirect=True)
def test_a_drag_over_a_quick_connection_is_followed_and_ends_with_its_last_value(page: Page):
    followed = 0
    for dragged in drags(page, MOST_DRAGS):
        assert dragged.after <= 2  # what was drawn when the mouse was let go, and the last value
        followed += dragged.during > 1
        if followed == DRAGS:
            return
    pytest.fail(f"{followed} of {MOST_DRAGS} drags were followed")
