"""The folders of one submission: read the submitted one, write the autograded one."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from pathlib import Path

from nbgrader.utils import parse_utc
from traitlets.config import Config

from grader.core.atomic_files import atomic_write
from grader.grading.course import Course
from grader.grading.gradebook import not_graded
from grader.grading.gradebook.released import Released
from grader.grading.log import LOG
from grader.grading.notebook_files.submitted_file import fingerprint_of, read_submitted
from grader.grading.submission.submission_grader import Graded, Submission
from grader.grading.submission.which_file import choose
from grader.grading.times import TimeError, read_time, zone_of
from grader.sandbox.limits import Sandbox
from grader.sandbox.staged_files import copy_extra_files

MAX_TIMESTAMP_CHARACTERS = 100
WITH_ZONE_NAME = re.compile(r"\d +[A-Za-z][\w/+-]*$")  # "2030-10-01 23:59:00.123456 CEST"
WORKING = ".grading-"  # before the name of an assignment: the folder of a submission that is being graded


class AutogradedFolder:
    """Reads submitted/STUDENT/LESSON/ and writes autograded/STUDENT/LESSON/, or the folders that nbgrader is told."""

    def __init__(self, course: Course, assignment: str, student: str, config: Config) -> None:
        self._course, self._assignment, self._student = course, assignment, student
        self._from = course.submitted(assignment, student)
        self._zone = zone_of(config)
        self.path: Path = course.autograded(assignment, student)
        self.working = self.path.parent / f"{WORKING}{assignment}"  # a grade is put in place when it is known
        self._most = Sandbox(config=config).limits().disk

    def timestamp(self) -> dt.datetime | None:
        """Return when it was handed in, from timestamp.txt. None if that file is missing or is not a time."""
        return _time(_timestamp(self._from), self._student, self._zone)

    def has(self, name: str, release: Released) -> bool:
        """Tell whether a file, or anything else, with a notebook's name or with its cells was handed in."""
        return os.path.lexists(choose(self._from, name, release).path)

    def read(self, name: str, release: Released) -> Submission:
        """Return the submitted notebook as bytes, which may be anything.

        Raises CourseError, OSError.
        """
        path, file_note = choose(self._from, name, release)
        notebook = read_submitted(path)
        return Submission(self._student, notebook, fingerprint_of(notebook), name, file_note)

    def clear(self) -> None:
        """Remove the result of an earlier grading: it may belong to an earlier submission."""
        shutil.rmtree(self.path, ignore_errors=True)
        not_graded.forget(self.path)

    def refuse(self, reason: str) -> None:
        """Remove everything, and write one line that says why this submission is not graded."""
        self.clear()
        try:
            not_graded.keep(self.path, reason)
        except OSError as error:  # the rest of the class is graded anyway
            LOG.warning("%s: the reason could not be written: %s", self._student, error)

    def begin(self) -> None:
        """Copy the files that came with the notebook, and the assignment's own over them, to the working folder."""
        self.abandon()
        self.working.mkdir(parents=True)
        for source in (self._from, self._course.source(self._assignment)):
            left_out = copy_extra_files(source, self.working, self._most)
            if left_out:
                LOG.warning(
                    "%s: left out, because not a plain file or too large: %s", self._student, ", ".join(left_out[:20])
                )

    def abandon(self) -> None:
        """Remove the working folder. The result of an earlier grading stays."""
        shutil.rmtree(self.working, ignore_errors=True)

    def put_in_place(self) -> None:
        """Replace the result of an earlier grading by the working folder."""
        self.clear()
        self.working.rename(self.path)

    def write_notebook(self, name: str, graded: Graded) -> None:
        atomic_write(self.path / f"{name}.ipynb", graded.notebook)

    def write_outputs(self, graded: Graded) -> None:
        """Write the files that preprocessors made beside the notebook."""
        for name, content in graded.outputs.items():
            atomic_write(self.path / name, content)


def handed_in_since(course: Course, lesson: str, student: str) -> bool:
    """Tell whether a later submission than the graded one was handed in, by timestamp.txt, like nbgrader."""
    zone = zone_of(course.config)
    submitted, graded = _timestamp(course.submitted(lesson, student)), _timestamp(course.autograded(lesson, student))
    if not submitted or not graded or submitted == graded:
        return False
    waits, done = _time(submitted, student, zone), _time(graded, student, zone)
    return waits is not None and done is not None and waits > done


def _timestamp(folder: Path) -> str:
    """Return the text of timestamp.txt, empty if it is missing or cannot be read."""
    path = folder / "timestamp.txt"
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, encoding="utf-8", errors="replace") as file:
            return file.read(MAX_TIMESTAMP_CHARACTERS).strip()
    except OSError:
        return ""


def _time(said: str, student: str, zone: dt.tzinfo) -> dt.datetime | None:
    """Return what a time stamp says, in UTC. One without a zone is in UTC, as nbgrader reads it."""
    if not said:
        return None
    if WITH_ZONE_NAME.search(said) is None:
        return _parsed(said, student)
    try:  # nbgrader's exchange writes the zone's abbreviation, and nbgrader takes most of these for UTC
        return read_time(said, zone)
    except TimeError as error:
        LOG.warning("%s: timestamp.txt: %s; read as UTC", student, error)
        return _parsed(said, student)


def _parsed(said: str, student: str) -> dt.datetime | None:
    try:
        return parse_utc(said)
    except (ValueError, OverflowError) as error:
        LOG.warning("%s: timestamp.txt is not a time: %s", student, error)
        return None
