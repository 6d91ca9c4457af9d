"""Execution that survives a kernel that does not: what ran before keeps its points, what came after says why not."""

from __future__ import annotations

from subprocess import DEVNULL
from typing import TYPE_CHECKING, Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute

if TYPE_CHECKING:
    from jupyter_client.manager import KernelManager
    from nbconvert.exporters.exporter import ResourcesDict
    from nbformat import NotebookNode


class ExecuteToTheEnd(Execute):
    """nbgrader's Execute, but a kernel that dies, or ignores its interrupt, ends the run and not the submission.

    Its options are those of Execute: `c.Execute.timeout` and so on.
    """

    _lost = False

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict, km: KernelManager | None = None
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Run the cells one by one, in a kernel of their own."""
        self._lost = False
        return super().preprocess(nb, resources, km)

    def start_new_kernel(self, **kwargs: Any) -> None:
        """Start the kernel without this terminal: what it writes past the notebook is nobody's output."""
        super().start_new_kernel(**{"stdout": DEVNULL, "stderr": DEVNULL} | kwargs)

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Run a cell, or leave it alone where the kernel was lost before it."""
        if self._lost:
            return cell, resources
        try:
            return super().preprocess_cell(cell, resources, index)
        except (DeadKernelError, CellTimeoutError) as error:
            self._lost = True
            cell.outputs.append(_as_output(error))
            return cell, resources


def _as_output(error: Exception) -> Any:
    name = type(error).__name__
    message = "the kernel died" if isinstance(error, DeadKernelError) else "the kernel did not stop when interrupted"
    return new_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])
