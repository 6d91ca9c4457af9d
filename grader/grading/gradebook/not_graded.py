"""Store why a submission was not graded: one line in a file beside the folder of the autograded submission.

nbgrader takes a folder autograded/STUDENT/LESSON/ for a graded submission, so there must be none; and its gradebook has
no field for a reason. autograded/STUDENT/LESSON.not-graded.txt is neither read nor touched by nbgrader.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from grader.core.atomic_files import atomic_write

SUFFIX = ".not-graded.txt"
MAX_REASON_CHARACTERS = 1000  # some reasons contain the name of a student's file


def place(autograded: Path) -> Path:
    """Return the path of the file with the reason, for a submission that would be graded into this folder."""
    return autograded.parent / f"{autograded.name}{SUFFIX}"


def keep(autograded: Path, reason: str) -> None:
    """Write the reason, in one step."""
    autograded.parent.mkdir(parents=True, exist_ok=True)
    line = " ".join(reason.split())[:MAX_REASON_CHARACTERS] + "\n"
    atomic_write(place(autograded), line.encode("utf-8", "replace"), 0o644)


def forget(autograded: Path) -> None:
    with suppress(OSError):  # nobody reads it if there is a grade
        place(autograded).unlink()


def read(autograded: Path) -> str | None:
    """Return the stored reason, or None if there is none."""
    try:
        return place(autograded).read_text(encoding="utf-8", errors="replace").strip() or None
    except OSError:
        return None
