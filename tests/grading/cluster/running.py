"""A real scheduler and real workers, each a process of its own, on 127.0.0.1."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import psutil

from tests.sandbox.running import gone_within
from tests.support.classroom import BIN, LINE, run

if TYPE_CHECKING:
    from grader.grading.course import Course

SECONDS = 300  # for a process to answer, on a machine that is busy with others


class Worker(NamedTuple):
    """A worker, or the nanny of one; its kernels lie in a `temporary` folder of its own."""

    process: subprocess.Popen[bytes]
    temporary: Path

    @property
    def has_kernels(self) -> bool:
        return bool(list(self.temporary.glob("grader-*/k*")))


class Machines:
    """A scheduler, and workers that come and go. `certified` says by which certificate all know each other, if any."""

    def __init__(self, folder: Path, *, certified: dict[str, str] | None = None, **variables: str) -> None:
        self._folder = folder
        self.certified = certified or {}
        self.workers: list[Worker] = []
        self.file = about = folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", "--protocol", "tls" if certified else "tcp", "--host", "127.0.0.1", "--port", "0",
            "--no-dashboard", "--scheduler-file", str(about), **variables,
        )  # fmt: skip
        # It is there a moment before it is written.
        wait_until(lambda: about.exists() and about.read_text().rstrip().endswith("}"), "the scheduler started")
        self.address: str = json.loads(about.read_text())["address"]

    def add(self, *, threads: int = 2, nanny: bool = False, **variables: str) -> Worker:
        """Start a worker, and do not wait for it. Where no nanny does, nobody starts it again when it ends."""
        temporary = Path(tempfile.mkdtemp(prefix="worker-"))
        process = self._start(
            "worker", self.address, "--host", "127.0.0.1", "--nthreads", str(threads), "--no-dashboard",
            "--nanny" if nanny else "--no-nanny", "--local-directory", str(temporary),
            **{"TMPDIR": str(temporary), **variables},
        )  # fmt: skip
        self.workers.append(Worker(process, temporary))
        return self.workers[-1]

    def close(self) -> None:
        """End all of them, and see that nothing is left."""
        end(self.scheduler)
        self.end_workers()

    def end_workers(self) -> None:
        """End the workers, and see that nothing of theirs is left."""
        for worker in self.workers:
            end(worker.process)
        for worker in self.workers:
            gone = gone_within(60, str(worker.temporary))
            shutil.rmtree(worker.temporary, ignore_errors=True)
            assert gone
        self.workers.clear()

    def _start(self, what: str, *arguments: str, **variables: str) -> subprocess.Popen[bytes]:
        with (self._folder / "dask.log").open("ab") as log:
            return subprocess.Popen(
                [BIN / "dask", what, *arguments], cwd=self._folder, env={**os.environ, **self.certified, **variables},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and those that it has started, as a nanny its worker."""
    with suppress(psutil.NoSuchProcess):
        started = psutil.Process(process.pid)
        for each in (started, *started.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                each.kill()
    process.wait()


def certificates(folder: Path) -> dict[str, str] | None:
    """Make a key and its certificate, which is its own authority; return Dask's settings for all who use them.

    None where this machine has no program to make them with.
    """
    openssl = shutil.which("openssl")
    if openssl is None:
        return None
    key, certificate = str(folder / "key.pem"), str(folder / "certificate.pem")
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=cluster", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    settings = {"CA_FILE": certificate}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        settings |= {f"{role}__CERT": certificate, f"{role}__KEY": key}
    return {f"DASK_DISTRIBUTED__COMM__TLS__{name}": value for name, value in settings.items()}


def grade(course: Course, lesson: str, machines: Machines, *options: str) -> subprocess.CompletedProcess[str]:
    return run(
        course.root, "grader", "autograde", lesson, "--scheduler", machines.address, *options, **machines.certified
    )


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
