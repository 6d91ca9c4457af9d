"""A class as it may well be, for a picture: each student has made the mistakes of some sample answers."""

from __future__ import annotations

from grader import lessons
from grader.grading import assignments
from grader.grading.course import Course
from grader.grading.report.rows import GRADED, NOT_GRADED, NOT_HANDED_IN, ClassData, Part, Row
from tests.support.answers import answers
from tests.support.classroom import LINE, ROOT

# The names of the answers whose mistakes are made, and who makes them.
MADE = {
    "": "alder birch elm juniper linden",
    "hard-coded-line": "hazel",
    "missing-zero-grad-repair": "ash",
    "model-not-fresh": "quince",
    "losses-not-floats": "cedar",
    "missing-zero-grad": "beech maple",
    "missing-zero-grad missing-zero-grad-repair": "rowan",
    "step-before-backward wrong-values-line-no-intercept": "hornbeam",
    "broadcast-target": "larch",
    "wrong-reduction wrong-reduction-by-hand": "walnut",
    "raised-an-error-forward missing-zero-grad-repair": "willow",
}


def sample_class() -> ClassData:
    """Return the class, which has learnt lesson 1."""
    lesson = lessons.find(LINE)
    assignment = assignments.Assignment(LINE, (lesson.notebook,), lesson)
    sections = assignments.sections(Course(ROOT), assignment)
    parts = tuple(
        Part(name, each.__doc__ or "", each.points, sections[name]) for name, each in lesson.exercises.items()
    )
    lost = {answer.name: answer.expected for answer in answers(LINE)}
    rows = [
        _row(student, parts, [lost[name] for name in names.split()])
        for names, students in MADE.items()
        for student in students.split()
    ]
    rows += [
        Row(student="sloe", state=NOT_GRADED, reason="linear_regression.ipynb is not a notebook: JSONDecodeError"),
        Row(student="vine", state=NOT_HANDED_IN),
    ]
    title = assignments.title(Course(ROOT), assignment)
    return ClassData(LINE, parts, tuple(sorted(rows, key=lambda row: row.student)), title)


def _row(student: str, parts: tuple[Part, ...], made: list[dict[str, tuple[float, tuple[str, ...]]]]) -> Row:
    points, codes = {part.name: part.max_points for part in parts}, {}
    for expected in made:
        for name, (earned, found) in expected.items():
            if found:
                points[name], codes[name] = earned, found
    return Row(student=student, state=GRADED, points=sum(points.values()), parts=points, codes=codes)
