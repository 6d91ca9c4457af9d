"""The grader's end of a notebook's kernel: send a cell, get what it shows, in time or not at all."""

from __future__ import annotations

import asyncio
import select
import signal
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from grader.sandbox.errors import ForkServerError
from grader.sandbox.frames import LENGTH, Command, Output, Reply, framed
from grader.sandbox.messages import Ended, Used
from grader.sandbox.refusals import advice, not_allowed

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from grader.sandbox.forkserver import ForkedKernel

# How long a cell may take to stop when it is interrupted: of time in which it had a processor or wanted none, and of
# any time.
GRACE_SECONDS = 4.0
MAX_GRACE_SECONDS = 60.0
# The first look at what a cell has used comes after so long, and the next ones follow at least and at most so far
# apart. Most cells are over by then, and cost no look.
FIRST_LOOK_SECONDS = 0.5
LOOK_SECONDS = (0.1, 1.0)
ANSWER_SECONDS = 10.0  # for the supervisor to tell it
MAX_DELAYED_FRACTION = 0.75  # of the time that passes: so much of it may be put down to others
STARVED = 0.1  # of the time that a cell took: for so long at least it was ready to run, and others had the processors
# How long what a kernel said may take to arrive when it has ended.
LAST_WORDS_SECONDS = 0.2
FAREWELL_SECONDS = 10.0
STARTUP_SECONDS = 60.0
INTERRUPT_SECONDS = 0.2  # for one to arrive that is not needed any more: it is not for the next cell
REFILL_SECONDS = 0.05
READS = 200  # parts of a quarter of a MiB at most: more than a kernel may send in all


class Overrun(NamedTuple):
    """A limit of time that a cell has met, in words.

    `starved` says that the cell might have kept the limit on a machine with nothing else to do: it was wall-clock time
    that ran out, and for much of it other programs had the processors.
    """

    words: str
    starved: bool = False


class LostKernelError(Exception):
    """The kernel is gone. One line says how; `outputs` is what the cell had shown until then.

    `overrun` is the limit of time that ended it, None if something else did.
    """

    def __init__(self, message: str, outputs: list[Output], overrun: Overrun | None = None) -> None:
        super().__init__(message)
        self.outputs = outputs
        self.overrun = overrun


class UnstoppableError(LostKernelError):
    """A cell ran too long and did not stop when interrupted."""


class Finished(NamedTuple):
    """What came of a cell. `seconds` is CPU time, as its kernel tells it; `overrun` the limit of time that ended it."""

    outputs: list[Output]
    overrun: Overrun | None
    count: int | None
    seconds: float

    @property
    def timed_out(self) -> bool:
        return self.overrun is not None


class CellClient:
    """Runs cells in a kernel, one at a time: `async with CellClient(kernel, most) as client: await client.run(…)`.

    A kernel that sends more than `most` bytes in all is ended.
    """

    def __init__(self, kernel: ForkedKernel, most: int) -> None:
        self._kernel = kernel
        self._most = most
        self._number = 0

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._replies = _Replies(self._most)
        self._transport, _ = await loop.create_unix_connection(lambda: self._replies, sock=self._kernel.cells)
        self._news: asyncio.Future[None] = loop.create_future()
        self._told: asyncio.Future[Used] = loop.create_future()
        loop.add_reader(self._kernel.fileno(), self._hear)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the kernel at once: a student's program has no claim to a farewell."""
        asyncio.get_running_loop().remove_reader(self._kernel.fileno())
        self._transport.abort()
        self._kernel.kill()
        self._kernel.close()

    async def run(self, code: str, seconds: float | None = None, wall_seconds: float | None = None) -> Finished:
        """Run a cell, and interrupt it when its processes have taken `seconds` of CPU time, or after `wall_seconds`.

        How long a cell takes depends on what else the machine does; its CPU time does not. The wall clock is for cells
        that sleep, or wait for something. Raises LostKernelError, UnstoppableError, and ForkServerError if the kernel
        never started.
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
                raise UnstoppableError(f"{overrun.words}, and did not stop", replies.outputs, overrun)
            await asyncio.sleep(INTERRUPT_SECONDS)
        last = finished.result()
        if last is None:
            message, of_kernel = await self._why()
            raise LostKernelError(message, replies.outputs, overrun or of_kernel)
        return Finished(replies.outputs, overrun, last.count, last.seconds)

    async def _overrun(
        self, finished: asyncio.Future[Reply | None], seconds: float | None, wall_seconds: float | None
    ) -> Overrun | None:
        """Wait for the end of a cell, and return None; or return the limit that it meets before."""
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
            before = before or used  # what a cell took before the first look is not counted
            passed = loop.time() - began
            left = [LOOK_SECONDS[1]]
            if seconds is not None and used is not None and before is not None:
                left.append(seconds - (used.cpu_seconds - before.cpu_seconds))
                if left[-1] <= 0:
                    return Overrun(
                        f"the cell was stopped: it took more than {seconds:g} s of CPU time, the limit for a cell"
                    )
            if wall_seconds is not None:
                left.append(wall_seconds - _own_time(passed, _delay(before, used)))
                if left[-1] <= 0:
                    return _too_late(wall_seconds, passed, before, used)
            pause = max(LOOK_SECONDS[0], min(left))

    async def _stopped(self, finished: asyncio.Future[Reply | None]) -> bool:
        """Tell whether an interrupted cell ends. Time in which others have the processors is not counted."""
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
        """Return what the kernel has used so far; None if it ends meanwhile, or if nobody answers."""
        loop = asyncio.get_running_loop()
        self._told = loop.create_future()
        self._kernel.look()
        await asyncio.wait([self._told, finished], timeout=ANSWER_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        return self._told.result() if self._told.done() else None

    async def _started(self) -> None:
        """Wait until the kernel listens or has ended, which is before its first cell. Raises ForkServerError."""
        if self._news.done():
            return
        done, _ = await asyncio.wait([self._news], timeout=STARTUP_SECONDS)
        if not done:
            self._kernel.kill()
            raise ForkServerError("a kernel did not start: no answer")

    async def _arrived(self, finished: asyncio.Future[Reply | None]) -> bool:
        """Read on what is there, and tell whether it ends the cell: the grader was busy, and not the kernel."""
        for _ in range(READS):
            if finished.done():
                break
            if not select.select([self._kernel.cells], [], [], 0)[0]:
                await asyncio.sleep(REFILL_SECONDS)  # a kernel sends on as soon as there is room
                if finished.done() or not select.select([self._kernel.cells], [], [], 0)[0]:
                    break
            await asyncio.sleep(0)
        return finished.done()

    async def _why(self) -> tuple[str, Overrun | None]:
        """Return one line that says how the kernel ended, and the limit of time that ended it, if one did."""
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
            words = f"the notebook was stopped: {ended.detail}, the limit for a submission"
            starved = ended.reason == "time" and _starves(ended.delayed_seconds, self._kernel.wall_seconds)
            return words, Overrun(words, starved)
        return "the kernel died" + (f": {ended.detail}" if ended and ended.detail else ""), None

    def _hear(self) -> None:
        """Take note of what the supervisor tells; with the end of the kernel nothing more comes from it."""
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
    words = f"the cell was stopped: it was not done after {wall_seconds:g} s, the limit for a cell that sleeps or waits"
    return Overrun(words, _starves(_delay(before, used), passed))


def _own_time(passed: float, delayed: float | None) -> float:
    """Return how much of the time that passed a cell could have used.

    Many threads of one cell wait at once, so what they waited may be more than all of the time: a part of it counts
    in any case.
    """
    return passed - min(delayed or 0.0, MAX_DELAYED_FRACTION * passed)


def _delay(before: Used | None, used: Used | None) -> float | None:
    """Return how long a kernel has waited for a processor between two looks, None if that is not known."""
    if before is None or used is None or before.delayed_seconds is None or used.delayed_seconds is None:
        return None
    return max(0.0, used.delayed_seconds - before.delayed_seconds)


def _starves(delayed: float | None, seconds: float) -> bool:
    """Tell whether a cell was kept from running for much of `seconds`; if nobody knows, it may have been."""
    return delayed is None or delayed >= STARVED * seconds


class _Replies(asyncio.Protocol):
    """Puts the replies to the latest command together. `fault` says in one line what no kernel sends."""

    def __init__(self, most: int) -> None:
        self.outputs: list[Output] = []
        self.fault: str | None = None
        self._left = most
        self._buffer = bytearray()
        self._number = 0
        self._finished: asyncio.Future[Reply | None] | None = None
        self._lost = False
        self._transport: asyncio.Transport | None = None

    def expect(self, number: int) -> asyncio.Future[Reply | None]:
        """Return what becomes the last reply to a command, or None where the kernel is lost before."""
        self._number, self.outputs = number, []
        self._finished = asyncio.get_running_loop().create_future()
        if self._lost:
            self._finished.set_result(None)
        return self._finished

    def connection_made(self, transport: asyncio.Transport) -> None:
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        self._lost = True
        self._finish(None)

    def data_received(self, data: bytes) -> None:
        if self.fault is not None:
            return
        self._left -= len(data)
        if self._left < 0:
            self._give_up("the kernel was ended: it sent more output than a submission may")
            return
        self._buffer += data
        while len(self._buffer) >= LENGTH.size:
            end = LENGTH.size + LENGTH.unpack_from(self._buffer)[0]
            if len(self._buffer) < end:
                return
            try:
                # A copy: parts of it live on.
                reply = msgspec.json.decode(bytes(self._buffer[LENGTH.size : end]), type=Reply)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                self._give_up(f"the kernel sent what no kernel sends ({type(error).__name__})")
                return
            del self._buffer[:end]
            self._take(reply)

    def _take(self, reply: Reply) -> None:
        # A reply to another command, or to none, is no kernel's.
        if reply.number == self._number and self._finished is not None and not self._finished.done():
            self.outputs += reply.outputs
            if reply.ended:
                self._finish(reply)

    def _give_up(self, fault: str) -> None:
        self.fault = fault
        self._transport.abort()
        self._finish(None)

    def _finish(self, reply: Reply | None) -> None:
        if self._finished is not None and not self._finished.done():
            self._finished.set_result(reply)
