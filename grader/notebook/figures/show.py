"""Show one figure: its picture, its alternative text, and one line that says what it shows."""

from __future__ import annotations

import base64
import html
import io
import textwrap
from collections.abc import Callable
from typing import Any

from IPython.display import display
from matplotlib.figure import Figure

from grader.notebook.frontend import Medium, medium

DOTS_PER_INCH = 100  # of the page
SHARPNESS = 2  # pixels of a picture for each dot of the page: screens with many pixels show it sharp
MAX_LINE_CHARACTERS = 100  # formgrader and every front end show such a line whole


def show(
    size: tuple[float, float], draw: Callable[[Figure], object], alt: str, says: str, *, photo: bool = False
) -> None:
    """Display what `draw` draws on a figure of `size` (inches) as a PNG with the alternative text `alt`; print `says`.

    `photo` says that it shows photographs, so a dark theme must not change its colours. When a submission is graded
    the words are enough: drawing would take longer than all of the student's own cells.

    nbconvert's classic template reads the alternative text from the output's metadata. JupyterLab does not, so if a
    front end asks, the picture is an `<img>` as well; a saved solution has none, since GitHub would take it first and
    leave out its data.
    """
    if medium() is Medium.WORDS:
        display({"text/plain": textwrap.fill(f"Figure: {alt}", MAX_LINE_CHARACTERS)}, raw=True)
        print(textwrap.fill(says, MAX_LINE_CHARACTERS))
        return
    figure = Figure(figsize=size, facecolor="white")
    draw(figure)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=SHARPNESS * DOTS_PER_INCH, facecolor="white")
    width, height = (round(DOTS_PER_INCH * inches) for inches in figure.get_size_inches())
    data: dict[str, Any] = {"image/png": buffer.getvalue(), "text/plain": f"Figure: {alt}"}
    if medium() is Medium.LIVE:
        data["text/html"] = as_html(buffer.getvalue(), alt, width, height, photo=photo)
    display(data, metadata={"image/png": {"alt": alt, "width": width, "height": height}}, raw=True)
    print(says)


def as_html(png: bytes, alt: str, width: int, height: int, *, photo: bool = False) -> str:
    """Return the picture as an element that says its alternative text, and fits into a narrow window.

    `width` and `height` are in dots of the page. The class is what the style sheet of the lessons looks for.
    """
    source = base64.b64encode(png).decode("ascii")
    return (
        f'<img alt="{html.escape(alt)}" class="lesson-{"photo" if photo else "figure"}" width="{width}" '
        f'height="{height}" style="max-width: 100%; height: auto" src="data:image/png;base64,{source}">'
    )
