"""Execution that survives a kernel that does not: what ran before keeps its points, what came after says why not.

Graded cells are never run as they stand: the kernel gets requests to collect evidence in their place.
"""

from __future__ import annotations

import asyncio
import functools
from contextlib import suppress
from queue import Empty
from typing import TYPE_CHECKING, Any

import zmq
import zmq.asyncio
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.session import Session
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute

from grader.gradebook.challenge_key import challenge_key
from grader.gradebook.lesson_of import lesson_of
from grader.gradebook.verdicts import grade_id, is_graded
from grader.kernel import provisioner
from grader.kernel.limits import Sandbox
from grader.sealing import as_code, seal

if TYPE_CHECKING:
    from nbconvert.exporters.exporter import ResourcesDict

REQUESTS = "grader_requests"  # in the resources: what was asked for in each graded cell, by grade_id
WELCOME_SECONDS = 30
ASK_AGAIN_SECONDS = 0.5
LAST_WORDS_SECONDS = 0.2  # for messages that a kernel sent before it died


class TooMuchOutputError(Exception):
    """A kernel has sent more than a submission may."""


class ExecuteToTheEnd(Execute):
    """nbgrader's Execute in a warm sandboxed kernel; one that dies ends the run and not the submission.

    Its options are those of Execute: `c.Execute.timeout` and so on; those of the kernel are `c.Sandbox`'s.
    """

    _lost: str | None = None
    _ended_for: str | None = None
    _watching: asyncio.Task[None] | None = None

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict, km: Any = None
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Run the cells one by one, in a kernel of their own. Raises NoSandboxError, ZygoteError."""
        return run_sync(self.run)(nb, resources)

    async def run(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Do what `preprocess` does, beside other submissions. Raises NoSandboxError, ZygoteError."""
        NotebookClient.__init__(self, nb, None)
        self.reset_execution_trackers()
        self._check_assign_resources(resources)
        self._lost = self._ended_for = self._watching = None
        asked = resources.setdefault(REQUESTS, {})
        lesson = lesson_of(resources)
        key = challenge_key(self.config)
        self.km = self.create_kernel_manager()
        try:
            await self.async_start_new_kernel()
            await self.async_start_new_kernel_client()
            for index, cell in enumerate(nb.cells):
                if lesson is not None and is_graded(cell):
                    # Asked before anything else: what was never sent is then known to be missing.
                    asked[grade_id(cell)] = seal(lesson, cell.source, key)
                    await self._ask(cell, index, asked[grade_id(cell)])
                else:
                    await self._run_cell(cell, index)
        finally:
            await self._async_cleanup_kernel()
        return nb, resources

    async def _ask(self, cell: NotebookNode, index: int, requests: Any) -> None:
        """Let the kernel collect what `cell` checks, and put what it shows into the cell's outputs."""
        outputs = []
        for sealed in requests:
            asking = NotebookNode(
                cell_type="code", source=as_code(sealed.request), metadata=NotebookNode(), outputs=[],
                execution_count=None,
            )  # fmt: skip
            await self._run_cell(asking, index)
            outputs.extend(asking.outputs)
        cell.outputs, cell.execution_count = outputs, None
        self.nb.cells[index] = cell

    async def _run_cell(self, cell: NotebookNode, index: int) -> None:
        """Run a cell, or leave it alone where the kernel was lost before it."""
        if self._lost is not None:
            return
        try:
            number = self.code_cells_executed + 1
            await self.async_execute_cell(cell, index, execution_count=number, store_history=True)
        except CellTimeoutError as error:
            self._lose(cell, error, "the kernel did not stop when interrupted")
        except DeadKernelError as error:
            self._lose(cell, error, self._ended_for or "the kernel died" + self._how())
        except Exception as error:  # noqa: BLE001 - a kernel's messages are whatever the student's process sends
            self._lose(cell, DeadKernelError(), f"the kernel sent what no kernel sends ({type(error).__name__})")

    def _lose(self, cell: NotebookNode, error: Exception, message: str) -> None:
        self._lost = message
        name = type(error).__name__
        cell.outputs.append(new_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"]))

    def _how(self) -> str:
        ended = getattr(self.km.provisioner, "ended", None)
        return f": {ended.detail}" if ended is not None and ended.detail else ""

    # -- what a kernel sends: whatever the student's process sends ----------------------------------------------------

    async def _async_poll_output_msg(self, parent_msg_id: str, cell: NotebookNode, cell_index: int) -> None:
        """Listen to the outputs of a cell, and end a kernel that never stops talking."""
        try:
            await super()._async_poll_output_msg(parent_msg_id, cell, cell_index)
        except TooMuchOutputError as error:
            self._ended_for = str(error)
            await self.km.provisioner.kill()

    def process_message(self, msg: Any, cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Take a message in; one that no kernel sends is passed over. Raises CellExecutionComplete."""
        try:
            return super().process_message(msg, cell, cell_index)
        except CellExecutionComplete:
            raise
        except Exception as error:  # noqa: BLE001 - as the heading says
            self.log.warning("a message of the kernel's was passed over: %s", type(error).__name__)
            return None

    def handle_comm_msg(self, outs: Any, msg: Any, cell_index: int) -> None:
        """Leave widgets alone: nobody will move them."""

    # -- the kernel --------------------------------------------------------------------------------------------------

    def create_kernel_manager(self) -> AsyncKernelManager:
        """Take the sandboxed kernel, whatever kernelspec a notebook names."""
        return _Manager(
            kernel_name=provisioner.NAME, kernel_spec_manager=_specs(), context=_context(), config=self.config
        )

    async def async_start_new_kernel_client(self) -> Any:
        """Connect, and wait until the kernel has seen that its outputs are listened to."""
        session = _BoundedSession(most=Sandbox(config=self.config).limits().output, key=self.km.session.key)
        self.kc = self.km.client(session=session)
        self.kc.allow_stdin = False
        self.kc.start_channels(stdin=False, hb=False)
        self.kc.iopub_channel.socket.setsockopt(zmq.RCVHWM, 0)
        await asyncio.wait_for(self._welcome(), WELCOME_SECONDS)
        return self.kc

    async def _welcome(self) -> None:
        """Wait for whatever the kernel publishes first: it says hello to those who listen.

        Now and then ZeroMQ lets that be noticed only with the next message, so after a while something is asked.
        """
        while True:
            with suppress(Empty):
                await self.kc.iopub_channel.get_msg(timeout=ASK_AGAIN_SECONDS)
                return
            self.kc.kernel_info()

    async def _async_poll_kernel_alive(self) -> None:
        """Wait for the kernel's end, and give up waiting for a reply of its own then."""
        self._watching = asyncio.current_task()
        await self.km.provisioner.wait()
        await asyncio.sleep(LAST_WORDS_SECONDS)
        self.task_poll_for_reply.cancel()

    async def _async_cleanup_kernel(self) -> None:
        """End the kernel at once: a student's program has no claim to a farewell."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait([self._watching])
        if self.kc is not None:
            self.kc.stop_channels()
            self.kc = None
        if self.km is not None and self.km.provisioner is not None:
            await self.km.provisioner.kill()
            await self.km.provisioner.cleanup()
        self.km = None


class _Manager(AsyncKernelManager):
    """A kernel manager that asks a provisioner for its kernel, and keeps no control channel of its own."""

    def _connect_control_socket(self) -> None:
        """Kernels are interrupted and ended by signals."""


class _BoundedSession(Session):
    """Counts what a kernel sends. Raises TooMuchOutputError where that is too much."""

    def __init__(self, most: int, **settings: Any) -> None:
        super().__init__(**settings)
        self._left = most

    def feed_identities(self, msg_list: Any, copy: bool = True) -> Any:  # noqa: FBT001, FBT002 - Jupyter's signature
        """Split a message as it came in."""
        self._left -= sum(len(part) for part in msg_list)
        if self._left < 0:
            raise TooMuchOutputError("the kernel was ended: it sent more output than a submission may")
        return super().feed_identities(msg_list, copy)


@functools.cache
def _context() -> zmq.asyncio.Context:
    """Return one context for all kernels: each has a thread and files of its own."""
    return zmq.asyncio.Context()


@functools.cache
def _specs() -> Any:
    return provisioner.kernel_specs()
