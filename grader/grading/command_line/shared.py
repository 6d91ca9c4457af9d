"""What commands share: how they end, whom they are about, and how they ask before they replace grades."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING

import click

from grader.core.numbers import counted
from grader.grading.command_line import json_output
from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.texts import printable

if TYPE_CHECKING:
    from grader.core.exercise import Lesson

MAX_UNASKED = 10  # students whose grades a command replaces without asking


def ended(message: str, status: int) -> click.ClickException:
    """Return the error with which a command ends: one line, and an exit status."""
    error = click.ClickException(message)
    vars(error)["exit_code"] = status
    return error


def lesson_first(first: str, others: Sequence[str], known: Collection[str]) -> tuple[str, list[str]]:
    """Return the lesson, and the students in their order, also if the command line names a student first.

    `known` are the names of lessons. The order stays as given if `first` is known, or if not exactly one other is.
    """
    lessons = [name for name in others if name in known]
    if first in known or len(lessons) != 1:
        return first, list(others)
    return lessons[0], [first, *(name for name in others if name != lessons[0])]


def students_among(there: list[str], chosen: Sequence[str], what: str, lesson: str) -> list[str]:
    """Return the `chosen` students, or all who are there if none is chosen. Raises CourseError if there is nobody.

    A choice may be a pattern, as in nbgrader: "group_a_*".
    """
    if not chosen and there:
        return there
    found = {name: fnmatch.filter(there, name) if name not in there else [name] for name in chosen}
    missing = [name for name, students in found.items() if not students]
    if chosen and not missing:
        return sorted({student for students in found.values() for student in students})
    who = f"no {what} of {lesson}" + (f" by {', '.join(missing)}" if missing else "")
    raise CourseError(f"{who}; there are {what}s by: {', '.join(map(printable, there))}" if there else who)


def chosen_lessons(
    course: Course, names: Sequence[str], there: Callable[[str], list[str]], *, all_of_them: bool
) -> list[str]:
    """Return these lessons, or all that are not dropped and for which somebody is `there`.

    Ends the command with status 2 for neither lessons nor --all, and for both. Raises UnknownLessonError, CourseError.
    """
    from grader.grading import assignments, settings

    if bool(names) == all_of_them:
        raise ended("name one or more lessons, or --all for all that have submissions", 2)
    if names:
        return list(dict.fromkeys(assignments.chosen(course, names)))
    dropped = settings.dropped(course.config)
    found = [name for name in assignments.names(course) if name not in dropped and there(name)]
    if not found:
        raise CourseError("no lesson has a submission for this command")
    return found


def students_by_lesson(
    there: Callable[[str], list[str]], lessons: Sequence[str], wanted: Sequence[str], what: str
) -> dict[str, list[str]]:
    """Return the students of each lesson. If there are several lessons, those without a wanted student are left out.

    Raises CourseError if nobody is left.
    """
    found: dict[str, list[str]] = {}
    problems = []
    for lesson in lessons:
        try:
            found[lesson] = students_among(there(lesson), wanted, what, lesson)
        except CourseError as error:
            problems.append(error)
    if problems and not (found and wanted):
        raise problems[0]
    return found


def refuse_unknown(lesson: Lesson, exercises: Iterable[str]) -> None:
    """End the command with status 2 if one of the `exercises` is not in the lesson."""
    for name in exercises:
        if name not in lesson.exercises:
            raise ended(f"{lesson.name} has no exercise {name!r}; there are: {', '.join(lesson.exercises)}", 2)


def may_replace(count: int, *, dry_run: bool, yes: bool) -> bool:
    """Tell whether to replace the grades of so many students. Asks if there are more than ten, and says what follows.

    A dry run replaces nothing.
    """
    from grader.grading.command_line import console

    if dry_run:
        console.show("nothing written, because of --dry-run")
        return False
    question = f"Write what changes for {counted(count, 'student')}?"
    if yes or count <= MAX_UNASKED or click.confirm(question, err=json_output.document() is not None):
        return True
    console.show("nothing written")
    return False


def keep_copy(course: Course, command: str, submissions: Iterable[tuple[str, str]] = ()) -> None:
    """Keep a copy of the gradebook before a command replaces grades, and say how to go back. Raises CourseError."""
    from grader.grading.command_line import console
    from grader.grading.gradebook import copies

    copy = copies.keep(course, command, submissions)
    if copy is not None:
        console.show(f"the old gradebook is kept as a copy: `grader restore {copy.name}` takes this back")


JSON = click.option(
    "--json",
    is_flag=True,
    expose_value=False,
    callback=json_output.begin,
    help="Print JSON, as docs/json.md describes.",
)
LESSONS = click.argument("lesson", nargs=-1, metavar="[LESSON]...")
ALL = click.option("--all", "all_lessons", is_flag=True, help="All lessons that have submissions.")
STUDENTS = click.option(
    "--student", multiple=True, metavar="ID", help="This student only. May be given several times, or as a pattern."
)
DRY_RUN = click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
YES = click.option("--yes", is_flag=True, help="Write without asking, for more than ten students too.")
