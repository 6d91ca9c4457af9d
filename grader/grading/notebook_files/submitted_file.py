"""The file that a student handed in: a plain one of a fair size, which is looked at before it is opened."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

from nbgrader.preprocessors import NbGraderPreprocessor

from grader.grading.errors import CourseError

MAX_NOTEBOOK_BYTES = 64 * 2**20  # outputs are dropped, but they have to be read first


def submitted_file(preprocessor: NbGraderPreprocessor, about: dict[str, str]) -> Path | None:
    """Return the path of the file that one of nbgrader's converters has read, or None if no converter runs this."""
    coursedir = getattr(getattr(preprocessor.parent, "parent", None), "coursedir", None)
    if coursedir is None:
        return None
    folder = coursedir.format_path(coursedir.submitted_directory, about["student"], about["assignment"])
    return Path(folder) / f"{about['notebook']}.ipynb"


def refuse_odd_files(submitted: Path) -> None:
    """Raise CourseError if STUDENT/LESSON/NOTEBOOK is not a plain file, or if it is too large.

    No symbolic link is followed: it could point at another student's work, or at a device without an end.
    """
    for path in (submitted, submitted.parent, submitted.parent.parent):
        if path.is_symlink():
            raise CourseError(f"{path.name} is a symbolic link, which is not followed")
    try:
        about = submitted.lstat()
    except OSError:
        there = sorted(path.name for path in submitted.parent.iterdir())
        raise CourseError(
            f"there is no {submitted.name} in the submission, only: {', '.join(there[:5]) or 'nothing'}"
        ) from None
    if not stat.S_ISREG(about.st_mode):
        raise CourseError(f"{submitted.name} is not a file but a folder, a pipe or a device")
    if about.st_size > MAX_NOTEBOOK_BYTES:
        raise CourseError(f"{submitted.name} has {about.st_size:,} bytes, more than {MAX_NOTEBOOK_BYTES:,}")


def read_submitted(submitted: Path) -> bytes:
    """Return the bytes of a submitted file. Raises CourseError, OSError."""
    refuse_odd_files(submitted)
    return submitted.read_bytes()


def read_if_possible(submitted: Path) -> bytes | None:
    """Return the bytes of a submitted file, None if it cannot be read."""
    try:
        return read_submitted(submitted)
    except (CourseError, OSError):
        return None


def fingerprint_of(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes."""
    return hashlib.sha256(content).hexdigest()
