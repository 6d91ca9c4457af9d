"""Compute the shapes and the alternative texts of a report's two pictures. A template draws them as SVG."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from grader.core.numbers import counted
from grader.grading.report.rows import Part
from grader.grading.report.summary import Bar, HeatRow, Spread

WIDTH = 720  # in units of the drawing, which the page may shrink
MAX_LABEL_CHARACTERS = 22  # beside a row of the heat map
LABELS = 12  # maximum number of labels under the histogram
DARK = 0.92  # fraction of a part's points above which the colour is too dark for black numbers


class Box(msgspec.Struct, frozen=True):
    """A rectangle. `title` is its tooltip, and `label` the text in it if there is room."""

    x: float
    y: float
    width: float
    height: float
    title: str
    label: str = ""
    share: float = 1.0

    @property
    def centre(self) -> float:
        return self.x + self.width / 2

    @property
    def is_dark(self) -> bool:
        return self.share > DARK


class Text(msgspec.Struct, frozen=True):
    """A text at a point of the drawing."""

    x: float
    y: float
    text: str


class Drawing(msgspec.Struct, frozen=True):
    """A picture of `WIDTH` times `height`, and its alternative text."""

    alt: str
    height: float
    boxes: tuple[Box, ...]
    texts: tuple[Text, ...]
    width: float = WIDTH
    base: float = 0.0


def histogram(bars: Sequence[Bar], spread: Spread, max_points: float) -> Drawing:
    """Return bars over the points, each with its number of students on top."""
    top, tall, left = 22, 200, 10
    each = (WIDTH - 2 * left) / len(bars)
    most = max(bar.count for bar in bars)
    every = -(-len(bars) // LABELS)
    boxes = []
    for i, bar in enumerate(bars):
        height = tall * bar.count / most
        title = f"{_points_of(bar, max_points)}: {counted(bar.count, 'student')}"
        label = str(bar.count) if bar.count else ""
        boxes.append(Box(left + i * each + 1, top + tall - height, each - 2, height, title, label))
    texts = tuple(
        Text(left + (i + 0.5) * each, top + tall + 18, f"{bar.low:g}") for i, bar in enumerate(bars) if i % every == 0
    )
    return Drawing(_histogram_alt(bars, spread, max_points), top + tall + 44, tuple(boxes), texts, base=top + tall)


def _histogram_alt(bars: Sequence[Bar], spread: Spread, max_points: float) -> str:
    low, high = spread.middle
    peak = max(bars, key=lambda bar: bar.count)
    return (
        f"Histogram of the points of {counted(spread.count, 'student')}, of {max_points:g} at most. The median is "
        f"{spread.median:g}, the middle half has {low:g} to {high:g}. The tallest bar is at "
        f"{_points_of(peak, max_points)}, with {counted(peak.count, 'student')}."
    )


def _points_of(bar: Bar, max_points: float) -> str:
    if bar.high > max_points:
        return f"{bar.low:g} points or more"
    return f"{bar.low:g} to less than {bar.high:g} points"


def heat_map(rows: Sequence[HeatRow], parts: Sequence[Part]) -> Drawing:
    """Return a box for each row and part, with slanted part names above and row names to the left."""
    left, top, tall = 170, 96, 20
    each = (WIDTH - left - 40) / max(1, len(parts))
    boxes = tuple(
        Box(
            left + j * each, top + i * tall, each, tall, f"{row.label}, {part.name}: {share:.0%} of the points",
            f"{100 * share:.0f}", min(1.0, max(0.0, share)),
        )
        for i, row in enumerate(rows)
        for j, (part, share) in enumerate(zip(parts, row.shares, strict=True))
    )  # fmt: skip
    texts = tuple(Text(left - 8, top + i * tall + 14, _short(row.label)) for i, row in enumerate(rows))
    heads = tuple(Text(left + (j + 0.5) * each, top - 8, _short(part.name)) for j, part in enumerate(parts))
    return Drawing(_heat_alt(rows, parts), top + tall * len(rows) + 6, boxes, texts + heads)


def _heat_alt(rows: Sequence[HeatRow], parts: Sequence[Part]) -> str:
    students = sum(row.students for row in rows)
    means = {part.name: sum(row.shares[j] * row.students for row in rows) / students for j, part in enumerate(parts)}
    what = "one row a student" if students == len(rows) else f"{counted(students, 'student')} in {len(rows)} rows"
    said = f"Heat map of the share of points in each exercise, {what}, from most points to fewest."
    if not means:
        return said
    best, worst = max(means, key=means.__getitem__), min(means, key=means.__getitem__)
    return f"{said} On average most is reached in {best} ({means[best]:.0%}), least in {worst} ({means[worst]:.0%})."


def _short(text: str) -> str:
    return text if len(text) <= MAX_LABEL_CHARACTERS else text[: MAX_LABEL_CHARACTERS - 1] + "…"
