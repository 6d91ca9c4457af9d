"""Judge the stored evidence of a lesson again, after a threshold, a check, points or a due date have changed.

No student code runs.

A verdict is stored in three places: the autograded notebook, the gradebook and the evidence file. They are written in
this order, each in one step, for a few submissions at a time. If a regrading is killed between two of them, the next
one finds the difference and writes the submission again.
"""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import torch

from grader import lessons
from grader.core.atomic_files import atomic_write, remove_partial_files
from grader.core.exercise import Lesson
from grader.core.verdict import Verdict
from grader.grading import assignments, other_release
from grader.grading.commands import regrade_plain
from grader.grading.commands.rejudged import UNKNOWN, Rejudged, State
from grader.grading.course import Course
from grader.grading.errors import NotGradedError
from grader.grading.gradebook import student_scores
from grader.grading.gradebook.connect import existing
from grader.grading.gradebook.late import LatePenalties
from grader.grading.gradebook.student_scores import StudentScores
from grader.grading.gradebook.writer import GradebookWriter
from grader.grading.log import LOG
from grader.grading.notebook_files.submitted_file import fingerprint_of
from grader.grading.submission.locks import SubmissionLocks
from grader.grading.submission.submission_grader import reason_of
from grader.grading.verdicts import autograded_notebook, evidence_file
from grader.grading.workers import spread

BATCH_SUBMISSIONS = 16  # in one transaction: its commit takes longer than what is written in it
NO_POINTS: Mapping[str, float] = MappingProxyType({})


def points_changed(course: Course, lesson: str, exercises: Collection[str] = ()) -> dict[str, tuple[float, float]]:
    """Return the maximum points of exercises before and now, if they differ: of all exercises, or of those named.

    Raises CourseError if the lesson has other exercises than its release. The release alone says the points of any
    other assignment.
    """
    if lesson not in lessons.MODULES:
        return {}
    declared = lessons.find(lesson)
    with existing(course) as gradebook:
        max_points = student_scores.max_points_by_cell(gradebook, lesson, declared.notebook)
    other_release.refuse_other_exercises(declared, max_points)
    changed = other_release.other_points(declared, max_points)
    return {name: pair for name, pair in changed.items() if not exercises or name in exercises}


def judge_again(
    course: Course, lesson: str, chosen: list[str], *, exercises: Collection[str] = (), jobs: int | None = None
) -> Iterator[Rejudged]:
    """Judge the evidence of the `chosen` students again, and yield the result for each. Writes nothing.

    If `exercises` are named, all others keep their verdicts. Raises CourseError.
    """
    if lesson not in lessons.MODULES:
        yield from regrade_plain.judge_again(course, assignments.find(course, lesson), chosen)
        return
    declared = lessons.find(lesson)
    with existing(course) as gradebook:
        scores_by_student = student_scores.scores_of_class(gradebook, lesson, declared.notebook)
    judging = _Judging(course, declared, frozenset(exercises or declared.exercises), LatePenalties(course.config))

    def judged(student: str) -> Rejudged:
        try:
            return judging.of(student, scores_by_student.get(student))
        except Exception as error:
            if not isinstance(error, NotGradedError):
                LOG.exception("%s", student)
            return Rejudged(student, "not judged", reason=reason_of(error))

    with course.log(), _alone():
        yield from spread(judged, chosen, jobs)


def write(
    course: Course, lesson: str, judged: list[Rejudged], *, max_points: Mapping[str, float] = NO_POINTS,
    jobs: int | None = None,
) -> Iterator[Rejudged]:  # fmt: skip
    """Write the verdicts of those submissions that differ, and yield each when it is written. Raises CourseError.

    A submission that was graded again in the meantime, or that another process is grading, is not written: it is
    yielded as "not judged". `max_points` are the new ones of exercises, if they have changed.
    """
    if lesson not in lessons.MODULES:
        yield from regrade_plain.write(course, assignments.find(course, lesson), judged)
        return
    declared = lessons.find(lesson)
    by_student = {again.student: again for again in judged if again.differs}

    def rewritten(student: str) -> tuple[str, bytes, bytes, str]:
        try:
            return (student, *_rewritten(course, declared, by_student[student]), "")
        except (NotGradedError, OSError, ValueError) as error:
            return student, b"", b"", reason_of(error)

    contents = spread(rewritten, list(by_student), jobs)
    ahead = list(islice(contents, 1))  # forks the processes now, before there is a connection that they would share
    waiting = chain(ahead, contents)
    with existing(course) as gradebook, SubmissionLocks(course, lesson) as locks:
        writer = GradebookWriter(gradebook, lesson, course.config)
        if max_points:
            writer.set_max_points(declared.notebook, {f"test_{name}": each for name, each in max_points.items()})
        while batch := list(islice(waiting, BATCH_SUBMISSIONS)):
            with _undisturbed():
                changed = [(by_student[name], notebook, kept, reason) for name, notebook, kept, reason in batch]
                reasons = _write(course, declared, changed, writer, locks)
            for student, *_ in batch:
                again = by_student[student]
                if student in reasons:
                    yield again._replace(state="not judged", reason=reasons[student])
                else:
                    LOG.info("%s: judged again, %g points", student, sum(each.points for each in again.new.values()))
                    yield again


def _write(
    course: Course,
    lesson: Lesson,
    batch: list[tuple[Rejudged, bytes, bytes, str]],
    writer: GradebookWriter,
    locks: SubmissionLocks,
) -> dict[str, str]:
    """Write some submissions to their three places. Return the reason for each student whose is not written."""
    reasons = {again.student: reason for again, *_, reason in batch if reason}
    evidences: dict[str, tuple[Path, bytes]] = {}
    points: dict[str, dict[str, float | None]] = {}
    with ExitStack() as held:
        for again, notebook, evidence, reason in batch:
            if reason:
                continue
            try:
                held.enter_context(locks.held(again.student))
                of_notebook, of_evidence = _places(course, lesson, again.student)
                _refuse_other(_read(of_evidence), again)
                remove_partial_files(of_notebook.parent)
                atomic_write(of_notebook, notebook)
            except (NotGradedError, OSError) as error:
                reasons[again.student] = reason_of(error)
                continue
            points[again.student] = {f"test_{name}": verdict.score for name, verdict in again.new.items()}
            evidences[again.student] = of_evidence, evidence
        unknown = writer.rescore(lesson.notebook, points)
        reasons |= dict.fromkeys(unknown, UNKNOWN)
        for student in points.keys() - unknown:
            try:
                atomic_write(*evidences[student])
            except OSError as error:
                reasons[student] = reason_of(error)
    return reasons


class _Judging(NamedTuple):
    """Judges submissions of one lesson again, of which only some exercises may change."""

    course: Course
    lesson: Lesson
    exercises: frozenset[str]
    penalties: LatePenalties

    def of(self, student: str, own_scores: StudentScores | None) -> Rejudged:
        """Judge one submission. Raises NotGradedError, and CourseError if the late plugin fails."""
        notebook, evidence = _places(self.course, self.lesson, student)
        encoded = _read(evidence)
        stored = evidence_file.read(encoded, self.lesson)
        shown = autograded_notebook.stored(_read(notebook), self.lesson)
        if own_scores is None or not own_scores.scores:
            raise NotGradedError(UNKNOWN)
        new = evidence_file.judged(stored, self.lesson)
        kept = {verdict.exercise: verdict for verdict in map(Verdict.from_json, stored["verdicts"])}
        new = {name: verdict if name in self.exercises else kept.get(name, verdict) for name, verdict in new.items()}
        scores = {name: own_scores.scores.get(f"test_{name}") for name in new}
        old = {name: score.automatic if score else None for name, score in scores.items()}
        manual = tuple(name for name, score in scores.items() if score and score.manual is not None)
        counts = own_scores.with_automatic({f"test_{name}": verdict.score for name, verdict in new.items()})
        penalty = own_scores.late_penalty, self.penalties.of(student, counts, own_scores.seconds_late) or 0.0
        before = None if None in old.values() else max(0.0, own_scores.score - penalty[0])
        state: State = "unchanged"
        if [verdict.to_json() for verdict in new.values()] != stored["verdicts"] or shown != _as_stored(new):
            state = "feedback changed"
        if penalty[0] != penalty[1] or any(old[name] != verdict.score for name, verdict in new.items()):
            state = "points changed"
        total = before, max(0.0, counts - penalty[1])
        return Rejudged(student, state, old, new, manual, penalty, total, fingerprint_of(encoded))


def _rewritten(course: Course, lesson: Lesson, again: Rejudged) -> tuple[bytes, bytes]:
    """Return the notebook and the evidence file of a submission with its new verdicts. Raises NotGradedError."""
    notebook, evidence = _places(course, lesson, again.student)
    encoded = _read(evidence)
    _refuse_other(encoded, again)
    return (
        autograded_notebook.with_verdicts(_read(notebook), lesson, again.new),
        evidence_file.with_verdicts(evidence_file.read(encoded, lesson), again.new.values()),
    )


def _refuse_other(encoded: bytes, again: Rejudged) -> None:
    if fingerprint_of(encoded) != again.fingerprint:
        raise NotGradedError("it was graded in the meantime; regrade it again")


def _places(course: Course, lesson: Lesson, student: str) -> tuple[Path, Path]:
    folder = course.autograded(lesson.name, student)
    return folder / f"{lesson.notebook}.ipynb", evidence_file.place(folder, lesson.notebook)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotGradedError(f"there is no {path.name}: its grading was not finished; run `grader autograde`") from None
    except OSError as error:
        raise NotGradedError(f"{path.name} cannot be read: {error.strerror}") from None


def _as_stored(verdicts: dict[str, Verdict]) -> dict[str, Verdict]:
    """Return verdicts as they are read from a notebook: without the cost of each finding, which is not stored."""
    return {name: type(verdict).from_json(verdict.to_json()) for name, verdict in verdicts.items()}


@contextmanager
def _alone() -> Iterator[None]:
    """Use one thread in each process, and keep imported modules out of their garbage collections."""
    torch.set_num_threads(1)
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Delay an interrupt until everything that belongs together is written."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: asked.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if asked:
            signal.raise_signal(signal.SIGINT)
