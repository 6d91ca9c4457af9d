"""The grader's side of the fork server: start it, ask it for kernels, hear how they end."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

import grader
from grader.sandbox import bubblewrap
from grader.sandbox.errors import ForkServerError, KernelError
from grader.sandbox.messages import FILES, FOLDERS, MAX_PACKET_BYTES, Ended, Look, Ready, Signal, Start, Told, Used
from grader.sandbox.refusals import not_allowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.sandbox.limits import Sandbox

# What torch and its like need an environment for. Nothing of the grader's own is passed on.
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MPLCONFIGDIR": "/tmp",  # noqa: S108 - the sandbox's own
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONUNBUFFERED": "1",
}
# Folders of Python modules that kernels may read besides the package, by the variable that tells them which.
MORE_MODULES: dict[str, Path] = {}
STARTUP_SECONDS = 120
FAREWELL_SECONDS = 2
MAX_FOLDER_CHARACTERS = 70  # characters, of the 107 that a socket's path may have


class ForkedKernel:
    """A kernel, or what is left of one. Not for use by several threads."""

    def __init__(
        self, folder: Path, key: str, wall_seconds: float, supervisor: socket.socket, cells: socket.socket | None = None
    ) -> None:
        self.folder = folder
        self.key = key
        self.wall_seconds = wall_seconds  # the longest that it may take
        self.cells = cells
        self.ready: Ready | None = None
        self.ended: Ended | None = None
        self.used: Used | None = None  # what it told last of what it has used
        self._supervisor = supervisor

    def fileno(self) -> int:
        """Return what becomes readable when there is news."""
        return self._supervisor.fileno()

    def hear(self, *, wait: float | None = 0.0) -> Ready | Used | Ended | None:
        """Return what the supervisor tells, None where it tells nothing within `wait` seconds."""
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
            msgspec.json.decode(packet, type=Told)
            if packet
            else Ended("not started", detail="the process that kernels are forked from is gone")
        )
        if isinstance(told, Ready):
            self.ready = told
        elif isinstance(told, Used):
            self.used = told
        else:
            self.ended = told
        return told

    def signal(self, number: int) -> None:
        """Send a signal to the kernel; nothing happens where it has ended."""
        self._ask(Signal(number))

    def look(self) -> None:
        """Ask what the kernel has used; `used` holds the answer as soon as it was heard."""
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
        """Forget the kernel: its supervisor ends it where it still runs."""
        self._supervisor.close()
        if self.cells is not None:
            self.cells.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class ForkServer:
    """The process that kernels are forked from."""

    def __init__(self, sandbox: Sandbox, preparation: str = "grader.grading.kernel_plugin") -> None:
        self.sandbox = sandbox
        self._preparation = preparation
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._folders: Path | None = None
        self._count = 0
        self._python: tuple[str, ...] = ()  # where this Python lies, which no kernel's own /tmp may hide
        self.cpu_seconds: float | None = None  # of all kernels together, known after the end

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it, and return when kernels can be had. Raises NoSandboxError, ForkServerError."""
        isolated = self.sandbox.enabled
        if isolated:
            bubblewrap.find()
            self._python = tuple(map(str, bubblewrap.python_paths(_packages())))
        self._folders = _short_folder()
        if isolated and os.getuid() == 0:
            self._folders.chmod(0o711)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = ENVIRONMENT | {"HOME": "/tmp", **{name: str(path) for name, path in MORE_MODULES.items()}}  # noqa: S108 - the sandbox's own
        program = [
            sys.executable,
            "-I",
            "-m",
            "grader.sandbox.forkserver_main",
            str(theirs.fileno()),
            self._preparation,
        ]
        if isolated:
            uid = [str(self.sandbox.uid)] if os.getuid() == 0 else []
            program = bubblewrap.command([*program, *uid], self._folders, _packages(), environment)
            environment = {}  # bubblewrap's own can be read in there
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            program, env=environment, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        theirs.close()
        ours.settimeout(STARTUP_SECONDS)
        try:
            told = ours.recv(MAX_PACKET_BYTES)
        except OSError:
            told = b""
        if told != b"ready":
            self._process.kill()
            said = self._process.communicate()[1].decode(errors="replace").strip().splitlines()
            ours.close()
            shutil.rmtree(self._folders, ignore_errors=True)
            raise _not_started(said, isolated=isolated)
        self._socket = ours
        threading.Thread(target=_drain, args=[self._process.stderr], daemon=True).start()
        atexit.register(self.close)

    def spawn(
        self, fill: Callable[[Path], object] | None = None, *, jupyter: bool = False, student: str | None = None
    ) -> ForkedKernel:
        """Fork a kernel; `fill` puts what it is to find in its home into a folder. Raises ForkServerError.

        It takes its cells from `cells`, a stream of frames; with `jupyter` it speaks Jupyter's protocol instead. Its
        GRADER_STUDENT is `student`, where one is given.
        """
        if not self.running:
            raise ForkServerError("the process that kernels are forked from is gone")
        self._count += 1
        folder = self._folders / f"k{self._count}"
        folder.mkdir(mode=0o700)
        (folder / FILES).mkdir()
        if fill is not None:
            fill(folder / FILES)
        isolated = self.sandbox.enabled
        if isolated and os.getuid() == 0:
            _give_away(folder, self.sandbox.uid)
        key = secrets.token_hex(32)
        start = Start(
            folder=f"{FOLDERS}/{folder.name}" if isolated else str(folder),
            key=key,
            limits=self.sandbox.limits(),
            seed=self.sandbox.seed,
            isolated=isolated,
            figures=self.sandbox.figures,
            student=os.fsencode(student or ""),
            python=self._python,
        )
        pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)]
        if not jupyter:
            pairs.append(socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM))
        ours, theirs = zip(*pairs, strict=True)
        try:
            socket.send_fds(self._socket, [msgspec.json.encode(start)], [each.fileno() for each in theirs])
        except OSError as error:
            for each in ours:
                each.close()
            raise ForkServerError(f"the process that kernels are forked from is gone: {error}") from error
        finally:
            for each in theirs:
                each.close()
        return ForkedKernel(folder, key, start.limits.wall_seconds, *ours)

    def close(self) -> None:
        """End it, and all kernels with it."""
        atexit.unregister(self.close)
        if self._socket is not None:
            with suppress(OSError, ValueError):
                self._socket.shutdown(socket.SHUT_WR)
                self._socket.settimeout(FAREWELL_SECONDS)
                self.cpu_seconds = float(self._socket.recv(MAX_PACKET_BYTES))
            self._socket.close()
            self._socket = None
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(FAREWELL_SECONDS)
            self._process.kill()
            self._process.wait()
        if self._folders is not None:
            shutil.rmtree(self._folders, ignore_errors=True)

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid


def _packages() -> list[Path]:
    return [*map(Path, grader.__path__), *MORE_MODULES.values()]


def _short_folder() -> Path:
    """Make a folder whose path leaves room for those of the sockets."""
    folder = Path(tempfile.mkdtemp(prefix="grader-"))
    if len(str(folder)) > MAX_FOLDER_CHARACTERS:
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix="grader-", dir="/tmp"))
    return folder


def _give_away(folder: Path, uid: int) -> None:
    for parent, _, names in os.walk(folder):
        for path in (parent, *(os.path.join(parent, name) for name in names)):  # noqa: PTH118 - thousands of them
            os.chown(path, uid, uid, follow_symlinks=False)


def _drain(stream: Any) -> None:
    """Read what is written past all notebooks, so that nobody waits for it to be read."""
    with stream:
        while stream.read1(MAX_PACKET_BYTES):
            pass


def _not_started(said: list[str], *, isolated: bool) -> KernelError:
    last = said[-1] if said else "it said nothing"
    if isolated and any(line.startswith("bwrap: ") for line in said):
        reason = next(line for line in said if line.startswith("bwrap: ")).removeprefix("bwrap: ")
        return not_allowed(reason)
    return ForkServerError(f"the process that kernels are forked from did not start: {last}")
