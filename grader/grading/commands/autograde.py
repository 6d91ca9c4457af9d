"""Grade the submissions of a lesson, several at once. Each runs in its own kernel in a sandbox."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from traitlets.config import Config

from grader.grading import assignments, other_release
from grader.grading.assignments import Assignment
from grader.grading.challenge_key import challenge_key
from grader.grading.commands.up_to_date import Outcome, up_to_date
from grader.grading.course import Course
from grader.grading.errors import ClusterError, CourseError, GradebookGoneError, NotGradedError
from grader.grading.gradebook import copies
from grader.grading.gradebook.released import Released
from grader.grading.gradebook.writer import GradebookWriter, Scores
from grader.grading.log import LOG
from grader.grading.submission.locks import SubmissionLocks
from grader.grading.submission.submission_folder import AutogradedFolder
from grader.grading.submission.submission_grader import Submission, SubmissionGrader, reason_of
from grader.sandbox.errors import ForkServerError, NoSandboxError
from grader.sandbox.forkserver import close_fork_servers

if TYPE_CHECKING:
    from grader.grading.cluster.client import Cluster

RECOUNT_SECONDS = 2  # how often to ask how many submissions a cluster takes at once, because it may get more workers


def grade_class(  # noqa: PLR0913 - one parameter for each option of the command
    course: Course, lesson: str, chosen: list[str], *, force: bool = False, jobs: int | None = None,
    sandbox: bool = True, scheduler: str | Path | None = None,
) -> Iterator[Outcome]:  # fmt: skip
    """Grade the submissions of the `chosen` students. Yields each outcome as soon as it is known.

    A submission that was graded before and has not changed since is not run again unless `force` is true. Student
    code runs on this machine, or on the workers of a Dask `scheduler`: its address, or the file that it writes. Raises
    NoSandboxError if `sandbox` is true and there is no sandbox, ClusterError, GradebookGoneError, CourseError.
    """
    declared = assignments.find(course, lesson)
    other_release.refuse(course, declared)
    waiting = iter(chosen)
    starved: list[str] = []  # these ran out of wall-clock time while the machine was busy
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
                if not running and starved:
                    student = starved.pop()
                    running[runner.get_loop().create_task(grading.grade(student, alone=True))] = student
                if not running:
                    return
                done, _ = runner.run(
                    asyncio.wait(running, timeout=RECOUNT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                )
                for task in sorted(done, key=lambda task: task.exception() is not None):  # the graded ones first
                    outcome = task.result()
                    student = running.pop(task)
                    if outcome is None:
                        starved.append(student)
                    else:
                        yield outcome
        finally:
            for task in running:
                task.cancel()
            runner.run(_ended(running))


async def _ended(tasks: Iterable[asyncio.Task[Outcome | None]]) -> None:
    """Wait for the cancelled tasks. Ignore their errors: they have the same cause as the one that is being raised."""
    await asyncio.gather(*tasks, return_exceptions=True)


@contextmanager
def _grading(
    course: Course, assignment: Assignment, *, force: bool, sandbox: bool, scheduler: str | Path | None
) -> Iterator[tuple[_Grading, asyncio.Runner]]:
    """Open what all submissions share: the gradebook, the locks, the grader with its kernels, and the event loop."""
    torch.set_num_threads(1)  # the kernels need the cores, and judges compute little
    config = assignments.with_imports(assignment, assignments.sources(course, assignment.name), course.config)
    if not sandbox:
        config.Sandbox.enabled = False
    with course.gradebook() as gradebook, asyncio.Runner() as runner:
        key = challenge_key(config)
        writer = GradebookWriter(gradebook, assignment.name, config)
        releases = {name: writer.released(name) for name in assignment.notebooks}
        here = SubmissionGrader(config, assignment.name, releases, key, course.directory().db_url)
        grader: SubmissionGrader | Cluster = here
        with ExitStack() as opened:
            if scheduler is not None:
                from grader.grading.cluster.client import Cluster  # noqa: PLC0415 - dask is an optional dependency
                from grader.grading.cluster.wire import Assignment as Shared  # noqa: PLC0415 - only a cluster needs it

                shared = Shared.of(config, assignment.name, releases, key, here.pipeline)
                grader = cluster = Cluster(scheduler, shared, config)
                runner.run(cluster.open())
                opened.callback(lambda: runner.run(cluster.close()))
            gc.collect()
            gc.freeze()  # so that no collection looks through the half a million objects of torch and nbgrader again
            opened.callback(gc.unfreeze)
            opened.callback(close_fork_servers)
            locks = opened.enter_context(SubmissionLocks(course, assignment.name))
            yield _Grading(course, assignment, config, writer, releases, grader, locks, force=force), runner


class _Grading:
    """Reads submissions, has them graded on this machine or on a cluster, and writes the results.

    Several submissions may be in progress at once, all in one thread.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - everything that the submissions share
        self, course: Course, assignment: Assignment, config: Config, writer: GradebookWriter,
        releases: Mapping[str, Released], grader: SubmissionGrader | Cluster, locks: SubmissionLocks, *, force: bool,
    ) -> None:  # fmt: skip
        self._course, self._assignment, self._writer, self._grader = course, assignment, writer, grader
        self._releases, self._locks, self._force = releases, locks, force
        self._copy: copies.Copy | None = None
        self._folder = lambda student: AutogradedFolder(course, assignment.name, student, config)

    def width(self) -> int:
        return self._grader.width()

    async def grade(self, student: str, *, alone: bool = False) -> Outcome | None:
        """Grade one submission. If it cannot be graded, the gradebook keeps no score of an earlier submission.

        A grade of these very files stays if grading them again fails.

        Returns None if it ran out of wall-clock time while other submissions used the processors: points must not
        depend on those, so it has to be graded again with `alone=True`, when no other submission is in progress.

        If another process is grading the same submission, this waits. What another process has graded by then is not
        graded once more, unless `force` is true. Raises NoSandboxError, ClusterError, GradebookGoneError.
        """
        async with self._locks.waited_for(student):
            current = None if self._force else up_to_date(self._course, self._assignment, student)
            return current or await self._graded(student, alone=alone)

    async def _graded(self, student: str, *, alone: bool) -> Outcome | None:
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
            except Exception as error:  # one odd submission must not stop the others
                LOG.exception("%s", student)
                reason = reason_of(error)
                break
        folder.abandon()
        if up_to_date(self._course, self._assignment, student) is not None:
            reason = f"{reason}; the grade of before stays"
        else:
            try:
                self._replace(student, folder)
                folder.refuse(reason)
            except CourseError as error:  # no copy of the earlier grade could be kept, so that grade stays
                reason = f"{reason}; {error}"
        LOG.warning("%s: not graded: %s", student, reason)
        return Outcome(student, "not graded", reason=reason)

    async def _grade(self, student: str, folder: AutogradedFolder, *, alone: bool) -> Outcome | None:
        if _odd_name(student):  # for example from an old archive: no gradebook can store it
            raise CourseError(
                f"the name of the folder {os.fsencode(student)!r} in submitted/ is not UTF-8, so it cannot be a "
                "student's id: rename it"
            )
        submissions = self._handed_in(folder)
        folder.begin()
        graded = {each.name: await self._grader.grade(each, folder.working) for each in submissions}
        if not alone and any(made.starved for made in graded.values()):
            LOG.warning("%s: its time ran out while the machine was busy, so it will be graded again, alone", student)
            folder.abandon()
            return None
        self._replace(student, folder)
        folder.put_in_place()
        for name, made in graded.items():
            folder.write_notebook(name, made)
            self._writer.save(student, name, Scores(made.points, made.untouched))
        for name in self._assignment.notebooks:
            if name not in graded:
                LOG.warning("%s: %s.ipynb was not handed in, so its cells get no points", student, name)
                self._writer.save_missing(student, name)
        for made in graded.values():
            folder.write_outputs(made)  # last: the evidence file says that everything else is written
        verdicts = tuple(verdict for made in graded.values() for verdict in made.verdicts)
        LOG.info("%s: graded, %g points", student, sum(verdict.points for verdict in verdicts))
        for verdict in verdicts:
            for finding in verdict.findings if verdict.is_undecided else ():
                LOG.error("%s: %s is not graded: %s\n%s", student, verdict.exercise, finding.message, finding.trace)
        return Outcome(student, "graded", verdicts)

    def _replace(self, student: str, folder: AutogradedFolder) -> None:
        """Enter a submission in the gradebook, without scores. A grade that was there is kept in a copy first.

        Files go before scores: if the grader is killed in between, the next one grades the submission again.
        """
        if _odd_name(student):
            return
        if folder.path.exists():
            if self._copy is None:
                self._copy = copies.keep(self._course, f"grader autograde {self._assignment.name}")
            if self._copy is not None:
                copies.add(self._course, self._copy, self._assignment.name, student)
        folder.clear()
        self._writer.begin(student, folder.timestamp())

    def _handed_in(self, folder: AutogradedFolder) -> list[Submission]:
        """Return the notebooks of a submission. Raises CourseError if there is none, or not the one of the lesson."""
        releases = self._releases
        there = [name for name in self._assignment.notebooks if folder.has(name, releases[name])]
        if self._assignment.main not in there and (self._assignment.lesson is not None or not there):
            there.insert(0, self._assignment.main)  # reading it raises the error, which says what is there instead
        return [folder.read(name, releases[name]) for name in there]


def _odd_name(student: str) -> bool:
    """Tell whether the name of a student's folder is not UTF-8."""
    try:
        student.encode()
    except UnicodeEncodeError:
        return True
    return False
