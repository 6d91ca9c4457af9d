"""A record that was made up wins nothing, and no honest loop is taken for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import torch
from torch import Tensor, nn, optim
from torch.optim import lr_scheduler

from grader.core.verdict import Finding, Verdict
from grader.evidence.networks import Network
from grader.evidence.runs import Run, marks
from grader.judges.training.forgery import forged
from grader.lessons import linear_regression as check
from grader.lessons import soccer_winner
from grader.notebook.collect.networks import collect_network
from grader.notebook.recorder import recorder
from tests.support.training import Line, train

SUM = nn.MSELoss(reduction="sum")
TRUE = torch.tensor([2.0, 1.0])
change = msgspec.structs.replace


def honest(epochs: int = 100, **how: Any) -> msgspec.Struct:
    """Evidence of a right training of lesson 1."""
    torch.manual_seed(0)
    net = Line()
    losses = train(net, SUM, check.X, check.Y, epochs, **how)
    return check.training.collect((net, losses))


def with_run(evidence: msgspec.Struct, forge: Callable[[Run], Run]) -> msgspec.Struct:
    history = evidence.net.history
    forged = change(history, runs=(*history.runs[:-1], forge(history.runs[-1])))
    return change(evidence, net=change(evidence.net, history=forged))


def ending(evidence: msgspec.Struct, parameters: Tensor) -> msgspec.Struct:
    """Claim that the network has these parameters, and gives what they give."""
    weight, bias = parameters[:1].reshape(1, 1), parameters[1:]
    output = change(evidence.net.output, numbers=check.X @ weight.T + bias)
    named = dict(zip(evidence.net.parameters, (weight, bias), strict=True))
    return change(evidence, net=change(evidence.net, parameters=named, output=output))


def jumping(run: Run, at: int, parameters: Tensor) -> Run:
    """Let sampled step `at` go to `parameters`, and all later ones stay there; the marks fit."""
    before, after, kept = run.before.clone(), run.after.clone(), run.marks.clone()
    before[at + 1 :] = parameters
    after[at:] = parameters
    kept[int(run.sampled[at]) :] = float(marks(parameters[None]))
    return change(run, before=before, after=after, marks=kept, last=parameters)


def judge(evidence: msgspec.Struct) -> Verdict:
    return check.training.judge(evidence)


def test_the_evidence_that_is_forged_here_passes_as_it_was():
    assert judge(honest()).passed


class TestForged:
    """Evidence of a right run, changed so that it claims more than happened."""

    @pytest.mark.parametrize("epochs", [5, 100])
    def test_end_that_no_step_led_to(self, epochs: int) -> None:
        verdict = judge(ending(honest(epochs), TRUE))
        assert (verdict.points, verdict.codes) == (0, ("hard-coded",))

    def test_last_parameters_that_left_no_mark(self) -> None:
        forged = with_run(ending(honest(), TRUE), lambda run: change(run, last=TRUE))
        assert judge(forged).codes == ("evidence-malformed",)

    @pytest.mark.parametrize("at", [0, 3, 40])
    def test_step_that_jumps(self, at: int) -> None:
        forged = with_run(ending(honest(), TRUE), lambda run: jumping(run, at, TRUE))
        verdict = judge(forged)
        assert verdict.points == 0
        assert verdict.codes[0] in {"evidence-malformed", "hard-coded"}

    def test_step_that_jumps_although_all_gradients_fit(self) -> None:
        """A run of true gradients that ends with a step of its own choice."""
        evidence = honest(30)
        forged = with_run(ending(evidence, TRUE), lambda run: jumping(run, len(run.before) - 1, TRUE))
        verdict = judge(forged)
        assert (verdict.points, verdict.codes) == (0, ("hard-coded",))
        assert "step 30" in verdict.findings[0].message

    def test_step_that_is_longer_than_its_learning_rate_makes_it(self) -> None:
        def longer(run: Run) -> Run:
            return jumping(run, 0, run.before[0] - 0.05 * run.gradient[0])

        assert judge(with_run(honest(1), longer)).codes == ("hard-coded",)  # the network is another one now
        evidence = honest(1)
        stretched = longer(evidence.net.history.runs[0]).last
        verdict = judge(ending(with_run(evidence, longer), stretched))
        assert "step 1 changed the parameters by" in verdict.findings[0].message

    @pytest.mark.parametrize("steps", [0, -1, 10**6, 2**60])
    def test_steps_that_were_not_sampled(self, steps: int) -> None:
        verdict = judge(with_run(honest(5), lambda run: change(run, steps=steps)))
        assert (verdict.points, verdict.codes) == (0, ("evidence-malformed",))

    def test_a_hundred_steps_without_a_sample(self) -> None:
        nothing, none = torch.zeros(0, 2), torch.zeros(0, dtype=torch.int64)
        samples = {"before": nothing, "gradient": nothing, "after": nothing, "arrived": nothing}
        numbers = {"sampled": none, "backwards": none, "batch": none, "stale": none.bool()}
        verdict = judge(with_run(ending(honest(), TRUE), lambda run: change(run, **samples, **numbers)))
        assert (verdict.points, verdict.codes) == (0, ("evidence-malformed",))

    def test_losses_that_the_parameters_do_not_give(self) -> None:
        evidence = honest()
        invented = torch.linspace(30, 0.01, 100, dtype=torch.float64)
        forged = with_run(evidence, lambda run: change(run, losses=invented))
        forged = change(forged, losses=change(forged.losses, numbers=invented))
        history = change(forged.net.history, passes=change(forged.net.history.passes, losses=invented))
        verdict = judge(change(forged, net=change(forged.net, history=history)))
        assert (verdict.points, verdict.codes) == (0, ("evidence-malformed",))
        assert "have a loss that their parameters do not give" in verdict.findings[0].message

    def test_losses_of_the_passes_that_are_not_those_of_the_steps(self) -> None:
        evidence = honest(50)
        other = evidence.net.history.passes.losses * 0.9
        history = change(evidence.net.history, passes=change(evidence.net.history.passes, losses=other))
        verdict = judge(change(evidence, net=change(evidence.net, history=history)))
        assert verdict.codes == ("evidence-malformed",)

    def test_gradients_that_are_not_those_of_the_parameters(self) -> None:
        verdict = judge(with_run(honest(), lambda run: change(run, gradient=run.gradient * 3)))
        assert verdict.codes
        assert verdict.points <= 3

    def test_convergence_by_a_jump(self) -> None:
        torch.manual_seed(0)
        net = Line()
        train(net, SUM, check.X, check.Y, 20, optimizer=optim.Adam(net.parameters(), lr=0.1))
        evidence = check.training.collect((net, []))
        forged = with_run(ending(evidence, TRUE), lambda run: jumping(run, len(run.before) - 1, TRUE)).net
        nothing = collect_network(Line(), "net")
        converged = check.convergence.evidence_type(exercise="convergence", long_net=forged, net=nothing)
        assert check.convergence.judge(converged).codes == ("hard-coded",)

    def test_repair_of_another_start(self) -> None:
        """Training that is right in all, but not of the network that was handed out."""

        def elsewhere(net: nn.Module, x: Tensor, y: Tensor, epochs: int) -> list[float]:
            with torch.no_grad():
                net.weight.fill_(0.5)
            return right(net, x, y, epochs)

        def right(net: nn.Module, x: Tensor, y: Tensor, epochs: int) -> list[float]:
            return _loop(net, x, y, epochs)

        recorder.start()
        assert check.repair.judge(check.repair.collect((right,), 7)).passed
        assert not check.repair.judge(check.repair.collect((elsewhere,), 7)).passed

    def test_part_of_a_network_that_was_set_by_hand(self) -> None:
        net = Line()
        losses = train(net, SUM, check.X, check.Y, 100, optimizer=optim.SGD([net.linear.weight], lr=0.01))
        with torch.no_grad():
            net.linear.weight.fill_(2)
            net.linear.bias.fill_(1)
        assert judge(check.training.collect((net, losses))).codes == ("hard-coded",)


def _loop(net: nn.Module, x: Tensor, y: Tensor, epochs: int) -> list[float]:
    optimizer, losses = optim.SGD(net.parameters(), lr=0.01), []
    for _ in range(epochs):
        loss = SUM(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


class Twice(optim.SGD):
    """An optimizer of the student's own: torch's hooks see both its step and the one that it calls."""

    def step(self, closure: Any = None) -> Any:
        return super().step(closure)


class Signs(optim.Optimizer):
    """An optimizer that torch does not have."""

    def __init__(self, parameters: Any, lr: float) -> None:
        super().__init__(parameters, {"lr": lr})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:
        for group in self.param_groups:
            for parameter in group["params"]:
                parameter.sub_(group["lr"] * parameter.grad.sign())


OPTIMIZERS: dict[str, Callable[[Any], optim.Optimizer]] = {
    "plain": lambda p: optim.SGD(p, lr=0.01),
    "momentum": lambda p: optim.SGD(p, lr=0.01, momentum=0.9),
    "nesterov": lambda p: optim.SGD(p, lr=0.01, momentum=0.9, nesterov=True),
    "weight decay": lambda p: optim.SGD(p, lr=0.01, weight_decay=0.1),
    "adam": lambda p: optim.Adam(p, lr=0.1),
    "adam with weight decay": lambda p: optim.Adam(p, lr=0.1, weight_decay=0.1),
    "amsgrad": lambda p: optim.Adam(p, lr=0.1, amsgrad=True),
    "adamw": lambda p: optim.AdamW(p, lr=0.1),
    "rmsprop": lambda p: optim.RMSprop(p, lr=0.01),
    "adagrad": lambda p: optim.Adagrad(p, lr=0.5),
    "lbfgs": lambda p: optim.LBFGS(p, lr=0.1),
    "rate as a tensor": lambda p: optim.Adam(p, lr=torch.tensor(0.1)),
    "one at a time": lambda p: optim.Adam(p, lr=0.1, foreach=False),
    "groups": lambda p: optim.SGD([{"params": [each], "lr": 0.01 + i / 100} for i, each in enumerate(p)]),
    "own subclass": lambda p: Twice(p, lr=0.01),
    "own optimizer": lambda p: Signs(p, lr=0.05),
    "diverging": lambda p: optim.SGD(p, lr=1.0),
    "no rate": lambda p: optim.SGD(p, lr=0.0),
    "second beta of 0": lambda p: optim.Adam(p, lr=0.01, betas=(0.5, 0.0)),
    "tiny rate": lambda p: optim.Adam(p, lr=1e-7),
}
SCHEDULES: dict[str, Callable[[optim.Optimizer], Any]] = {
    "none": lambda optimizer: None,
    "exponential": lambda optimizer: lr_scheduler.ExponentialLR(optimizer, 0.9),
    "one cycle": lambda optimizer: lr_scheduler.OneCycleLR(optimizer, max_lr=0.05, total_steps=200),
    "cyclic": lambda optimizer: lr_scheduler.CyclicLR(optimizer, 0.001, 0.05, step_size_up=10, cycle_momentum=True),
    "warm-up": lambda optimizer: lr_scheduler.LinearLR(optimizer, 1e-3, 1, 20),
}


def recorded(make: Callable[[Any], optim.Optimizer], schedule: Callable, clip: float | None, cells: int = 1) -> Network:
    """A loop with all that learners add to one, in one or more cells."""
    recorder.start()
    net = Line()
    optimizer = make(net.parameters())
    scheduler = None
    for _ in range(cells):
        recorder.new_cell()
        scheduler = scheduler or schedule(optimizer)
        for _ in range(90):

            def closure() -> Tensor:
                optimizer.zero_grad()
                loss = SUM(net(check.X), check.Y)
                loss.backward()
                if clip:
                    nn.utils.clip_grad_norm_(net.parameters(), clip)
                return loss

            optimizer.step(closure) if isinstance(optimizer, optim.LBFGS) else (closure(), optimizer.step())
            if scheduler:
                scheduler.step()
    return collect_network(net, "net", check.ON_THE_DATA)


class TestHonest:
    """`forged` finds nothing in the record of a loop that ran."""

    @staticmethod
    def problem(network: Network) -> Finding | None:
        return forged(network, check.GOAL.objective, check.LINE.bind(network.history.runs[-1].shapes))

    @pytest.mark.parametrize("clip", [None, 1.0])
    @pytest.mark.parametrize("name", OPTIMIZERS)
    def test_optimizers(self, name: str, clip: float | None) -> None:
        network = recorded(OPTIMIZERS[name], SCHEDULES["none"], clip, cells=2)
        assert self.problem(network) is None
        net, empty = network, check.training.collect((0, 0)).losses
        verdict = judge(check.training.evidence_type(exercise="training", net=net, losses=empty))
        assert "evidence-malformed" not in verdict.codes

    @pytest.mark.parametrize("schedule", SCHEDULES)
    @pytest.mark.parametrize("clip", [None, 1.0])
    @pytest.mark.parametrize("name", ["momentum", "adam"])
    def test_schedules(self, name: str, schedule: str, clip: float | None) -> None:
        assert self.problem(recorded(OPTIMIZERS[name], SCHEDULES[schedule], clip)) is None

    def test_batches_and_accumulated_gradients(self) -> None:
        recorder.start()
        for every in (1, 3):
            recorder.new_cell()
            net = Line()
            optimizer = optim.Adam(net.parameters(), lr=0.05)
            for step in range(200):
                i = step % 3
                (SUM(net(check.X[i : i + 1]), check.Y[i : i + 1]) / every).backward()
                if step % every == every - 1:
                    optimizer.step()
                    optimizer.zero_grad()
            assert self.problem(collect_network(net, "net", check.ON_THE_DATA)) is None

    @pytest.mark.parametrize("name", ["plain", "adam"])
    def test_a_step_before_the_first_gradient(self, name: str) -> None:
        net = Line()
        train(net, SUM, check.X, check.Y, 60, order="szfb", optimizer=OPTIMIZERS[name](net.parameters()))
        assert self.problem(collect_network(net, "net", check.ON_THE_DATA)) is None

    def test_parameters_of_half_precision(self) -> None:
        recorder.start()
        recorder.new_cell()
        net = Line().to(torch.bfloat16)
        optimizer = optim.Adam(net.parameters(), lr=0.05)
        for _ in range(50):
            optimizer.zero_grad()
            SUM(net(check.X.to(torch.bfloat16)), check.Y.to(torch.bfloat16)).backward()
            optimizer.step()
        assert self.problem(collect_network(net, "net")) is None

    def test_a_classifier(self) -> None:
        torch.manual_seed(0)
        net = soccer_winner.new_model()
        adam = optim.Adam(net.parameters(), lr=0.1)
        losses = train(net, nn.BCELoss(), soccer_winner.FEATURES, soccer_winner.TARGETS, 60, optimizer=adam)
        evidence = soccer_winner.training.collect((net, losses))
        assert soccer_winner.training.judge(evidence).passed
        run = evidence.model.history.runs[0]
        far = run.last + torch.linspace(-3, 3, run.size)
        history = change(evidence.model.history, runs=(jumping(run, 35, far),))
        forged = change(evidence, model=change(evidence.model, history=history))
        assert not soccer_winner.training.judge(forged).points
