"""Order is brought to a notebook before it is released."""

from __future__ import annotations

from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.preprocessors import ClearSolutions

from grader.gradebook.sanitize import TidyStubs


def cell(source: str, **metadata: Any) -> NotebookNode:
    about = {"grade": False, "solution": False, "locked": False, "schema_version": 3, "task": False, **metadata}
    return new_code_cell(source, metadata={"nbgrader": about})


def run(notebook: NotebookNode, *preprocessors: Any) -> list[NotebookNode]:
    for preprocessor in preprocessors:
        notebook, _ = preprocessor.preprocess(notebook, {})
    return notebook.cells


class TestTidyStubs:
    """With nbgrader's ClearSolutions before it, as in the release."""

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
        (made,) = run(notebook, ClearSolutions(code_stub={"python": ""}), TidyStubs())
        assert made.source == blank

    def test_other_cells_stay_as_they_are(self) -> None:
        cells = [cell("a \n\n\n\n\nb\n", locked=True, grade_id="a"), new_markdown_cell("a  \nb\n")]
        assert [c.source for c in run(new_notebook(cells=cells), TidyStubs())] == [c.source for c in cells]
