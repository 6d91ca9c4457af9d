"""Preprocessors that run with nbgrader's own: two before a submission is graded, two when a lesson is released."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor
from nbgrader.utils import is_solution

from grader.grading import settings
from grader.grading.gradebook.writer import forget_scores
from grader.grading.notebook_files.submitted_file import refuse_odd_files, submitted_file
from grader.grading.preprocessors.which_lesson import lesson_of
from grader.grading.verdicts.notebook_cells import graded_cells


class ForgetScores(NbGraderPreprocessor):
    """Remove the scores of an earlier submission before this one is graded.

    Otherwise, if this one fails, the earlier scores would count as its own. The first notebook of a submission does it
    for all that were handed in. The scores that later notebooks get stay, and so does nbgrader's 0 for a missing one.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Leave the notebook as it is."""
        about = resources["nbgrader"]
        converter = getattr(self.parent, "parent", None)
        handed_in = [Path(path).stem for path in getattr(converter, "notebooks", ())] or [about["notebook"]]
        if about["notebook"] == handed_in[0]:
            with Gradebook(about["db_url"]) as gradebook:
                forget_scores(gradebook, about["assignment"], about["student"], handed_in)
        return nb, resources


class RefuseLinks(NbGraderPreprocessor):
    """Refuse a submission that is a symbolic link, because nbgrader follows it to any file."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Leave the notebook as it is. Raises CourseError."""
        path = submitted_file(self, resources["nbgrader"])
        if path is not None:
            refuse_odd_files(path)
        return nb, resources


class LeaveBlanks(ClearSolutions):
    """nbgrader's ClearSolutions, except that in a lesson it adds no stub if the rest of the cell is valid Python.

    In such a cell the lines around the solution are the stub: `net = ...`. In others the stub comes from nbgrader's
    configuration, by default `# YOUR CODE HERE` and `raise NotImplementedError()`.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        self._is_lesson = lesson_of(resources) is not None
        return super().preprocess(nb, resources)

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        stubs = dict(self.code_stub)  # type: ignore[has-type]  # a trait of nbgrader's
        if self._is_lesson and cell.cell_type == "code" and is_code(self._around(cell.source)):
            self.code_stub = stubs | {resources["language"]: ""}
        try:
            return super().preprocess_cell(cell, resources, cell_index)
        finally:
            self.code_stub = stubs

    def _around(self, source: str) -> str:
        """Return the lines outside of solutions. Empty if there is no solution."""
        lines, inside, found = [], False, False
        for line in source.split("\n"):
            if self.begin_solution_delimeter in line:
                inside = found = True
            elif self.end_solution_delimeter in line:
                inside = False
            elif not inside:
                lines.append(line)
        return "\n".join(lines) if found else ""


def is_code(source: str) -> bool:
    """Tell whether `source` is valid Python with at least one statement."""
    try:
        return bool(ast.parse(source).body)
    except (SyntaxError, ValueError):
        return False


class SetPoints(NbGraderPreprocessor):
    """Give the graded cells of a lesson the points that `c.LessonSettings.points` sets, before they are released."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Leave other notebooks as they are. Raises CourseError if a setting cannot be used."""
        settings.use(self.config)
        lesson = lesson_of(resources)
        if lesson is None:
            return nb, resources
        for name, index in graded_cells(nb.cells, lesson).items():
            exercise, about = lesson.exercises[name], nb.cells[index].metadata["nbgrader"]
            if exercise.points != exercise.declared_points:
                about["points"] = exercise.points
        return nb, resources


class TidyStubs(NbGraderPreprocessor):
    """Remove the blank lines and trailing spaces that an empty stub leaves in a lesson."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Leave other notebooks as they are."""
        return (nb, resources) if lesson_of(resources) is None else super().preprocess(nb, resources)

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Strip the end of each line and of the cell, and leave at most two blank lines in a row."""
        if is_solution(cell):
            stripped = "\n".join(line.rstrip() for line in cell.source.splitlines()).strip("\n")
            cell.source = re.sub(r"\n{4,}", "\n\n\n", stripped)
        return cell, resources
