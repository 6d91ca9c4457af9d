"""Kernels of a real fork server, driven as the grader drives them, and what a notebook's cell prints in one."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from grader.sandbox.client import CellClient, LostKernelError
from grader.sandbox.frames import Error, Stream
from grader.sandbox.messages import Ended

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.sandbox.forked_kernel import ForkedKernel
    from grader.sandbox.forkserver import ForkServer
    from grader.sandbox.frames import Output
    from tests.support.commands import Command


class Session:
    """One kernel and the grader's client of it, used from outside an event loop."""

    def __init__(self, kernel: ForkedKernel, loop: asyncio.AbstractEventLoop, most: int) -> None:
        self.kernel = kernel
        self._loop = loop
        self._client = CellClient(kernel, most)
        self._cell: asyncio.Future[Any] | None = None
        loop.run_until_complete(self._client.__aenter__())

    def run(self, code: str, timeout: float = 30) -> str:
        """Run a cell; return what it printed, and the last line of its error."""
        finished = self._loop.run_until_complete(self._client.run(code, None, timeout))
        assert not finished.timed_out, finished.overrun
        return "".join(map(_text, finished.outputs))

    def interrupted(self, code: str, after: float) -> str:
        """Run a cell, and send it an interrupt after so many seconds; return the same as `run`."""
        self._loop.call_later(after, self.kernel.signal, 2)
        return self.run(code)

    def begin(self, code: str, wait: float = 0.5) -> None:
        """Send a cell, and return while it runs."""
        self._cell = asyncio.ensure_future(self._client.run(code), loop=self._loop)
        self._loop.run_until_complete(asyncio.wait([self._cell], timeout=wait))

    def end(self, wait: float = 20) -> Ended:
        """Wait for the end of the kernel, and of the cell that runs; return how the kernel ended."""
        if self._cell is not None:
            with suppress(LostKernelError):
                self._loop.run_until_complete(asyncio.wait_for(self._cell, wait))
        deadline = time.monotonic() + wait
        while self.kernel.ended is None and time.monotonic() < deadline:
            self.kernel.hear(wait=0.1)
        assert self.kernel.ended is not None
        return self.kernel.ended

    def close(self) -> None:
        if self._cell is not None:
            self._cell.cancel()
        self._loop.run_until_complete(self._client.__aexit__(None, None, None))


def _text(output: Output) -> str:
    if isinstance(output, Error):
        return f"{output.ename}: {output.evalue}"
    return output.text if isinstance(output, Stream) else ""


@contextmanager
def session(fork_server: ForkServer, files: Path | None = None) -> Iterator[Session]:
    """Fork a kernel with a copy of `files` in its home."""
    fill = None if files is None else lambda home: shutil.copytree(files, home, symlinks=True, dirs_exist_ok=True)
    with asyncio.Runner() as runner:
        opened = Session(fork_server.spawn(fill), runner.get_loop(), fork_server.sandbox.limits().output)
        try:
            yield opened
        finally:
            opened.close()


def wait_for_a_kernel(grader: Command, temporary: Path) -> None:
    """Wait until a grader whose TMPDIR is `temporary` has a kernel, or has ended."""
    while not list(temporary.glob("grader-*/k*")) and grader.poll() is None:
        time.sleep(0.01)


def processes_with(marker: str) -> list[int]:
    """Return the processes whose command line holds `marker`."""
    commands = {each.pid: each.info["cmdline"] or () for each in psutil.process_iter(["cmdline"])}
    return [pid for pid, words in commands.items() if pid != os.getpid() and any(marker in word for word in words)]


def gone_within(seconds: float, marker: str) -> bool:
    """Return whether the last process with `marker` ends within so many seconds."""
    deadline = time.monotonic() + seconds
    while processes_with(marker):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def as_ordinary_user(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command as a user without any privilege: as the person who runs the tests, or as nobody if that is root.

    If this Python is below root's home folder, which is closed to others, bubblewrap shows the user nobody a view of
    the files in which that folder is open.
    """
    if os.getuid() == 0:
        home = Path.home()
        inside = [p for p in {Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve()} if p.is_relative_to(home)]
        view = ["bwrap", "--dev-bind", "/", "/"]
        if inside:
            view += ["--tmpfs", str(home)]
            for path in inside:
                above = [parent for parent in reversed(path.parents) if parent.is_relative_to(home) and parent != home]
                view += [word for parent in above for word in ("--perms", "0755", "--dir", str(parent))]
                view += ["--ro-bind", str(path), str(path)]
        setpriv = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all"]
        keep = [word for c in ("SETUID", "SETGID", "SETPCAP") for word in ("--cap-add", f"CAP_{c}")]
        command = [*view, *keep, *setpriv, *command]
    assert shutil.which(command[0])
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)
