"""Run nbgrader's two conversions of a submission, sanitizing and autograding, on one notebook in memory.

The preprocessors are those of nbgrader_config.py, in its order, so those that an instructor adds run too. The ones that
read or write the gradebook are left out: the writer does their work with one connection for the whole class.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata, SaveAutoGrades
from nbgrader.utils import is_grade
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from grader.grading.errors import CourseError
from grader.grading.gradebook.released import Released
from grader.grading.gradebook.writer import Scores
from grader.grading.preprocessors.cells import ForgetScores, RefuseLinks
from grader.grading.preprocessors.execute import ExecuteToTheEnd
from grader.grading.preprocessors.judge import score_of
from grader.grading.preprocessors.restore import RestoreCells, untouched_solutions

Resources = dict[str, Any]

# The writer, or the code that reads the folder, does their work. RestoreCells writes all metadata that one checks.
DONE_ELSEWHERE = (ForgetScores, RefuseLinks, SaveAutoGrades, AssignLatePenalties, CheckCellMetadata)


# What a course runs whose configuration names no preprocessors, such as a course made for nbgrader alone.
SANITIZE = (
    "grader.grading.preprocessors.cells.ForgetScores",
    "grader.grading.preprocessors.cells.RefuseLinks",
    "nbgrader.preprocessors.ClearOutput",
    "grader.grading.preprocessors.restore.RestoreCells",
    "grader.grading.preprocessors.limit_prose.LimitProse",
    "nbgrader.preprocessors.CheckCellMetadata",
)
AUTOGRADE = (
    "grader.grading.preprocessors.execute.ExecuteToTheEnd",
    "grader.grading.preprocessors.sanitize_outputs.SanitizeOutputs",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "grader.grading.preprocessors.judge.JudgeEvidence",
    "nbgrader.preprocessors.LimitOutput",
    "grader.grading.preprocessors.judge.SaveScores",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
)


class Pipeline:
    """The preprocessors that run on each submission, in the order of the course's configuration."""

    def __init__(self, config: Config, lookup: Callable[[str, str], Released], key: bytes | None = None) -> None:
        """`lookup` returns a release by assignment and notebook. Raises CourseError if no preprocessor executes.

        `key` is the course's secret. If it is None, it is read from the course's folder.
        """
        named = config.get("Autograde", {})
        self._config = config
        self._lookup = lookup
        self._key = key
        self._sanitize = _classes(named.get("sanitize_preprocessors", SANITIZE))
        classes = _classes(named.get("autograde_preprocessors", AUTOGRADE))
        places = [index for index, kind in enumerate(classes) if issubclass(kind, ExecuteToTheEnd)]
        if len(places) != 1:
            raise CourseError(
                "c.Autograde.autograde_preprocessors of nbgrader_config.py must hold ExecuteToTheEnd once"
            )
        self._before, self._execute, self._after = (
            classes[: places[0]], classes[places[0]], classes[places[0] + 1 :],
        )  # fmt: skip

    def sanitize(self, notebook: NotebookNode, resources: Resources) -> NotebookNode:
        return self._through([*self._sanitize, *self._before], notebook, resources)

    async def execute(self, notebook: NotebookNode, resources: Resources) -> NotebookNode:
        """Run the notebook. Raises NoSandboxError, ForkServerError."""
        execute = self._execute(config=self._config)
        execute.key = self._key
        executed, _ = await execute.run(notebook, resources)
        return executed

    @property
    def classes(self) -> tuple[list[Any], list[Any]]:
        """The preprocessors, as nbgrader's settings of the sanitizing and of the autograding hold them."""
        return self._sanitize, [*self._before, self._execute, *self._after]

    def judge(self, notebook: NotebookNode, resources: Resources) -> NotebookNode:
        return self._through(self._after, notebook, resources)

    def scores(self, notebook: NotebookNode) -> Scores:
        """Return the points of a judged notebook, and which solution cells are as they were released.

        As nbgrader's SaveAutoGrades has it: None for what a person grades, unless nobody has written anything there.
        """
        graded = [cell for cell in notebook.cells if is_grade(cell)]
        points = {cell.metadata.nbgrader["grade_id"]: score_of(cell) for cell in graded}
        return Scores(points, untouched_solutions(notebook.cells))

    def _through(self, classes: list[Any], notebook: NotebookNode, resources: Resources) -> NotebookNode:
        for kind in classes:
            if not issubclass(kind, DONE_ELSEWHERE):
                preprocessor = kind(config=self._config)
                if isinstance(preprocessor, RestoreCells):
                    preprocessor.lookup = self._lookup
                notebook, _ = preprocessor(notebook, resources)
        return notebook


def _classes(names: Sequence[Any]) -> list[Any]:
    return [import_item(name) if isinstance(name, str) else name for name in names]
