"""Anything but a plain file is refused before it is opened."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from grader.grading.errors import CourseError
from grader.grading.notebook_files import submitted_file
from grader.grading.notebook_files.submitted_file import fingerprint_of, read_submitted

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "student" / "lesson"
    folder.mkdir(parents=True)
    return folder / "notebook.ipynb"


def test_plain_file(path: Path) -> None:
    path.write_bytes(b"")
    assert fingerprint_of(read_submitted(path)) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("target", ["/dev/zero", "nowhere", "notebook.ipynb", "other.ipynb"])
def test_link(path: Path, target: str) -> None:
    (path.parent / "other.ipynb").write_text("{}")
    path.symlink_to(target)
    with pytest.raises(CourseError, match="notebook.ipynb is a symbolic link, which is not followed"):
        read_submitted(path)


def test_folder_that_is_a_link(path: Path) -> None:
    path.write_text("{}")
    path.parents[1].with_name("other").symlink_to(path.parents[1])
    with pytest.raises(CourseError, match="other is a symbolic link"):
        read_submitted(path.parents[2] / "other" / "lesson" / path.name)


def test_pipe(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(CourseError, match="is not a file but a folder, a pipe or a device"):
        read_submitted(path)


def test_size(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submitted_file, "MAX_NOTEBOOK_BYTES", 10)
    path.write_bytes(bytes(50))
    with pytest.raises(CourseError, match="has 50 bytes, more than 10"):
        read_submitted(path)


@pytest.mark.parametrize(("others", "told"), [([], "nothing"), (["mine.ipynb", "data.csv"], "data.csv, mine.ipynb")])
def test_nothing_there(path: Path, others: list[str], told: str) -> None:
    for name in others:
        (path.parent / name).touch()
    with pytest.raises(CourseError, match=f"there is no notebook.ipynb in the submission, only: {told}"):
        read_submitted(path)
