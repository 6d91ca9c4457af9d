"""Text and pictures have a bound in what comes of grading, and a reader of the notebook is told."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.grading.errors import CourseError
from grader.grading.preprocessors.limit_prose import LimitProse


def limited(*cells: NotebookNode, **limits: int) -> list[NotebookNode]:
    notebook, _ = LimitProse(**limits).preprocess(new_notebook(cells=list(cells)), {})
    nbformat.validate(notebook)
    return notebook.cells


def picture(size: int) -> dict[str, Any]:
    return {"a.png": {"image/png": "A" * size}}


def test_what_is_little_stays() -> None:
    cells = [new_markdown_cell("text", attachments=picture(100)), new_code_cell("a = 1"), new_markdown_cell("more")]
    assert limited(*cells) == cells


def test_text_is_cut_where_it_is_too_much_in_all() -> None:
    first, second, third = limited(*(new_markdown_cell("x" * 60) for _ in range(3)), most_text=100)
    assert first.source == "x" * 60
    note = "\n\n[The grader cut the text here. A notebook may have 100 characters of text. Your file has all of it.]"
    assert second.source == "x" * 40 + note
    assert third.source.startswith("\n\n[The grader cut the text here")


def test_pictures_are_left_out_where_they_are_too_much_in_all() -> None:
    first, second = limited(*(new_markdown_cell("x", attachments=picture(60)) for _ in range(2)), most_pictures=100)
    assert first.attachments == picture(60)
    assert "attachments" not in second
    assert second.source.startswith("x\n\n[The grader left out the pictures that were pasted here")


def test_code_that_is_too_much_is_refused() -> None:
    with pytest.raises(CourseError, match="^the notebook has 120 characters of code, more than 100$"):
        limited(new_code_cell("x" * 60), new_code_cell("x" * 60), most_code=100)
