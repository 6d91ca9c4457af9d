"""What a cell shows, in order and bounded, on its way from IPython to the grader."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING, Any

from grader.kernel.frames import Clear, Error, Result, Shown, Stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from grader.kernel.frames import Output

MOST_SHOWN = 1000
# What has waited so long, or grown so large, is sent before the cell ends: it may never end.
WAITS_SECONDS = 0.2
WAITS_CHARACTERS = 2**16


class Outputs:
    """Collects the outputs of the running cell; `send` takes those that will not wait for its end."""

    __slots__ = ("_items", "_most_text", "_send", "_shown", "_since", "_stream", "_text", "_waiting", "_written")

    def __init__(self, send: Callable[[list[Output]], None], most_text: int) -> None:
        self._send = send
        self._most_text = most_text
        self._items: list[Output] = []
        self._stream: Literal["stdout", "stderr"] = "stdout"
        self._text: list[str] = []
        self._waiting = 0
        self.begin()

    def begin(self) -> None:
        """Count anew for the next cell. What came after the end of the last one belongs to it."""
        self._written = self._shown = 0
        self._since = time.monotonic()

    def write(self, stream: Literal["stdout", "stderr"], text: str) -> None:
        """Take text, up to the limit, and say so once where it is reached."""
        if self._written > self._most_text:
            return
        self._written += len(text)
        if self._written > self._most_text:
            text = text[: len(text) - (self._written - self._most_text)]
            text += f"\n[cut here: a cell may write {self._most_text:,} characters]\n"
        if stream != self._stream:
            self._end_text()
            self._stream = stream
        self._text.append(text)
        self._waiting += len(text)
        self._send_what_waits()

    def show(self, output: Shown | Result) -> None:
        """Take an output; each one more than so many has to be read by somebody, and is not taken."""
        self._shown += 1
        if self._shown == MOST_SHOWN + 1:
            self.add(Shown({"text/plain": f"[cut here: a cell may show {MOST_SHOWN:,} outputs]"}))
        elif self._shown <= MOST_SHOWN:
            self.add(output)

    def add(self, output: Shown | Result | Error | Clear) -> None:
        self._end_text()
        self._items.append(output)
        self._waiting += 1000
        self._send_what_waits()

    def take(self) -> list[Output]:
        """Return what waits, and wait for more."""
        self._end_text()
        taken, self._items, self._waiting, self._since = self._items, [], 0, time.monotonic()
        return taken

    def _end_text(self) -> None:
        if self._text:
            text, self._text = "".join(self._text), []
            self._items.append(Stream(self._stream, text))

    def _send_what_waits(self) -> None:
        if self._waiting > WAITS_CHARACTERS or time.monotonic() - self._since > WAITS_SECONDS:
            self._send(self.take())


class TextStream(io.TextIOBase):
    """Standard output, or error, of a notebook."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, outputs: Outputs, name: Literal["stdout", "stderr"]) -> None:
        super().__init__()
        self._outputs, self._name = outputs, name

    @property
    def name(self) -> str:
        return f"<{self._name}>"

    def write(self, text: Any) -> int:
        """Write text. Raises TypeError for anything else, as every text stream."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._outputs.write(self._name, text)
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        """Return the descriptor that child processes write to; it leads nowhere."""
        return 1 if self._name == "stdout" else 2
