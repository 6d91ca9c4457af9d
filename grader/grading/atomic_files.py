"""Files that are there as a whole or not at all, whatever stops the one who writes them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

PARTIAL_PREFIX = ".writing-"  # how the names of files begin that are being written


def atomic_write(path: Path, content: bytes, mode: int = 0o444) -> None:
    """Write a file at once, in the place of an earlier one; readable and not writable, as nbgrader leaves its own."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=PARTIAL_PREFIX)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.chmod(temporary, mode)  # noqa: PTH101 - a name from mkstemp
        os.replace(temporary, path)  # noqa: PTH105 - as above
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def remove_partial_files(folder: Path) -> None:
    """Remove what was being written when its writer was killed. For who knows that nobody else writes there."""
    for path in folder.glob(f"{PARTIAL_PREFIX}*"):
        path.unlink(missing_ok=True)
