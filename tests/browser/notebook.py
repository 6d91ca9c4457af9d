"""A lesson as a student has it in front of them: a notebook open in JupyterLab, worked with keyboard and mouse."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from playwright.sync_api import JSHandle, Locator, Page, expect

from grader.devtools.sample_answers import source_of
from grader.grading.verdicts.notebook_cells import grade_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.browser.lab import Lab

SECONDS_TO_RUN = 120
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
# The line of the editor that the cursor is in.
LINE_AT_CURSOR = """() => {
    const node = getSelection().focusNode;
    return (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest(".cm-line").textContent;
}"""
# Whether all that was asked to run has run: no cell waits, and the kernel has nothing to do.
IS_IDLE = """() =>
    [...document.querySelectorAll(".jp-Notebook .jp-InputPrompt")].every((prompt) => prompt.textContent !== "[*]:")
    && jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === "idle"
"""
PROMPTS = """() =>
    [...document.querySelectorAll(".jp-Notebook .jp-CodeCell .jp-InputPrompt")].map((prompt) => prompt.textContent)
"""
REPLACE = """([place, source]) =>
    jupyterapp.shell.currentWidget.content.widgets[place].model.sharedModel.setSource(source)
"""
HAS_SLIDERS = """() =>
    [...document.querySelectorAll(".jp-Notebook .jp-Cell")]
        .map((cell) => cell.querySelector(".jp-OutputArea :is([role=slider], input[type=range])") !== null)
"""
# Alternative text and address of each picture in a cell's output. The addresses hold the pictures, so they stay in the
# browser.
SHOWN = """place =>
    [...document.querySelectorAll(".jp-Notebook .jp-Cell")[place].querySelectorAll(".jp-OutputArea img")]
        .map((picture) => [picture.alt, picture.src])
"""
IS_OTHER = f"""([place, before, parts]) => {{
    const now = ({SHOWN})(place);
    return now.length !== before.length || now.some((one, at) => parts.some((part) => one[part] !== before[at][part]));
}}"""
ALT, ADDRESS = 0, 1
POLLING = 50  # milliseconds: to ask at each frame keeps the browser busy
# How tall the window has to be for the whole notebook to be seen.
HEIGHT = """() => {
    const seen = document.querySelector(".jp-Notebook .jp-WindowedPanel-outer");
    return innerHeight - seen.clientHeight + seen.scrollHeight;
}"""
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Notebook:
    """The notebook at `path` in `page`; its cells are found by their place or their grade_id."""

    def __init__(self, page: Page, lab: Lab, path: str) -> None:
        self.page = page
        self.file: Path = lab.root / path
        self.cells = page.locator(".jp-Notebook .jp-Cell")
        page.set_viewport_size({"width": 1180, "height": 838})
        page.goto(lab.page(path))
        expect(self.cells).to_have_count(len(self.saved()))
        self.wait_until_idle()
        page.keyboard.press("Control+B")  # the list of files makes room

    def saved(self) -> list[dict[str, Any]]:
        """Return the cells as the file has them."""
        return json.loads(self.file.read_text(encoding="utf-8"))["cells"]

    def place(self, name: str) -> int:
        """Return where the cell with this grade_id is among all cells."""
        return [grade_id(cell) for cell in self.saved()].index(name)

    def cell(self, name: str | int) -> Locator:
        return self.cells.nth(name if isinstance(name, int) else self.place(name))

    def box(self, exercise: str) -> Locator:
        """Return the verdict's box under the graded cell of an exercise."""
        return self.cell(f"test_{exercise}").get_by_role("status")

    def to_top(self, name: str | int) -> None:
        """Scroll until a cell comes first of what is seen."""
        self.cell(name).evaluate("cell => cell.scrollIntoView()")

    def type_into(self, name: str, source: str) -> None:
        """Type `source` into a cell, from the first line that it holds otherwise, and fix what the editor adds."""
        lines = source.splitlines()
        held = source_of(self.saved()[self.place(name)]).splitlines()
        kept = len([*takewhile(lambda pair: pair[0] == pair[1], zip(held, lines, strict=False))])
        self.cell(name).locator(".cm-content").click()
        keyboard = self.page.keyboard
        keyboard.press("Control+Home")
        for _ in lines[:kept]:
            keyboard.press("ArrowDown")
        if kept == len(held):
            keyboard.press("Control+End")
            keyboard.press("Enter")
        keyboard.press("Control+Shift+End")
        keyboard.press("Delete")
        for number, line in enumerate(lines[kept:]):
            if number:
                keyboard.press("Enter")
            if line:
                self._indent(len(line) - len(line.lstrip()))
                keyboard.type(line.lstrip())

    def _indent(self, wanted: int) -> None:
        """Fix the indentation that the editor chose for a new line."""
        while len(self.page.evaluate(LINE_AT_CURSOR)) > wanted:
            self.page.keyboard.press("Backspace")
        self.page.keyboard.type(" " * (wanted - len(self.page.evaluate(LINE_AT_CURSOR))))

    @contextmanager
    def seen_whole(self) -> Iterator[None]:
        """Make the window as tall as the notebook for a while."""
        usual = self.page.viewport_size
        self.page.set_viewport_size({**usual, "height": self.page.evaluate(HEIGHT)})
        try:
            yield
        finally:
            self.page.set_viewport_size(usual)

    def choose(self, menu: str, item: str) -> None:
        """Click on an item of the menu bar's menus."""
        self.page.locator(".lm-MenuBar-item").get_by_text(menu, exact=True).click()
        self.page.locator(".lm-Menu-item").filter(has=self.page.get_by_text(re.compile(f"^{item}"))).first.click()

    def replace(self, name: str, source: str) -> None:
        """Give a cell another source without the keyboard."""
        self.page.evaluate(REPLACE, [self.place(name), source])

    def run_all(self) -> None:
        """Run the cells from the top: to the end, or to the first that stops with an error."""
        self.choose("Run", "Run All Cells")
        first = next(place for place, cell in enumerate(self.saved()) if cell["cell_type"] == "code")
        expect(self.cell(first).locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[[\d*]+\]"))
        self.wait_until_idle()

    def run_from(self, name: str) -> None:
        """Run a cell and all below it."""
        prompt = self.cell(name).locator(".jp-InputPrompt")
        before = prompt.inner_text()
        prompt.click()
        self.choose("Run", "Run Selected Cell and All Below")
        expect(prompt).not_to_have_text(before)
        self.wait_until_idle()

    def restart(self) -> None:
        """Restart the kernel, and forget what it had printed."""
        self.choose("Kernel", "Restart Kernel and Clear Outputs of All Cells")
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        expect(self.page.locator(".jp-Notebook .jp-OutputArea-output")).to_have_count(0)
        self.wait_until_idle()

    def run(self, name: str | int) -> None:
        """Run one cell with Shift+Enter."""
        prompt = self.cell(name).locator(".jp-InputPrompt")
        before = prompt.inner_text()
        prompt.click()
        self.page.keyboard.press("Shift+Enter")
        expect(prompt).not_to_have_text(before)
        self.wait_until_idle()

    def prompts(self) -> list[str]:
        """Return what is written beside each cell of code: its number, or that it waits, or that it has not run."""
        return self.page.evaluate(PROMPTS)

    def places_of_sliders(self) -> list[int]:
        """Return the places of the cells whose output has sliders."""
        return [place for place, has_sliders in enumerate(self.page.evaluate(HAS_SLIDERS)) if has_sliders]

    def sliders(self, place: int) -> Locator:
        """Return the sliders in a cell's output."""
        return self.cell(place).locator(".jp-OutputArea").get_by_role("slider")

    def shown(self, place: int) -> JSHandle:
        """Return the pictures in a cell's output and their alternative texts, as they are now."""
        return self.page.evaluate_handle(SHOWN, place)

    def wait_for_change(self, place: int, before: JSHandle) -> None:
        """Wait until a picture in a cell's output, or its alternative text, is another."""
        arguments = [place, before, [ALT, ADDRESS]]
        self.page.wait_for_function(IS_OTHER, arg=arguments, polling=POLLING, timeout=SECONDS_TO_RUN * 1000)

    def has_another_picture(self, place: int, before: JSHandle) -> bool:
        """Tell whether a picture in a cell's output is another."""
        return self.page.evaluate(IS_OTHER, [place, before, [ADDRESS]])

    def validate(self) -> str:
        """Press nbgrader's button; return what it says, and leave that on the screen."""
        self.page.get_by_role("button", name="Validate", exact=True).click()
        answer = self.page.locator(".jp-Dialog").filter(has_text="Validation Results")
        expect(answer).to_be_visible(timeout=SECONDS_TO_RUN * 1000)
        return answer.inner_text()

    def save(self) -> None:
        self.page.keyboard.press("Control+S")
        expect(self.page.locator(".lm-DockPanel-tabBar .jp-mod-dirty")).to_have_count(0)

    def wait_until_idle(self) -> None:
        self.page.wait_for_function(IS_IDLE, polling=POLLING, timeout=SECONDS_TO_RUN * 1000)

    def theme(self, name: str) -> None:
        """Change JupyterLab's theme, and wait until it is drawn."""
        theme = THEMES[name]
        self.page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', {theme})", theme)
        expect(self.page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
        self.page.mouse.move(0, 0)  # what lies under it looks otherwise
        self.page.evaluate(SETTLED)
