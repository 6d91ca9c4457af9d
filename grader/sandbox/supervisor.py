"""The supervisor of one kernel: sets up its namespaces, enforces its limits, passes signals on, and reports its end.

Each arrow is a fork, and each process waits for the one that it has forked:

    fork server -> supervisor  -> first process  -> kernel
                   the fork       process 1 of      the notebook:
                   server's       new namespaces    no capability
                   namespaces

    grader <== socket of packets ==> supervisor     Signal and Look one way; Ready, Used and Ended the other way
               supervisor <-- pipe `ready` --- kernel     one byte: the kernel waits for its first cell
    grader <== socket of frames ==================> kernel     cells one way, what they show the other way

The supervisor stays outside, where it sees all processes of the kernel. When the first process ends, Linux ends all
other processes of its namespaces. The first process mounts the kernel's files, because only its children are in the new
process namespace, and it collects orphans.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import resource
import select
import shutil
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import msgspec
import psutil

from grader.sandbox import namespaces, system_calls, usage
from grader.sandbox.messages import FOLDERS, HOME, MAX_PACKET_BYTES, Asked, Ended, Look, Ready, Reason, Start, Used

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator

    from grader.sandbox.limits import Limits

    Run = Callable[[Start, Callable[[], None]], None]

LOOK_SECONDS = 0.25  # between two looks at what a kernel uses
# RLIMIT_CPU counts in whole seconds and may fire early, so it is set this much above the limit, and the supervisor's
# own exact count acts first.
MARGIN_CPU_SECONDS = 2
# A process may reserve this many times its memory of addresses. torch reserves gigabytes that it never uses. Without a
# limit page tables would grow, which no limit of memory counts at once: they take up to a 512th of the addresses.
ADDRESSES_PER_MEMORY = 16
NOT_STARTED = 70  # exit status


def supervise(grader: socket.socket, start: Start, run: Run, channel: int) -> NoReturn:
    """Be the supervisor of one kernel, until it has ended.

    `run(start, listening)` is the kernel. It calls `listening()` when it waits for its first cell. `channel` is the
    descriptor of its cells, which stays open in the kernel only.
    """
    try:
        if start.isolated:
            namespaces.unshare_but_files()
        ready_in, ready_out = os.pipe()
        first = os.fork()
        if first == 0:
            grader.close()
            os.close(ready_in)
            _first_process(start, run, ready_out, channel)
        os.close(ready_out)
        os.close(channel)
        ended = _Watch(grader, first, ready_in, start.limits, isolated=start.isolated).until_the_end()
    except OSError as error:
        ended = Ended("not started", detail=str(error))
    with contextlib.suppress(OSError):
        grader.send(msgspec.json.encode(ended))
    os._exit(0)


class _Watch:
    """The supervisor's loop. `first` is the process id of the first process, `ready` the reading end of a pipe."""

    def __init__(self, grader: socket.socket, first: int, ready: int, limits: Limits, *, isolated: bool) -> None:
        self.grader, self.first, self.ready, self.limits = grader, first, ready, limits
        self.isolated = isolated
        self.reason: Reason | None = None  # why this supervisor ended the kernel, None if it did not
        self.detail = ""
        self.cpu_seconds = 0.0
        self.delayed_seconds: float | None = None

    def until_the_end(self) -> Ended:
        """Watch the kernel, and return how it ended."""
        first = os.pidfd_open(self.first)
        waiting = [self.grader.fileno(), first, self.ready]
        deadline, look_at = time.monotonic() + self.limits.wall_seconds, time.monotonic() + LOOK_SECONDS
        while True:
            readable, _, _ = select.select(waiting, [], [], max(0.0, look_at - time.monotonic()))
            if first in readable:
                break
            if self.ready in readable:
                waiting.remove(self.ready)
                self._report_ready()
            if self.grader.fileno() in readable and not self._serve_grader():
                waiting.remove(self.grader.fileno())
            if time.monotonic() >= look_at:
                self._enforce_limits(deadline)
                look_at = time.monotonic() + LOOK_SECONDS
        _, status = os.waitpid(self.first, 0)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.cpu_seconds = used.ru_utime + used.ru_stime
        if self.reason is None and self.cpu_seconds >= self.limits.cpu_seconds:  # RLIMIT_CPU came before this loop
            self._end_for_cpu_time()
        exit_status = os.waitstatus_to_exitcode(status)
        return Ended(self.reason or "exited", exit_status, self.detail, self.cpu_seconds, self.delayed_seconds)

    def _report_ready(self) -> None:
        if os.read(self.ready, 1):
            self._send(Ready(self._kernel() or 0))

    def _serve_grader(self) -> bool:
        """Do what the grader asks. If the grader is gone, end the kernel and return False."""
        try:
            packet = self.grader.recv(MAX_PACKET_BYTES)
        except OSError:
            packet = b""
        if not packet:
            if self.reason is None:
                self._end("killed")
            return False
        asked = msgspec.json.decode(packet, type=Asked)
        if isinstance(asked, Look):
            processes = list(self._processes())
            self._send(Used(sum(map(usage.cpu_seconds, processes)), usage.delayed_seconds(processes)))
        elif asked.number == signal.SIGKILL:
            if self.reason is None:
                self._end("killed")
        elif (kernel := self._kernel()) is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(kernel, asked.number)
        return True

    def _send(self, message: Ready | Used) -> None:
        with contextlib.suppress(OSError):
            self.grader.send(msgspec.json.encode(message))

    def _enforce_limits(self, deadline: float) -> None:
        processes = list(self._processes())
        self.cpu_seconds = sum(map(usage.cpu_seconds, processes))
        if self.reason is not None:
            self._end(self.reason)
        elif time.monotonic() > deadline:
            self.delayed_seconds = usage.delayed_seconds(processes)
            self._end("time", f"it ran longer than {self.limits.wall_seconds} s")
        elif self.cpu_seconds > self.limits.cpu_seconds:
            self._end_for_cpu_time()
        # Resident memory counts shared pages once for each process: it is cheap to read, and too high. The exact
        # proportional memory is slow to read, so it is read only if resident memory exceeds the limit.
        elif all(
            _exceeds(self.limits.memory, count, processes) for count in (usage.resident_bytes, usage.proportional_bytes)
        ):
            self._end("memory", f"it took more than {self.limits.memory // 2**20:,} MiB of memory")

    def _end_for_cpu_time(self) -> None:
        self._end("cpu", f"it took more than {self.limits.cpu_seconds} s of CPU time")

    def _end(self, reason: Reason, detail: str = "") -> None:
        """Kill the kernel. The first process then ends too, and with it all others of its namespace.

        If the first process were killed right away, the CPU time of the kernel would be lost. So it is killed only if
        it is still there when this is called again.
        """
        if self.reason is not None:
            _kill(self.first)
        self.reason, self.detail = self.reason or reason, self.detail or detail
        kernel = self._kernel()
        if not self.isolated:
            for process in self._processes():
                if process != self.first:
                    _kill(process)
        _kill(self.first if kernel is None else kernel)

    def _kernel(self) -> int | None:
        return next(iter(usage.children(self.first)), None)

    def _processes(self) -> Iterator[int]:
        """Yield the first process and all below it. A process that loses its parent becomes the first one's child."""
        waiting = [self.first]
        while waiting:
            process = waiting.pop()
            yield process
            waiting.extend(usage.children(process))


def _kill(process: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def _exceeds(limit: int, count: Callable[[int], int], processes: list[int]) -> bool:
    """Return whether the counts of these processes add up to more than `limit`. It stops counting when they do."""
    return any(total > limit for total in itertools.accumulate(map(count, processes)))


def _first_process(start: Start, run: Run, ready: int, channel: int) -> NoReturn:
    """Mount what the kernel sees, fork it, and stay until it ends."""
    status = NOT_STARTED
    try:
        if start.isolated:
            system_calls.leave_keyring()
            _mount(start)
            namespaces.drop_capabilities()  # the kernel inherits that it has none
            namespaces.hide()
        kernel = os.fork()
        if kernel == 0:
            _kernel(start, run, ready, channel)
        os.close(ready)
        os.close(channel)
        status = _reap(kernel)
    except BaseException as error:  # noqa: BLE001 - the fork server's own code must not run on in this process
        os.write(2, f"kernel not started: {error}\n".encode())
    os._exit(status)


def _mount(start: Start) -> None:
    namespaces.unshare_files()
    namespaces.mount_processes()
    # No process in here can make a user namespace of its own, which would give it capabilities.
    Path("/proc/sys/user/max_user_namespaces").write_text("0", encoding="ascii")
    for place in (HOME, "/tmp", "/dev/shm"):  # noqa: S108 - the sandbox's own
        _mount_over(place, start)
    shutil.copytree(start.folder, HOME, dirs_exist_ok=True, symlinks=True)
    # The folders of all kernels are hidden.
    namespaces.mount_memory(FOLDERS, 0, "0500")
    namespaces.make_read_only(FOLDERS)


def _mount_over(place: str, start: Start) -> None:
    """Mount an empty file system, and show the folders of this Python in it again: a course may be below /tmp."""
    hidden = [(path, os.open(path, os.O_PATH)) for path in start.python if path.startswith(f"{place}/")]
    namespaces.mount_memory(place, start.limits.disk)
    for path, descriptor in hidden:
        Path(path).mkdir(parents=True)
        namespaces.mount(f"/proc/self/fd/{descriptor}", path, None, namespaces.BIND | namespaces.RECURSIVE)
        os.close(descriptor)


def _reap(kernel: int) -> int:
    """Wait for the kernel, and for the orphans that the first process gets; return the kernel's exit status."""
    while True:
        process, status = os.wait()
        if process == kernel:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code


def _kernel(start: Start, run: Run, ready: int, channel: int) -> NoReturn:
    status = NOT_STARTED
    try:
        os.setsid()
        _close_all_but(0, 1, 2, ready, channel)
        if start.isolated:
            namespaces.show()  # the first process is hidden, and this one has inherited that
            system_calls.refuse_calls()
        _limit(start)
        os.environ |= {"HOME": start.home, "NBGRADER_EXECUTION": "autograde"}
        if start.figures:
            os.environ["GRADER_FIGURES"] = "1"
        if start.student:
            os.environb[b"GRADER_STUDENT"] = start.student

        def listening() -> None:
            os.write(ready, b".")
            os.close(ready)

        run(start, listening)
        status = 0
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    except BaseException as error:  # noqa: BLE001 - the fork server's own code must not run on in this process
        os.write(2, f"kernel: {type(error).__name__}: {error}\n".encode())
    os._exit(status & 0xFF)


def _close_all_but(*kept: int) -> None:
    """Close what the fork server had open: student code must not reach any of it."""
    for low, high in itertools.pairwise(sorted({*kept, os.sysconf("SC_OPEN_MAX")})):
        os.closerange(low + 1, high)


def _limit(start: Start) -> None:
    """Set the limits of this process. What the fork server holds is on top of the kernel's own memory."""
    limits, held = start.limits, psutil.Process().memory_info()
    limits_of_processes = [
        (resource.RLIMIT_DATA, held.data + limits.memory),  # what is written to
        (resource.RLIMIT_AS, held.vms + ADDRESSES_PER_MEMORY * limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds + MARGIN_CPU_SECONDS),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_CORE, 0),
    ]
    if start.isolated:  # otherwise Linux would count all processes of the user
        limits_of_processes.append((resource.RLIMIT_NPROC, limits.processes))
    for kind, limit in limits_of_processes:
        resource.setrlimit(kind, (limit, limit))
