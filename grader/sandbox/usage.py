"""What processes use: their children, their memory, their CPU time, and how long they waited for a processor."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import psutil

# Lines of /proc/<pid>/status. psutil does not tell shared memory apart from files, nor count page tables.
MEMORY = ("RssAnon:", "RssShmem:", "VmPTE:")


def children(process: int | None = None) -> list[int]:
    """Return the running processes that `process`, or this process, has forked, the oldest first.

    psutil would read about every process of the machine to find them, and returns them in another order.
    """
    process = os.getpid() if process is None else process
    try:
        tasks = Path(f"/proc/{process}/task").iterdir()
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def resident_bytes(process: int) -> int:
    """Return the bytes of memory of a process that no file backs, shared or not, and of its page tables."""
    return _in_status(process, MEMORY)


def proportional_bytes(process: int) -> int:
    """Return the bytes of memory of a process and of its page tables. A page of n processes counts as an n-th."""
    try:
        return psutil.Process(process).memory_full_info().pss + _in_status(process, "VmPTE:")
    except psutil.Error:
        return 0


def _in_status(process: int, names: str | tuple[str, ...]) -> int:
    """Return the sum of these lines of /proc/<pid>/status in bytes, and 0 if the process is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(names))


def cpu_seconds(process: int) -> float:
    """Return the CPU time of a process and of its children that have ended, and 0 if the process is gone."""
    try:
        used = psutil.Process(process).cpu_times()
    except psutil.Error:
        return 0.0
    return used.user + used.system + used.children_user + used.children_system


def delayed_seconds(processes: list[int]) -> float | None:
    """Return how many seconds all threads of these processes waited for a processor; None if the system does not tell.

    psutil does not read it. Source: https://docs.kernel.org/scheduler/sched-stats.html, on /proc/<pid>/schedstat.
    """
    nanoseconds, is_told = 0, False
    for process in processes:
        with contextlib.suppress(OSError, IndexError, ValueError):
            for task in Path(f"/proc/{process}/task").iterdir():
                nanoseconds += int((task / "schedstat").read_text().split()[1])
                is_told = True
    return nanoseconds / 1e9 if is_told else None
