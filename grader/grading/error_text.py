"""One line about an exception, with the name of its class."""

from __future__ import annotations

from grader.evidence.errors import message_line

MAX_CHARACTERS = 200


def typed_line(error: BaseException) -> str:
    """Return the class and the first line of an error's message, such as "ValueError: 3 is not a cell type"."""
    message = message_line(error)[:MAX_CHARACTERS]
    return f"{type(error).__name__}: {message}" if message else type(error).__name__
