"""One writer to a submission at a time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from grader.grading.course import Course
from grader.grading.errors import NotGradedError
from grader.grading.submission.locks import LOCK_FILE, SubmissionLocks
from tests.support.classroom import LINE, SOCCER
from tests.support.holder import held_by_another_process

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path)


def test_submission_that_another_process_holds_is_refused(course: Course) -> None:
    with held_by_another_process(course, LINE, "hazel"), SubmissionLocks(course, LINE) as locks:
        with (
            pytest.raises(NotGradedError, match="^another process is working on it; run this command again$"),
            locks.held("hazel"),
        ):
            pass
        with pytest.raises(NotGradedError), locks.held("hazel"):  # refused twice, so not given up by the refusal
            pass


@pytest.mark.parametrize(("lesson", "student"), [(LINE, "rowan"), (SOCCER, "hazel"), (LINE, "hazel2")])
def test_others_are_free(course: Course, lesson: str, student: str) -> None:
    with held_by_another_process(course, LINE, "hazel"), SubmissionLocks(course, lesson) as locks, locks.held(student):
        pass


def test_ends_with_its_process_however_that_ends(course: Course) -> None:
    with held_by_another_process(course, LINE, "hazel") as process:
        process.kill()
        process.join()
        with SubmissionLocks(course, LINE) as locks, locks.held("hazel"):
            pass


def test_given_up_is_free_for_others(course: Course) -> None:
    with SubmissionLocks(course, LINE) as locks:
        with locks.held("hazel"):
            pass
        with held_by_another_process(course, LINE, "hazel"):
            pass


def test_waiting_ends_when_the_other_does(course: Course) -> None:
    async def ended() -> list[bool]:
        found = []
        with SubmissionLocks(course, LINE) as locks:
            asyncio.get_running_loop().call_later(0.5, process.kill)
            for student in ("rowan", "hazel"):
                async with locks.waited_for(student):
                    found.append(not process.is_alive())
        return found

    with held_by_another_process(course, LINE, "hazel") as process:
        assert asyncio.run(ended()) == [False, True]


def test_file_stays_empty(course: Course) -> None:
    with SubmissionLocks(course, LINE) as locks, locks.held("hazel"), locks.held("學生"):
        assert (course.root / LOCK_FILE).stat().st_size == 0
