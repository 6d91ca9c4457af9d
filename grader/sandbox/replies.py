"""What a kernel sends to the grader: read within fixed bounds, because a student's process can send anything."""

from __future__ import annotations

import asyncio
from typing import cast

import msgspec

from grader.sandbox.frames import LENGTH, Output, Reply


class Replies(asyncio.Protocol):
    """Collects the replies to the latest command. `fault` is one line if the kernel sent something invalid."""

    def __init__(self, max_bytes: int) -> None:
        self.outputs: list[Output] = []
        self.fault: str | None = None
        self._left = max_bytes
        self._buffer = bytearray()
        self._number = 0
        self._finished: asyncio.Future[Reply | None] | None = None
        self._lost = False
        self._transport: asyncio.Transport

    def expect(self, number: int) -> asyncio.Future[Reply | None]:
        """Return a future: the last reply to the command with this number, or None if the kernel ends before it."""
        self._number, self.outputs = number, []
        self._finished = asyncio.get_running_loop().create_future()
        if self._lost:
            self._finished.set_result(None)
        return self._finished

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._lost = True
        self._finish(None)

    def data_received(self, data: bytes) -> None:
        if self.fault is not None:
            return
        self._left -= len(data)
        if self._left < 0:
            self._give_up("The kernel was ended: it sent more output than a submission may send.")
            return
        self._buffer += data
        while len(self._buffer) >= LENGTH.size:
            end = LENGTH.size + LENGTH.unpack_from(self._buffer)[0]
            if len(self._buffer) < end:
                return
            try:
                # A copy, because the outputs refer to parts of it.
                reply = msgspec.json.decode(bytes(self._buffer[LENGTH.size : end]), type=Reply)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                self._give_up(f"The kernel was ended: it sent a reply that cannot be read ({type(error).__name__}).")
                return
            del self._buffer[:end]
            self._take(reply)

    def _take(self, reply: Reply) -> None:
        # Only a student's program sends a reply to another command, or after the last one.
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
