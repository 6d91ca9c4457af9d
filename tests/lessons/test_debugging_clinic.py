"""Lesson 3: its patients are the notebook's, its symptoms are what they show, its judges are fair on any data."""

from __future__ import annotations

import ast
import copy
import re
import warnings
from typing import TYPE_CHECKING

import pytest
import torch
from torch import nn

from grader.core.catalogue import CATALOGUE
from grader.evidence.values import Value
from grader.judges.functions.diagnosis import expect_diagnosis
from grader.lessons import debugging_clinic as clinic
from grader.lessons.debugging_clinic.cases import GIVEN, SICK
from grader.lessons.debugging_clinic.mornings import short_runs, whole_runs
from grader.lessons.debugging_clinic.symptoms import CASES, CHOICES, PREDICTIONS, RIGHT
from grader.notebook.figures import clinic as figures
from grader.notebook.figures.losses import as_floats
from grader.notebook.recorder import recorder
from tests.support.answers import answers, defined
from tests.support.classroom import CLINIC, cell, solution

if TYPE_CHECKING:
    from grader.devtools.sample_answers import Answer

CODES = (
    "broadcast-target", "detached-loss", "learning-rate-too-high", "model-not-fresh", "losses-not-floats",
    "trained-a-copy",
)  # fmt: skip
NUMBERS = range(1, 7)
SEEDS = [3, 271828182845904523, 577215664901532861]
RIGHT_REPAIRS = [a for a in answers(CLINIC) if a.is_right and any(name.startswith("case") for name in a.cells)]


@pytest.fixture(autouse=True)
def _recording() -> None:
    """Record, as a notebook does from its setup cell on."""
    recorder.start()


def new_net() -> nn.Linear:
    torch.manual_seed(7)
    return nn.Linear(1, 1)


def source(grade_id: str) -> str:
    return "".join(cell(solution(CLINIC), grade_id)["source"])


def trained(number: int) -> tuple[list, nn.Linear]:
    net = new_net()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return SICK[number - 1](net, clinic.X, clinic.Y, figures.EPOCHS), net


class TestNotebook:
    """What learners read is what is judged."""

    @pytest.mark.parametrize("number", NUMBERS)
    def test_a_patient_is_the_one_of_the_module(self, number: int) -> None:
        assert source(f"sick_{number}") == GIVEN[number - 1].strip()

    @pytest.mark.parametrize("number", NUMBERS)
    def test_a_repair_begins_as_the_patient(self, number: int) -> None:
        given, _, _ = source(f"case_{number}").partition("### BEGIN SOLUTION")
        assert ast.dump(ast.parse(given)) == ast.dump(ast.parse(source(f"sick_{number}").replace("sick_", "case_")))

    def test_the_mornings_and_the_start_are_those_of_the_module(self) -> None:
        names = defined(answers(CLINIC)[0])
        assert torch.equal(names["x"], clinic.X)
        assert torch.equal(names["y"], clinic.Y)
        assert torch.equal(names["new_net"]().weight, new_net().weight)

    def test_the_threshold_and_the_epochs_of_case_3_are_told(self) -> None:
        prose = "\n".join("".join(c["source"]) for c in solution(CLINIC)["cells"] if c["cell_type"] == "markdown")
        assert f"below {clinic.LOSS_THRESHOLD:g}" in prose
        assert {task.epochs for task in whole_runs(5)} == {60}
        assert "`epochs=60`" in prose


class TestSymptoms:
    """What a finding says of a case is so."""

    def test_numbers_are_those_of_the_patients(self) -> None:
        runs = {number: trained(number) for number in NUMBERS}
        first, last = ({n: as_floats(losses)[at] for n, (losses, _) in runs.items()} for at in (0, -1))
        own = {n: ((net(clinic.X) - clinic.Y) ** 2).mean().item() for n, (_, net) in runs.items()}
        assert [round(first[n]) for n in (2, 3, 4, 5, 6)] == [2015] * 5
        assert (round(last[1]), round(own[1])) == (197, 197)
        assert set(runs[2][0]) == {first[2]}
        assert all(later > earlier for earlier, later in zip(runs[3][0][1:], runs[3][0][2:], strict=False))
        assert round(runs[4][0][figures.EPOCHS]) == 556
        assert [round(last[n], 1) for n in (4, 5, 6)] == [0.9] * 3
        assert round(own[6]) == 2015
        assert f"{runs[5][0][-1]!r}" == "tensor(0.8997, grad_fn=<MseLossBackward0>)"
        said = " ".join(seen.says for case in CASES for seen in case.values())
        assert {"197", "2,015", "556", "0.9", "0.8997"} <= set(re.findall(r"[\d,.]*\d", said))

    @pytest.mark.parametrize("number", NUMBERS)
    def test_gradients_are_as_said(self, number: int) -> None:
        _, net = trained(number)
        assert (net.weight.grad is None) == (CASES[number - 1]["gradients"].state == "none")

    @pytest.mark.parametrize("number", NUMBERS)
    @pytest.mark.parametrize("code", CATALOGUE)
    def test_a_wrong_code_is_contradicted_and_the_right_one_not_told(self, number: int, code: str) -> None:
        right = RIGHT[number - 1]
        if code in right:
            assert all(
                CASES[number - 1][p.thing].state == p.state for p in PREDICTIONS.get(code, ()) if code == right[0]
            )
            return
        written = Value(name="diagnosis", kind="text", type_name="str", text=code)
        (finding,) = expect_diagnosis(written, right, CASES[number - 1], PREDICTIONS, CHOICES)
        said = finding.message.replace(f"`{code}`", "", 1)
        if code in CHOICES:
            assert finding.code == "wrong-diagnosis"
            assert ": then " in said
        assert finding.code == "unknown-code" or "; here " in said
        assert not any(each in said for each in CODES)

    def test_every_right_code_is_in_the_table(self) -> None:
        assert [right[0] for right in RIGHT] == list(CODES)
        assert set(CODES) <= set(CHOICES) <= set(CATALOGUE)


class TestCases:
    """Six functions on challenges."""

    @pytest.mark.parametrize("seed", SEEDS)
    @pytest.mark.parametrize("number", NUMBERS)
    def test_a_patient_gets_the_code_of_its_case(self, number: int, seed: int) -> None:
        def again(net, x, y, epochs):
            return SICK[number - 1](net, x, y, epochs)

        exercise = clinic.lesson.exercises[f"case_{number}"]
        assert exercise.judge(exercise.collect([again], seed)).codes == (CODES[number - 1],)

    @pytest.mark.parametrize("answer", RIGHT_REPAIRS, ids=lambda answer: answer.name)
    def test_a_right_repair_is_right_on_any_mornings(self, answer: Answer) -> None:
        names = defined(answer)
        for name in answer.cells:
            exercise = clinic.lesson.exercises[name]
            verdicts = [exercise.judge(exercise.collect([names[name]], seed)) for seed in SEEDS]
            assert all(v.passed for v in verdicts), verdicts

    def test_losses_of_the_judge_are_no_answer(self) -> None:
        """Right losses that no training produced are worth nothing."""
        exercise = clinic.lesson.exercises["case_5"]

        def clairvoyant(net, x, y, epochs):
            return defined(answers(CLINIC)[0])["healthy"](copy.deepcopy(net), x, y, epochs)

        assert exercise.judge(exercise.collect([clairvoyant], SEEDS[1])).codes == ("trained-a-copy",)

    def test_mornings_leave_the_same_room_for_learning_rates(self) -> None:
        for seed in range(100):
            for task in (*short_runs(seed), *whole_runs(seed)):
                rows = torch.cat([task.x, torch.ones_like(task.x)], dim=1)
                limit = 2 / float(torch.linalg.eigvalsh(2 * rows.T @ rows / len(rows)).max())
                assert 0.26 < limit < 0.45
                net = task.arguments()[0]
                assert ((net(task.x) - task.y) ** 2).mean().item() > 10 * clinic.LOSS_THRESHOLD


class TestFigures:
    """What the lesson shows of a learner's own function."""

    @pytest.mark.parametrize(
        ("function", "says"),
        [
            (lambda net, x, y, epochs: None, "no losses"),
            (lambda net, x, y, epochs: 1 / 0, "It stopped with ZeroDivisionError: division by zero."),
            (lambda net, x, y, epochs: [float("nan")] * epochs, "loss from nan to nan"),
        ],
    )
    def test_an_odd_function_is_examined_all_the_same(self, function, says: str, capsys) -> None:
        figures.examine(function, new_net(), clinic.X, clinic.Y)
        assert says in capsys.readouterr().out

    def test_complaints_are_told_before_and_after(self, capsys) -> None:
        figures.complaints(SICK, [lambda *given: None] * 6, new_net, clinic.X, clinic.Y)
        rows = [line.split()[-2:] for line in capsys.readouterr().out.splitlines()[1:]]
        assert rows[0] == ["197", "2,015"]
        assert rows[3:5] == [["556", "none"], ["92", "0"]]
