"""Remove from a graded notebook what students must not see: hidden tests, wherever they are quoted, and evidence.

nbgrader's own generate_feedback shows both.
"""

from __future__ import annotations

import re
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.filters import strip_ansi
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests
from nbgrader.utils import is_grade, is_solution

from grader.evidence import bundle
from grader.grading.notebook_files.writing import made_output
from grader.grading.verdicts.notebook_cells import shown_by

MIN_LINE_CHARACTERS = 8  # shorter lines, such as `pass` and `else:`, are in many outputs and reveal nothing
_NUMBER = re.compile(r"\d{6,}")  # the seed of a challenge
INSTEAD = "(the grader removed a line of a hidden test here)"


class HideTests(ClearHiddenTests):
    """Remove hidden tests from graded cells and from every output that quotes them, and evidence from all outputs.

    The source of a student's own cell stays, whatever it contains.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Clear the graded cells, then remove their hidden lines from the outputs of all cells."""
        before = [cell.source for cell in nb.cells]
        nb, resources = super().preprocess(nb, resources)
        hidden = _hidden(before, [cell.source for cell in nb.cells])
        for cell in nb.cells:
            if cell.cell_type == "code":
                outputs = [_without(hidden, output) for output in cell.outputs]
                cell.outputs = [output for output in outputs if output.get("data") != {}]  # it held only evidence
        return nb, resources

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Clear graded cells only, but not those that are also a solution."""
        theirs = is_solution(cell) or not is_grade(cell)
        return (cell, resources) if theirs else super().preprocess_cell(cell, resources, cell_index)


def _hidden(before: list[str], after: list[str]) -> frozenset[str]:
    """Return the cleared lines and their long numbers, without those that are also visible somewhere else."""
    left = {line.strip() for source in after for line in source.splitlines()}
    lines = {line.strip() for source in before for line in source.splitlines()} - left
    numbers = {number for line in lines for number in _NUMBER.findall(line)}
    numbers -= {number for line in left for number in _NUMBER.findall(line)}
    return frozenset(line for line in lines if len(line) >= MIN_LINE_CHARACTERS) | numbers


def _without(hidden: frozenset[str], output: NotebookNode) -> NotebookNode:
    """Return an output without hidden lines and without evidence."""
    shown_by(output).pop(bundle.MIME_TYPE, None)
    if output.output_type == "error":
        if _tells(hidden, [output.evalue, *output.traceback]):
            line = f"{output.ename}: a hidden test did not pass"
            return made_output("error", ename=output.ename, evalue="a hidden test did not pass", traceback=[line])
    elif output.output_type == "stream":
        if _tells(hidden, output.text):
            lines = output.text.splitlines(keepends=True)
            output.text = "".join(f"{INSTEAD}\n" if _tells(hidden, line) else line for line in lines)
    elif _tells(hidden, list(shown_by(output).values())):
        output["data"] = {"text/plain": INSTEAD}
    return output


def _tells(hidden: frozenset[str], shown: Any) -> bool:
    """Tell whether a displayed value quotes a hidden line, also in colours or nested."""
    if not hidden:
        return False
    if isinstance(shown, dict):
        return any(_tells(hidden, value) for value in shown.values())
    if isinstance(shown, list):
        return any(_tells(hidden, value) for value in shown)
    if not isinstance(shown, str):
        return False
    plain = strip_ansi(shown)
    return any(line in plain for line in hidden)
