"""A time limit for a call of a student's function, on every system that notebooks run on.

A second thread watches the clock and makes Python raise `TimeIsUp` in the thread that called, between two of the
function's own instructions. Signals could do that too, but not on Windows. `TimeIsUp` is not an Exception, so that
`except Exception` in the function's loop does not catch it; a function that catches everything is told again.
"""

from __future__ import annotations

import ctypes
import os
import signal
import threading

# These functions are bound by name, because a notebook may put something else into their modules.
from collections.abc import Callable
from gc import disable as stop_collecting
from gc import enable as start_collecting
from gc import isenabled as is_collecting
from time import monotonic, process_time, sleep
from typing import Any

SECONDS = float(os.environ.get("GRADER_CALL_SECONDS", "10"))  # of computing, for one call
GRADING = 3  # times as long when grading: points must not depend on how fast the grader's machine is
WAITING = 6  # times as long may a call take in all, for sleeping and waiting, and on a busy machine
LOOK = 0.1  # seconds between two looks at the clock
AGAIN = 1.0  # seconds until a function that went on nevertheless is told again
LOOKS_AFTER = 10  # without a call, after which the thread ends

_raise_in = ctypes.pythonapi["PyThreadState_SetAsyncExc"]
_raise_in.argtypes = (ctypes.c_ulong, ctypes.py_object)


class TimeIsUp(BaseException):
    """Raised in a student's function that has run for longer than it may."""


class _Forgotten(BaseException):
    """Takes the place of a TimeIsUp that has not been raised yet, and is raised at once."""


class _Watch:
    """Watches one call, from `start` to `finish`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._caller = threading.get_ident()
        self._computed, self._began, self._told = process_time(), monotonic(), -AGAIN
        self.is_over = False  # whether the function was told to stop

    def start(self) -> None:
        _calls.begin(self)

    def finish(self) -> None:
        """Make sure that nothing is raised from now on."""
        _calls.end(self)
        if self.is_over:
            # Taking the exception back with NULL would leave Python's flag that one is pending. Then Python looks
            # for it again and again, and Python 3.11 never gets beyond the first line of a function that is traced.
            try:
                _raise_in(self._caller, _Forgotten)
                while True:
                    pass
            except _Forgotten:
                pass

    def look(self) -> None:
        """Tell the function to stop, if its time is over."""
        now = monotonic()
        idle = now - self._began > WAITING * self._seconds
        if (not idle and process_time() - self._computed <= self._seconds) or now - self._told < AGAIN:
            return
        self.is_over, self._told = True, now
        _raise_in(self._caller, TimeIsUp)
        if idle and hasattr(signal, "pthread_kill"):  # wakes what sleeps: the signal itself is forgotten
            signal.pthread_kill(self._caller, signal.SIGINT)


class _Calls:
    """The calls that are under way, and the thread that looks at them.

    The thread stays for a moment after a call: a check makes a hundred calls in a row, and a thread for each of them
    would take longer than they do.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watches: list[_Watch] = []
        self._watched = False  # whether the thread runs

    def begin(self, watch: _Watch) -> None:
        with self._lock:
            self._watches.append(watch)
            if not self._watched:
                threading.Thread(target=self._run, daemon=True).start()
                self._watched = True

    def end(self, watch: _Watch) -> None:
        """Look at this call no more. Does nothing for one that has ended."""
        with self._lock:
            if watch in self._watches:
                self._watches.remove(watch)

    def _run(self) -> None:
        looks_left = LOOKS_AFTER
        while looks_left:
            sleep(LOOK)
            with self._lock:
                for watch in self._watches:
                    watch.look()
                looks_left = LOOKS_AFTER if self._watches else looks_left - 1
                self._watched = looks_left > 0


_calls = _Calls()


def _forget() -> None:
    """Start over in a process that was forked: the thread is not in it."""
    global _calls  # noqa: PLW0603 - the lock may be held by a thread that does not exist here
    _calls = _Calls()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def call(function: Callable[..., Any], arguments: tuple[Any, ...], seconds: float | None = None) -> Any:
    """Return what `function` returns. Raises TimeIsUp if that takes longer than `seconds`, SECONDS by default.

    The garbage collector is on meanwhile, even if a grader has turned it off: what it calls is the student's too,
    and a function that makes many objects would take far more memory.
    """
    __tracebackhide__ = True  # a learner who interrupts this sees the learner's line
    collects = is_collecting()
    start_collecting()
    watch = _Watch(SECONDS if seconds is None else seconds)
    watch.start()
    try:
        try:
            result = function(*arguments)
        finally:
            _finish(watch, collects=collects)
    except BaseException as stopped:
        _finish(watch, collects=collects)  # what was raised may have come before the first of these had begun
        if watch.is_over:
            raise TimeIsUp from stopped
        raise
    if watch.is_over:  # it caught what was raised in it, and returned nevertheless
        raise TimeIsUp
    return result


def _finish(watch: _Watch, *, collects: bool) -> None:
    __tracebackhide__ = True
    while True:
        try:
            watch.finish()
            if not collects:
                stop_collecting()
            for _ in range(2):  # a signal that was sent before is told by now
                pass
        except (TimeIsUp, KeyboardInterrupt, _Forgotten):  # came a moment too late
            continue
        return
