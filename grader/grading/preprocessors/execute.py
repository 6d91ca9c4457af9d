"""Execute a submission to its end even if its kernel dies: cells that ran before keep their points.

Graded cells are never run as they are: the kernel gets requests to collect evidence instead.
"""

from __future__ import annotations

from typing import Any

from jupyter_core.utils import run_sync
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute

from grader import lessons
from grader.core.collect_requests import PendingRequest, as_code, make_requests
from grader.core.exercise import Lesson
from grader.grading import settings
from grader.grading.challenge_key import challenge_key
from grader.grading.notebook_files.writing import made_output
from grader.grading.preprocessors.kernel_outputs import NotebookOutputs, execution_count, of_request
from grader.grading.preprocessors.which_lesson import lesson_of
from grader.grading.verdicts.notebook_cells import DEAD_KERNEL, TIMEOUT, grade_id, is_graded
from grader.grading.verdicts.notebook_verdicts import PASSED, REQUESTS, Passed, challenge_first, passed_in
from grader.sandbox.client import CellClient, LostKernelError, Overrun
from grader.sandbox.forkserver import LESSONS, MORE_MODULES, OTHERS, shared_fork_server
from grader.sandbox.staged_files import home_from

STARVED = "grader_starved"  # in nbconvert's resources: wall-clock time ran out on a busy machine


class ExecuteToTheEnd(Execute):
    """nbgrader's Execute in a forked kernel in a sandbox. If the kernel dies, the submission is still graded.

    `c.Execute.timeout` is the CPU time in seconds that a cell may take. A negative number means no limit. `c.Sandbox`
    sets the other limits, including the wall-clock time of a cell. This Python runs the notebook, whatever kernelspec
    it names.
    """

    own_seconds = 0.0  # CPU time of the cells of the last notebook, as reported by their kernel
    key: bytes | None = None  # the course's key; if None, it is read from the course's folder

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict, km: Any = None
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Run the cells one by one, in a kernel of their own. Raises NoSandboxError, ForkServerError."""
        return run_sync(self.run)(nb, resources)

    async def run(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Do what `preprocess` does, while other submissions run too. Raises NoSandboxError, ForkServerError."""
        settings.use(self.config)  # an answer is judged as soon as it arrives
        lesson, key = lesson_of(resources), challenge_key(self.config) if self.key is None else self.key
        # The student id comes from nbgrader. The notebook gets it too, so that it draws the same variant.
        student = resources["nbgrader"]["student"] if lesson is not None and lesson.variants else None
        variant = None if lesson is None or student is None else lesson.variant_of(student)
        asked, passed = resources.setdefault(REQUESTS, {}), resources.setdefault(PASSED, {})
        own = lessons.own_folder()
        MORE_MODULES.pop(lessons.VARIABLE, None)
        if own is not None:
            MORE_MODULES[lessons.VARIABLE] = own
        fork_server = shared_fork_server(self.config, OTHERS if lesson is None else LESSONS)
        limits = fork_server.sandbox.limits()
        home = home_from(resources.get("metadata", {}).get("path"), limits.disk)
        # A person looks at the figures of an assignment that is not a lesson, and its tests may read them.
        kernel = fork_server.spawn(home, student=student, figures=lesson is None)
        self.own_seconds, self._shown = 0.0, NotebookOutputs()
        self._wall_seconds = fork_server.sandbox.cell_wall_seconds
        self._resources = resources
        async with CellClient(kernel, limits.output) as client:
            for cell in nb.cells:
                if cell.cell_type != "code":
                    continue
                cell.outputs, cell.execution_count = [], None
                checked = lesson if is_graded(cell) else None
                try:
                    if checked is not None:
                        # Stored before anything is sent, so that a request without an answer counts as lost.
                        asked[grade_id(cell)] = make_requests(checked, cell.source, key, variant)
                        asked[grade_id(cell)] = await self._ask(client, cell, checked, asked[grade_id(cell)], passed)
                    elif cell.source.strip():
                        await self._run_cell(client, cell)
                except LostKernelError as lost:
                    if checked is None:
                        cell.outputs = self._shown.of_cell(lost.outputs, None)
                    if lost.overrun is None:
                        cell.outputs.append(_error(DEAD_KERNEL, str(lost)))
                    else:
                        cell.outputs.append(self._timed_out(lost.overrun))
                    break
        return nb, resources

    async def _ask(
        self, client: CellClient, cell: NotebookNode, lesson: Lesson, requests: tuple[PendingRequest, ...],
        passed: dict[str, Passed],
    ) -> tuple[PendingRequest, ...]:  # fmt: skip
        """Have the kernel collect what `cell` checks, and put it into its outputs. Returns the requests that were made.

        Answers that pass are added to `passed`. After a request that takes too long, no other is made.
        """
        first, then = challenge_first(requests)
        if not await self._collect(client, cell, first):
            return first
        if then:
            found = passed_in(lesson.exercises[first[0].request.exercise], cell, first)
            passed |= found
            if len(found) == len(first):
                return first
            await self._collect(client, cell, then)
        return requests

    async def _collect(self, client: CellClient, cell: NotebookNode, requests: tuple[PendingRequest, ...]) -> bool:
        """Put the answers to `requests` into the outputs of `cell`. Returns whether all arrived in time."""
        for pending in requests:
            finished = await client.run(as_code(pending.request), self._seconds, self._wall_seconds)
            cell.outputs += of_request(finished.outputs)
            if finished.overrun is not None:
                cell.outputs.append(self._timed_out(finished.overrun))
                return False
        return True

    async def _run_cell(self, client: CellClient, cell: NotebookNode) -> None:
        finished = await client.run(cell.source, self._seconds, self._wall_seconds)
        self.own_seconds += finished.seconds
        cell.execution_count = execution_count(finished.count)
        cell.outputs = self._shown.of_cell(finished.outputs, cell.execution_count)
        if finished.overrun is not None:
            cell.outputs.append(self._timed_out(finished.overrun))

    @property
    def _seconds(self) -> float | None:
        return None if self.timeout is None or self.timeout < 0 else self.timeout

    def _timed_out(self, overrun: Overrun) -> NotebookNode:
        """Return an error output that names the exceeded limit. Notes if the machine was too busy to blame the cell."""
        if overrun.starved:
            self._resources[STARVED] = True
        return _error(TIMEOUT, overrun.words)


def _error(name: str, message: str) -> NotebookNode:
    return made_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])
