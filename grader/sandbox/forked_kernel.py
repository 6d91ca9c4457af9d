"""A kernel as the grader sees it: the sockets to its supervisor and to its cells, and how it ended."""

from __future__ import annotations

import shutil
import signal
from typing import TYPE_CHECKING

import msgspec

from grader.sandbox.messages import MAX_PACKET_BYTES, Ended, Look, Ready, Signal, SupervisorMessage, Used

if TYPE_CHECKING:
    import socket
    from pathlib import Path


class ForkedKernel:
    """A kernel, running or ended, and the sockets to it. Not thread-safe."""

    def __init__(self, folder: Path, wall_seconds: float, supervisor: socket.socket, cells: socket.socket) -> None:
        self.folder = folder  # the files for its home
        self.wall_seconds = wall_seconds  # the longest that it may run
        self.cells = cells
        self.ready: Ready | None = None
        self.ended: Ended | None = None
        self._supervisor = supervisor

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when `hear` has something to return."""
        return self._supervisor.fileno()

    def hear(self, *, wait: float | None = 0.0) -> Ready | Used | Ended | None:
        """Return the supervisor's next message, or None if there is none within `wait` seconds."""
        if self.ended is not None:
            return self.ended
        self._supervisor.settimeout(wait)
        try:
            packet = self._supervisor.recv(MAX_PACKET_BYTES)
        except (BlockingIOError, TimeoutError):
            return None
        except OSError:
            packet = b""
        told = (
            msgspec.json.decode(packet, type=SupervisorMessage)
            if packet
            else Ended("not started", detail="the process that kernels are forked from is gone")
        )
        if isinstance(told, Ready):
            self.ready = told
        elif isinstance(told, Ended):
            self.ended = told
        return told

    def signal(self, number: int) -> None:
        """Send a signal to the kernel. Nothing happens if it has ended."""
        self._ask(Signal(number))

    def look(self) -> None:
        """Ask what the kernel has used so far. `hear` returns the answer."""
        self._ask(Look())

    def _ask(self, what: Signal | Look) -> None:
        if self.ended is None:
            try:
                self._supervisor.settimeout(None)
                self._supervisor.send(msgspec.json.encode(what))
            except OSError:
                self.hear()

    def kill(self) -> None:
        self.signal(signal.SIGKILL)

    def close(self) -> None:
        """Let go of the kernel. Its supervisor ends it if it still runs."""
        self._supervisor.close()
        self.cells.close()
        shutil.rmtree(self.folder, ignore_errors=True)
