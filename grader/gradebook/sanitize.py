"""Preprocessors around nbgrader's own that put a submission, or a release, in order before anything runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_solution

from grader.gradebook.ledger import forget_scores
from grader.gradebook.submitted_file import refuse_odd_files, submitted_file

if TYPE_CHECKING:
    from nbconvert.exporters.exporter import ResourcesDict
    from nbformat import NotebookNode


class ForgetScores(NbGraderPreprocessor):
    """Forget the scores of an earlier submission before this one is graded.

    If this one fails, none of those stand as if they were its own.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Leave the notebook as it is."""
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            forget_scores(gradebook, about["assignment"], about["student"])
        return nb, resources


class RefuseLinks(NbGraderPreprocessor):
    """Refuse a submission that is a symbolic link: nbgrader has followed it, to whatever it points at."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Leave the notebook as it is. Raises CourseError."""
        path = submitted_file(self, resources["nbgrader"])
        if path is not None:
            refuse_odd_files(path)
        return nb, resources


class TidyStubs(NbGraderPreprocessor):
    """Take out the spare blank lines and trailing spaces that an empty `ClearSolutions.code_stub` leaves behind."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Strip each line's end and the cell's, and leave two blank lines in a row at most."""
        if is_solution(cell):
            stripped = "\n".join(line.rstrip() for line in cell.source.splitlines()).strip("\n")
            cell.source = re.sub(r"\n{4,}", "\n\n\n", stripped)
        return cell, resources
