"""A finding: one mistake that a judge has seen, with the words that a learner reads."""

from __future__ import annotations

import msgspec

from grader.core.examples import Example


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

    def costing(self, cost: float | None) -> Finding:
        """Return the same finding with another price."""
        return msgspec.structs.replace(self, cost=cost)

    def adding(self, more: str) -> Finding:
        """Return the same finding with one more sentence in its message; "" adds nothing."""
        return msgspec.structs.replace(self, message=f"{self.message} {more.strip()}") if more else self
