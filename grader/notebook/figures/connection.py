"""How long a message to the front end and back takes, and so whether a slider sends its values while it is dragged.

A front end sends a slider's next value when the kernel has answered the one before. If the connection is slow, the last
value of a drag waits for such an answer, and pictures of values that are long past come first. So a slider sends its
values during a drag only if the connection is quick. Otherwise it sends one, at the end of the drag.

Time is measured with two numbers that nobody sees. The kernel changes the first, the front end copies it to the second
(`jsdlink`), and the kernel hears of that.
"""

from __future__ import annotations

import functools
import time
import weakref
from collections import deque
from typing import Any

import ipywidgets as widgets

QUICK = 0.08  # seconds to the front end and back; twice that and two redraws stay below 0.3 seconds
COUNTED = 3  # the last ones: a kernel that is busy answers one of them late
TRIES = 5  # after a figure is shown: the front end builds it first, and the kernel may run other cells
LOST = 5.0  # seconds after which an answer is no longer waited for


class Connection:
    """The way to the front end and back. It begins as slow; each slider that follows it changes with it."""

    def __init__(self) -> None:
        self._there, self._back = widgets.IntText(), widgets.IntText()
        self._link = widgets.jsdlink((self._there, "value"), (self._back, "value"))
        self._back.observe(self._hear, "value")
        self._sliders: weakref.WeakSet[Any] = weakref.WeakSet()
        self._took: deque[float] = deque(maxlen=COUNTED)
        self._sent = -LOST
        self._tries = 0

    @property
    def is_quick(self) -> bool:
        return min(self._took, default=QUICK + 1) <= QUICK

    def follow(self, slider: Any) -> None:
        """Let `slider` send its values during a drag if the connection is quick, now and later."""
        slider.continuous_update = self.is_quick
        self._sliders.add(slider)

    def measure(self, tries: int = 1) -> None:
        """Send a number to the front end, unless one is on its way; if it is slow, send more, up to `tries` in all."""
        self._tries = max(self._tries, tries)
        if time.monotonic() - self._sent >= LOST:
            self._send()

    def _send(self) -> None:
        self._tries -= 1
        self._sent = time.monotonic()
        self._there.value += 1

    def _hear(self, change: Any) -> None:
        if change["new"] != self._there.value:
            return  # an answer that was given up
        self._took.append(time.monotonic() - self._sent)
        self._sent = -LOST
        for slider in self._sliders:
            slider.continuous_update = self.is_quick
        if not self.is_quick and self._tries > 0:
            self._send()
        else:
            self._tries = 0


@functools.cache
def connection() -> Connection:
    """Return the one connection of this kernel."""
    return Connection()
