"""Symbolic links in what students hand in: they are not followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.course import CourseError

if TYPE_CHECKING:
    from pathlib import Path


def refuse_links(submitted: Path) -> None:
    """Raise CourseError where the notebook at STUDENT/LESSON/NOTEBOOK lies elsewhere: it could be anybody's."""
    for path in (submitted, submitted.parent, submitted.parent.parent):
        if path.is_symlink():
            raise CourseError(f"{path.name} is a symbolic link, which is not followed")
