"""What every check collects, and what earlier cells have left behind under the names that an exercise builds on."""

from __future__ import annotations

import msgspec

from grader.evidence.errors import Raised
from grader.evidence.values import Value


class Left(msgspec.Struct, frozen=True):
    """A name whose value differs from the one that the lesson's `exercise` asks for, "" for a module of PyTorch's."""

    value: Value
    exercise: str = ""
    expected: str = ""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What every check collects. An exercise's own type of evidence adds a field for each name that it asks about.

    `seed` is the challenge's, None for the practice call. `nonce` is the grader's. `raised` is the error
    that ended the cell of the exercise, and `left` names that no longer hold what the exercise builds on.
    """

    exercise: str
    seed: int | None = None
    nonce: str | None = None
    variant: int | None = None
    raised: Raised | None = None
    left: tuple[Left, ...] = ()
