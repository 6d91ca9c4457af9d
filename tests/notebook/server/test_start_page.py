"""The start page: it reads the released lessons and the learner's progress, and passes over everything else."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from grader import lessons
from grader.notebook.progress_file import PROGRESS_FILE
from grader.notebook.server.start_page import NO_LESSONS, as_html, lessons_in
from tests.support.classroom import LINE, ROOT, SOCCER, notebook_name

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A folder with all lessons as they are released, in notebooks/."""
    for name in lessons.MODULES:
        file = notebook_name(name)
        (tmp_path / "notebooks" / name).mkdir(parents=True)
        shutil.copy(ROOT / "notebooks" / name / file, tmp_path / "notebooks" / name / file)
    return tmp_path


def keep(course: Path, lesson: str, checks: dict) -> None:
    (course / "notebooks" / lesson / PROGRESS_FILE).write_text(json.dumps({lesson: {"checks": checks}}))


def test_lessons_are_listed_in_order_with_what_they_are_worth(course: Path) -> None:
    listed = lessons_in(course)
    assert [entry.path for entry in listed] == [f"notebooks/{name}/{notebook_name(name)}" for name in lessons.MODULES]
    for entry, name in zip(listed, lessons.MODULES, strict=True):
        lesson = lessons.find(name)
        assert (entry.exercises, entry.points) == (len(lesson.exercises), lesson.points)
        assert entry.title.startswith(f"Lesson {int(name[:2])}: ")
        assert entry.time.endswith("minutes")
        assert (entry.passed, entry.earned) == (0, 0)


def test_lessons_are_found_where_the_server_shows_their_folder_itself(course: Path) -> None:
    assert len(lessons_in(course / "notebooks")) == len(lessons.MODULES)


def test_progress_is_what_the_checks_gave(course: Path) -> None:
    earned = {"data": {"points": 2, "passed": True}, "model": {"points": 1, "passed": False}}
    keep(course, LINE, earned | {"gone": {"points": 9, "passed": True}})
    first, second, *_ = lessons_in(course)
    assert (first.passed, first.earned, second.passed) == (1, 3, 0)
    page = as_html(lessons_in(course), "/hub/sloe/")
    assert f"1 of {first.exercises} exercises passed, 3 of {first.points:g} points" in page
    assert "Go on with lesson 1: " in page
    assert f'href="/hub/sloe/lab/tree/{first.path}"' in page


def test_it_goes_on_with_the_first_lesson_that_is_not_done(course: Path) -> None:
    assert "Begin with lesson 1: " in as_html(lessons_in(course), "/")
    line = lessons.find(LINE)
    keep(course, LINE, {name: {"points": each.points, "passed": True} for name, each in line.exercises.items()})
    assert "Go on with lesson 2: " in as_html(lessons_in(course), "/")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"cells": 3}', b'{"cells": [3]}', b'{"cells": []}'])
def test_what_is_not_a_lesson_is_passed_over(course: Path, content: bytes) -> None:
    (course / "notebooks" / SOCCER / notebook_name(SOCCER)).write_bytes(content)
    (course / "notebooks" / "notes").mkdir()
    (course / "notebooks" / "99_file").write_text("a file")
    (course / "notebooks" / LINE / PROGRESS_FILE).write_bytes(content)
    assert len(lessons_in(course)) == len(lessons.MODULES) - 1


def test_a_folder_without_lessons_says_so(tmp_path: Path) -> None:
    assert NO_LESSONS in as_html(lessons_in(tmp_path), "/")
    assert NO_LESSONS in as_html(lessons_in(tmp_path / "absent"), "/")


def test_a_title_is_text_and_no_markup(course: Path) -> None:
    path = course / "notebooks" / LINE / notebook_name(LINE)
    path.write_text(path.read_text().replace("# Lesson 1: ", "# Lesson 1: <script>alert(1)</script> "))
    page = as_html(lessons_in(course), "/")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
