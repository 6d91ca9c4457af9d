"""What a grader and a notebook's kernel say to each other: a command, and what its cell shows.

A frame is four bytes of length, the largest first, and one JSON document. What a kernel sends is whatever the student's
process sends: it is read against these types, and bounded by who reads.
"""

from __future__ import annotations

import struct
from typing import Any, Literal

import msgspec

LENGTH = struct.Struct(">I")


class Command(msgspec.Struct, frozen=True):
    """Ask for a cell to be run, or for what the grader wants to know. Commands are numbered from 1."""

    number: int
    code: str


class Stream(msgspec.Struct, frozen=True, tag="stream"):
    """Text written to standard output or error."""

    name: Literal["stdout", "stderr"]
    text: str


# Each value is a JSON document of its own, which who receives it reads if it is one that is wanted.
Values = dict[str, msgspec.Raw]


class Shown(msgspec.Struct, frozen=True, tag="display_data", omit_defaults=True):
    """What a cell displayed, by MIME type; or with `update` what an earlier display with this id shows from now on."""

    data: Values
    metadata: Values = {}
    display_id: str | None = None
    update: bool = False


class Result(msgspec.Struct, frozen=True, tag="execute_result"):
    """The value of a cell's last expression, by MIME type."""

    data: Values
    metadata: Values


class Error(msgspec.Struct, frozen=True, tag="error"):
    """What ended a cell."""

    ename: str
    evalue: str
    traceback: list[str]


class Clear(msgspec.Struct, frozen=True, tag="clear_output"):
    """All that the cell has shown goes, at once or when the next output comes."""

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
    """Return a frame. Bytes in it become base64; half of a surrogate pair becomes a question mark."""
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
