"""Collectors for `nbgrader zip_collect` that understand the file names in downloads from Canvas and Moodle.

    mkdir -p downloaded/01_linear_regression/archive     (then put the downloaded zip file into it)
    nbgrader zip_collect 01_linear_regression --collector=grader.grading.lms.collectors.Canvas
    nbgrader zip_collect 01_linear_regression --collector=grader.grading.lms.collectors.Moodle

A file's student is looked up in the gradebook, by the number that the other system uses or by name. A late mark and a
time of handing in become the submission's timestamp.txt, which nbgrader compares with the due date.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.api import Gradebook, MissingEntry, Student
from nbgrader.plugins import FileNameCollectorPlugin
from traitlets import Unicode

from grader.grading.lms.moodle_times import times_in
from grader.grading.times import zone_of

LEAST_LATE = dt.timedelta(seconds=1)
# A browser, or Canvas for a second attempt, adds a number to the name: lines (1).ipynb, lines-2.ipynb.
FILE_PATTERN = r"(?P<file_id>[^/]+?)(?P<again>-\d+| ?\(\d+\))?(?P<ext>\.\w+)$"


class Known(NamedTuple):
    """A student in the gradebook."""

    id: str
    first_name: str | None
    last_name: str | None
    lms_user_id: str | None


class FromDownload(FileNameCollectorPlugin):
    """Finds the student of each file. Of several files with the same name, the last one counts."""

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Return student_id and file_id. None for a file to skip: not a notebook, not named like this, or replaced."""
        path = Path(submitted_file)
        if path.suffix not in self.valid_ext or "__MACOSX" in path.parts:
            return None
        found = self._found(path)
        if found is None:
            self.log.warning("The name is not one that %s gives to files: %s", type(self).__name__, path.name)
            return None
        if self._rank(found) < max(self._ranks(path.suffix)[found["student_id"], found["file_id"]]):
            self.log.warning("Replaced by a later file of the same student: %s", path)
            return None
        when = self.handed_in(found)
        told = {} if when is None else {"timestamp": when.isoformat(" ")}
        return {"student_id": found["student_id"], "file_id": found["file_id"] + found["ext"], **told}

    def _found(self, path: Path) -> dict[str, Any] | None:
        match = re.search(self.named_regexp, path.as_posix())
        if match is None:
            return None
        found = match.groupdict()
        return found | {"student_id": self.student(found), "path": path.as_posix()}

    def student(self, found: dict[str, Any]) -> str:
        """Return the student's id in the gradebook, or the id that the student gets there."""
        raise NotImplementedError

    def handed_in(self, found: dict[str, Any]) -> dt.datetime | None:
        """Return when a file was handed in, in UTC and without a zone. None if the other system does not say."""
        return None

    def _rank(self, found: dict[str, Any]) -> tuple[int, int, str]:
        """Return a sort key for files of one student and name: the other system's number, then the copy's number."""
        again = re.sub(r"\D", "", found["again"] or "")
        return int(found.get("upload") or 0), int(again or 0), found["path"]

    @functools.cache  # noqa: B019 - a collector lives as long as the command, so the cache keeps nothing alive
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
    def due(self) -> dt.datetime | None:
        """The due date of the assignment in the gradebook, None if it has none."""
        with Gradebook(self.parent.coursedir.db_url, self.parent.coursedir.course_id) as gradebook:
            try:
                return gradebook.find_assignment(self.parent.coursedir.assignment_id).duedate
            except MissingEntry:
                return None

    @functools.cached_property
    def _students(self) -> list[Known]:
        columns = Student.id, Student.first_name, Student.last_name, Student.lms_user_id
        with Gradebook(self.parent.coursedir.db_url, self.parent.coursedir.course_id) as gradebook:
            return [Known(*row) for row in gradebook.db.query(*columns)]


class Canvas(FromDownload):
    """NAME_USER_UPLOAD_FILE, or NAME_LATE_USER_UPLOAD_FILE, where USER and UPLOAD are Canvas's own numbers.

    When a student uploads a zip file, it is extracted to a folder with this name.
    If a student in the gradebook has USER as `lms_user_id`, that student's id is used, otherwise USER becomes the id.

    LATE comes without a time. Such a file counts as handed in one second after the due date of the gradebook, the least
    that is late. An extension or a moved due date in the gradebook covers it. If the gradebook has no due date yet, the
    file counts as handed in when it is collected, so it is late by any date in the past.

    Names: https://github.com/instructure/canvas-lms/blob/master/lib/content_zipper.rb
    """

    named_regexp = Unicode(
        rf"/(?:(?P<name>[^/]*?)_)?(?P<user>\d+|anon_[A-Za-z0-9]+)_(?P<upload>\d+)_(?:[^/]+/(?:[^/]+/)*)?{FILE_PATTERN}"
    ).tag(config=True)

    def student(self, found: dict[str, Any]) -> str:
        """Return the id of the student with Canvas's number, or that number."""
        known = [student.id for student in self._students if student.lms_user_id == found["user"]]
        return known[0] if len(known) == 1 else found["user"]

    def handed_in(self, found: dict[str, Any]) -> dt.datetime | None:
        """Return a time for a file that is marked as late, else None."""
        if re.search(r"(^|_)LATE$", found["name"] or "") is None:
            return None
        if self.due is None:
            self.log.warning(
                "%s is late by Canvas's mark, and the gradebook has no due date: counts as handed in now",
                found["student_id"],
            )
            return dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)
        self.log.warning("%s is late by Canvas's mark, without a time", found["student_id"])
        return self.due + LEAST_LATE


class Moodle(FromDownload):
    """NAME_PARTICIPANT_assignsubmission_file/FILE, or with `_` instead of `/` if all files are in one folder.

    PARTICIPANT differs between assignments, so a student is found by NAME: the only student in the gradebook with this
    first and last name, in either order, or with this id. Otherwise the id is made from the name. If several students
    have the same name, PARTICIPANT is added: replace their names in the zip file by their ids, and collect again.

    The times come from Moodle's grading worksheet, a CSV file, if it is beside the archive.

    Names: https://github.com/moodle/moodle/blob/main/mod/assign/classes/downloader.php
    """

    named_regexp = Unicode(
        rf"/(?P<name>[^/]+?)_(?P<participant>\d+)_assignsubmission_file(?:_?/(?:[^/]+/)*|_){FILE_PATTERN}"
    ).tag(config=True)

    def student(self, found: dict[str, Any]) -> str:
        """Return the id of the student with this name or id, or an id made from the name."""
        wanted = _plain(found["name"])
        known = [student.id for student in self._students if wanted in _names(student)]
        if len(known) > 1 or len(self._participants[wanted]) > 1:
            return f"{wanted} {found['participant']}".replace(" ", "_")
        return known[0] if known else wanted.replace(" ", "_")

    def handed_in(self, found: dict[str, Any]) -> dt.datetime | None:
        """Return the time in the grading worksheet, None if there is none."""
        return self._times.get(found["participant"])

    @functools.cached_property
    def _times(self) -> dict[str, dt.datetime]:
        """The times of handing in, by participant number, from all grading worksheets that were downloaded too."""
        zone = zone_of(self.config)
        return {
            number: time
            for path in sorted(self._extracted().rglob("*.csv"))
            for number, time in times_in(path, zone).items()
        }

    @functools.cached_property
    def _participants(self) -> dict[str, set[str]]:
        """The participant numbers of each name."""
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
