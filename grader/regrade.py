"""Judge a lesson's stored evidence again: after a threshold or a check has changed, and without any student code.

A verdict stands in three places: the autograded notebook, the gradebook, and the evidence's file. They are written in
this order, each whole or not at all, one submission after the other. A submission where they differ, since a regrading
was killed between two of them, is found and written again by the next one.
"""

from __future__ import annotations

import gc
import hashlib
import json
import logging
import signal
import threading
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from grader import lessons
from grader.course import CourseError
from grader.gradebook.verdicts import NotGradedError, judge_stored
from grader.workers import spread

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.course import Course
    from grader.exercise import Lesson
    from grader.gradebook.standing import Standing
    from grader.verdict import Verdict

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


def graded_students(course: Course, lesson: str) -> list[str]:
    """Return whose submissions have been graded: those with a folder for them in autograded/."""
    folders = course.autograded(lesson, "*").parent.parent.glob(f"*/{lesson}")
    return sorted(folder.parent.name for folder in folders if folder.is_dir())


def judge_again(course: Course, lesson: str, chosen: list[str], *, jobs: int | None = None) -> Iterator[Again]:
    """Judge the evidence of the `chosen` students again, and tell what comes of each. Writes nothing.

    Raises CourseError.
    """
    from grader.gradebook import standing  # noqa: PLC0415 - nbgrader takes seconds to import

    declared = lessons.find(lesson)
    with open_gradebook(course) as gradebook:
        worth = standing.worth(gradebook, lesson, declared.notebook)
        class_ = standing.of_class(gradebook, lesson, declared.notebook)

    def judged(student: str) -> Again:
        try:
            return _judged(course, declared, student, class_.get(student), worth)
        except NotGradedError as error:
            return Again(student, "not judged", reason=str(error))
        except Exception as error:
            LOG.exception("%s", student)
            return Again(student, "not judged", reason=f"the grader stopped with {type(error).__name__}: {error}")

    with course.log(), _alone():
        yield from spread(judged, chosen, jobs)


def write(course: Course, lesson: str, judged: list[Again], *, jobs: int | None = None) -> Iterator[Again]:
    """Write the verdicts of those submissions that differ, and tell of each when it is written. Raises CourseError.

    One that was graded otherwise in the meantime is left alone, and told as not judged.
    """
    from grader.gradebook.files import replace  # noqa: PLC0415 - as above
    from grader.gradebook.ledger import Ledger  # noqa: PLC0415 - as above

    declared = lessons.find(lesson)
    by_student = {again.student: again for again in judged if again.differs}

    def rewritten(student: str) -> tuple[str, bytes, bytes, str]:
        try:
            return (student, *_rewritten(course, declared, by_student[student]), "")
        except (NotGradedError, OSError, ValueError) as error:
            return student, b"", b"", str(error)

    contents = spread(rewritten, list(by_student), jobs)
    ahead = list(islice(contents, 1))  # processes are forked before there is a connection that they could use
    with open_gradebook(course) as gradebook:
        ledger = Ledger(gradebook, lesson, course.config)
        for student, notebook, evidence, reason in chain(ahead, contents):
            again = by_student[student]
            if reason:
                yield again._replace(state="not judged", reason=reason)
                continue
            points = {f"test_{name}": verdict.points for name, verdict in again.new.items()}
            with _undisturbed():
                of_notebook, of_evidence = _places(course, declared, student)
                replace(of_notebook, notebook)
                ledger.rescore(student, declared.notebook, points)
                replace(of_evidence, evidence)
            LOG.info("%s: judged again, %g points", student, sum(points.values()))
            yield again


def _judged(course: Course, lesson: Lesson, student: str, standing: Standing | None, worth: dict[str, float]) -> Again:
    from grader.gradebook import rewrite  # noqa: PLC0415 - as above

    notebook, evidence = _places(course, lesson, student)
    encoded = _read(evidence)
    kept = _kept(encoded, lesson)
    shown = rewrite.stored(_read(notebook), lesson)
    if standing is None or not standing.scores:
        raise NotGradedError("the gradebook knows of no submission; run `grader autograde --force`")
    new = _again(lesson, kept)
    for verdict in new.values():
        if worth.get(f"test_{verdict.exercise}") != verdict.max_points:
            raise NotGradedError(
                f"{verdict.exercise} has {verdict.max_points:g} points, the gradebook says "
                f"{worth.get(f'test_{verdict.exercise}', 0):g}: release the lesson again"
            )
    scores = {name: standing.scores.get(f"test_{name}") for name in new}
    old = {name: score.automatic if score else None for name, score in scores.items()}
    manual = tuple(name for name, score in scores.items() if score and score.manual is not None)
    state = "as before"
    if [verdict.to_json() for verdict in new.values()] != kept["verdicts"] or shown != _as_stored(new):
        state = "other words"
    if any(old[name] != verdict.points for name, verdict in new.items()):
        state = "other points"
    return Again(student, state, old, new, manual, _mark(encoded))


def _again(lesson: Lesson, kept: dict[str, Any]) -> dict[str, Verdict]:
    try:
        new = judge_stored(lesson, kept)
    except (KeyError, msgspec.ValidationError) as error:
        raise NotGradedError(
            f"the evidence is of another version of the lesson ({type(error).__name__}: {error}); run `grader "
            "autograde --force`"
        ) from error
    except ValueError as error:
        raise NotGradedError(f"the evidence cannot be read: {str(error).splitlines()[0]}") from error
    return new


def _kept(encoded: bytes, lesson: Lesson) -> dict[str, Any]:
    """Return what is in an evidence file. Raises NotGradedError with one line of what is wrong with it."""
    try:
        kept = json.loads(encoded)
    except (ValueError, RecursionError) as error:
        raise NotGradedError(f"the evidence cannot be read: {type(error).__name__}: {error}") from error
    parts = {"verdicts": list, "bundles": dict, "lost": list}
    if not isinstance(kept, dict) or not all(isinstance(kept.get(name), kind) for name, kind in parts.items()):
        raise NotGradedError("the evidence cannot be read: it is no evidence file")
    if kept.get("lesson") != lesson.name:
        raise NotGradedError(f"the evidence is of {kept.get('lesson')!r}, not of {lesson.name}")
    return kept


def _rewritten(course: Course, lesson: Lesson, again: Again) -> tuple[bytes, bytes]:
    from grader.gradebook import rewrite  # noqa: PLC0415 - as above

    notebook, evidence = _places(course, lesson, again.student)
    encoded = _read(evidence)
    if _mark(encoded) != again.mark:
        raise NotGradedError("it was graded in the meantime; regrade it again")
    return (
        rewrite.with_verdicts(_read(notebook), lesson, again.new),
        rewrite.evidence_with(_kept(encoded, lesson), again.new.values()),
    )


def _places(course: Course, lesson: Lesson, student: str) -> tuple[Path, Path]:
    from grader.gradebook.judge import EVIDENCE_SUFFIX  # noqa: PLC0415 - as above

    folder = course.autograded(lesson.name, student)
    return folder / f"{lesson.notebook}.ipynb", folder / f"{lesson.notebook}{EVIDENCE_SUFFIX}"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise NotGradedError(f"there is no {path.name}: its grading was not finished; run `grader autograde`") from None


def _mark(encoded: bytes) -> str:
    return hashlib.sha256(encoded).hexdigest()


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
def open_gradebook(course: Course) -> Iterator[Any]:
    """Open the gradebook. Raises CourseError where that cannot be done, with one line that says why."""
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - as above

    try:
        with course.gradebook() as gradebook:
            yield gradebook
    except SQLAlchemyError as error:
        raise CourseError(f"the gradebook cannot be used: {str(error).splitlines()[0]}") from error


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
