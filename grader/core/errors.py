"""The one line that a person reads of an exception."""

from __future__ import annotations

from grader.evidence.errors import message_line


def first_line(error: BaseException) -> str:
    """Return the first line of an error's message, or the name of its class if it has no message."""
    return message_line(error) or type(error).__name__
