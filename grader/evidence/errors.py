"""An exception in a student's code, as plain data."""

from __future__ import annotations

import os
import re
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_MESSAGE_CHARACTERS = 300
MAX_FRAMES = 12
ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")  # colours and bold type of a terminal

# Called with each exception that becomes data, and with that data: a live notebook explains the exception. This is a
# tuple, because the grader restores what a module holds, but not what is in a list.
WATCHERS: tuple[Callable[[BaseException, Raised], None], ...] = ()


class Raised(msgspec.Struct, frozen=True):
    """The exception's class, the first line of its message, and the student's own line that raised it.

    That line may be in a function or a class of another cell, which is right. `through` is then the line of this cell
    that led there.
    """

    kind: str
    message: str
    line: str = ""
    own: bool = False  # it ended the exercise's own cell, which has not run to its end since
    through: str = ""
    late: bool = False  # nothing was raised: a time limit, which `message` tells, ended the call at `line`

    @classmethod
    def timed_out(cls, error: BaseException, limit: str) -> Raised:
        """Describe a call that a limit ended, as "10 s"."""
        return cls("TimeIsUp", limit, cls.collect(error).line, late=True)

    @classmethod
    def collect(cls, error: BaseException) -> Raised:
        message = message_line(error)
        if isinstance(error, ModuleNotFoundError) and error.name and os.environ.get("NBGRADER_EXECUTION"):
            package = str(error.name).partition(".")[0]
            message = f"The package `{package}` is not installed where notebooks are graded"
        own = [f for f in traceback.extract_tb(error.__traceback__) if _is_students(f.filename)]
        line = own[-1].line if own else ""
        here = [f for f in own if f.filename == own[0].filename]
        through = here[-1].line if here and own[-1].filename != own[0].filename else ""
        if isinstance(error, SyntaxError) and isinstance(error.msg, str):  # `str` adds the name of a temporary file
            message, line = error.msg, error.text if isinstance(error.text, str) else line
        raised = cls(
            type(error).__name__[:MAX_MESSAGE_CHARACTERS],
            _shortened(message.removesuffix(", but expected one of:")),
            (line or "").strip()[:MAX_MESSAGE_CHARACTERS],
            through=(through or "").strip()[:MAX_MESSAGE_CHARACTERS],
        )
        for watch in WATCHERS:
            watch(error, raised)
        return raised

    def __str__(self) -> str:
        """Return a phrase for a message, without a full stop: "NameError: name 'x' is not defined, at `print(x)`"."""
        said = f"{self.kind}: {self.message.removesuffix('.')}" if self.message else self.kind
        led = f", in a function that `{self.through}` calls" if self.through else ""
        return f"{said}, at `{self.line}`{led}" if self.line else said


def _shortened(message: str) -> str:
    """Return a message of at most MAX_MESSAGE_CHARACTERS, cut after a sentence if it has several."""
    if len(message) <= MAX_MESSAGE_CHARACTERS:
        return message
    end = message.rfind(". ", 0, MAX_MESSAGE_CHARACTERS)
    return message[: end + 1] if end > 0 else f"{message[: MAX_MESSAGE_CHARACTERS - 1]}…"


def message_line(error: BaseException) -> str:
    """Return the first line of an error's message without a terminal's colours; empty if it has no message."""
    try:
        lines = ESCAPES.sub("", str(error)).strip().splitlines()
    except BaseException:  # noqa: BLE001 - the `__str__` of a student's class may do anything
        return ""
    return lines[0] if lines else ""


def trace_of(error: BaseException) -> str:
    """Return the traceback of an error in this package, without the paths of the machine that it happened on."""
    frames = traceback.extract_tb(error.__traceback__)[-MAX_FRAMES:]
    lines = [f"{_place(f.filename)}, line {f.lineno}, in {f.name}: {(f.line or '').strip()}" for f in frames]
    raised = Raised.collect(error)
    return "\n".join([*lines, f"{raised.kind}: {raised.message}" if raised.message else raised.kind])


def _place(filename: str) -> str:
    """Return a path without the folders above the package."""
    parts = Path(filename).parts
    known = [i for i, part in enumerate(parts) if part in ("grader", "site-packages")]
    return "/".join(parts[known[-1] :]) if known else parts[-1] if parts else filename


def _is_students(filename: str) -> bool:
    """Tell whether a file belongs to no package: ipykernel gives each cell a file of its own in a temporary folder."""
    return "site-packages" not in filename and "/grader/" not in filename and "/lib/python" not in filename
