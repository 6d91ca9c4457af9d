"""An exception in a student's code, as plain data."""

from __future__ import annotations

import traceback

import msgspec

LONGEST = 300


class Raised(msgspec.Struct, frozen=True):
    """The exception's class, the first line of its message, and the student's own line that raised it."""

    kind: str
    message: str
    line: str = ""
    own: bool = False  # it ended the exercise's own cell, which has not run to its end since

    @classmethod
    def collect(cls, error: BaseException) -> Raised:
        try:
            lines = str(error).strip().splitlines() or [""]
        except BaseException:  # noqa: BLE001 - a student's class may have an odd `__str__`
            lines = [""]
        own = [f for f in traceback.extract_tb(error.__traceback__) if _is_students(f.filename)]
        return cls(
            type(error).__name__[:LONGEST], lines[0][:LONGEST], (own[-1].line or "").strip()[:LONGEST] if own else ""
        )

    def __str__(self) -> str:
        said = f"{self.kind}: {self.message}" if self.message else self.kind
        return f"{said}, at `{self.line}`" if self.line else said


def _is_students(filename: str) -> bool:
    """Tell whether a file is no package's: ipykernel gives each cell a file of its own in a temporary folder."""
    return "site-packages" not in filename and "/grader/" not in filename and "/lib/python" not in filename
