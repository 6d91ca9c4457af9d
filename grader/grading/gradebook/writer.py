"""Write to the gradebook while a class is graded: over one connection, with one transaction for each submission.

A gradebook on a server may be away for a while, and other programs may write to it. Each write here has the same
result whether it happens once or twice, so a write that failed is repeated.
"""

from __future__ import annotations

import datetime as dt
import functools
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Concatenate, NamedTuple, ParamSpec, TypeVar

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
from sqlalchemy.exc import SAWarning, SQLAlchemyError
from traitlets import Float
from traitlets.config import Config, Configurable

from grader.grading.errors import GradebookGoneError
from grader.grading.gradebook.connect import may_pass, pauses_for, retry, shown
from grader.grading.gradebook.late import LatePenalties
from grader.grading.gradebook.released import Released, released

if TYPE_CHECKING:
    from sqlalchemy.orm import Query, Session, scoped_session

Done = TypeVar("Done")
Parameters = ParamSpec("Parameters")
Row = TypeVar("Row", Grade, Comment)


class Scores(NamedTuple):
    """The scores of one notebook: points by grade_id, and the solution cells that are still as they were released.

    A cell that a person has to grade has None, or no entry if it is not in the notebook.
    """

    points: Mapping[str, float | None]
    untouched: frozenset[str]


def _one_transaction(
    write: Callable[Concatenate[GradebookWriter, Parameters], Done],
) -> Callable[Concatenate[GradebookWriter, Parameters], Done]:
    """Run a method in one transaction, and again if its error may pass. Then the method raises GradebookGoneError."""

    @functools.wraps(write)
    def written(self: GradebookWriter, /, *arguments: Parameters.args, **options: Parameters.kwargs) -> Done:
        database = self.gradebook.db

        def committed() -> Done:
            try:
                with _flushing(database):
                    result = write(self, *arguments, **options)
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
                f"the gradebook at {shown(self.gradebook.engine.url)} does not answer; run the command again "
                "when it does: what is graded stays graded"
            ) from error

    return written


class GradebookWriter(Configurable):
    """Reads releases and writes scores, in one thread.

    `c.GradebookWriter.patience = 600` lets it wait longer for a database server.
    """

    patience = Float(30, min=0, help="For how many seconds to try again if the gradebook does not answer.").tag(
        config=True
    )

    def __init__(self, gradebook: Gradebook, assignment: str, config: Config) -> None:
        super().__init__(config=config)
        self.gradebook = gradebook
        self._assignment = assignment
        self._penalties = LatePenalties(config)
        self._cells: dict[str, dict[str, str]] = {}

    @_one_transaction
    def released(self, notebook: str) -> Released:
        """Return a notebook's release. Raises MissingEntry."""
        return released(self.gradebook, self._assignment, notebook)

    @_one_transaction
    def begin(self, student: str, timestamp: dt.datetime | None) -> None:
        """Enter a submission, and remove the scores of an earlier one: they are not scores of this one."""
        self.gradebook.update_or_create_student(student)
        settings = {} if timestamp is None else {"timestamp": timestamp}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # of nbgrader's own add_submission
            submission = self.gradebook.update_or_create_submission(self._assignment, student, **settings)
        _forget(self.gradebook, submission)

    @_one_transaction
    def save(self, student: str, notebook: str, scores: Scores) -> None:
        """Write the autograder's scores. Scores and comments from a person stay."""
        found = self.gradebook.find_submission_notebook(notebook, self._assignment, student)
        names = self._names(found.notebook_id)
        for grade in _of(self.gradebook, Grade, found, names):
            grade.auto_score = scores.points.get(names[grade.cell_id])
            grade.needs_manual_grade = _waits(grade)
        for comment in _of(self.gradebook, Comment, found, names):
            comment.auto_comment = "No response." if names[comment.cell_id] in scores.untouched else None
        found.late_submission_penalty = self._penalty(found, student)

    @_one_transaction
    def save_missing(self, student: str, notebook: str) -> None:
        """Give 0 points to a notebook of the assignment that was not handed in, like nbgrader."""
        found = self.gradebook.find_submission_notebook(notebook, self._assignment, student)
        for grade in _of(self.gradebook, Grade, found, self._names(found.notebook_id)):
            grade.auto_score = 0.0
            grade.needs_manual_grade = False

    @_one_transaction
    def rescore(self, notebook: str, points: Mapping[str, Mapping[str, float | None]]) -> set[str]:
        """Write new points of the autograder, by student and grade_id. Scores and comments from a person stay.

        As in nbgrader, a person's score is marked for another look if the autograder's score changes. Everything is
        written in one transaction. Returns the students who have no submission in the gradebook.
        """
        return {student for student in sorted(points) if not self._rescored(student, notebook, points[student])}

    @_one_transaction
    def move_due(
        self, due: dt.datetime | None, extensions: Mapping[str, dt.timedelta | None], late: Collection[str]
    ) -> None:
        """Write the assignment's due date and the `extensions` of students, and the penalties of those in `late` again.

        All in one transaction. A student without a submission gets an entry, because nbgrader keeps extensions there.
        """
        assignment = self.gradebook.find_assignment(self._assignment)
        assignment.duedate = due
        for student, extension in extensions.items():
            self._submission(student).extension = extension
        self.gradebook.db.flush()
        for student in late:
            for notebook in self._submission(student).notebooks:
                notebook.late_submission_penalty = self._penalty(notebook, student)

    def _submission(self, student: str) -> SubmittedAssignment:
        try:
            return self.gradebook.find_submission(self._assignment, student)
        except MissingEntry:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SAWarning)  # of nbgrader's own add_submission
                return self.gradebook.add_submission(self._assignment, student)

    @_one_transaction
    def set_max_points(self, notebook: str, max_points: Mapping[str, float]) -> None:
        """Write other maximum points for graded cells, by grade_id. The scores stay as they are."""
        found = self.gradebook.find_notebook(notebook, self._assignment)
        for cell in found.grade_cells:
            if cell.name in max_points:
                cell.max_score = max_points[cell.name]

    def _rescored(self, student: str, notebook: str, points: Mapping[str, float | None]) -> bool:
        try:
            found = self.gradebook.find_submission_notebook(notebook, self._assignment, student)
        except MissingEntry:
            return False
        names = self._names(found.notebook_id)
        for grade in _of(self.gradebook, Grade, found, names):
            wanted = points.get(names[grade.cell_id], grade.auto_score)
            if grade.auto_score != wanted:
                grade.auto_score = wanted
                grade.needs_manual_grade = _waits(grade)
        found.late_submission_penalty = self._penalty(found, student)
        return True

    def _names(self, notebook_id: str) -> dict[str, str]:
        """Return the grade_id of each cell of a notebook, by the cell's key in the gradebook."""
        if notebook_id not in self._cells:
            rows = self.gradebook.db.query(BaseCell.id, BaseCell.name).filter_by(notebook_id=notebook_id)
            self._cells[notebook_id] = dict(rows.all())
        return self._cells[notebook_id]

    def _penalty(self, notebook: SubmittedNotebook, student: str) -> float | None:
        """Return the late penalty from the course's plugin, like nbgrader's own preprocessor."""
        late = notebook.assignment.total_seconds_late
        if late <= 0:
            return None
        self.gradebook.db.flush()
        self.gradebook.db.refresh(notebook)  # the database computes its score
        return self._penalties.of(student, notebook.score, late)


@contextmanager
def _flushing(database: scoped_session[Session]) -> Iterator[None]:
    """Let nbgrader's functions flush where they would commit: a commit waits for the disk, and one is enough."""
    vars(database)["commit"] = database.flush
    try:
        yield
    finally:
        del vars(database)["commit"]


def forget_scores(gradebook: Gradebook, assignment: str, student: str, notebooks: Collection[str]) -> None:
    """Remove the autograder's scores of a submission's `notebooks`. Scores and comments from a person stay."""
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return
    _forget(gradebook, submission, notebooks)
    gradebook.db.commit()


def _forget(gradebook: Gradebook, submission: SubmittedAssignment, notebooks: Collection[str] | None = None) -> None:
    """Remove the autograder's scores of the notebooks with these names, or of all notebooks for None."""
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
            grade.needs_manual_grade = True  # formgrader shows it until there is a verdict


def _waits(grade: Grade) -> bool:
    """Tell whether a person has to look at a cell: it has no score, or it already has one from a person."""
    return grade.auto_score is None or grade.manual_score is not None


def _of(gradebook: Gradebook, kind: type[Row], notebook: SubmittedNotebook, cells: Iterable[str]) -> Query[Row]:
    """Return the grades, or the comments, of one submitted notebook.

    The query names the cells too, because the table's index begins with the cell. Without them the database would
    read the rows of the whole class.
    """
    return gradebook.db.query(kind).filter(kind.cell_id.in_(list(cells)), kind.notebook_id == notebook.id)
