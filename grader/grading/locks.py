"""One writer to a submission at a time: a lock that ends with the process that holds it, however that ends."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import hashlib
import logging
import os
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Self

from grader.grading.notebook_verdicts import NotGradedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from grader.grading.course import Course

LOG = logging.getLogger("traitlets")
LOCK_FILE = ".grader.lock"  # in the course's folder; it stays empty
PAUSE = 0.2  # seconds between two looks at a lock that somebody else has


class SubmissionLocks:
    """Locks on the submissions of one lesson: each is one byte of a file, at a place that its student's id gives.

    A process may have one of these at a time, since whoever closes the file gives all of its locks up: fcntl(2).
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
        """Hold a student's submission. Raises NotGradedError where another process does."""
        if not self._take(student):
            raise NotGradedError("another process is at it; run this again")
        try:
            yield
        finally:
            self._give_up(student)

    @asynccontextmanager
    async def waited_for(self, student: str) -> AsyncIterator[bool]:
        """Hold a student's submission once nobody else does; tells whether that took waiting."""
        waited = False
        while not self._take(student):
            if not waited:
                LOG.info("%s: another process is at it; waiting", student)
            waited = True
            await asyncio.sleep(PAUSE)
        try:
            yield waited
        finally:
            self._give_up(student)

    def _take(self, student: str) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, self._place(student))
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EAGAIN):
                return False
            LOG.warning("%s cannot be locked, so nobody keeps others away: %s", self._path, error.strerror)
        return True

    def _give_up(self, student: str) -> None:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, self._place(student))
        except OSError as error:
            LOG.warning("%s cannot be unlocked: %s", self._path, error.strerror)

    def _place(self, student: str) -> int:
        """Return a byte's place, far beyond the file's end, in the range of off_t."""
        digest = hashlib.blake2b(f"{self._lesson}/{student}".encode("utf-8", "surrogateescape"), digest_size=7)
        return int.from_bytes(digest.digest(), "big")
