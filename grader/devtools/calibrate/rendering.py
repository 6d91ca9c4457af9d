"""How measurements are shown: as a Markdown table, and as a picture with a row for each way to train."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from grader.core import palette

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from torch import Tensor


def markdown_table(heads: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """Return a table whose first columns, `words` of them, are aligned to the left, and the others to the right."""
    alignments = ["---"] * words + ["--:"] * (len(heads) - words)
    lines = [" | ".join(heads), "|".join(alignments), *(" | ".join(row) for row in rows)]
    return "\n".join(f"|{line}|" if number == 1 else f"| {line} |" for number, line in enumerate(lines))


class Row(NamedTuple):
    """One way to train: whether it is right, and the numbers (starts,) that it reached, or quantiles of them."""

    description: str
    is_right: bool
    reached: Tensor | Sequence[float]


class Panel(NamedTuple):
    """An exercise that asks for a number, as `asked` says, and the ways to train that were tried."""

    title: str
    threshold: float
    asked: str
    rows: Sequence[Row]
    side: str = "left"  # the edge of `asked` that is at the threshold


def dots(axis: Any, y: int, reached: Tensor, colour: str) -> None:
    """Draw a dot for each start, and a line from the lowest to the highest."""
    axis.plot([float(reached.min()), float(reached.max())], [y, y], color=colour, linewidth=1)
    axis.plot(reached.tolist(), [y] * len(reached), "o", color=colour, markersize=4, alpha=0.5)


def spans(axis: Any, y: int, reached: Sequence[float], colour: str) -> None:
    """Draw a thin line over all starts, a thick one over most, and the median, from five quantiles in their order."""
    low, one, median, ninety_nine, high = reached
    axis.plot([low, high], [y, y], color=colour, linewidth=1)
    axis.plot([one, ninety_nine], [y, y], color=colour, linewidth=6, solid_capstyle="butt")
    axis.plot([median], [y], "o", color="white", markeredgecolor=colour, markersize=6)


def draw(panels: Sequence[Panel], draw_row: Callable[..., None], path: Path, label: str, **scale: Any) -> None:
    """Draw the panels below each other, with a dashed line at each threshold. `scale` is that of the numbers."""
    import matplotlib as mpl  # noqa: PLC0415 - 0.4 s to import, and only a run of all lessons draws

    mpl.use("agg")
    import matplotlib.pyplot as plt  # noqa: PLC0415 - after the backend is chosen

    heights = [len(panel.rows) for panel in panels]
    size = (9, 0.42 * sum(heights) + 2.3)
    figure, axes = plt.subplots(len(panels), 1, figsize=size, height_ratios=heights, squeeze=False)
    for axis, panel in zip(axes[:, 0], panels, strict=True):
        for y, row in enumerate(panel.rows):
            draw_row(axis, y, row.reached, palette.BLUE if row.is_right else palette.RED)
        axis.axvline(panel.threshold, color=palette.GREY, linestyle="--")
        axis.annotate(f"  {panel.asked}  ", (panel.threshold, -0.75), color=palette.GREY, ha=panel.side)
        axis.set(ylim=(len(panel.rows) - 0.5, -1.2), title=panel.title, **scale)
        axis.set_yticks(range(len(panel.rows)), [row.description for row in panel.rows])
        axis.spines[["top", "right"]].set_visible(False)
    axes[-1, 0].set_xlabel(label)
    figure.tight_layout()
    figure.savefig(path, dpi=110, facecolor="white")
    plt.close(figure)
