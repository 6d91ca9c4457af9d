"""Write the due date into the released notebook of a lesson."""

from __future__ import annotations

import datetime as dt

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor

from grader.grading.notebook_files.writing import made_cell
from grader.grading.preprocessors.restore import SETUP
from grader.grading.preprocessors.which_lesson import lesson_of
from grader.grading.times import zone_of
from grader.grading.verdicts.notebook_cells import grade_id
from grader.notebook.due import in_zone, shown_date

TEXT_ID, CODE_ID = "due-date", "due-date-now"  # of the cells, the same in each release


class ShowDueDate(NbGraderPreprocessor):
    """Add two cells to a lesson that has a due date: the date below the title, and the time left below the imports."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Leave notebooks without a due date as they are."""
        if lesson_of(resources) is None:
            return nb, resources
        nb.cells = [cell for cell in nb.cells if cell.get("id") not in (TEXT_ID, CODE_ID)]
        due = _due(resources["nbgrader"])
        if due is None:
            return nb, resources
        zone = str(zone_of(self.config))
        date = in_zone(due.replace(tzinfo=dt.UTC), zone)
        code = f'from grader.notebook.due import show_due\n\nshow_due("{date.isoformat()}", "{zone}")'
        setup = next((index for index, cell in enumerate(nb.cells) if grade_id(cell) == SETUP), 0)
        nb.cells.insert(setup + 1, _cell("code", CODE_ID, code))
        nb.cells.insert(1, _cell("markdown", TEXT_ID, f"**Due:** {shown_date(date, zone)}"))
        return nb, resources


def _due(about: dict[str, str]) -> dt.datetime | None:
    with Gradebook(about["db_url"]) as gradebook:
        try:
            return gradebook.find_assignment(about["assignment"]).duedate
        except MissingEntry:
            return None


def _cell(kind: str, name: str, source: str) -> NotebookNode:
    cell = made_cell(kind, source)
    cell["id"] = name
    cell.metadata |= {"deletable": False, "editable": False}
    return cell
