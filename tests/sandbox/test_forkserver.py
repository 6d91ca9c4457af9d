"""The fork server as a process: it starts, refuses to start, and never outlives the process that started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.sandbox.bubblewrap import command
from grader.sandbox.errors import ForkServerError, NoSandboxError
from grader.sandbox.forkserver import LESSONS, OTHERS, ForkServer
from grader.sandbox.limits import Sandbox
from tests.sandbox.running import as_ordinary_user, gone_within, processes_with, session
from tests.support.classroom import ROOT

RUN = """
import sys
from pathlib import Path
from grader.sandbox.limits import Sandbox
from grader.sandbox.forkserver import ForkServer
sys.path.insert(0, {root!r})
from tests.sandbox.running import session
fork_server = ForkServer(Sandbox(uid=64513), {preparation!r})
fork_server.start()
with session(fork_server) as kernel:
    there = "os.listdir('/home'), os.path.exists({root!r} + '/solutions')"
    print(kernel.run("import os; print(os.getuid(), " + there + ")"), end="")
    kernel.begin("import time; time.sleep(600)")
    print("started", fork_server._folders, flush=True)
    sys.stdin.read()
"""


def program(preparation: str) -> list[str]:
    """Return a command that starts a fork server with this preparation, and then a kernel that is busy."""
    return [sys.executable, "-c", RUN.format(root=str(ROOT), preparation=preparation)]


class TestStart:
    """`ForkServer.start()`."""

    def test_no_bubblewrap(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "/nowhere")
        with pytest.raises(NoSandboxError, match="bubblewrap is not installed: on Debian or Ubuntu `apt-get install"):
            ForkServer(Sandbox()).start()

    def test_no_linux(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "platform", "darwin")
        with pytest.raises(NoSandboxError, match="there is none for darwin.*--no-sandbox"):
            command(["true"], Path(), [], {})

    def test_bubblewrap_that_fails(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        fake = tmp_path / "bwrap"
        fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
        fake.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        with pytest.raises(NoSandboxError, match="could not be set up: No permissions to create new namespace; .*"):
            ForkServer(Sandbox()).start()

    def test_preparation_that_fails(self) -> None:
        with pytest.raises(ForkServerError, match="did not start: ModuleNotFoundError: No module named 'nowhere'"):
            ForkServer(Sandbox(), preparation="nowhere").start()

    def test_without_a_sandbox(self) -> None:
        fork_server = ForkServer(Sandbox(enabled=False), OTHERS)
        fork_server.start()
        with session(fork_server) as kernel:
            assert kernel.run(f"import os; print(os.getuid(), os.path.exists({str(ROOT)!r} + '/solutions'))") == (
                f"{os.getuid()} True\n"
            )
            kernel.begin("import time; time.sleep(600)")
            kernel.kernel.kill()
            assert kernel.end().reason == "killed"
        fork_server.close()


class TestUsers:
    """It works for root and for an ordinary user."""

    def test_ordinary_user(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o777)
        done = as_ordinary_user(program(LESSONS), input="", cwd="/")
        assert done.stdout.startswith(f"{65534 if os.getuid() == 0 else os.getuid()} ['student'] False\n"), done.stderr

    @pytest.mark.skipif(os.getuid() != 0, reason="root only")
    def test_root(self) -> None:
        done = subprocess.run(program(LESSONS), input="", capture_output=True, text=True, check=False)
        assert done.stdout.startswith("64513 ['student'] False\n"), done.stderr


class TestEnd:
    """No process is left, however the grader or the fork server ends. Its preparation makes no difference."""

    @pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
    def test_kernels_end_with_the_grader(self, how: signal.Signals) -> None:
        grader = subprocess.Popen(
            program(OTHERS), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        while not (line := grader.stdout.readline()).startswith("started "):
            pass
        marker = line.split()[1]
        assert processes_with(marker)
        grader.send_signal(how)
        grader.wait()
        grader.stdin.close()
        grader.stdout.close()
        assert gone_within(5, marker)

    def test_a_fork_server_that_was_killed(self) -> None:
        fork_server = ForkServer(Sandbox(), OTHERS)
        fork_server.start()
        with session(fork_server) as kernel:
            os.kill(fork_server.pid, signal.SIGKILL)
            assert kernel.end().detail == "the process that kernels are forked from is gone"
        deadline = time.monotonic() + 5
        while fork_server.running and time.monotonic() < deadline:
            time.sleep(0.05)
        with pytest.raises(ForkServerError, match="is gone"):
            fork_server.spawn()
        fork_server.close()
