"""Grade the submissions of a lesson, several at once: each in a sandboxed kernel, by one writer to the gradebook."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
from collections import Counter
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from grader import lessons
from grader.cluster.errors import ClusterError
from grader.course import Course, CourseError, GradebookGoneError
from grader.gradebook.verdicts import NotGradedError, stored_verdicts
from grader.kernel.errors import NoSandboxError, ZygoteError
from grader.release import read_notebook, release
from grader.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from traitlets.config import Config

    from grader.cluster.client import Cluster
    from grader.exercise import Lesson
    from grader.gradebook.ledger import Ledger
    from grader.gradebook.locks import SubmissionLocks
    from grader.gradebook.workbench import Workbench

LOG = logging.getLogger("traitlets")  # where nbgrader's own parts write to; the course sends it to a file
GROWING_SECONDS = 2  # a cluster may have more workers by then, and takes more


class Outcome(NamedTuple):
    """What came of one submission. One that is not graded has no verdicts, and `reason` is one line that says why."""

    student: str
    state: Literal["graded", "up to date", "not graded"]
    verdicts: tuple[Verdict, ...] = ()
    reason: str = ""

    @property
    def points(self) -> float:
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def codes(self) -> Counter[str]:
        """How often each code was found, in the order of the exercises."""
        return Counter(code for verdict in self.verdicts for code in verdict.codes)


def ensure_released(course: Course, lesson: str) -> bool:
    """Release `lesson` where the gradebook does not know it, as nbgrader demands. Returns whether that was needed."""
    from nbgrader.api import MissingEntry  # noqa: PLC0415 - nbgrader takes seconds to import

    with course.gradebook() as gradebook:
        try:
            gradebook.find_notebook(lessons.find(lesson).notebook, lesson)
        except MissingEntry:
            pass
        else:
            return False
    release(course, lesson)
    return True


def grade_class(  # noqa: PLR0913 - what the command's options say
    course: Course, lesson: str, chosen: list[str], *, force: bool = False, jobs: int | None = None,
    sandbox: bool = True, scheduler: str | None = None,
) -> Iterator[Outcome]:  # fmt: skip
    """Grade the submissions of the `chosen` students, and tell the outcome of each as soon as it is there.

    A submission that was graded before and has not changed since is not run again, unless `force` says so. Student
    code runs on this machine, or on the workers of a Dask `scheduler`. Raises NoSandboxError where it cannot be
    contained and `sandbox` asks for it, ClusterError, GradebookGoneError, CourseError.
    """
    declared = lessons.find(lesson)
    waiting = iter(chosen)
    with _grading(course, declared, force=force, sandbox=sandbox, scheduler=scheduler) as (grading, runner):
        running: set[asyncio.Task[Outcome]] = set()
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
                        running.add(runner.get_loop().create_task(grading.grade(student)))
                if not running:
                    return
                done, _ = runner.run(
                    asyncio.wait(running, timeout=GROWING_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                )
                for task in sorted(done, key=lambda task: task.exception() is not None):  # the graded ones first
                    yield task.result()
                    running.discard(task)
        finally:
            for task in running:
                task.cancel()
            runner.run(_ended(running))


async def _ended(tasks: set[asyncio.Task[Outcome]]) -> None:
    """Wait for the end of what was given up; what else went wrong there is the same trouble again."""
    await asyncio.gather(*tasks, return_exceptions=True)


def up_to_date(course: Course, lesson: Lesson, student: str) -> Outcome | None:
    """Return the earlier outcome where the submission is byte for byte the one that was graded, else None."""
    from grader.gradebook import evidence_file  # noqa: PLC0415 - as above
    from grader.gradebook.submitted_file import fingerprint  # noqa: PLC0415 - as above

    graded = course.autograded(lesson.name, student)
    try:
        kept = json.loads(evidence_file.place(graded, lesson).read_bytes())
        if kept["submission"] != fingerprint(course.submitted(lesson.name, student) / f"{lesson.notebook}.ipynb"):
            return None
        verdicts = stored_verdicts(read_notebook(graded / f"{lesson.notebook}.ipynb"))
    except (OSError, ValueError, KeyError, TypeError, CourseError):
        return None
    return Outcome(student, "up to date", tuple(verdicts))


@contextmanager
def _grading(
    course: Course, lesson: Lesson, *, force: bool, sandbox: bool, scheduler: str | None
) -> Iterator[tuple[_Grading, asyncio.Runner]]:
    """Open what a class shares: the gradebook, the zygote of its kernels, and the loop that they are served in."""
    import torch  # noqa: PLC0415 - as above

    from grader.gradebook.challenge_key import challenge_key  # noqa: PLC0415 - as above
    from grader.gradebook.ledger import Ledger  # noqa: PLC0415 - as above
    from grader.gradebook.locks import SubmissionLocks  # noqa: PLC0415 - as above
    from grader.gradebook.workbench import Workbench  # noqa: PLC0415 - as above
    from grader.kernel.provisioner import close_zygotes  # noqa: PLC0415 - as above

    torch.set_num_threads(1)  # the cores are for kernels, and what a judge computes is small
    config = course.config.copy()
    if not sandbox:
        config.Sandbox.enabled = False
    with course.gradebook() as gradebook, asyncio.Runner() as runner:
        ledger = Ledger(gradebook, lesson.name, config)
        release, key = ledger.released(lesson.name, lesson.notebook), challenge_key(config)
        bench = Workbench(config, lesson, release, key, course.directory().db_url)
        with ExitStack() as opened:
            if scheduler is not None:
                from grader.cluster.client import Cluster  # noqa: PLC0415 - it needs packages that few have
                from grader.cluster.wire import Assignment  # noqa: PLC0415 - as above

                bench = Cluster(scheduler, Assignment.of(config, lesson, release, key, bench.pipeline), config)
                runner.run(bench.open())
                opened.callback(lambda: runner.run(bench.close()))
            gc.collect()
            gc.freeze()  # torch and nbgrader are half a million objects, which no collection has to look through again
            opened.callback(gc.unfreeze)
            opened.callback(close_zygotes)
            locks = opened.enter_context(SubmissionLocks(course, lesson.name))
            yield _Grading(course, lesson, config, ledger, bench, locks, force=force), runner


class _Grading:
    """Reads submissions and writes what came of them: one after the other, or several side by side in one thread.

    The work between the two is the workbench's, here or on a cluster.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what a class shares
        self, course: Course, lesson: Lesson, config: Config, ledger: Ledger, bench: Workbench | Cluster,
        locks: SubmissionLocks, *, force: bool,
    ) -> None:  # fmt: skip
        from grader.gradebook.folder import AutogradedFolder  # noqa: PLC0415 - as above

        self._course, self._lesson, self._ledger, self._bench = course, lesson, ledger, bench
        self._locks, self._force = locks, force
        self._folder = lambda student: AutogradedFolder(course, lesson, student, config)

    def width(self) -> int:
        return self._bench.width()

    async def grade(self, student: str) -> Outcome:
        """Grade one submission. What cannot be graded leaves no score in the gradebook, not even an earlier one.

        Where another process is at the same submission, that is waited for; what it has graded is not graded again.
        Raises NoSandboxError, ClusterError, GradebookGoneError.
        """
        async with self._locks.waited_for(student) as waited:
            current = up_to_date(self._course, self._lesson, student) if waited and not self._force else None
            return current or await self._graded(student)

    async def _graded(self, student: str) -> Outcome:
        from grader.gradebook.workbench import reason_of  # noqa: PLC0415 - as above

        folder = self._folder(student)
        for last_try in (False, True):
            try:
                return Outcome(student, "graded", await self._grade(student, folder))
            except (NoSandboxError, ClusterError, GradebookGoneError):
                raise
            except ZygoteError as error:
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

    async def _grade(self, student: str, folder: Any) -> tuple[Verdict, ...]:
        from grader.gradebook.ledger import Scores  # noqa: PLC0415 - as above

        self._ledger.begin(student, folder.timestamp())
        folder.clear()
        submission = folder.read()
        folder.copy_files()
        graded = await self._bench.grade(submission, folder.path)
        folder.write_notebook(graded)
        self._ledger.save(student, self._lesson.notebook, Scores(graded.points, graded.untouched))
        folder.write_outputs(graded)  # the evidence's file says that all is done
        LOG.info("%s: graded, %g points", student, sum(verdict.points for verdict in graded.verdicts))
        for verdict in graded.verdicts:
            for finding in verdict.findings if verdict.is_undecided else ():
                LOG.error("%s: %s is not graded: %s\n%s", student, verdict.exercise, finding.message, finding.trace)
        return graded.verdicts
