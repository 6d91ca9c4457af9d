"""The command that lists pairs of similar submissions."""

from __future__ import annotations

from pathlib import Path

import click

from grader.core.atomic_files import atomic_write
from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.similarity import LINE


@click.command()
@click.argument("lesson")
@click.option(
    "--at-least",
    type=click.FloatRange(min=0, min_open=True),
    default=LINE,
    metavar="SIMILARITY",
    show_default=True,
    help="List pairs from this similarity on.",
)
@click.option("--json", "is_json", is_flag=True, help="Print JSON, as docs/similarity.md describes, and write no page.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write the page.  [default: the course's reports/]",
)
def similar(lesson: str, *, at_least: float, is_json: bool, output: Path | None) -> None:
    """List pairs of students whose solutions of LESSON agree beyond what the exercises explain.

    LESSON is a lesson, or any other assignment in solutions/. The command reads submitted/ and runs no student code.
    Renamed variables, other comments and spacing, and lines in another order do not hide a copy. Code does not count if
    the assignment gives it, its solution has it, or many students wrote it. A page shows both texts side by side. A
    high similarity proves nothing.

    \b
        grader similar 01_linear_regression
        grader similar 01_linear_regression --at-least 5
        grader similar 01_linear_regression --json
    """
    from grader.grading import assignments
    from grader.grading.command_line import console
    from grader.grading.similarity import show
    from grader.grading.similarity.gather import compare_class

    course = Course.find()
    compared = compare_class(course, assignments.find(course, lesson), at_least)
    if is_json:
        click.echo(show.as_json(compared))
        return
    folder = output or course.root / "reports"
    page = folder / f"{lesson}-similar.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        atomic_write(page, show.as_html(compared).encode("utf-8", "replace"), 0o600)
    except OSError as error:
        raise CourseError(f"{page} cannot be written: {error.strerror}") from error
    console.show(console.similar_table(compared.pairs, lesson, len(compared.students)))
    for student, reason in compared.left_out.items():
        console.show(f"{student}: not compared: {reason}")
    if compared.pairs:
        console.show(show.WARNING)
    where = page.relative_to(course.root) if page.is_relative_to(course.root) else page
    console.show(f"both texts side by side: {where}")
