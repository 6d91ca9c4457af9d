"""Why a submission was not graded: one line in a file beside the folder that it would have been graded into.

nbgrader takes a folder autograded/STUDENT/LESSON/ for a graded submission, so there must be none; and its gradebook has
no field for a reason. autograded/STUDENT/LESSON.not-graded.txt is neither read nor touched by nbgrader.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from grader.core.atomic_files import atomic_write

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".not-graded.txt"
MAX_REASON_CHARACTERS = 1000  # characters: what a student's file is called is part of some reasons


def place(autograded: Path) -> Path:
    """Return where the reason stands of the submission that is graded into this folder."""
    return autograded.parent / f"{autograded.name}{SUFFIX}"


def keep(autograded: Path, reason: str) -> None:
    """Write the reason, at once or not at all."""
    autograded.parent.mkdir(parents=True, exist_ok=True)
    line = " ".join(reason.split())[:MAX_REASON_CHARACTERS] + "\n"
    atomic_write(place(autograded), line.encode("utf-8", "replace"), 0o644)


def forget(autograded: Path) -> None:
    with suppress(OSError):  # a reason that stays is not read where there is a grade
        place(autograded).unlink()


def read(autograded: Path) -> str | None:
    """Return the reason that was kept; None where there is none."""
    try:
        return place(autograded).read_text(encoding="utf-8", errors="replace").strip() or None
    except OSError:
        return None
