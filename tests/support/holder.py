"""Another process that is at a submission."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING

from grader.grading.submission.locks import SubmissionLocks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.process import BaseProcess

    from grader.grading.course import Course


@contextmanager
def held_by_another_process(course: Course, lesson: str, student: str) -> Iterator[BaseProcess]:
    """Let another process hold a submission, and kill it at the end."""
    context = get_context("fork")
    hearing, telling = context.Pipe(duplex=False)

    def hold() -> None:
        with SubmissionLocks(course, lesson) as locks, locks.held(student):
            telling.send("held")
            signal.pause()

    process = context.Process(target=hold)
    process.start()
    try:
        assert hearing.recv() == "held"
        yield process
    finally:
        process.kill()
        process.join()
        hearing.close()
        telling.close()
