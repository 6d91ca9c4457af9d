"""Lesson 3: its patients are the notebook's, its symptoms are what they show, its judges are fair on any data."""

from __future__ import annotations

import ast
import copy
import itertools
import re
import warnings
from typing import TYPE_CHECKING

import pytest
import torch
from matplotlib.figure import Figure
from torch import nn

from grader.core.catalogue import CATALOGUE
from grader.evidence.values import Value
from grader.judges.functions.diagnosis import expect_diagnosis
from grader.lessons import debugging_clinic as clinic
from grader.lessons.debugging_clinic.cases import GIVEN, SICK
from grader.lessons.debugging_clinic.mornings import short_runs, whole_runs
from grader.lessons.debugging_clinic.suspects import LINEUPS
from grader.lessons.debugging_clinic.symptoms import CASES, CHOICES, PREDICTIONS, RIGHT
from grader.notebook.figures import clinic as figures
from grader.notebook.figures.clinic_axes import mark_powers
from grader.notebook.figures.clinic_runs import changed, kept_bytes
from grader.notebook.figures.learner import as_floats
from grader.notebook.recording.recorder import recorder
from tests.support.answers import answers, defined
from tests.support.classroom import CLINIC, cell, solution

if TYPE_CHECKING:
    from grader.core.verdict import Finding
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

    @pytest.mark.parametrize("number", NUMBERS)
    def test_complaint_and_symptom_and_a_first_guess_come_before_the_code(self, number: int) -> None:
        sources = ["".join(c["source"]) for c in solution(CLINIC)["cells"]]
        at = [
            next(i for i, text in enumerate(sources) if start in text)
            for start in (
                f"### Case {number}",
                f"check.patient({number})",
                f'"suspect {number}"',
                f"def sick_{number}",
                f"clinic.test(sick_{number}",
                f"diagnosis_{number} = ...",
                f"def case_{number}",
            )
        ]
        assert at == sorted(at)
        assert "\n> " in sources[at[0]]  # the owner's own words

    @pytest.mark.parametrize("number", [1, 2, 3])
    def test_a_question_on_earlier_lessons_has_its_right_answer_among_its_options(self, number: int) -> None:
        question, options, right = clinic.question(number)
        assert question.endswith("?")
        assert right in options
        assert len(set(options.values())) == 3

    @pytest.mark.parametrize("number", NUMBERS)
    def test_the_cause_of_a_case_is_told_once_it_is_diagnosed(self, number: int) -> None:
        lineup = LINEUPS[number - 1]
        measured, fact, why = clinic.cause(number, f" {RIGHT[number - 1][0]} ")
        assert measured() == lineup.cause
        assert lineup.cause in clinic.suspects(number)[1]
        assert (fact.format(lineup.cause), why) == (lineup.fact, lineup.why)
        for diagnosis in ("no-step", "", ..., None):
            measured, _, _ = clinic.cause(number, diagnosis)
            with pytest.raises(ValueError, match="does not name the cause"):
                measured()


class TestSymptoms:
    """What a finding says of a case is so."""

    def test_numbers_are_those_of_the_patients(self) -> None:
        runs = {number: trained(number) for number in NUMBERS}
        first, last = ({n: as_floats(losses)[at] for n, (losses, _) in runs.items()} for at in (0, -1))
        own = {n: ((net(clinic.X) - clinic.Y) ** 2).mean().item() for n, (_, net) in runs.items()}
        assert [round(first[n]) for n in (2, 3, 4, 6)] == [2015] * 4
        assert (round(last[1]), round(own[1])) == (197, 197)
        assert set(runs[2][0]) == {first[2]}
        assert all(later > earlier for earlier, later in zip(runs[3][0][1:], runs[3][0][2:], strict=False))
        assert round(runs[4][0][figures.EPOCHS]) == 556
        assert [round(last[n], 1) for n in (4, 5, 6)] == [0.9] * 3
        assert round(own[6]) == 2015
        assert f"{runs[5][0][-1]!r}" == "tensor(0.8981, grad_fn=<MseLossBackward0>)"
        said = " ".join(seen.says for case in CASES for seen in case.values())
        assert {"197", "2,015", "556", "0.9", "0.8981"} <= set(re.findall(r"[\d,.]*\d", said))

    @pytest.mark.parametrize("number", NUMBERS)
    def test_gradients_are_as_said(self, number: int) -> None:
        _, net = trained(number)
        assert (net.weight.grad is None) == (CASES[number - 1]["gradients"].state == "none")

    @pytest.mark.parametrize("number", NUMBERS)
    def test_the_right_code_predicts_what_the_case_shows(self, number: int) -> None:
        predictions = PREDICTIONS.get(RIGHT[number - 1][0], ())
        shown = [(p.thing, CASES[number - 1][p.thing].state) for p in predictions]
        assert shown == [(p.thing, p.state) for p in predictions]

    @pytest.mark.parametrize("number", NUMBERS)
    def test_each_wrong_code_is_contradicted_and_the_right_one_is_not_revealed(self, number: int) -> None:
        findings = {code: self.finding(number, code) for code in CATALOGUE if code not in RIGHT[number - 1]}
        said = {code: finding.message.replace(f"`{code}`", "", 1) for code, finding in findings.items()}
        choices = [code for code in findings if code in CHOICES]
        assert {code: findings[code].code for code in choices} == dict.fromkeys(choices, "wrong-diagnosis")
        assert [said[code] for code in choices if "If that were the cause, " not in said[code]] == []
        diagnosed = [code for code, finding in findings.items() if finding.code != "unknown-code"]
        assert [said[code] for code in diagnosed if " But here " not in said[code]] == []
        assert [message for message in said.values() if any(code in message for code in CODES)] == []

    @staticmethod
    def finding(number: int, code: str) -> Finding:
        """Return the one finding for a learner who writes `code` as the diagnosis of this case."""
        written = Value(name="diagnosis", kind="text", type_name="str", text=code)
        (finding,) = expect_diagnosis(written, RIGHT[number - 1], CASES[number - 1], PREDICTIONS, CHOICES)
        return finding

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
        figures.ward(SICK, [lambda *given: None] * 6, new_net, clinic.X, clinic.Y)
        rows = [line.split() for line in capsys.readouterr().out.splitlines()[-6:]]
        assert rows[0][-2:] == ["197", "2,015"]
        assert rows[3][-2:] == ["556", "none"]
        assert rows[4][-4:] == ["960", "bytes", "0", "bytes"]

    def test_forecasts_of_patients_and_of_healthy_functions_are_told(self, capsys) -> None:
        figures.forecasts(1, [*SICK[:2], SICK[4], lambda *given: 1 / 0], new_net, clinic.X, clinic.Y)
        first, second, third, last = capsys.readouterr().out.splitlines()
        assert [line.split()[1] for line in (first, second, third, last)] == ["42", "-1", "35", "-1"]
        assert last.endswith("(it stopped with an error)")

    def test_first_aid_tells_a_patient_that_cannot_learn_from_one_that_can(self, capsys) -> None:
        for number in (2, 5):
            figures.first_aid(SICK[number - 1], new_net, clinic.X, clinic.Y)
        told = [line.split(":")[1].split("(")[0].strip() for line in capsys.readouterr().out.splitlines()]
        assert told == ["2,015", "2,286", "1,201", "0.0000"]


class TestTests:
    """A suspect is changed in a copy of the function, and nothing else is."""

    @pytest.mark.parametrize(
        ("number", "change", "cured"),
        [
            (1, {"lr=0.1": "lr=0.2"}, False),
            (1, {"y.squeeze()": "y"}, True),
            (2, {"lr=0.1": "lr=10"}, False),
            (3, {"lr=0.5": "lr=0.1"}, True),
            (6, {"copy.deepcopy(net)": "net"}, True),
        ],
    )
    def test_a_changed_patient_shows_whether_the_suspect_is_the_cause(self, number, change, cured, capsys) -> None:
        figures.test(SICK[number - 1], change, new_net(), clinic.X, clinic.Y)
        told = capsys.readouterr().out
        ((old, new),) = change.items()
        assert f"- {next(line for line in GIVEN[number - 1].splitlines() if old in line)}" in told
        assert new in next(line for line in told.splitlines() if line.startswith("+ "))
        changed = next(line for line in told.splitlines() if line.startswith("Changed:"))
        assert ("to 0.9; line -7.34 x + 42.3" in changed) == cured

    def test_runs_of_a_comparison_are_told_apart(self, capsys) -> None:
        figures.test(SICK[3], {"(0.01, 0.1)": "(0.1, 0.01)"}, new_net(), clinic.X, clinic.Y)
        assert "loss of run 1 from 2,015 to 0.9, of run 2 from 0.898" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            ({...: ...}, figures.NOTHING_TESTED),
            ({"lr=0.1": ...}, figures.NOTHING_TESTED),
            ({"lr = 0.1": "lr=1"}, "occurs 0 times in sick_1"),
            ({"loss": "error"}, "occurs 6 times in sick_1"),
            ({"": "error"}, "occurs 0 times in sick_1"),
            ({"y.squeeze()": "(y"}, "is not Python any more"),
            ({"y.squeeze()": "y", "lr=0.1": "lr=1"}, "Change one thing at a time"),
            ({}, "Change one thing at a time"),
        ],
    )
    def test_a_change_that_cannot_be_made_is_told_in_one_line(self, change, told, capsys) -> None:
        figures.test(SICK[0], change, new_net(), clinic.X, clinic.Y)
        assert told in capsys.readouterr().out

    def test_a_change_that_stops_the_function_is_told(self, capsys) -> None:
        figures.test(SICK[0], {"y.squeeze()": "y.nothing()"}, new_net(), clinic.X, clinic.Y)
        assert "It stopped with AttributeError" in capsys.readouterr().out


class TestGrading:
    def test_figures_that_train_anew_are_left_out(self, monkeypatch, capsys) -> None:
        monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")

        def never(*given: object) -> None:
            pytest.fail("called")

        figures.test(never, {"a": "b"}, new_net(), clinic.X, clinic.Y)
        figures.watch(never, new_net(), clinic.X, clinic.Y)
        figures.first_aid(never, new_net, clinic.X, clinic.Y)
        figures.ward([never] * 6, [never] * 6, new_net, clinic.X, clinic.Y)
        figures.forecasts(1, [never], new_net, clinic.X, clinic.Y)
        assert capsys.readouterr().out.splitlines() == [figures.LEFT_OUT] * 5


class TestMemory:
    """A list of losses keeps what a backward pass from them would need, and nothing that one has freed."""

    @staticmethod
    def kept(change: dict[str, str] | None) -> list[int]:
        train = changed(SICK[4], change)[0] if change else SICK[4]
        x, y, net = clinic.X.repeat(100, 1), clinic.Y.repeat(100, 1), new_net()
        return kept_bytes(train(net, x, y, 5), [x, y, *net.parameters()])

    def test_losses_that_never_go_backward_keep_the_predictions_of_their_epochs(self) -> None:
        assert self.kept(None) == [800 * 4 * epoch for epoch in range(1, 6)]

    @pytest.mark.parametrize("instead", ["loss", "loss.item()", "criterion(net(x), y).item()", "loss.detach()"])
    def test_losses_that_went_backward_and_numbers_keep_nothing(self, instead: str) -> None:
        change = {"losses.append(criterion(net(x), y))": f"losses.append({instead})"}
        assert self.kept(change) == [0] * 5

    def test_what_is_not_a_list_keeps_nothing_that_can_be_told(self) -> None:
        assert kept_bytes(None, []) == kept_bytes(torch.ones(3), []) == []


class TestWatching:
    def test_the_weight_swings_farther_and_farther(self, capsys) -> None:
        figures.watch(SICK[2], new_net(), clinic.X, clinic.Y, steps=4)
        assert "-24.69, 38.3, -127.4, 308.6;\nthe size of its gradient went from 49.5" in capsys.readouterr().out

    @pytest.mark.parametrize("number", [2, 6])
    def test_a_network_that_nothing_moves_has_no_gradient(self, number: int, capsys) -> None:
        figures.watch(SICK[number - 1], new_net(), clinic.X, clinic.Y)
        told = "the weight stayed 0.06985;\nit had no gradient at any of the 30 steps"
        assert told in capsys.readouterr().out

    def test_a_training_without_a_step_is_told(self, capsys) -> None:
        figures.watch(lambda *given: [], new_net(), clinic.X, clinic.Y)
        assert "no optimizer took a step" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("values", "step"), [([1, 2000], 1), ([2015.0, 0.9, 3.67e26], 5), ([2015, 2015], 1), ([1e-9, 2000], 2)]
)
def test_the_marks_of_a_logarithmic_axis_are_as_far_apart_as_it_says(values, step) -> None:
    axes = Figure().subplots()
    axes.plot(values)
    assert mark_powers(axes) == step
    marks = axes.get_yticks()
    assert all(after / before == pytest.approx(10**step) for before, after in itertools.pairwise(marks))
