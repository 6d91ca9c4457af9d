"""What is asked of an untrained network: a table of networks and findings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from grader.core import guard
from grader.lessons.linear_regression import FAR_AND_NEAR, LINE, expect_network
from grader.notebook.collect.networks import collect_network


class Line(nn.Module):
    def __init__(self, after: Callable[[Tensor], Tensor], name: str = "linear") -> None:
        super().__init__()
        setattr(self, name, nn.Linear(1, 1))
        self.after, self.name = after, name
        nn.init.constant_(getattr(self, name).weight, 0.75)
        nn.init.constant_(getattr(self, name).bias, 0.25)

    def forward(self, x: Tensor) -> Tensor:
        return self.after(getattr(self, self.name)(x))


def told(network: nn.Module) -> list[tuple[str, str, float | None]]:
    collected = collect_network(network, "net", FAR_AND_NEAR)
    findings = expect_network(collected, ["nn.Linear(1, 1)"], [(1, 1), (1,)], FAR_AND_NEAR.inputs, [LINE])
    return [(finding.code, finding.message, finding.cost) for finding in findings]


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.float32])
def test_a_network_is_called_with_its_own_dtype(dtype: torch.dtype) -> None:
    net = Line(lambda x: x).to(dtype)
    nn.init.constant_(net.linear.weight, 0.5)
    nn.init.constant_(net.linear.bias, 0.0)  # products that bfloat16 has exactly
    assert told(net) == []


@pytest.mark.parametrize(
    ("after", "gives"),
    [
        (torch.relu, "-1 `net` gives 0, but the layer alone gives -0.5."),
        (torch.abs, "-1 `net` gives 0.5, but the layer alone gives -0.5."),
        (lambda x: 2 * x, "-1 `net` gives -1, but the layer alone gives -0.5."),
        (lambda x: x + 1, "-1 `net` gives 0.5, but the layer alone gives -0.5."),
        (lambda x: x.clamp(-5, 5), "-10 `net` gives -5, but the layer alone gives -7.25."),
        (lambda x: 0 * x, "-1 `net` gives 0, but the layer alone gives -0.5."),
    ],
)
def test_what_forward_does_besides_is_shown_for_one_input(after: Callable[[Tensor], Tensor], gives: str) -> None:
    ((code, message, cost),) = told(Line(after))
    assert (code, cost) == ("wrong-module", None)
    assert message.endswith(gives)


def test_a_layer_of_another_name_costs_one_point() -> None:
    ((code, message, cost),) = told(Line(lambda x: x, "fc"))
    assert (code, cost) == ("wrong-module", 1)
    assert "is called `fc`. The exercise asks for the name `linear`" in message


def test_a_network_without_numbers_passes_nothing() -> None:
    ((code, message, _),) = told(Line(lambda x: x).to("meta"))
    assert code == "wrong-values"
    assert "on the device meta" in message


def test_evidence_is_collected_with_the_usual_defaults() -> None:
    torch.set_default_dtype(torch.float64)
    try:
        with guard.usual():
            assert torch.ones(1).dtype == torch.float32
        assert torch.ones(1).dtype == torch.float64
    finally:
        torch.set_default_dtype(torch.float32)
    with torch.device("meta"), guard.usual():
        assert torch.ones(1).device.type == "cpu"
    with torch.no_grad():
        with guard.usual():
            assert torch.is_grad_enabled()
        assert not torch.is_grad_enabled()


def frozen(net: Line) -> Line:
    net.linear.weight.requires_grad = False
    return net


@pytest.mark.parametrize(
    ("made", "told_of"),
    [
        (lambda: Line(torch.detach), "without the graph"),
        (lambda: Line(lambda x: torch.tensor(x.tolist())), "without the graph"),
        (lambda: frozen(Line(lambda x: x)), "reach `linear.weight`"),
    ],
)
def test_a_network_that_no_loss_can_train(made: Callable[[], nn.Module], told_of: str) -> None:
    ((code, message, cost),) = told(made())
    assert (code, cost) == ("detached-loss", None)
    assert told_of in message


def test_a_network_is_looked_at_without_leaving_gradients() -> None:
    net = Line(lambda x: x)
    assert told(net) == []
    assert net.linear.weight.grad is None


def test_layers_that_do_not_fit_together_are_named() -> None:
    ((code, message, _),) = told(nn.Sequential(nn.Linear(1, 8), nn.ReLU(), nn.Linear(4, 1)))
    assert code == "wrong-module"
    assert message.endswith("Linear(4, 1) takes 4 numbers, but Linear(1, 8) before it gives 8.")


def test_rows_that_a_first_layer_cannot_take() -> None:
    ((_, message, _),) = told(nn.Sequential(nn.Linear(3, 1)))
    assert message.endswith("Linear(3, 1) takes 3 numbers, but a row of the data has 1 number.")


class Unused(nn.Module):
    """Has stored a layer that `forward` does not call."""

    def __init__(self, instead: Callable[[nn.Linear, Tensor], Tensor]) -> None:
        super().__init__()
        self.linear = nn.Linear(1, 1)
        self.instead = instead

    def forward(self, x: Tensor) -> Tensor:
        return self.instead(self.linear, x)


def test_a_stored_layer_that_forward_never_calls_is_named() -> None:
    ((code, message, _),) = told(Unused(lambda _, x: nn.Linear(1, 1)(x)))
    assert (code, message) == (
        "wrong-module",
        "`forward` never calls `net.linear`, a layer that `__init__` has stored in `net`.",
    )


def test_the_parameters_of_a_layer_may_be_used_without_calling_it() -> None:
    assert told(Unused(lambda own, x: nn.functional.linear(x, own.weight, own.bias))) == []
    ((_, message, _),) = told(Unused(lambda own, x: 2 * nn.functional.linear(x, own.weight, own.bias)))
    assert "never calls" not in message
