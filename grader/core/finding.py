"""A finding: one mistake that a judge has seen, with the words that a learner reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from grader.core.examples import Example

if TYPE_CHECKING:
    from collections.abc import Sequence


class Finding(msgspec.Struct, frozen=True):
    """One mistake that was seen: its code, a message with the facts, and a hint that says where to look.

    `cost` is what it takes off, in points; None takes all. `example` replaces the catalogue's worked example. Both are
    not stored. `trace` is the traceback of a check that failed itself.
    """

    code: str
    message: str
    hint: str = ""
    cost: float | None = None
    trace: str = ""
    example: Example | None = None

    def to_json(self) -> dict[str, str]:
        stored = {"code": self.code, "message": self.message, "hint": self.hint}
        return {**stored, "trace": self.trace} if self.trace else stored


def sentence(text: str) -> str:
    """Return text with a full stop, unless it ends a sentence already."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def listed(names: Sequence[str]) -> str:
    """Return names as code in a sentence: "`a`", "`a` and `b`", "`a`, `b` and `c`"."""
    *others, last = [f"`{name}`" for name in names]
    return f"{', '.join(others)} and {last}" if others else last
