"""The folder that a submission is graded into, and the reason beside it where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.grading.course import CONFIG, Course
from grader.grading.gradebook import not_graded
from grader.grading.submission.submission_folder import AutogradedFolder
from tests.support.classroom import LINE, hand_in, make_course

if TYPE_CHECKING:
    from pathlib import Path


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


@pytest.mark.parametrize(
    ("said", "utc"),
    [
        ("2030-07-01 12:00:30.250000 CEST", "2030-07-01 10:00"),
        ("2030-12-01 12:00:30.250000 CET", "2030-12-01 11:00"),
        ("2030-07-01 12:00:00 UTC", "2030-07-01 12:00"),
        ("2030-07-01 12:00:00", "2030-07-01 12:00"),
        ("2030-07-01T12:00:00+02:00", "2030-07-01 10:00"),
        ("2030-07-01 12:00:00 XYZT", "2030-07-01 12:00"),
        ("last night", None),
        ("", None),
    ],
)
def test_time_stamp_is_read_in_its_zone(course: Course, said: str, utc: str | None) -> None:
    """The exchange writes abbreviations of the course's zone, and nbgrader takes most of them for UTC."""
    with (course.root / CONFIG).open("a") as file:
        file.write('\nc.Exchange.timezone = "Europe/Berlin"\n')
    submitted = hand_in(course, LINE, "hazel", "{}")
    (submitted.parent / "timestamp.txt").write_text(said)
    time = AutogradedFolder(Course(course.root), LINE, "hazel", Course(course.root).config).timestamp()
    assert (None if time is None else time.isoformat(" ", "minutes")) == utc
