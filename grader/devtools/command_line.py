"""Commands of `grader` for authors of lessons. `grader.cli` adds them to the command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader import lessons
from grader.grading.command_line.shared import ended
from grader.grading.course import Course

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.command()
def demo() -> None:
    """Grade a sample class in ./demo/, from the release to the feedback.

    \b
        grader demo
    """
    from grader.devtools import demo as demonstration

    demonstration.main(Course.find())


@click.command()
@click.argument("lesson", nargs=-1, metavar="[LESSON]...")
@click.option(
    "--starts", default=100_000, show_default=True, type=click.IntRange(min=1000), help="Correct runs for each lesson."
)
@click.option("--seeds", is_flag=True, help="Only write the losses for the figure about seeds.")
def calibrate(lesson: tuple[str, ...], *, starts: int, seeds: bool) -> None:
    """Train correct loops and known mistakes from many initial parameters, and compare them with the thresholds.

    Prints the distributions. Without a LESSON, the command also writes docs/calibration.md and its pictures. Exit
    status: 1 if more than 1 in 10,000 correct runs miss a threshold.

    \b
        grader calibrate
        grader calibrate 02_soccer_winner --starts 10000
        grader calibrate --seeds
    """
    if seeds:
        from grader.devtools.calibrate.seeds import write

        write(starts)
        return
    from grader.devtools.calibrate.report import calibrate as study

    if not study(lesson, starts, Course.find().root / "docs"):
        raise ended("a threshold lets more than 1 in 10,000 correct runs fall short", 1)


@click.command("try")
@click.argument("lesson")
@click.argument("file", nargs=-1, metavar="[FILE]...")
@click.option("--write", is_flag=True, help="Write what the answers get into their docstrings and tests/messages/.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes at once.  [default: one for each core]")
def try_(lesson: str, file: tuple[str, ...], *, write: bool, jobs: int | None) -> None:
    """Run sample answers of LESSON, and compare what they get with what their docstrings expect.

    A FILE is a path, or the name of an answer in tests/submissions/LESSON/. Without a FILE, all answers of the lesson
    run, and only those that are not as expected are shown. Exit status: 0 if all are as expected, 1 if some are not, 2
    for wrong usage.

    \b
        grader try 01_linear_regression
        grader try 01_linear_regression wrong-values-typo
        grader try 01_linear_regression my_answer.py --write
    """
    lessons.find(lesson)
    course = Course.find()
    from grader.devtools import try_answers

    try:
        lines, unexpected = try_answers.try_answers(course, lesson, file, rewrite=write, jobs=jobs)
    except (ValueError, OSError) as error:
        raise ended(str(error), 2) from error
    for line in lines:
        click.echo(line)
    if unexpected:
        raise ended(f"{unexpected} not as expected; --write takes over what they get", 1)


@click.group()
def new() -> None:
    """Make an exercise or a lesson that passes all tests as it is, for you to fill in.

    \b
        grader new exercise 01_linear_regression mean_error --points 2
        grader new lesson 07_convolutions
    """


@new.command("exercise")
@click.argument("lesson")
@click.argument("name")
@click.option("--points", type=click.FloatRange(min=0, min_open=True), default=1, show_default=True)
@click.option(
    "--kind",
    type=click.Choice(["number", "fraction", "table", "function", "network"]),
    default="number",
    show_default=True,
    help="What the exercise asks for.",
)
def new_exercise(lesson: str, name: str, *, points: float, kind: str) -> None:
    """Add the exercise NAME to LESSON: declaration, cells, sample answers, rows in README and docs.

    Runs the solution notebook, releases it and tries the answers, so it takes half a minute.

    \b
        grader new exercise 01_linear_regression mean_error --points 2
        grader new exercise 01_linear_regression double --kind function
    """
    from grader.devtools import new as making

    course = Course.find()
    _made(making.new_exercise(course, lesson, name, _whole(points), kind))


@new.command("lesson")
@click.argument("lesson", metavar="NN_TOPIC")
@click.option("--points", type=click.FloatRange(min=0, min_open=True), default=1, show_default=True)
def new_lesson(lesson: str, *, points: float) -> None:
    """Make a lesson NN_TOPIC with one exercise: module, notebook, sample answers, rows in README and docs.

    The module is made in grader/lessons/ if the course holds the package, else in lessons/ of the course.

    \b
        grader new lesson 07_convolutions
    """
    from grader.devtools import new as making

    _made(making.new_lesson(Course.find(), lesson, _whole(points)))


def _whole(points: float) -> float:
    return int(points) if points == int(points) else points


def _made(lines: Iterator[str]) -> None:
    """Print each file as it is made, and end with status 2 if a name cannot be taken."""
    from grader.devtools.new import WrongNameError

    try:
        for line in lines:
            click.echo(line)
    except WrongNameError as error:
        raise ended(str(error), 2) from error


COMMANDS = (demo, new, try_, calibrate)
