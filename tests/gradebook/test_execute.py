"""Kernels that die or do not stop, in small notebooks that import nothing."""

from __future__ import annotations

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from grader.gradebook.execute import ExecuteToTheEnd

# Ignores the interrupt that comes at the timeout.
UNSTOPPABLE = """
import signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
time.sleep(60)
"""


def executed(*sources: str, timeout: int = 30) -> list[NotebookNode]:
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    execute = ExecuteToTheEnd(timeout=timeout, iopub_timeout=1)
    return execute.preprocess(notebook, {"metadata": {}})[0].cells


def errors(cell: NotebookNode) -> list[str]:
    return [output.ename for output in cell.outputs if output.output_type == "error"]


@pytest.mark.parametrize(
    ("source", "timeout", "error"),
    [("import os; os._exit(1)", 30, "DeadKernelError"), (UNSTOPPABLE, 1, "CellTimeoutError")],
)
def test_kernel_that_is_lost_ends_the_run_and_not_the_submission(source: str, timeout: int, error: str) -> None:
    before, fault, after = executed("print('before')", source, "print('after')", timeout=timeout)
    assert before.outputs[0].text == "before\n"
    assert errors(fault) == [error]
    assert after.outputs == []


def test_loop_that_can_be_stopped_costs_its_own_cell_only() -> None:
    hung, after = executed("while True: pass", "print('after')", timeout=1)
    assert "CellTimeoutError" in errors(hung)
    assert after.outputs[0].text == "after\n"


def test_what_a_kernel_writes_past_the_notebook_stays_off_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    executed("import subprocess; _ = subprocess.run('echo past >/proc/self/fd/2 2>&1; echo past 1>&2', shell=True)")
    assert capfd.readouterr() == ("", "")
