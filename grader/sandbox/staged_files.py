"""Which of the files that lie beside a submitted notebook a kernel gets to see."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_FILES = 1000


def home_from(folder: str | None, most: int) -> Callable[[Path], object] | None:
    """Return what fills a kernel's home with a submission's other files, `most` bytes in all; None for no folder."""
    return None if folder is None else lambda home: copy_extra_files(Path(folder), home, most)


def copy_extra_files(source: Path, target: Path, most: int) -> list[str]:
    """Copy the files of `source` that are no notebooks, `most` bytes in all. Returns the names of those left out.

    Neither links nor devices nor pipes are followed or copied, nor anything that is hidden.
    """
    left_out = []
    count = 0
    for path, relative in _files(source):
        try:
            about = path.lstat()
            size = about.st_size
            if not stat.S_ISREG(about.st_mode) or size > most or count >= MAX_FILES:
                left_out.append(relative)
                continue
            (target / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / relative, follow_symlinks=False)
        except OSError:
            left_out.append(relative)
            continue
        most -= size
        count += 1
    return left_out


def _files(source: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files below `source` and their names from there, in order; folders that are links are not entered."""
    for folder, folders, names in os.walk(source, followlinks=False):
        folders[:] = sorted(name for name in folders if not _left_out(name))
        for name in sorted(names):
            if not _left_out(name):
                path = source.__class__(folder, name)
                yield path, str(path.relative_to(source))


def _left_out(name: str) -> bool:
    return name.startswith(".") or name.endswith((".ipynb", ".evidence.json", ".pyc")) or name == "__pycache__"
