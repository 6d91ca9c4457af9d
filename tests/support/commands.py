"""`grader` and `nbgrader` in processes that import nothing: each is forked from one that has imported it all.

To import what a command needs takes one to three seconds of CPU time, and tests call hundreds of commands.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from grader import lessons

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from multiprocessing.process import BaseProcess

PROGRAMS = ("grader", "nbgrader")
_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.support.preloaded"])


class Command:
    """A running program of PROGRAMS, with the methods of `subprocess.Popen` that tests call.

    Like a file that is open, it ends when nobody refers to it any longer.
    """

    def __init__(self, program: Path, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        """Start it in `folder`, with this environment and no other."""
        self.args = [str(program), *arguments]
        place = Path(tempfile.mkdtemp())
        self._printed = [place / name for name in ("stdout", "stderr")]
        for file in self._printed:
            file.touch()  # for a command that is killed before it opens them
        process = _FORKING.Process(target=_become, args=(self.args, folder, dict(environment), self._printed))
        process.start()
        self._process = process
        self.pid = process.pid
        weakref.finalize(self, _clean_up, process, place)

    @property
    def returncode(self) -> int | None:
        """The exit status, None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal. Nothing happens if the command has ended."""
        if self.returncode is None:
            with suppress(ProcessLookupError):  # it may end at this moment
                os.kill(self.pid, number)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end, and return the exit status. Raises TimeoutExpired."""
        self._process.join(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired(self.args, timeout)
        return self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Wait for the end, and return what was printed to stdout and to stderr. Raises TimeoutExpired."""
        self.wait(timeout)
        stdout, stderr = (file.read_text(encoding="utf-8") for file in self._printed)
        return stdout, stderr


def _clean_up(process: BaseProcess, place: Path) -> None:
    process.kill()
    shutil.rmtree(place)


def run_forked(
    program: Path, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run one of PROGRAMS in `folder`, with this environment and no other."""
    command = Command(program, arguments, folder, environment)
    stdout, stderr = command.communicate()
    return subprocess.CompletedProcess(command.args, command.returncode, stdout, stderr)


def _become(command: list[str], folder: Path, environment: dict[str, str], printed: list[Path]) -> None:
    """Do in this process what `command` would do in one of its own."""
    for number, path in enumerate(printed, 1):
        file = os.open(path, os.O_WRONLY | os.O_CREAT)
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None  # TMPDIR may be another
    lessons.use_folder(lessons._course_folder())  # chosen at import, in another working directory
    sys.argv = command
    if Path(command[0]).name == "grader":
        from grader.cli import main  # noqa: PLC0415 - imported already, in the process that forks
    else:
        from nbgrader.apps.nbgraderapp import main  # noqa: PLC0415
    try:
        main()
    finally:
        atexit._run_exitfuncs()  # multiprocessing's processes end without
