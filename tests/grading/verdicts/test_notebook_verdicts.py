"""From plain cells to verdicts, with evidence collected by a real exercise of lesson 1."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from torch import nn

from grader import lessons
from grader.core.catalogue import found
from grader.core.collect_requests import PendingRequest, Request, make_requests
from grader.core.exercise import Exercise, Lesson
from grader.core.verdict import MIME_TYPE, Finding, Verdict
from grader.evidence import bundle
from grader.evidence.values import Value
from grader.grading.errors import NotGradedError
from grader.grading.kernel.answer_request import collect
from grader.grading.verdicts.notebook_cells import DEAD_KERNEL, Cell, Place, is_undecided, stored_verdicts
from grader.grading.verdicts.notebook_verdicts import (
    challenge_first,
    judge_cell,
    judge_notebook,
    judge_stored,
    passed_in,
    settle,
)
from grader.notebook.session import begin

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


faulty, tiers = Lesson("broken", "broken"), Lesson("tiers", "tiers")
begin(faulty)
begin(tiers)
broken = faulty.exercise(points=1)(stops)


@tiers.exercise(points=3)
def tier(reached: Value) -> Iterator[Finding]:
    """As many points as were reached, in the words of who reached them."""
    points, _, who = reached.text.partition(" ")
    if points != "3":
        yield found("wrong-values", who, 3 - int(points))


CHECK = "check.criterion(criterion)"


def graded(*outputs: dict[str, Any], name: str = "criterion") -> Cell:
    metadata = {"nbgrader": {"grade": True, "solution": False, "grade_id": f"test_{name}", "points": 2}}
    return {"cell_type": "code", "metadata": metadata, "source": "", "outputs": list(outputs), "execution_count": 1}


def solution(source: str, *outputs: dict[str, Any], name: str = "criterion") -> Cell:
    metadata = {"nbgrader": {"grade": False, "solution": True, "grade_id": name}}
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": list(outputs)}


def answer(pending: PendingRequest, **namespace: Any) -> dict[str, Any]:
    return displayed(collect(pending.request, namespace))


def displayed(packed: Any) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {bundle.MIME_TYPE: packed}, "metadata": {}}


def error(name: str, message: str = "") -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": []}


@pytest.fixture
def asked() -> PendingRequest:
    """The request of `check.criterion(criterion)`."""
    return make_requests(lesson, CHECK)[0]


def judged(
    cell: Cell, *requests: PendingRequest, before: tuple[Cell, ...] = (), student: Cell | None = None
) -> Verdict:
    exercise = lesson.exercises[requests[0].request.exercise]
    return judge_cell(exercise, Place(cell, list(before), student), requests).verdict


class TestJudgeCell:
    """`judge_cell` with one call in the cell."""

    def test_right_evidence_passes(self, asked: PendingRequest) -> None:
        assert judged(graded(answer(asked, criterion=RIGHT)), asked).passed

    def test_wrong_evidence_gets_its_code(self, asked: PendingRequest) -> None:
        assert judged(graded(answer(asked, criterion=WRONG)), asked).codes == ("wrong-reduction",)

    def test_what_the_kernel_claims_is_not_looked_at(self, asked: PendingRequest) -> None:
        claim = {"exercise": "criterion", "points": 2, "max_points": 2, "findings": []}
        forged = {"output_type": "display_data", "data": {MIME_TYPE: claim, "text/plain": "2"}, "metadata": {}}
        assert judged(graded(forged), asked).codes == ("cell-missing",)

    def test_two_answers_to_one_request_count_for_none(self, asked: PendingRequest) -> None:
        wrong, right = answer(asked, criterion=WRONG), answer(asked, criterion=RIGHT)
        unreadable = displayed({"version": 1, "tree": {"nonce": asked.request.nonce}})
        for outputs in ((right, wrong), (wrong, right), (right, right), (right, unreadable)):
            assert judged(graded(*outputs), asked).codes == ("evidence-malformed",)

    def test_answer_that_cannot_be_read(self, asked: PendingRequest) -> None:
        unreadable = displayed({"version": 1, "tree": {"nonce": asked.request.nonce}})
        assert judged(graded(unreadable), asked).codes == ("evidence-malformed",)

    def test_evidence_without_a_ticket_of_this_cell_does_not_count(self, asked: PendingRequest) -> None:
        (other,) = make_requests(lesson, CHECK)
        unasked = displayed(bundle.pack(criterion.collect([RIGHT])))
        outputs = unasked, answer(other, criterion=RIGHT)
        assert judged(graded(*outputs), asked).codes == ("cell-missing",)
        assert judged(graded(*outputs, answer(asked, criterion=WRONG)), asked).codes == ("wrong-reduction",)

    def test_evidence_of_another_exercise_does_not_count(self, asked: PendingRequest) -> None:
        other = displayed(bundle.pack(lesson.exercises["loss_by_hand"].collect([29], nonce=asked.request.nonce)))
        verdict = judged(graded(other), asked)
        assert (verdict.points, verdict.codes) == (0, ("evidence-malformed",))

    @pytest.mark.parametrize("packed", [None, "text", 3, [], {}, {"version": 1}, {"tree": {"nonce": ["?"]}}])
    def test_what_has_no_ticket_is_nothing(self, asked: PendingRequest, packed: Any) -> None:
        assert judged(graded(displayed(packed), {"output_type": "display_data", "data": []}), asked).points == 0

    @pytest.mark.parametrize("spoilt", [{"version": 2}, {"tensors": None}, {"tensors": "?"}, {"tensors": ""}])
    def test_malformed_evidence_is_a_finding_of_one_line(self, asked: PendingRequest, spoilt: dict[str, Any]) -> None:
        verdict = judged(graded(displayed({**collect(asked.request, {"criterion": RIGHT}), **spoilt})), asked)
        assert (verdict.points, verdict.codes) == (0, ("evidence-malformed",))
        assert verdict.findings[0].message.startswith("The report of the check cannot be read: ")
        assert "\n" not in verdict.findings[0].message

    def test_judge_that_stops_decides_nothing_and_accuses_nobody(self) -> None:
        verdict = settle(broken, broken.collect([1]))
        assert (verdict.codes, verdict.score, verdict.passed) == (("check-failed",), None, False)
        assert "a fault of the check and not of your answer" in verdict.findings[0].message
        assert verdict.findings[0].trace.splitlines()[-1] == "ZeroDivisionError: by zero"
        assert str(Path(__file__).parent) not in verdict.findings[0].trace

    def test_judge_that_stops_leaves_its_traceback_in_what_is_stored(self) -> None:
        verdict = settle(broken, broken.collect([1]))
        stored = json.loads(json.dumps(verdict.to_json()))
        assert Verdict.from_json(stored) == verdict
        assert is_undecided(graded(displayed({}), {"output_type": "display_data", "data": {MIME_TYPE: stored}}))

    def test_cell_with_points_is_decided(self) -> None:
        stored = tier.judge(tier.collect(["1 me"])).to_json()
        assert not is_undecided(graded({"output_type": "display_data", "data": {MIME_TYPE: stored}}))
        assert not is_undecided(graded({"output_type": "display_data", "data": {MIME_TYPE: "odd"}}))

    def test_cell_that_calls_another_check_gives_no_verdict(self) -> None:
        requests = make_requests(lesson, "check.loss_by_hand(a)")
        with pytest.raises(NotGradedError, match="does not call check.criterion"):
            judge_cell(criterion, Place(graded(), []), requests)


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
    def test_code(
        self, asked: PendingRequest, own: dict[str, Any] | None, earlier: dict[str, Any] | None, code: str
    ) -> None:
        before = solution("criterion = 1", *([earlier] if earlier else []))
        assert judged(graded(*([own] if own else [])), asked, before=(before,)).codes == (code,)

    @pytest.mark.parametrize(
        ("name", "message", "told"),
        [
            ("DeadKernelError", "The kernel died.", "The Python process ended before this check could run."),
            (
                "DeadKernelError",
                "The kernel died: it took more than 512 MiB of memory.",
                "The Python process ended before this check could run. It took more than 512 MiB of memory.",
            ),
            (
                "CellTimeoutError",
                "The cell was stopped: it took more than 8 s of CPU time.",
                "This check never ran, because an earlier cell was stopped. It took more than 8 s of CPU time.",
            ),
        ],
    )
    def test_limit_is_told(self, asked: PendingRequest, name: str, message: str, told: str) -> None:
        verdict = judged(graded(), asked, before=(solution("criterion = 1", error(name, message)),))
        assert verdict.findings[0].message == told

    def test_error_is_told_with_its_message(self, asked: PendingRequest) -> None:
        verdict = judged(graded(error("TypeError", "odd\nthing")), asked)
        assert verdict.findings[0].message == "The check stopped with TypeError: odd."


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
    def test_untouched_cell_was_not_attempted(self, asked: PendingRequest, source: str, code: str) -> None:
        assert judged(graded(answer(asked)), asked, student=solution(source)).codes == (code,)

    def test_cell_that_ran_out_of_time(self, asked: PendingRequest) -> None:
        hung = solution("while True: pass", error("CellTimeoutError"))
        assert judged(graded(answer(asked)), asked, before=(hung,), student=hung).codes == ("timed-out",)

    def test_limit_is_told(self, asked: PendingRequest) -> None:
        hung = solution("while True: pass", error("CellTimeoutError", "The cell was stopped: it took more than 8 s."))
        (finding,) = judged(graded(answer(asked)), asked, before=(hung,), student=hung).findings
        assert finding.message == "The cell of `criterion` was stopped. It took more than 8 s."

    def test_an_earlier_cell_ran_out_of_time(self, asked: PendingRequest) -> None:
        hung = solution("while True: pass", error("CellTimeoutError", "The cell was stopped: it took more than 8 s."))
        (finding,) = judged(graded(answer(asked)), asked, before=(hung,), student=solution("criterion = c")).findings
        assert finding.code == "timed-out"
        assert finding.message == "A cell that this exercise needs was stopped. It took more than 8 s."

    def test_cell_as_it_was_released(self, asked: PendingRequest) -> None:
        place = Place(graded(answer(asked)), [], solution("class C:\n    'C'"), is_as_released=True)
        assert judge_cell(criterion, place, (asked,)).verdict.codes == ("not-attempted",)

    @pytest.mark.parametrize("source", ["criterion = ...", "# nothing here"])
    def test_answer_in_a_cell_below_its_check_is_told(self, asked: PendingRequest, source: str) -> None:
        below = {"cell_type": "code", "metadata": {}, "source": "criterion = nn.MSELoss()", "outputs": []}
        place = Place(graded(answer(asked)), [], solution(source), after=[below])
        verdict = judge_cell(criterion, place, (asked,)).verdict
        assert verdict.codes == ("missing-name",)
        assert "`criterion` is defined further down, in a cell below the check" in verdict.findings[0].message


class TestChallenge:
    """`judge_cell` with a practice call and a hidden one."""

    SOURCE = "check.transfer(fit_line)\ncheck.transfer(fit_line, challenge=5)"

    def test_challenge_must_deliver(self) -> None:
        practice, hidden = requests = make_requests(lesson, self.SOURCE)
        answers = [answer(each, fit_line=closed_form) for each in requests]
        assert judged(graded(*answers), *requests).passed
        assert judged(graded(answers[1]), practice, hidden).passed
        assert judged(graded(answers[0]), practice, hidden).codes == ("cell-missing",)

    def test_evidence_of_the_practice_does_not_do_for_the_challenge(self) -> None:
        practice, hidden = make_requests(lesson, self.SOURCE)
        swapped = PendingRequest(Request(**{**_fields(practice.request), "nonce": hidden.request.nonce}), None)
        outputs = answer(practice, fit_line=closed_form), answer(swapped, fit_line=closed_form)
        assert judged(graded(*outputs), practice, hidden).points == 0

    @pytest.mark.parametrize(
        ("practised", "met", "said"),
        [(0, 2, "met"), (2, 1, "met"), (2, 0, "met"), (3, 0, "met"), (1, 1, "practised"), (0, 0, "practised")],
    )
    def test_challenge_decides_the_points(self, practised: int, met: int, said: str) -> None:
        requests = _asked_for(tier, None), _asked_for(tier, 5)
        texts = f"{practised} practised", f"{met} met"
        answers = [_answered(tier, pending, text) for pending, text in zip(requests, texts, strict=True)]
        found = judge_cell(tier, Place(graded(*answers, name="tier"), []), requests)
        assert (found.verdict.points, found.verdict.findings[0].message, found.lost) == (met, said, False)
        kept = {"verdicts": [found.verdict.to_json()], "bundles": {"tier": list(found.bundles)}, "lost": []}
        assert judge_stored(tiers, kept)["tier"].to_json() == found.verdict.to_json()

    def test_practice_that_never_came_costs_nothing(self) -> None:
        requests = _asked_for(tier, None), _asked_for(tier, 5)
        place = Place(graded(_answered(tier, requests[1], "2 met"), error(DEAD_KERNEL), name="tier"), [])
        found = judge_cell(tier, place, requests)
        assert (found.verdict.points, found.verdict.codes, found.lost) == (2, ("wrong-values",), False)

    def test_challenge_comes_first(self, asked: PendingRequest) -> None:
        practice, hidden = make_requests(lesson, self.SOURCE)
        assert challenge_first((practice, hidden)) == ((hidden,), (practice,))
        assert challenge_first((asked,)) == ((asked,), ())

    def test_answers_that_pass(self) -> None:
        _, hidden = make_requests(lesson, self.SOURCE)
        right = graded(answer(hidden, fit_line=closed_form), name="transfer")
        wrong = graded(answer(hidden, fit_line=lambda x, y: (0.0, 0.0)), name="transfer")
        assert passed_in(transfer, right, (hidden,)).keys() == {hidden.request.nonce}
        assert passed_in(transfer, wrong, (hidden,)) == {}
        assert passed_in(transfer, graded(name="transfer"), (hidden,)) == {}

    def test_answer_that_passed_is_not_judged_again(self) -> None:
        _, hidden = make_requests(lesson, self.SOURCE)
        cell = graded(answer(hidden, fit_line=closed_form), name="transfer")
        passed = passed_in(transfer, cell, (hidden,))
        (known,) = passed.values()
        assert judge_cell(transfer, Place(cell, []), (hidden,), passed).verdict is known.judged.verdict

    def test_second_answer_since_takes_the_points_back(self) -> None:
        _, hidden = make_requests(lesson, self.SOURCE)
        cell = graded(answer(hidden, fit_line=closed_form), name="transfer")
        passed = passed_in(transfer, cell, (hidden,))
        cell["outputs"].append(answer(hidden, fit_line=closed_form))
        assert judge_cell(transfer, Place(cell, []), (hidden,), passed).verdict.codes == ("evidence-malformed",)

    def test_other_answer_since_is_judged(self) -> None:
        _, hidden = make_requests(lesson, self.SOURCE)
        cell = graded(answer(hidden, fit_line=closed_form), name="transfer")
        passed = passed_in(transfer, cell, (hidden,))
        cell["outputs"] = [answer(hidden, fit_line=lambda x, y: (0.0, 0.0))]
        assert not judge_cell(transfer, Place(cell, []), (hidden,), passed).verdict.passed


def _asked_for(exercise: Exercise, seed: int | None) -> PendingRequest:
    about = {"lesson": exercise.lesson.name, "exercise": exercise.name, "arguments": ("reached",)}
    return PendingRequest(Request(nonce=f"{seed}" * 8, **about), seed)


def _answered(exercise: Exercise, pending: PendingRequest, value: str) -> dict[str, Any]:
    return displayed(bundle.pack(exercise.collect([value], None, nonce=pending.request.nonce)))


def _fields(request: Request) -> dict[str, Any]:
    return {name: getattr(request, name) for name in request.__struct_fields__}


class TestJudgeNotebook:
    """`judge_notebook(cells, lesson, requests)`."""

    def test_exercise_without_a_graded_cell_is_cell_missing(self, asked: PendingRequest) -> None:
        cell = graded(answer(asked, criterion=RIGHT))
        found = judge_notebook([cell], lesson, {"test_criterion": (asked,)})
        assert list(found) == list(lesson.exercises)
        assert found["criterion"].verdict.passed
        assert found["data"].verdict.codes == ("cell-missing",)
        assert found["data"].verdict.findings[0].message == "The graded cell `test_data` is not in the submission."

    def test_cell_that_ran_without_requests_gives_no_verdict(self) -> None:
        with pytest.raises(NotGradedError, match="^the graded cell `test_criterion` was not asked for evidence"):
            judge_notebook([graded()], lesson, {})

    def test_cell_that_the_run_never_reached_is_told_why(self) -> None:
        cells = [solution("", error("DeadKernelError")), {**graded(), "execution_count": None}]
        assert judge_notebook(cells, lesson, {})["criterion"].verdict.codes == ("kernel-died",)


class TestJudgeStored:
    """`judge_stored(lesson, kept)` needs neither notebook nor nonce."""

    @staticmethod
    def kept(cells: list[Cell], requests: dict[str, tuple[PendingRequest, ...]]) -> dict[str, Any]:
        found = judge_notebook(cells, lesson, requests)
        stored = {
            "verdicts": [each.verdict.to_json() for each in found.values()],
            "bundles": {name: list(each.bundles) for name, each in found.items()},
            "lost": [name for name, each in found.items() if each.lost],
        }
        return json.loads(json.dumps(stored))

    def test_gives_the_verdicts_again(self, asked: PendingRequest) -> None:
        requests = {"test_criterion": (asked,), "test_transfer": make_requests(lesson, TestChallenge.SOURCE)}
        answers = [answer(each, fit_line=closed_form) for each in requests["test_transfer"]]
        cells = [graded(answer(asked, criterion=WRONG)), graded(*answers, name="transfer")]
        kept = self.kept(cells, requests)
        again = judge_stored(lesson, kept)
        assert [verdict.to_json() for verdict in again.values()] == kept["verdicts"]
        assert again["criterion"].codes == ("wrong-reduction",)
        assert again["transfer"].passed
        assert [packed["tree"]["seed"] for packed in kept["bundles"]["transfer"]] == [None, 5]
        assert {packed["tree"]["nonce"] for packed in kept["bundles"]["transfer"]} == {None}

    def test_evidence_that_never_came_keeps_its_verdict(self) -> None:
        requests = make_requests(lesson, TestChallenge.SOURCE)
        outputs = answer(requests[0], fit_line=closed_form), error("CellTimeoutError")
        kept = self.kept([graded(*outputs, name="transfer")], {"test_transfer": requests})
        assert judge_stored(lesson, kept)["transfer"].codes == ("timed-out",)

    def test_what_the_solution_cell_explained_stays(self, asked: PendingRequest) -> None:
        kept = self.kept([solution("..."), graded(answer(asked))], {"test_criterion": (asked,)})
        assert judge_stored(lesson, kept)["criterion"].codes == ("not-attempted",)


class TestStoredVerdicts:
    """`stored_verdicts(cells)`."""

    def test_reads_graded_cells_only(self) -> None:
        stored = {"exercise": "criterion", "points": 1.5, "max_points": 2, "findings": []}
        output = {"output_type": "display_data", "data": {MIME_TYPE: stored}, "metadata": {}}
        cells = [solution("", output), graded(output), {"cell_type": "markdown", "metadata": {}, "source": ""}]
        assert stored_verdicts(cells) == [Verdict("criterion", 1.5, 2)]
