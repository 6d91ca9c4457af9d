"""A course whose gradebook knows the first lesson: made once, since nbgrader takes seconds to make one, and copied."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from grader.grading.course import Course
from tests.grading.report.made import released
from tests.support.classroom import make_course

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = make_course(tmp_path_factory.mktemp("release"))
    released(course)
    return course


@pytest.fixture
def course(release: Course, tmp_path: Path) -> Course:
    """Nobody has handed anything in."""
    shutil.copytree(release.root, tmp_path, dirs_exist_ok=True)
    return Course(tmp_path)
