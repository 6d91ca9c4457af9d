"""Summarise the rows of a class: pure functions of plain data."""

from __future__ import annotations

import itertools
import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from grader.core.catalogue import CATALOGUE
from grader.grading.report.rows import ClassData, Part, Row

MAX_BARS = 30
MAX_HEAT_MAP_ROWS = 40  # a larger class has a row for each group instead
GROUPS = 20  # of students, in the heat map of a larger class


class Spread(msgspec.Struct, frozen=True):
    """The distribution of a class's points. `middle` holds the lower and the upper quartile."""

    count: int
    mean: float
    median: float
    middle: tuple[float, float]


class Bar(msgspec.Struct, frozen=True):
    """`count` students have at least `low` points and fewer than `high`."""

    low: float
    high: float
    count: int


class FoundCode(msgspec.Struct, frozen=True):
    """A code and the students with it. `share` is their fraction of all students whose codes are known.

    `sections` are those of the parts in which it was found, since a code may be found in any part.
    """

    code: str
    means: str
    sections: tuple[str, ...]
    students: tuple[str, ...]
    share: float
    parts: tuple[str, ...] = ()


class PartSummary(msgspec.Struct, frozen=True):
    """The results of a class in one part: `full` students have all points, `mean` is the mean fraction of them."""

    part: Part
    full: int
    share: float
    mean: float
    codes: tuple[FoundCode, ...]


class HeatRow(msgspec.Struct, frozen=True):
    """One student, or a group with similar points: for each part the fraction of its points."""

    label: str
    students: int
    shares: tuple[float, ...]


def spread(rows: Sequence[Row]) -> Spread | None:
    """Return the distribution of the points, or None if nobody is graded."""
    points = [row.points for row in rows if row.points is not None]
    if not points:
        return None
    low, median, high = statistics.quantiles(points, n=4, method="inclusive") if len(points) > 1 else points * 3
    return Spread(len(points), statistics.fmean(points), median, (low, high))


def histogram(rows: Sequence[Row], max_points: float) -> tuple[Bar, ...]:
    """Return bars of equal width from 0 to all points. The last bar includes everything above its lower end."""
    width = max(1, math.ceil(max_points / MAX_BARS))
    counts = [0] * (int(max_points // width) + 1)
    for points in (row.points for row in rows if row.points is not None):
        counts[min(int(points // width), len(counts) - 1)] += 1
    return tuple(Bar(i * width, (i + 1) * width, count) for i, count in enumerate(counts))


def by_part(data: ClassData) -> tuple[PartSummary, ...]:
    graded = data.graded
    known = sum(not row.problem for row in graded)
    return tuple(_of_part(part, graded, known) for part in data.parts)


def _of_part(part: Part, graded: Sequence[Row], known: int) -> PartSummary:
    points = [row.parts.get(part.name, 0.0) for row in graded]
    full = sum(got >= part.max_points for got in points)
    mean = statistics.fmean(points) / part.max_points if points and part.max_points else 0.0
    codes = _counted(((code, part, row) for row in graded for code in row.codes.get(part.name, ())), known)
    return PartSummary(part, full, full / len(points) if points else 0.0, mean, codes)


def to_teach_again(data: ClassData) -> tuple[FoundCode, ...]:
    """Return the codes of the whole lesson, the most frequent one first."""
    graded = data.graded
    found = ((code, part, row) for row in graded for part in data.parts for code in row.codes.get(part.name, ()))
    return _counted(found, sum(not row.problem for row in graded))


def _counted(found: Iterable[tuple[str, Part, Row]], known: int) -> tuple[FoundCode, ...]:
    who: defaultdict[str, dict[str, None]] = defaultdict(dict)
    where: defaultdict[str, dict[Part, None]] = defaultdict(dict)
    for code, part, row in found:
        who[code][row.student] = None
        where[code][part] = None
    codes = [
        FoundCode(
            code,
            CATALOGUE[code].means if code in CATALOGUE else "",  # an older grader may have had other codes
            tuple(dict.fromkeys(part.section for part in where[code] if part.section)),
            tuple(students),
            len(students) / known,
            tuple(part.name for part in where[code]),
        )
        for code, students in who.items()
    ]
    return tuple(sorted(codes, key=lambda found: (-len(found.students), found.code)))


def heat_map(data: ClassData) -> tuple[HeatRow, ...]:
    """Return the graded students from most points to fewest, or, in a larger class, equal groups of them.

    Students with the same points in each part share a row.
    """
    ordered = sorted(data.graded, key=lambda row: (-(row.points or 0), row.student))
    alike: dict[tuple[float, ...], list[Row]] = {}
    for row in ordered:
        alike.setdefault(_shares([row], data.parts), []).append(row)
    if len(alike) <= MAX_HEAT_MAP_ROWS:
        return tuple(HeatRow(_who(same), len(same), shares) for shares, same in alike.items())
    edges = [round(i * len(ordered) / GROUPS) for i in range(GROUPS + 1)]
    groups = [ordered[low:high] for low, high in itertools.pairwise(edges)]
    return tuple(HeatRow(_range(group), len(group), _shares(group, data.parts)) for group in groups)


def _who(same: Sequence[Row]) -> str:
    return same[0].student if len(same) == 1 else f"{same[0].student} and {len(same) - 1} more"


def _range(group: Sequence[Row]) -> str:
    high, low = group[0].points, group[-1].points
    return f"{high:g} points" if high == low else f"{high:g} to {low:g} points"


def _shares(group: Sequence[Row], parts: Sequence[Part]) -> tuple[float, ...]:
    return tuple(
        statistics.fmean(row.parts.get(part.name, 0.0) for row in group) / part.max_points if part.max_points else 0.0
        for part in parts
    )
