"""A real scheduler and real workers, each a process of its own, on 127.0.0.1."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.classroom import BIN, LINE, run
from tests.kernel.running import gone_within

if TYPE_CHECKING:
    from grader.course import Course

SECONDS = 60  # for a process to answer


class Worker(NamedTuple):
    """A worker without a nanny, so that nobody starts it again; its kernels lie in a `temporary` folder of its own."""

    process: subprocess.Popen[bytes]
    temporary: Path

    @property
    def has_kernels(self) -> bool:
        return bool(list(self.temporary.glob("grader-*/k*")))


class Machines:
    """A scheduler, and workers that come and go."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self._folder = folder
        self.workers: list[Worker] = []
        about = folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(about),
            **variables,
        )  # fmt: skip
        # It is there a moment before it is written.
        wait_until(lambda: about.exists() and about.read_text().rstrip().endswith("}"), "the scheduler started")
        self.address: str = json.loads(about.read_text())["address"]

    def add(self, *, threads: int = 2, **variables: str) -> Worker:
        """Start a worker, and do not wait for it."""
        temporary = Path(tempfile.mkdtemp(prefix="worker-"))
        process = self._start(
            "worker", self.address, "--host", "127.0.0.1", "--nthreads", str(threads), "--no-nanny", "--no-dashboard",
            "--local-directory", str(temporary), **{"TMPDIR": str(temporary), **variables},
        )  # fmt: skip
        self.workers.append(Worker(process, temporary))
        return self.workers[-1]

    def close(self) -> None:
        """End all of them, and see that nothing is left."""
        processes = [self.scheduler, *(worker.process for worker in self.workers)]
        for process in processes:
            process.send_signal(signal.SIGKILL)
            process.wait()
        for worker in self.workers:
            gone = gone_within(10, str(worker.temporary))
            shutil.rmtree(worker.temporary, ignore_errors=True)
            assert gone

    def _start(self, what: str, *arguments: str, **variables: str) -> subprocess.Popen[bytes]:
        with (self._folder / "dask.log").open("ab") as log:
            return subprocess.Popen(
                [BIN / "dask", what, *arguments], cwd=self._folder, env={**os.environ, **variables},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    @property
    def log(self) -> str:
        return (self._folder / "dask.log").read_text()


def start(course: Course, address: str, *options: str) -> subprocess.Popen[str]:
    """Start grading on a cluster, and do not wait for the end."""
    return subprocess.Popen(
        [BIN / "grader", "autograde", LINE, "--scheduler", address, *options], cwd=course.root,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def grade(course: Course, lesson: str, address: str, *options: str) -> subprocess.CompletedProcess[str]:
    return run(course.root, "grader", "autograde", lesson, "--scheduler", address, *options)


def finished(course: Course, lesson: str = LINE) -> dict[str, int]:
    """Return the students whose grading is complete, and when it was."""
    files = course.autograded(lesson, "*").parent.parent.glob(f"*/{lesson}/*.evidence.json")
    return {path.parent.parent.name: path.stat().st_mtime_ns for path in files}


def wait_until(holds, what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"not within {SECONDS} s: {what}"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]
