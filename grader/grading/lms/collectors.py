"""Collectors for `nbgrader zip_collect`, by the names that Canvas and Moodle give downloaded files.

    mkdir -p downloaded/01_linear_regression/archive     and the downloaded zip file into it
    nbgrader zip_collect 01_linear_regression --collector=grader.grading.lms.collectors.Canvas
    nbgrader zip_collect 01_linear_regression --collector=grader.grading.lms.collectors.Moodle

Whose a file is, the gradebook says where it can: by the number that the other system has for a student, or by name.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.api import Gradebook, Student
from nbgrader.plugins import FileNameCollectorPlugin
from traitlets import Unicode

# A browser, or Canvas for a second attempt, puts a number behind the name: lines (1).ipynb, lines-2.ipynb.
FILE = r"(?P<file_id>[^/]+?)(?P<again>-\d+| ?\(\d+\))?(?P<ext>\.\w+)$"


class Known(NamedTuple):
    """A student as the gradebook has one."""

    id: str
    first_name: str | None
    last_name: str | None
    lms_user_id: str | None


class FromDownload(FileNameCollectorPlugin):
    """Finds out the student of each file, and which of several files of the same name counts: the last one."""

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Return student_id and file_id, or None for a file to skip: no notebook, not of this name, or replaced."""
        path = Path(submitted_file)
        if path.suffix not in self.valid_ext or "__MACOSX" in path.parts:
            return None
        found = self._found(path)
        if found is None:
            self.log.warning("Not named as %s names files: %s", type(self).__name__, path.name)
            return None
        if self._rank(found) < max(self._ranks(path.suffix)[found["student_id"], found["file_id"]]):
            self.log.warning("Replaced by a later file of the same student: %s", path)
            return None
        return {"student_id": found["student_id"], "file_id": found["file_id"] + found["ext"]}

    def _found(self, path: Path) -> dict[str, Any] | None:
        match = re.search(self.named_regexp, path.as_posix())
        if match is None:
            return None
        found = match.groupdict()
        return found | {"student_id": self.student(found), "path": path.as_posix()}

    def student(self, found: dict[str, Any]) -> str:
        """Return the student's id in the gradebook, or the id that the student gets there."""
        raise NotImplementedError

    def _rank(self, found: dict[str, Any]) -> tuple[int, int, str]:
        """Order the files of one student and name: by the other system's number, and a plain name before a copy."""
        again = re.sub(r"\D", "", found["again"] or "")
        return int(found.get("upload") or 0), int(again or 0), found["path"]

    @functools.cache  # noqa: B019 - a collector lives as long as the command
    def _ranks(self, suffix: str) -> dict[tuple[str, str], list[tuple[int, int, str]]]:
        """Return the ranks of all files that were extracted, by student and name."""
        ranks: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
        for path in self._extracted().rglob(f"*{suffix}"):
            found = None if "__MACOSX" in path.parts else self._found(path)
            if found is not None:
                ranks.setdefault((found["student_id"], found["file_id"]), []).append(self._rank(found))
        return ranks

    def _extracted(self) -> Path:
        return Path(self.parent._format_collect_path(self.parent.extracted_directory))  # noqa: SLF001 - no public way

    @functools.cached_property
    def _students(self) -> list[Known]:
        columns = Student.id, Student.first_name, Student.last_name, Student.lms_user_id
        with Gradebook(self.parent.coursedir.db_url, self.parent.coursedir.course_id) as gradebook:
            return [Known(*row) for row in gradebook.db.query(*columns)]


class Canvas(FromDownload):
    """NAME_USER_UPLOAD_FILE, or NAME_LATE_USER_UPLOAD_FILE, where USER and UPLOAD are Canvas's own numbers.

    A zip file that a student has uploaded is a folder of this name once it is extracted.
    A student whose `lms_user_id` in the gradebook is USER keeps the id there; another one gets USER for an id.

    Names: https://github.com/instructure/canvas-lms/blob/master/lib/content_zipper.rb
    """

    named_regexp = Unicode(
        rf"/(?:(?P<name>[^/]*?)_)?(?P<user>\d+|anon_[A-Za-z0-9]+)_(?P<upload>\d+)_(?:[^/]+/(?:[^/]+/)*)?{FILE}"
    ).tag(config=True)

    def student(self, found: dict[str, Any]) -> str:
        """Look for Canvas's number."""
        known = [student.id for student in self._students if student.lms_user_id == found["user"]]
        return known[0] if len(known) == 1 else found["user"]


class Moodle(FromDownload):
    """NAME_PARTICIPANT_assignsubmission_file/FILE, or with `_` for `/`, where all files are in one folder.

    PARTICIPANT is another number in each assignment, so a student is found by NAME: the one student of the gradebook
    with this first and last name, in either order, or with this id; else the id is made of the name. Students of one
    name get PARTICIPANT behind it: put the ids from the gradebook for their names in the zip file, and collect again.

    Names: https://github.com/moodle/moodle/blob/main/mod/assign/classes/downloader.php
    """

    named_regexp = Unicode(
        rf"/(?P<name>[^/]+?)_(?P<participant>\d+)_assignsubmission_file(?:_?/(?:[^/]+/)*|_){FILE}"
    ).tag(config=True)

    def student(self, found: dict[str, Any]) -> str:
        """Look for the name, or for the id in its place."""
        wanted = _plain(found["name"])
        known = [student.id for student in self._students if wanted in _names(student)]
        if len(known) > 1 or len(self._participants[wanted]) > 1:
            return f"{wanted} {found['participant']}".replace(" ", "_")
        return known[0] if known else wanted.replace(" ", "_")

    @functools.cached_property
    def _participants(self) -> dict[str, set[str]]:
        """The numbers that stand behind each name."""
        numbers: dict[str, set[str]] = defaultdict(set)
        for path in self._extracted().rglob("*"):
            match = re.search(self.named_regexp, path.as_posix())
            if match is not None:
                numbers[_plain(match["name"])].add(match["participant"])
        return numbers


def _names(student: Known) -> set[str]:
    first, last = _plain(student.first_name or ""), _plain(student.last_name or "")
    return {f"{first} {last}".strip(), f"{last} {first}".strip(), _plain(student.id)} - {""}


def _plain(name: str) -> str:
    """Return a name in lower case, with words of letters, digits, dots and hyphens only."""
    words = re.findall(r"[\w.@-]+", unicodedata.normalize("NFC", name).replace("_", " ").casefold())
    return " ".join(word for word in words if word.strip("."))
