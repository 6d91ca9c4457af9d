"""The folder that a submission is graded into, and the reason beside it where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.grading import not_graded
from grader.grading.submission_folder import AutogradedFolder
from tests.support.classroom import LINE, hand_in, make_course

if TYPE_CHECKING:
    from pathlib import Path

    from grader.grading.course import Course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path)


@pytest.fixture
def folder(course: Course) -> AutogradedFolder:
    hand_in(course, LINE, "hazel", "{}")
    return AutogradedFolder(course, LINE, "hazel", course.config)


def test_refused_submission_leaves_its_reason_and_no_folder(course: Course, folder: AutogradedFolder) -> None:
    folder.begin()
    folder.refuse("it is not a notebook")
    assert not course.autograded(LINE, "hazel").exists()
    assert not_graded.read(course.autograded(LINE, "hazel")) == "it is not a notebook"


def test_reason_goes_when_the_submission_is_graded_again(course: Course, folder: AutogradedFolder) -> None:
    folder.refuse("it is not a notebook")
    folder.clear()
    assert not_graded.read(course.autograded(LINE, "hazel")) is None


def test_reason_that_cannot_be_kept_stops_nobody(course: Course, folder: AutogradedFolder) -> None:
    students = course.autograded(LINE, "hazel").parent.parent
    students.write_text("no folder")
    folder.refuse("it is not a notebook")
    assert not_graded.read(course.autograded(LINE, "hazel")) is None
    assert students.read_text() == "no folder"
