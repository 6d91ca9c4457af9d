"""A kernel of Jupyter's: its sockets in a folder of its own, its output bounded, and it answers a grader's requests."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

from ipykernel.iostream import OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQDisplayPublisher, ZMQInteractiveShell
from IPython.core.profiledir import ProfileDir
from traitlets import Integer, Type, Unicode

from grader.sandbox.messages import PORTS, SOCKET
from grader.sandbox.shell import NotebookShell
from grader.sandbox.worker_loop import begin as begin_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.sandbox.messages import Start

    Answer = Callable[[str, dict[str, Any]], dict[str, Any] | None]

# Every kernel imports these as it starts: once for all of them.
for module in (
    "faulthandler", "ipykernel.debugger", "IPython.core.completerlib", "IPython.core.debugger", "IPython.core.oinspect",
    "IPython.extensions.storemagic", "tornado.platform.asyncio",
):  # fmt: skip
    importlib.import_module(module)


class BoundedStream(OutStream):
    """Standard output, or error, that is cut when a cell has written too much: more would only fill memory."""

    most = 2**20
    _written = 0
    _cell: Any = None

    def write(self, string: str) -> int | None:
        """Write up to the limit, then say so once."""
        cell = self.parent_header.get("msg_id")
        if cell != self._cell:
            self._cell, self._written = cell, 0
        if not isinstance(string, str) or self._written + len(string) <= self.most:
            self._written += len(string)
            return super().write(string)
        if self._written <= self.most:
            super().write(string[: self.most - self._written])
            super().write(f"\n[cut here: a cell may write {self.most:,} characters]\n")
            self._written = self.most + 1
        return len(string)


class BoundedDisplay(ZMQDisplayPublisher):
    """Shows so many outputs of a cell, and no more: each one more has to be read by somebody."""

    most = Integer(1000)
    _shown = 0
    _cell: Any = None

    def publish(self, data: Any, metadata: Any = None, **about: Any) -> None:
        """Show an output, or an update of one."""
        cell = self.parent_header.get("msg_id")
        if cell != self._cell:
            self._cell, self._shown = cell, 0
        self._shown += 1
        if self._shown <= self.most:
            super().publish(data, metadata, **about)
        elif self._shown == self.most + 1:
            super().publish({"text/plain": f"[cut here: a cell may show {self.most:,} outputs]"})


class GradingShell(ZMQInteractiveShell):
    """IPython's shell with bounded output."""

    display_pub_class = Type(BoundedDisplay)


class GradingKernel(IPythonKernel):
    """IPython's kernel, which also answers what a grader asks: such a request never reaches the student's shell."""

    shell_class = Type(GradingShell)
    answer: Any = None

    async def do_execute(self, code: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Run a cell; or collect what a request asks for, and display it."""
        try:
            shown = self.answer(code)
        except (Exception, KeyboardInterrupt, SystemExit) as error:  # noqa: BLE001 - what a student's object raised
            return self._failed(error)
        if shown is None:
            return await super().do_execute(code, *args, **kwargs)
        self.send_response(self.iopub_socket, "display_data", {"data": shown, "metadata": {}, "transient": {}})
        return {"status": "ok", "execution_count": self.execution_count, "payload": [], "user_expressions": {}}

    def _failed(self, error: BaseException) -> dict[str, Any]:
        told = {"ename": type(error).__name__, "evalue": str(error)[:1000], "traceback": []}
        self.send_response(self.iopub_socket, "error", told)
        return {"status": "error", "execution_count": self.execution_count, **told}


class Application(IPKernelApp):
    """An ipykernel that has been told where to listen, and needs no connection file for it."""

    kernel_class = GradingKernel
    capture_fd_output = False  # two threads more, for what is written past Python
    outstream_class = Unicode("grader.sandbox.application.BoundedStream")

    def init_connection_file(self) -> None:
        """Nothing is read from a file."""

    def write_connection_file(self, **kwargs: Any) -> None:
        """Nothing is written to one: who asked for this kernel knows."""

    def parse_command_line(self, argv: Any = None) -> None:
        """There is no command line."""

    def init_heartbeat(self) -> None:
        """A supervisor tells when the kernel ends; nobody listens to its heart."""

    def init_control(self, context: Any) -> None:
        """Serve the shell channel in the main thread: each thread between costs time with each cell."""
        super().init_control(context)
        self.shell_channel_thread = None

    def log_connection_info(self) -> None:
        """Nobody reads it."""

    def init_profile_dir(self) -> None:
        """The profile is set before."""

    def init_path(self) -> None:
        """Let a submission's own modules be imported last: none of them stands in for torch or a part of Python."""
        # `grader.sandbox.shell` has seen to it.


def run(start: Start, listening: Callable[[], None], answer: Answer, begin: Callable[[Any], None]) -> None:
    """Be a kernel of Jupyter's, until it is told to shut down.

    `answer(code, namespace)` returns what to display for a request of the grader's, None where `code` is a cell;
    `begin(shell)` prepares the notebook.
    """
    begin_at(start)
    NotebookShell.clear_instance()  # the fork server's: a process has one shell
    application = Application.instance(transport="ipc", ip=f"{start.sockets}/{SOCKET}", **PORTS)
    application.session.key = start.key.encode()
    profile = f"{start.sockets}/ipython"
    application.profile_dir = ProfileDir(location=profile)  # empty: no startup files of anybody's
    application.config.HistoryManager.enabled = False  # no database file; `In` and `Out` are kept all the same
    application.initialize([])
    namespace = application.shell.user_ns
    application.kernel.answer = lambda code: answer(code, namespace)
    sys.stdout.most = sys.stderr.most = start.limits.output // 16
    begin(application.shell)
    listening()
    application.start()
