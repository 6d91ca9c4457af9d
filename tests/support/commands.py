"""`grader` and `nbgrader` in processes that import nothing: each is forked from one that has imported it all.

To import what a command needs takes one to three seconds of CPU time, and tests call hundreds of commands.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from grader import lessons

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROGRAMS = ("grader", "nbgrader")
_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.support.preloaded"])


def run_forked(
    program: Path, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run one of PROGRAMS in `folder`, with this environment and no other."""
    with tempfile.TemporaryDirectory() as place:
        printed = [Path(place, name) for name in ("stdout", "stderr")]
        command = [str(program), *arguments]
        process = _FORKING.Process(target=_become, args=(command, folder, dict(environment), printed))
        process.start()
        process.join()
        stdout, stderr = (path.read_text(encoding="utf-8") for path in printed)
    return subprocess.CompletedProcess(command, process.exitcode, stdout, stderr)


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
