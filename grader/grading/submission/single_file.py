"""Grade one notebook file, without a class and without a gradebook."""

from __future__ import annotations

import asyncio
import copy
import os
import secrets
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
import nbformat
import torch
from msgspec import Meta
from nbconvert.exporters.exporter import ResourcesDict
from traitlets.config import Config

from grader import lessons
from grader.core.catalogue import title_of
from grader.core.verdict import Verdict
from grader.grading import assignments
from grader.grading.assignments import Assignment
from grader.grading.challenge_key import KEY_FILE, challenge_key
from grader.grading.course import CONFIG, Course
from grader.grading.errors import CourseError
from grader.grading.gradebook.released import Released
from grader.grading.notebook_files.reading import read_notebook, read_submission, submitted_id
from grader.grading.notebook_files.submitted_file import fingerprint_of, read_submitted
from grader.grading.preprocessors.hide_tests import HideTests
from grader.grading.submission.source_release import release_of
from grader.grading.submission.submission_grader import Graded, Submission, SubmissionGrader
from grader.grading.verdicts.notebook_cells import grade_id, is_graded
from grader.grading.verdicts.plain_assignments import verdicts_in
from grader.sandbox.forkserver import close_fork_servers
from grader.sandbox.limits import Sandbox
from grader.sandbox.staged_files import copy_extra_files

FORMAT_VERSION = 1


class ToldFinding(msgspec.Struct, frozen=True):
    """One mistake, as the student reads it."""

    code: Annotated[str, Meta(description="A code of docs/codes.md. Outside of lessons: the name of an error's class.")]
    title: Annotated[str, Meta(description="What happened, in a few words. It may be empty.")]
    message: Annotated[str, Meta(description="The facts, in whole sentences.")]
    hint: Annotated[str, Meta(description="Where to look. It may be empty.")]


class ExerciseResult(msgspec.Struct, frozen=True):
    """An exercise of a lesson, or a graded cell of another notebook."""

    name: Annotated[str, Meta(description="The name of the exercise, or the grade_id of the cell.")]
    points: Annotated[float | None, Meta(description="null if a person has to give the points.")]
    max_points: float
    findings: Annotated[tuple[ToldFinding, ...], Meta(description="Why points are missing.")]


class FileResult(msgspec.Struct, frozen=True):
    """What `grader grade --json` prints about one file."""

    version: Annotated[int, Meta(description="The version of this format. It rises if a field changes its meaning.")]
    file: Annotated[str, Meta(description="The path that the command was given.")]
    assignment: Annotated[str, Meta(description="The folder of the source notebook. Empty if none was found.")]
    notebook: Annotated[str, Meta(description="The name of the source notebook, without .ipynb.")]
    graded: bool
    reason: Annotated[str, Meta(description="Why the file is not graded. Empty if it is.")]
    points: Annotated[float, Meta(description="The points that the grader gives, without those of a person.")]
    max_points: Annotated[float, Meta(description="The most that the grader can give. 0 if the file is not graded.")]
    exercises: Annotated[tuple[ExerciseResult, ...], Meta(description="Those of a person come last.")]

    @property
    def is_full(self) -> bool:
        """Whether the grader gave all points that it can give."""
        return self.graded and self.points >= self.max_points

    @property
    def waiting(self) -> list[str]:
        return [each.name for each in self.exercises if each.points is None]


class Target(NamedTuple):
    """What a file is graded as. `source` is the author's notebook, or the released one."""

    assignment: Assignment
    notebook: str
    source: Path


class FileGrader:
    """Grades files in kernels on this machine. `course` is None outside of a course."""

    def __init__(self, course: Course | None, config: Config, *, files: Path | None = None) -> None:
        """`files` is a folder whose files the notebook may read. Notebooks in it are left out."""
        self._course, self._config, self._files = course, config, files

    def target(self, file: Path, source: Path | None = None) -> Target:
        """Return what `file` is graded as: `source`, or the notebook of the course with the most of its cells.

        Raises CourseError.
        """
        if source is not None:
            name = source.resolve().parent.name
            lesson = lessons.find(name) if name in lessons.MODULES else None
            if lesson is not None and lesson.notebook != source.stem:
                lesson = None
            return Target(Assignment(name, (source.stem,), lesson), source.stem, source)
        if self._course is None:
            raise CourseError(
                f"there is no {CONFIG} in this folder or above it, so --source has to name the author's notebook"
            )
        cells = read_submission(_content(file), file.name).cells
        own = {each for cell in cells if (each := submitted_id(cell)) is not None}
        found = [(len(own & _ids(path)), path.stem == file.stem, path) for path in _sources(self._course)]
        shared, same_name, path = max(found, key=lambda each: each[:2], default=(0, False, file))
        if not shared and not same_name:
            raise CourseError(
                f"{file.name} has no cell of an assignment in this course: --source can name its notebook"
            )
        return self.target(file, path)

    def grade(
        self, file: Path, target: Target, student: str, release: Released | None = None
    ) -> tuple[FileResult, tuple[Verdict, ...]]:
        """Return the result, and the verdicts behind it. Raises CourseError, NotGradedError, KernelError.

        `release` is that of the target, if it is known already.
        """
        content = _content(file)
        release = release or release_of(target.source, target.assignment.name, self._config)
        config = copy.deepcopy(self._config)
        if target.assignment.lesson is None:
            config = assignments.with_imports(target.assignment, [target.source], config)
        torch.set_num_threads(1)  # as for a class
        grader = SubmissionGrader(config, target.assignment.name, {target.notebook: release}, self._key())
        with tempfile.TemporaryDirectory(prefix="grading-") as name:
            most = Sandbox(config=config).limits().disk
            for folder in filter(None, (self._files, self._data(target))):
                copy_extra_files(folder, Path(name), most)
            submission = Submission(student, content, fingerprint_of(content), target.notebook)
            try:
                graded = asyncio.run(grader.grade(submission, Path(name)))
            finally:
                close_fork_servers()
        verdicts = graded.verdicts if target.assignment.lesson is not None else _without_hidden_tests(graded, config)
        return _result(file, target, graded, verdicts), verdicts

    def _data(self, target: Target) -> Path | None:
        """Return the folder of an assignment of the course: its files are handed out with the notebook.

        A source in any other folder may lie beside files that are nobody's business.
        """
        folder = target.source.resolve().parent
        is_own = self._course is not None and folder == self._course.source(target.assignment.name).resolve()
        return folder if is_own else None

    def _key(self) -> bytes:
        """Return the key of the course if it has one. Otherwise the hidden challenges are new at each call."""
        root = self._config.get("CourseDirectory", {}).get("root")
        there = root and os.path.lexists(Path(root, KEY_FILE))
        return challenge_key(self._config) if there else secrets.token_bytes(32)


def not_graded(file: Path, reason: str, target: Target | None = None) -> FileResult:
    """Return the result for a file that could not be graded."""
    assignment, notebook = (target.assignment.name, target.notebook) if target else ("", "")
    return FileResult(
        FORMAT_VERSION, str(file), assignment, notebook, graded=False, reason=reason, points=0.0, max_points=0.0,
        exercises=(),
    )  # fmt: skip


def _result(file: Path, target: Target, graded: Graded, verdicts: Sequence[Verdict]) -> FileResult:
    found = []
    for verdict in verdicts:
        told = (ToldFinding(each.code, title_of(each.code), each.message, each.hint) for each in verdict.findings)
        found.append(ExerciseResult(verdict.exercise, verdict.score, verdict.max_points, tuple(told)))
    cells = nbformat.reads(graded.notebook.decode(), as_version=4).cells
    for cell in cells:
        about = cell.metadata.get("nbgrader", {})
        if (about.get("grade") and not is_graded(cell)) or about.get("task"):
            found.append(ExerciseResult(about["grade_id"], None, float(about["points"]), ()))
    points = sum(each.points for each in verdicts if not each.is_undecided)
    return FileResult(
        FORMAT_VERSION, str(file), target.assignment.name, target.notebook, graded=True, reason="", points=points,
        max_points=sum(each.max_points for each in verdicts), exercises=tuple(found),
    )  # fmt: skip


def _without_hidden_tests(graded: Graded, config: Config) -> tuple[Verdict, ...]:
    """Return verdicts whose messages quote no hidden test: the student may read them."""
    notebook = nbformat.reads(graded.notebook.decode(), as_version=4)
    return verdicts_in(HideTests(config=config).preprocess(notebook, ResourcesDict())[0].cells)


def _content(file: Path) -> bytes:
    try:
        return read_submitted(Path(os.path.abspath(file)))  # noqa: PTH100 - `resolve` would follow links
    except OSError as error:
        raise CourseError(f"{file} cannot be read: {error.strerror}") from error


def _sources(course: Course) -> list[Path]:
    """Return the notebooks of all assignments whose cells a file may have."""
    found = [path for name in assignments.names(course) for path in assignments.sources(course, name)]
    return [path for path in found if path.is_file()]


def _ids(source: Path) -> set[str]:
    """Return the grade_ids of a source notebook. Empty if it cannot be read."""
    try:
        return {name for cell in read_notebook(source) if (name := grade_id(cell)) is not None}
    except (CourseError, OSError):
        return set()
