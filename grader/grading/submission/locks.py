"""Locks that let one process at a time write to a submission. A lock ends with the process that holds it."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import hashlib
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Self

from grader.grading.course import Course
from grader.grading.errors import NotGradedError
from grader.grading.log import LOG

LOCK_FILE = ".grader.lock"  # in the course's folder; it stays empty
PAUSE = 0.2  # seconds between two tries to get a lock


class SubmissionLocks:
    """Locks on the submissions of one lesson. Each is a lock on one byte of a file, at an offset made from the id.

    One file for the whole course means that no lock file is left for each submission. A process may have one of these
    objects at a time, because closing the file releases all locks that the process holds on it: fcntl(2).
    """

    def __init__(self, course: Course, lesson: str) -> None:
        self._path, self._lesson = course.root / LOCK_FILE, lesson

    def __enter__(self) -> Self:
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o664)
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)

    @contextmanager
    def held(self, student: str) -> Iterator[None]:
        """Hold the lock of a student's submission. Raises NotGradedError if another process holds it."""
        if not self._take(student):
            raise NotGradedError("another process is working on it; run this command again")
        try:
            yield
        finally:
            self._release(student)

    @asynccontextmanager
    async def waited_for(self, student: str) -> AsyncIterator[None]:
        """Wait for the lock of a student's submission, and hold it. Another process may have graded it since."""
        is_logged = False
        while not self._take(student):
            if not is_logged:
                LOG.info("%s: another process is grading this submission; waiting", student)
            is_logged = True
            await asyncio.sleep(PAUSE)
        try:
            yield
        finally:
            self._release(student)

    def _take(self, student: str) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, self._offset(student))
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EAGAIN):
                return False
            LOG.warning("%s cannot be locked, so other processes may write too: %s", self._path, error.strerror)
        return True

    def _release(self, student: str) -> None:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, self._offset(student))
        except OSError as error:
            LOG.warning("%s cannot be unlocked: %s", self._path, error.strerror)

    def _offset(self, student: str) -> int:
        """Return the offset of a student's byte: beyond the file's end, and within the range of off_t."""
        digest = hashlib.blake2b(f"{self._lesson}/{student}".encode("utf-8", "surrogateescape"), digest_size=7)
        return int.from_bytes(digest.digest(), "big")
