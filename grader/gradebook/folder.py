"""The folders of one submission: what was handed in, and what is written of its grading."""

from __future__ import annotations

import logging
import shutil
from typing import TYPE_CHECKING, Any

import nbformat
from nbgrader.utils import parse_utc

from grader.gradebook import reasons
from grader.gradebook.files import replace
from grader.gradebook.pipeline import read_submission
from grader.gradebook.submitted_file import fingerprint
from grader.kernel.limits import Sandbox
from grader.kernel.submitted import copy_extra_files

if TYPE_CHECKING:
    import datetime as dt

    from nbformat import NotebookNode
    from traitlets.config import Config

    from grader.course import Course
    from grader.exercise import Lesson

LOG = logging.getLogger("traitlets")
LONGEST_TIMESTAMP = 100


class AutogradedFolder:
    """Reads submitted/STUDENT/LESSON/ and writes autograded/STUDENT/LESSON/, where nbgrader would."""

    def __init__(self, course: Course, lesson: Lesson, student: str, config: Config) -> None:
        self._course, self._lesson, self._student = course, lesson, student
        self._name = f"{lesson.notebook}.ipynb"
        self._from = course.submitted(lesson.name, student)
        self._to = course.autograded(lesson.name, student)
        self._most = Sandbox(config=config).limits().disk

    def timestamp(self) -> dt.datetime | None:
        """Return when it was handed in, as timestamp.txt says; None where that is not there or no time."""
        path = self._from / "timestamp.txt"
        try:
            if path.is_symlink() or not path.is_file():
                return None
            with path.open(encoding="utf-8") as file:
                return parse_utc(file.read(LONGEST_TIMESTAMP).strip())
        except (OSError, ValueError, OverflowError) as error:
            LOG.warning("%s: timestamp.txt is no time: %s", self._student, error)
            return None

    def read(self) -> tuple[NotebookNode, str]:
        """Return the submitted notebook and its fingerprint. Raises CourseError."""
        submitted = self._from / self._name
        known = fingerprint(submitted)
        return read_submission(submitted), known

    def clear(self) -> None:
        """Remove what an earlier grading left: it would be an earlier submission's."""
        shutil.rmtree(self._to, ignore_errors=True)
        reasons.forget(self._to)

    def refuse(self, reason: str) -> None:
        """Leave nothing but the one line that says why this submission is not graded."""
        self.clear()
        try:
            reasons.keep(self._to, reason)
        except OSError as error:  # the others of the class are graded all the same
            LOG.warning("%s: the reason is not kept: %s", self._student, error)

    def copy_files(self) -> None:
        """Copy the files that came with the notebook, and the lesson's own over them."""
        self._to.mkdir(parents=True, exist_ok=True)
        for source in (self._from, self._course.source(self._lesson.name)):
            left_out = copy_extra_files(source, self._to, self._most)
            if left_out:
                LOG.warning("%s: left out, as no plain file or too large: %s", self._student, ", ".join(left_out[:20]))

    def resources(self, fingerprint: str) -> dict[str, Any]:
        """Return what nbgrader's preprocessors are told about the submission."""
        return {
            "unique_key": self._lesson.notebook,
            "output_files_dir": f"{self._lesson.notebook}_files",
            "metadata": {"path": str(self._to)},
            "nbgrader": {
                "student": self._student,
                "assignment": self._lesson.name,
                "notebook": self._lesson.notebook,
                "db_url": self._course.directory().db_url,
                "fingerprint": fingerprint,
            },
        }

    def write_notebook(self, notebook: NotebookNode) -> None:
        replace(self._to / self._name, nbformat.writes(notebook).encode())

    def write_outputs(self, resources: dict[str, Any]) -> None:
        """Write what preprocessors have made beside the notebook."""
        for name, content in resources.get("outputs", {}).items():
            replace(self._to / name, content)
