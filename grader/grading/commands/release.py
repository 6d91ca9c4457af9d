"""Check the notebooks in solutions/, and make notebooks/ from them with nbgrader's own generate_assignment."""

from __future__ import annotations

import ast
import filecmp
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory

from grader import lessons
from grader.core.cell_source import CheckCall, check_calls, not_a_check
from grader.core.exercise import Exercise, Lesson
from grader.evidence.challenges import NotSerializableError
from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.gradebook.connect import existing
from grader.grading.notebook_files.reading import read_notebook
from grader.grading.verdicts.notebook_cells import grade_id, is_graded
from grader.notebook.progress_file import PROGRESS_FILE

MARKS = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS", "END HIDDEN TESTS")


def release(course: Course, name: str, **settings: Any) -> Path:
    """Make the students' version of an assignment and its entry in the gradebook. Returns its folder.

    `settings` of nbgrader's CourseDirectory can write both to another place. A lesson is checked before and after. Of
    any other assignment nbgrader's own checks are enough. Raises CourseError.
    """
    directory = course.directory(assignment_id=name, **settings)
    made = Path(directory.format_path(directory.release_directory, ".", name)).resolve()
    if name in lessons.MODULES:
        _release_lesson(course, lessons.find(name), directory, made)
    else:
        course.convert(GenerateAssignment, directory, force=True)
    return made


def _release_lesson(course: Course, declared: Lesson, directory: CourseDirectory, made: Path) -> None:
    source = course.source(declared.name) / f"{declared.notebook}.ipynb"
    for problem in problems(read_notebook(source), declared):
        raise CourseError(f"{source.relative_to(course.root)}: {problem}")
    course.convert(GenerateAssignment, directory, force=True)
    for problem in leftovers(read_notebook(made / f"{declared.notebook}.ipynb")):
        raise CourseError(f"{source.relative_to(course.root)}: in the release, {problem}")


def differences(course: Course, names: list[str]) -> Iterator[str]:
    """Yield the released files that differ from what solutions/ gives now, as paths from the course's root."""
    with tempfile.TemporaryDirectory() as temporary:
        elsewhere = {"release_directory": temporary, "db_url": f"sqlite:///{temporary}/gradebook.db"}
        dates = _due_dates(course)
        for name in names:
            with course.gradebook(elsewhere["db_url"]) as gradebook:
                gradebook.update_or_create_assignment(name, duedate=dates.get(name))
            made, released = release(course, name, **elsewhere), course.release(name)
            for file in sorted({*_files(made), *_files(released)}):
                new, old = made / file, released / file
                if not (new.is_file() and old.is_file() and filecmp.cmp(new, old, shallow=False)):
                    yield str(old.relative_to(course.root))


def _due_dates(course: Course) -> dict[str, Any]:
    """Return the due date of each assignment in the gradebook. Empty if there is no gradebook yet."""
    try:
        with existing(course) as gradebook:
            return {assignment.name: assignment.duedate for assignment in gradebook.assignments}
    except CourseError:
        return {}


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder, but not what JupyterLab, or a lesson that was opened in it, has left there."""
    for path in folder.rglob("*"):
        is_left = ".ipynb_checkpoints" in path.parts or path.name.startswith(PROGRESS_FILE)
        if path.is_file() and not is_left:
            yield path.relative_to(folder)


def problems(cells: list[dict[str, Any]], lesson: Lesson) -> Iterator[str]:
    """Yield each difference between a solution notebook and the lesson's declarations."""
    graded = {grade_id(cell): cell for cell in cells if is_graded(cell)}
    solutions = {grade_id(cell) for cell in cells if cell["metadata"].get("nbgrader", {}).get("solution")}
    for number, cell in enumerate(cells, 1):
        if not cell.get("id"):
            yield f"cell {number} has no id, so that every release would give it another"
    for name, exercise in lesson.exercises.items():
        if f"test_{name}" not in graded:
            yield f"exercise {name} has no graded cell test_{name}"
        elif name not in solutions:
            yield f"exercise {name} has no solution cell {name}"
        else:
            yield from _problems_of(exercise, graded[f"test_{name}"])
    for unknown in graded.keys() - {f"test_{name}" for name in lesson.exercises}:
        yield f"graded cell {unknown} belongs to no exercise of {lesson.name}"


def _problems_of(exercise: Exercise, cell: dict[str, Any]) -> Iterator[str]:
    points = cell["metadata"]["nbgrader"].get("points")
    calls = check_calls(cell["source"])
    seeds = [call.seed for call in calls]
    if points != exercise.declared_points:
        yield f"test_{exercise.name} has {points} points, the exercise {exercise.declared_points:g}"
    if {call.exercise for call in calls} != {exercise.name}:
        yield f"test_{exercise.name} must call check.{exercise.name} and no other check"
    if any(len(call.arguments) != len(exercise.collectors) for call in calls):
        values = f"{len(exercise.collectors)} values: {', '.join(exercise.collectors)}"
        yield f"test_{exercise.name} must give check.{exercise.name} {values}"
    if exercise.challenge is not None and not any(seeds):
        yield f"test_{exercise.name} has no hidden call with a challenge"
    if exercise.challenge is None and any(seeds):
        yield f"test_{exercise.name} has a challenge, the exercise has none"
    if any(_is_seed_shown(cell["source"], call) for call in calls):
        yield f"the challenge of test_{exercise.name} does not stand between BEGIN and END HIDDEN TESTS"
    other = not_a_check(cell["source"])
    if other is not None:  # the grader requests the calls and ignores the rest
        yield f"test_{exercise.name} has `{other}`; a graded cell calls checks with names and does nothing else"
    else:
        yield from _not_serializable(exercise, seeds)


def _not_serializable(exercise: Exercise, seeds: list[int | None]) -> Iterator[str]:
    for seed in seeds:
        try:
            exercise.inputs(seed, next(iter(exercise.lesson.variants), None))
        except NotSerializableError as error:
            yield f"the challenge of test_{exercise.name} cannot be sent to a kernel: {error}"


def _is_seed_shown(source: str, call: CheckCall) -> bool:
    hidden, shown = False, []
    for line in source.splitlines():
        hidden = (hidden or MARKS[2] in line) and MARKS[3] not in line
        if not hidden:
            shown.append(line)
    return call.seed is not None and any(other.seed == call.seed for other in check_calls("\n".join(shown)))


def leftovers(cells: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what a release must not contain: a solution, a hidden test, an output, or a stub that is not Python."""
    for cell in cells:
        name = grade_id(cell) or cell.get("id")
        if any(mark in cell["source"] for mark in MARKS):
            yield f"cell {name} still has a solution or a hidden test"
        if cell["cell_type"] != "code":
            continue
        if cell.get("outputs") or cell.get("execution_count") is not None:
            yield f"cell {name} still has outputs"
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            try:
                ast.parse(cell["source"])
            except SyntaxError as error:
                yield f"the blank of cell {name} is no Python: {error.msg}"
