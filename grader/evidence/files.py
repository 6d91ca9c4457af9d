"""A file that a student saved a network's state in, as plain data."""

from __future__ import annotations

import msgspec
from torch import Tensor

from grader.evidence.errors import Raised
from grader.evidence.values import Value


class StateFile(msgspec.Struct, frozen=True, kw_only=True):
    """`tensors`: what the file holds by name; None if there is no file, or one that holds more than tensors."""

    value: Value
    is_path: bool = False
    exists: bool = False
    tensors: dict[str, Tensor] | None = None
    raised: Raised | None = None
