"""The course: its folders, its configuration, its log, and nbgrader's converters run in this process."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from grader.core.errors import first_line
from grader.grading import settings as lesson_settings
from grader.grading.errors import CourseError
from grader.grading.texts import typed_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbgrader.api import Gradebook
    from nbgrader.converters.base import BaseConverter
    from nbgrader.coursedir import CourseDirectory

CONFIG = "nbgrader_config.py"
LOG_FILE = ".nbgrader.log"


@dataclass(frozen=True)
class Course:
    """A course is a folder with an nbgrader_config.py, or with `settings` in place of that file."""

    root: Path
    settings: Config | None = field(default=None, compare=False)

    @classmethod
    def find(cls, start: Path | None = None) -> Course:
        """Return the course that contains `start`, by default the working directory. Raises CourseError."""
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if (folder / CONFIG).is_file():
                course = cls(folder)
                course.use()
                return course
        raise CourseError(f"neither this folder nor one above it has an {CONFIG}")

    def use(self) -> None:
        """Use the course's settings of lessons, and find plugins in its folder as nbgrader does. Raises CourseError."""
        if str(self.root) not in sys.path:
            sys.path.append(str(self.root))  # last, so that no file of the course replaces a module
        lesson_settings.use(self.config)

    @cached_property
    def config(self) -> Config:
        """The configuration in nbgrader_config.py. Raises CourseError if it cannot be read."""
        if self.settings is not None:
            return self.settings
        try:
            return PyFileConfigLoader(CONFIG, str(self.root)).load_config()
        except Exception as error:
            raise CourseError(f"{CONFIG} cannot be read: {typed_line(error)}") from error

    def directory(self, **settings: Any) -> CourseDirectory:
        """Return nbgrader's view of the folder, with `settings` of CourseDirectory on top of the course's own."""
        from nbgrader.coursedir import CourseDirectory  # noqa: PLC0415 - nbgrader takes 1.6 s to import

        return CourseDirectory(config=self.config, **settings) if settings else self._directory

    @cached_property
    def _directory(self) -> CourseDirectory:
        """The view without any settings. It is used for the paths of each student."""
        from nbgrader.coursedir import CourseDirectory  # noqa: PLC0415 - nbgrader takes 1.6 s to import

        return CourseDirectory(config=self.config)

    @contextmanager
    def gradebook(self, db_url: str | None = None) -> Iterator[Gradebook]:
        """Open nbgrader's gradebook, or another one, and create it if there is none. Raises CourseError."""
        from grader.grading.gradebook.connect import open_gradebook  # noqa: PLC0415 - nbgrader takes 1.6 s to import

        directory = self.directory()
        url = db_url or directory.db_url
        with self.log(), _clean_environment(), open_gradebook(url, directory.course_id) as gradebook:
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
        """Return the students who have submitted `lesson`: those with a folder of its name in submitted/."""
        return _students(self.submitted(lesson, "*"))

    def graded(self, lesson: str) -> list[str]:
        """Return the students whose submissions of `lesson` were graded: those with a folder for it in autograded/."""
        return _students(self.autograded(lesson, "*"))

    def _place(self, step: str, student: str, lesson: str) -> Path:
        return Path(os.path.normpath(self.directory().format_path(step, student, lesson)))

    def convert(self, kind: type[BaseConverter], directory: CourseDirectory, **settings: Any) -> None:
        """Run one of nbgrader's converters. Its log goes to .nbgrader.log. Raises CourseError with what stopped it."""
        converter = _remembering(kind)(coursedir=directory, config=self.config, **settings)
        with self.log(), _clean_environment():
            try:
                converter.start()
            except Exception as error:  # noqa: BLE001 - any error of a converter fails this conversion only
                cause = converter.failure or error
                is_for_instructors = type(cause).__module__.startswith(("grader.", "nbgrader.converters"))
                raise CourseError(first_line(cause) if is_for_instructors else typed_line(cause)) from cause

    @contextmanager
    def log(self) -> Iterator[None]:
        """Write what nbgrader and this package log, and Python's warnings, to a file instead of the terminal."""
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
            logging.captureWarnings(False)  # noqa: FBT003 - the standard library's signature
            handler.close()


def _students(folders: Path) -> list[str]:
    return sorted(folder.parent.name for folder in folders.parent.parent.glob(f"*/{folders.name}") if folder.is_dir())


def _remembering(kind: type[BaseConverter]) -> type[BaseConverter]:
    """Return a converter that keeps the error that stopped it. nbgrader's own only logs it, and then raises another."""

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
    """Let nbgrader find alembic beside this interpreter, and restore the environment afterwards."""
    before = dict(os.environ)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before.get("PATH", os.defpath)])
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
