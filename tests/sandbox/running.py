"""Kernels of a real fork server, and what a notebook's cell prints in one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Any

from jupyter_client.blocking import BlockingKernelClient

from grader.sandbox.messages import PORTS, SOCKET, Ended, Ready

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.sandbox.forkserver import ForkedKernel, ForkServer


class Session:
    """One kernel and a client of it."""

    def __init__(self, kernel: ForkedKernel) -> None:
        self.kernel = kernel
        told = kernel.hear(wait=30)
        assert isinstance(told, Ready), told
        self.client = BlockingKernelClient(transport="ipc", ip=str(kernel.folder / SOCKET), **PORTS)
        self.client.session.key = kernel.key.encode()
        self.client.start_channels(stdin=False, hb=False)
        for _ in range(60):  # as the executor does
            with suppress(Empty):
                self.client.get_iopub_msg(timeout=0.5)
                return
            self.client.kernel_info()
        raise AssertionError("the kernel does not answer")

    def run(self, code: str, timeout: float = 30) -> str:
        """Run a cell; return what it printed, and the last line of its error."""
        return "".join(self.messages(code, timeout))

    def messages(self, code: str, timeout: float = 30) -> Iterator[str]:
        asked = self.client.execute(code)
        while True:
            message = self.client.get_iopub_msg(timeout=timeout)
            content = message["content"]
            if message["parent_header"].get("msg_id") != asked:
                continue
            if message["msg_type"] == "stream":
                yield content["text"]
            elif message["msg_type"] == "error":
                yield f"{content['ename']}: {content['evalue']}"
            elif message["msg_type"] == "status" and content["execution_state"] == "idle":
                return

    def end(self, wait: float = 20) -> Ended:
        """Return how the kernel ended."""
        told = self.kernel.hear(wait=wait)
        assert isinstance(told, Ended), told
        return told


@contextmanager
def session(fork_server: ForkServer, files: Path | None = None) -> Iterator[Session]:
    fill = None if files is None else lambda home: shutil.copytree(files, home, symlinks=True, dirs_exist_ok=True)
    kernel = fork_server.spawn(fill, jupyter=True)
    opened = None
    try:
        opened = Session(kernel)
        yield opened
    finally:
        if opened is not None:
            opened.client.stop_channels()
        kernel.kill()
        kernel.close()


def processes_with(marker: str) -> list[int]:
    """Return the processes whose command line holds `marker`."""
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                command = (path / "cmdline").read_bytes()
            except OSError:
                continue
            if marker.encode() in command and int(path.name) != os.getpid():
                found.append(int(path.name))
    return found


def gone_within(seconds: float, marker: str) -> bool:
    """Tell whether no process with `marker` is left within so many seconds."""
    deadline = time.monotonic() + seconds
    while processes_with(marker):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def as_ordinary_user(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command as a user without any privilege: as who runs the tests, or as nobody where that is root.

    Where this Python lies below root's home folder, which is closed to others, it is shown to nobody in a view of the
    files in which that folder is open.
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
