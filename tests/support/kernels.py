"""Jupyter kernels that need not import torch: each is forked from a process that has.

python -m tests.support.kernels      that process: for each line of JSON on stdin it forks a kernel, and writes its id
"""

from __future__ import annotations

import atexit
import functools
import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[2]
INLINE = "module://matplotlib_inline.backend_inline"  # what a kernel chooses, if nobody else has
# Nothing of the project, and nothing that it imports late: what a lesson imports in a kernel, and when, is tested.
MODULES = (
    "ipykernel.kernelapp", "ipykernel.ipkernel", "matplotlib.axes", "matplotlib.figure", "numpy", "safetensors.torch",
    "torch", "torch.utils.data",
)  # fmt: skip


@contextmanager
def new_kernel(environment: Mapping[str, str]) -> Iterator[BlockingKernelClient]:
    """Start a kernel with this environment in the working directory; its end is the end of its process."""
    with tempfile.TemporaryDirectory() as folder:
        file, _ = write_connection_file(str(Path(folder, "kernel.json")))
        forking = _forking()
        forking.stdin.write(json.dumps([file, dict(environment), str(Path.cwd())]) + "\n")
        process = int(forking.stdout.readline())
        client = BlockingKernelClient(connection_file=file)
        client.load_connection_file()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=60)
            yield client
        finally:
            client.stop_channels()
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)


@functools.cache
def _forking() -> subprocess.Popen[str]:
    started = subprocess.Popen(
        [sys.executable, "-m", __name__], cwd=ROOT, env={**os.environ, "MPLBACKEND": INLINE}, text=True, bufsize=1,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    atexit.register(started.communicate)  # the end of its input is its own
    return started


def _fork_kernels() -> None:
    sys.path.remove(str(ROOT))  # put there for this module, and not for kernels
    for name in MODULES:
        importlib.import_module(name)
    importlib.import_module("torch").set_num_threads(1)  # a process with threads cannot be forked safely
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG) != (0, 0):  # those that have ended
                pass
        process = os.fork()
        if process == 0:
            _become(*json.loads(line))
        print(process, flush=True)


def _become(file: str, environment: dict[str, str], folder: str) -> None:
    for number in (0, 1):
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, number)
        os.close(null)
    os.setsid()  # as jupyter_client starts a kernel
    os.environ.clear()
    os.environ.update({"JPY_PARENT_PID": str(os.getppid()), **environment})
    os.chdir(folder)
    sys.argv = ["ipykernel_launcher", "-f", file]
    try:
        importlib.import_module("ipykernel.kernelapp").launch_new_instance()
    finally:
        os._exit(0)


if __name__ == "__main__":
    _fork_kernels()
