"""What `grader autograde` does for each of the lessons that it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from grader.grading import assignments, class_table, console, other_release, settings
from grader.grading.challenge_key import challenge_key
from grader.grading.command_line.shared import ended, may_replace, students_among
from grader.grading.commands import autograde as grading
from grader.grading.course import Course, CourseError
from grader.grading.report.gather import gather

if TYPE_CHECKING:
    from collections.abc import Sequence


class Options(NamedTuple):
    """The options of the command."""

    students: tuple[str, ...]
    force: bool
    dry_run: bool
    yes: bool
    jobs: int | None
    sandbox: bool
    scheduler: str | None


def chosen_lessons(course: Course, names: Sequence[str], *, all_of_them: bool) -> list[str]:
    """Return these lessons, or all with submissions that are not dropped. Ends the command if that cannot be meant."""
    if bool(names) == all_of_them:
        raise ended("name one or more lessons, or --all for all that have submissions", 2)
    if names:
        for name in names:
            assignments.find(course, name)
        return list(dict.fromkeys(names))
    dropped = settings.dropped(course.config)
    found = [name for name in assignments.names(course) if name not in dropped and course.handed_in(name)]
    if not found:
        raise CourseError("there is no submission of any lesson in submitted/STUDENT/LESSON/")
    return found


def students_by_lesson(course: Course, lessons: Sequence[str], wanted: Sequence[str]) -> dict[str, list[str]]:
    """Return the students of each lesson. Of several lessons those are left out that no wanted student has handed in.

    Raises CourseError if nobody is left.
    """
    found: dict[str, list[str]] = {}
    problems = []
    for lesson in lessons:
        try:
            found[lesson] = students_among(course.handed_in(lesson), wanted, "submission", lesson)
        except CourseError as error:
            problems.append(error)
    if problems and not (found and wanted and len(lessons) > 1):
        raise problems[0]
    return found


def grade_lessons(course: Course, lessons: Sequence[str], options: Options) -> None:
    """Grade the lessons one after the other, and show each. Ends the command with status 1 if something fails."""
    challenge_key(course.config)  # an unusable key stops the command before anything is done
    chosen = students_by_lesson(course, lessons, options.students)
    failed = total = 0
    for lesson, students in chosen.items():
        states = _grade_lesson(course, lesson, students, options)
        failed, total = failed + states.count("not graded"), total + len(states)
    if failed:
        raise ended(f"{failed} of {total} could not be graded; .nbgrader.log says more", 1)


def _grade_lesson(course: Course, lesson: str, chosen: list[str], options: Options) -> list[str]:
    """Grade one lesson, and show the result. Returns what became of each submission."""
    if grading.ensure_released(course, lesson):
        console.show(f"released {lesson} first, since the gradebook did not know it")
    other_release.refuse(course, assignments.find(course, lesson))
    before = grading.counting(course, lesson)
    if options.dry_run or options.force:
        replaced = grading.to_grade(course, lesson, chosen, force=options.force)
        if options.dry_run:
            console.show(console.to_grade_table(replaced, lesson))
        count = sum(points is not None for points in replaced.values())
        if not may_replace(count, dry_run=options.dry_run, yes=options.yes):
            return []
    graded = grading.grade_class(
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
    console.show_replaced(done, grading.counting(course, lesson))
    if step := class_table.next_step(data, rows):
        console.show(step)
    return [outcome.state for outcome in outcomes]
