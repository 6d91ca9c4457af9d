"""Send submissions to a Dask cluster, and receive the results, on the machine that has the course."""

from __future__ import annotations

import asyncio
import logging
import uuid
from concurrent.futures import CancelledError
from contextlib import ExitStack, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, cast

import msgspec
from traitlets import Float, Integer
from traitlets.config import Configurable

from grader.grading.cluster import address, wire, worker
from grader.grading.errors import ClusterError, NotGradedError
from grader.grading.log import LOG
from grader.grading.texts import typed_line
from grader.sandbox.errors import ForkServerError

try:
    import dask
    from distributed import Client, KilledWorker
except ImportError as error:
    raise ClusterError(
        "grading on a cluster needs more packages: pip install -c constraints.txt -e '.[cluster]' in the project's "
        "folder, here and on its machines"
    ) from error

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterator
    from pathlib import Path

    from traitlets.config import Config

    from grader.grading.submission.submission_grader import Graded, Submission

AGAIN = "run the command again: what is graded stays graded"


class Cluster(Configurable):
    """Grades submissions on other machines.

    One thread calls `await open()`, then any number of `grade(…)` at once, then `await close()`.

    `c.Cluster.patience = 3600` helps if a batch system lets workers wait.
    """

    connect_seconds = Float(10, min=0.1, help="Seconds to wait for the scheduler.").tag(config=True)
    patience = Float(600, min=1, help="Seconds to wait for a worker if there is none.").tag(config=True)
    in_flight_mib = Integer(512, min=1, help="Size of all submissions that are sent at once.").tag(config=True)

    def __init__(self, scheduler: str | Path, assignment: wire.Assignment, config: Config) -> None:
        """`scheduler` is an address, or the file in which a scheduler writes it."""
        super().__init__(config=config)
        self._scheduler = scheduler
        self._assignment = wire.pack_assignment(assignment)
        self._left = self._whole = self.in_flight_mib * 2**20
        self._returned = asyncio.Condition()
        self._opened = ExitStack()

    async def open(self) -> None:
        """Connect to the scheduler. Raises ClusterError if that fails."""
        self._scheduler, security = await address.find(self._scheduler, self.connect_seconds)
        self._opened.enter_context(_quiet())
        self._client = Client(
            self._scheduler, security=security, asynchronous=True, timeout=self.connect_seconds, set_as_default=False,
            deserializers=["dask", "msgpack"],  # a result is bytes, and nothing else is deserialized
        )  # fmt: skip
        try:
            await self._client
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            await self.close()
            if isinstance(error, OSError):
                raise ClusterError(f"no scheduler answers at {self._scheduler}") from error
            raise ClusterError(f"no scheduler can be asked at {self._scheduler}: {typed_line(error)}") from error
        self._last_worker = asyncio.get_running_loop().time()

    async def close(self) -> None:
        """Disconnect. The workers finish what they have begun, and their results are lost."""
        await self._client.close()
        self._opened.close()

    def width(self) -> int:
        """Return how many submissions to send at once: one for each thread of the workers, and as many again."""
        return max(2, 2 * self._client.scheduler_info().get("total_threads", 0))

    async def grade(self, submission: Submission, folder: Path) -> Graded:
        """Have one submission graded by a worker. If the worker ends meanwhile, another one takes over.

        Raises NotGradedError, ForkServerError, and ClusterError if the cluster is gone.
        """
        try:
            answer = wire.unpack_answer(await self._asked(submission, folder))
        except (msgspec.DecodeError, TypeError) as error:
            raise ClusterError(f"a worker sent an answer that no worker of this course sends: {error}") from error
        if isinstance(answer, wire.Done):
            return answer.graded
        if answer.fault == "machine":
            raise ClusterError(answer.reason)
        raise ForkServerError(answer.reason) if answer.fault == "kernel" else NotGradedError(answer.reason)

    async def _asked(self, submission: Submission, folder: Path) -> bytes:
        """Return a worker's packed answer for a submission. Raises NotGradedError, ClusterError.

        If workers were killed while they had it, another submission on them may have been the cause. So it is tried
        once more while no other submission is out.
        """
        try:
            async with self._room_for(len(submission.notebook) + wire.size_of(folder)):
                return await self._done(submission, folder)
        except KilledWorker:
            LOG.warning("%s: each worker that had this submission ended; trying again, alone", submission.student)
        try:
            async with self._room_for(self._whole):
                return await self._done(submission, folder)
        except KilledWorker as error:
            lost = error.allowed_failures + 1
            raise NotGradedError(
                f"each worker that got it was lost, {2 * lost} in all, {lost} of them while it ran alone"
            ) from error

    async def _done(self, submission: Submission, folder: Path) -> bytes:
        """Send a submission to a worker and return its packed answer. Raises KilledWorker, ClusterError."""
        task = wire.pack(wire.Task(self._assignment, submission, wire.read_files(folder)))
        try:
            # A new key each time, because Dask returns an earlier result for a key that it knows.
            future = self._client.submit(worker.grade, wire.software(), task, key=f"grade-{uuid.uuid4().hex}")
            # Dask's annotation is that of a client that waits; this one is asynchronous.
            result = asyncio.ensure_future(cast("Awaitable[bytes]", future.result()))
            try:
                while not (await asyncio.wait([result], timeout=1))[0]:
                    self._demand_workers()
                return result.result()
            finally:
                result.cancel()
                future.release()
        except (ClusterError, KilledWorker):
            raise
        except Exception as error:
            raise self._trouble(error) from error

    def _demand_workers(self) -> None:
        """Raise ClusterError if the scheduler is gone, or if there was no worker for too long."""
        if self._client.status != "running":
            raise self._gone()
        now = asyncio.get_running_loop().time()
        if self._client.scheduler_info().get("n_workers", 0) > 0:
            self._last_worker = now
        elif now - self._last_worker > self.patience:
            raise ClusterError(
                f"the scheduler at {self._scheduler} has had no worker for {self.patience:g} s; "
                f"start some with `dask worker {self._scheduler}`, and {AGAIN}"
            )

    def _gone(self) -> ClusterError:
        return ClusterError(f"the scheduler at {self._scheduler} is gone; when it is back, {AGAIN}")

    def _trouble(self, error: Exception) -> ClusterError:
        """Return the error that tells an instructor what an error of Dask means."""
        if isinstance(error, (CancelledError, OSError)) or self._client.status != "running":
            return self._gone()
        return ClusterError(f"the cluster at {self._scheduler} cannot grade: {typed_line(error)}")

    @asynccontextmanager
    async def _room_for(self, size: int) -> AsyncIterator[None]:
        """Wait until `size` more bytes fit into the limit for what is out at once, or until nothing is out."""
        async with self._returned:
            await self._returned.wait_for(lambda: self._left >= size or self._left == self._whole)
            self._left -= size
        try:
            yield
        finally:
            async with self._returned:
                self._left += size
                self._returned.notify_all()


@contextmanager
def _quiet() -> Iterator[None]:
    """Send Dask's log to .nbgrader.log, and turn off its warning about large tasks: their size is limited already."""
    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client", "tornado")]
    before = [(logger, logger.handlers[:], logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.handlers[:] = LOG.handlers
        logger.propagate = False
    try:
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1TiB"}):
            yield
    finally:
        for logger, handlers, propagate in before:
            logger.handlers[:] = handlers
            logger.propagate = propagate
