"""The evidence file of one submission: read all of it or its beginning, judge it again, replace its verdicts.

A file is a JSON object. Its verdicts come before its evidence, which is a thousand times as large.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from grader.core.errors import first_line
from grader.core.exercise import Lesson
from grader.core.verdict import Verdict
from grader.grading.errors import NotGradedError
from grader.grading.texts import typed_line
from grader.grading.verdicts.notebook_verdicts import judge_stored, rests_on_none

EVIDENCE_SUFFIX = ".evidence.json"
PARTS = {"verdicts": list, "bundles": dict, "lost": list}
HEAD_BYTES = 2**16  # the verdicts of a lesson take 1,000 to 10,000
TAIL_BYTES = 16
# No text in JSON can contain it, because a quotation mark in a text has a backslash before it.
END_OF_VERDICTS = b', "bundles": '


class UnreadableEvidenceError(Exception):
    """An evidence file is not what the grader wrote. One line says what is wrong with it."""


class StoredVerdicts(msgspec.Struct):
    """What an evidence file holds before its evidence.

    `absent` are imported packages that were not installed. `file_note` is about the submitted file, for the instructor.
    """

    lesson: str
    verdicts: tuple[Verdict, ...]
    absent: tuple[str, ...] = ()
    file_note: str = ""


class _Origin(msgspec.Struct):
    """`submission` is the fingerprint of the submitted file that the evidence was made from."""

    submission: str | None


def place(graded: Path, notebook: str) -> Path:
    """Return the path of a notebook's evidence file in the folder of its autograded submission."""
    return graded / f"{notebook}{EVIDENCE_SUFFIX}"


def submission_in(path: Path) -> str | None:
    """Return the fingerprint of the submitted file that an evidence file was made from. Raises OSError, ValueError."""
    return msgspec.json.decode(path.read_bytes(), type=_Origin).submission


def stored_in(path: Path, lesson: str) -> StoredVerdicts | None:
    """Return the stored verdicts of a submission of `lesson`, without reading its evidence. None if there is no file.

    Raises UnreadableEvidenceError.
    """
    try:
        encoded = _head(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnreadableEvidenceError(f"{path.name}: {error.strerror}") from error
    try:
        stored = msgspec.json.decode(encoded, type=StoredVerdicts)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UnreadableEvidenceError(f"{path.name}: {error}") from error
    if stored.lesson != lesson:
        raise UnreadableEvidenceError(f"{path.name} is of {stored.lesson[:80]!r}")
    return stored


def _head(path: Path) -> bytes:
    """Return the JSON of what comes before the evidence, or of the whole file if its beginning does not say.

    Raises OSError, UnreadableEvidenceError.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        verdicts, end, _ = head.partition(END_OF_VERDICTS)
        if not end:  # more findings than usual, or written by another program
            return head + file.read()
        size = os.fstat(file.fileno()).st_size
        tail = os.pread(file.fileno(), TAIL_BYTES, max(0, size - TAIL_BYTES))
    if not tail.rstrip().endswith(b"}"):
        raise UnreadableEvidenceError(f"{path.name} is cut off")
    return verdicts + b"}"


def read(encoded: bytes, lesson: Lesson) -> dict[str, Any]:
    """Return what is in an evidence file. Raises NotGradedError with one line of what is wrong with it."""
    try:
        stored = json.loads(encoded)
    except (ValueError, RecursionError) as error:
        raise NotGradedError(f"the evidence cannot be read: {typed_line(error)}") from error
    if not isinstance(stored, dict) or not all(isinstance(stored.get(name), kind) for name, kind in PARTS.items()):
        raise NotGradedError("the evidence cannot be read: it is not an evidence file")
    if stored.get("lesson") != lesson.name:
        raise NotGradedError(f"the evidence is of {str(stored.get('lesson'))[:80]!r}, not of {lesson.name}")
    return stored


def judged(stored: Mapping[str, Any], lesson: Lesson) -> dict[str, Verdict]:
    """Judge the stored evidence again. Raises NotGradedError if the grader did not write this file."""
    try:
        for name in lesson.exercises:
            if name not in stored["lost"]:
                _refuse_others(name, stored["bundles"][name])
        new = judge_stored(lesson, stored)
    except (KeyError, TypeError, AttributeError, msgspec.ValidationError) as error:
        raise NotGradedError(
            f"the evidence is of another version of the lesson ({typed_line(error)}); run `grader autograde --force`"
        ) from error
    except ValueError as error:
        raise NotGradedError(f"the evidence cannot be read: {first_line(error)}") from error
    for name, verdict in new.items():
        if verdict.points and name in stored["lost"]:
            raise rests_on_none(verdict)
    return new


def _refuse_others(name: str, bundles: list[dict[str, Any]]) -> None:
    """Raise ValueError unless there are bundles and all of them belong to the exercise of this name."""
    if not bundles:
        raise ValueError(f"there is none of `{name}`, and it is not said to be lost")
    for packed in bundles:
        if packed["tree"]["exercise"] != name:
            raise ValueError(f"that of `{name}` is of {str(packed['tree']['exercise'])[:80]!r}")


def with_verdicts(stored: Mapping[str, Any], verdicts: Iterable[Verdict]) -> bytes:
    """Return an evidence file with these verdicts in it, in the order of the lesson."""
    before = {each["exercise"]: each for each in stored["verdicts"]}
    made = [verdict.to_json() for verdict in verdicts]
    # An equal verdict keeps its own spelling: 2 does not become 2.0.
    same = [before[each["exercise"]] if before.get(each["exercise"]) == each else each for each in made]
    return json.dumps({**stored, "verdicts": same}).encode()
