"""The judge of a training run: each loop is really run, and what was recorded of it gets these points and codes."""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn, optim

from grader.core.verdict import Verdict
from grader.lessons import linear_regression, soccer_winner
from grader.notebook.recorder import recorder
from tests.support.training import Line

SUM = nn.MSELoss(reduction="sum")
X, Y = linear_regression.X, linear_regression.Y
MATCHES, WON = soccer_winner.FEATURES, soccer_winner.TARGETS


class Loop:
    """A loop of lesson 1: everything that a test does not replace is right."""

    epochs = 100

    def __init__(self) -> None:
        torch.manual_seed(0)
        recorder.start()
        recorder.new_cell()
        self.net = Line()
        self.optimizer: optim.Optimizer = optim.SGD(self.net.parameters(), lr=0.01)
        self.losses: list | tuple | deque = []

    def update(self, loss: Tensor) -> None:
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()

    def judged(self) -> Verdict:
        return linear_regression.training.judge(linear_regression.training.collect((self.net, self.losses)))


def every(loop: Loop, what: Callable[[Loop], float | Tensor]) -> Loop:
    """Do `what` in each epoch, and append what it gives."""
    for _ in range(loop.epochs):
        loop.losses.append(what(loop))
    return loop


def plain(loop: Loop) -> float:
    loss = SUM(loop.net(X), Y)
    loop.update(loss)
    return loss.item()


def row_by_row(loop: Loop) -> float:
    for x, y in zip(X, Y, strict=True):
        loss = SUM(loop.net(x), y)
        loop.update(loss)
    return loss.item()


def bare_targets(loop: Loop) -> float:
    for x, y in zip(X, Y.flatten(), strict=True):
        loss = SUM(loop.net(x).squeeze(), y)
        loop.update(loss)
    return loss.item()


def under_autocast(loop: Loop) -> float:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        loss = SUM(loop.net(X), Y)
    loop.update(loss)
    return loss.item()


def swapped(loop: Loop) -> float:
    loss = SUM(Y, loop.net(X))
    loop.update(loss)
    return loss.item()


def new_sgd(loop: Loop) -> float:
    loop.optimizer = optim.SGD(loop.net.parameters(), lr=0.01)
    return plain(loop)


@pytest.mark.parametrize("what", [plain, row_by_row, bare_targets, under_autocast, swapped, new_sgd])
def test_right_loops_get_all_points(what: Callable):
    verdict = every(Loop(), what).judged()
    assert (verdict.points, verdict.codes) == (5, ())


@pytest.mark.parametrize("held", [tuple, deque, torch.tensor])
def test_losses_may_come_in_other_sequences(held: Callable):
    loop = every(Loop(), plain)
    loop.losses = held(loop.losses)
    assert loop.judged().passed


def test_float64_keeps_its_points():
    loop = Loop()
    loop.net.double()

    def double(loop: Loop) -> float:
        loss = SUM(loop.net(X.double()), Y.double())
        loop.update(loss)
        return loss.item()

    assert every(loop, double).judged().passed


def test_a_copy_of_the_best_has_the_run_of_what_it_was_copied_from():
    loop = every(Loop(), plain)
    best = copy.deepcopy(loop.net)
    loop.update(SUM(loop.net(X), Y))
    loop.net = best
    assert loop.judged().passed


def test_a_copy_of_the_start_has_no_run():
    loop = Loop()
    start = copy.deepcopy(loop.net)
    every(loop, plain)
    loop.net = start
    assert loop.judged().codes == ("trained-a-copy",)


def twice(loop: Loop) -> float:
    loss = SUM(loop.net(X), Y)
    loop.optimizer.zero_grad()
    loss.backward(retain_graph=True)
    loss.backward()
    loop.optimizer.step()
    return loss.item()


def rows_cleared(loop: Loop) -> float:
    for x, y in zip(X, Y, strict=True):
        loop.optimizer.zero_grad()
        loss = SUM(loop.net(x), y)
        loss.backward()
    loop.optimizer.step()
    return loss.item()


def last_row_only(loop: Loop) -> float:
    for x, y in zip(X, Y, strict=True):
        loss = SUM(loop.net(x), y)
    loop.update(loss)
    return loss.item()


def cleared_once(loop: Loop) -> float:
    loop.optimizer.zero_grad()
    for x, y in zip(X, Y, strict=True):
        loss = SUM(loop.net(x), y)
        loss.backward()
        loop.optimizer.step()
    return loss.item()


def two_steps(loop: Loop) -> float:
    value = plain(loop)
    loop.optimizer.step()
    return value


def new_momentum(loop: Loop) -> float:
    loop.optimizer = optim.SGD(loop.net.parameters(), lr=0.01, momentum=0.5)
    return plain(loop)


def rows_shuffled(loop: Loop) -> float:
    loss = SUM(loop.net(X[torch.randperm(3)]), Y)
    loop.update(loss)
    return loss.item()


def other_loss(loop: Loop) -> float:
    loss = (loop.net(X) - Y).abs().sum()
    loop.update(loss)
    return loss.item()


def new_network(loop: Loop) -> float:
    loop.net = Line()
    return plain(loop)


def as_tensor(loop: Loop) -> Tensor:
    loss = SUM(loop.net(X), Y)
    loop.update(loss)
    return loss.detach()


def after_the_step(loop: Loop) -> float:
    plain(loop)
    return SUM(loop.net(X), Y).item()


@pytest.mark.parametrize(
    ("what", "points", "code", "said"),
    [
        (twice, 3, "backward-twice", "ran 2 times"),
        (rows_cleared, 3, "zeroed-before-step", "3 forward passes"),
        (last_row_only, 3, "rows-left-out", "1 of 3 rows"),
        (cleared_once, 3, "missing-zero-grad", "nothing cleared `.grad`"),
        (two_steps, 3, "step-before-backward", "ran 100 times, but the optimizer took 200 steps"),
        (new_momentum, 3, "optimizer-made-anew", "100 optimizers"),
        (rows_shuffled, 1, "wrong-values", "the target of this row is"),
        (other_loss, 3, "wrong-criterion", "not that of the loss"),
        (new_network, 0, "optimizer-other-model", "in each of 100 rounds"),
        (as_tensor, 4, "losses-not-floats", "item 0 is a tensor"),
        (after_the_step, 4, "losses-not-recorded", "measured after the epoch's step"),
    ],
)
def test_one_mistake_is_one_finding(what: Callable, points: float, code: str, said: str):
    verdict = every(Loop(), what).judged()
    assert (verdict.points, verdict.codes) == (points, (code,))
    assert said in verdict.findings[0].message


def test_a_growing_sum_is_named_and_its_true_losses_keep_their_point():
    loop, total = Loop(), torch.zeros(())
    for _ in range(100):
        loss = SUM(loop.net(X), Y)
        total = total + loss
        loop.optimizer.zero_grad()
        total.backward(retain_graph=True)
        loop.optimizer.step()
        loop.losses.append(loss.item())
    verdict = loop.judged()
    assert (verdict.points, verdict.codes) == (1, ("backward-twice",))
    assert "earlier epochs" in verdict.findings[0].message


def test_a_step_after_the_loop_is_told_with_both_counts():
    loop = Loop()
    for _ in range(100):
        loss = SUM(loop.net(X), Y)
        loop.optimizer.zero_grad()
        loss.backward()
        loop.losses.append(loss.item())
    loop.optimizer.step()
    verdict = loop.judged()
    assert (verdict.points, verdict.codes) == (3, ("too-few-epochs",))
    assert "100 backward passes" in verdict.findings[0].message


@pytest.mark.parametrize("rate", [0.1, 1.0, 1e30])
def test_divergence_is_told_with_where_it_began(rate: float):
    loop = Loop()
    loop.optimizer = optim.SGD(loop.net.parameters(), lr=rate)
    verdict = every(loop, plain).judged()
    assert (verdict.points, verdict.codes) == (3, ("learning-rate-too-high",))
    assert "from step 2 on" in verdict.findings[0].message


def soccer(*, evaluating: bool = False, rows: slice = slice(None), single: bool = False) -> Verdict:
    """Train lesson 2's network on some rows, all at once or one by one."""
    torch.manual_seed(0)
    recorder.start()
    recorder.new_cell()
    model = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid())
    model.train(not evaluating)
    optimizer = optim.Adam(model.parameters(), lr=0.02 if single else 0.1)
    losses = []
    x, y = MATCHES[rows], WON[rows]
    for _ in range(60):
        values = []
        for inputs, targets in zip(x, y, strict=True) if single else [(x, y)]:
            loss = nn.functional.binary_cross_entropy(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            values.append(loss.item())
        losses.append(sum(values) / len(values))
    return soccer_winner.training.judge(soccer_winner.training.collect((model, losses)))


def test_matches_one_by_one_are_right():
    assert soccer(single=True).passed


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize("rows", [slice(11), slice(1, None)])
def test_a_match_that_is_left_out_is_missed(rows: slice, single: bool):  # noqa: FBT001
    verdict = soccer(rows=rows, single=single)
    assert verdict.codes == ("rows-left-out",)
    assert "11 of 12 rows" in verdict.findings[0].message


def test_eval_mode_costs_the_updates():
    verdict = soccer(evaluating=True)
    assert (verdict.points, verdict.codes) == (3, ("eval-mode-in-training",))


def rounded(loop: Loop) -> float:
    return round(plain(loop), 1)


def row_of_squares(loop: Loop) -> float:
    loss = ((loop.net(X) - Y) ** 2).mean()
    loop.update(loss)
    return loss.item()


@pytest.mark.parametrize(
    ("what", "look"),
    [
        (rounded, "changes the number before the list gets it"),
        (row_of_squares, "add up the errors or average them"),
        (
            lambda loop: plain(loop) + sum(loop.losses[-1:]),
            "the loss of this epoch, or one that was worked out from it",
        ),
    ],
)
def test_a_finding_brings_its_own_hint(what: Callable, look: str):
    (finding,) = every(Loop(), what).judged().findings
    assert look in finding.hint


def test_a_function_that_nothing_calls_is_pointed_at():
    assert "does that line run" in Loop().judged().findings[0].hint


def test_inputs_and_targets_that_are_swapped_are_not_called_scaled():
    loop = Loop()
    for _ in range(loop.epochs):
        loss = SUM(loop.net(Y), X)
        loop.update(loss)
        loop.losses.append(loss.item())
    assert "called on the targets" in loop.judged().findings[0].message
