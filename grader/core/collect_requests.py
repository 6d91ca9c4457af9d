"""What a grader asks a student's kernel for, in place of running a graded cell there.

    for pending in make_requests(lesson, cell.source, key, lesson.variant_of(student)):   # in the grader
        send(as_code(pending.request))
    request = requested(code)                         # in the kernel
    display(collect(request, namespace))
    judge_cell(exercise, cell, before, solution, pending)  # in the grader again

The source of a graded cell holds the seed of its challenge, and the seed tells the answers. A request
holds what the challenge was made of instead, and a nonce: evidence counts only if it brings back a nonce of its cell.
"""

from __future__ import annotations

import functools
import hashlib
import json
import secrets
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from grader.core.cell_source import check_calls, not_a_check
from grader.evidence import bundle
from grader.evidence.challenges import ChallengeInputs

if TYPE_CHECKING:
    from grader.core.cell_source import CheckCall
    from grader.core.exercise import Exercise, Lesson

PREFIX = "# grader-request: "  # a comment: a kernel that knows nothing of requests does nothing


class RequestError(ValueError):
    """A graded cell cannot be turned into requests. One line says why."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One call of a check. `challenge` is None for the practice call, which holds no secret.

    `variant` is the student's, None in a lesson that draws none.
    """

    lesson: str
    exercise: str
    arguments: tuple[str, ...]
    nonce: str
    challenge: ChallengeInputs | None = None
    variant: int | None = None


class PendingRequest(NamedTuple):
    """A request, and the seed of its challenge, which never leaves the grader."""

    request: Request
    seed: int | None


def make_requests(
    lesson: Lesson, source: str, key: bytes = b"", variant: int | None = None
) -> tuple[PendingRequest, ...]:
    """Return a request for each call in the source of a graded cell. Raises RequestError, and NotSerializableError.

    `key` is the course's secret: with one, the seeds are others than those in the source. `variant` is the student's,
    in a lesson that draws one.
    """
    if (variant is None) == bool(lesson.variants):
        why = "draws a variant for each student, and none was given" if variant is None else "draws no variants"
        raise RequestError(f"{lesson.name} {why}")
    other = not_a_check(source)
    if other is not None:
        raise RequestError(f"a graded cell calls checks with names and does nothing else, but this one has `{other}`")
    calls = check_calls(source)
    if not calls:
        raise RequestError("a graded cell calls a check, and this one calls none")
    return tuple(_pending(lesson, call, key, variant) for call in calls)


def _pending(lesson: Lesson, call: CheckCall, key: bytes, variant: int | None) -> PendingRequest:
    exercise = lesson.exercises.get(call.exercise)
    if exercise is None:
        raise RequestError(f"{lesson.name} has no exercise {call.exercise}")
    if len(call.arguments) != len(exercise.collectors):
        names = ", ".join(exercise.collectors)
        raise RequestError(f"check.{exercise.name} takes {len(exercise.collectors)} values: {names}")
    if call.seed is not None and exercise.challenge is None:
        raise RequestError(f"check.{exercise.name} has no challenge")
    seed = None if call.seed is None else _mixed(call.seed, key)
    request = Request(
        lesson=lesson.name,
        exercise=exercise.name,
        arguments=call.arguments,
        nonce=secrets.token_hex(16),
        challenge=None if seed is None else _inputs(exercise, seed, variant),
        variant=variant,
    )
    return PendingRequest(request, seed)


def _mixed(seed: int, key: bytes) -> int:
    """Return a seed of 56 bits that depends on the key: a lesson's challenges may multiply it by ten and add."""
    if not key:
        return seed
    return int.from_bytes(hashlib.blake2b(str(seed).encode(), key=key, digest_size=7).digest())


@functools.lru_cache(maxsize=256)
def _inputs(exercise: Exercise, seed: int, variant: int | None) -> ChallengeInputs:
    """Make the inputs of a challenge once for a class, or for its students with the same variant."""
    return exercise.inputs(seed, variant)


def as_code(request: Request) -> str:
    """Return one line of Python that carries the request, and does nothing when it is run."""
    return PREFIX + json.dumps(bundle.pack(request))  # in ASCII, and on one line


def requested(code: str) -> Request | None:
    """Return the request that `code` carries; None for any other cell."""
    line = code.strip()
    if not line.startswith(PREFIX) or "\n" in line:
        return None
    try:
        return bundle.unpack(json.loads(line.removeprefix(PREFIX)), Request)
    except (ValueError, RecursionError):  # a comment that a student wrote
        return None
