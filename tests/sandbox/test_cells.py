"""The grader's client of a kernel and the kernel itself, also with commands and frames that no notebook would send."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from grader.sandbox.client import CellClient, Finished, LostKernelError, UnstoppableError
from grader.sandbox.errors import ForkServerError
from grader.sandbox.frames import Error, Result, Stream
from tests.grading.preprocessors.test_execute import CHANNEL

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from grader.sandbox.forkserver import ForkServer

MOST = 2**20


def served(fork_server: ForkServer, work: Callable[[CellClient], Awaitable[Any]]) -> Any:
    """Return what `work` does with a client of a kernel of its own."""

    async def serve() -> Any:
        async with CellClient(fork_server.spawn(), MOST) as client:
            return await asyncio.wait_for(work(client), 60)

    return asyncio.run(serve())


def run(fork_server: ForkServer, *cells: str, seconds: float | None = 20, wall: float | None = 40) -> list[Finished]:
    async def work(client: CellClient) -> list[Finished]:
        return [await client.run(cell, seconds, wall) for cell in cells]

    return served(fork_server, work)


def text(finished: Finished) -> str:
    return "".join(output.text for output in finished.outputs if isinstance(output, Stream))


def errors(finished: Finished) -> list[str]:
    return [output.ename for output in finished.outputs if isinstance(output, Error)]


class TestRun:
    """`CellClient.run(code, seconds)`."""

    def test_outputs_count_and_time(self, fork_server: ForkServer) -> None:
        first, second = run(fork_server, "print('a'); 1", "sum(i * i for i in range(300_000))")
        assert first.outputs == [Stream("stdout", "a\n"), Result({"text/plain": msgspec.Raw(b'"1"')}, {})]
        assert (first.count, second.count) == (1, 2)
        assert second.seconds > 0

    def test_interrupt_ends_one_cell(self, fork_server: ForkServer) -> None:
        hung, after = run(fork_server, "while True: pass", "print('after')", seconds=2)
        assert hung.timed_out
        assert errors(hung) == ["CellTimeoutError"]
        assert hung.overrun == ("The cell was stopped: it took more than 2 s of CPU time, the limit for a cell.", False)
        assert (text(after), after.timed_out) == ("after\n", False)

    def test_sleep_takes_no_cpu_time(self, fork_server: ForkServer) -> None:
        (slept,) = run(fork_server, "import time; time.sleep(3); print('slept')", seconds=1)
        assert (text(slept), slept.timed_out) == ("slept\n", False)

    def test_the_wall_clock_ends_what_sleeps(self, fork_server: ForkServer) -> None:
        async def work(client: CellClient) -> list[Finished]:
            return [await client.run("import time; time.sleep(99)", 20, 1), await client.run("print('after')", 20, 20)]

        slept, after = served(fork_server, work)
        assert slept.overrun.words.endswith("it was not done after 1 s, the limit for a cell that sleeps or waits.")
        assert not slept.overrun.starved
        assert text(after) == "after\n"

    @pytest.mark.parametrize(
        "busy",
        [
            "from threading import Thread\ndef f():\n    while True: pass\nt = Thread(target=f)\nt.start(); t.join()",
            "import subprocess, sys; subprocess.run([sys.executable, '-c', 'while True: pass'])",
            "import os\nfor _ in range(3):\n    if os.fork() == 0:\n        while True: pass\nos.wait()",
        ],
        ids=["a thread", "another program", "children"],
    )
    def test_cpu_time_of_all_that_a_cell_starts_counts(self, fork_server: ForkServer, busy: str) -> None:
        (hung,) = run(fork_server, busy, seconds=1)
        assert "of CPU time" in hung.overrun.words

    def test_time_without_a_processor_is_not_the_cells_own(self, fork_server: ForkServer) -> None:
        """So many other programs run that the cell often waits. It gets its second of CPU time anyway."""
        others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(4 * os.cpu_count())]
        code = "import time\nbegan = time.process_time()\nwhile time.process_time() - began < 1: pass\nprint('done')"
        try:

            async def work(client: CellClient) -> Finished:
                return await client.run(code, 20, 3)

            done = served(fork_server, work)
        finally:
            for each in others:
                each.kill()
                each.wait()
        assert text(done) == "done\n" or done.overrun.starved

    def test_cell_that_does_not_stop(self, fork_server: ForkServer) -> None:
        deaf = (
            "import signal, time; print('a', flush=True); signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(99)"
        )
        with pytest.raises(UnstoppableError):
            run(fork_server, deaf, wall=1)

    def test_output_that_came_while_the_grader_was_busy_is_in_time(self, fork_server: ForkServer) -> None:
        """It is more than an event loop reads at once, and all of it was sent before the time was over."""

        async def work(client: CellClient) -> Finished:
            running = asyncio.ensure_future(client.run("display({'text/plain': 'x' * 60_000}, raw=True)\n" * 10, 2))
            await asyncio.sleep(0.2)
            time.sleep(3)  # noqa: ASYNC251 - the grader judges another submission
            return await running

        assert not served(fork_server, work).timed_out

    def test_interrupt_that_comes_late_is_not_for_the_next_cell(self, fork_server: ForkServer) -> None:
        async def work(client: CellClient) -> Finished:
            await client.run("import time")
            client._kernel.signal(signal.SIGINT)
            await asyncio.sleep(0.2)
            return await client.run("time.sleep(0.5); print('whole')")

        assert text(served(fork_server, work)) == "whole\n"

    def test_kernel_that_never_listens_is_no_fault_of_a_cell(
        self, fork_server: ForkServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("grader.sandbox.client.STARTUP_SECONDS", 0.0)
        with pytest.raises(ForkServerError, match="did not start: no answer"):
            run(fork_server, "1")

    def test_start_takes_no_time_from_the_first_cell(self, fork_server: ForkServer) -> None:
        def fill(home: Path) -> None:
            for number in range(3000):
                (home / str(number)).touch()

        async def serve() -> Finished:
            async with CellClient(fork_server.spawn(fill), MOST) as client:
                return await client.run("1", 1)

        assert not asyncio.run(serve()).timed_out


class TestOutputs:
    """Output beyond the limits is cut, and neither the cell nor the kernel ends for it."""

    def test_a_large_image(self, fork_server: ForkServer) -> None:
        shown, after = run(fork_server, "display({'image/png': 'x' * 2_000_000}, raw=True)\n1 / 0", "print('after')")
        note, error = shown.outputs
        assert note == Stream("stderr", "[cut here: a cell may show 262,144 bytes of outputs]\n")
        assert error.ename == "ZeroDivisionError"
        assert text(after) == "after\n"

    def test_an_error_of_megabytes(self, fork_server: ForkServer) -> None:
        failed, after = run(fork_server, "raise ValueError('x\\n' * 1_000_000)", "print('after')")
        assert errors(failed) == ["ValueError"]
        assert text(after) == "after\n"

    def test_more_than_a_notebook_may_show(self, fork_server: ForkServer) -> None:
        *_, last = run(fork_server, *["display({'image/png': 'x' * 200_000}, raw=True)"] * 20, "print('last')")
        assert "[cut here" in text(last) or text(last) == "last\n"

    def test_what_was_cleared_is_not_sent(self, fork_server: ForkServer) -> None:
        code = (
            "from IPython.display import clear_output\n"
            "for number in range(20_000):\n    clear_output(wait=True)\n    print(number, 'x' * 100)"
        )
        (cleared,) = run(fork_server, code)
        assert text(cleared).splitlines()[-1].startswith("19999 ")
        assert len(text(cleared)) < 100_000

    def test_only_the_latest_update_counts(self, fork_server: ForkServer) -> None:
        code = (
            "shown = display('a', display_id=True)\n"
            "for number in range(500): shown.update({'image/png': str(number) * 10_000}, raw=True)"
        )
        (updated,) = run(fork_server, code)
        assert bytes(updated.outputs[-1].data["image/png"]) == b'"' + b"499" * 10_000 + b'"'

    def test_a_figure_that_nobody_reads_is_not_drawn(self, fork_server: ForkServer) -> None:
        code = "import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()"
        plain, inline = run(
            fork_server, code, "%matplotlib inline\n%config InlineBackend.figure_formats = ['svg']\n" + code
        )
        for cell in (plain, inline):
            (figure,) = cell.outputs
            assert set(figure.data) == {"text/plain"}


class TestEnd:
    """The grader learns of each way in which a kernel ends, and no descriptor or folder is left."""

    @pytest.mark.parametrize(
        ("code", "message"),
        [
            ("import os; os._exit(3)", "The kernel died"),
            ("import os; os.kill(os.getpid(), 9)", "The kernel died"),
            ("import os\nif os.fork(): os._exit(0)\nimport time; time.sleep(300)", "The kernel died"),
            (CHANNEL + "sent.shutdown(socket.SHUT_RDWR)", "The kernel died"),
            (CHANNEL + "sent.sendall(b'\\xff' * 4 + b' ' * 2_000_000)", "The kernel was ended: it sent more output"),
            (CHANNEL + "sent.sendall(frame(b'{}'))", "it sent a reply that cannot be read"),
        ],
    )
    def test_reason(self, fork_server: ForkServer, code: str, message: str) -> None:
        with pytest.raises(LostKernelError, match=message):
            run(fork_server, code)

    def test_no_descriptor_is_left(self, fork_server: ForkServer) -> None:
        run(fork_server, "1")
        before = len(list(Path("/proc/self/fd").iterdir()))
        for code in ("1", "import os; os._exit(1)", CHANNEL + "sent.sendall(b'junk' * 10)"):
            with suppress(LostKernelError):
                run(fork_server, code, wall=1)
        assert len(list(Path("/proc/self/fd").iterdir())) == before

    def test_no_folder_is_left(self, fork_server: ForkServer) -> None:
        before = set(fork_server._folders.iterdir())
        run(fork_server, "open('file', 'w').write('a')")
        assert set(fork_server._folders.iterdir()) == before


class TestCells:
    """What a cell may do to its kernel."""

    @pytest.mark.parametrize("base", ["Exception", "BaseException"])
    def test_exception_whose_text_raises(self, fork_server: ForkServer, base: str) -> None:
        odd = f"class Odd({base}):\n    def __str__(self): raise Odd\n    __repr__ = __str__\n"
        failed, after = run(fork_server, f"{odd}raise Odd", "print('after')")
        assert not failed.timed_out
        assert text(after) == "after\n"

    @pytest.mark.parametrize(
        ("source", "shown"),
        [
            ("import logging; logging.warning('careful')", "careful"),
            ("import warnings; warnings.warn('careful')", "careful"),
            ("%time sum([1])", "CPU times"),
            ("%%time\nsum([1])", "CPU times"),
            ("%timeit -n 1 -r 1 sum([1])", "per loop"),
            ("%%bash\necho out", "out"),
            ("!cat /proc/self/comm", "cat"),
            ("%matplotlib inline\nprint('inline')", "inline"),
            ("%whos", "empty"),
            ("%pdb off", "turned OFF"),
            ("import ipywidgets\nipywidgets.IntSlider()\nprint('slider')", "slider"),
            ("import ipywidgets\ndisplay(ipywidgets.IntSlider())\nprint('slider')", "slider"),
            ("import ipywidgets\nipywidgets.interact(lambda x: x, x=3)\nprint('done')", "done"),
            ("from rich import print\nprint('[b]rich[/b]')", None),
            ("from IPython.display import HTML\ndisplay(HTML('<b>'))\nprint('shown')", "shown"),
            ("get_ipython().set_next_input('x = 1'); print('set')", "set"),
            ("import subprocess; print(subprocess.run(['echo', 'a'], capture_output=True).stdout)", "b'a"),
        ],
    )  # fmt: skip
    def test_honest_cell(self, fork_server: ForkServer, source: str, shown: str | None) -> None:
        cell, after = run(fork_server, source, "print('after')")
        assert errors(cell) == []
        if shown is not None:
            assert shown in text(cell)
        assert text(after) == "after\n"

    def test_fork_of_a_cell_and_of_what_it_starts_sends_nothing(self, fork_server: ForkServer) -> None:
        first, second = run(fork_server, "import os; print('a'); child = os.fork()", "print('b')")
        assert (text(first), text(second)) == ("a\n", "b\n")

    @pytest.mark.parametrize("source", ["breakpoint()", "import pdb; pdb.set_trace()", "1 / 0\n", "input()", "%debug"])
    def test_nobody_answers_a_debugger(self, fork_server: ForkServer, source: str) -> None:
        """Such a cell ends by itself."""
        cell, after = run(fork_server, source, "print('after')")
        assert not cell.timed_out
        assert text(after) == "after\n"
