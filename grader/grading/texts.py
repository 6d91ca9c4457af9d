"""How errors, names and data are written as text."""

from __future__ import annotations

from typing import Any

import msgspec

from grader.evidence.errors import message_line

MAX_CHARACTERS = 200


def typed_line(error: BaseException) -> str:
    """Return the class and the first line of an error's message, such as "ValueError: 3 is not a cell type"."""
    message = message_line(error)[:MAX_CHARACTERS]
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def printable(name: str) -> str:
    """Return the name of a folder as text that can be printed, even if it is not UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def indented(value: Any) -> bytes:
    """Return a value as JSON that people can read, too."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1)
