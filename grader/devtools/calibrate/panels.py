"""A picture of accuracies: for each way to train, where those of all its starts lie, beside what the exercise asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from grader.core import palette

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from torch import Tensor


class Row(NamedTuple):
    """One way to train: whether it is right, and the accuracies (starts,) that it reached."""

    description: str
    is_right: bool
    accuracies: Tensor


class Panel(NamedTuple):
    """An exercise that asks for an accuracy, and the ways to train that were tried."""

    title: str
    threshold: float
    rows: Sequence[Row]


def draw(panels: Sequence[Panel], path: Path) -> None:
    """Draw the panels below each other: a dot for each start, and a dashed line at the threshold."""
    import matplotlib as mpl  # noqa: PLC0415 - 0.4 s to import, and only a run of all lessons draws

    mpl.use("agg")
    import matplotlib.pyplot as plt  # noqa: PLC0415 - after the backend is chosen

    heights = [len(panel.rows) for panel in panels]
    size = (9, 0.42 * sum(heights) + 1.2 * len(panels))
    figure, axes = plt.subplots(len(panels), 1, figsize=size, height_ratios=heights, squeeze=False)
    for axis, panel in zip(axes[:, 0], panels, strict=True):
        for y, row in enumerate(panel.rows):
            values = row.accuracies.tolist()
            colour = palette.BLUE if row.is_right else palette.RED
            axis.plot([min(values), max(values)], [y, y], color=colour, linewidth=1)
            axis.plot(values, [y] * len(values), "o", color=colour, markersize=4, alpha=0.5)
        axis.axvline(panel.threshold, color=palette.GREY, linestyle="--")
        axis.annotate(f"asked for: {panel.threshold:.0%}  ", (panel.threshold, -0.75), color=palette.GREY, ha="right")
        axis.set(xlim=(0, 1.02), ylim=(len(panel.rows) - 0.5, -1.2), title=panel.title)
        axis.set_yticks(range(len(panel.rows)), [row.description for row in panel.rows])
        axis.spines[["top", "right"]].set_visible(False)
    axes[-1, 0].set_xlabel("accuracy on new rows; blue: a right way to train, red: a mistake, dot: one start")
    figure.tight_layout()
    figure.savefig(path, dpi=110, facecolor="white")
    plt.close(figure)
