"""The one writer to the gradebook while a class is graded: one connection, and one transaction a submission.

A gradebook on a server may be gone for a while, and others may write to it too. What is written here is the same
whether it is written once or twice, so what did not get through is written again.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)  # fmt: skip
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades
from sqlalchemy.exc import SQLAlchemyError
from traitlets import Float
from traitlets.config import Configurable

from grader.grading.course import GradebookGoneError
from grader.grading.gradebook.connect import may_pass, shown
from grader.grading.gradebook.retry import pauses_for, retry
from grader.grading.preprocessors.restore import Released, released

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Mapping

    from sqlalchemy.orm import Query
    from traitlets.config import Config


Done = TypeVar("Done")
Row = TypeVar("Row", Grade, Comment)


class Scores(NamedTuple):
    """What came of one notebook: points by the graded cell's grade_id, and the solution cells as released.

    A cell that waits for a person has None, or no entry if it is not in the notebook.
    """

    points: Mapping[str, float | None]
    untouched: frozenset[str]


class GradebookWriter(Configurable):
    """Reads releases and writes scores, in one thread.

    `c.GradebookWriter.patience = 600` helps if a database server is away for longer.
    """

    patience = Float(30, min=0, help="How many seconds to try again for, where the gradebook does not answer.").tag(
        config=True
    )

    def __init__(self, gradebook: Gradebook, assignment: str, config: Config) -> None:
        super().__init__(config=config)
        self._gradebook = gradebook
        self._assignment = assignment
        self._released: dict[str, Released] = {}
        self._cells: dict[str, dict[str, str]] = {}

    def released(self, assignment: str, notebook: str) -> Released:
        """Return a notebook's release, read once. Raises MissingEntry."""
        if notebook not in self._released:
            self._released[notebook] = self._written(lambda: released(self._gradebook, assignment, notebook))
        return self._released[notebook]

    def begin(self, student: str, timestamp: dt.datetime | None) -> None:
        """Enter a submission, new or again, without any score of the autograder's: an earlier one is not its own."""

        def entered() -> None:
            self._gradebook.update_or_create_student(student)
            settings = {} if timestamp is None else {"timestamp": timestamp}
            submission = self._gradebook.update_or_create_submission(self._assignment, student, **settings)
            _forget(self._gradebook, submission)

        self._written(entered)

    def save(self, student: str, notebook: str, scores: Scores) -> None:
        """Write what the autograder found; a human's scores and comments stay."""

        def saved() -> None:
            found = self._gradebook.find_submission_notebook(notebook, self._assignment, student)
            names = self._names(found.notebook_id)
            for grade in _of(self._gradebook, Grade, found, names):
                grade.auto_score = scores.points.get(names[grade.cell_id])
                grade.needs_manual_grade = _waits(grade)
            for comment in _of(self._gradebook, Comment, found, names):
                comment.auto_comment = "No response." if names[comment.cell_id] in scores.untouched else None
            found.late_submission_penalty = self._penalty(found, student)

        self._written(saved)

    def save_missing(self, student: str, notebook: str) -> None:
        """Give a notebook of the assignment that was not handed in no points, as nbgrader does: nobody has to look."""

        def saved() -> None:
            found = self._gradebook.find_submission_notebook(notebook, self._assignment, student)
            for grade in _of(self._gradebook, Grade, found, self._names(found.notebook_id)):
                grade.auto_score = 0.0
                grade.needs_manual_grade = False

        self._written(saved)

    def rescore(self, notebook: str, points: Mapping[str, Mapping[str, float | None]]) -> set[str]:
        """Write other points of the autograder's, by student and grade_id; a human's scores and comments stay.

        As in nbgrader, a score that a human has given is to be looked at again where the autograder's changes. All is
        written in one transaction. Returns the students of whom nothing was submitted.
        """

        def rescored() -> set[str]:
            return {student for student in sorted(points) if not self._rescored(student, notebook, points[student])}

        return self._written(rescored)

    def _rescored(self, student: str, notebook: str, points: Mapping[str, float]) -> bool:
        try:
            found = self._gradebook.find_submission_notebook(notebook, self._assignment, student)
        except MissingEntry:
            return False
        names = self._names(found.notebook_id)
        for grade in _of(self._gradebook, Grade, found, names):
            wanted = points.get(names[grade.cell_id], grade.auto_score)
            if grade.auto_score != wanted:
                grade.auto_score = wanted
                grade.needs_manual_grade = _waits(grade)
        found.late_submission_penalty = self._penalty(found, student)
        return True

    def _names(self, notebook_id: str) -> dict[str, str]:
        """Return the grade_id of each of a notebook's cells, by the key that the gradebook has for it."""
        if notebook_id not in self._cells:
            rows = self._gradebook.db.query(BaseCell.id, BaseCell.name).filter_by(notebook_id=notebook_id)
            self._cells[notebook_id] = dict(rows.all())
        return self._cells[notebook_id]

    def _penalty(self, notebook: SubmittedNotebook, student: str) -> float | None:
        """Let the course's plugin say what being late costs, as nbgrader's own preprocessor does."""
        late = notebook.assignment.total_seconds_late
        if late <= 0:
            return None
        self._gradebook.db.flush()
        self._gradebook.db.refresh(notebook)  # its score is computed by the database
        penalties = AssignLatePenalties(config=self.config)
        penalties.init_plugin()
        penalty = penalties.plugin_inst.late_submission_penalty(student, notebook.score, late)
        return None if penalty is None else penalties._check_late_penalty(notebook, penalty)  # noqa: SLF001 - bounds of nbgrader's own

    def _written(self, write: Callable[[], Done]) -> Done:
        """Call `write` in one transaction, and again if its error may pass. Raises GradebookGoneError."""
        database = self._gradebook.db

        def committed() -> Done:
            try:
                result = write()
                database.commit()
            except BaseException:
                with suppress(SQLAlchemyError):  # the connection itself may be gone
                    database.rollback()
                raise
            finally:
                database.expunge_all()  # so a class of any size needs the memory of one submission
            return result

        try:
            return retry(committed, may_pass, pauses_for(self.patience))
        except Exception as error:
            if not may_pass(error):
                raise
            raise GradebookGoneError(
                f"the gradebook at {shown(self._gradebook.engine.url)} does not answer; run the command again "
                "when it does: what is graded stays graded"
            ) from error


def forget_scores(gradebook: Gradebook, assignment: str, student: str, notebooks: Collection[str]) -> None:
    """Take the autograder's scores of a submission's `notebooks` back; a human's scores and comments stay."""
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return
    _forget(gradebook, submission, notebooks)
    gradebook.db.commit()


def _forget(gradebook: Gradebook, submission: SubmittedAssignment, notebooks: Collection[str] | None = None) -> None:
    """Forget the scores of the notebooks of these names; of all for None."""
    of_assignment = gradebook.db.query(Notebook.id).filter_by(assignment_id=submission.assignment_id)
    if notebooks is not None:
        of_assignment = of_assignment.filter(Notebook.name.in_(list(notebooks)))
    cells: dict[str, list[str]] = {notebook: [] for (notebook,) in of_assignment}
    for cell, notebook in gradebook.db.query(BaseCell.id, BaseCell.notebook_id).filter(BaseCell.notebook_id.in_(cells)):
        cells[notebook].append(cell)
    of_submission = gradebook.db.query(SubmittedNotebook).filter(
        SubmittedNotebook.notebook_id.in_(cells), SubmittedNotebook.assignment_id == submission.id
    )
    for found in of_submission:
        for grade in _of(gradebook, Grade, found, cells[found.notebook_id]):
            grade.auto_score = None
            grade.needs_manual_grade = True  # formgrader shows it as such until there is a verdict


def _waits(grade: Grade) -> bool:
    """Tell whether a person has to look: at a cell that has no score, or that has one from a person already."""
    return grade.auto_score is None or grade.manual_score is not None


def _of(gradebook: Gradebook, kind: type[Row], notebook: SubmittedNotebook, cells: Iterable[str]) -> Query[Row]:
    """Return the grades, or the comments, of one submitted notebook.

    Its cells are named too: only an index that begins with the cell keeps a database from looking at the whole class's.
    """
    return gradebook.db.query(kind).filter(kind.cell_id.in_(list(cells)), kind.notebook_id == notebook.id)


SAVES = (SaveAutoGrades, AssignLatePenalties)  # the preprocessors whose work `save` does
