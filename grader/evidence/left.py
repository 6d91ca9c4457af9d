"""What earlier cells have left behind under the names that an exercise builds on: modules, data, earlier answers."""

from __future__ import annotations

import msgspec

from grader.evidence.values import Value


class Left(msgspec.Struct, frozen=True):
    """A name whose value differs from the one that the lesson's `exercise` asks for, "" for a module of PyTorch's."""

    value: Value
    exercise: str = ""
    expected: str = ""
