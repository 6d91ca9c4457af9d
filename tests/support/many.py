"""A large class made out of a small one that was graded: the same submissions, under other students' names."""

from __future__ import annotations

import os
import shutil
import warnings
from itertools import cycle
from typing import TYPE_CHECKING

from sqlalchemy.exc import SAWarning

from grader import lessons
from grader.core.atomic_files import atomic_write
from grader.core.verdict import Verdict
from grader.grading.gradebook.writer import GradebookWriter, Scores
from grader.grading.verdicts import autograded_notebook, evidence_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.grading.course import Course


def copy_grades(course: Course, lesson: str, students: Iterable[str], like: Sequence[str], *lost: str) -> None:
    """Give each of `students` what grading has left of one of those whom they are `like`, in turns.

    As a stricter grader would have left it: without points for the exercises named as `lost`. Their files are the same
    ones where nothing is: links.
    """
    declared = lessons.find(lesson)
    contents = {name: _contents(course, lesson, name, lost) for name in like}
    with course.gradebook() as gradebook, warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # of nbgrader's own add_submission
        writer = GradebookWriter(gradebook, lesson, course.config)
        for student, name in zip(students, cycle(like), strict=False):
            verdicts, files = contents[name]
            folder = course.autograded(lesson, student)
            folder.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(course.autograded(lesson, name), folder, copy_function=os.link)
            for path, content in files.items():
                atomic_write(folder / path, content)
            writer.begin(student, None)
            points = {f"test_{exercise}": verdict.points for exercise, verdict in verdicts.items()}
            writer.save(student, declared.notebook, Scores(points, frozenset()))


def _contents(
    course: Course, lesson: str, student: str, lost: tuple[str, ...]
) -> tuple[dict[str, Verdict], dict[str, bytes]]:
    """Return a student's verdicts, and the files that say otherwise than they do now."""
    declared = lessons.find(lesson)
    folder = course.autograded(lesson, student)
    path = evidence_file.place(folder, declared.notebook)
    kept = evidence_file.read(path.read_bytes(), declared)
    verdicts = {verdict.exercise: verdict for verdict in map(Verdict.from_json, kept["verdicts"])}
    if not lost:
        return verdicts, {}
    verdicts |= {name: declared.exercises[name].lost("wrong-values", "an older check") for name in lost}
    notebook = folder / f"{declared.notebook}.ipynb"
    return verdicts, {
        notebook.name: autograded_notebook.with_verdicts(notebook.read_bytes(), declared, verdicts),
        path.name: evidence_file.with_verdicts(kept, verdicts.values()),
    }
