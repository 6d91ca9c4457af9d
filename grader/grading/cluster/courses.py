"""What a course brings to a worker: its own lessons and its settings. A process has those of one course at a time."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import lessons

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from grader.grading.cluster.wire import Assignment, Files


class Courses:
    """Lets submissions of one course run at once. Those of another course wait, because lessons belong to a process.

    Two runs of the same course do not wait for each other. All calls are made in one thread.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()  # first come, first served, so every course has its turn
        self._ended = asyncio.Condition()
        self._running = 0
        self._current: tuple[Files, Any] = ((), None)
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    @asynccontextmanager
    async def turn_of(self, assignment: Assignment) -> AsyncIterator[None]:
        """Wait until the lessons of this process can be those of the assignment's course."""
        wanted = (assignment.modules, assignment.config.get("LessonSettings"))
        async with self._turn, self._ended:
            await self._ended.wait_for(lambda: self._running == 0 or wanted == self._current)
            if wanted[0] != self._current[0] or lessons.own_folder() != self._own():
                self._use(wanted[0])
            self._current = wanted
            self._running += 1
        try:
            yield
        finally:
            async with self._ended:
                self._running -= 1
                self._ended.notify_all()

    def _own(self) -> Path | None:
        return None if self._folder is None else Path(self._folder.name)

    def _use(self, modules: Files) -> None:
        """Take over the lessons of a course in place of those of the course before."""
        from grader.grading.cluster import wire  # noqa: PLC0415 - imports torch and nbgrader, seconds
        from grader.sandbox.forkserver import close_fork_servers  # noqa: PLC0415 - a scheduler has no use for it

        before, self._folder = self._folder, None
        if modules:
            self._folder = tempfile.TemporaryDirectory(prefix="lessons-")
            wire.write_files(modules, Path(self._folder.name))
            for path in (Path(self._folder.name), *Path(self._folder.name).rglob("*")):
                path.chmod(0o755)  # kernels read them as another user
        lessons.use_folder(self._own())
        close_fork_servers()  # they show their kernels the folder of before
        if before is not None:
            before.cleanup()


COURSES = Courses()
