"""A slow way to a server on this machine: everything that goes through takes some time longer, in both directions."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 65536
SECONDS_TO_OPEN = 30


@contextmanager
def slowed(port: int, seconds: float) -> Iterator[str]:
    """Forward connections to `port`, each direction `seconds` late; yield the address that is slow."""
    way = _Way(port, seconds)
    thread = threading.Thread(target=asyncio.run, args=[way.run()])
    thread.start()
    try:
        yield f"http://127.0.0.1:{way.entrance.result(timeout=SECONDS_TO_OPEN)}"
    finally:
        way.end()
        thread.join()


class _Way:
    """Listens on a port of its own, `entrance`, until `end` is called."""

    def __init__(self, port: int, seconds: float) -> None:
        self._port = port
        self._seconds = seconds
        self.entrance: Future[int] = Future()

    async def run(self) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._forward, "127.0.0.1", 0)
        self.entrance.set_result(server.sockets[0].getsockname()[1])
        await self._ended.wait()
        server.close()  # the connections end when asyncio.run cancels what forwards them

    def end(self) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to_reader, to_writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            await asyncio.gather(self._pass_on(reader, to_writer), self._pass_on(to_reader, writer))
        except asyncio.CancelledError:
            pass
        finally:
            writer.transport.abort()
            to_writer.transport.abort()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Write what is read, in its order and at its pace, later; then close."""
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                self._loop.call_later(self._seconds, writer.write, data)
        self._loop.call_later(self._seconds, writer.close)
        await asyncio.sleep(self._seconds)
