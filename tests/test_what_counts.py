"""docs/what_counts.md has a row for each exercise of each lesson, with its points."""

from __future__ import annotations

import re

from grader import lessons
from tests.support.classroom import ROOT

PAGE = (ROOT / "docs" / "what_counts.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| ([\d.]+) \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)


def _tables() -> dict[str, list[tuple[str, ...]]]:
    _, *sections = re.split(r"^## (.+)\n", PAGE, flags=re.MULTILINE)
    return {name: ROW.findall(text) for name, text in zip(sections[::2], sections[1::2], strict=True)}


def test_every_exercise_has_its_row_and_its_points() -> None:
    told = {name: [(row[0], float(row[1])) for row in rows] for name, rows in _tables().items()}
    declared = {
        name: [(exercise.name, float(exercise.points)) for exercise in lessons.find(name).exercises.values()]
        for name in lessons.MODULES
    }
    assert told == declared


def test_every_row_says_something_in_each_column() -> None:
    assert all(cell.strip() for rows in _tables().values() for row in rows for cell in row)
