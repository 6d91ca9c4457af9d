"""Show a summary above a submission that an instructor opens in formgrader: its points, codes, and links to its cells.

nbgrader's server makes that page with an HTMLExporter. The summary is added while the page is made, so no file, grade
or feedback page contains it. nbgrader's template stays as it is.
"""

from __future__ import annotations

import copy
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from grader.core.catalogue import title_of
from grader.core.html_text import with_code
from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.gradebook.connect import missing_file, open_gradebook
from grader.grading.gradebook.student_scores import StudentScores, max_points_by_cell, scores_of_class
from grader.grading.log import LOG
from grader.grading.notebook_files.writing import made_cell

SUBMISSION = "submission_id"  # of the resources that nbconvert gets; only formgrader gives it this one
NO_SCORES = StudentScores({}, {}, 0.0)


class ShowSummary(NbGraderPreprocessor):
    """Add the summary as the first cell of a page in formgrader. Other pages of nbconvert stay as they are."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Log any error, and leave the page without a summary: nothing may keep an instructor from a submission."""
        if SUBMISSION not in resources:
            return nb, resources
        try:
            summary = self._summary(nb, resources[SUBMISSION])
        except Exception:
            LOG.exception("formgrader: there is no summary of submission %s", resources[SUBMISSION])
            return nb, resources
        if summary is not None:
            nb.cells.insert(0, made_cell("markdown", summary))
        return nb, resources

    def _summary(self, notebook: NotebookNode, submission: str) -> str | None:
        """Return the summary, or None if the gradebook does not have the submission.

        After formgrader has started in one course, it can show a different one, which has its own gradebook.
        """
        directory = CourseDirectory(config=self.config)
        if missing_file(Course(Path(directory.root), self.config)) is not None:
            return None
        with open_gradebook(directory.db_url, directory.course_id) as gradebook:
            try:
                found = gradebook.find_submission_notebook_by_id(submission)
            except MissingEntry:
                return None
            student, name, assignment = found.student.id, found.notebook.name, found.assignment.assignment.name
            scores = scores_of_class(gradebook, assignment, name, student=student).get(student, NO_SCORES)
            max_points = max_points_by_cell(gradebook, assignment, name)
        return summary_of(notebook, scores, max_points)


def summary_of(notebook: NotebookNode, scores: StudentScores, max_points: dict[str, float]) -> str:
    """Return the summary as one block of HTML for a Markdown cell. All text from the notebook is escaped."""
    # It imports PyTorch, so formgrader starts without it.
    from grader.grading.verdicts.scored_cells import contents, put_scores  # noqa: PLC0415

    scored, problem = copy.deepcopy(notebook), ""
    try:
        put_scores(scored, scores, max_points)
        lines = contents(scored, scores)
    except CourseError as error:
        lines, problem = [], str(error)
    environment = Environment(
        loader=PackageLoader("grader.grading.preprocessors", "."), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["with_code"] = lambda text: Markup(with_code(text))  # noqa: S704 - `with_code` escapes the text
    made = environment.get_template("formgrader_summary.html.j2").render(
        lines=lines, problem=problem, title_of=title_of,
        score=max(0.0, scores.score - scores.late_penalty), max_score=sum(max_points.values()),
        waiting={name for name, score in scores.scores.items() if score.is_waiting or score.needs_person},
    )  # fmt: skip
    return "\n".join(line for line in made.splitlines() if line.strip())  # an empty line would end the block of HTML
