"""The command that says what the whole course needs now."""

from __future__ import annotations

import click

from grader.grading.command_line.shared import JSON
from grader.grading.course import Course


@click.command()
@click.argument("lesson", nargs=-1, metavar="[LESSON]...")
@JSON
def overview(lesson: tuple[str, ...]) -> None:
    """Show what LESSON (default: every lesson) needs now: submissions to grade, cells for a person, feedback.

    For each lesson the table says when it is due, how many students have handed in, how many have not, and the command
    that comes next. Nothing is graded and nothing is written.

    \b
        grader overview
        grader overview 01_linear_regression
    """
    import datetime as dt

    from grader.grading.command_line import console
    from grader.grading.command_line.grid import Cell, Column, Grid, number, text
    from grader.grading.commands import overview as overviews
    from grader.grading.times import in_utc, shown, zone_of

    course = Course.find()
    now, zone = dt.datetime.now(dt.UTC).replace(tzinfo=None), zone_of(course.config)
    states = overviews.overview(course, lesson)
    counts = ("handed_in", "missing", "late", "to_grade", "failed", "waiting", "without_page")
    columns = (
        Column("lesson", "lesson", is_whole=True), Column("due", "due", is_whole=True),
        *(number(name, name.replace("_", " ")) for name in counts), text("next", "next"),
    )  # fmt: skip
    rows = [
        (
            state.lesson, Cell(in_utc(state.due), "" if state.due is None else shown(state.due, zone)),
            *(getattr(state, name) for name in counts), state.next_step(now),
        )
        for state in states
    ]  # fmt: skip
    console.show(Grid("", columns, rows))
    to_grade = sum(state.to_grade for state in states if not state.is_dropped)
    if to_grade:
        console.show(f"{to_grade} to grade: `grader autograde --all`")
