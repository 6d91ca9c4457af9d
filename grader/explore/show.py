"""Show one figure: its picture, its alternative text, and one line that says what it shows."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from IPython.display import display

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DOTS_PER_INCH = 100


def show(figure: Figure, alt: str, says: str) -> None:
    """Display `figure` as a PNG with `alt` as its alternative text, then print `says`.

    The picture is drawn once and closed, so that it costs the same under a grader as in a browser.
    Notebook front ends and nbconvert read the alternative text from the output's metadata.
    """
    # Imported here: a lesson that draws nothing should not pay for matplotlib.
    import matplotlib.pyplot as plt

    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DOTS_PER_INCH, facecolor="white")
    plt.close(figure)
    width, height = (round(DOTS_PER_INCH * inches) for inches in figure.get_size_inches())
    display(
        {"image/png": buffer.getvalue(), "text/plain": f"Figure: {alt}"},
        metadata={"image/png": {"alt": alt, "width": width, "height": height}},
        raw=True,
    )
    print(says)
