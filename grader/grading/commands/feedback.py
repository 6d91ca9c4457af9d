"""Write what each student of a lesson gets to read, where nbgrader's release_feedback looks for it."""

from __future__ import annotations

import hashlib
import logging
import stat
from typing import TYPE_CHECKING, Literal, NamedTuple

from grader import lessons
from grader.grading.challenge_key import challenge_key
from grader.grading.course import CourseError
from grader.grading.workers import spread

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.core.exercise import Lesson
    from grader.grading.course import Course
    from grader.grading.feedback_page import FeedbackPages
    from grader.grading.gradebook.student_scores import StudentScores

LOG = logging.getLogger("traitlets")  # as in autograde
BESIDE = ("timestamp.txt", "submission_secret.txt")  # what release_feedback reads beside the page
MARK = b"<!-- made from "  # and 32 hexadecimal digits: a page says what it was made from
MARK_LENGTH = len(MARK) + 32 + len(b" -->\n")


class Written(NamedTuple):
    """What came of one student's feedback; `reason` says why there is none."""

    student: str
    state: Literal["written", "up to date", "not written"]
    reason: str = ""


def write_feedback(
    course: Course, lesson: str, chosen: list[str] | None = None, *, force: bool = False, jobs: int | None = None
) -> Iterator[Written]:
    """Write the feedback of the `chosen` students, by default of all who were graded, and tell of each.

    A page that was made from the same notebook and the same scores and comments is left as it is, unless `force` says
    otherwise. Raises CourseError.
    """
    from nbgrader.converters import GenerateFeedback  # noqa: PLC0415 - nbgrader takes seconds to import

    from grader.grading.feedback_page import FeedbackPages  # noqa: PLC0415 - as above
    from grader.grading.gradebook import student_scores  # noqa: PLC0415 - as above
    from grader.grading.gradebook.connect import existing  # noqa: PLC0415 - as above
    from grader.grading.submission_grader import reason_of  # noqa: PLC0415 - as above

    declared = lessons.find(lesson)
    with existing(course) as gradebook:
        class_ = student_scores.scores_of_class(gradebook, lesson, declared.notebook, comments=True)
        worth = student_scores.max_points_by_cell(gradebook, lesson, declared.notebook)
    converter = GenerateFeedback(coursedir=course.directory(assignment_id=lesson), config=course.config)
    desk = _FeedbackWriter(
        course, declared, FeedbackPages(converter, worth), int(str(converter.permissions), 8), force=force
    )

    def written(student: str) -> Written:
        try:
            return Written(student, desk.write(student, class_.get(student)))
        except Exception as error:
            if not isinstance(error, (CourseError, OSError)):
                LOG.exception("%s", student)
            return Written(student, "not written", reason_of(error))

    with course.log():
        yield from spread(written, course.graded(lesson) if chosen is None else chosen, jobs)


class _FeedbackWriter:
    """Writes one page after the other."""

    def __init__(self, course: Course, lesson: Lesson, pages: FeedbackPages, mode: int, *, force: bool) -> None:
        self._course, self._lesson, self._pages, self._mode, self._force = course, lesson, pages, mode, force
        self._shared = course.directory().groupshared
        # Whoever knows the notebook could try out what was hidden in it, if the digest had no key.
        self._look = hashlib.blake2b(pages.look.encode(), key=challenge_key(course.config), digest_size=32).digest()

    def write(self, student: str, own_scores: StudentScores | None) -> Literal["written", "up to date"]:
        """Write the page of one student. Raises CourseError where there is nothing to write."""
        from grader.grading.atomic_files import atomic_write  # noqa: PLC0415 - as above

        source = self._course.autograded(self._lesson.name, student)
        folder = self._course.feedback(self._lesson.name, student)
        page = folder / f"{self._lesson.notebook}.html"
        try:
            encoded = (source / f"{self._lesson.notebook}.ipynb").read_bytes()
        except OSError:
            raise CourseError("it is not graded; run `grader autograde`") from None
        if own_scores is None or own_scores.is_unfinished:
            raise CourseError("its grading was not finished; run `grader autograde`")
        mark = self._mark(encoded, own_scores)
        state: Literal["written", "up to date"] = "up to date"
        if self._force or _mark_of(page) != mark:
            about = {"student": student, "assignment": self._lesson.name, "notebook": self._lesson.notebook}
            html = self._pages.page(encoded, about, own_scores)
            folder.mkdir(parents=True, exist_ok=True)
            self._share(folder)
            atomic_write(page, html.encode("utf-8", "replace") + b"\n" + mark, self._mode)
            state = "written"
        for name in BESIDE:
            self._copy(source / name, folder / name)
        return state

    def _mark(self, encoded: bytes, own_scores: StudentScores) -> bytes:
        digest = hashlib.blake2b(key=self._look, digest_size=16)
        digest.update(hashlib.sha256(encoded).digest() + repr(own_scores).encode())
        return MARK + digest.hexdigest().encode() + b" -->\n"

    def _copy(self, source: Path, target: Path) -> None:
        from grader.grading.atomic_files import atomic_write  # noqa: PLC0415 - as above

        if source.is_symlink() or not source.is_file():
            target.unlink(missing_ok=True)
        elif not target.is_file() or target.read_bytes() != source.read_bytes():
            atomic_write(target, source.read_bytes(), self._mode)

    def _share(self, folder: Path) -> None:
        """Let a course's group write into the folders, where nbgrader's `groupshared` says so."""
        if self._shared:
            for each in (folder.parent.parent, folder.parent, folder):
                each.chmod(stat.S_IMODE(each.stat().st_mode) | 0o2770)


def _mark_of(page: Path) -> bytes:
    """Return the mark at the end of a page, b"" for none."""
    try:
        with page.open("rb") as file:
            file.seek(-MARK_LENGTH, 2)
            return file.read()
    except OSError:
        return b""
