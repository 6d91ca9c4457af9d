"""Kernels that die or do not stop, in small notebooks that import nothing."""

from __future__ import annotations

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from grader.evidence import bundle
from grader.gradebook.execute import REQUESTS, ExecuteToTheEnd
from tests.classroom import LINE

# Ignores the interrupt that comes at the timeout.
UNSTOPPABLE = """
import signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
time.sleep(60)
"""


# Kernels of one zygote for all of these tests, which may take little memory and send little output.
SMALL = Config({"Sandbox": {"memory_mib": 400, "output_mib": 2}})


def executed(*sources: str, timeout: int = 30) -> list[NotebookNode]:
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    execute = ExecuteToTheEnd(timeout=timeout, iopub_timeout=1, config=SMALL)
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


def test_reason_of_a_kernel_that_was_ended_is_told() -> None:
    (cell,) = executed("import os\nfor _ in range(3): os.fork()\nheld = bytearray(os.urandom(1)) * (200 * 2**20)\n"
                       "import time; time.sleep(30)")  # fmt: skip
    assert cell.outputs[-1].evalue == "the kernel died: it took more than 400 MiB of memory"


FLOOD = """
import sys
kernel = get_ipython().kernel
while True:
    kernel.send_response(kernel.iopub_socket, "stream", {"name": "stdout", "text": "x" * 100_000})
"""


def test_flood_of_messages_ends_the_kernel() -> None:
    before, cell, after = executed("print('before')", FLOOD, "print('after')")
    assert before.outputs[0].text == "before\n"
    assert cell.outputs[-1].evalue == "the kernel was ended: it sent more output than a submission may"
    assert after.outputs == []


@pytest.mark.parametrize(
    "message",
    [
        ("stream", {}),
        ("stream", {"name": 3, "text": None}),
        ("status", {}),
        ("error", {"ename": 1}),
        ("display_data", {"data": [], "metadata": None}),
        ("comm_open", {"comm_id": "a"}),
        ("clear_output", {}),
        ("made_up", {"a": 1}),
        ("execute_result", {"data": {"text/plain": {"not": "text"}}, "metadata": {}, "execution_count": "many"}),
    ],
)
def test_messages_that_no_kernel_sends(message: tuple[str, dict[str, object]]) -> None:
    kind, content = message
    code = f"kernel = get_ipython().kernel; _ = kernel.send_response(kernel.iopub_socket, {kind!r}, {content!r})"
    before, _, _ = executed("print('before')", code, "print('after')")
    assert before.outputs[0].text == "before\n"


def test_graded_cell_is_asked_and_not_run() -> None:
    about = {"grade": True, "solution": False, "locked": True, "grade_id": "test_data", "points": 2}
    graded = new_code_cell("check.data(x_data, y_data)", metadata={"nbgrader": about, "tags": ["skip-execution"]})
    notebook = new_notebook(cells=[new_code_cell("x_data = y_data = 3"), graded, new_code_cell("print(In)")])
    resources = {"metadata": {}, "nbgrader": {"assignment": LINE, "notebook": "linear_regression"}}
    _, asked, after = ExecuteToTheEnd(config=SMALL).preprocess(notebook, resources)[0].cells
    (sealed,) = resources[REQUESTS]["test_data"]
    (output,) = asked.outputs
    assert output.data[bundle.MIME_TYPE]["tree"]["ticket"] == sealed.request.ticket
    assert asked.source == "check.data(x_data, y_data)"
    assert sealed.request.ticket not in after.outputs[0].text
    assert "check.data" not in after.outputs[0].text


def test_evidence_tells_what_ended_the_cell_before() -> None:
    about = {"grade": True, "solution": False, "locked": True, "grade_id": "test_data", "points": 2}
    graded = new_code_cell("check.data(x_data, y_data)", metadata={"nbgrader": about})
    notebook = new_notebook(cells=[new_code_cell("x_data = 1 / 0"), graded])
    resources = {"metadata": {}, "nbgrader": {"assignment": LINE, "notebook": "linear_regression"}}
    _, asked = ExecuteToTheEnd(config=SMALL).preprocess(notebook, resources)[0].cells
    assert asked.outputs[0].data[bundle.MIME_TYPE]["tree"]["raised"]["kind"] == "ZeroDivisionError"


def test_loop_that_can_be_stopped_costs_its_own_cell_only() -> None:
    hung, after = executed("while True: pass", "print('after')", timeout=1)
    assert "CellTimeoutError" in errors(hung)
    assert after.outputs[0].text == "after\n"


def test_what_a_kernel_writes_past_the_notebook_stays_off_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    executed("import subprocess; _ = subprocess.run('echo past >/proc/self/fd/2 2>&1; echo past 1>&2', shell=True)")
    assert capfd.readouterr() == ("", "")
