"""The grader's client of a kernel: it sends a cell, and returns what the cell shows within its limits of time."""

from __future__ import annotations

import asyncio
import select
import signal
from typing import TYPE_CHECKING, Any, NamedTuple

from grader.sandbox.errors import ForkServerError
from grader.sandbox.frames import Command, Output, Reply, framed
from grader.sandbox.messages import Ended, Used
from grader.sandbox.refusals import advice, not_allowed
from grader.sandbox.replies import Replies

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from grader.sandbox.forked_kernel import ForkedKernel

# How long a cell may take to stop after an interrupt. Time in which other programs had the processors does not count
# for the first limit, but does for the second.
GRACE_SECONDS = 4.0
MAX_GRACE_SECONDS = 60.0
# The first look at what a cell has used, and the shortest and longest time between later ones. Most cells have ended
# before the first look.
FIRST_LOOK_SECONDS = 0.5
LOOK_SECONDS = (0.1, 1.0)
ANSWER_SECONDS = 10.0  # for the supervisor's answer to a look
MAX_DELAYED_FRACTION = 0.75  # of the time that passes: at most this much does not count for the cell
STARVED_FRACTION = 0.1  # of the time that a cell took: it waited at least this long for a processor
# How long output in flight may take to arrive after its kernel has ended.
LAST_WORDS_SECONDS = 0.2
FAREWELL_SECONDS = 10.0
STARTUP_SECONDS = 60.0
INTERRUPT_SECONDS = 0.2  # to let a late interrupt arrive now, so that it does not hit the next cell
REFILL_SECONDS = 0.05
MAX_READS = 200  # of at most a quarter of a MiB each, together more than a kernel may send in all


class Overrun(NamedTuple):
    """A limit of time that a cell has exceeded, in words.

    `starved` is true if the cell might have met the limit on an idle machine: wall-clock time ran out, and for much of
    it other programs had the processors.
    """

    words: str
    starved: bool = False


class LostKernelError(Exception):
    """The kernel has ended. The message is one line that says how; `outputs` is what the cell had shown until then.

    `overrun` is the limit of time that ended the kernel, or None if something else did.
    """

    def __init__(self, message: str, outputs: list[Output], overrun: Overrun | None = None) -> None:
        super().__init__(message)
        self.outputs = outputs
        self.overrun = overrun


class UnstoppableError(LostKernelError):
    """A cell ran too long and did not stop when interrupted."""


class Finished(NamedTuple):
    """A cell that has ended. `seconds` is its CPU time as the kernel reports it, `overrun` the limit that ended it."""

    outputs: list[Output]
    overrun: Overrun | None
    count: int | None  # type: ignore[assignment]  # the field hides a method of tuples that nobody needs
    seconds: float

    @property
    def timed_out(self) -> bool:
        return self.overrun is not None


class CellClient:
    """Runs cells in a kernel, one at a time: `async with CellClient(kernel, max_bytes) as client: await client.run(…)`.

    A kernel that sends more than `max_bytes` in all is killed.
    """

    def __init__(self, kernel: ForkedKernel, max_bytes: int) -> None:
        self._kernel = kernel
        self._max_bytes = max_bytes
        self._number = 0

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._replies = Replies(self._max_bytes)
        self._transport, _ = await loop.create_unix_connection(lambda: self._replies, sock=self._kernel.cells)
        self._news: asyncio.Future[None] = loop.create_future()
        self._told: asyncio.Future[Used] = loop.create_future()
        loop.add_reader(self._kernel.fileno(), self._hear)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Kill the kernel at once. A student's program does not get time to end by itself."""
        asyncio.get_running_loop().remove_reader(self._kernel.fileno())
        self._transport.abort()
        self._kernel.kill()
        self._kernel.close()

    async def run(self, code: str, seconds: float | None = None, wall_seconds: float | None = None) -> Finished:
        """Run a cell, and interrupt it when its processes have taken `seconds` of CPU time, or after `wall_seconds`.

        CPU time does not depend on what else the machine does. The wall clock is for cells that sleep, or wait for
        something. Raises LostKernelError, UnstoppableError, and ForkServerError if the kernel never started.
        """
        self._number += 1
        replies = self._replies
        finished = replies.expect(self._number)
        self._transport.write(framed(Command(self._number, code)))
        await self._started()
        overrun = await self._overrun(finished, seconds, wall_seconds)
        if overrun is not None:
            self._kernel.signal(signal.SIGINT)
            if not await self._stopped(finished):
                self._kernel.kill()
                words = f"{overrun.words} It did not stop when it was interrupted."
                raise UnstoppableError(words, replies.outputs, overrun)
            await asyncio.sleep(INTERRUPT_SECONDS)
        last = finished.result()
        if last is None:
            message, of_kernel = await self._why()
            raise LostKernelError(message, replies.outputs, overrun or of_kernel)
        return Finished(replies.outputs, overrun, last.count, last.seconds)

    async def _overrun(
        self, finished: asyncio.Future[Reply | None], seconds: float | None, wall_seconds: float | None
    ) -> Overrun | None:
        """Wait until the cell ends, and return None. If it exceeds a limit of time before, return that limit."""
        loop = asyncio.get_running_loop()
        began, before = loop.time(), None
        limits = [each for each in (seconds, wall_seconds) if each is not None]
        pause: float | None = min([FIRST_LOOK_SECONDS, *(each / 2 for each in limits)]) if limits else None
        while True:
            done, _ = await asyncio.wait([finished], timeout=pause)
            if done or await self._arrived(finished):
                return None
            used = await self._used(finished)
            if finished.done():
                return None
            before = before or used  # what the kernel used before the first look does not count for this cell
            passed = loop.time() - began
            left = [LOOK_SECONDS[1]]
            if seconds is not None and used is not None and before is not None:
                left.append(seconds - (used.cpu_seconds - before.cpu_seconds))
                if left[-1] <= 0:
                    return Overrun(
                        f"The cell was stopped: it took more than {seconds:g} s of CPU time, the limit for a cell."
                    )
            if wall_seconds is not None:
                left.append(wall_seconds - _own_time(passed, _delay(before, used)))
                if left[-1] <= 0:
                    return _too_late(wall_seconds, passed, before, used)
            pause = max(LOOK_SECONDS[0], min(left))

    async def _stopped(self, finished: asyncio.Future[Reply | None]) -> bool:
        """Return whether an interrupted cell ends in time. Time in which others have the processors does not count."""
        loop = asyncio.get_running_loop()
        began, before, counted = loop.time(), await self._used(finished), 0.0
        while counted < GRACE_SECONDS:
            done, _ = await asyncio.wait([finished], timeout=GRACE_SECONDS - counted)
            if done or await self._arrived(finished):
                return True
            passed = loop.time() - began
            counted = max(counted + LOOK_SECONDS[0], passed - (_delay(before, await self._used(finished)) or 0.0))
            if passed > MAX_GRACE_SECONDS:
                break
        return finished.done()

    async def _used(self, finished: asyncio.Future[Reply | None]) -> Used | None:
        """Return what the kernel has used so far, or None if it ends meanwhile or the supervisor does not answer."""
        loop = asyncio.get_running_loop()
        self._told = loop.create_future()
        self._kernel.look()
        waited: list[asyncio.Future[Any]] = [self._told, finished]
        await asyncio.wait(waited, timeout=ANSWER_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        return self._told.result() if self._told.done() else None

    async def _started(self) -> None:
        """Wait until the kernel is ready for its first cell, or has ended. Raises ForkServerError."""
        if self._news.done():
            return
        done, _ = await asyncio.wait([self._news], timeout=STARTUP_SECONDS)
        if not done:
            self._kernel.kill()
            raise ForkServerError("a kernel did not start: no answer")

    async def _arrived(self, finished: asyncio.Future[Reply | None]) -> bool:
        """Read what has arrived, and return whether it ends the cell. A busy grader may not have read it in time."""
        for _ in range(MAX_READS):
            if finished.done():
                break
            if not select.select([self._kernel.cells], [], [], 0)[0]:
                await asyncio.sleep(REFILL_SECONDS)  # the kernel sends more as soon as there is room
                if finished.done() or not select.select([self._kernel.cells], [], [], 0)[0]:
                    break
            await asyncio.sleep(0)
        return finished.done()

    async def _why(self) -> tuple[str, Overrun | None]:
        """Return one line that says how the kernel ended, and the limit of time that ended it or None."""
        if self._replies.fault is not None:
            self._kernel.kill()
            return self._replies.fault, None
        deadline = asyncio.get_running_loop().time() + FAREWELL_SECONDS
        while self._kernel.ended is None and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.01)
            self._kernel.hear()
        ended = self._kernel.ended
        if self._kernel.ready is None:
            reason = (ended.detail or ended.reason) if ended else "no answer"
            if advice(reason):
                raise not_allowed(reason)
            raise ForkServerError(f"a kernel did not start: {reason}")
        if ended is not None and ended.reason in ("cpu", "time"):
            words = f"The notebook was stopped: {ended.detail}, the limit for a submission."
            starved = ended.reason == "time" and _starves(ended.delayed_seconds, self._kernel.wall_seconds)
            return words, Overrun(words, starved)
        return f"The kernel died{f': {ended.detail}' if ended and ended.detail else ''}.", None

    def _hear(self) -> None:
        """Receive the supervisor's messages. After the end of the kernel there are no more."""
        loop = asyncio.get_running_loop()
        while (told := self._kernel.hear()) is not None:
            if isinstance(told, Used):
                if not self._told.done():
                    self._told.set_result(told)
                continue
            if not self._news.done():
                self._news.set_result(None)
            if isinstance(told, Ended):
                loop.remove_reader(self._kernel.fileno())
                loop.call_later(LAST_WORDS_SECONDS, self._transport.abort)  # a child may hold the other end open
                return


def _too_late(wall_seconds: float, passed: float, before: Used | None, used: Used | None) -> Overrun:
    words = (
        f"The cell was stopped: it was not done after {wall_seconds:g} s, the limit for a cell that sleeps or waits."
    )
    return Overrun(words, _starves(_delay(before, used), passed))


def _own_time(passed: float, delayed: float | None) -> float:
    """Return how much of the time that passed counts for the cell.

    Many threads of one cell wait at once, so their delays may add up to more than the time that passed. So a fraction
    of the time counts in any case.
    """
    return passed - min(delayed or 0.0, MAX_DELAYED_FRACTION * passed)


def _delay(before: Used | None, used: Used | None) -> float | None:
    """Return how long the kernel waited for a processor between two looks, or None if that is not known."""
    if before is None or used is None or before.delayed_seconds is None or used.delayed_seconds is None:
        return None
    return max(0.0, used.delayed_seconds - before.delayed_seconds)


def _starves(delayed: float | None, seconds: float) -> bool:
    """Return whether a cell waited for a processor for much of `seconds`. If that is not known, it may have."""
    return delayed is None or delayed >= STARVED_FRACTION * seconds
