"""Count the points of an assignment that is not a lesson again, after their maximum has changed. Nothing is run.

The outputs of the graded cells are stored, and the gradebook has the maximum points of the last release. A changed test
needs `grader autograde --force`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from grader.core.atomic_files import atomic_write
from grader.core.verdict import Verdict
from grader.grading.assignments import Assignment
from grader.grading.commands.rejudged import UNKNOWN, Rejudged, State
from grader.grading.course import Course
from grader.grading.errors import NotGradedError
from grader.grading.gradebook import student_scores
from grader.grading.gradebook.connect import existing
from grader.grading.gradebook.student_scores import StudentScores
from grader.grading.gradebook.writer import GradebookWriter
from grader.grading.log import LOG
from grader.grading.notebook_files.submitted_file import fingerprint_of
from grader.grading.notebook_files.writing import as_bytes
from grader.grading.submission.locks import SubmissionLocks
from grader.grading.submission.submission_grader import reason_of
from grader.grading.verdicts import evidence_file
from grader.grading.verdicts.notebook_cells import grade_id, is_graded
from grader.grading.verdicts.plain_assignments import verdicts_in

Cells = list[dict[str, Any]]
Points = dict[str, dict[str, float]]  # maximum points by notebook and cell


def judge_again(course: Course, assignment: Assignment, chosen: list[str]) -> Iterator[Rejudged]:
    """Count the stored points of the `chosen` students again, and yield the result for each. Writes nothing.

    Raises CourseError.
    """
    name = assignment.name
    with existing(course) as gradebook:
        scores = {
            each: student_scores.scores_of_class(gradebook, name, each) for each in assignment.notebooks
        }  # fmt: skip
        most = {each: student_scores.max_points_by_cell(gradebook, name, each) for each in assignment.notebooks}
    for student in chosen:
        own = {notebook: of[student] for notebook, of in scores.items() if student in of}
        try:
            yield _judged(course, assignment, student, own, most)
        except (NotGradedError, OSError, ValueError, KeyError, TypeError) as error:
            yield Rejudged(student, "not judged", reason=reason_of(error))


def write(course: Course, assignment: Assignment, judged: list[Rejudged]) -> Iterator[Rejudged]:
    """Write the points of those submissions that differ, and yield each when it is written. Raises CourseError."""
    with existing(course) as gradebook, SubmissionLocks(course, assignment.name) as locks:
        writer = GradebookWriter(gradebook, assignment.name, course.config)
        most = {
            each: student_scores.max_points_by_cell(gradebook, assignment.name, each) for each in assignment.notebooks
        }
        for again in judged:
            if not again.differs:
                continue
            try:
                with ExitStack() as held:
                    held.enter_context(locks.held(again.student))
                    _write(course, assignment, again, most, writer)
            except (NotGradedError, OSError) as error:
                yield again._replace(state="not judged", reason=reason_of(error))
                continue
            LOG.info("%s: counted again, %g points", again.student, sum(each.points for each in again.new.values()))
            yield again


def _judged(
    course: Course, assignment: Assignment, student: str, scores: Mapping[str, StudentScores], most: Points
) -> Rejudged:
    """Count one submission again. Raises NotGradedError."""
    if not scores:
        raise NotGradedError(UNKNOWN)
    old: dict[str, float | None] = {}
    new: dict[str, Verdict] = {}
    manual = []
    stored = []
    counts = 0.0
    for notebook, path in _notebooks(course, assignment, student):
        cells = json.loads(path.read_bytes())["cells"]
        stored += list(verdicts_in(cells))
        verdicts = _counted(cells, most[notebook])
        counts += scores[notebook].with_automatic({each.exercise: each.points for each in verdicts})
        for verdict in verdicts:
            name = assignment.cell_name(notebook, verdict.exercise)
            score = scores[notebook].scores.get(verdict.exercise)
            old[name], new[name] = score.automatic if score else None, verdict
            if score and score.manual is not None:
                manual.append(name)
    state: State = "unchanged" if stored == list(new.values()) else "feedback changed"
    if any(old[name] != verdict.points for name, verdict in new.items()):
        state = "points changed"
    penalty = sum(each.late_penalty for each in scores.values())
    before = None if None in old.values() else sum(each.score for each in scores.values()) - penalty
    total = None if before is None else max(0.0, before), max(0.0, counts - penalty)
    fingerprint = _fingerprint(course, assignment, student)
    return Rejudged(student, state, old, new, tuple(manual), (penalty, penalty), total, fingerprint)


def _counted(cells: Cells, most: Mapping[str, float]) -> tuple[Verdict, ...]:
    """Put the maximum points of the release into the graded cells, and return what their outputs are worth."""
    for cell in cells:
        if is_graded(cell) and (name := grade_id(cell)) is not None and name in most:
            cell["metadata"]["nbgrader"]["points"] = most[name]
    return verdicts_in(cells)


def _write(course: Course, assignment: Assignment, again: Rejudged, most: Points, writer: GradebookWriter) -> None:
    """Write the notebooks, then the gradebook, then the stored verdicts of one submission. Raises NotGradedError."""
    if _fingerprint(course, assignment, again.student) != again.fingerprint:
        raise NotGradedError("it was graded in the meantime; regrade it again")
    evidence = {}
    for notebook, path in _notebooks(course, assignment, again.student):
        made = json.loads(path.read_bytes())
        verdicts = _counted(made["cells"], most[notebook])
        atomic_write(path, as_bytes(made))
        if writer.rescore(notebook, {again.student: {each.exercise: each.points for each in verdicts}}):
            raise NotGradedError(UNKNOWN)
        evidence[evidence_file.place(path.parent, notebook)] = [each.to_json() for each in verdicts]
    for place, stored in evidence.items():
        atomic_write(place, msgspec.json.encode(msgspec.json.decode(place.read_bytes()) | {"verdicts": stored}))


def _notebooks(course: Course, assignment: Assignment, student: str) -> list[tuple[str, Path]]:
    """Return the notebooks that were graded, by name. One that was not handed in has 0 points, whatever the maximum."""
    folder = course.autograded(assignment.name, student)
    paths = [(name, folder / f"{name}.ipynb") for name in assignment.notebooks]
    return [(name, path) for name, path in paths if path.exists()]


def _fingerprint(course: Course, assignment: Assignment, student: str) -> str:
    stored = [
        evidence_file.place(path.parent, name).read_bytes() for name, path in _notebooks(course, assignment, student)
    ]
    return fingerprint_of(b"".join(stored))
