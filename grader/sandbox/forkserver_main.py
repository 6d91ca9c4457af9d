"""The fork server's process: it has imported what kernels need, and never runs student code.

It is started as `python -m grader.sandbox.forkserver_main SOCKET PREPARATION MODULES [UID]`, inside bubblewrap's
sandbox. MODULES are the names of modules to import, with commas between them.
"""

from __future__ import annotations

import functools
import gc
import importlib
import os
import resource
import signal
import socket
import sys
from contextlib import suppress

import msgspec

from grader.sandbox import namespaces, warm_imports
from grader.sandbox.messages import MAX_PACKET_BYTES, Start

# A fork server without kernels ends after this time. Jupyter's servers, which may have graded something, run for days.
IDLE_SECONDS = 300.0
FAILED = 70  # exit status


def main(arguments: list[str]) -> None:
    """Prepare, report "ready", and fork a kernel for each packet that comes in, until the grader is gone."""
    descriptor, preparing, names, *uid = arguments
    grader = socket.socket(fileno=int(descriptor))
    if uid:
        namespaces.mount_processes()
        namespaces.become(int(uid[0]))
    preparation = importlib.import_module(preparing)
    # psutil, which these import, reads /proc as soon as it is imported, and that is mounted only now.
    from grader.sandbox import pages, shell, supervisor, usage, worker_loop  # noqa: PLC0415

    modules = names.split(",") if names else []
    warm_imports.import_all(modules)
    answer = preparation.prepare(modules)
    notebook = shell.make_shell()
    preparation.begin(notebook)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(50_000, 20, 20)  # kernels are short-lived
    gc.collect()
    gc.freeze()  # so that no kernel's collector writes to memory that all of them share
    with suppress(OSError):
        pages.collapse()
    grader.send(b"ready")
    grader.settimeout(IDLE_SECONDS)
    while True:
        try:
            packet, sockets, _, _ = socket.recv_fds(grader, MAX_PACKET_BYTES, 2)
        except TimeoutError:
            _reap()
            if usage.children():  # kernels would end with this process
                continue
            return
        if not packet:
            while usage.children():  # each supervisor notices by itself that its grader is gone
                os.wait()
            _report_cpu_time(grader)
            return
        _reap()
        if os.fork() == 0:
            try:
                grader.close()
                to_grader, channel = sockets
                run = functools.partial(worker_loop.run, channel=channel, shell=notebook, answer=answer)
                start = msgspec.json.decode(packet, type=Start)
                supervisor.supervise(socket.socket(fileno=to_grader), start, run, channel)
            finally:
                os._exit(FAILED)
        for each in sockets:
            os.close(each)


def _report_cpu_time(grader: socket.socket) -> None:
    """Send the CPU time of all kernels: bubblewrap does not pass it on to its parent."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    with suppress(OSError):
        grader.send(f"{used.ru_utime + used.ru_stime:.3f}".encode("ascii"))


def _reap() -> None:
    """Collect supervisors that have ended, so that no zombie is left. They have reported to the grader themselves."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    main(sys.argv[1:])
