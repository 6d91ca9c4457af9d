"""The data of a class: the parts with their points, and a row for each student."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Final, Literal

import msgspec

from grader.grading.times import shown_length

State = Literal["graded", "not graded", "nothing handed in"]
GRADED: Final = "graded"
NOT_GRADED: Final = "not graded"
NOT_HANDED_IN: Final = "nothing handed in"


class Part(msgspec.Struct, frozen=True):
    """An exercise, or a cell that a person grades: its name, its title, its maximum points and its section.

    The section is the heading of the notebook under which the cell is.
    """

    name: str
    title: str
    max_points: float
    section: str = ""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One student. `points` come from the gradebook, where a person may have changed them, minus the `late_penalty`.

    `parts` are the points of each part by its name, and `codes` the codes that the grader found there. `reason` says
    why the student is not graded, `problem` why the codes of a graded student are not known. `outdated` is true if the
    student has handed in again since. `waiting` are the parts that a person still has to grade: they count as 0 until
    then. `absent` are packages that the notebook imports and that were not installed when it was graded. `due` is the
    student's own date, with an extension, and `handed_in` and it are in UTC. `seconds_late` says how late that was.
    `feedback` is the path of the student's feedback page, if there is one.
    `file_note` is about the submitted files: one that was renamed, or one with work in it that was not graded.
    """

    student: str
    name: str = ""
    state: State
    points: float | None = None
    late_penalty: float = 0.0
    parts: dict[str, float] = {}
    codes: dict[str, tuple[str, ...]] = {}
    reason: str = ""
    problem: str = ""
    outdated: bool = False
    waiting: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    handed_in: dt.datetime | None = None
    due: dt.datetime | None = None
    is_extended: bool = False
    seconds_late: float = 0.0
    feedback: str = ""
    file_note: str = ""

    @property
    def late(self) -> str:
        """How late the submission is, as "1 d 10 h". Empty if it is not, or if nobody knows."""
        return shown_length(self.seconds_late) if self.seconds_late else ""

    def counted(self) -> str:
        """Return each code once, with the number of parts in which it was found."""
        counts = Counter(code for codes in self.codes.values() for code in codes)
        return ", ".join(code if count == 1 else f"{code} ×{count}" for code, count in counts.items())


class ClassData(msgspec.Struct, frozen=True):
    """A lesson's parts in their order, and a row for each student, by name. `title` is the notebook's first heading."""

    lesson: str
    parts: tuple[Part, ...]
    rows: tuple[Row, ...]
    title: str = ""

    @property
    def max_points(self) -> float:
        return sum(part.max_points for part in self.parts)

    @property
    def graded(self) -> list[Row]:
        return self.in_state(GRADED)

    @property
    def absent(self) -> dict[str, list[str]]:
        """The students who import each package that was not installed when their notebooks were graded."""
        who: dict[str, list[str]] = {}
        for row in self.rows:
            for package in row.absent:
                who.setdefault(package, []).append(row.student)
        return dict(sorted(who.items()))

    def in_state(self, state: str) -> list[Row]:
        return [row for row in self.rows if row.state == state]
