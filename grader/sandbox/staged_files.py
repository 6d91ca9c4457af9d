"""The files beside a submitted notebook that its kernel gets a copy of."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_FILES = 1000


def home_from(folder: str | None, max_bytes: int) -> Callable[[Path], object] | None:
    """Return a function that copies at most `max_bytes` of files from `folder`, or None if there is no folder."""
    return None if folder is None else lambda home: copy_extra_files(Path(folder), home, max_bytes)


def copy_extra_files(source: Path, target: Path, max_bytes: int) -> list[str]:
    """Copy the files of `source` that are not notebooks, at most `max_bytes`. Returns the names of those left out.

    Links, devices, pipes and hidden files are neither followed nor copied.
    """
    left_out = []
    count = 0
    for path, relative in _files(source):
        try:
            about = path.lstat()
            size = about.st_size
            if not stat.S_ISREG(about.st_mode) or size > max_bytes or count >= MAX_FILES:
                left_out.append(relative)
                continue
            (target / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / relative, follow_symlinks=False)
        except OSError:
            left_out.append(relative)
            continue
        max_bytes -= size
        count += 1
    return left_out


def _files(source: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files below `source` and their relative names, in order. Folders that are links are not entered."""
    for folder, folders, names in os.walk(source, followlinks=False):
        folders[:] = sorted(name for name in folders if not _left_out(name))
        for name in sorted(names):
            if not _left_out(name):
                path = source.__class__(folder, name)
                yield path, str(path.relative_to(source))


def _left_out(name: str) -> bool:
    return name.startswith(".") or name.endswith((".ipynb", ".evidence.json", ".pyc")) or name == "__pycache__"
