"""What judging a submission again has found, for a lesson and for any other assignment."""

from __future__ import annotations

from typing import Literal, NamedTuple

from grader.core.verdict import Verdict

UNKNOWN = "the gradebook knows of no submission; run `grader autograde --force`"
State = Literal["points changed", "feedback changed", "unchanged", "not judged"]


class Rejudged(NamedTuple):
    """One submission judged again: the stored points of each exercise, and its new verdict.

    `manual` names the exercises that a human has scored: there the gradebook keeps counting that score. `penalty` is
    the late penalty, and `total` what counts after it, each before and now; the total before is None if some exercise
    had no score. `fingerprint` is that of the evidence file. `reason` says why a submission is not judged.
    """

    student: str
    state: State
    old: dict[str, float | None] = {}  # noqa: RUF012 - a default that is never written to
    new: dict[str, Verdict] = {}  # noqa: RUF012 - a default that is never written to
    manual: tuple[str, ...] = ()
    penalty: tuple[float, float] = (0.0, 0.0)
    total: tuple[float | None, float] = (None, 0.0)
    fingerprint: str = ""
    reason: str = ""

    @property
    def differs(self) -> bool:
        return self.state in ("points changed", "feedback changed")
