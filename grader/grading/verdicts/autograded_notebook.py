"""Read the verdicts of an autograded notebook file, and replace them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4.rwbase import split_lines

from grader.core.exercise import Lesson
from grader.core.verdict import Verdict
from grader.grading.errors import NotGradedError
from grader.grading.notebook_files.writing import as_bytes, made_output
from grader.grading.texts import typed_line
from grader.grading.verdicts.notebook_cells import graded_cells, stored_verdicts


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
        cell["outputs"] = _as_stored(outputs_of(verdicts[name], cell.get("execution_count")))
    # As it was written, so that unchanged cells stay the same.
    return as_bytes(notebook) + (b"\n" if encoded.endswith(b"\n") else b"")


def outputs_of(verdict: Verdict, execution_count: int | None) -> list[NotebookNode]:
    """Return the outputs of a graded cell: its verdict, and its points in the form that nbgrader reads."""
    outputs = [made_output("display_data", data=from_dict(verdict._repr_mimebundle_()))]
    if verdict.points != verdict.max_points:  # also if the check itself failed, because that is not a pass
        # nbgrader reads a cell's result as its points, and gives all points if there is no result.
        score = {"text/plain": repr(float(verdict.points))}
        outputs.append(made_output("execute_result", data=NotebookNode(score), execution_count=execution_count))
    return outputs


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
