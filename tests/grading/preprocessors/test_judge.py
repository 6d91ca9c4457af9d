"""What nbgrader reads out of a notebook that JudgeEvidence has been over; nbgrader's own functions are the oracle."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import determine_grade
from torch import nn

from grader import lessons
from grader.core.collect_requests import PendingRequest, make_requests
from grader.core.verdict import MIME_TYPE
from grader.evidence import bundle
from grader.grading.errors import NotGradedError
from grader.grading.kernel.answer_request import collect
from grader.grading.preprocessors.judge import JudgeEvidence, SaveScores
from grader.grading.verdicts.notebook_verdicts import judge_stored
from tests.support.classroom import LINE, activated_path

if TYPE_CHECKING:
    from pathlib import Path

    from nbformat import NotebookNode

    from grader.core.exercise import Exercise

lesson = lessons.find(LINE)
RIGHT, WRONG = nn.MSELoss(reduction="sum"), nn.MSELoss()


def graded_cell(name: str, points: float, *outputs: NotebookNode) -> NotebookNode:
    about = {"grade": True, "solution": False, "locked": True, "schema_version": 3, "task": False}
    metadata = {"nbgrader": {**about, "grade_id": f"test_{name}", "points": points}}
    return new_code_cell(ASKED[name].source, metadata=metadata, outputs=list(outputs), execution_count=1)


class Asked(NamedTuple):
    """The source of a graded cell, and what a grader asks for in its place."""

    source: str
    requests: tuple[PendingRequest, ...]


def asked(exercise: Exercise) -> Asked:
    source = f"check.{exercise.name}({', '.join(exercise.collectors)})"
    return Asked(source, make_requests(lesson, source))


ASKED = {name: asked(exercise) for name, exercise in lesson.exercises.items()}


def evidence(name: str, *values: Any) -> NotebookNode:
    packed = collect(ASKED[name].requests[0].request, dict(zip(lesson.exercises[name].collectors, values, strict=True)))
    return new_output("display_data", {"text/plain": "2 of 2 points", bundle.MIME_TYPE: packed})


def judged(*cells: NotebookNode, assignment: str = LINE) -> tuple[dict[str, NotebookNode], ResourcesDict]:
    """Return the cells by grade_id, and nbconvert's resources."""
    resources = ResourcesDict()
    resources["nbgrader"] = {"assignment": assignment, "notebook": "linear_regression", "student": "s", "db_url": ""}
    resources["grader_requests"] = {f"test_{name}": each.requests for name, each in ASKED.items()}
    notebook, resources = JudgeEvidence().preprocess(new_notebook(cells=list(cells)), resources)
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells}, resources


class TestCheckThatFails:
    """Its cell gets no score, and waits for a person: in nbgrader's own gradebook, by nbgrader's own preprocessor."""

    @pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
    def test_is_no_pass_and_no_zero(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(lesson.exercises["criterion"], "judge_function", lambda **_: 1 / 0)
        cells, resources = judged(
            graded_cell("criterion", 2, evidence("criterion", RIGHT)), graded_cell("data", 2, evidence("data", 1, 2))
        )
        assert determine_grade(cells["test_criterion"]) == (0, 2)
        monkeypatch.setenv("PATH", activated_path())  # nbgrader calls alembic
        resources["nbgrader"]["db_url"] = f"sqlite:///{tmp_path}/gradebook.db"
        with Gradebook(resources["nbgrader"]["db_url"]) as gradebook:
            gradebook.add_assignment(LINE)
            gradebook.add_notebook("linear_regression", LINE)
            for name in lesson.exercises:
                gradebook.add_grade_cell(
                    f"test_{name}", "linear_regression", LINE, max_score=lesson.exercises[name].points, cell_type="code"
                )
            gradebook.add_student("s")
            gradebook.add_submission(LINE, "s")
        SaveScores().preprocess(new_notebook(cells=list(cells.values())), resources)
        with Gradebook(resources["nbgrader"]["db_url"]) as gradebook:
            (submitted,) = gradebook.find_submission(LINE, "s").notebooks
            known = {grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in submitted.grades}
        assert known["test_criterion"] == (None, True)
        assert known["test_data"] == (0, False)


class TestGrade:
    """`determine_grade` computes the verdict's points, whatever else the kernel sent."""

    def test_full(self) -> None:
        cells, _ = judged(graded_cell("criterion", 2, evidence("criterion", RIGHT)))
        assert determine_grade(cells["test_criterion"]) == (2, 2)

    def test_none(self) -> None:
        cells, _ = judged(graded_cell("criterion", 2, evidence("criterion", WRONG)))
        assert determine_grade(cells["test_criterion"]) == (0, 2)

    def test_part(self) -> None:
        net = nn.Linear(1, 1)
        cells, _ = judged(graded_cell("parameters", 2, evidence("parameters", net.weight.item(), net.bias.item(), net)))
        verdict = cells["test_parameters"].outputs[0].data[MIME_TYPE]
        assert determine_grade(cells["test_parameters"]) == (verdict["points"], 2)

    @pytest.mark.parametrize(
        "claimed",
        [
            new_output("stream", name="stderr", text="UserWarning: think again"),
            new_output("stream", name="stdout", text="done"),
            new_output("error", ename="CheckFailed", evalue="no", traceback=["no"]),
            new_output("execute_result", {"text/plain": "0.5"}, execution_count=1),
            new_output("execute_result", {"text/plain": "99"}, execution_count=1),
            new_output("execute_result", {"text/plain": "nan"}, execution_count=1),
        ],
    )
    def test_other_outputs_count_for_nothing(self, claimed: NotebookNode) -> None:
        right, wrong = evidence("criterion", RIGHT), evidence("criterion", WRONG)
        assert determine_grade(judged(graded_cell("criterion", 2, claimed, right))[0]["test_criterion"]) == (2, 2)
        assert determine_grade(judged(graded_cell("criterion", 2, wrong, claimed))[0]["test_criterion"]) == (0, 2)

    def test_cell_without_any_output(self) -> None:
        assert determine_grade(judged(graded_cell("criterion", 2))[0]["test_criterion"]) == (0, 2)


class TestNotebook:
    """The notebook afterwards."""

    def test_verdict_as_text_html_and_json(self) -> None:
        cells, _ = judged(graded_cell("criterion", 2, evidence("criterion", WRONG)))
        data = cells["test_criterion"].outputs[0].data
        assert set(data) == {"text/plain", "text/html", MIME_TYPE}
        assert set(data[MIME_TYPE]) == {"exercise", "points", "max_points", "findings"}
        assert [finding["code"] for finding in data[MIME_TYPE]["findings"]] == ["wrong-reduction"]

    def test_graded_cell_that_is_gone_is_added_with_its_verdict(self) -> None:
        cells, _ = judged(graded_cell("criterion", 2, evidence("criterion", RIGHT)))
        assert set(cells) == {f"test_{name}" for name in lesson.exercises}
        assert determine_grade(cells["test_training"]) == (0, 5)
        MetadataValidator().validate_cell(cells["test_training"])

    def test_evidence_in_a_cell_of_the_students_own_is_dropped(self) -> None:
        own = new_code_cell("check.criterion(criterion)", outputs=[evidence("criterion", RIGHT)])
        own.metadata["nbgrader"] = {"grade": False, "solution": True, "grade_id": "criterion", "locked": False}
        cells, _ = judged(own)
        assert bundle.MIME_TYPE not in cells["criterion"].outputs[0].data
        assert cells["test_criterion"].outputs[0].data[MIME_TYPE]["points"] == 0

    def test_evidence_is_handed_to_the_writer(self) -> None:
        _, resources = judged(graded_cell("criterion", 2, evidence("criterion", WRONG)))
        kept = json.loads(resources["outputs"]["linear_regression.evidence.json"])
        (packed,) = kept["bundles"]["criterion"]
        exercise = lesson.exercises["criterion"]
        assert exercise.judge(bundle.unpack(packed, exercise.evidence_type)).codes == ("wrong-reduction",)
        assert kept["bundles"]["data"] == []
        assert "criterion" not in kept["lost"]
        assert "data" in kept["lost"]
        assert judge_stored(lesson, kept)["criterion"].codes == ("wrong-reduction",)

    def test_other_assignments_are_graded_by_their_outputs(self) -> None:
        cell = graded_cell("criterion", 2, evidence("criterion", RIGHT))
        cells, resources = judged(cell, assignment="ps1")
        assert cells == {"test_criterion": cell}
        assert bundle.MIME_TYPE in cells["test_criterion"].outputs[0].data
        assert [json.loads(kept)["lesson"] for kept in resources["outputs"].values()] == ["ps1"]

    def test_points_that_differ_from_the_lessons_give_no_verdict(self) -> None:
        with pytest.raises(
            NotGradedError, match="^criterion has 2 points, the gradebook says 3: run `grader regrade`$"
        ):
            judged(graded_cell("criterion", 3, evidence("criterion", RIGHT)))
