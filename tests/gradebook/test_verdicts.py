"""From plain cells to verdicts, with evidence collected by a real exercise of lesson 1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from torch import nn

from grader import lessons
from grader.evidence import bundle
from grader.evidence.values import MISSING, Value
from grader.exercise import Exercise, Lesson
from grader.gradebook.verdicts import Cell, NotGradedError, judge_cell, judge_notebook, stored_verdicts
from grader.verdict import MIME_TYPE, Finding, Verdict

lesson = lessons.find("01_linear_regression")
criterion, transfer = lesson.exercises["criterion"], lesson.exercises["transfer"]
RIGHT, WRONG = nn.MSELoss(reduction="sum"), nn.MSELoss()


def closed_form(x: Any, y: Any) -> tuple[float, float]:
    """Fit a line by least squares."""
    slope = (((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()).item()
    return slope, (y.mean() - slope * x.mean()).item()


def stops(value: Value) -> Iterator[Finding]:
    """Raise an error, as no judge should."""
    raise ZeroDivisionError("by zero")


broken = Lesson("broken", "broken").exercise(points=1)(stops)


def graded(source: str = "check.criterion(criterion)", *outputs: dict[str, Any], name: str = "criterion") -> Cell:
    metadata = {"nbgrader": {"grade": True, "solution": False, "grade_id": f"test_{name}", "points": 2}}
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": list(outputs)}


def solution(source: str, *outputs: dict[str, Any], name: str = "criterion") -> Cell:
    metadata = {"nbgrader": {"grade": False, "solution": True, "grade_id": name}}
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": list(outputs)}


def evidence(exercise: Exercise, *values: Any, challenge: int | None = None) -> dict[str, Any]:
    return displayed(bundle.pack(exercise.collect(values, challenge)))


def displayed(packed: Any) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {bundle.MIME_TYPE: packed}, "metadata": {}}


def error(name: str, message: str = "") -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": []}


def judged(cell: Cell, *before: Cell, exercise: Exercise = criterion, student: Cell | None = None) -> Verdict:
    return judge_cell(exercise, cell, list(before), student).verdict


class TestJudgeCell:
    """`judge_cell` with one call in the cell."""

    def test_right_evidence_passes(self) -> None:
        assert judged(graded("check.criterion(criterion)", evidence(criterion, RIGHT))).passed

    def test_wrong_evidence_gets_its_code(self) -> None:
        assert judged(graded("check.criterion(c)", evidence(criterion, WRONG))).codes == ("wrong-reduction",)

    def test_what_the_kernel_claims_is_not_looked_at(self) -> None:
        claim = {"exercise": "criterion", "points": 2, "max_points": 2, "findings": []}
        forged = {"output_type": "display_data", "data": {MIME_TYPE: claim, "text/plain": "2"}, "metadata": {}}
        assert judged(graded("check.criterion(criterion)", forged)).codes == ("cell-missing",)

    def test_evidence_of_another_exercise_does_not_count(self) -> None:
        other = evidence(lesson.exercises["loss_by_hand"], 29)
        verdict = judged(graded("check.criterion(criterion)", other))
        assert (verdict.points, verdict.codes) == (0, ("cell-missing",))

    @pytest.mark.parametrize(
        "packed", [None, "text", 3, [], {}, {"version": 1}, {"version": 1, "tensors": "?", "tree": 0}]
    )
    def test_malformed_evidence_is_a_finding_of_one_line(self, packed: Any) -> None:
        verdict = judged(graded("check.criterion(criterion)", displayed(packed)))
        assert (verdict.points, verdict.codes) == (0, ("cell-missing",))
        assert verdict.findings[0].message.startswith("what the check reported cannot be read: ")
        assert "\n" not in verdict.findings[0].message

    def test_tensors_of_the_wrong_kind_are_a_finding_too(self) -> None:
        packed = evidence(criterion, RIGHT)["data"][bundle.MIME_TYPE]
        assert judged(graded("check.criterion(criterion)", displayed({**packed, "tensors": ""}))).points == 0

    def test_judge_that_stops_gives_no_verdict(self) -> None:
        with pytest.raises(NotGradedError, match="^the judge of stops stopped with ZeroDivisionError: by zero$"):
            judged(graded("check.stops(value)", evidence(broken, 1)), exercise=broken)

    def test_cell_that_does_not_call_its_check_gives_no_verdict(self) -> None:
        with pytest.raises(NotGradedError, match="does not call check.criterion"):
            judged(graded("pass", evidence(criterion, RIGHT)))


class TestWhyEvidenceIsMissing:
    """`judge_cell` where the cell delivered none: the nearest cause is named."""

    @pytest.mark.parametrize(
        ("own", "earlier", "code"),
        [
            (error("CellTimeoutError"), None, "timed-out"),
            (None, error("CellTimeoutError"), "timed-out"),
            (error("DeadKernelError"), None, "kernel-died"),
            (None, error("DeadKernelError"), "kernel-died"),
            (error("TypeError", "odd"), None, "raised-an-error"),
            (error("TypeError", "odd"), error("CellTimeoutError"), "raised-an-error"),
            (None, error("TypeError", "odd"), "cell-missing"),
            (None, None, "cell-missing"),
        ],
    )
    def test_code(self, own: dict[str, Any] | None, earlier: dict[str, Any] | None, code: str) -> None:
        cell = graded("check.criterion(criterion)", *([own] if own else []))
        before = solution("criterion = 1", *([earlier] if earlier else []))
        assert judged(cell, before).codes == (code,)

    def test_error_is_told_with_its_message(self) -> None:
        verdict = judged(graded("check.criterion(criterion)", error("TypeError", "odd\nthing")))
        assert verdict.findings[0].message == "the check stopped with TypeError: odd"


class TestMissingName:
    """`judge_cell` where the evidence says that a name does not exist."""

    @pytest.mark.parametrize(
        ("source", "code"),
        [
            ("# nothing here", "not-attempted"),
            ("criterium = nn.MSELoss()", "missing-name"),
            ("criterion = (", "missing-name"),
        ],
    )
    def test_untouched_cell_was_not_attempted(self, source: str, code: str) -> None:
        cell = graded("check.criterion(criterion)", evidence(criterion, MISSING))
        assert judged(cell, student=solution(source)).codes == (code,)

    def test_cell_that_ran_out_of_time(self) -> None:
        cell = graded("check.criterion(criterion)", evidence(criterion, MISSING))
        hung = solution("while True: pass", error("CellTimeoutError"))
        assert judged(cell, hung, student=hung).codes == ("timed-out",)

    def test_cell_as_it_was_released(self) -> None:
        cell = graded("check.criterion(criterion)", evidence(criterion, MISSING))
        verdict = judge_cell(criterion, cell, [], solution("class C:\n    'C'"), released=True).verdict
        assert verdict.codes == ("not-attempted",)


class TestChallenge:
    """`judge_cell` with a practice call and a hidden one."""

    SOURCE = "check.transfer(fit_line)\ncheck.transfer(fit_line, challenge=5)"

    def test_both_must_deliver(self) -> None:
        practice, hidden = evidence(transfer, closed_form), evidence(transfer, closed_form, challenge=5)
        assert judged(graded(self.SOURCE, practice, hidden), exercise=transfer).passed

    @pytest.mark.parametrize("seed", [None, 6])
    def test_evidence_for_another_seed_does_not_count(self, seed: int | None) -> None:
        outputs = evidence(transfer, closed_form), evidence(transfer, closed_form, challenge=seed)
        assert judged(graded(self.SOURCE, *outputs), exercise=transfer).codes == ("cell-missing",)

    def test_practice_that_fails_decides(self) -> None:
        outputs = evidence(transfer, lambda x, y: (0.0, 0.0)), error("CheckFailed", "transfer")
        verdict = judged(graded(self.SOURCE, *outputs), exercise=transfer)
        assert verdict.points == 0
        assert "cell-missing" not in verdict.codes

    def test_challenge_that_fails_decides(self) -> None:
        outputs = evidence(transfer, closed_form), evidence(transfer, lambda x, y: (0.0, 0.0), challenge=5)
        assert not judged(graded(self.SOURCE, *outputs), exercise=transfer).passed


class TestJudgeNotebook:
    """`judge_notebook(cells, lesson)`."""

    def test_exercise_without_a_graded_cell_is_cell_missing(self) -> None:
        found = judge_notebook([graded("check.criterion(criterion)", evidence(criterion, RIGHT))], lesson)
        assert list(found) == list(lesson.exercises)
        assert found["criterion"].verdict.passed
        assert found["data"].verdict.codes == ("cell-missing",)
        assert found["data"].verdict.findings[0].message == "the graded cell `test_data` is not in the submission"

    def test_evidence_is_kept_only_where_it_could_be_read(self) -> None:
        cell = graded("check.criterion(criterion)", displayed({}), evidence(criterion, WRONG))
        assert len(judge_notebook([cell], lesson)["criterion"].bundles) == 1


class TestStoredVerdicts:
    """`stored_verdicts(cells)`."""

    def test_reads_graded_cells_only(self) -> None:
        stored = {"exercise": "criterion", "points": 1.5, "max_points": 2, "findings": []}
        output = {"output_type": "display_data", "data": {MIME_TYPE: stored}, "metadata": {}}
        cells = [solution("", output), graded("", output), {"cell_type": "markdown", "metadata": {}, "source": ""}]
        assert stored_verdicts(cells) == [Verdict("criterion", 1.5, 2)]
