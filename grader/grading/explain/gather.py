"""Collect what is known of a submission: source, evidence, verdict, scores and rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from grader.core import guard
from grader.core.catalogue import CATALOGUE, title_of
from grader.core.exercise import Exercise, Lesson
from grader.core.finding import Finding
from grader.core.verdict import Verdict
from grader.evidence import bundle
from grader.evidence.functions import Function
from grader.grading.course import Course
from grader.grading.errors import CourseError, NotGradedError
from grader.grading.explain.rules import rule_of
from grader.grading.explain.seen import Tree, arguments_of, described, right_answer_of
from grader.grading.gradebook import not_graded, student_scores
from grader.grading.gradebook.connect import existing
from grader.grading.gradebook.student_scores import StudentScores
from grader.grading.verdicts import evidence_file
from grader.grading.verdicts.notebook_cells import grade_id


class ExplainedFinding(msgspec.Struct, frozen=True):
    """A finding: what was said, and what its code means in general. `section` is that of the lesson."""

    code: str
    title: str
    message: str
    hint: str
    means: str
    section: str


class Call(msgspec.Struct, frozen=True):
    """What one check saw. `kind` is "check", or for a function "practice call" or "challenge".

    `functions` holds for each call of a function its arguments and what came of it.
    """

    kind: str
    seen: dict[str, Tree]
    functions: list[dict[str, Tree]] = []


class ExplainedExercise(msgspec.Struct, frozen=True, kw_only=True):
    """One exercise. `points` are the judge's, `counts` what the gradebook counts, which a person may have changed.

    `thresholds` are those of today with their defaults, by name.
    """

    name: str
    points: float | None
    max_points: float
    counts: float | None
    by_person: float | None
    comment: str | None
    source: str
    shown: list[str]
    calls: list[Call]
    lost: bool
    findings: list[ExplainedFinding]
    rule: dict[str, str]
    thresholds: dict[str, tuple[float, float]]


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """A submission. `points` are what counts after the late penalty; times are in UTC."""

    student: str
    lesson: str
    points: float | None
    late_penalty: float
    seconds_late: float
    due: str | None
    handed_in: str | None
    exercises: list[ExplainedExercise]


def explain(course: Course, lesson: Lesson, student: str, chosen: Sequence[str] = ()) -> Explained:
    """Return what the judge saw of a student's exercises, of all or of the `chosen` ones. Raises CourseError."""
    folder = course.autograded(lesson.name, student)
    try:
        stored = evidence_file.read(evidence_file.place(folder, lesson.notebook).read_bytes(), lesson)
        notebook = json.loads((folder / f"{lesson.notebook}.ipynb").read_bytes())
        cells = {grade_id(cell): cell for cell in notebook["cells"]}
        verdicts = {verdict.exercise: verdict for verdict in map(Verdict.from_json, stored["verdicts"])}
    except FileNotFoundError:
        reason = not_graded.read(folder) or "run `grader autograde`"
        raise CourseError(f"{lesson.name} by {student} is not graded: {reason}") from None
    except (NotGradedError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CourseError(f"the graded files of {student} cannot be read: {error}") from error
    with existing(course) as gradebook:
        own = student_scores.scores_of_class(gradebook, lesson.name, lesson.notebook, comments=True, student=student)
    scores = own.get(student)
    names = [name for name in lesson.exercises if name in verdicts and (not chosen or name in chosen)]
    return Explained(
        student=student,
        lesson=lesson.name,
        points=None if scores is None else student_scores.counts_after_penalties([scores]),
        late_penalty=0.0 if scores is None else scores.late_penalty,
        seconds_late=0.0 if scores is None else scores.seconds_late,
        due=scores.own_due.isoformat(" ", "minutes") if scores and scores.own_due else None,
        handed_in=scores.handed_in.isoformat(" ", "minutes") if scores and scores.handed_in else None,
        exercises=[
            _exercise(course, lesson.exercises[name], verdicts[name], stored, cells.get(name), scores) for name in names
        ],
    )


def _exercise(  # noqa: PLR0913, PLR0917 - all that is known of it
    course: Course, exercise: Exercise, verdict: Verdict, stored: dict[str, Any], cell: dict[str, Any] | None,
    scores: StudentScores | None,
) -> ExplainedExercise:  # fmt: skip
    score = None if scores is None else scores.scores.get(f"test_{exercise.name}")
    return ExplainedExercise(
        name=exercise.name,
        points=verdict.score,
        max_points=verdict.max_points,
        counts=None if score is None or score.is_missing else score.counts,
        by_person=None if score is None else score.manual,
        comment=None if scores is None else scores.comments.get(exercise.name),
        source="" if cell is None else "".join(cell["source"]),
        shown=[] if cell is None else list(_shown(cell)),
        calls=list(_calls(exercise, stored["bundles"].get(exercise.name, []))),
        lost=exercise.name in stored["lost"],
        findings=[_finding(finding) for finding in verdict.findings],
        rule=rule_of(course, exercise)._asdict(),
        thresholds={
            name: (exercise.threshold_values[name], each.default) for name, each in exercise.thresholds.items()
        },
    )


def _finding(finding: Finding) -> ExplainedFinding:
    mistake = CATALOGUE.get(finding.code)  # an older grader may have had other codes
    means, section = (mistake.means, mistake.section) if mistake else ("", "")
    title = title_of(finding.code) or ""
    return ExplainedFinding(finding.code, title, finding.message, finding.hint or "", means, section)


def _shown(cell: dict[str, Any]) -> Iterator[str]:
    """Yield what a cell printed, and the error that ended it."""
    for output in cell.get("outputs", ()):
        if output.get("output_type") == "stream":
            yield "".join(output.get("text", "")).rstrip()
        elif output.get("output_type") == "error":
            yield f"{output.get('ename', 'Error')}: {output.get('evalue', '')}"


def _calls(exercise: Exercise, bundles: Sequence[Any]) -> Iterator[Call]:
    for packed in bundles:
        try:
            evidence = bundle.unpack(packed, exercise.evidence_type)
        except bundle.EvidenceError as error:
            yield Call("check", {"unreadable": str(error)})
            continue
        kind = "check" if exercise.challenge is None else "practice call" if evidence.seed is None else "challenge"
        seen = {name: described(getattr(evidence, name)) for name in exercise.collectors}
        if evidence.raised is not None:
            seen["the cell stopped with"] = str(evidence.raised)
        yield Call(kind, seen, list(_functions(exercise, evidence)))


def _functions(exercise: Exercise, evidence: Any) -> Iterator[dict[str, Tree]]:
    if exercise.challenge is None:
        return
    seed = exercise.challenge.practice if evidence.seed is None else evidence.seed
    made_from = (seed,) if evidence.variant is None else (seed, evidence.variant)
    with guard.usual():
        tasks = exercise.challenge.tasks(*made_from)
    inputs = exercise.inputs(evidence.seed, evidence.variant).calls
    functions = [part for name in exercise.collectors if isinstance(part := getattr(evidence, name), Function)]
    for task, given, call in zip(tasks, inputs, functions[0].calls if functions else (), strict=False):
        told: dict[str, Tree] = {"arguments": arguments_of(given)}
        if right := right_answer_of(task):
            told["what the data were made from"] = right
        yield told | {"result": described(call)}
