"""The kernel that runs a notebook when it is graded: it runs one cell after the other, as the grader sends them.

Cells run in an event loop, as in ipykernel: `await` works, and tasks that a cell has started go on between cells.
"""

from __future__ import annotations

import asyncio
import os
import random
import select
import signal
import socket
import sys
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec
import numpy as np
import torch

from grader.sandbox.frames import LENGTH, Command, Error, Reply, Shown, framed
from grader.sandbox.outputs import Outputs, TextStream
from grader.sandbox.shell import leave_figures_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.sandbox.frames import Output
    from grader.sandbox.messages import Start
    from grader.sandbox.shell import NotebookShell

    Answer = Callable[[str, dict[str, Any]], dict[str, Any] | None]


def run(start: Start, listening: Callable[[], None], channel: int, shell: NotebookShell, answer: Answer) -> None:
    """Be the kernel that `start` asks for, until the grader closes the socket of the cells.

    `channel` is the descriptor of that socket. `answer(code, namespace)` returns what to display if `code` is a request
    of the grader's, and None if it is a cell.
    """
    random.seed(start.seed)
    np.random.seed(start.seed)  # noqa: NPY002 - students use the global generator
    torch.default_generator.manual_seed(start.seed)
    os.chdir(start.home)
    if not start.figures:
        leave_figures_out(shell)
    with socket.socket(fileno=channel) as grader:
        grader.settimeout(0)
        kernel = _Kernel(grader, shell, answer, start.limits.output)
        listening()
        asyncio.run(kernel.serve())


class CellTimeoutError(KeyboardInterrupt):
    """The time that a cell may take is over. nbclient uses this name too. `except Exception` does not catch it."""


def _out_of_time(*_: Any) -> NoReturn:
    """Stop the cell. Only the grader interrupts a kernel, and only if the cell has exceeded a limit of time."""
    raise CellTimeoutError("The time that a cell may take is over.")


class _Kernel:
    # With __slots__ a notebook cannot replace a method of this one object. Methods of the class are restored before
    # each answer.
    __slots__ = (
        "_answer", "_grader", "_namespace", "_number", "_outputs", "_process", "_received", "_sending", "_shell",
    )  # fmt: skip

    def __init__(self, grader: socket.socket, shell: NotebookShell, answer: Answer, max_bytes: int) -> None:
        self._grader, self._shell = grader, shell
        self._answer = answer
        self._namespace = shell.user_ns
        self._process = os.getpid()
        self._number = 0
        self._received = bytearray()
        self._sending = threading.Lock()  # threads of a notebook write too
        self._outputs = Outputs(self._send_early, max_bytes)
        shell.connect(self._outputs)
        sys.stdout, sys.stderr = TextStream(self._outputs, "stdout"), TextStream(self._outputs, "stderr")

    async def serve(self) -> None:
        """Run cells and answer requests until the socket is closed, or a cell has called `exit()`."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        answer, namespace, own = self._answer, self._namespace, (self._grader, self._sending, self._process)
        outputs, process = self._outputs, os.getpid
        handle, interrupt, stop, ignore = signal.signal, signal.SIGINT, _out_of_time, signal.SIG_IGN
        while not self._shell.exit_now and (command := await self._next()) is not None:
            self._number = command.number
            # No name that a cell could have changed is used here: `answer` is what restores everything else.
            try:
                handle(interrupt, stop)
                data, failed = answer(command.code, namespace), None
            except BaseException as error:  # noqa: BLE001 - what a student's object raised
                data, failed = None, error
            handle(interrupt, ignore)
            if process() != own[2]:  # a student's function forked, and this is the child
                os._exit(0)
            if data is not None or failed is not None:
                self._grader, self._sending, self._process = own
                outputs.take()  # drop what a student's function printed, which is not an output of any cell
                shown = Shown(data or {}) if failed is None else _error(failed)
                self._send(framed(Reply(command.number, [shown], ended=True)))
                self._shell.exit_now = False  # if a student's function called `exit()`, checks go on anyway
                continue
            self._outputs.begin()
            began = time.process_time()
            with suppress(KeyboardInterrupt):  # an interrupt may come just after the end of the cell
                await self._run(command.code)
            if process() != own[2]:  # a cell forked, and this is the child
                os._exit(0)
            seconds = time.process_time() - began
            count = self._shell.execution_count - 1
            self._show(Reply(command.number, self._outputs.take(), ended=True, count=count, seconds=seconds))

    # -- cells -------------------------------------------------------------------------------------------------------

    async def _run(self, code: str) -> None:
        with _interruptible():
            try:
                if "await" in code or "async" in code:
                    await self._run_in_loop(code)
                else:
                    self._shell.run_cell(code, store_history=True)
            except BaseException as error:  # noqa: BLE001 - a cell may raise anything
                self._outputs.add(_error(error))

    async def _run_in_loop(self, code: str) -> None:
        """Run a cell that may contain `await`. An interrupt cancels what it waits for."""
        shell = self._shell
        try:
            transformed, failed = shell.transform_cell(code), None
        except Exception:  # noqa: BLE001 - a student's transformer may raise anything; IPython shows it
            transformed, failed = code, sys.exc_info()
        if not shell.should_run_async(code, transformed_cell=transformed, preprocessing_exc_tuple=failed):
            shell.run_cell(code, store_history=True)
            return
        running = asyncio.ensure_future(
            shell.run_cell_async(code, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=failed)
        )
        loop = asyncio.get_running_loop()
        signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(running.cancel))
        result = None
        try:
            result = await running
        finally:
            shell.events.trigger("post_execute")
            shell.events.trigger("post_run_cell", result)

    # -- the channel -------------------------------------------------------------------------------------------------

    async def _next(self) -> Command | None:
        loop = asyncio.get_running_loop()
        received = self._received
        while len(received) < LENGTH.size or len(received) < (end := LENGTH.size + LENGTH.unpack_from(received)[0]):
            part = await loop.sock_recv(self._grader, 2**16)
            if not part:
                return None
            received += part
        command = msgspec.json.decode(received[LENGTH.size : end], type=Command)
        del received[:end]
        return command

    def _send_early(self, outputs: list[Output]) -> None:
        if os.getpid() == self._process:
            self._show(Reply(self._number, outputs, ended=False))

    def _show(self, reply: Reply) -> None:
        """Send what a cell shows, cut to what a cell may show."""
        frame = framed(reply)
        if not self._outputs.fit(len(frame)):
            frame = framed(msgspec.structs.replace(reply, outputs=self._outputs.cut(reply.outputs)))
        self._send(frame)

    def _send(self, frame: bytes) -> None:
        """Send a whole frame: an interrupt waits until it is sent."""
        left = memoryview(frame)
        masked = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            with self._sending:
                while left:
                    try:
                        left = left[self._grader.send(left) :]
                    except BlockingIOError:
                        select.select([], [self._grader], [])
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, masked)


def _error(error: BaseException) -> Error:
    """Return an exception of student code, with its message if it has one."""
    try:
        words = str(error)[:1000]
    except BaseException:  # noqa: BLE001 - its `__str__` is the student's too
        words = ""
    return Error(type.__getattribute__(type(error), "__name__"), words, [])


@contextmanager
def _interruptible() -> Iterator[None]:
    signal.signal(signal.SIGINT, _out_of_time)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
