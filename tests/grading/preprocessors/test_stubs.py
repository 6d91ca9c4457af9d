"""Order is brought to a notebook before it is released."""

from __future__ import annotations

import ast
import copy
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.preprocessors import ClearSolutions

from grader.grading.preprocessors.cells import LeaveBlanks, TidyStubs
from tests.support.classroom import LINE


def cell(source: str, **metadata: Any) -> NotebookNode:
    about = {"grade": False, "solution": False, "locked": False, "schema_version": 3, "task": False, **metadata}
    return new_code_cell(source, metadata={"nbgrader": about})


LESSON = {"nbgrader": {"assignment": LINE, "notebook": "linear_regression"}}
OTHER = {"nbgrader": {"assignment": "problems", "notebook": "linear_regression"}}


def run(notebook: NotebookNode, *preprocessors: Any, of: dict[str, Any] = LESSON) -> list[NotebookNode]:
    for preprocessor in preprocessors:
        notebook, _ = preprocessor.preprocess(notebook, copy.deepcopy(of))
    return notebook.cells


class TestTidyStubs:
    """With LeaveBlanks before it, as in the release."""

    @pytest.mark.parametrize(
        ("solution", "blank"),
        [
            ("a = ...\n### BEGIN SOLUTION\na = 1\n### END SOLUTION", "a = ..."),
            (
                'def f():\n    """Doc."""\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION',
                'def f():\n    """Doc."""',
            ),
            (
                "class A:\n    '''Doc.'''\n\n    ### BEGIN SOLUTION\n    a = 1\n    ### END SOLUTION\n\n\nb = ...",
                "class A:\n    '''Doc.'''\n\n\nb = ...",
            ),
        ],
    )
    def test_blank_is_left_without_spare_lines(self, solution: str, blank: str) -> None:
        notebook = new_notebook(cells=[cell(solution, solution=True, grade_id="a")])
        (made,) = run(notebook, LeaveBlanks(), TidyStubs())
        assert made.source == blank

    def test_other_notebooks_stay_as_they_are(self) -> None:
        notebook = new_notebook(cells=[cell("a = 1  \n\n\n\n\n", solution=True, grade_id="a")])
        assert [each.source for each in run(notebook, TidyStubs(), of=OTHER)] == ["a = 1  \n\n\n\n\n"]

    def test_other_cells_stay_as_they_are(self) -> None:
        cells = [cell("a \n\n\n\n\nb\n", locked=True, grade_id="a"), new_markdown_cell("a  \nb\n")]
        assert [c.source for c in run(new_notebook(cells=cells), TidyStubs())] == [c.source for c in cells]


REGION = "### BEGIN SOLUTION\n{}\n### END SOLUTION"


class TestLeaveBlanks:
    """What is in the place of a solution."""

    @pytest.mark.parametrize(
        "source",
        [
            "def cube(x):\n    ### BEGIN SOLUTION\n    return x ** 3\n    ### END SOLUTION",
            "for i in range(3):\n    ### BEGIN SOLUTION\n    print(i)\n    ### END SOLUTION\nprint('done')",
            REGION.format("a = 1"),
            "# Your answer.\n" + REGION.format("a = 1"),
            "a = 1",
        ],
    )
    @pytest.mark.parametrize("of", [LESSON, OTHER], ids=["lesson", "other"])
    def test_nothing_would_be_no_python(self, source: str, of: dict[str, Any]) -> None:
        def notebook() -> NotebookNode:
            return new_notebook(cells=[cell(source, solution=True, grade_id="a")])

        (made,) = run(notebook(), LeaveBlanks(), of=of)
        (stock,) = run(notebook(), ClearSolutions())
        assert made.source == stock.source
        assert "raise NotImplementedError()" in made.source
        ast.parse(made.source)

    def test_other_notebooks_have_nbgraders_stub_below_a_placeholder_too(self) -> None:
        notebook = new_notebook(cells=[cell("a = ...\n" + REGION.format("a = 1"), solution=True, grade_id="a")])
        (made,) = run(notebook, LeaveBlanks(), of=OTHER)
        assert made.source == "a = ...\n# YOUR CODE HERE\nraise NotImplementedError()"

    def test_one_cell_changes_nothing_for_the_next(self) -> None:
        cells = [cell("a = ...\n" + REGION.format("a = 1"), solution=True, grade_id="a"),
                 cell("b = 1", solution=True, grade_id="b"), new_markdown_cell("text")]  # fmt: skip
        made = run(new_notebook(cells=cells), LeaveBlanks())
        assert [each.source for each in made] == ["a = ...\n", "# YOUR CODE HERE\nraise NotImplementedError()", "text"]
