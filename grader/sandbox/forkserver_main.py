"""The process that kernels are forked from: it has imported what they need, and has never run student code.

It is started as `python -m grader.sandbox.forkserver_main SOCKET PREPARATION [UID]`, in a sandbox that shows it little
of the machine.
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
from typing import TYPE_CHECKING

import msgspec

from grader.sandbox import namespaces, pages
from grader.sandbox.messages import MAX_PACKET_BYTES, Start
from grader.sandbox.supervisor import children, supervise

if TYPE_CHECKING:
    from collections.abc import Callable

IDLE_SECONDS = 300.0  # a server that graded something goes on for days, and whoever comes later gets a new fork_server


def main(arguments: list[str]) -> None:
    """Prepare, say so, and fork a kernel for each packet that comes in, until the grader is gone."""
    descriptor, preparing, *uid = arguments
    grader = socket.socket(fileno=int(descriptor))
    if uid:
        namespaces.mount_processes()
        namespaces.become(int(uid[0]))
    preparation = importlib.import_module(preparing)
    from grader.sandbox import application, shell, worker_loop  # noqa: PLC0415 - only now may /proc be read

    answer = preparation.prepare()
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
            if children():  # kernels end with this process
                continue
            return
        if not packet:
            while children():  # each sees by itself that its grader is gone
                os.wait()
            _tell_cpu_time(grader)
            return
        _reap()
        to_supervisor, *channel = sockets
        if os.fork() == 0:
            grader.close()
            if channel:
                run = functools.partial(worker_loop.run, channel=channel[0], shell=notebook, answer=answer)
            else:
                run = functools.partial(application.run, answer=answer, begin=preparation.begin)
            _become_kernel(packet, to_supervisor, run, tuple(channel))
        for descriptor in sockets:
            os.close(descriptor)


def _tell_cpu_time(grader: socket.socket) -> None:
    """Say at last what all kernels have taken: bubblewrap does not pass that on."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    with suppress(OSError):
        grader.send(f"{used.ru_utime + used.ru_stime:.3f}".encode("ascii"))


def _reap() -> None:
    """Take note of supervisors that have ended; what they had to tell, they told the grader."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _become_kernel(
    packet: bytes, to_grader: int, run: Callable[[Start, Callable[[], None]], None], kept: tuple[int, ...]
) -> None:
    try:
        supervise(socket.socket(fileno=to_grader), msgspec.json.decode(packet, type=Start), run, kept)
    finally:
        os._exit(70)


if __name__ == "__main__":
    main(sys.argv[1:])
