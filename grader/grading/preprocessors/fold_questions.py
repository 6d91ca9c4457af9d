"""Fold the cells that ask questions in the released notebook of a lesson, because their code names the answers."""

from __future__ import annotations

import ast

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from grader.grading.preprocessors.which_lesson import lesson_of

ASKING = {f"check.{name}" for name in ("predict", "compare", "recall", "ask.predict", "ask.compare", "ask.recall")}


class FoldQuestions(NbGraderPreprocessor):
    """Let JupyterLab show only the first line of each cell that asks a question. The cell runs like any other."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        if cell.cell_type == "code" and "nbgrader" not in cell.metadata and lesson_of(resources) and asks(cell.source):
            cell.metadata["jupyter"] = {**cell.metadata.get("jupyter", {}), "source_hidden": True}
        return cell, resources


def asks(source: str) -> bool:
    """Tell whether code of several lines asks a question, or compares an answer. One line stays as it is."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return False
    calls = [each.value for each in statements if isinstance(each, ast.Expr) and isinstance(each.value, ast.Call)]
    return len(source.splitlines()) > 1 and any(ast.unparse(call.func) in ASKING for call in calls)
