"""What all collectors share: the files of a download, whose each one is, and which of several counts."""

from __future__ import annotations

import datetime as dt
import functools
import re
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import FileNameCollectorPlugin

from grader.grading.lms.known_students import KnownStudents, students_in, tables_in
from grader.grading.times import zone_of


class FromDownload(FileNameCollectorPlugin):
    """Finds the students of each file. Of several files with the same name, the last one counts."""

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Return student_id and file_id. None for a file to skip: not a notebook, not named like this, or replaced."""
        path = Path(submitted_file)
        if not self._is_notebook(path):
            return None
        found = self._found(path)
        if found is None:
            self.log.warning("The name is not one that %s gives to files: %s", type(self).__name__, path.name)
            return None
        student, *others = found["students"]
        if self._rank(found) < max(self._ranks[student, found["file_id"]]):
            self.log.warning("Replaced by a later file of the same student: %s", path)
            return None
        if others:
            self.log.warning("%s is handed in by a group, also for: %s", path.name, ", ".join(others))
        when = self.handed_in(found)
        told = {} if when is None else {"timestamp": when.isoformat(" ")}
        return {"student_id": student, "file_id": found["file_id"] + found["ext"], **told}

    def everybody(self, submitted_file: str) -> list[str]:
        """Return the students who have handed in a file: the members of a group, if it is a group's."""
        found = self._found(Path(submitted_file))
        return [] if found is None else found["students"]

    def is_known(self, student: str) -> bool:
        """Tell whether the gradebook has this student. An id that was made from the name of a file is new."""
        return self.known.by_key(student) == student

    def students(self, found: dict[str, Any]) -> list[str]:
        """Return the ids of the students in the gradebook, or an id that a new student gets there."""
        raise NotImplementedError

    def handed_in(self, found: dict[str, Any]) -> dt.datetime | None:
        """Return when a file was handed in, in UTC and without a zone. None if the other system does not say."""
        return None

    def _is_notebook(self, path: Path) -> bool:
        """Tell whether a file is a notebook by its name, which may have got a further suffix: lines.ipynb.txt."""
        return self.is_visible(path) and any(suffix in self.valid_ext for suffix in path.suffixes[-2:])

    def is_visible(self, path: Path) -> bool:
        """Tell whether a person put this file there, and not Git, Jupyter or a Mac. A link is not a file."""
        parts = path.relative_to(self.folder).parts
        return not path.is_symlink() and not any(part.startswith((".", "__MACOSX")) for part in parts)

    @functools.cached_property
    def _regexp(self) -> re.Pattern[str]:
        return re.compile(self.named_regexp)

    def _found(self, path: Path) -> dict[str, Any] | None:
        match = self._regexp.search(path.as_posix(), len(self.folder.as_posix()))
        if match is None:
            return None
        found = match.groupdict() | {"path": path.as_posix()}
        return found | {"students": self.students(found)}

    def _rank(self, found: dict[str, Any]) -> tuple[Any, ...]:
        """Return a sort key for files of one student and name: time, the other system's number, the copy's number."""
        again = re.sub(r"\D", "", found["again"] or "")
        when = self.time_in_name(found)
        return "" if when is None else when.isoformat(), int(found.get("upload") or 0), int(again or 0), found["path"]

    def time_in_name(self, found: dict[str, Any]) -> dt.datetime | None:
        """Return the time that the name of a file says, in UTC and without a zone."""
        return None

    @functools.cached_property
    def _ranks(self) -> dict[tuple[str, str], list[tuple[Any, ...]]]:
        """The ranks of all files that were extracted, by student and name."""
        ranks: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
        for path in self.folder.rglob("*"):
            found = self._found(path) if path.is_file() and self._is_notebook(path) else None
            if found is None:
                continue
            for student in found["students"]:
                ranks.setdefault((student, found["file_id"]), []).append(self._rank(found))
        return ranks

    @functools.cached_property
    def folder(self) -> Path:
        """The folder with what was extracted."""
        return Path(self.parent._format_collect_path(self.parent.extracted_directory))  # noqa: SLF001 - no public way

    @functools.cached_property
    def zone(self) -> dt.tzinfo:
        """The zone of the course, for times that come without one."""
        return zone_of(self.config)

    @functools.cached_property
    def known(self) -> KnownStudents:
        """The students of the gradebook, and what the CSV files beside the submissions say."""
        course = self.parent.coursedir
        return KnownStudents(students_in(course.db_url, course.course_id), tables_in(self.folder))

    @functools.cached_property
    def due(self) -> dt.datetime | None:
        """The due date of the assignment in the gradebook, None if it has none."""
        with Gradebook(self.parent.coursedir.db_url, self.parent.coursedir.course_id) as gradebook:
            try:
                return gradebook.find_assignment(self.parent.coursedir.assignment_id).duedate
            except MissingEntry:
                return None
