"""The helpers for common kinds of answers: what each accepts, and how it names what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import nn, optim

from grader.core.exercise import Lesson
from grader.lessons import answers
from grader.notebook.recording.recorder import recorder
from grader.notebook.session import SESSION

if TYPE_CHECKING:
    from grader.core.exercise import Exercise

lesson = Lesson("09_helpers", "helpers")
lesson.session = SESSION
X = torch.tensor([[1.0], [2.0], [3.0]])
Y = 2 * X + 1
TABLE = torch.tensor([[1.0, 2.0], [3.0, 4.0]])


def calls(seed: int) -> list[answers.Asked]:
    return [answers.Asked((float(seed + i),), 2.0 * (seed + i)) for i in range(3)]


number = answers.number(lesson, "number", "A number.", 29.0, points=1, mistaken={9.0: ("wrong-values", "a sum")})
fraction = answers.fraction(lesson, "fraction", "A fraction.", 0.75, points=1)
table = answers.table(lesson, "table", "A table.", TABLE, points=1)
function = answers.function(lesson, "function", "A function.", calls, points=2)
network = answers.trained_network(lesson, "network", "A network.", (X, Y), points=3, below=0.1)


def codes(exercise: Exercise, value: Any) -> tuple[str, ...]:
    verdict = exercise.verdict(exercise.collect([value]))
    assert verdict.points == (0 if verdict.codes else exercise.points)
    return verdict.codes


def test_table_that_learners_work_out_is_not_given_away() -> None:
    worked_out = answers.table(lesson, "worked_out", "A table.", TABLE.long(), points=1, is_given=False, remark="So.")
    told, given = (each.verdict(each.collect([TABLE + 1])).findings[0] for each in (worked_out, table))
    assert (
        told.message
        == "`worked_out[0, 0]` is 2, which is not the number to be found. In all, 4 of 4 numbers are wrong."
    )
    assert "but the exercise says 1" in given.message
    assert worked_out.remark == "So."
    with pytest.raises(ValueError, match=r"the table of row has shape \(2,\); it needs rows and columns"):
        answers.table(lesson, "row", "A row.", TABLE[0], points=1)


@pytest.mark.parametrize(
    ("exercise", "value", "expected"),
    [
        (number, 29, ()),
        (number, torch.tensor(29.1), ()),
        (number, 31, ("wrong-values",)),
        (number, "29", ("wrong-type",)),
        (fraction, 3 / 4, ()),
        (fraction, 75, ("wrong-values",)),
        (fraction, 0.25, ("wrong-values",)),
        (table, TABLE.clone(), ()),
        (table, TABLE.flatten(), ("wrong-shape",)),
        (table, TABLE.long(), ("wrong-dtype",)),
        (function, lambda x: x + x, ()),
        (function, lambda x: 3 * x, ("wrong-values",)),
        (function, lambda _: 1.0, ("hard-coded",)),
        (function, lambda _: None, ("wrong-type",)),
        (function, lambda x: [x], ("wrong-shape",)),
        (function, lambda _: 1 / 0, ("raised-an-error",)),
        (function, 2, ("wrong-type",)),
        (network, 2, ("wrong-type",)),
    ],
)
def test_values_and_functions(exercise: Exercise, value: Any, expected: tuple[str, ...]):
    assert codes(exercise, value) == expected


def test_reasons_are_told():
    (finding,) = number.verdict(number.collect([9])).findings
    assert finding.message == "`number` is 9. A sum."
    (finding,) = fraction.verdict(fraction.collect([75])).findings
    assert "a percentage" in finding.message


class Affine(nn.Module):
    """A network whose function no judge can work out: its outputs are all that is known."""

    def __init__(self) -> None:
        super().__init__()
        self.slope, self.intercept = nn.Parameter(torch.zeros(1)), nn.Parameter(torch.zeros(1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.where(x > -100, self.slope * x + self.intercept, x)


def trained(net: nn.Module, epochs: int, lr: float = 0.05) -> nn.Module:
    optimizer = optim.SGD(net.parameters(), lr=lr)
    for _ in range(epochs):
        loss = nn.functional.mse_loss(net(X), Y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return net


def answered(net: nn.Module) -> nn.Module:
    with torch.no_grad():
        for parameter, right in zip(net.parameters(), (2.0, 1.0), strict=True):
            parameter.fill_(right)
    return net


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: trained(nn.Linear(1, 1), 500), ()),
        (lambda: trained(nn.Sequential(nn.Linear(1, 4), nn.Tanh(), nn.Linear(4, 1)), 3000), ()),
        (lambda: trained(Affine(), 500), ()),
        (lambda: nn.Linear(1, 1), ("no-step",)),
        (lambda: answered(nn.Linear(1, 1)), ("hard-coded",)),
        (lambda: answered(Affine()), ("hard-coded",)),
        (lambda: trained(answered(nn.Linear(1, 1)), 2), ("hard-coded",)),
        (lambda: trained(nn.Linear(1, 1), 2, 0.001), ("not-converged",)),
        (lambda: trained(Affine(), 2, 0.001), ("not-converged",)),
        (lambda: trained(nn.Linear(1, 1), 500, 1.0), ("learning-rate-too-high",)),
    ],
)
def test_networks(make: Any, expected: tuple[str, ...]):
    recorder.start()
    torch.manual_seed(1)
    with recorder.aside():
        assert codes(network, make()) == expected
