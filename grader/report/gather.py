"""What a report is made of, from where it is kept: scores from the gradebook, findings from the evidence's files.

The gradebook is asked a few questions about the whole class instead of one about each student, and no notebook is read.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)  # fmt: skip
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from grader.autograde import students
from grader.course import Course, CourseError
from grader.gradebook import reasons
from grader.gradebook.judge import EVIDENCE_SUFFIX
from grader.report.kept import UnreadableEvidenceError, verdicts_in
from grader.report.rows import GRADED, NOT_GRADED, NOT_HANDED_IN, ClassData, Part, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.exercise import Lesson
    from grader.verdict import Verdict

NO_REASON = "not graded yet, or by a command that keeps no reason: see .nbgrader.log, or run grader autograde"


class _Scores(msgspec.Struct):
    """What the gradebook has of one submission. A score of None is one that nobody has given yet."""

    scores: dict[str, float | None] = {}
    penalty: float = 0.0

    @property
    def complete(self) -> bool:
        return bool(self.scores) and None not in self.scores.values()


def lessons_graded(course: Course, known: list[str]) -> list[str]:
    """Return those of the `known` lessons that submissions are entered for in the gradebook. Raises CourseError."""
    with _reading(course) as gradebook:
        query = gradebook.db.query(Assignment.name).join(
            SubmittedAssignment, SubmittedAssignment.assignment_id == Assignment.id
        )
        there = {name for (name,) in query.distinct()}
    return [name for name in known if name in there]


def gather(course: Course, lesson: Lesson) -> ClassData:
    """Return what is known of the class. Raises CourseError where the lesson was never graded."""
    with _reading(course) as gradebook:
        assignment = _assignment(gradebook, lesson)
        parts = _parts(assignment, lesson)
        entered = _entered(gradebook, assignment)
        names = _names(gradebook)
    if not entered:
        raise CourseError(f"{lesson.name} has not been graded: run grader autograde {lesson.name}")
    handed_in = set(students(course, lesson.name))
    folders = course.autograded(lesson.name, "*").parent.parent
    rows = []
    for student in sorted(names.keys() | handed_in | entered.keys()):
        given = {"student": student, "name": names.get(student, "")}
        folder = folders / student / lesson.name
        if student in entered and entered[student].complete:
            rows.append(_graded(given, entered[student], folder / f"{lesson.notebook}{EVIDENCE_SUFFIX}", lesson.name))
        elif student in handed_in or student in entered:
            rows.append(Row(**given, state=NOT_GRADED, reason=reasons.read(folder) or NO_REASON))
        else:
            rows.append(Row(**given, state=NOT_HANDED_IN))
    return ClassData(lesson.name, parts, tuple(rows))


def _graded(given: dict[str, str], entry: _Scores, evidence: Path, lesson: str) -> Row:
    points = max(0.0, sum(entry.scores.values()) - entry.penalty)  # as nbgrader's own export counts
    verdicts: tuple[Verdict, ...] = ()
    problem = ""
    try:
        found = verdicts_in(evidence, lesson)
    except UnreadableEvidenceError as error:
        problem = str(error)
    else:
        verdicts = found or ()
        problem = "" if found is not None else f"there is no {evidence.name}"
    return Row(
        **given, state=GRADED, points=points, late_penalty=entry.penalty, parts=entry.scores, problem=problem,
        codes={verdict.exercise: tuple(dict.fromkeys(verdict.codes)) for verdict in verdicts if verdict.findings},
    )  # fmt: skip


@contextmanager
def _reading(course: Course) -> Iterator[Gradebook]:
    """Open a gradebook that exists. Raises CourseError where there is none, or where it cannot be read."""
    url = make_url(course.directory().db_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise CourseError(f"there is no gradebook at {url.database}: nothing has been graded yet")
    try:
        with course.gradebook() as gradebook:
            yield gradebook
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()
        raise CourseError(f"the gradebook cannot be read: {cause[0] if cause else type(error).__name__}") from error


def _assignment(gradebook: Gradebook, lesson: Lesson) -> Assignment:
    try:
        return gradebook.find_assignment(lesson.name)
    except MissingEntry:
        raise CourseError(
            f"the gradebook does not know {lesson.name}, so it has not been graded: run grader autograde {lesson.name}"
        ) from None


def _parts(assignment: Assignment, lesson: Lesson) -> tuple[Part, ...]:
    """Return the exercises in the lesson's order, then whatever else is graded."""
    cells = {
        cell.name.removeprefix("test_"): float(cell.max_score)
        for notebook in assignment.notebooks
        for cell in [*notebook.grade_cells, *notebook.task_cells]
    }
    own = [name for name in lesson.exercises if name in cells]
    others = sorted(cells.keys() - set(own))
    titles = {name: (lesson.exercises[name].__doc__ or "").strip().splitlines() for name in own}
    return tuple(Part(name, "".join(titles.get(name, [])[:1]), cells[name]) for name in [*own, *others])


def _entered(gradebook: Gradebook, assignment: Assignment) -> dict[str, _Scores]:
    """Return what the gradebook has of each submission, by student: two queries, of plain columns."""

    def of_class(*columns: Any) -> Any:
        return (
            gradebook.db.query(SubmittedAssignment.student_id, *columns)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .filter(SubmittedAssignment.assignment_id == assignment.id)
        )

    entered: dict[str, _Scores] = {}
    for student, penalty in of_class(SubmittedNotebook.late_submission_penalty):
        entry = entered.setdefault(student, _Scores())
        entry.penalty += penalty or 0.0
    graded = of_class(BaseCell.name, Grade.auto_score, Grade.manual_score, Grade.score)
    graded = graded.join(Grade, Grade.notebook_id == SubmittedNotebook.id).join(BaseCell, BaseCell.id == Grade.cell_id)
    for student, name, automatic, manual, score in graded:
        given = automatic is not None or manual is not None
        entered[student].scores[name.removeprefix("test_")] = float(score) if given else None
    return entered


def _names(gradebook: Gradebook) -> dict[str, str]:
    columns = gradebook.db.query(Student.id, Student.first_name, Student.last_name)
    return {student: " ".join(filter(None, (first, last))) for student, first, last in columns}
