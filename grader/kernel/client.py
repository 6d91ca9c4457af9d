"""The grader's end of a notebook's kernel: send a cell, get what it shows, in time or not at all."""

from __future__ import annotations

import asyncio
import select
import signal
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from grader.kernel.errors import ZygoteError
from grader.kernel.frames import LENGTH, Command, Output, Reply, framed
from grader.kernel.messages import Ended

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from grader.kernel.warm import WarmKernel

# How long a cell may take to stop when it is interrupted, and what a kernel said to arrive when it has ended.
GRACE_SECONDS = 4.0
LAST_WORDS_SECONDS = 0.2
FAREWELL_SECONDS = 10.0
STARTUP_SECONDS = 60.0
INTERRUPT_SECONDS = 0.2  # for one to arrive that is not needed any more: it is not for the next cell
REFILL_SECONDS = 0.05
READS = 200  # parts of a quarter of a MiB at most: more than a kernel may send in all


class LostKernelError(Exception):
    """The kernel is gone. One line says how; `outputs` is what the cell had shown until then."""

    def __init__(self, message: str, outputs: list[Output]) -> None:
        super().__init__(message)
        self.outputs = outputs


class UnstoppableError(LostKernelError):
    """A cell ran too long and did not stop when interrupted."""


class Finished(NamedTuple):
    """What came of a cell. `seconds` is CPU time, as its kernel tells it."""

    outputs: list[Output]
    timed_out: bool
    count: int | None
    seconds: float


class CellClient:
    """Runs cells in a kernel, one at a time: `async with CellClient(kernel, most) as client: await client.run(…)`.

    A kernel that sends more than `most` bytes in all is ended.
    """

    def __init__(self, kernel: WarmKernel, most: int) -> None:
        self._kernel = kernel
        self._most = most
        self._number = 0

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._replies = _Replies(self._most)
        self._transport, _ = await loop.create_unix_connection(lambda: self._replies, sock=self._kernel.cells)
        self._news: asyncio.Future[None] = loop.create_future()
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

    async def run(self, code: str, seconds: float | None = None) -> Finished:
        """Run a cell, and interrupt it after `seconds`.

        Raises LostKernelError, UnstoppableError, and ZygoteError where the kernel never started.
        """
        self._number += 1
        replies, timed_out = self._replies, False
        finished = replies.expect(self._number)
        self._transport.write(framed(Command(self._number, code)))
        await self._started()
        done, _ = await asyncio.wait([finished], timeout=seconds)
        if not done and not await self._arrived(finished):
            timed_out = True
            self._kernel.signal(signal.SIGINT)
            done, _ = await asyncio.wait([finished], timeout=GRACE_SECONDS)
            if not done and not await self._arrived(finished):
                self._kernel.kill()
                raise UnstoppableError("the kernel did not stop when interrupted", replies.outputs)
            await asyncio.sleep(INTERRUPT_SECONDS)
        last = finished.result()
        if last is None:
            raise LostKernelError(await self._why(), replies.outputs)
        return Finished(replies.outputs, timed_out, last.count, last.seconds)

    async def _started(self) -> None:
        """Wait until the kernel listens, or has ended: that is not the time of its first cell. Raises ZygoteError."""
        if self._news.done():
            return
        done, _ = await asyncio.wait([self._news], timeout=STARTUP_SECONDS)
        if not done:
            self._kernel.kill()
            raise ZygoteError("a kernel did not start: no answer")

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

    async def _why(self) -> str:
        """Return one line that says how the kernel ended."""
        if self._replies.fault is not None:
            self._kernel.kill()
            return self._replies.fault
        deadline = asyncio.get_running_loop().time() + FAREWELL_SECONDS
        while self._kernel.ended is None and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.01)
            self._kernel.hear()
        ended = self._kernel.ended
        if self._kernel.ready is None:
            raise ZygoteError(f"a kernel did not start: {(ended.detail or ended.reason) if ended else 'no answer'}")
        return "the kernel died" + (f": {ended.detail}" if ended and ended.detail else "")

    def _hear(self) -> None:
        """Take note of what the supervisor tells; with the end of the kernel nothing more comes from it."""
        loop = asyncio.get_running_loop()
        while (told := self._kernel.hear()) is not None:
            if not self._news.done():
                self._news.set_result(None)
            if isinstance(told, Ended):
                loop.remove_reader(self._kernel.fileno())
                loop.call_later(LAST_WORDS_SECONDS, self._transport.abort)  # a child may hold the other end open
                return


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
