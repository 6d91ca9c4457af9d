"""The verdicts in a file of evidence, without the evidence: it stands at the end, and is a thousand times as large."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from grader.core.verdict import Verdict

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 2**16  # bytes; the verdicts of a lesson take 1,000 to 10,000
TAIL = 16
# Cannot be part of a text in JSON, where a quotation mark has a backslash before it.
END_OF_VERDICTS = b', "bundles": '


class UnreadableEvidenceError(Exception):
    """A file of evidence is not what the grader wrote; one line says what is wrong with it."""


class Kept(msgspec.Struct):
    """What is kept of a submission beside its evidence; `absent` are packages that it imports and did not find."""

    lesson: str
    verdicts: tuple[Verdict, ...]
    absent: tuple[str, ...] = ()


def verdicts_in(path: Path, lesson: str) -> tuple[Verdict, ...] | None:
    """Return the verdicts that were kept of a submission of `lesson`; None where there is no such file.

    Raises UnreadableEvidenceError.
    """
    kept = kept_in(path, lesson)
    return None if kept is None else kept.verdicts


def kept_in(path: Path, lesson: str) -> Kept | None:
    """Return what was kept of a submission of `lesson` beside its evidence; None if there is no such file.

    Raises UnreadableEvidenceError.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            verdicts, end, _ = head.partition(END_OF_VERDICTS)
            if not end:  # more findings than usual, or written by another program
                verdicts = head + file.read()
            elif not _is_whole(file.fileno()):
                raise UnreadableEvidenceError(f"{path.name} is cut off")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnreadableEvidenceError(f"{path.name}: {error.strerror}") from error
    try:
        kept = msgspec.json.decode(verdicts + b"}" if end else verdicts, type=Kept)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UnreadableEvidenceError(f"{path.name}: {error}") from error
    if kept.lesson != lesson:
        raise UnreadableEvidenceError(f"{path.name} is of {kept.lesson[:80]!r}")
    return kept


def _is_whole(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    return os.pread(descriptor, TAIL, max(0, size - TAIL)).rstrip().endswith(b"}")
