"""Let `nbgrader autograde` read submissions like `grader autograde`, whatever program wrote the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.converters.base import NbGraderException

from grader.grading.challenge_key import challenge_key
from grader.grading.errors import CourseError
from grader.grading.notebook_files.reading import read_submission
from grader.grading.notebook_files.submitted_file import read_submitted
from grader.lessons import MODULES


class SubmissionExporter(NotebookExporter):
    """nbgrader's way from a file to a notebook, extended to byte order marks, UTF-16 and older formats."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        """Raise NbGraderException if the course's challenge key cannot be used, before anything is changed."""
        super().__init__(*arguments, **settings)
        coursedir = getattr(self.parent, "coursedir", None)
        if coursedir is None or coursedir.assignment_id not in MODULES:
            return
        try:
            challenge_key(self.config)
        except CourseError as error:
            self.log.error(str(error))  # noqa: TRY400 - nbgrader logs one line like this and exits with status 1
            raise NbGraderException(str(error)) from error

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **settings: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Convert a notebook file. Raises CourseError if it cannot be read, in one line."""
        path = Path(filename)
        about, resources = resources or {}, ResourcesDict()
        resources.update(about)
        resources["metadata"] = ResourcesDict()
        resources["metadata"].update(about.get("metadata") or {}, name=path.stem, path=str(path.parent))
        sanitizing = getattr(self.parent, "_sanitizing", False)  # otherwise the file is nbgrader's own
        content = read_submitted(path) if sanitizing else path.read_bytes()
        return self.from_notebook_node(read_submission(content, path.name), resources=resources, **settings)
