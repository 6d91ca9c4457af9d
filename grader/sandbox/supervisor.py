"""What stands beside each kernel: it sets up the namespaces, holds the limits, passes signals on and tells the end.

Three processes are forked from the fork server: the supervisor, outside the kernel's namespaces; the first process in
them, with which all others there end; and the kernel, which never has any privilege.
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

from grader.sandbox import namespaces, system_calls
from grader.sandbox.messages import (
    FILES,
    FOLDERS,
    HOME,
    MAX_PACKET_BYTES,
    SOCKETS,
    Asked,
    Ended,
    Look,
    Ready,
    Reason,
    Start,
    Used,
)

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator

    from grader.sandbox.limits import Limits

LOOK_EVERY = 0.25  # seconds
# The system counts CPU time by ticks, and may find a second gone where 0.99 s were used: it ends only what this
# process, which counts exactly, has not ended in time.
LATE = 2  # seconds of CPU time
MEMORY = ("RssAnon:", "RssShmem:", "VmPTE:")  # lines of /proc/<pid>/status
# Times its memory, what a process may reserve of addresses. torch reserves gigabytes; the tables of pages, which no
# limit of memory counts at once, take up to a 512th of it.
ADDRESSES = 16
TICKS = os.sysconf("SC_CLK_TCK")


def supervise(
    grader: socket.socket, start: Start, run: Callable[[Start, Callable[[], None]], None], kept: tuple[int, ...] = ()
) -> NoReturn:
    """Run one kernel to its end. `run(start, listening)` is the kernel: it calls `listening()` before it serves.

    Of what is open here, the descriptors `kept` are open in the kernel, and only there.
    """
    try:
        if start.isolated:
            namespaces.unshare_but_files()
        ready_in, ready_out = os.pipe()
        first = os.fork()
        if first == 0:
            grader.close()
            os.close(ready_in)
            _first_process(start, run, ready_out, kept)
        os.close(ready_out)
        _close(kept)
        ended = _Watch(grader, first, ready_in, start.limits, isolated=start.isolated).until_the_end()
    except OSError as error:
        ended = Ended("not started", detail=str(error))
    with contextlib.suppress(OSError):
        grader.send(msgspec.json.encode(ended))
    os._exit(0)


class _Watch:
    """The supervisor's loop."""

    def __init__(self, grader: socket.socket, first: int, ready: int, limits: Limits, *, isolated: bool) -> None:
        self.grader, self.first, self.ready, self.limits = grader, first, ready, limits
        self.isolated = isolated
        self.reason: Reason | None = None
        self.detail = ""
        self.cpu = 0.0
        self.delayed: float | None = None

    def until_the_end(self) -> Ended:
        first = os.pidfd_open(self.first)
        waiting = [self.grader.fileno(), first, self.ready]
        deadline, look_at = time.monotonic() + self.limits.wall_seconds, time.monotonic() + LOOK_EVERY
        while True:
            readable, _, _ = select.select(waiting, [], [], max(0.0, look_at - time.monotonic()))
            if first in readable:
                break
            if self.ready in readable:
                waiting.remove(self.ready)
                self._listening()
            if self.grader.fileno() in readable and not self._told():
                waiting.remove(self.grader.fileno())  # the grader is gone, and so is the kernel now
            if time.monotonic() >= look_at:
                self._look(deadline)
                look_at = time.monotonic() + LOOK_EVERY
        _, status = os.waitpid(self.first, 0)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.cpu = used.ru_utime + used.ru_stime
        if self.reason is None and self.cpu >= self.limits.cpu_seconds:  # the system was faster than this loop
            self._too_long()
        return Ended(self.reason or "exited", os.waitstatus_to_exitcode(status), self.detail, self.cpu, self.delayed)

    def _listening(self) -> None:
        if os.read(self.ready, 1):
            with contextlib.suppress(OSError):
                self.grader.send(msgspec.json.encode(Ready(self._kernel() or 0)))

    def _told(self) -> bool:
        """Do what the grader asks; False where it will ask nothing more."""
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
            with contextlib.suppress(OSError):
                self.grader.send(msgspec.json.encode(Used(sum(map(_cpu_seconds, processes)), delay_of(processes))))
            return True
        number = asked.number
        if number == signal.SIGKILL:
            if self.reason is None:
                self._end("killed")
        elif (kernel := self._kernel()) is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(kernel, number)
        return True

    def _end(self, reason: Reason, detail: str = "") -> None:
        """End the kernel; the first process sees it, ends too, and with it all others of its namespace.

        Ended directly, the first process would not account for the CPU time of the kernel.
        """
        if self.reason is not None:  # it was told to, and did not
            _kill(self.first)
        self.reason, self.detail = self.reason or reason, self.detail or detail
        kernel = self._kernel()
        if not self.isolated:
            for process in self._processes():
                if process != self.first:
                    _kill(process)
        _kill(self.first if kernel is None else kernel)

    def _too_long(self) -> None:
        self._end("cpu", f"it took more than {self.limits.cpu_seconds} s of CPU time")

    def _look(self, deadline: float) -> None:
        processes = list(self._processes())
        self.cpu = sum(map(_cpu_seconds, processes))
        if self.reason is not None:
            self._end(self.reason)
        elif time.monotonic() > deadline:
            self.delayed = delay_of(processes)
            self._end("time", f"it ran longer than {self.limits.wall_seconds} s")
        elif self.cpu > self.limits.cpu_seconds:
            self._too_long()
        # What processes share is counted for each of them first, and where that is too much, rightly and slowly.
        elif all(sum(map(count, processes)) > self.limits.memory for count in (_resident, _proportional)):
            self._end("memory", f"it took more than {self.limits.memory // 2**20:,} MiB of memory")

    def _kernel(self) -> int | None:
        return next(iter(children(self.first)), None)

    def _processes(self) -> Iterator[int]:
        """Yield the first process and all below it; one that loses its parent becomes the first one's child."""
        waiting = [self.first]
        while waiting:
            process = waiting.pop()
            yield process
            waiting.extend(children(process))


def children(process: int | None = None) -> list[int]:
    """Return the processes that a process, or this one, has started and that still run."""
    process = os.getpid() if process is None else process
    try:
        tasks = Path(f"/proc/{process}/task").iterdir()
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def _kill(process: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def _resident(process: int) -> int:
    """Return the bytes of memory that are not of files, whoever shares them, and of the tables of its pages."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(MEMORY))


def _proportional(process: int) -> int:
    """Return the bytes of memory, what n processes share counted as an n-th for each; tables of pages are its own."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        lines += Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(("Pss:", "VmPTE:")))


def _cpu_seconds(process: int) -> float:
    """Return the CPU time of a process and of its children that have ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS


def delay_of(processes: list[int]) -> float | None:
    """Return how long all threads of these processes waited for a processor; None if the system does not tell.

    Source: https://docs.kernel.org/scheduler/sched-stats.html, on /proc/<pid>/schedstat.
    """
    nanoseconds, told = 0, False
    for process in processes:
        with contextlib.suppress(OSError, IndexError, ValueError):
            for task in Path(f"/proc/{process}/task").iterdir():
                nanoseconds += int((task / "schedstat").read_text().split()[1])
                told = True
    return nanoseconds / 1e9 if told else None


def _first_process(
    start: Start, run: Callable[[Start, Callable[[], None]], None], ready: int, kept: tuple[int, ...]
) -> NoReturn:
    """Mount what the kernel sees, start it, and stay until it ends."""
    status = 70
    try:
        if start.isolated:
            system_calls.leave_keyring()
            _mount(start)
        bound_in, bound_out = os.pipe()
        go_in, go_out = os.pipe()
        kernel = os.fork()
        if kernel == 0:
            os.close(ready)
            os.close(bound_in)
            os.close(go_out)
            _kernel(start, run, bound_out, go_in, kept)
        os.close(bound_out)
        os.close(go_in)
        _close(kept)
        if os.read(bound_in, 1):
            if start.isolated:
                namespaces.make_read_only(SOCKETS)  # what connects may go on, and nothing is written any more
                _copy_files(Path(SOCKETS, FILES), Path(HOME))
                namespaces.drop_capabilities()
                namespaces.hide()
            os.write(go_out, b".")
            os.write(ready, b".")
        os.close(ready)
        status = _reap(kernel)
    except BaseException as error:  # noqa: BLE001 - nothing of the fork server's may run on in this process
        os.write(2, f"kernel not started: {error}\n".encode())
    os._exit(status)


def _mount(start: Start) -> None:
    namespaces.unshare_files()
    namespaces.mount_processes()
    # No process in here can make a namespace of its own, and with it capabilities.
    Path("/proc/sys/user/max_user_namespaces").write_text("0", encoding="ascii")
    namespaces.mount(start.folder, SOCKETS, None, namespaces.BIND)
    namespaces.mount_memory(FOLDERS, 0, "0500")
    namespaces.make_read_only(FOLDERS)
    for place in (HOME, "/tmp", "/dev/shm"):  # noqa: S108 - the sandbox's own
        _mount_over(place, start)


def _mount_over(place: str, start: Start) -> None:
    """Mount an empty file system, and show again what it would hide of this Python: a course may lie below /tmp."""
    hidden = [(path, os.open(path, os.O_PATH)) for path in start.python if path.startswith(f"{place}/")]
    namespaces.mount_memory(place, start.limits.disk)
    for path, descriptor in hidden:
        Path(path).mkdir(parents=True)
        namespaces.mount(f"/proc/self/fd/{descriptor}", path, None, namespaces.BIND | namespaces.RECURSIVE)
        os.close(descriptor)


def _copy_files(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, symlinks=True)


def _reap(kernel: int) -> int:
    """Wait for the kernel, and for the orphans that come to the first process; return the kernel's exit status."""
    while True:
        process, status = os.wait()
        if process == kernel:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code


def _kernel(
    start: Start, run: Callable[[Start, Callable[[], None]], None], bound: int, go: int, kept: tuple[int, ...]
) -> NoReturn:
    status = 70
    try:
        os.setsid()
        _close_all_but(0, 1, 2, bound, go, *kept)
        if start.isolated:
            namespaces.drop_capabilities()
            system_calls.refuse_calls()
        _limit(start)
        os.environ |= {"HOME": start.home, "IPYTHONDIR": f"{start.sockets}/ipython", "NBGRADER_EXECUTION": "autograde"}
        if start.figures:
            os.environ["GRADER_FIGURES"] = "1"
        if start.student:
            os.environb[b"GRADER_STUDENT"] = start.student

        def listening() -> None:
            os.write(bound, b".")
            os.close(bound)
            os.read(go, 1)
            os.close(go)

        run(start, listening)
        status = 0
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    except BaseException as error:  # noqa: BLE001 - as in the first process
        os.write(2, f"kernel: {type(error).__name__}: {error}\n".encode())
    os._exit(status & 0xFF)


def _close(descriptors: tuple[int, ...]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def _close_all_but(*kept: int) -> None:
    """Close what was open in the fork server: none of it is the student's."""
    for low, high in itertools.pairwise(sorted({*kept, os.sysconf("SC_OPEN_MAX")})):
        os.closerange(low + 1, high)


def _limit(start: Start) -> None:
    limits = start.limits
    status = Path("/proc/self/status").read_text().splitlines()
    data, addresses = (
        next(int(line.split()[1]) * 1024 for line in status if line.startswith(name)) for name in ("VmData:", "VmSize:")
    )
    limits_of_processes = [
        (resource.RLIMIT_DATA, data + limits.memory),  # what is written to
        (resource.RLIMIT_AS, addresses + ADDRESSES * limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds + LATE),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_CORE, 0),
    ]
    if start.isolated:  # elsewhere all that the user runs would be counted
        limits_of_processes.append((resource.RLIMIT_NPROC, limits.processes))
    for kind, most in limits_of_processes:
        resource.setrlimit(kind, (most, most))
