"""The `grader` command, for instructors and for people who work on the course. Nothing imports it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import click

from grader import lessons
from grader.devtools import command_line as authors
from grader.grading.command_line import changes
from grader.grading.command_line.collecting import collect, students
from grader.grading.command_line.explain import explain
from grader.grading.command_line.overview import overview
from grader.grading.command_line.regrade import regrade
from grader.grading.command_line.shared import (
    ALL,
    DRY_RUN,
    JSON,
    LESSONS,
    STUDENTS,
    YES,
    chosen_lessons,
    ended,
    students_by_lesson,
)
from grader.grading.command_line.similar import similar
from grader.grading.course import Course
from grader.grading.errors import ClusterError, CourseError, GradebookGoneError
from grader.sandbox.errors import KernelError

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


# The commands in the order in which one needs them. Others follow at the end.
SECTIONS = {
    "Before the term": ("students", "release", "due", "settings"),
    "Each week": ("collect", "autograde", "overview", "report", "similar", "codes", "feedback"),
    "When something changes": ("extend", "explain", "regrade", "restore"),
    "One file, or another system": ("grade", "gradescope"),
    "For authors of lessons": ("demo", "new", "try", "calibrate"),
}


class OneLine(click.Group):
    """Commands that report an error in one line and exit with status 2 for wrong usage, 1 for anything else.

    `grader --help` lists them in the order of the work, each with its whole first sentence.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of SECTIONS."""
        order = [name for names in SECTIONS.values() for name in names]
        return sorted(super().list_commands(ctx), key=lambda name: order.index(name) if name in order else len(order))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a section for each part of the work. click itself would cut long sentences."""
        left = {name: command for name in self.list_commands(ctx) if (command := self.get_command(ctx, name))}
        for title, names in (*SECTIONS.items(), ("Others", tuple(left))):
            rows = [(name, _first_sentence(left.pop(name))) for name in names if name in left]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Turn the errors that a user can fix into errors of click."""
        try:
            return super().invoke(ctx)
        except lessons.UnknownLessonError as error:
            raise ended(str(error), 2) from error
        except (CourseError, KernelError, ClusterError, GradebookGoneError) as error:
            raise ended(str(error), 1) from error


def _first_sentence(command: click.Command) -> str:
    return " ".join((command.help or "").split("\n\n")[0].split())


@click.group(cls=OneLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="train-a-network", prog_name="grader")
def main() -> None:
    """Release lessons, and grade what students hand in.

    Works from any folder inside the course.
    """


@main.command()
@click.argument("lesson", nargs=-1, metavar="[LESSON]...")
@click.option("--check", is_flag=True, help="Only list the files that differ from solutions/. Exit 1 if there are any.")
@click.option("--run", is_flag=True, help="Run the notebooks in solutions/ first, so that they hold new outputs.")
def release(lesson: tuple[str, ...], *, check: bool, run: bool) -> None:
    """Make notebooks/ from solutions/, without solutions, hidden tests and outputs.

    LESSON is a lesson, or any other assignment in solutions/.  [default: all]

    \b
        grader release
        grader release 01_linear_regression
        grader release 01_linear_regression --run
        grader release --check
    """
    from grader.devtools.run_solution import run_solution
    from grader.grading import assignments, other_release
    from grader.grading.commands import release as releases

    course = Course.find()
    names = assignments.chosen(course, lesson)
    if check and run:
        raise ended("choose --check or --run, and not both", 2)
    if not check:
        for name in names:
            if run:
                run_solution(course, name)
            changed = bool(course.graded(name)) and bool(other_release.points_to_write(course, name))
            click.echo(f"released {releases.release(course, name).relative_to(course.root)}")
            if changed:
                click.echo(f"its points have changed: run `grader regrade {name}` for what was graded before")
        return
    differ = list(releases.differences(course, names))
    for path in differ:
        click.echo(f"differs: {path}")
    if differ:
        raise ended("run `grader release` to make notebooks/ from solutions/ again", 1)


def _address(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Refuse a value that is not an address before anything is done."""
    if value is not None and not re.fullmatch(r"(tcp|tls)://[^\s/]+:\d+|gateway://[^\s/]+:\d+/[^\s/]+", value):
        raise click.BadParameter(
            f"{value!r} is not an address; one looks like tcp://HOST:PORT, tls://HOST:PORT or "
            "gateway://HOST:PORT/CLUSTER"
        )
    return value


@main.command()
@LESSONS
@ALL
@STUDENTS
@click.option("--force", is_flag=True, help="Grade again even if nothing has changed.")
@DRY_RUN
@YES
@JSON
@click.option("--jobs", type=click.IntRange(min=1), help="Submissions graded at once.  [default: two for each core]")
@click.option("--no-sandbox", is_flag=True, help="Run student code with your own rights. Only if you trust it.")
@click.option(
    "--scheduler",
    metavar="URL",
    callback=_address,
    help="Grade on the workers of the Dask scheduler at tcp://HOST:PORT.",
)
@click.option(
    "--scheduler-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The same, with the file that the scheduler writes.",
)
def autograde(  # noqa: PLR0913 - the options
    lesson: tuple[str, ...], *, all_lessons: bool, student: tuple[str, ...], force: bool, dry_run: bool, yes: bool,
    jobs: int | None, no_sandbox: bool, scheduler: str | None, scheduler_file: Path | None,
) -> None:  # fmt: skip
    """Grade the submissions in submitted/STUDENT/LESSON/.

    LESSON is a lesson, or any other assignment in solutions/. Student code runs in a sandbox. You can interrupt the
    command at any moment: when you run it again, it continues where it stopped. --force asks before it replaces more
    than ten grades. Grades that are replaced are kept in a copy of the gradebook, for `grader restore`. Exit status: 0
    if all are graded, 1 if some could not be graded, 2 for wrong usage.

    \b
        grader autograde 01_linear_regression
        grader autograde --all
        grader autograde 01_linear_regression --student hazel --student rowan --force
        grader autograde 01_linear_regression --student "group_a_*"
        grader autograde 01_linear_regression --jobs 8
        grader autograde 01_linear_regression --scheduler tcp://127.0.0.1:8786
    """
    from grader.grading.command_line import grade_lessons as grading

    if scheduler and scheduler_file:
        raise click.UsageError("--scheduler and --scheduler-file name the same thing: give one of them")
    course = Course.find()
    names = chosen_lessons(course, lesson, course.handed_in, all_of_them=all_lessons)
    if no_sandbox:
        where = "the workers' machines" if scheduler or scheduler_file else "this machine"
        click.echo(f"Warning: --no-sandbox: student code runs with all your rights on {where}", err=True)
    options = grading.Options(student, force, dry_run, yes, jobs, not no_sandbox, scheduler or scheduler_file)
    grading.grade_lessons(course, names, options)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", type=FILE, help="The author's notebook, or the released one.  [default: from this course]")
@click.option("--student", metavar="ID", help="Whose notebook this is.  [default: GRADER_STUDENT, or the login name]")
@click.option("--files", type=FOLDER, help="A folder whose other files the notebook may read.")
@click.option(
    "--at-least", type=float, metavar="POINTS", help="Exit with 0 if the file has so many points.  [default: all]"
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as in docs/grade.schema.json.")
@click.option("--no-sandbox", is_flag=True, help="Run student code with your own rights. Only if you trust it.")
def grade(  # noqa: PLR0913 - the options
    file: Path, *, source: Path | None, student: str | None, files: Path | None, at_least: float | None, as_json: bool,
    no_sandbox: bool,
) -> None:  # fmt: skip
    """Grade one notebook FILE, without a class and without a gradebook.

    The file is a lesson of this course, another assignment in solutions/, or any nbgrader assignment whose notebook
    --source names. Exit status: 0 if it has all points that the grader can give, 1 if it has fewer, 2 for wrong usage,
    3 if it could not be graded.

    \b
        grader grade linear_regression.ipynb
        grader grade linear_regression.ipynb --json --at-least 12
        grader grade homework.ipynb --source private/homework.ipynb
    """
    from grader.grading.command_line import grade_file as grading

    result, verdicts = grading.grade(file, source, student=student, files=files, sandbox=not no_sandbox)
    if as_json:
        click.echo(grading.as_json(result))
    elif result.graded:
        grading.show(result, verdicts)
    status = grading.status(result, at_least)
    if not result.graded:
        raise ended(f"{file} is not graded: {result.reason}", status)
    if status:
        raise ended(f"{result.points:g} of {result.max_points:g} points, too few", status)


@main.command()
@click.argument("lesson", nargs=-1, metavar="[LESSON]...")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write.  [default: the course's reports/]",
)
def report(lesson: tuple[str, ...], *, output: Path | None) -> None:
    """Write the class report of LESSON (default: every graded lesson) as HTML, CSV and JSON.

    The page needs no network. It shows a histogram of the points, the most common mistakes and where the lesson
    explains them, a row for each student, and the submissions that are not graded, with the reason. Exit status: 1 if
    nothing is graded, or if the evidence of a submission cannot be read: the report is then written without it.

    \b
        grader report
        grader report 01_linear_regression
        grader report 01_linear_regression --output /tmp/reports
    """
    from grader.grading import assignments, settings
    from grader.grading.report import gather
    from grader.grading.report.write import report as write

    course = Course.find()
    names = assignments.chosen(course, lesson)
    if not lesson:
        dropped = settings.dropped(course.config)
        names = gather.lessons_graded(course, [name for name in names if name not in dropped])
    if not names:
        raise CourseError("no lesson has been graded: run grader autograde LESSON")
    unread = []
    for name in names:
        written = write(course, assignments.find(course, name), output or course.root / "reports")
        states = Counter(row.state for row in written.data.rows)
        click.echo(f"{name}: {', '.join(f'{count} {state}' for state, count in states.items())}")
        for path in written.paths:
            click.echo(f"  {path.relative_to(course.root) if path.is_relative_to(course.root) else path}")
        unread += [f"{row.student}: {row.problem}" for row in written.data.rows if row.problem]
    if unread:
        raise ended(f"{len(unread)} with evidence that cannot be read, the first {unread[0]}", 1)


@main.command()
@LESSONS
@ALL
@STUDENTS
@click.option("--force", is_flag=True, help="Write again even if nothing has changed.")
@click.option("--jobs", type=click.IntRange(min=1), help="How many processes to use.  [default: one for each core]")
def feedback(
    lesson: tuple[str, ...], *, all_lessons: bool, student: tuple[str, ...], force: bool, jobs: int | None
) -> None:
    """Write the feedback pages of LESSON to feedback/STUDENT/LESSON/, like nbgrader's generate_feedback.

    The pages show findings, hints, scores and comments, but no hidden tests, challenges or solutions. `nbgrader
    release_feedback LESSON` gives them to the students. Exit status: 0 if all are written, 1 if some could not be
    written, 2 for wrong usage.

    \b
        grader feedback 01_linear_regression
        grader feedback --all
        grader feedback 01_linear_regression --student hazel --force
    """
    from grader.grading.command_line import console
    from grader.grading.commands import feedback as giving

    course = Course.find()
    names = chosen_lessons(course, lesson, course.graded, all_of_them=all_lessons)
    failed = total = 0
    for name, chosen in students_by_lesson(course.graded, names, student, "graded submission").items():
        done = console.with_bar(giving.write_feedback(course, name, chosen, force=force, jobs=jobs), len(chosen), name)
        states = [page.state for page in done]
        what = "feedback" if len(names) == 1 else f"feedback of {name}"
        console.show(f"{what}: {states.count('written')} written, {states.count('up to date')} up to date")
        for page in sorted(done):
            if page.state == "not written":
                console.show(f"{page.student}: not written: {page.reason}")
        failed, total = failed + states.count("not written"), total + len(done)
    if failed:
        raise ended(f"{failed} of {total} could not be written", 1)


@main.command()
@click.argument("lesson")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="[default: LESSON-gradescope.zip]")
@click.option(
    "--visibility",
    type=click.Choice(["visible", "hidden", "after_due_date", "after_published"]),
    default="visible",
    show_default=True,
    help="When students see the tests.",
)
@click.option("--needs-sandbox", is_flag=True, help="Refuse to grade in a container without namespaces.")
def gradescope(lesson: str, *, output: Path | None, visibility: Any, needs_sandbox: bool) -> None:
    """Build the autograder of LESSON, or of any assignment in solutions/, for Gradescope.

    The archive holds the grader, the solution and its hidden tests, so keep it from students.

    \b
        grader gradescope 01_linear_regression
        grader gradescope 01_linear_regression --visibility after_due_date
    """
    from grader.grading.gradescope.build import build

    to = output or Path(f"{lesson}-gradescope.zip")
    settings = build(Course.find(), lesson, to, visibility, needs_sandbox=needs_sandbox)
    click.echo(f"wrote {to}, {to.stat().st_size:,} bytes, which grades {', '.join(settings.notebooks)}")


@main.command()
@JSON
def codes() -> None:
    """List the codes of mistakes that a verdict can hold.

    \b
        grader codes
    """
    from grader.grading.command_line import console

    console.show(console.codes_table())


for command in (students, collect, overview, regrade, *changes.COMMANDS, explain, similar, *authors.COMMANDS):
    main.add_command(command)

if __name__ == "__main__":
    main()
