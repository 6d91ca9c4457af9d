"""A class as plain data: what there is to earn, and a row for each student."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import msgspec

GRADED, NOT_GRADED, NOT_HANDED_IN = "graded", "not graded", "nothing handed in"


class Part(msgspec.Struct, frozen=True):
    """An exercise, or a cell that a person grades: its name, what it is about, and its points at most."""

    name: str
    title: str
    max_points: float


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One student. `points` are those of the gradebook, which a person may have changed, less the `late_penalty`.

    `parts` are the points of each part by its name, `codes` the codes that the grader found there. `reason` says why
    the student is not graded, `problem` why the codes are not known of one who is. `outdated` says that the student has
    handed in again since. `waiting` are the parts that a person has still to grade: they count as 0 until then.
    `absent` are packages that the notebook imports and that are not there when it is graded.
    """

    student: str
    name: str = ""
    state: Literal["graded", "not graded", "nothing handed in"]
    points: float | None = None
    late_penalty: float = 0.0
    parts: dict[str, float] = {}
    codes: dict[str, tuple[str, ...]] = {}
    reason: str = ""
    problem: str = ""
    outdated: bool = False
    waiting: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    def counted(self) -> str:
        """Return each code once, with in how many parts it was found."""
        counts = Counter(code for codes in self.codes.values() for code in codes)
        return ", ".join(code if count == 1 else f"{code} ×{count}" for code, count in counts.items())


class ClassData(msgspec.Struct, frozen=True):
    """A lesson's parts in their order, and a row for each student, by name."""

    lesson: str
    parts: tuple[Part, ...]
    rows: tuple[Row, ...]

    @property
    def max_points(self) -> float:
        return sum(part.max_points for part in self.parts)

    @property
    def graded(self) -> list[Row]:
        return self.in_state(GRADED)

    @property
    def absent(self) -> dict[str, list[str]]:
        """Who imports each package that is not there when notebooks are graded."""
        who: dict[str, list[str]] = {}
        for row in self.rows:
            for package in row.absent:
                who.setdefault(package, []).append(row.student)
        return dict(sorted(who.items()))

    def in_state(self, state: str) -> list[Row]:
        return [row for row in self.rows if row.state == state]
