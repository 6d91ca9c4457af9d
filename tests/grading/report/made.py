"""A class whose grading is written down instead of done: a gradebook and evidence, as `grader autograde` leaves them.

The gradebook is nbgrader's own. Its rows go in all at once: one by one a large class would take an hour.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from nbgrader.api import (
    BaseCell,
    Grade,
    GradeCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)  # fmt: skip
from sqlalchemy import insert

from grader import lessons
from grader.core.verdict import Verdict
from grader.grading.assignments import Assignment
from grader.grading.verdicts.evidence_file import EVIDENCE_SUFFIX
from tests.support.classroom import LINE, hand_in

if TYPE_CHECKING:
    from pathlib import Path

    from grader.grading.course import Course

LESSON = lessons.find(LINE)
ASSIGNMENT = Assignment(LINE, (LESSON.notebook,), LESSON)
EXERCISES = LESSON.exercises


def released(course: Course) -> None:
    """Let the gradebook know the lesson, as a release does."""
    with course.gradebook() as gradebook:
        gradebook.add_assignment(LINE)
        gradebook.add_notebook(LESSON.notebook, LINE)
        for name, exercise in EXERCISES.items():
            gradebook.add_grade_cell(f"test_{name}", LESSON.notebook, LINE, max_score=exercise.points, cell_type="code")


def verdicts(**codes: str) -> dict[str, Verdict]:
    """Return a verdict on each exercise: all points, or none for one of these names, with this code."""
    return {
        name: exercise.lost(codes[name], "a message") if name in codes else Verdict.of(name, exercise.points, [])
        for name, exercise in EXERCISES.items()
    }


def graded(course: Course, judged: Mapping[str, Mapping[str, Verdict]], *, with_files: bool = True) -> None:
    """Enter the verdicts of each student: scores into the gradebook, and evidence unless it is not `with_files`."""
    entered(course, {who: {name: v.points for name, v in of.items()} for who, of in judged.items()})
    for student, of in judged.items() if with_files else ():
        evidence(course, student, of.values())


def entered(course: Course, scores: Mapping[str, Mapping[str, float | None]]) -> None:
    """Enter the autograder's score of each exercise, by student."""
    with course.gradebook() as gradebook:
        assignment = gradebook.find_assignment(LINE)
        notebook = gradebook.find_notebook(LESSON.notebook, LINE)
        cells = dict(gradebook.db.query(BaseCell.name, BaseCell.id).filter(GradeCell.id == BaseCell.id).all())
        people, submissions, notebooks, grades = [], [], [], []
        for student, of in scores.items():
            people.append({"id": student})
            submissions.append({"id": f"s-{student}"[:32], "assignment_id": assignment.id, "student_id": student})
            book = f"n-{student}"[:32]
            notebooks.append({"id": book, "assignment_id": f"s-{student}"[:32], "notebook_id": notebook.id})
            grades += [
                {
                    "cell_id": cells[f"test_{name}"], "notebook_id": book, "auto_score": score,
                    "needs_manual_grade": score is None,
                }
                for name, score in of.items()
            ]  # fmt: skip
        rows: Iterable[tuple[type, list[dict[str, Any]]]] = [
            (Student, people), (SubmittedAssignment, submissions), (SubmittedNotebook, notebooks), (Grade, grades),
        ]  # fmt: skip
        for table, values in rows:
            gradebook.db.execute(insert(table), values)
        gradebook.db.commit()


def evidence(course: Course, student: str, judged: Iterable[Verdict], tensors: str = "") -> Path:
    """Write what JudgeEvidence keeps of a submission, which was handed in; return its path."""
    hand_in(course, LINE, student, "{}")
    kept = {
        "submission": "a fingerprint", "lesson": LINE, "verdicts": [verdict.to_json() for verdict in judged],
        "bundles": {name: [{"version": 1, "tree": {}, "tensors": tensors}] for name in EXERCISES}, "lost": [],
    }  # fmt: skip
    path = course.autograded(LINE, student) / f"{LESSON.notebook}{EVIDENCE_SUFFIX}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept))
    return path
