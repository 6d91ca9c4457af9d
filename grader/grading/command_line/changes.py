"""Commands that change grades after they were given: regrade, due, extend, settings, restore."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from grader import lessons
from grader.grading.command_line.shared import (
    DRY_RUN,
    YES,
    counted,
    ended,
    keep_copy,
    may_replace,
    students_among,
)  # fmt: skip
from grader.grading.course import Course, CourseError

if TYPE_CHECKING:
    from grader.grading.commands.regrade import Rejudged


@click.command()
@click.argument("lesson")
@click.option("--student", metavar="ID", help="Judge one student's submission only.")
@click.option("--exercise", multiple=True, metavar="NAME", help="Judge this exercise only. May be given several times.")
@click.option(
    "--set",
    "tried",
    multiple=True,
    metavar="NAME=NUMBER",
    help="With --dry-run: try other points (training=6) or another threshold (training.loss=0.2).",
)
@DRY_RUN
@YES
@click.option("--jobs", type=click.IntRange(min=1), help="How many processes to use.  [default: one for each core]")
def regrade(  # noqa: PLR0913 - the options
    lesson: str, *, student: str | None, exercise: tuple[str, ...], tried: tuple[str, ...], dry_run: bool, yes: bool,
    jobs: int | None,
) -> None:  # fmt: skip
    """Judge the stored evidence of LESSON again, after a check, points, a threshold or a due date has changed.

    No student code runs. The command shows what changes for each student, and asks before it changes more than ten. It
    keeps a copy of the gradebook. Scores and comments from formgrader stay. Exit status: 0 if all went well, 1 if some
    could not be judged, 2 for wrong usage.

    \b
        grader regrade 01_linear_regression --dry-run
        grader regrade 01_linear_regression --student hazel
        grader regrade 01_linear_regression --exercise training --yes
        grader regrade 01_linear_regression --dry-run --set training.loss=0.2
    """
    from grader.grading import console, settings
    from grader.grading.commands import regrade as regrading

    course = Course.find()
    _refuse_regrading(course, lesson, exercise, tried, dry_run=dry_run)
    if tried:
        settings.use(course.config, {lesson: settings.read_pairs(tried)})
    chosen = students_among(course.graded(lesson), student, "graded submission", lesson)
    max_points = regrading.points_changed(course, lesson, exercise)
    if max_points and student is not None:
        raise CourseError(
            f"the points of {', '.join(max_points)} have changed for the whole class, so leave out --student"
        )
    for name, (before, now) in max_points.items():
        console.show(f"{name}: {before:g} → {now:g} points")
    each = console.with_bar(
        regrading.judge_again(course, lesson, chosen, exercises=exercise, jobs=jobs), len(chosen), lesson
    )
    judged = sorted(each, key=lambda again: again.student)
    differ = [again for again in judged if again.differs]
    failed = [again for again in judged if again.state == "not judged"]
    _show_regraded(lesson, judged)
    if (differ or max_points) and may_replace(len(differ), dry_run=dry_run, yes=yes):
        keep_copy(course, f"grader regrade {lesson}", [(lesson, again.student) for again in differ])
        new_points = {name: now for name, (_, now) in max_points.items()}
        writing = regrading.write(course, lesson, differ, max_points=new_points, jobs=jobs)
        written = console.with_bar(writing, len(differ), "writing")
        left = [again for again in written if again.state == "not judged"]
        if left:
            console.show(console.regrade_table(left, "not written"))
        console.show(
            f"written: {len(written) - len(left)}; run `grader feedback {lesson}` for what students get to read"
        )
        if max_points:
            console.show(f"run `grader release {lesson}` too, so that students see the new points")
        failed += left
    if failed:
        raise ended(f"{len(failed)} of {len(judged)} could not be judged again", 1)


def _refuse_regrading(
    course: Course, lesson: str, exercises: tuple[str, ...], tried: tuple[str, ...], *, dry_run: bool
) -> None:
    """Refuse what cannot be judged again, before anything is read. Raises CourseError."""
    from grader.grading import assignments

    assignments.find(course, lesson)
    if lesson not in lessons.MODULES and (exercises or tried):
        raise ended(f"{lesson} is not a lesson, so --exercise and --set do not apply: its release says its points", 2)
    if tried and not dry_run:
        raise ended(
            "--set needs --dry-run: to keep a setting, write it in nbgrader_config.py, as `grader settings` shows", 2
        )
    for name in exercises:
        known = lessons.find(lesson).exercises
        if name not in known:
            raise ended(f"{lesson} has no exercise {name!r}; there are: {', '.join(known)}", 2)


def _show_regraded(lesson: str, judged: list[Rejudged]) -> None:
    from grader.grading import console

    differ = [again for again in judged if again.differs]
    failed = [again for again in judged if again.state == "not judged"]
    words = sum(again.state == "feedback changed" for again in judged)
    if len(differ) > words or failed:
        console.show(console.regrade_table(judged, lesson))
    console.show(
        f"{len(judged)} judged again: {len(differ) - words} with other points, {words} with the same points in other "
        f"words, {len(judged) - len(differ) - len(failed)} as before, {len(failed)} not judged"
    )


@click.command()
@click.argument("lesson")
@click.argument("when", required=False)
@click.option("--none", "no_date", is_flag=True, help="Remove the due date.")
@DRY_RUN
@YES
def due(lesson: str, when: str | None, *, no_date: bool, dry_run: bool, yes: bool) -> None:
    """Show the due date of LESSON, or move it to WHEN, and what that changes in late penalties.

    WHEN is a date, a time of day and a time zone. Without a zone it is in the zone of the course, which
    `c.Exchange.timezone` sets. LESSON may be any assignment.

    \b
        grader due 01_linear_regression
        grader due 01_linear_regression "2030-10-01 23:59 Europe/Berlin"
    """
    from grader.grading import console
    from grader.grading.commands import dates
    from grader.grading.times import read_time, shown, zone_of

    course = Course.find()
    zone, read = zone_of(course.config), dates.read(course, lesson)
    if when is None and not no_date:
        console.show(f"{lesson}: {'no due date' if read.due is None else f'due {shown(read.due, zone)}'}")
        extended = [name for name, each in sorted(read.submitted.items()) if each and each[0].extension is not None]
        for name in extended:
            console.show(f"  {name}: {_shown_date(read.own_due(name), zone)}")
        return
    if when is not None and no_date:
        raise ended("give a date or --none, and not both", 2)
    new = None if no_date else read_time(when or "", zone)
    moves = dates.plan(course, read, new, {})
    console.show(f"{lesson}: {_shown_date(read.due, zone)} → {_shown_date(new, zone)}")
    changed = [move for move in moves if move.changes_points]
    if changed:
        console.show(console.moves_table(changed, lesson, zone))
    console.show(f"{counted(len(changed), 'student')} with other points")
    if may_replace(len(changed), dry_run=dry_run, yes=yes):
        keep_copy(course, f"grader due {lesson}")
        dates.write(course, lesson, new, {}, moves)


def _shown_date(date: dt.datetime | None, zone: dt.tzinfo) -> str:
    from grader.grading.times import shown

    return "no due date" if date is None else shown(date, zone)


@click.command()
@click.argument("lesson")
@click.argument("student", nargs=-1)
@click.option("--students", "file", type=click.File(encoding="utf-8-sig"), help="A file with one student id a line.")
@click.option("--days", type=click.IntRange(min=0), default=0, help="So many days beyond the due date of the class.")
@click.option("--hours", type=click.IntRange(min=0), default=0, help="So many hours, in addition to the days.")
@click.option("--until", metavar="WHEN", help="Until this date and time, as `grader due` takes it.")
@click.option("--none", "no_extension", is_flag=True, help="Take the extension back.")
@DRY_RUN
@YES
def extend(  # noqa: PLR0913 - the options
    lesson: str, student: tuple[str, ...], *, file: click.utils.LazyFile | None, days: int, hours: int,
    until: str | None, no_extension: bool, dry_run: bool, yes: bool,
) -> None:  # fmt: skip
    """Give students more time for LESSON, and take back the late penalties that no longer apply.

    An extension replaces an earlier one. It is nbgrader's own, so `nbgrader` and formgrader honour it too. LESSON may
    be any assignment that has a due date.

    \b
        grader extend 01_linear_regression hazel --days 3
        grader extend 01_linear_regression hazel rowan --until "2030-10-04 12:00"
        grader extend 01_linear_regression --students group_b.txt --days 1 --hours 12
        grader extend 01_linear_regression hazel --none
    """
    from grader.grading import console
    from grader.grading.commands import dates
    from grader.grading.times import moved, read_time, shown, zone_of

    course = Course.find()
    names = [*student, *(line.strip() for line in file or () if line.strip())]
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
    own = dict.fromkeys(names, extension)
    moves = [move for move in dates.plan(course, read, read.due, own) if move.student in own]
    console.show(console.moves_table(moves, lesson, zone))
    if may_replace(len(moves), dry_run=dry_run, yes=yes):
        keep_copy(course, f"grader extend {lesson}")
        dates.write(course, lesson, read.due, own, moves)


@click.command()
@click.argument("lesson", nargs=-1, metavar="[LESSON]...")
def settings(lesson: tuple[str, ...]) -> None:
    """List the points and thresholds of LESSON (default: all lessons), their defaults, and where those come from.

    To change one, write it in nbgrader_config.py. `grader regrade LESSON` then shows what changes for the class.

    \b
        grader settings 01_linear_regression
    """
    from grader.grading import console
    from grader.grading import settings as of_course

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
def restore(copy: str | None, *, dry_run: bool, yes: bool) -> None:
    """Go back to a copy of the gradebook. Without COPY, the copies are listed.

    Commands that replace grades keep a copy first, and the last ten are there. A copy has the grades of all lessons,
    and the graded files that the command and later ones have replaced. COPY is a name in the list, or "latest".

    \b
        grader restore
        grader restore latest --dry-run
        grader restore latest
    """
    from grader.grading import console
    from grader.grading.gradebook import copies, copy_changes

    course = Course.find()
    if copy is None:
        there = copies.copies(course)
        console.show(console.copies_table(there) if there else "no command has replaced a grade yet")
        return
    found = copies.find(course, copy)
    changes = copy_changes.changes(course, found)
    if changes:
        console.show(console.changes_table(changes, found.name))
    students = {change.student for change in changes}
    console.show(f"{counted(len(students), 'student')} with other points")
    if may_replace(len(students), dry_run=dry_run, yes=yes):
        copies.restore(course, found)
        console.show(f"the gradebook is as it was before `{found.about.command}`")


COMMANDS = (regrade, due, extend, settings, restore)
