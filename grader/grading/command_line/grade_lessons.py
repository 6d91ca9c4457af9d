"""What `grader autograde` does for each of the lessons that it was given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from grader.grading import assignments, other_release
from grader.grading.challenge_key import challenge_key
from grader.grading.command_line import class_table, console
from grader.grading.command_line.shared import ended, may_replace, students_by_lesson
from grader.grading.commands.autograde import grade_class
from grader.grading.commands.release import release
from grader.grading.commands.up_to_date import counting, to_grade
from grader.grading.course import Course
from grader.grading.report.gather import gather


class Options(NamedTuple):
    """The options of the command."""

    students: tuple[str, ...]
    force: bool
    dry_run: bool
    yes: bool
    jobs: int | None
    sandbox: bool
    scheduler: str | Path | None


def grade_lessons(course: Course, lessons: Sequence[str], options: Options) -> None:
    """Grade the lessons one after the other, and show each. Ends the command with status 1 if something fails."""
    challenge_key(course.config)  # an unusable key stops the command before anything is done
    chosen = students_by_lesson(course.handed_in, lessons, options.students, "submission")
    failed = total = 0
    for lesson, students in chosen.items():
        states = _grade_lesson(course, lesson, students, options)
        failed, total = failed + states.count("not graded"), total + len(states)
    if failed:
        raise ended(f"{failed} of {total} could not be graded; .nbgrader.log says more", 1)


def _grade_lesson(course: Course, lesson: str, chosen: list[str], options: Options) -> list[str]:
    """Grade one lesson, and show the result. Returns what became of each submission."""
    if not assignments.find(course, lesson).notebooks:
        release(course, lesson)
        console.show(f"released {lesson} first, since the gradebook did not know it")
    other_release.refuse(course, assignments.find(course, lesson))
    before = counting(course, lesson)
    if options.dry_run or options.force:
        replaced = to_grade(course, lesson, chosen, force=options.force)
        if options.dry_run:
            console.show(console.to_grade_table(replaced, lesson))
        count = sum(points is not None for points in replaced.values())
        if not may_replace(count, dry_run=options.dry_run, yes=options.yes):
            return []
    graded = grade_class(
        course, lesson, chosen, force=options.force, jobs=options.jobs, sandbox=options.sandbox,
        scheduler=options.scheduler,
    )  # fmt: skip
    outcomes = console.with_progress(graded, len(chosen), lesson)
    data = gather(course, assignments.find(course, lesson), even_if_empty=True)
    rows = class_table.with_outcomes(data, outcomes, everybody=not options.students)
    console.show(class_table.grid(data, rows))
    for line in class_table.summary(data, rows):
        console.show(line)
    done = {outcome.student: before.get(outcome.student) for outcome in outcomes if outcome.state != "up to date"}
    console.show_replaced(done, counting(course, lesson))
    if step := class_table.next_step(data, rows):
        console.show(step)
    return [outcome.state for outcome in outcomes]
