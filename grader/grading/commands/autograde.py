"""Grade the submissions of a lesson, several at once: each in a sandboxed kernel, by one writer to the gradebook."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
from collections import Counter
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Literal, NamedTuple

from grader import lessons
from grader.core.verdict import Verdict
from grader.grading import assignments
from grader.grading.cluster.errors import ClusterError
from grader.grading.commands.release import read_notebook, release
from grader.grading.course import Course, CourseError, GradebookGoneError
from grader.grading.notebook_verdicts import NotGradedError, stored_verdicts
from grader.sandbox.errors import ForkServerError, NoSandboxError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from traitlets.config import Config

    from grader.grading.assignments import Assignment
    from grader.grading.cluster.client import Cluster
    from grader.grading.gradebook.writer import GradebookWriter
    from grader.grading.locks import SubmissionLocks
    from grader.grading.submission_folder import AutogradedFolder
    from grader.grading.submission_grader import Submission, SubmissionGrader

LOG = logging.getLogger("traitlets")  # where nbgrader's own parts write to; the course sends it to a file
GROWING_SECONDS = 2  # a cluster may have more workers by then, and takes more


class Outcome(NamedTuple):
    """What came of one submission. One that is not graded has no verdicts, and `reason` is one line that says why.

    `automatic` is the sum of the points that the autograder has given; for a lesson, that of its verdicts.
    """

    student: str
    state: Literal["graded", "up to date", "not graded"]
    verdicts: tuple[Verdict, ...] = ()
    reason: str = ""
    automatic: float | None = None

    @property
    def points(self) -> float:
        return sum(verdict.points for verdict in self.verdicts) if self.automatic is None else self.automatic

    @property
    def codes(self) -> Counter[str]:
        """How often each code was found, in the order of the exercises."""
        return Counter(code for verdict in self.verdicts for code in verdict.codes)


def ensure_released(course: Course, lesson: str) -> bool:
    """Release an assignment that the gradebook does not know, as nbgrader demands. Returns whether that was needed.

    Raises CourseError, UnknownLessonError.
    """
    from nbgrader.converters import GenerateAssignment  # noqa: PLC0415 - nbgrader takes seconds to import

    if not assignments.find(course, lesson).notebooks:
        if lesson in lessons.MODULES:
            release(course, lesson)
        else:
            course.convert(GenerateAssignment, course.directory(assignment_id=lesson), force=True)
        return True
    return False


def grade_class(  # noqa: PLR0913 - what the command's options say
    course: Course, lesson: str, chosen: list[str], *, force: bool = False, jobs: int | None = None,
    sandbox: bool = True, scheduler: str | None = None,
) -> Iterator[Outcome]:  # fmt: skip
    """Grade the submissions of the `chosen` students, and tell the outcome of each as soon as it is there.

    A submission that was graded before and has not changed since is not run again, unless `force` says so. Student
    code runs on this machine, or on the workers of a Dask `scheduler`. Raises NoSandboxError where it cannot be
    contained and `sandbox` asks for it, ClusterError, GradebookGoneError, CourseError.
    """
    declared = assignments.find(course, lesson)
    waiting, again = iter(chosen), []  # `again`: who met a limit of wall-clock time on a machine that was busy
    with _grading(course, declared, force=force, sandbox=sandbox, scheduler=scheduler) as (grading, runner):
        running: dict[asyncio.Task[Outcome | None], str] = {}
        try:
            while True:
                while len(running) < (jobs or grading.width()):
                    student = next(waiting, None)
                    if student is None:
                        break
                    current = None if force else up_to_date(course, declared, student)
                    if current is not None:
                        yield current
                    else:
                        running[runner.get_loop().create_task(grading.grade(student))] = student
                if not running and again:
                    student = again.pop()
                    running[runner.get_loop().create_task(grading.grade(student, alone=True))] = student
                if not running:
                    return
                done, _ = runner.run(
                    asyncio.wait(running, timeout=GROWING_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                )
                for task in sorted(done, key=lambda task: task.exception() is not None):  # the graded ones first
                    outcome = task.result()
                    student = running.pop(task)
                    if outcome is None:
                        again.append(student)
                    else:
                        yield outcome
        finally:
            for task in running:
                task.cancel()
            runner.run(_ended(running))


async def _ended(tasks: Iterable[asyncio.Task[Outcome | None]]) -> None:
    """Wait for the end of what was given up; what else went wrong there is the same trouble again."""
    await asyncio.gather(*tasks, return_exceptions=True)


def up_to_date(course: Course, assignment: Assignment, student: str) -> Outcome | None:
    """Return the earlier outcome where the submission is byte for byte the one that was graded, else None."""
    from grader.grading.plain_assignments import points_in  # noqa: PLC0415 - as above
    from grader.grading.preprocessors.judge import EVIDENCE_SUFFIX  # noqa: PLC0415 - as above
    from grader.grading.submitted_file import fingerprint  # noqa: PLC0415 - as above

    graded, submitted = course.autograded(assignment.name, student), course.submitted(assignment.name, student)
    verdicts: list[Verdict] = []
    points = 0.0
    try:
        for name in assignment.notebooks:
            path = graded / f"{name}.ipynb"
            if not os.path.lexists(submitted / path.name):
                if path.exists():
                    return None
                continue
            kept = json.loads((graded / f"{name}{EVIDENCE_SUFFIX}").read_bytes())
            if kept["submission"] != fingerprint(submitted / path.name):
                return None
            cells = read_notebook(path)
            if assignment.is_lesson(name):
                verdicts += (stored := stored_verdicts(cells))
                points += sum(verdict.points for verdict in stored)
            else:
                points += points_in(cells)
    except (OSError, ValueError, KeyError, TypeError, CourseError):
        return None
    return Outcome(student, "up to date", tuple(verdicts), automatic=points) if graded.exists() else None


@contextmanager
def _grading(
    course: Course, assignment: Assignment, *, force: bool, sandbox: bool, scheduler: str | None
) -> Iterator[tuple[_Grading, asyncio.Runner]]:
    """Open what a class shares: the gradebook, the fork server of its kernels, and the loop that they are served in."""
    import torch  # noqa: PLC0415 - as above

    from grader.grading.challenge_key import challenge_key  # noqa: PLC0415 - as above
    from grader.grading.gradebook.writer import GradebookWriter  # noqa: PLC0415 - as above
    from grader.grading.locks import SubmissionLocks  # noqa: PLC0415 - as above
    from grader.grading.submission_grader import SubmissionGrader  # noqa: PLC0415 - as above
    from grader.sandbox.forkserver import close_fork_servers  # noqa: PLC0415 - as above

    torch.set_num_threads(1)  # the cores are for kernels, and what a judge computes is small
    config = course.config.copy()
    if not sandbox:
        config.Sandbox.enabled = False
    with course.gradebook() as gradebook, asyncio.Runner() as runner:
        key = challenge_key(config)
        writer = GradebookWriter(gradebook, assignment.name, config)
        releases = {name: writer.released(assignment.name, name) for name in assignment.notebooks}
        grader = SubmissionGrader(config, assignment.name, releases, key, course.directory().db_url)
        with ExitStack() as opened:
            if scheduler is not None:
                from grader.grading.cluster.client import Cluster  # noqa: PLC0415 - it needs packages that few have
                from grader.grading.cluster.wire import Assignment as Shared  # noqa: PLC0415 - as above

                lesson = assignment.lesson
                if lesson is None or len(releases) > 1:
                    raise CourseError(
                        f"a cluster grades lessons of one notebook only: grade {assignment.name} without --scheduler"
                    )
                shared = Shared.of(config, lesson, releases[lesson.notebook], key, grader.pipeline)
                grader = Cluster(scheduler, shared, config)
                runner.run(grader.open())
                opened.callback(lambda: runner.run(grader.close()))
            gc.collect()
            gc.freeze()  # torch and nbgrader are half a million objects, which no collection has to look through again
            opened.callback(gc.unfreeze)
            opened.callback(close_fork_servers)
            locks = opened.enter_context(SubmissionLocks(course, assignment.name))
            yield _Grading(course, assignment, config, writer, grader, locks, force=force), runner


class _Grading:
    """Reads submissions and writes what came of them: one after the other, or several side by side in one thread.

    The work between the two is the submission grader's, here or on a cluster.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what a class shares
        self, course: Course, assignment: Assignment, config: Config, writer: GradebookWriter,
        grader: SubmissionGrader | Cluster,
        locks: SubmissionLocks, *, force: bool,
    ) -> None:  # fmt: skip
        from grader.grading.submission_folder import AutogradedFolder  # noqa: PLC0415 - as above

        self._course, self._assignment, self._writer, self._grader = course, assignment, writer, grader
        self._locks, self._force = locks, force
        self._folder = lambda student: AutogradedFolder(course, assignment.name, student, config)

    def width(self) -> int:
        return self._grader.width()

    async def grade(self, student: str, *, alone: bool = False) -> Outcome | None:
        """Grade one submission. What cannot be graded leaves no score in the gradebook, not even an earlier one.

        Returns None if it has to be graded again when no other is: it met a limit of wall-clock time while others had
        the processors, and points must not depend on those. `alone` says that no other is.

        Where another process is at the same submission, that is waited for; what it has graded is not graded again.
        Raises NoSandboxError, ClusterError, GradebookGoneError.
        """
        async with self._locks.waited_for(student) as waited:
            current = up_to_date(self._course, self._assignment, student) if waited and not self._force else None
            return current or await self._graded(student, alone=alone)

    async def _graded(self, student: str, *, alone: bool) -> Outcome | None:
        from grader.grading.submission_grader import reason_of  # noqa: PLC0415 - as above

        folder = self._folder(student)
        for last_try in (False, True):
            try:
                return await self._grade(student, folder, alone=alone)
            except (NoSandboxError, ClusterError, GradebookGoneError):
                raise
            except ForkServerError as error:
                if last_try:
                    reason = str(error)
                    break
                LOG.warning("%s: %s; trying again", student, error)
            except (CourseError, NotGradedError) as error:
                reason = reason_of(error)
                break
            except Exception as error:  # whatever is odd about one submission, the others are graded
                LOG.exception("%s", student)
                reason = reason_of(error)
                break
        folder.refuse(reason)
        LOG.warning("%s: not graded: %s", student, reason)
        return Outcome(student, "not graded", reason=reason)

    async def _grade(self, student: str, folder: AutogradedFolder, *, alone: bool) -> Outcome | None:
        from grader.grading.gradebook.writer import Scores  # noqa: PLC0415 - as above

        _refuse_odd_name(student)
        self._writer.begin(student, folder.timestamp())
        folder.clear()
        submissions = self._handed_in(folder)
        folder.copy_files()
        graded = {each.name: await self._grader.grade(each, folder.path) for each in submissions}
        if not alone and any(made.starved for made in graded.values()):
            LOG.warning("%s: the machine was busy when its time ran out; it is graded again, alone", student)
            return None
        for name, made in graded.items():
            folder.write_notebook(name, made)
            self._writer.save(student, name, Scores(made.points, made.untouched))
        for name in self._assignment.notebooks:
            if name not in graded:
                LOG.warning("%s: %s.ipynb was not handed in, so its cells have no points", student, name)
                self._writer.save_missing(student, name)
        for made in graded.values():
            folder.write_outputs(made)  # the evidence's file says that all is done
        points = sum(each or 0.0 for made in graded.values() for each in made.points.values())
        LOG.info("%s: graded, %g points", student, points)
        verdicts = tuple(verdict for made in graded.values() for verdict in made.verdicts)
        for verdict in verdicts:
            for finding in verdict.findings if verdict.is_undecided else ():
                LOG.error("%s: %s is not graded: %s\n%s", student, verdict.exercise, finding.message, finding.trace)
        return Outcome(student, "graded", verdicts, automatic=points)

    def _handed_in(self, folder: AutogradedFolder) -> list[Submission]:
        """Return the notebooks of a submission. Raises CourseError if a lesson's own, or any at all, is not there."""
        there = [name for name in self._assignment.notebooks if folder.has(name)]
        if self._assignment.main not in there and (self._assignment.lesson is not None or not there):
            there.insert(0, self._assignment.main)  # reading it says what is there instead
        return [folder.read(name) for name in there]


def _refuse_odd_name(student: str) -> None:
    """Raise CourseError where a folder's name is no text, as one from an old archive may be: no gradebook takes it."""
    try:
        student.encode()
    except UnicodeEncodeError:
        raise CourseError(
            f"the name of the folder {os.fsencode(student)!r} in submitted/ is not UTF-8, so it cannot be a student's "
            "id: rename it"
        ) from None
