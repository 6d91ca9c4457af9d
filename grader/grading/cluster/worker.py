"""The work of a worker. Dask imports this module on the scheduler too, so its heavy imports are lazy."""

from __future__ import annotations

import asyncio
import functools
import tempfile
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from traitlets.config import Config

from grader import lessons
from grader.grading.cluster.courses import COURSES
from grader.grading.log import LOG
from grader.sandbox.errors import KernelError, NoSandboxError

if TYPE_CHECKING:
    from grader.grading.cluster.wire import Answer, Assignment, Task
    from grader.grading.submission.submission_grader import SubmissionGrader

_LOCK = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None


def grade(software: str, task: bytes) -> bytes:
    """Grade one submission: takes a packed `wire.Task`, returns a packed `wire.Answer`.

    Refuses if this machine has other `software`. Dask calls this in all threads of the worker. Each waits here for the
    one thread that grades.
    """
    from grader.grading.cluster import wire  # noqa: PLC0415 - imports torch and nbgrader, seconds

    if software != wire.software():
        reason = f"the worker at {_address()} has {wire.software()}, and this machine {software}"
        return wire.pack(wire.Failed("machine", reason))
    waiting: Future[Answer] = asyncio.run_coroutine_threadsafe(answer(wire.unpack_task(task)), _running_loop())
    made = waiting.result()
    if isinstance(made, wire.Failed) and made.fault == "machine":
        made = wire.Failed("machine", f"the worker at {_address()} cannot grade: {made.reason}")
    return wire.pack(made)


def _address() -> str:
    from distributed import get_worker  # noqa: PLC0415 - an optional dependency

    return get_worker().address


def _running_loop() -> asyncio.AbstractEventLoop:
    """Return the event loop in which this process grades all submissions, like `grader autograde`.

    Its thread lives as long as the process, because Linux ends a fork server when the thread that started it ends.
    """
    global _loop  # noqa: PLW0603 - one for the whole process
    with _LOCK:
        if _loop is None:
            import torch  # noqa: PLC0415 - takes 1 s, and a scheduler has no use for it

            torch.set_num_threads(1)  # the kernels need the cores
            _loop = asyncio.new_event_loop()
            threading.Thread(target=_loop.run_forever, name="grading", daemon=True).start()
        return _loop


async def answer(task: Task) -> Answer:
    """Grade the submission of a task. Every error becomes a `wire.Failed`."""
    from grader.grading.cluster import wire  # noqa: PLC0415 - imports torch and nbgrader, seconds
    from grader.grading.submission.submission_grader import reason_of  # noqa: PLC0415 - imports torch and nbgrader, seconds

    try:
        assignment, grader = _opened(task.assignment)
        async with COURSES.turn_of(assignment):
            if assignment.is_lesson:
                lessons.find(assignment.name)  # a lesson that is not here must not be graded like any other notebook
            with tempfile.TemporaryDirectory(prefix="grading-") as folder:
                wire.write_files(task.files, Path(folder))
                return wire.Done(await grader.grade(task.submission, Path(folder)))
    except NoSandboxError as error:
        return wire.Failed("machine", str(error))
    except KernelError as error:
        return wire.Failed("kernel", str(error))
    except Exception as error:  # one odd submission must not stop the others
        LOG.exception("%s", task.submission.student)
        return wire.Failed("submission", reason_of(error))


@functools.lru_cache(maxsize=4)  # all tasks of a run have the same, and several runs may use a worker
def _opened(packed: bytes) -> tuple[Assignment, SubmissionGrader]:
    from grader.grading.cluster import wire  # noqa: PLC0415 - imports torch and nbgrader, seconds
    from grader.grading.submission.submission_grader import SubmissionGrader  # noqa: PLC0415 - imports torch and nbgrader, seconds

    assignment = wire.unpack_assignment(packed)
    config = Config(assignment.config)
    return assignment, SubmissionGrader(config, assignment.name, assignment.releases, assignment.key)
