"""Read the verdicts of an autograded notebook file, and replace them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode
from nbformat.v4.rwbase import split_lines

from grader.grading.error_text import typed_line
from grader.grading.notebook_verdicts import NotGradedError, graded_cells, stored_verdicts
from grader.grading.preprocessors.judge import shown
from grader.grading.preprocessors.notebook_format import as_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.core.exercise import Lesson
    from grader.core.verdict import Verdict


def stored(encoded: bytes, lesson: Lesson) -> dict[str, Verdict]:
    """Return the verdicts in an autograded notebook, by exercise. Raises NotGradedError."""
    cells = _notebook(encoded)["cells"]
    missing = [name for name in lesson.exercises if name not in graded_cells(cells, lesson)]
    if missing:
        raise NotGradedError(f"the autograded notebook has no cell `test_{missing[0]}`; run `grader autograde --force`")
    return {verdict.exercise: verdict for verdict in stored_verdicts(cells)}


def with_verdicts(encoded: bytes, lesson: Lesson, verdicts: Mapping[str, Verdict]) -> bytes:
    """Return an autograded notebook with these verdicts in its graded cells. Every other byte stays the same.

    An exercise gets the maximum points of its verdict. Raises NotGradedError.
    """
    notebook = _notebook(encoded)
    before = {verdict.exercise: verdict.to_json() for verdict in stored_verdicts(notebook["cells"])}
    for name, index in graded_cells(notebook["cells"], lesson).items():
        cell = notebook["cells"][index]
        if cell["metadata"]["nbgrader"]["points"] != verdicts[name].max_points:
            cell["metadata"]["nbgrader"]["points"] = verdicts[name].max_points
        if before.get(name) == verdicts[name].to_json():
            continue
        cell["outputs"] = _as_stored(shown(verdicts[name], cell.get("execution_count")))
    # As it was written, so that unchanged cells stay the same.
    return as_bytes(notebook) + (b"\n" if encoded.endswith(b"\n") else b"")


def _as_stored(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return outputs with their text as lists of lines, the form in which files hold it."""
    cell = NotebookNode(cell_type="code", source="", outputs=outputs)
    return split_lines(NotebookNode(cells=[cell])).cells[0].outputs


def _notebook(encoded: bytes) -> dict[str, Any]:
    try:
        notebook = json.loads(encoded)
        for cell in notebook["cells"]:
            cell["metadata"].get("nbgrader", {}).get("grade")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotGradedError(f"the autograded notebook cannot be read: {typed_line(error)}") from error
    return notebook
