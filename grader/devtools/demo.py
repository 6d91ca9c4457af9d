"""Grade a sample class in ./demo/, from the release to the feedback: the whole project in one command."""

from __future__ import annotations

import json
import shutil
import time
from typing import TYPE_CHECKING

from grader import lessons
from grader.devtools.sample_answers import ANSWERS, Answer, fill, read_all
from grader.grading import assignments
from grader.grading.challenge_key import KEY_FILE, LENGTH
from grader.grading.command_line import class_table, console
from grader.grading.commands.autograde import grade_class
from grader.grading.commands.feedback import write_feedback
from grader.grading.commands.release import release
from grader.grading.commands.up_to_date import Outcome
from grader.grading.course import CONFIG, Course
from grader.grading.errors import CourseError
from grader.grading.report.gather import gather
from grader.grading.report.write import report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.core.exercise import Lesson

CLASS = (
    "alder", "birch", "cedar", "elm", "fir", "hazel", "holly", "juniper", "larch", "maple", "rowan", "willow",
)  # fmt: skip
RIGHT = 4  # this many of the class hand in a right answer
# The others hand in these common mistakes of beginners, if the lesson has them.
MISTAKES = (
    "missing-zero-grad", "not-attempted", "broadcast-target", "sigmoid-twice", "wrong-reduction",
    "step-before-backward", "optimizer-other-model", "losses-not-floats", "missing-name", "hard-coded",
)  # fmt: skip
KEY = b"demo".ljust(LENGTH)  # a fixed key, so that the demonstration is the same each time


def main(course: Course) -> None:
    """Re-create ./demo/ in the course's root, and show each step. Raises CourseError if a step fails."""
    began = time.monotonic()
    _refuse_without_parts(course)
    folder = course.root / "demo"
    demo = _new_course(course, folder)
    console.show(f"A class of {len(CLASS)} hands in {len(lessons.MODULES)} lessons in {folder.name}/.\n")
    for lesson, module in ((name, lessons.find(name)) for name in lessons.MODULES):
        console.show(f"released {release(demo, lesson).relative_to(course.root)}")
        handed_in = _hand_in(demo, course.root / ANSWERS, lesson)
        outcomes = console.with_progress(grade_class(demo, lesson, list(handed_in)), len(handed_in), lesson)
        assignment = assignments.find(demo, lesson)
        data = gather(demo, assignment)
        console.show(class_table.grid(data, class_table.with_outcomes(data, outcomes, everybody=True)))
        console.show(f"{_as_expected(outcomes, handed_in, module)}\n")
        _give_feedback(demo, lesson)
        report(demo, assignment, demo.root / "reports")
    _show_places(course, demo, time.monotonic() - began)


def _refuse_without_parts(course: Course) -> None:
    """Raise CourseError if a lesson or its sample answers are missing, before anything is removed."""
    notebooks = [course.source(name) / f"{lessons.find(name).notebook}.ipynb" for name in lessons.MODULES]
    missing = [path for path in notebooks if not path.is_file()]
    missing += [path for name in lessons.MODULES if not (path := course.root / ANSWERS / name).is_dir()]
    if missing:
        names = ", ".join(str(path.relative_to(course.root)) for path in missing)
        raise CourseError(f"the demo needs all lessons and their sample answers, as a clone has them; missing: {names}")


def _give_feedback(course: Course, lesson: str) -> None:
    """Write the feedback of each student of `lesson`. Raises CourseError."""
    for outcome in write_feedback(course, lesson):
        if outcome.state == "not written":
            raise CourseError(f"{outcome.student} gets no feedback: {outcome.reason}")


def _new_course(course: Course, folder: Path) -> Course:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(course.root / CONFIG, folder)
    (folder / KEY_FILE).write_bytes(KEY)
    demo = Course(folder)
    for lesson in lessons.MODULES:
        shutil.copytree(course.source(lesson), demo.source(lesson), ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return demo


def _hand_in(demo: Course, answers: Path, lesson: str) -> dict[str, Answer]:
    """Put a notebook with a sample answer into submitted/ for each student. Returns the answers by student."""
    name = f"{lessons.find(lesson).notebook}.ipynb"
    chosen = _chosen(read_all(answers, lesson))
    if not chosen:
        raise CourseError(f"{ANSWERS}/{lesson}/ has no answer to hand in: add right/NAME.py or wrong/CODE-NAME.py")
    released = json.loads((demo.release(lesson) / name).read_text(encoding="utf-8"))
    solutions = json.loads((demo.source(lesson) / name).read_text(encoding="utf-8"))
    handed_in = dict(zip(CLASS, chosen, strict=False))  # a lesson with few answers has a smaller class
    for student, answer in handed_in.items():
        folder = demo.submitted(lesson, student)
        folder.mkdir(parents=True)
        (folder / name).write_text(json.dumps(fill(released, answer, solutions), indent=1), encoding="utf-8")
    return handed_in


def _chosen(answers: list[Answer]) -> list[Answer]:
    """Choose some right answers and many kinds of wrong ones, shuffled in a way that is the same every time."""
    right = _spread([answer for answer in answers if answer.is_right], RIGHT)
    by_name = {answer.name: answer for answer in answers if not answer.is_right}
    first = [name for name in MISTAKES if name in by_name]
    others = [name for name in by_name if name not in first]
    wrong = [by_name[name] for name in [*first, *others][: len(CLASS) - len(right)]]
    return sorted(right + wrong, key=lambda answer: answer.title)


def _spread(answers: Sequence[Answer], count: int) -> list[Answer]:
    """Take `count` of the answers, evenly from first to last."""
    count = min(count, len(answers))
    return [answers[i * len(answers) // count] for i in range(count)]


def _as_expected(outcomes: list[Outcome], handed_in: dict[str, Answer], lesson: Lesson) -> str:
    other = [
        f"{outcome.student} ({handed_in[outcome.student].name})"
        for outcome in outcomes
        if not _is_as_expected(outcome, handed_in[outcome.student], lesson)
    ]
    as_expected = f"{len(outcomes) - len(other)} of {len(outcomes)} graded exactly as their files in {ANSWERS}/ say"
    if lesson.variants:
        as_expected += ", but for how well mistaken ones do on data of the student's own"
    return as_expected + (f"; not: {', '.join(other)}" if other else "")


def _is_as_expected(outcome: Outcome, answer: Answer, lesson: Lesson) -> bool:
    """Compare an outcome with the answer's file. A wrong answer may earn other points with another variant."""
    found = {verdict.exercise: (verdict.points, verdict.codes) for verdict in outcome.verdicts}
    return found.keys() == answer.expected.keys() and all(
        found[name] == expected
        for name, expected in answer.expected.items()
        if answer.is_right or not lesson.exercises[name].has_variants
    )


def _show_places(course: Course, demo: Course, seconds: float) -> None:
    lesson, student = next(iter(lessons.MODULES)), CLASS[0]
    places = {
        "what students get": demo.release(lesson),
        "what they hand in": demo.submitted(lesson, student),
        "graded, with verdicts and evidence": demo.autograded(lesson, student),
        "what they get back": demo.feedback(lesson, student),
        "the class report": demo.root / "reports" / f"{lesson}.html",
        "nbgrader's gradebook": demo.root / "gradebook.db",
    }
    console.show(f"Done in {seconds:.0f} s. To look at, for {student} and the first lesson:")
    for what, path in places.items():
        console.show(f"  {what + ':':36}{path.relative_to(course.root)}")
    console.show("Formgrader shows the whole class: start JupyterLab in demo/, then Nbgrader > Formgrader.")
