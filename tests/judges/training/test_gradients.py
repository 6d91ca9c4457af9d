"""Which gradient a step used: from runs that were recorded, with the rows that each step was about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn, optim

from grader.evidence.runs import Run
from grader.judges.parts.objective import Objective
from grader.judges.training.batches import possible
from grader.judges.training.gradients import explain, steps_of
from grader.lessons.linear_regression import LINE, MISTAKEN, averaged, summed
from grader.notebook.recorder import recorder
from tests.support.training import Line

X = torch.tensor([[1.0], [2.0], [3.0], [4.0]])
Y = 2 * X + 1
OBJECTIVE = Objective(X, Y, summed, MISTAKEN)
FORWARD = LINE.bind([(1, 1), (1,)])
Losses = Callable[[nn.Module], list[Tensor]]


def recorded(losses: Losses, steps: int = 20, clear: bool = True) -> Run:  # noqa: FBT001, FBT002
    """Make a step of each sum of losses."""
    torch.manual_seed(1)
    recorder.start()
    recorder.new_cell()
    net = Line()
    optimizer = optim.SGD(net.parameters(), lr=0.005)
    for _ in range(steps):
        if clear:
            optimizer.zero_grad()
        for loss in losses(net):
            loss.backward()
        optimizer.step()
    return recorder.history(net).runs[-1]


@pytest.mark.parametrize(
    ("losses", "codes"),
    [
        (lambda net: [summed(net(X), Y)], ()),
        (lambda net: [summed(net(x), y) for x, y in zip(X, Y, strict=True)], ()),
        (lambda net: [summed(net(x), y) for x, y in zip(X.double().float(), Y.flatten(), strict=True)], ()),
        (lambda net: [sum(summed(net(x), y) for x, y in zip(X, Y, strict=True))], ()),
        (lambda net: [summed(net(X.unsqueeze(0)), Y.unsqueeze(0))], ()),
        (lambda net: [averaged(net(X), Y)], ("wrong-reduction",)),
        (lambda net: [(net(X) - Y).abs().sum()], ("wrong-criterion",)),
        (lambda net: [summed(net(X), Y.reshape(1, -1))], ("broadcast-target",)),
        (lambda net: [summed(net(X[:3]), Y[:3])], ("rows-left-out",)),
        (lambda net: [summed(net(x), y) for x, y in zip(X[:3], Y[:3], strict=True)], ("rows-left-out",)),
        (lambda net: [summed(net(X), Y).detach().requires_grad_()], ("no-backward",)),
    ],
)
def test_the_loss_of_a_step_is_found(losses: Losses, codes: tuple[str, ...]):
    assert explain(recorded(losses), OBJECTIVE, FORWARD).codes == codes


def test_gradients_that_nobody_cleared_are_a_sum():
    run = recorded(lambda net: [summed(net(X), Y)], clear=False)
    assert explain(run, OBJECTIVE, FORWARD).codes == ("missing-zero-grad",)


def test_a_look_at_all_rows_between_backward_and_step_changes_nothing():
    def batch_and_look(net: nn.Module) -> list[Tensor]:
        loss = summed(net(X[:2]), Y[:2]) + summed(net(X[2:]), Y[2:])
        net(X)
        return [loss]

    assert explain(recorded(batch_and_look), OBJECTIVE, FORWARD).codes == ()


def test_every_step_of_a_right_run_has_its_loss():
    steps = steps_of(recorded(lambda net: [summed(net(X), Y)]), OBJECTIVE, FORWARD)
    assert steps
    assert all(step.has_its_loss() for step in steps)


@pytest.mark.parametrize("given", [X[1], X[1:2], X[1].double(), X[1].reshape(1, 1, 1)])
def test_a_row_is_one_in_whatever_form(given: Tensor):
    rows = OBJECTIVE.rows_of(given)
    assert rows is not None
    assert rows.tolist() == [1]


def test_no_row_is_none():
    assert OBJECTIVE.rows_of(torch.tensor([2.5])) is None
    assert Objective(torch.zeros(3, 2), Y[:3], summed, []).rows_of(torch.zeros(3)) is None


def test_the_targets_of_a_row_belong_to_it():
    run = recorded(lambda net: [summed(net(X[2]), Y[2])])
    kinds = [batch.kind for batch in possible(run, 0, OBJECTIVE)]
    assert kinds == ["own", "all"]
    assert possible(run, 0, OBJECTIVE)[0].pairs[0][1].tolist() == [[7.0]]
