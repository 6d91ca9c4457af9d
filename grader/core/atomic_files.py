"""Write a file in one step, so that nobody ever reads half of it, even if the writing process is killed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

PARTIAL_PREFIX = ".writing-"  # the name of a file begins with it until the file is complete


def atomic_write(path: Path, content: bytes, mode: int = 0o444, prefix: str = PARTIAL_PREFIX) -> None:
    """Write a file, or replace it, in one step. By default it is read-only, like the files that nbgrader writes.

    The file's temporary name begins with `prefix`. Raises OSError.
    """
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=prefix)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def remove_partial_files(folder: Path) -> None:
    """Delete what a killed process was writing. Call this only while no other process writes to the folder."""
    for path in folder.glob(f"{PARTIAL_PREFIX}*"):
        path.unlink(missing_ok=True)
