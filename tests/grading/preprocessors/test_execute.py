"""Kernels that die or do not stop, in small notebooks that import nothing."""

from __future__ import annotations

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from grader.core.collect_requests import PendingRequest
from grader.evidence import bundle
from grader.grading.preprocessors.execute import ExecuteToTheEnd
from grader.grading.verdicts.notebook_verdicts import PASSED, REQUESTS, Passed
from tests.support.classroom import LINE, notebook_name

# Ignores the interrupt that comes at the timeout.
UNSTOPPABLE = """
import signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    pass
"""


# Kernels of one fork server for all of these tests, which may take little memory and send little output.
SMALL = Config({"Sandbox": {"memory_mib": 400, "output_mib": 2}})


def executed(*sources: str, timeout: int = 30, config: Config = SMALL, lesson: str = "") -> list[NotebookNode]:
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    execute = ExecuteToTheEnd(timeout=timeout, config=config)
    about = (
        {"nbgrader": {"assignment": lesson, "notebook": notebook_name(lesson).removesuffix(".ipynb")}} if lesson else {}
    )
    return execute.preprocess(notebook, {"metadata": {}} | about)[0].cells


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
    assert cell.outputs[-1].evalue == "The kernel died: it took more than 400 MiB of memory."


# Finds the stream that the kernel's cells come from, and that what they show goes to.
CHANNEL = """
import os, socket, struct
def channel():
    for descriptor in sorted(map(int, os.listdir("/proc/self/fd"))):
        try:
            found = socket.socket(fileno=os.dup(descriptor))
        except OSError:
            continue
        maker = struct.unpack("3i", found.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]
        if found.family == socket.AF_UNIX and found.type == socket.SOCK_STREAM and maker != os.getpid():
            return found
sent = channel()
sent.setblocking(True)
def frame(document):
    return len(document).to_bytes(4, "big") + document
"""
FLOOD = """
while True:
    sent.sendall(frame(b'{"number": 2, "ended": false, "outputs": [{"type": "stream", "name": "stdout", "text": "'
                       + b"x" * 100_000 + b'"}]}'))
"""


def test_flood_of_messages_ends_the_kernel() -> None:
    before, cell, after = executed("print('before')", CHANNEL + FLOOD, "print('after')")
    assert before.outputs[0].text == "before\n"
    assert cell.outputs[-1].evalue == "The kernel was ended: it sent more output than a submission may send."
    assert after.outputs == []


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b'{"number": "one", "ended": true, "outputs": []}',
        b'{"number": 2, "ended": false, "outputs": [{"type": "stream", "name": 3, "text": null}]}',
        b'{"number": 2, "ended": false, "outputs": [{"type": "made_up"}]}',
        b'{"number": 2, "ended": false, "outputs": [{"type": "display_data", "data": [], "metadata": null}]}',
        b'{"number": 2, "ended": false, "outputs": [{"type": "stream", "name": "stdout", "text": "\xff"}]}',
    ],
)
def test_what_no_kernel_sends_ends_the_kernel(document: bytes) -> None:
    before, cell, after = executed("print('before')", f"{CHANNEL}sent.sendall(frame({document!r}))", "print('after')")
    assert before.outputs[0].text == "before\n"
    assert cell.outputs[-1].evalue.startswith("The kernel was ended: it sent a reply that cannot be read")
    assert after.outputs == []


@pytest.mark.parametrize("number", [0, 1, 3, 10**6])
def test_reply_to_another_cell_is_passed_over(number: int) -> None:
    forged = (
        b'{"number": %d, "ended": true, "outputs": [{"type": "stream", "name": "stdout", "text": "forged"}]}' % number
    )
    before, cell, after = executed(
        "print('before')", f"{CHANNEL}sent.sendall(frame({forged!r})); print('own')", "1 + 1"
    )
    assert [before.outputs[0].text, cell.outputs[0].text] == ["before\n", "own\n"]
    assert after.outputs[0].data == {"text/plain": "2"}


def test_cell_that_says_it_has_ended_and_goes_on_harms_itself_only() -> None:
    forged = b'{"number": 2, "ended": true, "outputs": []}'
    _, cell, after = executed(
        "1", f"{CHANNEL}sent.sendall(frame({forged!r}))\nimport time; time.sleep(0.3)", "print('after')"
    )
    assert cell.outputs == []
    assert after.outputs[0].text == "after\n"


def test_graded_cell_is_asked_and_not_run() -> None:
    about = {"grade": True, "solution": False, "locked": True, "grade_id": "test_data", "points": 2}
    graded = new_code_cell("check.data(x_data, y_data)", metadata={"nbgrader": about, "tags": ["skip-execution"]})
    notebook = new_notebook(cells=[new_code_cell("x_data = y_data = 3"), graded, new_code_cell("print(In)")])
    resources = {"metadata": {}, "nbgrader": {"assignment": LINE, "notebook": "linear_regression"}}
    _, asked, after = ExecuteToTheEnd(config=SMALL).preprocess(notebook, resources)[0].cells
    (pending,) = resources[REQUESTS]["test_data"]
    (output,) = asked.outputs
    assert output.data[bundle.MIME_TYPE]["tree"]["nonce"] == pending.request.nonce
    assert asked.source == "check.data(x_data, y_data)"
    assert pending.request.nonce not in after.outputs[0].text
    assert "check.data" not in after.outputs[0].text


CLOSED_FORM = """
def fit_line(x, y):
    slope = (((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()).item()
    return slope, (y.mean() - slope * x.mean()).item()
"""


class TestPractice:
    """What is asked where a graded cell has a practice call and a challenge."""

    @staticmethod
    def asked(
        solution: str, timeout: int = 30
    ) -> tuple[tuple[PendingRequest, ...], list[NotebookNode], dict[str, Passed]]:
        """Return the requests that were made, the outputs of the graded cell, and the answers that passed."""
        about = {"grade": True, "solution": False, "locked": True, "grade_id": "test_transfer", "points": 3}
        source = "check.transfer(fit_line)\ncheck.transfer(fit_line, challenge=5)"
        graded = new_code_cell(source, metadata={"nbgrader": about})
        notebook = new_notebook(cells=[new_code_cell(solution), graded])
        resources = {"metadata": {}, "nbgrader": {"assignment": LINE, "notebook": "linear_regression"}}
        execute = ExecuteToTheEnd(timeout=timeout, config=SMALL)
        _, cell = execute.preprocess(notebook, resources)[0].cells
        return resources[REQUESTS]["test_transfer"], cell.outputs, resources[PASSED]

    def test_challenge_that_is_passed_is_enough(self) -> None:
        (challenge,), (output,), passed = self.asked(CLOSED_FORM)
        assert challenge.seed is not None
        assert passed[challenge.request.nonce].answer is output.data[bundle.MIME_TYPE]

    def test_practice_follows_where_it_is_not(self) -> None:
        (practice, challenge), outputs, passed = self.asked("def fit_line(x, y):\n    return 1.0, 2.0")
        assert (practice.seed, challenge.seed is None) == (None, False)
        nonces = [output.data[bundle.MIME_TYPE]["tree"]["nonce"] for output in outputs]
        assert nonces == [challenge.request.nonce, practice.request.nonce]
        assert passed == {}

    def test_what_takes_too_long_is_not_asked_twice(self) -> None:
        (challenge,), outputs, _ = self.asked("def fit_line(x, y):\n    while True: pass", timeout=1)
        assert challenge.seed is not None
        assert [output.get("ename") for output in outputs] == ["CellTimeoutError", "CellTimeoutError"]

    def test_kernel_that_dies_was_asked_both(self) -> None:
        made, outputs, _ = self.asked("import os\ndef fit_line(x, y): os._exit(1)")
        assert [pending.seed is None for pending in made] == [True, False]
        assert [output.get("ename") for output in outputs] == ["DeadKernelError"]


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


class TestAsInANotebook:
    """What a cell does in JupyterLab, it does here."""

    @pytest.mark.parametrize(
        ("source", "shown"),
        [
            ("1 + 1", [("execute_result", {"text/plain": "2"})]),
            ("1 + 1;", []),
            ("print('a'); import sys; print('b', file=sys.stderr); print('c')", ["a\n", "b\n", "c\n"]),
            ("print('a', end=''); print('b', flush=True)", ["ab\n"]),
            ("display(1); 2", [("display_data", {"text/plain": "1"}), ("execute_result", {"text/plain": "2"})]),
            ("shown = display(1, display_id=True); shown.update(3)", [("display_data", {"text/plain": "3"})]),
            ("from IPython.display import clear_output; print('a'); clear_output(); print('b')", ["b\n"]),
            ("from IPython.display import clear_output; print('a'); clear_output(wait=True)", ["a\n"]),
            ("from IPython.display import clear_output; print('a'); clear_output(wait=True); print('b')", ["b\n"]),
            ("import asyncio; await asyncio.sleep(0); print('waited')", ["waited\n"]),
            ("%%capture\nprint('a')", []),
            ("!echo out", ["out\r\n"]),
            ("print('\\ud800')", ["?\n"]),
            ("from threading import Thread; t = Thread(target=print, args=('a',)); t.start(); t.join()", ["a\n"]),
            ("get_ipython().run_cell('print(7)');", ["7\n"]),
        ],
    )  # fmt: skip
    def test_output(self, source: str, shown: list[object]) -> None:
        (cell,) = executed(source)
        assert [o.text if o.output_type == "stream" else (o.output_type, o.data) for o in cell.outputs] == shown

    @pytest.mark.parametrize(
        ("source", "error", "message"),
        [
            ("1 / 0", "ZeroDivisionError", "division by zero"),
            ("input('?')", "StdinNotImplementedError", "raw_input was called, but this frontend does not support"),
            ("a b", "SyntaxError", "invalid syntax"),
            (
                "import asyncio; asyncio.run(asyncio.sleep(0))",
                "RuntimeError",
                "asyncio.run() cannot be called from a running event",
            ),
            ("raise KeyboardInterrupt", "KeyboardInterrupt", ""),
            ("import sys; sys.exit(3)", "SystemExit", "3"),
            ("import asyncio; raise asyncio.CancelledError", "CancelledError", ""),
        ],
    )
    def test_error(self, source: str, error: str, message: str) -> None:
        cell, after = executed(source, "print('after')")
        (told,) = [output for output in cell.outputs if output.output_type == "error"]
        assert told.ename == error
        assert told.evalue.startswith(message)
        assert told.traceback
        assert after.outputs[0].text == "after\n"

    def test_plot_is_told_and_not_drawn_where_nobody_reads_it(self) -> None:
        (cell,) = executed("import matplotlib.pyplot as plt; plt.plot([1, 2]); print('plotted')", lesson=LINE)
        assert cell.outputs[-1].data == {"text/plain": "<Figure size 640x480 with 1 Axes>"}

    def test_later_cell_updates_what_an_earlier_one_shows(self) -> None:
        first, second = executed("shown = display(1, display_id='x')", "shown.update(2); print('done')")
        assert first.outputs[0].data == {"text/plain": "2"}
        assert [output.output_type for output in second.outputs] == ["stream"]

    def test_what_the_format_has_no_place_for_is_left_out(self) -> None:
        (cell,) = executed("display({'text/plain': {'not': 'text'}, 'text/html': '<b>', 'a/json': [1]}, raw=True)")
        assert cell.outputs[0].data == {"text/html": "<b>", "a/json": [1]}

    def test_cells_are_numbered_and_kept(self) -> None:
        first, second = executed("40 + 2", "print(In[1], Out[1], _)")
        assert (first.execution_count, second.execution_count) == (1, 2)
        assert second.outputs[0].text == "40 + 2 42 42\n"

    def test_task_goes_on_between_cells(self) -> None:
        start = "import asyncio\nasync def later():\n    await asyncio.sleep(0)\n    print('done')\n"
        _, second = executed(start + "task = asyncio.create_task(later())", "await task")
        assert [output.text for output in second.outputs if output.output_type == "stream"] == ["done\n"]

    def test_exit_ends_the_kernel_after_its_cell(self) -> None:
        first, second, third = executed("print('last'); exit()", "print('never')", "1")
        assert first.outputs[0].text == "last\n"
        assert errors(second) == ["DeadKernelError"]
        assert third.outputs == []

    def test_fork_that_comes_back_is_ended(self) -> None:
        first, second = executed("import os; child = os.fork()\nprint('both')", "print('one')")
        assert first.outputs[0].text == "both\n"
        assert second.outputs[0].text == "one\n"

    def test_what_was_printed_before_an_endless_wait_is_shown(self) -> None:
        deaf = "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        (cell,) = executed(f"{deaf}print('a')\ntime.sleep(0.3)\nprint('b')\nwhile True: pass", timeout=1)
        assert cell.outputs[0].text.split() == ["a", "b"]

    def test_await_that_lasts_too_long_is_interrupted(self) -> None:
        impatient = Config({"Sandbox": {"cell_wall_seconds": 1}})  # a cell that waits takes no CPU time
        cell, after = executed("import asyncio; await asyncio.sleep(60)", "print('after')", config=impatient)
        assert errors(cell)[-1] == "CellTimeoutError"
        assert after.outputs[0].text == "after\n"


class TestFigures:
    """`c.Sandbox.figures`."""

    SHOW = "from grader.notebook.figures import procedure; procedure.draw()"

    def test_words_alone(self) -> None:
        (cell,) = executed(self.SHOW, lesson=LINE)
        assert list(cell.outputs[0].data) == ["text/plain"]

    def test_drawn_once(self) -> None:
        notebook = new_notebook(cells=[new_code_cell(self.SHOW)])
        config = SMALL.copy()
        config.Sandbox.figures = True
        (cell,) = ExecuteToTheEnd(config=config).preprocess(notebook, {"metadata": {}})[0].cells
        assert "image/png" in cell.outputs[0].data
