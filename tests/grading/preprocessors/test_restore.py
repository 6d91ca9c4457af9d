"""Locked cells come back as they were released, and what a student wrote stays."""

from __future__ import annotations

from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.preprocessors import CheckCellMetadata

from grader.grading.gradebook.released import ReleasedCell
from grader.grading.preprocessors.restore import restore

EXERCISES = ["data", "model"]


def about(name: str, **metadata: Any) -> dict[str, Any]:
    base = {"grade": False, "grade_id": name, "locked": False, "schema_version": 3, "solution": False, "task": False,
            "cell_type": "code", "checksum": "c0ffee" * 5 + "00"}  # fmt: skip
    return base | metadata


WANTED = {
    "setup": ReleasedCell("import torch", "code", about("setup", locked=True)),
    **{
        cell.metadata["grade_id"]: cell
        for name in EXERCISES
        for cell in (
            ReleasedCell(f"{name} = ...", "code", about(name, solution=True)),
            ReleasedCell(f"check.{name}({name})", "code", about(f"test_{name}", grade=True, locked=True, points=2.0)),
        )
    },
}


def cell(name: str, source: str | None = None, **metadata: Any) -> NotebookNode:
    """Return a cell as released, or with another source or metadata."""
    released = WANTED[name]
    text = released.source if source is None else source
    return new_code_cell(text, metadata={"nbgrader": NotebookNode(released.metadata | metadata)})


def whole() -> list[NotebookNode]:
    return [cell("setup"), cell("data", "data = 1"), cell("test_data"), cell("model", "model = 2"), cell("test_model")]


SOURCES = ["import torch", "data = 1", "check.data(data)", "model = 2", "check.model(model)"]


def restored(cells: list[NotebookNode]) -> list[str]:
    made = restore(cells, WANTED, EXERCISES)
    CheckCellMetadata().preprocess(new_notebook(cells=made), {})
    return [each.source for each in made]


def test_what_is_in_order_stays() -> None:
    cells = [*whole(), new_markdown_cell("my notes")]
    assert restored(cells) == [*SOURCES, "my notes"]


@pytest.mark.parametrize(
    "changed",
    [
        {"source": "pass"},
        {"points": 100},
        {"points": "many"},
        {"grade": False},
        {"solution": True},
        {"locked": False},
        {"checksum": "1" * 32},
        {"schema_version": 1},
        {"cell_type": "markdown"},
    ],
)
def test_locked_cell_comes_back_whatever_was_changed(changed: dict[str, Any]) -> None:
    cells = whole()
    cells[2] = cell("test_data", **changed)
    made = restore(cells, WANTED, EXERCISES)
    assert made[2].source == "check.data(data)"
    assert made[2].metadata.nbgrader == WANTED["test_data"].metadata
    assert restored(cells) == SOURCES


def test_graded_cell_turned_into_text() -> None:
    cells = whole()
    cells[2] = new_markdown_cell("check.data(data)", metadata=cells[2].metadata)
    assert [each.cell_type for each in restore(cells, WANTED, EXERCISES)] == ["code"] * 5


def test_students_cell_turned_into_text_is_code_again() -> None:
    cells = whole()
    cells[1] = new_markdown_cell("data = 1", metadata=cells[1].metadata)
    made = restore(cells, WANTED, EXERCISES)
    assert (made[1].cell_type, made[1].source) == ("code", "data = 1")


@pytest.mark.parametrize("missing", [0, 2, 4])
def test_locked_cell_that_was_deleted(missing: int) -> None:
    cells = whole()
    del cells[missing]
    assert restored(cells) == SOURCES


def test_check_that_lost_its_metadata() -> None:
    cells = whole()
    del cells[2].metadata["nbgrader"]
    assert restored(cells) == SOURCES


def test_check_before_its_exercise_goes_behind_it() -> None:
    cells = whole()
    cells[1], cells[2] = cells[2], cells[1]
    assert restored(cells) == SOURCES


def test_split_cell() -> None:
    cells = whole()
    cells[1:2] = [cell("data", "data = 0"), new_code_cell("data = 1")]
    del cells[3]
    assert restored(cells) == ["import torch", "data = 0", *SOURCES[1:]]


def test_exercise_and_check_deleted() -> None:
    cells = whole()
    del cells[1:3]
    assert restored(cells) == ["import torch", "check.data(data)", "model = 2", "check.model(model)"]


def test_copies_of_a_cell() -> None:
    cells = [*whole(), cell("data", "data = 5"), cell("test_data"), cell("test_data")]
    made = restore(cells, WANTED, EXERCISES)
    names = [each.metadata.get("nbgrader", {}).get("grade_id") for each in made]
    assert names == ["setup", "data", "test_data", "model", "test_model", None, None, None]
    assert [each.source for each in made][5:] == ["data = 5"] + ["# the grader removed a copy of test_data here"] * 2


@pytest.mark.parametrize(
    "odd", [3, "text", ["list"], None, {}, {"grade_id": 3}, {"grade_id": "made_up", "grade": True}]
)
def test_metadata_of_no_sense(odd: Any) -> None:
    stray = new_code_cell("mine = 1")
    stray.metadata["nbgrader"] = odd
    cells = [*whole(), stray]
    assert restored(cells) == [*SOURCES, "mine = 1"]
    assert "nbgrader" not in restore(cells, WANTED, EXERCISES)[-1].metadata


ADDED = "# Imports that were added to this cell. The rest of it is as it was released.\n"


class TestSetup:
    def test_added_imports_are_tried_before_what_was_released(self) -> None:
        source = "%matplotlib inline\nimport numpy as np\nimport torch\nfrom torch.nn import *\nprint(torch.ones(1))"
        tried = "".join(
            f"try:\n    {line}\nexcept ImportError:\n    pass\n"
            for line in ("import numpy as np", "from torch.nn import *")
        )
        assert restored([cell("setup", source), *whole()[1:]]) == [f"{ADDED}{tried}\nimport torch", *SOURCES[1:]]

    @pytest.mark.parametrize("source", ["import torch", "import torch as t = 1", "from __future__ import annotations"])
    def test_nothing_else_is_kept(self, source: str) -> None:
        assert restored([cell("setup", source), *whole()[1:]]) == SOURCES


def test_a_byte_order_mark_is_no_part_of_a_cell() -> None:
    assert restored([cell("setup"), cell("data", "\ufeffdata = 1"), *whole()[2:]]) == SOURCES
