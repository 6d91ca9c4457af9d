"""Pictures of what the tests see. They take time, so none is taken unless GRADER_SCREENSHOTS names a folder for them.

`python -m tests.browser.pictures` makes those of README from them; `make pictures` takes them first.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.support.classroom import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Page

    from tests.browser.notebook import Notebook

FOLDER = Path(os.environ.get("GRADER_SCREENSHOTS") or ROOT / "build" / "screenshots")
ARE_WANTED = bool(os.environ.get("GRADER_SCREENSHOTS"))
README = {
    "lesson.png": "01_linear_regression-3-passed-light.png",
    "check.png": "01_linear_regression-2-mistake-light.png",
    "submission.png": "formgrader-4-submission.png",
    "report.png": "report-class.png",
}
"""What README shows, and which picture each is made from."""
THEMES = ("dark", "light")
COLOURS = 128
TALLEST = 16000  # pixels; Chromium draws no picture of more than 16384


def take(notebook: Notebook, name: str, *cells: str | int) -> None:
    """Take a picture in the light and in the dark theme: of these cells from first to last, or of all that is seen."""
    for theme in THEMES if ARE_WANTED else ():
        notebook.theme(theme)
        take_page(notebook.page, f"{name}-{theme}", clip=_around(notebook, cells) if cells else None)


def take_window(notebook: Notebook, name: str, cell: str | int) -> None:
    """Take a picture of all that is seen where `cell` comes first, in the light and in the dark theme."""
    for theme in THEMES if ARE_WANTED else ():
        notebook.theme(theme)
        notebook.to_top(cell)
        take_page(notebook.page, f"{name}-{theme}")


def take_page(page: Page, name: str, clip: FloatRect | None = None, *, whole: bool = False) -> None:
    """Take one picture of a page: what is seen of it, a part, or the `whole`."""
    if ARE_WANTED:
        size = page.viewport_size
        if clip is None and not whole and size["height"] > TALLEST:
            clip = {"x": 0, "y": 0, "width": size["width"], "height": TALLEST}
        page.screenshot(path=FOLDER / f"{name}.png", clip=clip, full_page=whole, animations="disabled")


def _around(notebook: Notebook, cells: tuple[str | int, ...]) -> FloatRect:
    """Bring cells to the top of the page; return the rectangle that holds the first and the last."""
    notebook.to_top(cells[0])
    boxes = [notebook.cell(cell).bounding_box() for cell in (cells[0], cells[-1])]
    left, top = boxes[0]["x"], boxes[0]["y"]
    return {"x": left, "y": top, "width": boxes[0]["width"], "height": boxes[1]["y"] + boxes[1]["height"] - top}


def main() -> None:
    """Make README's pictures: fewer colours take a third of the bytes."""
    for name, taken in README.items():
        picture = Image.open(FOLDER / taken).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        made = ROOT / "docs" / "images" / name
        picture.save(made, optimize=True)
        print(f"{made.relative_to(ROOT)}: {picture.width} x {picture.height}, {made.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
