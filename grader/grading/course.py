"""Where the course is, and nbgrader's converters run in this process with the course's own configuration."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.core.errors import first_line
from grader.grading.error_text import typed_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbgrader.api import Gradebook
    from nbgrader.converters.base import BaseConverter
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

CONFIG = "nbgrader_config.py"
LOG_FILE = ".nbgrader.log"


class CourseError(Exception):
    """Something about the course, or asked of it, is not right; one line says what."""


class GradebookGoneError(Exception):
    """The gradebook cannot be written to any longer. One line says which, and what to do."""


@dataclass(frozen=True)
class Course:
    """A course is a folder with an nbgrader_config.py."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Course:
        """Return the course that `start`, or the working directory, lies in. Raises CourseError."""
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if (folder / CONFIG).is_file():
                return cls(folder)
        raise CourseError(f"neither this folder nor one above it has an {CONFIG}")

    @cached_property
    def config(self) -> Config:
        """What nbgrader_config.py says."""
        from traitlets.config import PyFileConfigLoader  # noqa: PLC0415 - it takes a while to import

        return PyFileConfigLoader(CONFIG, str(self.root)).load_config()

    def directory(self, **settings: Any) -> CourseDirectory:
        """Return nbgrader's view of the folder, with `settings` of CourseDirectory on top of the course's own."""
        from nbgrader.coursedir import CourseDirectory  # noqa: PLC0415 - as above

        return CourseDirectory(config=self.config, **settings) if settings else self._directory

    @cached_property
    def _directory(self) -> CourseDirectory:
        """The view without any settings, which is asked for the places of each student."""
        from nbgrader.coursedir import CourseDirectory  # noqa: PLC0415 - as above

        return CourseDirectory(config=self.config)

    @contextmanager
    def gradebook(self) -> Iterator[Gradebook]:
        """Open nbgrader's gradebook, made at its first use. Raises CourseError where it cannot be had."""
        from grader.grading.gradebook.connect import open_gradebook  # noqa: PLC0415 - as above

        directory = self.directory()
        with self.log(), _clean_environment(), open_gradebook(directory.db_url, directory.course_id) as gradebook:
            yield gradebook

    def source(self, lesson: str) -> Path:
        return self._place(self.directory().source_directory, ".", lesson)

    def release(self, lesson: str) -> Path:
        return self._place(self.directory().release_directory, ".", lesson)

    def submitted(self, lesson: str, student: str) -> Path:
        return self._place(self.directory().submitted_directory, student, lesson)

    def autograded(self, lesson: str, student: str) -> Path:
        return self._place(self.directory().autograded_directory, student, lesson)

    def feedback(self, lesson: str, student: str) -> Path:
        return self._place(self.directory().feedback_directory, student, lesson)

    def handed_in(self, lesson: str) -> list[str]:
        """Return who has submitted `lesson`: those with a folder of its name in submitted/."""
        return _students(self.submitted(lesson, "*"))

    def graded(self, lesson: str) -> list[str]:
        """Return whose submissions of `lesson` have been graded: those with a folder for them in autograded/."""
        return _students(self.autograded(lesson, "*"))

    def _place(self, step: str, student: str, lesson: str) -> Path:
        return Path(os.path.normpath(self.directory().format_path(step, student, lesson)))

    def convert(self, kind: type[BaseConverter], directory: CourseDirectory, **settings: Any) -> None:
        """Run one of nbgrader's converters; its log goes to .nbgrader.log. Raises CourseError with its own reason."""
        converter = _remembering(kind)(coursedir=directory, config=self.config, **settings)
        with self.log(), _clean_environment():
            try:
                converter.start()
            except Exception as error:  # noqa: BLE001 - whatever stops a converter fails this conversion only
                cause = converter.failure or error
                raise CourseError(_one_line(cause)) from cause

    @contextmanager
    def log(self) -> Iterator[None]:
        """Send what nbgrader logs, and Python's warnings with it, to a file instead of the terminal."""
        handler = logging.FileHandler(self.root / LOG_FILE, encoding="utf-8", errors="backslashreplace")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        loggers = [logging.getLogger(name) for name in ("traitlets", "py.warnings")]
        levels = [logger.level for logger in loggers]
        logging.captureWarnings(True)  # noqa: FBT003 - the standard library's signature
        for logger in loggers:
            logger.addHandler(handler)
            logger.setLevel(logging.INFO)
        try:
            yield
        finally:
            for logger, level in zip(loggers, levels, strict=True):
                logger.removeHandler(handler)
                logger.setLevel(level)
            logging.captureWarnings(False)  # noqa: FBT003 - as above
            handler.close()


def _students(folders: Path) -> list[str]:
    return sorted(folder.parent.name for folder in folders.parent.parent.glob(f"*/{folders.name}") if folder.is_dir())


def printable(name: str) -> str:
    """Return the name of a folder, which need not be UTF-8, as text that can be written."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _remembering(kind: type[BaseConverter]) -> type[BaseConverter]:
    """Return a converter that remembers what stopped it: nbgrader's own only logs that, and reports that it did."""

    class Remembering(kind):
        failure: Exception | None = None

        def init_assignment(self, assignment_id: str, student_id: str) -> None:
            with self._remembered():
                super().init_assignment(assignment_id, student_id)

        def convert_single_notebook(self, notebook_filename: str) -> None:
            with self._remembered():
                super().convert_single_notebook(notebook_filename)

        @contextmanager
        def _remembered(self) -> Iterator[None]:
            try:
                yield
            except Exception as error:
                self.failure = error
                raise

    return Remembering


@contextmanager
def _clean_environment() -> Iterator[None]:
    """Let nbgrader find alembic beside this interpreter, and undo what it leaves behind when a conversion fails."""
    before = dict(os.environ)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before.get("PATH", os.defpath)])
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _one_line(error: BaseException) -> str:
    """Return one line about an error. The class is named unless the message was written for instructors."""
    is_for_instructors = type(error).__module__.startswith(("grader.", "nbgrader.converters"))
    return first_line(error) if is_for_instructors else typed_line(error)
