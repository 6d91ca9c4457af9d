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
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = float(os.environ.get("GRADER_CALL_SECONDS", "10"))  # of computing, for one call
GRADING = 3  # times as long when grading: points must not depend on how fast the grader's machine is
WAITING = 6  # times as long may a call take in all, for sleeping and waiting, and on a busy machine
LOOK = 0.1  # seconds between two looks at the clock
AGAIN = 1.0  # seconds until a function that went on nevertheless is told again

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
        self._lock = threading.Lock()
        self._done = threading.Event()
        self.is_over = False  # whether the function was told to stop

    def start(self) -> None:
        threading.Thread(target=self._run, daemon=True).start()

    def finish(self) -> None:
        """Make sure that nothing is raised from now on."""
        with self._lock:
            self._done.set()
            if self.is_over:
                # Taking the exception back with NULL would leave Python's flag that one is pending. Then Python looks
                # for it again and again, and Python 3.11 never gets beyond the first line of a function that is traced.
                try:
                    _raise_in(self._caller, _Forgotten)
                    while True:
                        pass
                except _Forgotten:
                    pass

    def _run(self) -> None:
        computed, began, wait = time.process_time(), time.monotonic(), LOOK
        while not self._done.wait(wait):
            idle = time.monotonic() - began > WAITING * self._seconds
            if not idle and time.process_time() - computed <= self._seconds:
                continue
            with self._lock:
                if self._done.is_set():
                    return
                self.is_over, wait = True, AGAIN
                _raise_in(self._caller, TimeIsUp)
                if idle and hasattr(signal, "pthread_kill"):  # wakes what sleeps: the signal itself is forgotten
                    signal.pthread_kill(self._caller, signal.SIGINT)


def call(function: Callable[..., Any], arguments: tuple[Any, ...], seconds: float | None = None) -> Any:
    """Return what `function` returns. Raises TimeIsUp if that takes longer than `seconds`, SECONDS by default."""
    __tracebackhide__ = True  # a learner who interrupts this sees the learner's line
    watch = _Watch(SECONDS if seconds is None else seconds)
    watch.start()
    try:
        try:
            result = function(*arguments)
        finally:
            _finish(watch)
    except BaseException as stopped:
        _finish(watch)  # what was raised may have come before the first of these had begun
        if watch.is_over:
            raise TimeIsUp from stopped
        raise
    if watch.is_over:  # it caught what was raised in it, and returned nevertheless
        raise TimeIsUp
    return result


def _finish(watch: _Watch) -> None:
    __tracebackhide__ = True
    while True:
        try:
            watch.finish()
            for _ in range(2):  # a signal that was sent before is told by now
                pass
        except (TimeIsUp, KeyboardInterrupt, _Forgotten):  # came a moment too late
            continue
        return
