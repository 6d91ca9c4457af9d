"""What a case of an odd submission is, and the table of them that the modules beside this one fill."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from grader import lessons
from grader.grading.errors import CourseError
from tests.support.attacks import LIGHT, Expected, printed_by
from tests.support.classroom import LINE, cell, filled, notebook_name, verdicts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from grader.grading.course import Course

    Build = Callable[["Work"], None]

NAME = notebook_name(LINE)
CANARY = "CANARY-odd-3f5d"  # is in files of the course that no submission may reach


class Work:
    """A solved notebook, and the folder to hand it in at; a case changes either before it writes."""

    def __init__(self, course: Course, folder: Path, solved: dict[str, Any]) -> None:
        self.course = course
        self.folder = folder
        self.notebook = copy.deepcopy(solved)
        for each in self.notebook["cells"]:
            each["source"] = "".join(each["source"])

    @property
    def path(self) -> Path:
        return self.folder / NAME

    @property
    def cells(self) -> list[dict[str, Any]]:
        return self.notebook["cells"]

    def cell(self, grade_id: str) -> dict[str, Any]:
        return cell(self.notebook, grade_id)

    def index(self, grade_id: str) -> int:
        return self.cells.index(self.cell(grade_id))

    def write(self, content: object = None, name: str = NAME) -> None:
        """Write the notebook, or any other text, bytes or JSON, to the folder."""
        content = self.notebook if content is None else content
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")


class Case(NamedTuple):
    """One odd submission.

    `expected` has an entry for each exercise; None where the submission cannot be graded, for a `reason` that says this
    much. Where either would do, both are there. `student` is its name for the test, and that of the folder as a rule.
    """

    name: str
    build: Build
    expected: dict[str, Expected] | None
    reason: str | None
    student: str
    dangerous: bool

    @property
    def may_be_refused(self) -> bool:
        return self.reason is not None


CASES: dict[str, Case] = {}
LARGEST = 30_000_000  # bytes of a graded notebook that somebody can open


def case(
    name: str,
    *,
    reason: str | None = None,
    either: bool = False,
    others_any: bool = False,
    student: str | None = None,
    dangerous: bool = False,
    **expected: Expected | tuple[float, tuple[str, ...] | None],
) -> Callable[[Build], Build]:
    """Declare a case: full points, but for the exercises `expected`; or not graded for a `reason`; or `either`."""
    rest = {
        exercise.name: Expected(exercise.points, None if others_any else (), at_most=others_any)
        for exercise in lessons.find(LINE).exercises.values()
    }
    wanted = rest | {key: Expected(*value) for key, value in expected.items()}
    refused = reason if reason is not None or not either else ""

    def declare(build: Build) -> Build:
        graded = None if refused is not None and not either else wanted
        CASES[name] = Case(name, build, graded, refused, student or f"odd-{name}", dangerous)
        return build

    return declare


def solved_notebook(course: Course) -> dict[str, Any]:
    return filled(course, LINE, **LIGHT[LINE])


def hand_in(course: Course, chosen: Case, solved: dict[str, Any]) -> None:
    """Build a case's folder where its student would hand it in."""
    folder = course.submitted(LINE, chosen.student)
    folder.mkdir(parents=True, exist_ok=True)
    chosen.build(Work(course, folder, solved))


def outcome(course: Course, student: str) -> str | dict[str, tuple[float, tuple[str, ...]]]:
    """Return the verdicts' points and codes by exercise, or why there are none."""
    try:
        return {name: (v.points, v.codes) for name, v in verdicts(course, LINE, student).items()}
    except CourseError as error:
        return str(error)


def problems(
    course: Course, chosen: Case, reasons: dict[str, str], scores_of: Mapping[str, Mapping[str, float | None]]
) -> list[str]:
    """Return how a case's outcome differs from what it should be.

    `reasons` are those that the command printed, `scores_of` what the gradebook holds, by student and exercise.
    """
    said = reasons.get(chosen.student)
    held = scores_of.get(chosen.student, {})
    if said is not None:
        wrong = [] if chosen.may_be_refused else [f"not graded: {said}"]
        if chosen.reason is not None and chosen.reason not in said:
            wrong.append(f"not graded for another reason than {chosen.reason!r}: {said}")
        wrong += [f"the gradebook holds {score} for {name}" for name, score in held.items() if score is not None]
        if course.autograded(LINE, chosen.student).exists():
            wrong.append("an autograded folder is there")
        return wrong
    if chosen.expected is None:
        return [f"graded: {held}"]
    found = verdicts(course, LINE, chosen.student)
    wrong = [f"no verdict on {name}" for name in chosen.expected.keys() - found.keys()]
    for name, verdict in found.items():
        if not chosen.expected[name].holds(verdict):
            wrong.append(f"{name} got {verdict.points:g} {' '.join(verdict.codes)}; expected {chosen.expected[name]}")
        if held.get(name) != verdict.points:
            wrong.append(f"the gradebook holds {held.get(name)} for {name}, the verdict says {verdict.points}")
    graded = course.autograded(LINE, chosen.student) / NAME
    if graded.stat().st_size > LARGEST:
        wrong.append(f"the graded notebook has {graded.stat().st_size:,} bytes")
    cells = json.loads(graded.read_text(encoding="utf-8"))["cells"]
    text = json.dumps([each.get("outputs") for each in cells])
    told = printed_by(course, LINE, chosen.student).splitlines()
    wrong += [line for line in told if line.startswith("LEAK")]
    return wrong + [f"{CANARY} in the graded notebook"] * (CANARY in text)
