"""Collect the data of a report: scores from the gradebook, and findings from the evidence files.

A few queries read the whole class instead of one query for each student, and no notebook is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbgrader.api import Assignment, MissingEntry, Student, SubmittedAssignment

from grader.grading import evidence_file, not_graded
from grader.grading.course import Course, CourseError, printable
from grader.grading.gradebook import student_scores
from grader.grading.gradebook.connect import existing
from grader.grading.report.rows import GRADED, NOT_GRADED, NOT_HANDED_IN, ClassData, Part, Row
from grader.grading.submission_folder import handed_in_since

if TYPE_CHECKING:
    from pathlib import Path

    from nbgrader.api import Gradebook

    from grader.core.exercise import Lesson
    from grader.core.verdict import Verdict
    from grader.grading.gradebook.student_scores import StudentScores

NO_REASON = "not graded yet, or by a command that keeps no reason: see .nbgrader.log, or run grader autograde"


def lessons_graded(course: Course, known: list[str]) -> list[str]:
    """Return those of the `known` lessons that have submissions in the gradebook. Raises CourseError."""
    with existing(course) as gradebook:
        query = gradebook.db.query(Assignment.name).join(
            SubmittedAssignment, SubmittedAssignment.assignment_id == Assignment.id
        )
        there = {name for (name,) in query.distinct()}
    return [name for name in known if name in there]


def gather(course: Course, lesson: Lesson) -> ClassData:
    """Return the data of the class. Raises CourseError if the lesson was never graded."""
    with existing(course) as gradebook:
        assignment = _assignment(gradebook, lesson)
        parts = _parts(assignment, lesson)
        entered = student_scores.scores_of_assignment(gradebook, lesson.name)
        names = _names(gradebook)
    if not entered:
        raise CourseError(f"{lesson.name} has not been graded: run grader autograde {lesson.name}")
    handed_in = set(course.handed_in(lesson.name))
    folders = course.autograded(lesson.name, "*").parent.parent
    rows = []
    for student in sorted(names.keys() | handed_in | entered.keys()):
        given: dict[str, Any] = {"student": printable(student), "name": names.get(student, "")}
        folder = folders / student / lesson.name
        if entered.get(student):
            given |= _times(entered[student])
        if student in entered and not student_scores.are_unfinished(entered[student]):
            given["outdated"] = student in handed_in and handed_in_since(course, lesson.name, student)
            rows.append(_graded(given, entered[student], evidence_file.place(folder, lesson.notebook), lesson.name))
        elif student in handed_in or (student in entered and not entered[student][0].is_only_extended):
            rows.append(Row(**given, state=NOT_GRADED, reason=not_graded.read(folder) or NO_REASON))
        else:
            rows.append(Row(**given, state=NOT_HANDED_IN))
    return ClassData(lesson.name, parts, tuple(rows))


def _times(entered: list[StudentScores]) -> dict[str, Any]:
    first = entered[0]
    return {
        "handed_in": first.handed_in, "due": first.own_due, "is_extended": first.extension is not None,
        "seconds_late": first.seconds_late,
    }  # fmt: skip


def _graded(given: dict[str, Any], entered: list[StudentScores], evidence: Path, lesson: str) -> Row:
    penalty = sum(one.late_penalty for one in entered)
    points = max(0.0, sum(one.score for one in entered) - penalty)  # like nbgrader's own export
    parts = {name.removeprefix("test_"): float(score.counts) for one in entered for name, score in one.scores.items()}
    verdicts: tuple[Verdict, ...] = ()
    absent: tuple[str, ...] = ()
    problem = ""
    try:
        found = evidence_file.stored_in(evidence, lesson)
    except evidence_file.UnreadableEvidenceError as error:
        problem = str(error)
    else:
        verdicts, absent = ((), ()) if found is None else (found.verdicts, found.absent)
        problem = "" if found is not None else f"there is no {evidence.name}"
    return Row(
        **given, state=GRADED, points=points, late_penalty=penalty, parts=parts, problem=problem, absent=absent,
        waiting=tuple(name.removeprefix("test_") for one in entered for name in one.waiting),
        codes={verdict.exercise: tuple(dict.fromkeys(verdict.codes)) for verdict in verdicts if verdict.findings},
    )  # fmt: skip


def _assignment(gradebook: Gradebook, lesson: Lesson) -> Assignment:
    try:
        return gradebook.find_assignment(lesson.name)
    except MissingEntry:
        raise CourseError(
            f"the gradebook does not know {lesson.name}, so it has not been graded: run grader autograde {lesson.name}"
        ) from None


def _parts(assignment: Assignment, lesson: Lesson) -> tuple[Part, ...]:
    """Return the exercises in the lesson's order, then the other graded cells."""
    cells = {
        cell.name.removeprefix("test_"): float(cell.max_score)
        for notebook in assignment.notebooks
        for cell in [*notebook.grade_cells, *notebook.task_cells]
    }
    own = [name for name in lesson.exercises if name in cells]
    others = sorted(cells.keys() - set(own))
    titles = {name: (lesson.exercises[name].__doc__ or "").strip().splitlines() for name in own}
    return tuple(Part(name, "".join(titles.get(name, [])[:1]), cells[name]) for name in [*own, *others])


def _names(gradebook: Gradebook) -> dict[str, str]:
    columns = gradebook.db.query(Student.id, Student.first_name, Student.last_name)
    return {student: " ".join(filter(None, (first, last))) for student, first, last in columns}
