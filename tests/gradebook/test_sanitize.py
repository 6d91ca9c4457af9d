"""Order is brought to a notebook before it runs, is released, or is read by a student."""

from __future__ import annotations

from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.preprocessors import ClearSolutions

from grader.gradebook.sanitize import HideTests, TidyStubs


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


class TestHideTests:
    """For feedback."""

    SOURCE = "check.a(a)\n### BEGIN HIDDEN TESTS\ncheck.a(a, challenge=7)\n### END HIDDEN TESTS"

    def test_hidden_tests_vanish_from_graded_cells(self) -> None:
        (made,) = run(new_notebook(cells=[cell(self.SOURCE, grade=True, grade_id="test_a", points=1)]), HideTests())
        assert made.source == "check.a(a)"

    def test_what_a_student_wrote_stays(self) -> None:
        (made,) = run(new_notebook(cells=[cell("# BEGIN HIDDEN TESTS", solution=True, grade_id="a")]), HideTests())
        assert made.source == "# BEGIN HIDDEN TESTS"
