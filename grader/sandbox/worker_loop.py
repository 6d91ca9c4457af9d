"""A notebook's kernel when it is graded: it runs one cell after the other, as the grader sends them.

Cells run in an event loop, as in an ipykernel: `await` works, and what a cell leaves running goes on between cells.
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
    """Be the kernel that was asked for, until nobody sends cells any more.

    `channel` is the socket of the cells. `answer(code, namespace)` returns what to display for a request of the
    grader's, None where `code` is a cell.
    """
    begin(start)
    if not start.figures:
        leave_figures_out(shell)
    with socket.socket(fileno=channel) as grader:
        grader.settimeout(0)
        kernel = _Kernel(grader, shell, answer, start.limits.output)
        listening()
        asyncio.run(kernel.serve())


def begin(start: Start) -> None:
    """Go where the notebook is to run, with the random numbers that it is to start from."""
    random.seed(start.seed)
    np.random.seed(start.seed)  # noqa: NPY002 - what a student's np.random draws from
    torch.default_generator.manual_seed(start.seed)
    os.chdir(start.home)


class CellTimeoutError(KeyboardInterrupt):
    """The time that a cell may take is over. Named as nbclient names it, and passed by `except Exception`."""


def _out_of_time(*_: Any) -> NoReturn:
    """Stop the cell: nobody but the grader interrupts a notebook that is graded, and only if a limit is met."""
    raise CellTimeoutError("the time that a cell may take was over")


class _Kernel:
    # No method of one object can be replaced; those of the class are put back before a request is answered.
    __slots__ = (
        "_answer", "_grader", "_namespace", "_number", "_outputs", "_process", "_received", "_sending", "_shell",
    )  # fmt: skip

    def __init__(self, grader: socket.socket, shell: NotebookShell, answer: Answer, most: int) -> None:
        self._grader, self._shell = grader, shell
        self._answer = answer
        self._namespace = shell.user_ns
        self._process = os.getpid()
        self._number = 0
        self._received = bytearray()
        self._sending = threading.Lock()  # threads of a notebook write too
        self._outputs = Outputs(self._send_early, most)
        shell.connect(self._outputs)
        sys.stdout, sys.stderr = TextStream(self._outputs, "stdout"), TextStream(self._outputs, "stderr")

    async def serve(self) -> None:
        """Run what comes until nothing comes any more, or a cell has called `exit()`."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        answer, namespace, own = self._answer, self._namespace, (self._grader, self._sending, self._process)
        outputs, process = self._outputs, os.getpid
        handle, interrupt, stop, ignore = signal.signal, signal.SIGINT, _out_of_time, signal.SIG_IGN
        while not self._shell.exit_now and (command := await self._next()) is not None:
            self._number = command.number
            # By no name that a cell could have changed: this puts back whatever else takes part.
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
                outputs.take()  # what a student's function printed belongs to no cell
                shown = Shown(data) if failed is None else _error(failed)
                self._send(framed(Reply(command.number, [shown], ended=True)))
                self._shell.exit_now = False  # a student's function called `exit()`, which ends cells and not checks
                continue
            self._outputs.begin()
            began = time.process_time()
            with suppress(KeyboardInterrupt):  # one that came too late
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
        """Run a cell that may wait for something; an interrupt cancels what it waits for."""
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
        """Send what a cell shows, as much of it as it may show."""
        frame = framed(reply)
        if not self._outputs.fit(len(frame)):
            frame = framed(msgspec.structs.replace(reply, outputs=self._outputs.cut(reply.outputs)))
        self._send(frame)

    def _send(self, frame: bytes) -> None:
        """Send a frame as a whole: an interrupt has to wait."""
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
    """Return what a student's code raised, in its own words where it has any."""
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
