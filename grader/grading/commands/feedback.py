"""Write the feedback pages of each student, in the folders that nbgrader's release_feedback reads."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from nbgrader.converters import GenerateFeedback

from grader.core.atomic_files import atomic_write
from grader.grading import assignments
from grader.grading.challenge_key import challenge_key
from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.feedback.page import FeedbackPages
from grader.grading.gradebook import student_scores
from grader.grading.gradebook.connect import existing
from grader.grading.gradebook.student_scores import StudentScores
from grader.grading.log import LOG
from grader.grading.notebook_files.submitted_file import read_if_possible
from grader.grading.submission.submission_grader import reason_of
from grader.grading.workers import spread

COPIED_FILES = ("timestamp.txt", "submission_secret.txt")  # release_feedback reads them beside the page
# A page ends with a comment: this, 32 hexadecimal digits that depend on everything it was made from, and the end.
SOURCE_COMMENT = b"<!-- made from "
SOURCE_COMMENT_BYTES = len(SOURCE_COMMENT) + 32 + len(b" -->\n")


class FeedbackOutcome(NamedTuple):
    """The result for one student's pages. `reason` says why they were not written."""

    student: str
    state: Literal["written", "up to date", "not written"]
    reason: str = ""


def write_feedback(
    course: Course, lesson: str, chosen: list[str] | None = None, *, force: bool = False, jobs: int | None = None
) -> Iterator[FeedbackOutcome]:
    """Write the feedback of the `chosen` students, by default of all who were graded. Yields the outcome of each.

    A page that was made from the same notebook, scores and comments is not written again unless `force` is true.
    Raises CourseError.
    """
    assignment = assignments.find(course, lesson)
    notebooks = assignment.notebooks if assignment.lesson is None else (assignment.main,)
    converter = GenerateFeedback(coursedir=course.directory(assignment_id=lesson), config=course.config)
    mode = int(str(converter.permissions), 8)
    scores: dict[str, dict[str, StudentScores]] = {}
    writers = {}
    with existing(course) as gradebook:
        if not notebooks:
            raise CourseError(f"{lesson} has not been released: run grader release {lesson}")
        for notebook in notebooks:
            scores[notebook] = student_scores.scores_of_class(gradebook, lesson, notebook, comments=True)
            pages = FeedbackPages(converter, student_scores.max_points_by_cell(gradebook, lesson, notebook))
            writers[notebook] = _FeedbackWriter(course, lesson, notebook, pages, mode, force=force)

    def written(student: str) -> FeedbackOutcome:
        graded = course.autograded(lesson, student)
        there = [name for name in notebooks if (graded / f"{name}.ipynb").exists()] or notebooks[:1]
        try:
            states = {writers[name].write(student, scores[name].get(student)) for name in there}
            return FeedbackOutcome(student, "written" if "written" in states else "up to date")
        except Exception as error:
            if not isinstance(error, (CourseError, OSError)):
                LOG.exception("%s", student)
            return FeedbackOutcome(student, "not written", reason_of(error))

    with course.log():
        yield from spread(written, course.graded(lesson) if chosen is None else chosen, jobs)


class _FeedbackWriter:
    """Writes the pages of one notebook of an assignment, one at a time."""

    def __init__(  # noqa: PLR0913 - everything that the pages share
        self, course: Course, assignment: str, notebook: str, pages: FeedbackPages, mode: int, *, force: bool
    ) -> None:  # fmt: skip
        self._course, self._assignment, self._notebook = course, assignment, notebook
        self._pages, self._mode, self._force = pages, mode, force
        self._shared = course.directory().groupshared
        # Without a key, a student could guess hidden parts of the notebook and compare the digest.
        self._look = hashlib.blake2b(pages.look.encode(), key=challenge_key(course.config), digest_size=32).digest()

    def write(self, student: str, own_scores: StudentScores | None) -> Literal["written", "up to date"]:
        """Write the page of one student. Raises CourseError if the submission is not graded, or only in part."""
        source = self._course.autograded(self._assignment, student)
        folder = self._course.feedback(self._assignment, student)
        page = folder / f"{self._notebook}.html"
        try:
            encoded = (source / f"{self._notebook}.ipynb").read_bytes()
        except OSError:
            raise CourseError("it is not graded; run `grader autograde`") from None
        if own_scores is None or student_scores.are_unfinished([own_scores]):
            raise CourseError("its grading was not finished; run `grader autograde`")
        comment = self._source_comment(encoded, own_scores)
        state: Literal["written", "up to date"] = "up to date"
        if self._force or _source_comment_of(page) != comment:
            about = {"student": student, "assignment": self._assignment, "notebook": self._notebook}
            submitted = self._course.submitted(self._assignment, student) / f"{self._notebook}.ipynb"
            html = self._pages.page(encoded, about, own_scores, read_if_possible(submitted))
            folder.mkdir(parents=True, exist_ok=True)
            self._share(folder)
            atomic_write(page, html.encode("utf-8", "replace") + b"\n" + comment, self._mode)
            state = "written"
        for name in COPIED_FILES:
            self._copy(source / name, folder / name)
        return state

    def _source_comment(self, encoded: bytes, own_scores: StudentScores) -> bytes:
        digest = hashlib.blake2b(key=self._look, digest_size=16)
        digest.update(hashlib.sha256(encoded).digest() + repr(own_scores).encode())
        return SOURCE_COMMENT + digest.hexdigest().encode() + b" -->\n"

    def _copy(self, source: Path, target: Path) -> None:
        if source.is_symlink() or not source.is_file():
            target.unlink(missing_ok=True)
        elif not target.is_file() or target.read_bytes() != source.read_bytes():
            atomic_write(target, source.read_bytes(), self._mode)

    def _share(self, folder: Path) -> None:
        """Let the course's group write into the folders if nbgrader's `groupshared` is set."""
        if self._shared:
            for each in (folder.parent.parent, folder.parent, folder):
                each.chmod(stat.S_IMODE(each.stat().st_mode) | 0o2770)


def _source_comment_of(page: Path) -> bytes:
    """Return the last bytes of a page, where its source comment is; b"" if there is no page."""
    try:
        with page.open("rb") as file:
            file.seek(-SOURCE_COMMENT_BYTES, 2)
            return file.read()
    except OSError:
        return b""
