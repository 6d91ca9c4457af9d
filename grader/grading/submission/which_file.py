"""Which file of a submission is the notebook, if students have renamed it or have handed in several.

Browsers, JupyterLab and learning platforms make other names: "lines (1).ipynb", "Copy of lines.ipynb",
"lines-Copy1.ipynb", "lines.ipynb.txt". Such a file counts if its cells are those of the release, by their grade_ids.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from grader.grading.errors import CourseError
from grader.grading.gradebook.released import Released
from grader.grading.notebook_files.reading import read_submission, submitted_id
from grader.grading.notebook_files.submitted_file import MAX_NOTEBOOK_BYTES, fingerprint_of, read_if_possible
from grader.grading.texts import printable

SUFFIXES = {"", ".ipynb", ".json", ".txt"}
MAX_FILES = 50  # that are read, of one submission
# Of all grade_ids in a file and in the release, so many are in both. Lessons 1 and 2 share 0.5 of theirs.
MIN_SHARED = 0.6


class Chosen(NamedTuple):
    """The file that is graded, which may not exist, and a note about it for the instructor, empty if there is none."""

    path: Path
    file_note: str = ""


class _Other(NamedTuple):
    """Another file with the cells of the release. `is_blank` tells whether nobody has written anything into it."""

    name: str
    path: Path
    fingerprint: str
    is_blank: bool


def choose(folder: Path, name: str, release: Released) -> Chosen:
    """Return the file with the notebook of this name in the folder of a submission.

    Raises CourseError if it is missing and several other files could be meant.
    """
    exact = folder / f"{name}.ipynb"
    if os.path.lexists(exact):
        others = _others(folder, exact, release) if _has_candidates(folder, exact) and _is_blank(exact, release) else []
        worked = [other.name for other in others if not other.is_blank]
        if not worked:
            return Chosen(exact)
        return Chosen(
            exact, f"{exact.name} is as it was handed out, but there is work in {', '.join(worked)} beside it"
        )
    others = _others(folder, exact, release)
    meant = [other for other in others if not other.is_blank] or others
    if len({other.fingerprint for other in meant}) > 1:
        raise CourseError(
            f"there is no {exact.name}, but several notebooks with its cells: "
            f"{', '.join(each.name for each in meant)}. Rename the one that counts to {exact.name}"
        )
    if not meant:
        return Chosen(exact)
    return Chosen(meant[0].path, f"graded {meant[0].name}, because there is no {exact.name}")


def with_fingerprint(folder: Path, name: str, wanted: str) -> bool:
    """Tell whether a renamed notebook with this fingerprint is in a folder that has no NAME.ipynb."""
    return any(
        content is not None and fingerprint_of(content) == wanted
        for content in (read_if_possible(path) for path, _ in _candidates(folder, folder / f"{name}.ipynb"))
    )


def _has_candidates(folder: Path, exact: Path) -> bool:
    return next(_candidates(folder, exact), None) is not None


def _candidates(folder: Path, exact: Path) -> Iterator[tuple[Path, str]]:
    """Yield the other files that may be notebooks, by name, and their names in the folder."""
    count = 0
    for root, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(each for each in folders if not each.startswith((".", "__")))
        for name in sorted(names):
            path = Path(root, name)
            if path == exact or name.startswith(".") or path.suffix.lower() not in SUFFIXES or name == "timestamp.txt":
                continue
            if not _may_be_notebook(path):
                continue
            count += 1
            if count > MAX_FILES:
                return
            yield path, printable(str(path.relative_to(folder)))


def _may_be_notebook(path: Path) -> bool:
    """Tell whether a plain file of a fair size begins as JSON does, in any encoding."""
    try:
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode) or not 0 < about.st_size <= MAX_NOTEBOOK_BYTES:
            return False
        with path.open("rb") as file:
            return file.read(64).lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"{")
    except OSError:
        return False


def _others(folder: Path, exact: Path, release: Released) -> list[_Other]:
    """Return the other files in which most of the released cells are."""
    found = []
    for path, name in _candidates(folder, exact):
        content = read_if_possible(path)
        cells = None if content is None else _cells(content, name)
        if content is None or cells is None:
            continue
        shared = len(cells.keys() & release.cells.keys()) / max(1, len(cells.keys() | release.cells.keys()))
        if shared >= MIN_SHARED:
            found.append(_Other(name, path, fingerprint_of(content), _are_blank(cells, release)))
    return found


def _is_blank(path: Path, release: Released) -> bool:
    content = read_if_possible(path)
    cells = None if content is None else _cells(content, path.name)
    return cells is not None and _are_blank(cells, release)


def _are_blank(cells: dict[str, str], release: Released) -> bool:
    """Tell whether each solution cell has the source with which it was released."""
    solutions = [name for name, cell in release.cells.items() if cell.metadata["solution"]]
    return bool(solutions) and all(
        cells.get(name, "").split() == release.cells[name].source.split() for name in solutions if name in cells
    )


def _cells(content: bytes, name: str) -> dict[str, str] | None:
    """Return the sources of a notebook's cells by grade_id, None if it cannot be read."""
    try:
        cells = read_submission(content, name).cells
    except CourseError:
        return None
    found = ((submitted_id(cell), cell["source"]) for cell in cells)
    return {cell_id: source for cell_id, source in found if cell_id is not None}
