"""Grade one submission, from bytes to bytes, without reading or writing the course's folders or its gradebook.

So it can run in the process that writes those, or on another machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec
from nbconvert.exporters.exporter import ResourcesDict
from traitlets.config import Config

from grader.core.verdict import Verdict
from grader.grading.errors import CourseError, NotGradedError
from grader.grading.gradebook.released import Released
from grader.grading.notebook_files.reading import read_submission
from grader.grading.notebook_files.writing import written
from grader.grading.preprocessors.execute import STARVED
from grader.grading.preprocessors.which_lesson import lesson_of
from grader.grading.submission.pipeline import Pipeline
from grader.grading.texts import typed_line
from grader.grading.verdicts.notebook_cells import stored_verdicts
from grader.grading.verdicts.plain_assignments import verdicts_in
from grader.grading.workers import cores


class Submission(msgspec.Struct, frozen=True):
    """A submitted notebook: the bytes of its file, which may be anything, and their fingerprint.

    `name` is the notebook's, without .ipynb. `file_note` is about its file, for the instructor.
    """

    student: str
    notebook: bytes
    fingerprint: str
    name: str
    file_note: str = ""


class Graded(msgspec.Struct, frozen=True):
    """The result of a submission: the autograded notebook, the files beside it, and the scores for the gradebook.

    `points` are by the grade_id of each graded cell, None for a cell that a person has to grade. `untouched` are the
    solution cells that still have their released source. `starved` is true if wall-clock time ran out while other
    programs used the processors much of the time: on an idle machine the submission may earn more.
    """

    notebook: bytes
    outputs: dict[str, bytes]
    points: dict[str, float | None]
    untouched: frozenset[str]
    verdicts: tuple[Verdict, ...]
    starved: bool = False


class SubmissionGrader:
    """Grades submissions of one assignment in kernels on this machine, several at once in one thread."""

    def __init__(
        self, config: Config, assignment: str, releases: Mapping[str, Released], key: bytes | None = None,
        db_url: str | None = None,
    ) -> None:  # fmt: skip
        """`releases` are those of the assignment's notebooks, by name. Raises CourseError.

        `db_url` is for an instructor's own preprocessors that read the gradebook.
        """
        self._assignment = assignment
        self._db_url = db_url
        self.pipeline = Pipeline(config, lambda _, notebook: releases[notebook], key)

    def width(self) -> int:
        """Return how many submissions to grade at once: one for each core, and as many again that wait for a kernel."""
        return 2 * cores()

    async def grade(self, submission: Submission, folder: Path) -> Graded:
        """Grade one submission. The files that were submitted with it are in `folder`.

        Raises CourseError, NotGradedError, and NoSandboxError or ForkServerError if there is no kernel.
        """
        resources = self._resources(submission, folder)
        notebook = read_submission(submission.notebook, f"{submission.name}.ipynb")
        notebook = self.pipeline.sanitize(notebook, resources)
        notebook = await self.pipeline.execute(notebook, resources)
        notebook = self.pipeline.judge(notebook, resources)
        scores = self.pipeline.scores(notebook)
        return Graded(
            notebook=written(notebook),
            outputs=dict(resources.get("outputs", {})),
            points=dict(scores.points),
            untouched=scores.untouched,
            verdicts=verdicts_in(notebook.cells)
            if lesson_of(resources) is None
            else tuple(stored_verdicts(notebook.cells)),
            starved=bool(resources.get(STARVED)),
        )

    def _resources(self, submission: Submission, folder: Path) -> ResourcesDict:
        """Return nbconvert's resources, which tell the preprocessors about the submission."""
        about = {
            "student": submission.student,
            "assignment": self._assignment,
            "notebook": submission.name,
            "fingerprint": submission.fingerprint,
        }
        if submission.file_note:
            about["file_note"] = submission.file_note
        if self._db_url is not None:
            about["db_url"] = self._db_url
        return ResourcesDict(
            unique_key=submission.name,
            output_files_dir=f"{submission.name}_files",
            metadata={"path": str(folder)},
            nbgrader=about,
        )


def reason_of(error: Exception) -> str:
    """Return one line that says why a submission is not graded."""
    if isinstance(error, (CourseError, NotGradedError)):
        return str(error)
    return f"the grader stopped with {typed_line(error)}"
