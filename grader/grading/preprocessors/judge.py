"""The preprocessor between execution and saving, which judges in nbgrader's own process.

The student's kernel sent the outputs of a graded cell. Here they are replaced by the verdict on the evidence
among them, and by what makes nbgrader's `determine_grade` read the verdict's points out of it.
"""

from __future__ import annotations

import json
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import determine_grade

from grader.core.verdict import Verdict
from grader.evidence import bundle
from grader.grading import settings
from grader.grading.errors import NotGradedError
from grader.grading.notebook_files.submitted_file import fingerprint_of, read_submitted, submitted_file
from grader.grading.notebook_files.writing import made_cell
from grader.grading.preprocessors.restore import untouched_solutions
from grader.grading.preprocessors.which_lesson import lesson_of
from grader.grading.verdicts.autograded_notebook import outputs_of
from grader.grading.verdicts.evidence_file import EVIDENCE_SUFFIX
from grader.grading.verdicts.notebook_cells import graded_cells, is_undecided, shown_by
from grader.grading.verdicts.notebook_verdicts import PASSED, REQUESTS, Judged, judge_notebook
from grader.grading.verdicts.plain_assignments import show_points, verdicts_in
from grader.sandbox.absent_packages import packages_in


class JudgeEvidence(NbGraderPreprocessor):
    """Judge the evidence of every graded cell. In a notebook that is not a lesson, the outputs give the points.

    The program that executed the notebook leaves the requests that it sent in `resources["grader_requests"]`. The
    evidence is written beside the autograded notebook, as NOTEBOOK.evidence.json, for judging again later.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Replace the outputs of graded cells by verdicts. Raises NotGradedError, which fails this submission only."""
        settings.use(self.config)
        lesson = lesson_of(resources)
        if lesson is None:
            show_points(nb.cells)
            kept = {"absent": packages_in(nb.cells), "verdicts": [each.to_json() for each in verdicts_in(nb.cells)]}
            self._keep(resources, {"lesson": resources["nbgrader"]["assignment"]} | kept)
            return nb, resources
        untouched = untouched_solutions(nb.cells)
        judged = judge_notebook(nb.cells, lesson, resources.get(REQUESTS, {}), untouched, resources.get(PASSED, {}))
        places = graded_cells(nb.cells, lesson)
        for name, of_exercise in judged.items():
            if name in places:
                _show(of_exercise.verdict, nb.cells[places[name]])
            else:
                nb.cells.append(_added_cell(of_exercise.verdict))
        absent = packages_in(nb.cells)
        for cell in nb.cells:
            for output in cell.get("outputs", ()):  # evidence gets a file of its own, and a student may display some
                shown_by(output).pop(bundle.MIME_TYPE, None)
        self._keep(resources, {"lesson": lesson.name} | ({"absent": absent} if absent else {}) | _kept(judged))
        return nb, resources

    def _keep(self, resources: ResourcesDict, kept: dict[str, Any]) -> None:
        """Have the evidence file written, with the fingerprint of the submitted file that it was made from."""
        about = resources["nbgrader"]
        path = submitted_file(self, about)
        submission = about.get("fingerprint") or (path and fingerprint_of(read_submitted(path)))
        file_note = {"file_note": about["file_note"]} if about.get("file_note") else {}
        made = json.dumps({"submission": submission} | file_note | kept).encode()
        resources.setdefault("outputs", {})[about["notebook"] + EVIDENCE_SUFFIX] = made


class SaveScores(SaveAutoGrades):
    """nbgrader's SaveAutoGrades, except that a person has to grade a cell whose check failed by its own error."""

    def _add_score(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        super()._add_score(cell, resources)
        if score_of(cell) is None:
            about = resources["nbgrader"]
            grade = self.gradebook.find_grade(
                cell.metadata.nbgrader["grade_id"], about["notebook"], about["assignment"], about["student"]
            )
            grade.auto_score, grade.needs_manual_grade = None, True
            self.gradebook.db.commit()


def score_of(cell: NotebookNode) -> float | None:
    """Return the points of a judged cell as nbgrader reads them. None if a person has to grade it."""
    return None if is_undecided(cell) else determine_grade(cell)[0]


def _show(verdict: Verdict, cell: NotebookNode) -> None:
    """Show a verdict in a graded cell. Raises NotGradedError if the gradebook has other maximum points for it."""
    max_points = cell.metadata.nbgrader["points"]
    if max_points != verdict.max_points:
        raise NotGradedError(
            f"{verdict.exercise} has {verdict.max_points:g} points, the gradebook says {max_points:g}: "
            "run `grader regrade`"
        )
    cell.outputs = outputs_of(verdict, cell.execution_count)


def _added_cell(verdict: Verdict) -> NotebookNode:
    """Return a replacement for a graded cell that the submission lacks, so that the gradebook gets its points."""
    cell = made_cell("code", f"# the check of {verdict.exercise} was not in the submission")
    cell.metadata["nbgrader"] = NotebookNode(
        grade=True, grade_id=f"test_{verdict.exercise}", locked=True, points=verdict.max_points, schema_version=3,
        solution=False, task=False,
    )  # fmt: skip
    _show(verdict, cell)
    return cell


def _kept(judged: dict[str, Judged]) -> dict[str, Any]:
    return {
        "verdicts": [each.verdict.to_json() for each in judged.values()],
        "bundles": {name: list(each.bundles) for name, each in judged.items()},
        "lost": [name for name, each in judged.items() if each.lost],
    }
