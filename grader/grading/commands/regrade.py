"""Judge a lesson's stored evidence again: after a threshold or a check has changed, and without any student code.

A verdict stands in three places: the autograded notebook, the gradebook, and the evidence's file. They are written in
this order, each whole or not at all, for a few submissions at a time. A submission where they differ, since a regrading
was killed between two of them, is found and written again by the next one.
"""

from __future__ import annotations

import gc
import logging
import signal
import threading
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from grader import lessons
from grader.grading.notebook_verdicts import NotGradedError
from grader.grading.workers import spread

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.core.exercise import Lesson
    from grader.core.verdict import Verdict
    from grader.grading.course import Course
    from grader.grading.gradebook.student_scores import StudentScores
    from grader.grading.gradebook.writer import GradebookWriter
    from grader.grading.locks import SubmissionLocks

AT_ONCE = 16  # submissions in one transaction: a database takes longer for each than for what is in it
UNKNOWN = "the gradebook knows of no submission; run `grader autograde --force`"
LOG = logging.getLogger("traitlets")  # as in autograde


class Again(NamedTuple):
    """One submission judged again: its verdicts by exercise as they are stored, and as they are now.

    `manual` names the exercises that a human has scored: there the gradebook goes on counting that score. `mark` is
    what tells the evidence file from another one.
    """

    student: str
    state: Literal["other points", "other words", "as before", "not judged"]
    old: dict[str, float | None] = {}  # noqa: RUF012 - nobody writes into it
    new: dict[str, Verdict] = {}  # noqa: RUF012 - as above
    manual: tuple[str, ...] = ()
    mark: str = ""
    reason: str = ""

    @property
    def differs(self) -> bool:
        return self.state in ("other points", "other words")


def judge_again(course: Course, lesson: str, chosen: list[str], *, jobs: int | None = None) -> Iterator[Again]:
    """Judge the evidence of the `chosen` students again, and tell what comes of each. Writes nothing.

    Raises CourseError.
    """
    from grader.grading.gradebook import student_scores  # noqa: PLC0415 - nbgrader takes seconds to import
    from grader.grading.gradebook.connect import existing  # noqa: PLC0415 - as above
    from grader.grading.submission_grader import reason_of  # noqa: PLC0415 - as above

    declared = lessons.find(lesson)
    with existing(course) as gradebook:
        worth = student_scores.max_points_by_cell(gradebook, lesson, declared.notebook)
        class_ = student_scores.scores_of_class(gradebook, lesson, declared.notebook)

    def judged(student: str) -> Again:
        try:
            return _judged(course, declared, student, class_.get(student), worth)
        except Exception as error:
            if not isinstance(error, NotGradedError):
                LOG.exception("%s", student)
            return Again(student, "not judged", reason=reason_of(error))

    with course.log(), _alone():
        yield from spread(judged, chosen, jobs)


def write(course: Course, lesson: str, judged: list[Again], *, jobs: int | None = None) -> Iterator[Again]:
    """Write the verdicts of those submissions that differ, and tell of each when it is written. Raises CourseError.

    One that was graded otherwise in the meantime, or that another process is at, is left alone, and told as not judged.
    """
    from grader.grading.gradebook.connect import existing  # noqa: PLC0415 - as above
    from grader.grading.gradebook.writer import GradebookWriter  # noqa: PLC0415 - as above
    from grader.grading.locks import SubmissionLocks  # noqa: PLC0415 - as above
    from grader.grading.submission_grader import reason_of  # noqa: PLC0415 - as above

    declared = lessons.find(lesson)
    by_student = {again.student: again for again in judged if again.differs}

    def rewritten(student: str) -> tuple[str, bytes, bytes, str]:
        try:
            return (student, *_rewritten(course, declared, by_student[student]), "")
        except (NotGradedError, OSError, ValueError) as error:
            return student, b"", b"", reason_of(error)

    contents = spread(rewritten, list(by_student), jobs)
    ahead = list(islice(contents, 1))  # processes are forked before there is a connection that they could use
    waiting = chain(ahead, contents)
    with existing(course) as gradebook, SubmissionLocks(course, lesson) as locks:
        writer = GradebookWriter(gradebook, lesson, course.config)
        while batch := list(islice(waiting, AT_ONCE)):
            with _undisturbed():
                reasons = _write(course, declared, [(by_student[name], *rest) for name, *rest in batch], writer, locks)
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
    batch: list[tuple[Again, bytes, bytes, str]],
    writer: GradebookWriter,
    locks: SubmissionLocks,
) -> dict[str, str]:
    """Write some submissions to their three places; return who is left alone, and why."""
    from grader.grading.atomic_files import atomic_write, remove_partial_files  # noqa: PLC0415 - as above
    from grader.grading.submission_grader import reason_of  # noqa: PLC0415 - as above

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


def _judged(
    course: Course, lesson: Lesson, student: str, own_scores: StudentScores | None, worth: dict[str, float]
) -> Again:
    from grader.grading import evidence_file, rewrite  # noqa: PLC0415 - as above

    notebook, evidence = _places(course, lesson, student)
    encoded = _read(evidence)
    kept = evidence_file.read(encoded, lesson)
    shown = rewrite.stored(_read(notebook), lesson)
    if own_scores is None or not own_scores.scores:
        raise NotGradedError(UNKNOWN)
    new = evidence_file.judged(kept, lesson)
    for verdict in new.values():
        if worth.get(f"test_{verdict.exercise}") != verdict.max_points:
            raise NotGradedError(
                f"{verdict.exercise} has {verdict.max_points:g} points, the gradebook says "
                f"{worth.get(f'test_{verdict.exercise}', 0):g}: release the lesson again"
            )
    scores = {name: own_scores.scores.get(f"test_{name}") for name in new}
    old = {name: score.automatic if score else None for name, score in scores.items()}
    manual = tuple(name for name, score in scores.items() if score and score.manual is not None)
    state = "as before"
    if [verdict.to_json() for verdict in new.values()] != kept["verdicts"] or shown != _as_stored(new):
        state = "other words"
    if any(old[name] != verdict.score for name, verdict in new.items()):
        state = "other points"
    return Again(student, state, old, new, manual, evidence_file.mark(encoded))


def _rewritten(course: Course, lesson: Lesson, again: Again) -> tuple[bytes, bytes]:
    from grader.grading import evidence_file, rewrite  # noqa: PLC0415 - as above

    notebook, evidence = _places(course, lesson, again.student)
    encoded = _read(evidence)
    _refuse_other(encoded, again)
    return (
        rewrite.with_verdicts(_read(notebook), lesson, again.new),
        evidence_file.with_verdicts(evidence_file.read(encoded, lesson), again.new.values()),
    )


def _refuse_other(encoded: bytes, again: Again) -> None:
    from grader.grading import evidence_file  # noqa: PLC0415 - as above

    if evidence_file.mark(encoded) != again.mark:
        raise NotGradedError("it was graded in the meantime; regrade it again")


def _places(course: Course, lesson: Lesson, student: str) -> tuple[Path, Path]:
    from grader.grading import evidence_file  # noqa: PLC0415 - as above

    folder = course.autograded(lesson.name, student)
    return folder / f"{lesson.notebook}.ipynb", evidence_file.place(folder, lesson)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotGradedError(f"there is no {path.name}: its grading was not finished; run `grader autograde`") from None
    except OSError as error:
        raise NotGradedError(f"{path.name} cannot be read: {error.strerror}") from None


def _as_stored(verdicts: dict[str, Verdict]) -> dict[str, Verdict]:
    """Return verdicts as a notebook gives them back: without what findings cost, which is not stored."""
    return {name: type(verdict).from_json(verdict.to_json()) for name, verdict in verdicts.items()}


@contextmanager
def _alone() -> Iterator[None]:
    """Leave the cores to the processes that are forked, and what was imported out of their garbage collections."""
    import torch  # noqa: PLC0415 - as above

    torch.set_num_threads(1)
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Put an interrupt off until what belongs together is written."""
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
