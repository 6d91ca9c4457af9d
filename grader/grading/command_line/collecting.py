"""Commands that bring things into the course: students, and what they have handed in elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from grader.grading.command_line.shared import DRY_RUN, JSON, counted
from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.lms.systems import SYSTEMS

MAX_NAMED = 5  # files that an error names


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@DRY_RUN
@JSON
def students(file: Path, *, dry_run: bool) -> None:
    """Enter students into the gradebook, from FILE, a CSV file.

    The file has a column `id`, and may have `first_name`, `last_name`, `email` and `lms_user_id`, as for `nbgrader db
    student import`. Headings that Canvas, Moodle, Brightspace, Blackboard, Gradescope and GitHub Classroom write are
    understood too, and so is a file that Excel has saved, in any encoding and with any separator. Students who are in
    the gradebook and not in the file stay.

    \b
        grader students students.csv
        grader students students.csv --dry-run
    """
    from grader.grading.command_line import console
    from grader.grading.command_line.grid import STUDENT, Cell, Grid, text
    from grader.grading.commands import students as entering

    course = Course.find()
    entered = list(entering.enter(course, entering.read(file), dry_run=dry_run))
    rows: list[tuple[Any, ...]] = []
    for each in entered:
        changes = {name: {"old": old, "new": new} for name, (old, new) in each.changes.items()}
        shown = ", ".join(f"{name} {f'{old} → ' if old else ''}{new}" for name, (old, new) in each.changes.items())
        rows += [(each.student, each.state, Cell(changes, shown))] if each.state != "as before" else []
    if rows:
        console.show(Grid(file.name, (STUDENT, text("state"), text("fields")), rows))
    states = [each.state for each in entered]
    console.show(
        f"{counted(len(entered), 'student')}: {states.count('new')} new, {states.count('changed')} changed, "
        f"{states.count('as before')} as before"
    )
    if dry_run:
        console.show("nothing written, because of --dry-run")


@click.command()
@click.argument("lesson")
@click.argument("system", type=click.Choice([each.command_name for each in SYSTEMS.values()]))
@click.argument("file", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="FILE...")
@DRY_RUN
@JSON
def collect(lesson: str, system: str, file: tuple[Path, ...], *, dry_run: bool) -> None:
    """Put submissions of LESSON that were downloaded from SYSTEM into submitted/STUDENT/LESSON/.

    A FILE is the archive that SYSTEM made, a folder with what is in it, or a CSV file that says more: Moodle's grading
    worksheet, a list of groups, the roster of GitHub Classroom. For github-classroom it is the folder of the clones.
    Each student is found in the gradebook, and of several attempts the last one counts. Late marks and times are
    kept. Nothing is graded.

    \b
        grader collect 01_linear_regression canvas ~/Downloads/submissions.zip
        grader collect 01_linear_regression moodle ~/Downloads/moodle.zip ~/Downloads/worksheet.csv
        grader collect 01_linear_regression github-classroom lines-submissions/ classroom_roster.csv
    """
    from grader.grading import assignments
    from grader.grading.command_line import console
    from grader.grading.command_line.grid import STUDENT, Cell, Grid, text
    from grader.grading.commands import collect as collecting
    from grader.grading.times import in_utc, shown, zone_of

    course = Course.find()
    assignments.find(course, lesson)
    download = collecting.collect(course, lesson, system, file, dry_run=dry_run)
    if not download.submissions:
        example = next(each.example for each in SYSTEMS.values() if each.command_name == system)
        there = ", ".join(download.left_out[:MAX_NAMED]) or "no notebook"
        raise CourseError(f"no file has a name that {system} gives, for example {example!r}; there is: {there}")
    zone = zone_of(course.config)
    rows: list[tuple[Any, ...]] = []
    for each in download.submissions:
        time = Cell(None, "") if each.handed_in is None else Cell(in_utc(each.handed_in), shown(each.handed_in, zone))
        known = Cell(each.is_known, "" if each.is_known else "not in the gradebook yet")
        rows.append((each.student, each.state, Cell(list(each.files), ", ".join(each.files)), time, known))
    columns = (
        STUDENT, text("state"), text("files"), text("handed_in", "handed in"), text("is_known", "student"),
    )  # fmt: skip
    if rows:
        console.show(Grid(lesson, columns, rows))
    states = [each.state for each in download.submissions]
    console.show(
        f"{counted(len(states), 'submission')}: {states.count('new')} new, "
        f"{states.count('replaces another')} in place of another, {states.count('as before')} as before"
    )
    if download.left_out:
        console.show(
            f"left out, because replaced by a later file or not named as {system} does: {', '.join(download.left_out)}"
        )
    unknown = sum(not each.is_known for each in download.submissions)
    if unknown:
        console.show(
            f"{counted(unknown, 'student')} not in the gradebook: `grader students FILE` enters them, so that the same "
            "person has the same id in each lesson"
        )
    if dry_run:
        console.show("nothing written, because of --dry-run")
    elif states:
        console.show(f"next: `grader autograde {lesson}`")
