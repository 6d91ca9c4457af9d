"""The command that judges stored evidence again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader import lessons
from grader.grading.command_line.shared import (
    DRY_RUN,
    JSON,
    STUDENTS,
    YES,
    ended,
    keep_copy,
    may_replace,
    refuse_unknown,
    students_among,
)  # fmt: skip
from grader.grading.course import Course
from grader.grading.errors import CourseError

if TYPE_CHECKING:
    from grader.grading.commands.rejudged import Rejudged


@click.command()
@click.argument("lesson")
@STUDENTS
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
@JSON
@click.option("--jobs", type=click.IntRange(min=1), help="How many processes to use.  [default: one for each core]")
def regrade(  # noqa: PLR0913 - the options
    lesson: str, *, student: tuple[str, ...], exercise: tuple[str, ...], tried: tuple[str, ...], dry_run: bool,
    yes: bool, jobs: int | None,
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
    from grader.grading import settings
    from grader.grading.command_line import console
    from grader.grading.commands import regrade as regrading

    course = Course.find()
    _refuse(course, lesson, exercise, tried, dry_run=dry_run)
    if tried:
        settings.use(course.config, {lesson: settings.read_pairs(tried)})
    chosen = students_among(course.graded(lesson), student, "graded submission", lesson)
    max_points = regrading.points_changed(course, lesson, exercise)
    if max_points and student:
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
            f"written: {len(written) - len(left)}; run `grader feedback {lesson}` to write the pages for students again"
        )
        if max_points:
            console.show(f"run `grader release {lesson}` too, so that students see the new points")
        failed += left
    if failed:
        raise ended(f"{len(failed)} of {len(judged)} could not be judged again", 1)


def _refuse(
    course: Course, lesson: str, exercises: tuple[str, ...], tried: tuple[str, ...], *, dry_run: bool
) -> None:  # fmt: skip
    """Refuse options that do not go together, before anything is read."""
    from grader.grading import assignments

    assignments.find(course, lesson)
    if lesson in lessons.MODULES:
        refuse_unknown(lessons.find(lesson), exercises)
    elif exercises or tried:
        raise ended(
            f"{lesson} is not a lesson, so --exercise and --set do not apply: its points come from its release", 2
        )
    if tried and not dry_run:
        raise ended(
            "--set needs --dry-run: to keep a setting, write it in nbgrader_config.py, as `grader settings` shows", 2
        )


def _show_regraded(lesson: str, judged: list[Rejudged]) -> None:
    from grader.grading.command_line import console

    differ = [again for again in judged if again.differs]
    failed = [again for again in judged if again.state == "not judged"]
    words = sum(again.state == "feedback changed" for again in judged)
    if len(differ) > words or failed:
        console.show(console.regrade_table(judged, lesson))
    console.show(
        f"{len(judged)} judged again: {len(differ) - words} with other points, {words} with the same points in other "
        f"words, {len(judged) - len(differ) - len(failed)} as before, {len(failed)} not judged"
    )
