"""The evidence file of one submission: where it is, what has to be in it, and other verdicts put into it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import msgspec

from grader.grading.notebook_verdicts import NotGradedError, judge_stored, rests_on_none
from grader.grading.preprocessors.judge import EVIDENCE_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from grader.core.exercise import Lesson
    from grader.core.verdict import Verdict

PARTS = {"verdicts": list, "bundles": dict, "lost": list}


def place(graded: Path, lesson: Lesson) -> Path:
    """Return where the evidence stands of the submission that was graded into this folder."""
    return graded / f"{lesson.notebook}{EVIDENCE_SUFFIX}"


def mark(encoded: bytes) -> str:
    """Return what tells an evidence file from another one."""
    return hashlib.sha256(encoded).hexdigest()


def read(encoded: bytes, lesson: Lesson) -> dict[str, Any]:
    """Return what is in an evidence file. Raises NotGradedError with one line of what is wrong with it."""
    try:
        kept = json.loads(encoded)
    except (ValueError, RecursionError) as error:
        raise NotGradedError(f"the evidence cannot be read: {type(error).__name__}: {error}") from error
    if not isinstance(kept, dict) or not all(isinstance(kept.get(name), kind) for name, kind in PARTS.items()):
        raise NotGradedError("the evidence cannot be read: it is no evidence file")
    if kept.get("lesson") != lesson.name:
        raise NotGradedError(f"the evidence is of {str(kept.get('lesson'))[:80]!r}, not of {lesson.name}")
    return kept


def judged(kept: Mapping[str, Any], lesson: Lesson) -> dict[str, Verdict]:
    """Judge what was kept again. Raises NotGradedError where it is not what the grader writes."""
    try:
        for name in lesson.exercises:
            if name not in kept["lost"]:
                _refuse_others(name, kept["bundles"][name])
        new = judge_stored(lesson, kept)
    except (KeyError, TypeError, AttributeError, msgspec.ValidationError) as error:
        raise NotGradedError(
            f"the evidence is of another version of the lesson ({type(error).__name__}: {error}); run `grader "
            "autograde --force`"
        ) from error
    except ValueError as error:
        raise NotGradedError(f"the evidence cannot be read: {str(error).splitlines()[0]}") from error
    for name, verdict in new.items():
        if verdict.points and name in kept["lost"]:
            raise rests_on_none(verdict)
    return new


def _refuse_others(name: str, bundles: list[dict[str, Any]]) -> None:
    if not bundles:
        raise ValueError(f"there is none of `{name}`, and it is not said to be lost")
    for packed in bundles:
        if packed["tree"]["exercise"] != name:
            raise ValueError(f"that of `{name}` is of {str(packed['tree']['exercise'])[:80]!r}")


def with_verdicts(kept: Mapping[str, Any], verdicts: Iterable[Verdict]) -> bytes:
    """Return an evidence file with these verdicts in it, in the order of the lesson."""
    before = {stored["exercise"]: stored for stored in kept["verdicts"]}
    made = [verdict.to_json() for verdict in verdicts]
    same = [before[each["exercise"]] if before.get(each["exercise"]) == each else each for each in made]
    return json.dumps({**kept, "verdicts": same}).encode()  # 2 stays 2 where 2.0 is the same
