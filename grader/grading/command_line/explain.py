"""The command that explains a grade to a person who decides about an appeal."""

from __future__ import annotations

from pathlib import Path

import click

from grader import lessons
from grader.grading.command_line.shared import ended, lesson_first, refuse_unknown
from grader.grading.course import Course
from grader.grading.errors import CourseError


@click.command()
@click.argument("lesson")
@click.argument("student")
@click.argument("exercise", nargs=-1)
@click.option("--json", "is_json", is_flag=True, help="Print JSON, as docs/json.md describes.")
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a page to FILE.",
)
def explain(lesson: str, student: str, exercise: tuple[str, ...], *, is_json: bool, page: Path | None) -> None:
    """Show what the judge saw of STUDENT in LESSON, and the rules that decided. EXERCISE chooses exercises.

    For an appeal: the student's cell, the calls with their arguments and results, shapes, losses, the data of hidden
    challenges, each finding, and the row of docs/what_counts.md. It is read from the stored evidence, and nothing is
    run. STUDENT may also come before LESSON.

    \b
        grader explain 01_linear_regression hazel
        grader explain 01_linear_regression hazel training repair
        grader explain 01_linear_regression hazel --html hazel.html
        grader explain 01_linear_regression hazel training --json
    """
    from grader.grading.explain import show
    from grader.grading.explain.gather import explain as gathered

    if is_json and page is not None:
        raise ended("choose --json or --html, and not both", 2)
    course = Course.find()
    lesson, (student,) = lesson_first(lesson, [student], lessons.MODULES)
    declared = lessons.find(lesson)
    refuse_unknown(declared, exercise)
    explained = gathered(course, declared, student, exercise)
    if page is not None:
        try:
            page.write_text(show.as_html(explained), encoding="utf-8", errors="replace")
        except OSError as error:
            raise CourseError(f"{page} cannot be written: {error.strerror}") from error
        click.echo(f"written: {page}")
        return
    click.echo(show.as_json(explained) if is_json else show.as_text(explained))
