"""Notebooks that are no lesson are put back as released, and nbgrader's own `determine_grade` reads their points."""

from __future__ import annotations

from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.preprocessors import CheckCellMetadata
from nbgrader.utils import determine_grade

from grader.grading.errors import CourseError
from grader.grading.gradebook.released import ReleasedCell
from grader.grading.verdicts.plain_assignments import refuse_other_languages, restore_plain, show_points


def released(name: str, source: str, kind: str = "code", **about: Any) -> ReleasedCell:
    base = {"grade": False, "grade_id": name, "locked": False, "schema_version": 3, "solution": False, "task": False,
            "cell_type": kind, "checksum": "c0ffee" * 5 + "00"}  # fmt: skip
    return ReleasedCell(source, kind, base | about)


WANTED = {
    each.metadata["grade_id"]: each
    for each in (
        released("given", "import math", locked=True),
        released("f", "raise NotImplementedError()", solution=True),
        released("test_f", "assert f(1) == 2\n### BEGIN HIDDEN TESTS\n1 / 0", locked=True, grade=True, points=2.0),
        released("why", "YOUR ANSWER HERE", "markdown", grade=True, solution=True, points=3.0),
    )
}
SOURCES = ["import math", "f = 1", WANTED["test_f"].source, "since"]


def cell(name: str, source: str | None = None, **changed: Any) -> NotebookNode:
    wanted = WANTED[name]
    new = new_code_cell if wanted.cell_type == "code" else new_markdown_cell
    metadata = {"nbgrader": NotebookNode(wanted.metadata | changed), "tags": ["skip-execution"]}
    return new(wanted.source if source is None else source, metadata=metadata)


def whole() -> list[NotebookNode]:
    return [cell("given"), cell("f", "f = 1"), cell("test_f"), cell("why", "since")]


def restored(cells: list[NotebookNode]) -> list[str]:
    made = restore_plain(cells, WANTED)
    CheckCellMetadata().preprocess(new_notebook(cells=made), {})
    for each in made:
        if (about := each.metadata.get("nbgrader")) is not None:
            assert about == WANTED[about["grade_id"]].metadata
    return [each.source for each in made]


class TestRestore:
    """`restore_plain()`."""

    def test_what_is_in_order_stays(self) -> None:
        assert restored([*whole(), new_code_cell("my own")]) == [*SOURCES, "my own"]

    @pytest.mark.parametrize(
        "changed",
        [{"points": 1300}, {"points": "many"}, {"grade": False}, {"solution": True}, {"locked": False},
         {"checksum": "1" * 32}, {"schema_version": 1}, {"task": True}],
    )  # fmt: skip
    def test_metadata_are_the_releases(self, changed: dict[str, Any]) -> None:
        assert restored([cell(name, None if name == "test_f" else text, **changed)
                         for name, text in zip(WANTED, SOURCES, strict=True)]) == SOURCES  # fmt: skip

    def test_locked_cell_that_was_changed(self) -> None:
        cells = whole()
        cells[2] = cell("test_f", "pass")
        cells[0] = new_markdown_cell("no code", metadata=cells[0].metadata)
        assert restored(cells) == SOURCES

    def test_answer_of_another_type(self) -> None:
        cells = whole()
        cells[1] = new_markdown_cell("f = 1", metadata=cells[1].metadata)
        assert [each.cell_type for each in restore_plain(cells, WANTED)] == ["code", "code", "code", "markdown"]

    @pytest.mark.parametrize("missing", [[0], [2], [0, 2]])
    def test_locked_cell_that_was_deleted(self, missing: list[int]) -> None:
        assert restored([each for place, each in enumerate(whole()) if place not in missing]) == SOURCES

    def test_answer_that_was_deleted_stays_away(self) -> None:
        cells = whole()
        del cells[1], cells[2]
        assert restored(cells) == ["import math", WANTED["test_f"].source]

    def test_nothing_is_left(self) -> None:
        assert restored([]) == ["import math", WANTED["test_f"].source]

    def test_of_copies_the_last_counts_and_none_shows_what_was_hidden(self) -> None:
        copies = [cell("f", "f = 0"), cell("test_f", "assert f(1) == 2")]
        assert restored([*copies, *whole()]) == ["f = 0", "assert f(1) == 2", *SOURCES]

    def test_order_is_the_students(self) -> None:
        cells = whole()
        cells[1], cells[2] = cells[2], cells[1]
        assert restored(cells) == [SOURCES[0], SOURCES[2], SOURCES[1], SOURCES[3]]

    @pytest.mark.parametrize("odd", [3, "text", ["a"], None, {}, {"grade_id": 3}, {"grade_id": "x", "grade": True}])
    def test_metadata_of_no_sense(self, odd: Any) -> None:
        stray = new_code_cell("mine = 1")
        stray.metadata["nbgrader"] = odd
        assert restored([*whole(), stray]) == [*SOURCES, "mine = 1"]


def graded(*outputs: NotebookNode, count: int | None = 1) -> float | None:
    """Return what nbgrader reads out of a test worth 3 points that has shown this."""
    about = released("t", "f()", locked=True, grade=True, points=3.0).metadata
    made = new_code_cell("f()", metadata={"nbgrader": about}, outputs=list(outputs), execution_count=count)
    show_points([made])
    return determine_grade(made)[0]


def result(text: str) -> NotebookNode:
    return new_output("execute_result", {"text/plain": text}, execution_count=1)


ERROR = new_output("error", ename="AssertionError", evalue="", traceback=[])
WARNING = new_output("stream", name="stderr", text="UserWarning: look out")


class TestSettle:
    """`show_points()`."""

    @pytest.mark.parametrize(
        ("text", "points"),
        [
            ("2", 2), ("1.5", 1.5), ("0", 0), ("3.0", 3), ("4", 3), ("-1", 0), ("nan", 0), ("inf", 0), ("-inf", 0),
            ("np.float64(1.5)", 1.5), ("np.int64(2)", 2), ("np.float64(nan)", 0), ("tensor(1.5000)", 1.5),
            ("tensor(1.5000, grad_fn=<MulBackward0>)", 1.5), ("False", 0), ("np.False_", 0), ("tensor(False)", 0),
            ("True", 3), ("np.True_", 3), ("'passed'", 3), ("[1, 2]", 3), ("(1, 2)", 3), ("None", 3), ("", 3),
        ],
    )  # fmt: skip
    def test_result(self, text: str, points: float) -> None:
        assert graded(result(text)) == points
        assert graded(WARNING, result(text)) == points
        assert graded(result(text), ERROR) == 0

    def test_result_without_text(self) -> None:
        assert graded(new_output("execute_result", {"image/png": "AAAA"}, execution_count=1)) == 3

    def test_nothing_shown_is_all_points(self) -> None:
        assert graded() == 3
        assert graded(WARNING) == 3

    def test_error(self) -> None:
        assert graded(ERROR) == 0
        assert graded(WARNING, ERROR) == 0

    def test_cell_that_never_ran(self) -> None:
        assert graded(count=None) == 0

    def test_twice_is_as_once(self) -> None:
        about = released("t", "f()", locked=True, grade=True, points=3.0).metadata
        made = new_code_cell("f()", metadata={"nbgrader": about}, outputs=[result("-1")], execution_count=1)
        show_points([made])
        before = made.copy()
        show_points([made])
        assert made == before
        assert determine_grade(made)[0] == 0


@pytest.mark.parametrize("kernelspec", [None, {}, {"name": "python3"}, {"name": "my-env", "language": "python"}])
def test_python_is_run(kernelspec: dict[str, str] | None) -> None:
    refuse_other_languages(kernelspec)


def test_another_language_is_refused() -> None:
    with pytest.raises(CourseError, match="^the notebook is in 'R', and this course's grader runs Python only$"):
        refuse_other_languages({"name": "ir", "language": "R"})
