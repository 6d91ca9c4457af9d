"""What commands share: how they end, whom they are about, and how they ask before they replace grades."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader.core.numbers import counted
from grader.grading.course import Course, CourseError, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.core.exercise import Lesson

MAX_UNASKED = 10  # students whose grades a command replaces without asking


def ended(message: str, status: int) -> click.ClickException:
    """Return the error with which a command ends: one line, and an exit status."""
    error = click.ClickException(message)
    vars(error)["exit_code"] = status
    return error


def students_among(there: list[str], chosen: str | None, what: str, lesson: str) -> list[str]:
    """Return the `chosen` student, or all who are there if none is chosen. Raises CourseError if there is nobody."""
    if chosen is None and there:
        return there
    if chosen in there:
        return [chosen]
    who = f"no {what} of {lesson}" + (f" by {chosen}" if chosen else "")
    raise CourseError(f"{who}; there are {what}s by: {', '.join(map(printable, there))}" if there else who)


def refuse_unknown(lesson: Lesson, exercises: Iterable[str]) -> None:
    """End the command with status 2 if one of the `exercises` is not in the lesson."""
    for name in exercises:
        if name not in lesson.exercises:
            raise ended(f"{lesson.name} has no exercise {name!r}; there are: {', '.join(lesson.exercises)}", 2)


def may_replace(count: int, *, dry_run: bool, yes: bool) -> bool:
    """Tell whether to replace the grades of so many students. Asks if there are more than ten, and says what follows.

    A dry run replaces nothing.
    """
    if dry_run:
        click.echo("nothing written, because of --dry-run")
        return False
    if yes or count <= MAX_UNASKED or click.confirm(f"Write what changes for {counted(count, 'student')}?"):
        return True
    click.echo("nothing written")
    return False


def keep_copy(course: Course, command: str, submissions: Iterable[tuple[str, str]] = ()) -> None:
    """Keep a copy of the gradebook before a command replaces grades, and say how to go back. Raises CourseError."""
    from grader.grading.gradebook import copies

    copy = copies.keep(course, command, submissions)
    if copy is not None:
        click.echo(f"the gradebook of before is kept: `grader restore {copy.name}` takes this back")


DRY_RUN = click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
YES = click.option("--yes", is_flag=True, help="Write without asking, for more than ten students too.")
