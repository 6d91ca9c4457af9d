"""The grader's side of the fork server: starts it, asks it for kernels, and receives word of how they end."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
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
from grader.sandbox.forked_kernel import ForkedKernel
from grader.sandbox.limits import Sandbox
from grader.sandbox.messages import FOLDERS, MAX_PACKET_BYTES, Start
from grader.sandbox.refusals import not_allowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from traitlets.config import Config

LOG = logging.getLogger("traitlets")  # nbgrader's commands show what is logged here

# The whole environment of a kernel: no variable of the grader's own reaches student code.
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
# What prepares the process that kernels are forked from: for lessons, and for all other notebooks.
LESSONS, OTHERS = "grader.grading.kernel.lesson_plugin", "grader.grading.kernel.plain_plugin"
# Folders of Python modules that kernels may read besides the package, by the variable that tells them which.
MORE_MODULES: dict[str, Path] = {}
STARTUP_SECONDS = 120
FAREWELL_SECONDS = 2


class ForkServer:
    """The process that kernels are forked from."""

    def __init__(self, sandbox: Sandbox, preparation: str = LESSONS) -> None:
        """`preparation` names the module whose `prepare` and `begin` make kernels what they are."""
        self.sandbox = sandbox
        self._preparation = preparation
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._folders: Path | None = None
        self._count = 0
        self._python: tuple[str, ...] = ()  # the folders of this Python, which a kernel's own /tmp must not hide
        self.cpu_seconds: float | None = None  # of all kernels together, known after `close`

    @property
    def _other_user(self) -> int | None:
        """The user that student code runs as, if that is not the one who grades."""
        is_other = os.getuid() == 0 and (self.sandbox.enabled or self.sandbox.as_user)
        return self.sandbox.uid if is_other else None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the process, and return when it can fork kernels. Raises NoSandboxError, ForkServerError."""
        isolated = self.sandbox.enabled
        if isolated:
            bubblewrap.find()
            self._python = tuple(map(str, bubblewrap.python_paths(_packages())))
        self._folders = Path(tempfile.mkdtemp(prefix="grader-"))
        if self._other_user is not None:
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
            ",".join(self.sandbox.imports or ()),
        ]
        if isolated:
            uid = [str(self.sandbox.uid)] if os.getuid() == 0 else []
            program = bubblewrap.command([*program, *uid], self._folders, _packages(), environment)
            environment = {}  # code in the sandbox can read bubblewrap's own environment
        user = None if isolated else self._other_user  # in the sandbox the process itself becomes that user
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                program, env=environment, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, user=user, group=user,
                extra_groups=None if user is None else [],
                cwd=None if user is None else "/",  # the course may be closed to that user
            )  # fmt: skip
        except OSError as error:  # another user may not be allowed to run this Python
            ours.close()
            shutil.rmtree(self._folders, ignore_errors=True)
            raise ForkServerError(f"the process that kernels are forked from did not start: {error}") from error
        finally:
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
        self, fill: Callable[[Path], object] | None = None, *, student: str | None = None, figures: bool = False
    ) -> ForkedKernel:
        """Fork a kernel. Raises ForkServerError.

        `fill(folder)` puts the files for the kernel's home into a folder. `student`, if given, becomes the kernel's
        GRADER_STUDENT. The kernel draws figures if this request or `c.Sandbox.figures` says so.
        """
        if not self.running or self._folders is None or self._socket is None:
            raise ForkServerError("the process that kernels are forked from is gone")
        self._count += 1
        folder = self._folders / f"k{self._count}"
        folder.mkdir(mode=0o700)
        if fill is not None:
            fill(folder)
        isolated = self.sandbox.enabled
        if self._other_user is not None:
            _give_away(folder, self._other_user)
        start = Start(
            folder=f"{FOLDERS}/{folder.name}" if isolated else str(folder),
            limits=self.sandbox.limits(),
            seed=self.sandbox.seed,
            isolated=isolated,
            figures=figures or self.sandbox.figures,
            student=os.fsencode(student or ""),
            python=self._python,
        )
        pairs = [socket.socketpair(socket.AF_UNIX, kind) for kind in (socket.SOCK_SEQPACKET, socket.SOCK_STREAM)]
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
        return ForkedKernel(folder, start.limits.wall_seconds, *ours)

    def close(self) -> None:
        """End the process, and all kernels with it."""
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


_shared: dict[str, ForkServer] = {}


def shared_fork_server(config: Config, preparation: str = LESSONS) -> ForkServer:
    """Return this process's fork server with the settings `c.Sandbox`; start it first if needed. Raises KernelError."""
    sandbox = Sandbox(config=config)
    settings = sorted((name, getattr(sandbox, name)) for name in sandbox.trait_names(config=True))
    key = repr((settings, preparation, MORE_MODULES))
    fork_server = _shared.get(key)
    if fork_server is None or not fork_server.running:
        fork_server = _shared[key] = ForkServer(sandbox, preparation)
        fork_server.start()
    return fork_server


def close_fork_servers() -> None:
    """End the shared fork servers of this process, and every kernel with them."""
    while _shared:
        fork_server = _shared.popitem()[1]
        fork_server.close()
        if fork_server.cpu_seconds is not None:
            LOG.info("kernels took %.3f CPU-seconds", fork_server.cpu_seconds)


def _packages() -> list[Path]:
    return [*map(Path, grader.__path__), *MORE_MODULES.values()]


def _give_away(folder: Path, uid: int) -> None:
    for parent, _, names in os.walk(folder):
        for path in (parent, *(os.path.join(parent, name) for name in names)):  # noqa: PTH118 - thousands of them
            os.chown(path, uid, uid, follow_symlinks=False)


def _drain(stream: Any) -> None:
    """Read and drop what processes write to the fork server's stderr, so that none of them blocks on a full pipe."""
    with stream:
        while stream.read1(MAX_PACKET_BYTES):
            pass


def _not_started(said: list[str], *, isolated: bool) -> KernelError:
    last = said[-1] if said else "it said nothing"
    if isolated and any(line.startswith("bwrap: ") for line in said):
        reason = next(line for line in said if line.startswith("bwrap: ")).removeprefix("bwrap: ")
        return not_allowed(reason)
    return ForkServerError(f"the process that kernels are forked from did not start: {last}")
