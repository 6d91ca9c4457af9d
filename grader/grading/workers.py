"""Work over a class in several processes. They are forked, so they have what this process imported and prepared."""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, TypeVar

from grader.grading.errors import CourseError

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 4  # items queued for each process: more would pile up results that nobody has taken yet
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
FEW = 8  # items for each process: with fewer, starting it costs more than it saves

_work: Callable[[Any], Any] | None = None  # set before the fork, so the function need not be sent to the processes


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(work: Callable[[Item], Result], items: list[Item], jobs: int | None = None) -> Iterator[Result]:
    """Yield `work(item)` for each item, in the order in which they finish.

    With one job, or few items, everything is done in this process. Raises CourseError if a process is killed.
    """
    jobs = min(jobs or cores(), -(-len(items) // FEW))
    if jobs <= 1:
        yield from map(work, items)
        return
    global _work  # noqa: PLW0603 - forked processes read it
    _work = work
    try:
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), _begin, (os.getpid(),)) as pool:
            yield from _taken(pool, iter(items), AHEAD * jobs)
    except BrokenProcessPool as error:
        raise CourseError("a process of this command was killed; run it again, with fewer --jobs") from error
    finally:
        _work = None


def _taken(pool: ProcessPoolExecutor, items: Iterable[Any], most: int) -> Iterator[Any]:
    running = {pool.submit(_do, item) for item in islice(items, most)}
    try:
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            running |= {pool.submit(_do, item) for item in islice(items, len(done))}
            for future in done:
                yield future.result()
    finally:
        for future in running:
            future.cancel()


def _begin(parent: int) -> None:
    """Ignore interrupts, which the parent handles, and end when the parent ends: prctl(2)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):  # there is no prctl except on Linux
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:  # the parent was killed before the call of prctl
        os._exit(1)


def _do(item: Any) -> Any:
    if _work is None:
        raise RuntimeError("this process was forked before the work was set")
    return _work(item)
