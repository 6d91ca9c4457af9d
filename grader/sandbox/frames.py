"""The messages between the grader and a kernel: a command one way, what its cell shows the other way.

A frame is four bytes of length, the most significant first, and one JSON document. A student's process can send
anything in place of the kernel's frames, so the grader decodes them as these types only, and limits how much it reads.
"""

from __future__ import annotations

import struct
from typing import Any, Literal

import msgspec

LENGTH = struct.Struct(">I")


class Command(msgspec.Struct, frozen=True):
    """Asks the kernel to run a cell, or to answer a request of the grader's. Commands are numbered from 1."""

    number: int
    code: str


class Stream(msgspec.Struct, frozen=True, tag="stream"):
    """Text written to standard output or error."""

    name: Literal["stdout", "stderr"]
    text: str


# By MIME type. Each value is raw JSON: the grader decodes only the MIME types that it needs.
Values = dict[str, msgspec.Raw]


class Shown(msgspec.Struct, frozen=True, tag="display_data", omit_defaults=True):
    """What a cell displayed. With `update`, it replaces what an earlier display with the same id shows."""

    data: Values
    metadata: Values = {}
    display_id: str | None = None
    update: bool = False


class Result(msgspec.Struct, frozen=True, tag="execute_result"):
    """The value of a cell's last expression."""

    data: Values
    metadata: Values


class Error(msgspec.Struct, frozen=True, tag="error"):
    """The exception that ended a cell."""

    ename: str
    evalue: str
    traceback: list[str]


class Clear(msgspec.Struct, frozen=True, tag="clear_output"):
    """Removes all that the cell has shown: at once, or with `wait` when the next output comes."""

    wait: bool = False


Output = Stream | Shown | Result | Error | Clear


class Reply(msgspec.Struct, frozen=True):
    """What the cell of command `number` has shown since the last reply, and whether it has ended.

    `count` is its execution count, and `seconds` the CPU time that it took; both are for the last reply only.
    """

    number: int
    outputs: list[Output]
    ended: bool
    count: int | None = None
    seconds: float = 0.0


def framed(message: Command | Reply) -> bytes:
    """Return the frame of a message. Bytes become base64, and lone surrogates become question marks."""
    try:
        document = msgspec.json.encode(message, enc_hook=repr)
    except UnicodeEncodeError:
        document = msgspec.json.encode(_sendable(msgspec.to_builtins(message, builtin_types=[bytes], enc_hook=repr)))
    return LENGTH.pack(len(document)) + document


def _sendable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_sendable(each) for each in value]
    if isinstance(value, dict):
        return {_sendable(name): _sendable(each) for name, each in value.items()}
    return value
