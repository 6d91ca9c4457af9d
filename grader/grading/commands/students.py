"""Enter students from a CSV file into the gradebook: nbgrader's own columns, or those that other systems export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Gradebook, MissingEntry

from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.lms.known_students import plain
from grader.grading.lms.spreadsheets import rows_in

# nbgrader's fields, each with the headings that it has in files of Canvas, Moodle, Brightspace, Blackboard, Gradescope
# and GitHub Classroom. A file may have several columns of one field: the first of these names counts.
HEADINGS = {
    "id": ("id", "student id", "username", "user name", "sis login id", "login id", "sid", "identifier", "login"),
    "first_name": ("first name", "given name", "firstname"),
    "last_name": ("last name", "surname", "family name", "lastname"),
    "email": ("email", "email address", "e-mail", "mail"),
    "lms_user_id": ("lms user id", "canvas user id", "orgdefinedid", "id number", "github username"),
}
MAX_NAMED = 5  # lines that an error names


class Entered(NamedTuple):
    """What a row of the file does: `changes` are the old and the new values of the fields that differ."""

    student: str
    state: str
    changes: dict[str, tuple[str | None, str | None]]


def read(path: Path) -> dict[str, dict[str, str]]:
    """Return the fields of each student in a CSV file, by id. Raises CourseError, which says what is wrong with it."""
    rows = rows_in(path)
    if not rows:
        raise CourseError(f"{path} is empty")
    heading, *lines = rows
    columns = _columns(heading)
    if "id" not in columns:
        raise CourseError(
            f"{path} has no column for the student's id: name one of its columns `id`. Its columns are: "
            f"{', '.join(heading)}"
        )
    found: dict[str, dict[str, str]] = {}
    wrong = []
    for number, line in enumerate(lines, 2):
        fields = {field: line[index].removeprefix("#") for field, index in columns.items() if index < len(line)}
        student = fields.pop("id", "")
        if not student or student in found or "/" in student or student.startswith("."):
            wrong.append(f"row {number} has {_what_is_wrong(student, found)}")
        else:
            found[student] = fields
    if wrong:
        more = f", and {len(wrong) - MAX_NAMED} more" if len(wrong) > MAX_NAMED else ""
        raise CourseError(f"{path}: {'; '.join(wrong[:MAX_NAMED])}{more}")
    return found


def _columns(heading: list[str]) -> dict[str, int]:
    """Return the index of each field's column."""
    there = {plain(name): index for index, name in reversed(list(enumerate(heading)))}
    found = {field: [there[name] for name in names if name in there] for field, names in HEADINGS.items()}
    return {field: indices[0] for field, indices in found.items() if indices}


def _what_is_wrong(student: str, found: dict[str, dict[str, str]]) -> str:
    if not student:
        return "no id"
    return f"the id {student} again" if student in found else f"the id {student!r}, which cannot name a folder"


def enter(course: Course, students: dict[str, dict[str, str]], *, dry_run: bool = False) -> Iterator[Entered]:
    """Enter the students, and yield what changes for each. An empty field of the file changes nothing."""
    with course.gradebook() as gradebook:
        for student, fields in students.items():
            given = {field: value for field, value in fields.items() if value}
            before = _fields(gradebook, student)
            changes: dict[str, tuple[str | None, str | None]] = {
                name: (before.get(name), new) for name, new in given.items() if before.get(name) != new
            }
            state = "new" if before.get("id") is None else "changed" if changes else "as before"
            if not dry_run and state != "as before":
                gradebook.update_or_create_student(student, **given)
            yield Entered(student, state, changes)


def _fields(gradebook: Gradebook, student: str) -> dict[str, str | None]:
    """Return the fields of a student in the gradebook: none if the student is unknown."""
    try:
        found = gradebook.find_student(student)
    except MissingEntry:
        return {}
    return {field: getattr(found, field) for field in HEADINGS}
