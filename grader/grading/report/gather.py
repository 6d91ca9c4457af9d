"""Collect the data of a report: scores from the gradebook, and findings from the evidence files.

A few queries read the whole class instead of one query for each student, and no notebook is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment as AssignmentRow
from nbgrader.api import Gradebook, MissingEntry, Student, SubmittedAssignment

from grader.grading import assignments
from grader.grading.assignments import Assignment
from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.gradebook import not_graded, student_scores
from grader.grading.gradebook.connect import existing
from grader.grading.gradebook.student_scores import StudentScores
from grader.grading.report.rows import GRADED, NOT_GRADED, NOT_HANDED_IN, ClassData, Part, Row
from grader.grading.submission.submission_folder import handed_in_since
from grader.grading.texts import printable
from grader.grading.verdicts import evidence_file

NO_REASON = "not graded yet, or by a command that keeps no reason: see .nbgrader.log, or run grader autograde"


def lessons_graded(course: Course, known: list[str]) -> list[str]:
    """Return those of the `known` lessons that have submissions in the gradebook. Raises CourseError."""
    with existing(course) as gradebook:
        query = gradebook.db.query(AssignmentRow.name).join(
            SubmittedAssignment, SubmittedAssignment.assignment_id == AssignmentRow.id
        )
        there = {name for (name,) in query.distinct()}
    return [name for name in known if name in there]


def gather(course: Course, assignment: Assignment, *, even_if_empty: bool = False) -> ClassData:
    """Return the data of the class. Raises CourseError if the assignment was never graded.

    With `even_if_empty` it returns data in which nobody is graded then.
    """
    name = assignment.name
    with existing(course) as gradebook:
        parts = _parts(course, gradebook, assignment)
        entered = _scores(gradebook, assignment)
        names = _names(gradebook)
    if not entered and not even_if_empty:
        raise CourseError(f"{name} has not been graded: run grader autograde {name}")
    handed_in = set(course.handed_in(name))
    folders = course.autograded(name, "*").parent.parent
    rows = []
    for student in sorted(names.keys() | handed_in | entered.keys()):
        given: dict[str, Any] = {"student": printable(student), "name": names.get(student, "")}
        folder = folders / student / name
        own = entered.get(student, {})
        given |= _times(list(own.values()))
        page = course.feedback(name, student) / f"{assignment.main}.html" if assignment.notebooks else None
        given["feedback"] = str(page) if page is not None and page.is_file() else ""
        if own and not student_scores.are_unfinished(list(own.values())):
            given["outdated"] = student in handed_in and handed_in_since(course, name, student)
            rows.append(_graded(given, assignment, own, folder))
        elif student in handed_in or any(not one.is_only_extended for one in own.values()):
            rows.append(Row(**given, state=NOT_GRADED, reason=not_graded.read(folder) or NO_REASON))
        else:
            rows.append(Row(**given, state=NOT_HANDED_IN))
    return ClassData(name, parts, tuple(rows), assignments.title(course, assignment))


def _times(entered: list[StudentScores]) -> dict[str, Any]:
    if not entered:
        return {}
    first = entered[0]
    return {
        "handed_in": first.handed_in, "due": first.own_due, "is_extended": first.extension is not None,
        "seconds_late": first.seconds_late,
    }  # fmt: skip


def _graded(
    given: dict[str, Any], assignment: Assignment, entered: Mapping[str, StudentScores], folder: Path
) -> Row:  # fmt: skip
    scores = list(entered.values())
    parts = {
        assignment.cell_name(notebook, cell): float(score.counts)
        for notebook, one in entered.items()
        for cell, score in one.scores.items()
    }
    codes: dict[str, tuple[str, ...]] = {}
    absent: dict[str, None] = {}
    problems, file_notes = [], []
    for notebook in assignment.notebooks if assignment.lesson is None else [assignment.main]:
        try:
            found = _found(folder, assignment, notebook)
        except evidence_file.UnreadableEvidenceError as error:
            problems.append(str(error))
            continue
        absent |= dict.fromkeys(found.absent)
        file_notes += [found.file_note] if found.file_note else []
        for verdict in found.verdicts:
            if verdict.findings:
                codes[assignment.cell_name(notebook, verdict.exercise)] = tuple(dict.fromkeys(verdict.codes))
    return Row(
        **given, state=GRADED, points=student_scores.counts_after_penalties(scores),
        late_penalty=sum(one.late_penalty for one in scores), parts=parts, codes=codes,
        problem="; ".join(problems), absent=tuple(absent), file_note="; ".join(file_notes),
        waiting=tuple(assignment.cell_name(name, cell) for name, one in entered.items() for cell in one.waiting),
    )  # fmt: skip


def _found(folder: Path, assignment: Assignment, notebook: str) -> evidence_file.StoredVerdicts:
    """Return what the grader stored about one notebook. Nothing is stored about one that was not handed in.

    Raises UnreadableEvidenceError.
    """
    place = evidence_file.place(folder, notebook)
    found = evidence_file.stored_in(place, assignment.name)
    if found is not None:
        return found
    if assignment.lesson is None and not (folder / f"{notebook}.ipynb").exists():
        return evidence_file.StoredVerdicts(assignment.name, ())
    raise evidence_file.UnreadableEvidenceError(f"there is no {place.name}")


def _scores(gradebook: Gradebook, assignment: Assignment) -> dict[str, dict[str, StudentScores]]:
    """Return the scores by student and notebook."""
    found: dict[str, dict[str, StudentScores]] = {}
    for notebook in _notebooks(gradebook, assignment):
        for student, scores in student_scores.scores_of_class(gradebook, assignment.name, notebook).items():
            found.setdefault(student, {})[notebook] = scores
    return found


def _notebooks(gradebook: Gradebook, assignment: Assignment) -> list[str]:
    try:
        return [notebook.name for notebook in gradebook.find_assignment(assignment.name).notebooks]
    except MissingEntry:
        name = assignment.name
        raise CourseError(
            f"the gradebook does not know {name}, so it has not been graded: run grader autograde {name}"
        ) from None


def _parts(course: Course, gradebook: Gradebook, assignment: Assignment) -> tuple[Part, ...]:
    """Return the exercises in the lesson's order, or the cells in the order of the source, then other graded cells."""
    cells = {
        assignment.cell_name(notebook, cell): points
        for notebook in _notebooks(gradebook, assignment)
        for cell, points in student_scores.max_points_by_cell(gradebook, assignment.name, notebook).items()
    }
    exercises = assignment.lesson.exercises if assignment.lesson is not None else {}
    sections = assignments.sections(course, assignment)
    names = [name for name in exercises or sections if name in cells]
    titles = {name: (exercise.__doc__ or "").strip().splitlines() for name, exercise in exercises.items()}
    every = [*names, *sorted(cells.keys() - set(names))]
    return tuple(Part(name, "".join(titles.get(name, [])[:1]), cells[name], sections.get(name, "")) for name in every)


def _names(gradebook: Gradebook) -> dict[str, str]:
    columns = gradebook.db.query(Student.id, Student.first_name, Student.last_name)
    return {student: " ".join(filter(None, (first, last))) for student, first, last in columns}
