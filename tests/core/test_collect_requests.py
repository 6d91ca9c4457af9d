"""What a grader asks a kernel for, and what comes back."""

from __future__ import annotations

import json
import math
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from grader import lessons
from grader.core.cell_source import check_calls
from grader.core.collect_requests import PREFIX, Request, RequestError, as_code, make_requests, requested
from grader.core.exercise import Lesson
from grader.evidence import bundle
from grader.evidence.challenges import Challenge, Inputs, NotSerializableError, Plain
from grader.grading.kernel.answer_request import collect
from grader.lessons import capstone, debugging_clinic, linear_regression, soccer_winner
from grader.notebook.recording.recorder import recorder
from tests.support.classroom import LINE, cell, solution

SEED = 90817
VARIANTS = {name: lessons.find(name).variant_of("hazel") for name in lessons.MODULES}
GRADED = [
    (name, exercise.name)
    for name in lessons.MODULES
    for exercise in lessons.find(name).exercises.values()
    if exercise.challenge
]


def hidden(lesson: Lesson, exercise: str, seed: int = SEED) -> Request:
    names = ", ".join(lesson.exercises[exercise].collectors)
    return make_requests(lesson, f"check.{exercise}({names}, challenge={seed})", variant=VARIANTS[lesson.name])[
        0
    ].request


def sent(request: Request) -> Request:
    return requested(as_code(request))


class Task:
    """A task with any arguments."""

    def __init__(self, *given: Any) -> None:
        self.given = given

    def arguments(self) -> tuple[Any, ...]:
        return self.given

    def probes(self) -> None:
        return None


class TestSeal:
    """`make_requests(lesson, source)`."""

    def test_every_call_is_a_request_with_a_ticket_of_its_own(self) -> None:
        source = "# shown\ncheck.repair(train_repaired)\ncheck.repair(train_repaired, challenge=7)"
        practice, graded = make_requests(linear_regression.lesson, source)
        assert (practice.seed, practice.request.challenge) == (None, None)
        assert (graded.seed, len(graded.request.challenge.calls)) == (7, 2)
        assert graded.request.arguments == ("train_repaired",)
        assert len({practice.request.nonce, graded.request.nonce}) == 2

    def test_a_lesson_that_draws_a_variant_has_to_be_told_whose(self) -> None:
        with pytest.raises(RequestError, match="^04_capstone draws a variant for each student, and none was given$"):
            make_requests(capstone.lesson, "check.optimizer(optimizer, model)")
        with pytest.raises(RequestError, match="^01_linear_regression draws no variants$"):
            make_requests(linear_regression.lesson, "check.data(x_data, y_data)", variant=0)

    def test_two_students_are_asked_about_matches_of_two_leagues(self) -> None:
        source = "check.predict(predict, model, challenge=7)"
        one, other = (
            make_requests(capstone.lesson, source, variant=capstone.lesson.variant_of(student))[0].request.challenge
            for student in ("hazel", "rowan")
        )
        assert not torch.equal(one.calls[0].arguments[0].tensor, other.calls[0].arguments[0].tensor)
        assert torch.equal(one.calls[0].arguments[0].tensor, one.probes["model"].inputs)

    @pytest.mark.parametrize("lesson", lessons.MODULES)
    def test_every_graded_cell_of_a_lesson_can_be_serialized(self, lesson: str) -> None:
        declared = lessons.find(lesson)
        for name in declared.exercises:
            source = "".join(cell(solution(lesson), f"test_{name}")["source"])
            pending = make_requests(declared, source, variant=VARIANTS[lesson])
            assert [each.seed for each in pending] == [call.seed for call in check_calls(source)]
            assert {each.request.variant for each in pending} == {VARIANTS[lesson]}

    @pytest.mark.parametrize(
        ("source", "says"),
        [
            ("", "calls none"),
            ("check.data(x_data, y_data)\nprint(x_data)", "`print(x_data)`"),
            ("x = 1\ncheck.data(x, x)", "`x = 1`"),
            ("check.data(x_data, y_data", "`check.data(x_data, y_data`"),
            ("check.data(x_data, 2 * x_data)", "`check.data(x_data, 2 * x_data)`"),
            ("check.data(*given)", "`check.data(*given)`"),
            ("check.repair(train_repaired, challenge=seed)", "`check.repair(train_repaired, challenge=seed)`"),
            ("check.repair(train_repaired, challenge=True)", "challenge=True"),
            ("check.repair(train_repaired, seed=3)", "seed=3"),
            ("if True:\n    check.data(x_data, y_data)", "`if True:`"),
            ("check.data(x_data)", "takes 2 values: x_data, y_data"),
            ("check.date(x_data)", "has no exercise date"),
            ("check.data(x_data, y_data, challenge=3)", "check.data has no challenge"),
        ],
    )
    def test_anything_else_than_calls_of_checks_is_refused(self, source: str, says: str) -> None:
        with pytest.raises(RequestError) as caught:
            make_requests(linear_regression.lesson, source)
        assert says in str(caught.value)
        assert "\n" not in str(caught.value)


class TestCode:
    """`requested(as_code(request))`."""

    @pytest.mark.parametrize(("lesson", "exercise"), GRADED)
    def test_a_request_comes_back_as_it_was(self, lesson: str, exercise: str) -> None:
        request = hidden(lessons.find(lesson), exercise)
        code = as_code(request)
        assert "\n" not in code
        exec(compile(code, "cell", "exec"), {})  # noqa: S102 - a comment
        assert bundle.pack(requested(code)) == bundle.pack(request)

    @pytest.mark.parametrize(
        "code", ["", "x = 1", "# a comment", PREFIX, PREFIX + "?", PREFIX + "e30=", PREFIX + "W10=\nx = 1"]
    )
    def test_other_code_is_none(self, code: str) -> None:
        assert requested(code) is None


class TestSecrets:
    """What a kernel gets tells neither the seed nor the answer."""

    @pytest.mark.parametrize(("lesson", "exercise"), GRADED)
    def test_the_seed_is_not_in_it(self, lesson: str, exercise: str) -> None:
        request = hidden(lessons.find(lesson), exercise)
        tree = json.dumps(bundle.pack(request)["tree"])
        assert str(SEED) not in tree
        assert str(SEED * 10) not in tree

    def test_training_on_other_networks_is_collected_where_a_task_asks_for_it(self) -> None:
        def train(net: nn.Module, x: Tensor, y: Tensor, epochs: int) -> list[float]:
            twin = nn.Linear(1, 1)
            optimizer = torch.optim.SGD(twin.parameters(), lr=0.1)
            for _ in range(epochs):
                twin(x).sum().backward()
                optimizer.step()
            return []

        recorder.start()
        for lesson, exercise, runs in ((linear_regression.lesson, "repair", 0), (debugging_clinic.lesson, "case_4", 1)):
            evidence = lesson.exercises[exercise].collect([train], SEED)
            (function,) = (getattr(evidence, name) for name in lesson.exercises[exercise].collectors)
            assert [len(call.runs) for call in function.calls] == [runs, runs]
            assert all(run.steps == call.steps for call in function.calls for run in call.runs)

    def test_lines_hold_points_and_nothing_else(self) -> None:
        for call in hidden(linear_regression.lesson, "transfer").challenge.calls:
            x, y = (argument.tensor for argument in call.arguments)
            assert x.shape == y.shape
            assert call.probes is None

    def test_tables_hold_no_label_of_an_unseen_row(self) -> None:
        calls = hidden(soccer_winner.lesson, "transfer").challenge.calls
        for call, table in zip(calls, soccer_winner.tables(SEED), strict=True):
            x, y = (argument.tensor for argument in call.arguments)
            assert (len(x), len(y)) == (len(table.x), len(table.x))
            assert torch.equal(call.probes.inputs, table.unseen)

    def test_new_matches_come_without_their_results(self) -> None:
        challenge = hidden(capstone.lesson, "predict").challenge
        for call, rows in zip(challenge.calls, capstone.asked(SEED, VARIANTS["04_capstone"]).inputs, strict=True):
            (x,) = (argument.tensor for argument in call.arguments)
            assert torch.equal(x, rows)
            assert call.probes is None

    def test_the_seed_of_a_call_is_always_the_same_and_never_the_challenges(self) -> None:
        first, second = (hidden(soccer_winner.lesson, "transfer").challenge.calls for _ in range(2))
        assert [call.seed for call in first] == [call.seed for call in second]
        assert len({call.seed for call in first} | {SEED, 10 * SEED}) == len(first) + 2


class TestInputs:
    """`Inputs.of(task, seed)` and `open()`."""

    @pytest.mark.parametrize(
        "network",
        [
            nn.Linear(3, 2),
            nn.Linear(2, 1, bias=False),
            nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Sequential(nn.Linear(4, 1), nn.Sigmoid())),
        ],
    )
    def test_networks_are_made_anew_each_time(self, network: nn.Module) -> None:
        inputs = Inputs.of(Task(network), 1)
        x = torch.ones(2, next(network.parameters()).shape[1])
        for _ in range(2):
            (made,) = inputs.open()
            assert torch.equal(made(x), network(x))
            assert all(p.requires_grad and p.is_leaf for p in made.parameters())
            with torch.no_grad():
                next(made.parameters()).zero_()

    def test_opening_takes_no_random_number(self) -> None:
        inputs = Inputs.of(Task(nn.Linear(2, 1)), 1)
        before = torch.random.get_rng_state()
        inputs.open()
        assert torch.equal(torch.random.get_rng_state(), before)

    def test_numbers_keep_their_types(self) -> None:
        given = (1, 1.0, True, "text", None)
        opened = Inputs.of(Task(*given), 1).open()
        assert [(type(one), one) for one in opened] == [(type(one), one) for one in given]

    @pytest.mark.parametrize("given", [[1.0, 2.0], [[1.0, 0.1], [3.0, -0.0]], []])
    def test_lists_of_floats_come_back_as_they_were(self, given: list[Any]) -> None:
        inputs = Inputs.of(Task(given), 1)
        (opened,) = inputs.open()
        assert repr(opened) == repr(given)
        assert inputs.open()[0] is not opened

    @pytest.mark.parametrize(
        "argument",
        [
            nn.Tanh(),
            nn.Sequential(nn.Linear(1, 1), nn.Dropout(inplace=True)),
            nn.Sequential(nn.Linear(1, 1), nn.BatchNorm1d(1)),
            nn.Linear(1, 1).requires_grad_(requires_grad=False),
            nn.Sequential(*[nn.Linear(1, 1)] * 2),
            [1, 2],
            [1.0, None],
            [[1.0, 2.0], [3.0]],
            ["text"],
            lambda: 1,
            torch.ones(1, requires_grad=True),
        ],
    )
    def test_what_would_change_by_being_serialized_is_refused(self, argument: Any) -> None:
        with pytest.raises(NotSerializableError):
            Challenge(lambda seed: [Task(argument)], practice=1).inputs(2)


class TestCollect:
    """`collect(request, namespace)`."""

    def test_missing_names_are_missing(self) -> None:
        request = make_requests(linear_regression.lesson, "check.data(x_data, y_data)")[0].request
        tree = collect(sent(request), {"x_data": 1})["tree"]
        assert (tree["x_data"]["kind"], tree["y_data"]["kind"]) == ("number", "missing")
        assert tree["nonce"] == request.nonce

    def test_an_expression_is_not_evaluated(self) -> None:
        request = Request(lesson=LINE, exercise="loss_by_hand", arguments=("1 / 0",), nonce="t")
        assert collect(request, {})["tree"]["loss_by_hand"]["kind"] == "missing"

    def test_a_function_does_the_same_with_and_without_the_seed(self) -> None:
        def train_classifier(x: Tensor, y: Tensor) -> nn.Module:
            return nn.Sequential(nn.Linear(x.shape[1], 1), nn.Sigmoid())

        exercise = soccer_winner.lesson.exercises["transfer"]
        pending = collect(sent(hidden(soccer_winner.lesson, "transfer")), {"train_classifier": train_classifier})
        one = bundle.unpack(pending, exercise.evidence_type)
        other = exercise.collect([train_classifier], SEED)
        assert (one.seed, other.seed) == (None, SEED)
        for ours, theirs in zip(one.train_classifier.calls, other.train_classifier.calls, strict=True):
            assert torch.equal(ours.network.flat, theirs.network.flat)
            assert torch.equal(ours.network.output.numbers, theirs.network.output.numbers)

    def test_probes_of_a_challenge_are_sent_as_they_are(self) -> None:
        request = sent(hidden(soccer_winner.lesson, "win_probability"))
        assert torch.equal(request.challenge.probes["model"].inputs, soccer_winner.match_probes(SEED).inputs)
        assert request.challenge.calls[-1].arguments == (Plain(2), Plain(1))

    def test_evidence_too_large_to_send_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bundle, "MAX_BUNDLE_BYTES", 1000)
        request = make_requests(linear_regression.lesson, "check.loss_by_hand(loss_by_hand)")[0].request
        packed = collect(request, {"loss_by_hand": torch.ones(500)})
        assert packed["tree"]["nonce"] == request.nonce
        with pytest.raises(bundle.EvidenceError, match=r"^the evidence has 2,000 bytes of numbers, more than 1,000$"):
            bundle.unpack(packed, linear_regression.lesson.exercises["loss_by_hand"].evidence_type)

    def test_a_text_that_no_file_can_hold_is_mended(self) -> None:
        request = make_requests(linear_regression.lesson, "check.loss_by_hand(loss_by_hand)")[0].request
        assert collect(request, {"loss_by_hand": "\ud800"})["tree"]["loss_by_hand"]["text"] == "?"

    def test_every_request_tells_what_ended_the_cell_before(self) -> None:
        requests = make_requests(linear_regression.lesson, "check.repair(f)\ncheck.repair(f, challenge=3)")
        recorder.new_cell()
        recorder.cell_failed(ValueError("odd"))
        told = [collect(each.request, {})["tree"]["raised"]["message"] for each in requests]
        assert told == ["odd", "odd"]
        recorder.new_cell()
        assert collect(requests[0].request, {})["tree"]["raised"] is None

    def test_an_error_is_the_cells_that_assigns_the_names_until_that_runs_again(self) -> None:
        (asked,) = make_requests(linear_regression.lesson, "check.loss_by_hand(loss_by_hand)")

        def told() -> str | None:
            raised = collect(asked.request, {"loss_by_hand": 28})["tree"]["raised"]
            return raised and raised["message"]

        recorder.new_cell(SimpleNamespace(raw_cell="loss_by_hand = (29"))
        recorder.cell_failed(SyntaxError("odd"))
        recorder.new_cell(SimpleNamespace(raw_cell="print(loss_by_hand)"))
        assert told() == "odd"
        recorder.new_cell(SimpleNamespace(raw_cell="loss_by_hand = 29"))
        assert told() is None

    def test_nothing_is_judged_or_shown(self, capsys: pytest.CaptureFixture[str]) -> None:
        collect(hidden(linear_regression.lesson, "transfer"), {"fit_line": lambda x, y: (math.nan, math.nan)})
        assert capsys.readouterr() == ("", "")
