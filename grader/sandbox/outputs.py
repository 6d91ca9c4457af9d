"""The outputs of a cell on their way from IPython to the grader: in order, and limited in size."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING, Any

from grader.sandbox.frames import Clear, Error, Reply, Result, Shown, Stream, framed

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from grader.sandbox.frames import Output

MAX_OUTPUTS = 1000
# The fractions of the bytes that a submission may send for the outputs of one cell, and of all cells together. The rest
# is for the answers to requests, so that checks are answered however much the cells show.
FRACTION_OF_CELL, FRACTION_OF_NOTEBOOK = 1 / 4, 1 / 2
# An error is always sent, and shortened if it is too long: characters of its message and of each line, and lines at
# either end of its traceback.
MAX_LINE_CHARACTERS, MAX_LINES = 2_000, 5
# Outputs are sent before the cell ends, because it may never end, if they have waited so long or grown so large.
MAX_WAIT_SECONDS = 0.2
MAX_WAITING_CHARACTERS = 2**16


class Outputs:
    """Collects the outputs of the running cell. `send` gets those that do not wait for its end.

    `max_bytes` is how many bytes a submission may send. Outputs beyond a cell's part of them are cut, with a note.
    """

    __slots__ = (
        "_cut", "_items", "_left_of_cell", "_left_of_notebook", "_max_of_cell", "_max_text", "_replaces", "_send",
        "_shown", "_since", "_stream", "_text", "_waiting", "_written",
    )  # fmt: skip

    def __init__(self, send: Callable[[list[Output]], None], max_bytes: int) -> None:
        self._send = send
        self._max_text = max_bytes // 16
        self._max_of_cell = int(FRACTION_OF_CELL * max_bytes)
        self._left_of_notebook = int(FRACTION_OF_NOTEBOOK * max_bytes)
        self._replaces = False
        self._items: list[Output] = []
        self._stream: Literal["stdout", "stderr"] = "stdout"
        self._text: list[str] = []
        self._waiting = 0
        self.begin()

    def begin(self) -> None:
        """Start the counts of the next cell. Outputs since the end of the last cell belong to the next one."""
        self._written = self._shown = 0
        self._left_of_cell, self._cut = self._max_of_cell, False
        self._since = time.monotonic()

    def write(self, stream: Literal["stdout", "stderr"], text: str) -> None:
        """Add text, up to the limit. At the limit, add one note."""
        if self._written > self._max_text:
            return
        self._written += len(text)
        if self._written > self._max_text:
            text = text[: len(text) - (self._written - self._max_text)]
            text += f"\n[cut here: a cell may write {self._max_text:,} characters]\n"
        if stream != self._stream:
            self._end_text()
            self._stream = stream
        self._text.append(text)
        self._waiting += len(text)
        self._send_what_waits()

    def show(self, output: Shown | Result) -> None:
        """Add an output, up to the limit: somebody has to read them all. At the limit, add one note."""
        if isinstance(output, Shown) and output.update:
            self._replaces = True
            self.add(output)
            return
        self._shown += 1
        if self._shown == MAX_OUTPUTS + 1:
            cut: Any = f"[cut here: a cell may show {MAX_OUTPUTS:,} outputs]"
            self.add(Shown({"text/plain": cut}))
        elif self._shown <= MAX_OUTPUTS:
            self.add(output)

    def add(self, output: Shown | Result | Error | Clear) -> None:
        self._end_text()
        if isinstance(output, Clear):
            self._replaces = True
            self._written = self._shown = 0  # only what is there at the end of the cell counts
        self._items.append(output)
        self._waiting += 1000
        self._send_what_waits()

    def take(self) -> list[Output]:
        """Return the outputs that wait to be sent, and start over."""
        self._end_text()
        taken, self._items, self._waiting, self._since = self._items, [], 0, time.monotonic()
        if self._replaces:
            taken, self._replaces = _without_replaced(taken), False
        return taken

    def fit(self, size: int) -> bool:
        """Return whether a reply of `size` bytes is within the limits, and count it if it is."""
        if size > min(self._left_of_cell, self._left_of_notebook):
            return False
        self._left_of_cell -= size
        self._left_of_notebook -= size
        return True

    def cut(self, outputs: list[Output]) -> list[Output]:
        """Return the outputs that are within the limits, and one note for the others. Errors are kept but shortened."""
        kept: list[Output] = []
        for output in outputs:
            if isinstance(output, Error):
                kept.append(_shortened(output))
            elif isinstance(output, Clear) or self.fit(_size(output)):
                kept.append(output)
            elif not self._cut:
                self._cut = True
                kept.append(Stream("stderr", f"[cut here: a cell may show {self._max_of_cell:,} bytes of outputs]\n"))
        return kept

    def _end_text(self) -> None:
        if self._text:
            text, self._text = "".join(self._text), []
            self._items.append(Stream(self._stream, text))

    def _send_what_waits(self) -> None:
        if self._waiting > MAX_WAITING_CHARACTERS or time.monotonic() - self._since > MAX_WAIT_SECONDS:
            self._send(self.take())


def _size(output: Output) -> int:
    return len(framed(Reply(0, [output], ended=False)))


def _shortened(error: Error) -> Error:
    """Return an error of limited length, with the first and the last lines of its traceback."""
    lines = [line[:MAX_LINE_CHARACTERS] for line in error.traceback]
    lines = lines if len(lines) <= 2 * MAX_LINES else lines[:MAX_LINES] + lines[-MAX_LINES:]
    return Error(error.ename[:MAX_LINE_CHARACTERS], error.evalue[:MAX_LINE_CHARACTERS], lines)


def _without_replaced(outputs: list[Output]) -> list[Output]:
    """Return the outputs without those that were cleared or updated again before they were sent."""
    left: list[Output] = []
    updates: dict[str | None, Shown] = {}
    waiting: Clear | None = None
    for output in outputs:
        if isinstance(output, Shown) and output.update:
            updates.pop(output.display_id, None)
            updates[output.display_id] = output
        elif isinstance(output, Clear) and output.wait:
            waiting = output
        elif isinstance(output, Clear):
            left, waiting = [output], None
        else:
            if waiting is not None:
                left, waiting = [waiting], None
            left.append(output)
    return [*left, *([] if waiting is None else [waiting]), *updates.values()]


class TextStream(io.TextIOBase):
    """Standard output, or standard error, of a notebook."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, outputs: Outputs, name: Literal["stdout", "stderr"]) -> None:
        super().__init__()
        self._outputs, self._name = outputs, name

    @property
    def name(self) -> str:
        return f"<{self._name}>"

    def write(self, text: Any) -> int:
        """Write text. Raises TypeError for anything else, as every text stream does."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._outputs.write(self._name, text)
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        """Return the descriptor that child processes write to. Nobody reads what they write there."""
        return 1 if self._name == "stdout" else 2
