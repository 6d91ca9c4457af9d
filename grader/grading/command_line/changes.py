"""Commands that change grades after they were given, or what they are made from: due, extend, settings, restore."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import click

from grader import lessons
from grader.core.numbers import counted
from grader.grading.command_line.shared import (
    DRY_RUN,
    JSON,
    YES,
    ended,
    keep_copy,
    lesson_first,
    may_replace,
)  # fmt: skip
from grader.grading.course import Course
from grader.grading.errors import CourseError


@click.command()
@click.argument("lesson")
@click.argument("when", required=False)
@click.option("--none", "no_date", is_flag=True, help="Remove the due date.")
@DRY_RUN
@YES
@JSON
def due(lesson: str, when: str | None, *, no_date: bool, dry_run: bool, yes: bool) -> None:
    """Show the due date of LESSON, or move it to WHEN and show which late penalties that changes.

    WHEN is a date, a time of day and a time zone. Without a zone it is in the zone of the course, which
    `c.Exchange.timezone` sets. LESSON may be any assignment.

    \b
        grader due 01_linear_regression
        grader due 01_linear_regression "2030-10-01 23:59 Europe/Berlin"
    """
    from grader.grading.command_line import console
    from grader.grading.commands import dates
    from grader.grading.times import read_time, shown, shown_due, zone_of

    course = Course.find()
    zone, read = zone_of(course.config), dates.read(course, lesson)
    if when is None and not no_date:
        console.show(f"{lesson}: {'no due date' if read.due is None else f'due {shown(read.due, zone)}'}")
        extended = [name for name, each in sorted(read.submitted.items()) if each and each[0].extension is not None]
        for name in extended:
            console.show(f"  {name}: {shown_due(read.own_due(name), zone)}")
        return
    if when is not None and no_date:
        raise ended("give a date or --none, and not both", 2)
    new = None if no_date else read_time(when or "", zone)
    moves = dates.plan(course, read, new, {})
    console.show(f"{lesson}: {shown_due(read.due, zone)} → {shown_due(new, zone)}")
    changed = [move for move in moves if move.changes_points]
    if changed:
        console.show(console.moves_table(changed, lesson, zone))
    console.show(f"{counted(len(changed), 'student')} with other points")
    if may_replace(len(changed), dry_run=dry_run, yes=yes):
        keep_copy(course, f"grader due {lesson}")
        dates.write(course, lesson, new, {}, moves)
        console.show(f"run `grader release {lesson}` to show the date in the notebook that students get")


@click.command()
@click.argument("lesson")
@click.argument("student", nargs=-1)
@click.option("--students", "file", type=click.File(encoding="utf-8-sig"), help="A file with one student id a line.")
@click.option("--days", type=click.IntRange(min=0), default=0, help="Days beyond the due date of the class.")
@click.option("--hours", type=click.IntRange(min=0), default=0, help="Hours, in addition to the days.")
@click.option("--until", metavar="WHEN", help="Until this date and time, as `grader due` takes it.")
@click.option("--none", "no_extension", is_flag=True, help="Take the extension back.")
@DRY_RUN
@YES
@JSON
def extend(  # noqa: PLR0913 - the options
    lesson: str, student: tuple[str, ...], *, file: Iterable[str] | None, days: int, hours: int,
    until: str | None, no_extension: bool, dry_run: bool, yes: bool,
) -> None:  # fmt: skip
    """Give students more time for LESSON, and take back the late penalties that no longer apply.

    A new extension replaces an earlier one. It is kept where nbgrader keeps it, so `nbgrader` and formgrader know it
    too. LESSON may be any assignment that has a due date. A STUDENT may also come before LESSON.

    \b
        grader extend 01_linear_regression hazel --days 3
        grader extend 01_linear_regression hazel rowan --until "2030-10-04 12:00"
        grader extend 01_linear_regression --students group_b.txt --days 1 --hours 12
        grader extend 01_linear_regression hazel --none
    """
    from grader.grading import assignments
    from grader.grading.command_line import console
    from grader.grading.commands import dates
    from grader.grading.times import moved, read_time, shown, zone_of

    course = Course.find()
    lesson, named = lesson_first(lesson, student, assignments.names(course))
    names = [*named, *(line.strip() for line in file or () if line.strip())]
    chosen = [bool(days or hours), until is not None, no_extension]
    if not names or sum(chosen) != 1:
        raise ended("name the students, and one of: --days and --hours, --until, --none", 2)
    zone, read = zone_of(course.config), dates.read(course, lesson)
    if read.due is None:
        raise CourseError(f'{lesson} has no due date: set one with `grader due {lesson} "2030-10-01 23:59"`')
    unknown = [name for name in names if name not in read.students]
    if unknown:
        raise CourseError(f"the gradebook knows no student {', '.join(unknown)}; it knows: {', '.join(read.students)}")
    extension = None
    if not no_extension:
        until_when = moved(read.due, dt.timedelta(days, hours=hours), zone) if until is None else read_time(until, zone)
        extension = until_when - read.due
        if extension <= dt.timedelta():
            raise CourseError(f"{shown(until_when, zone)} is not after the due date, {shown(read.due, zone)}")
    own: dict[str, dt.timedelta | None] = dict.fromkeys(names, extension)
    moves = [move for move in dates.plan(course, read, read.due, own) if move.student in own]
    console.show(console.moves_table(moves, lesson, zone))
    if may_replace(len(moves), dry_run=dry_run, yes=yes):
        keep_copy(course, f"grader extend {lesson}")
        dates.write(course, lesson, read.due, own, moves)


@click.command()
@click.argument("lesson", nargs=-1, metavar="[LESSON]...")
@JSON
def settings(lesson: tuple[str, ...]) -> None:
    """List the points and thresholds of LESSON (default: all lessons), their defaults, and where those come from.

    To change one, write it in nbgrader_config.py. `grader regrade LESSON` then shows what changes for the class.

    \b
        grader settings 01_linear_regression
    """
    from grader.grading import settings as of_course
    from grader.grading.command_line import console

    course = Course.find()
    for name in lesson:
        lessons.find(name)
    for name in lesson or lessons.MODULES:
        title = f"{name}, dropped" if name in of_course.dropped(course.config) else name
        console.show(console.settings_table(list(of_course.listed(name)), title))
    console.show(
        'c.LessonSettings.points = {"LESSON": {"EXERCISE": 3}}, c.LessonSettings.thresholds = {"LESSON": '
        '{"EXERCISE.THRESHOLD": 0.2}} and c.LessonSettings.dropped = ["LESSON"] in nbgrader_config.py change them'
    )


@click.command()
@click.argument("copy", required=False)
@DRY_RUN
@YES
@JSON
def restore(copy: str | None, *, dry_run: bool, yes: bool) -> None:
    """Go back to a copy of the gradebook. Without COPY, the copies are listed.

    A command that replaces grades makes a copy first, and the last ten copies are kept. A copy has the grades of all
    lessons, and the graded files that the command and later ones have replaced. COPY is a name in the list, or
    "latest".

    \b
        grader restore
        grader restore latest --dry-run
        grader restore latest
    """
    from grader.grading.command_line import console
    from grader.grading.gradebook import copies

    course = Course.find()
    if copy is None:
        there = copies.copies(course)
        console.show(console.copies_table(there) if there else "no command has replaced a grade yet")
        return
    found = copies.find(course, copy)
    changes = copies.changes(course, found)
    if changes:
        console.show(console.changes_table(changes, found.name))
    students = {change.student for change in changes}
    console.show(f"{counted(len(students), 'student')} with other points")
    if may_replace(len(students), dry_run=dry_run, yes=yes):
        copies.restore(course, found)
        console.show(f"the gradebook is as it was before `{found.about.command}`")


COMMANDS = (due, extend, settings, restore)
