"""`grader new`: what it refuses, and its cells. tests/grading/test_own_lessons.py makes a whole lesson with it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import torch
from click.testing import CliRunner

from grader.cli import main
from grader.core.exercise import Lesson
from grader.devtools.new_templates import KINDS, exercise_cells
from grader.lessons import answers
from tests.support.classroom import LINE, ROOT, make_course

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["exercise", LINE, "2nd"], "'2nd' is not a name that Python can call an exercise"),
        (["exercise", LINE, "class"], "'class' is not a name that Python can call an exercise"),
        (["exercise", LINE, "data"], "grader/lessons/linear_regression/__init__.py already has something called data"),
        (["exercise", "09_nothing", "x"], "there is no lesson '09_nothing'; there are: "),
        (["lesson", "convolutions"], "'convolutions' is not the name of a lesson, such as 07_convolutions"),
        (["lesson", "05_capstone"], "there is already grader/lessons/capstone"),
    ],
)
def test_names_that_cannot_be_taken(arguments: list[str], says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    printed = CliRunner().invoke(main, ["new", *arguments])
    assert (printed.exit_code, printed.stdout) == (2, "")
    assert printed.stderr.startswith(f"Error: {says}")


def test_a_lesson_of_another_place_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_course(tmp_path, LINE)
    monkeypatch.chdir(tmp_path)
    printed = CliRunner().invoke(main, ["new", "exercise", LINE, "mean_error"])
    assert (printed.exit_code, printed.stdout) == (1, "")
    assert printed.stderr.endswith("which is not in this course\n")


@pytest.mark.parametrize("kind", KINDS)
def test_cells_have_the_metadata_that_nbgrader_needs(kind: str) -> None:
    seed = 7 if KINDS[kind].has_challenge else None
    text, solution, graded = exercise_cells(KINDS[kind], "mean_error", 2, seed)
    assert text["metadata"] == {}
    about = {"schema_version": 3, "task": False}
    assert solution["metadata"]["nbgrader"] == about | {
        "grade": False, "grade_id": "mean_error", "locked": False, "solution": True,
    }  # fmt: skip
    assert graded["metadata"]["nbgrader"] == about | {
        "grade": True, "grade_id": "test_mean_error", "locked": True, "points": 2, "solution": False,
    }  # fmt: skip
    assert "### BEGIN SOLUTION\n" in solution["source"] or "    ### BEGIN SOLUTION\n" in solution["source"]
    assert ("challenge=7" in json.dumps(graded)) == (seed is not None)


@pytest.mark.parametrize("kind", KINDS)
def test_declaration_has_a_remark_of_whole_sentences(kind: str) -> None:
    lesson = Lesson("01_some", "some")
    exec(KINDS[kind].declaration.format(name="made", points=2), {"answers": answers, "lesson": lesson, "torch": torch})  # noqa: S102 - our own
    (exercise,) = lesson.exercises.values()
    assert (exercise.name, exercise.points) == ("made", 2)
    assert re.fullmatch(r"[A-Z].+\.", exercise.remark)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_one_right_answer_and_a_wrong_one(kind: str) -> None:
    codes = [code for _, code, _ in KINDS[kind].answers.values()]
    assert codes.count("") == 1
    assert len(codes) > 1
