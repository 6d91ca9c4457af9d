"""What the box at the end of a lesson says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from grader.core.exercise import Lesson
from grader.notebook import ending
from grader.notebook.progress import State
from grader.notebook.progress_file import Card, Slip

if TYPE_CHECKING:
    from pathlib import Path

PASSED = State("data", 2, 2, passed=True, checked=True)
OPEN = State("model", 3)


def write_lesson(folder: Path, title: str) -> Path:
    folder.mkdir()
    notebook = folder / f"{folder.name[3:]}.ipynb"
    graded = {"nbgrader": {"grade": True, "grade_id": "test_data", "points": 2}}
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": f"# {title}"},
        {"cell_type": "code", "metadata": graded, "source": "check.data(x)"},
    ]
    notebook.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return notebook


def test_a_lesson_that_is_done_ends_with_its_points_and_the_next_lesson() -> None:
    box = ending.as_html([PASSED], ["You repaired `net`."], ("Lesson 2: a & b", "../02_b/b.ipynb"))
    assert "You have finished this lesson, with all 2 points. Well done!" in box
    assert '<progress max="1" value="1"' in box
    assert "<code>net</code>" in box
    assert 'Next: <a href="../02_b/b.ipynb">Lesson 2: a &amp; b</a>' in box


def test_a_lesson_that_is_not_done_says_what_is_left() -> None:
    box = ending.as_html([PASSED, OPEN], [], None)
    assert "You have 2 of 5 points so far; left: model." in box
    assert "Next" not in box


def test_the_next_lesson_comes_after_this_one_and_the_last_has_none(tmp_path: Path) -> None:
    first, last = write_lesson(tmp_path / "01_line", "The line"), write_lesson(tmp_path / "03_clinic", "The clinic")
    assert ending._following(first) == ("The clinic", "../03_clinic/clinic.ipynb")
    assert ending._following(last) is None
    assert ending._following(None) is None


@pytest.mark.parametrize(
    ("cards", "predicted", "told"),
    [
        (0, {}, []),
        (1, {}, ["You found and repaired 1 mistake. `check.field_guide()` shows them."]),
        (2, {"rate": True, "loss": False}, [
            "You found and repaired 2 mistakes. `check.field_guide()` shows them.",
            "1 of your 2 predictions came true.",
        ]),
    ],
)  # fmt: skip
def test_mistakes_and_predictions_are_counted(cards: int, predicted: dict[str, bool], told: list[str]) -> None:
    lesson = Lesson("99_none", "none")
    lesson.cards = {f"code-{number}": Card(Slip("", ""), ("data",)) for number in range(cards)}
    lesson.predicted = predicted
    assert ending._learned(lesson) == told
