"""A loss beside what a network gives, and what is found of the two."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from grader.evidence.networks import Network
from grader.judges.own_design.network import expect_designed_network, expect_no_look_at_validation
from grader.judges.parts.suitable_criterion import expect_suitable_criterion
from grader.lessons.capstone import FORMS, SOME_ROWS
from grader.lessons.capstone.league import public
from grader.notebook.collect.losses import collect_criterion_on_forms
from grader.notebook.collect.networks import collect_network

X, _ = public(0)


class Scale(nn.Module):
    """The lesson's layer."""

    def __init__(self, rows: Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", rows.mean(dim=0))
        self.register_buffer("spread", rows.std(dim=0))

    def forward(self, x: Tensor) -> Tensor:
        return (x - self.mean) / self.spread


def collected(*last: nn.Module, rows: Tensor = X[:480], width: int = 1) -> Network:
    torch.manual_seed(0)
    net = nn.Sequential(Scale(rows), nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, width), *last)
    return collect_network(net, "model", SOME_ROWS)


def codes(criterion: Callable[[Tensor, Tensor], Tensor], network: Network) -> list[str]:
    on_forms = collect_criterion_on_forms(criterion, "criterion", tuple(FORMS.items()))
    return [finding.code for finding in expect_suitable_criterion(on_forms, network, FORMS)]


SOFTMAX, LOGARITHMS = nn.Softmax(dim=1), nn.LogSoftmax(dim=1)


@pytest.mark.parametrize(
    ("criterion", "last", "width", "found"),
    [
        (nn.BCEWithLogitsLoss(), (), 1, []),
        (nn.BCEWithLogitsLoss(reduction="sum"), (), 1, []),
        (nn.BCELoss(), (nn.Sigmoid(),), 1, []),
        (nn.MSELoss(), (), 1, []),
        (nn.MSELoss(), (nn.ReLU(),), 1, []),
        (nn.SoftMarginLoss(), (nn.Tanh(),), 1, []),
        (nn.CrossEntropyLoss(), (), 2, []),
        (nn.CrossEntropyLoss(weight=torch.tensor([1.0, 1.2])), (), 2, []),
        (nn.CrossEntropyLoss(), (LOGARITHMS,), 2, []),
        (nn.NLLLoss(), (LOGARITHMS,), 2, []),
        (nn.BCELoss(), (SOFTMAX,), 2, []),
        (nn.CrossEntropyLoss(), (SOFTMAX,), 2, ["softmax-in-model"]),
        (nn.CrossEntropyLoss(reduction="sum"), (SOFTMAX,), 2, ["softmax-in-model"]),
        (nn.NLLLoss(), (), 2, ["nll-on-logits"]),
        (nn.NLLLoss(), (SOFTMAX,), 2, ["nll-on-logits"]),
        (nn.BCEWithLogitsLoss(), (), 2, ["wrong-criterion"]),
        (nn.BCELoss(), (), 2, ["sigmoid-missing"]),
        (nn.BCELoss(), (), 1, ["sigmoid-missing"]),
        (nn.BCEWithLogitsLoss(), (nn.Sigmoid(),), 1, ["sigmoid-twice"]),
        (nn.BCEWithLogitsLoss(), (nn.ReLU(),), 1, ["wrong-module"]),
        (nn.CrossEntropyLoss(), (), 1, ["wrong-criterion"]),
        (nn.BCEWithLogitsLoss(reduction="none"), (), 1, ["wrong-reduction"]),
        (nn.BCEWithLogitsLoss, (), 1, ["wrong-type"]),
        (lambda p, t: -nn.functional.mse_loss(p, t), (), 1, ["wrong-criterion"]),
        (lambda p, t: nn.functional.mse_loss(p, t).detach(), (), 1, ["detached-loss"]),
    ],
)
def test_loss_and_output(
    criterion: Callable[[Tensor, Tensor], Tensor], last: tuple[nn.Module, ...], width: int, found: list[str]
) -> None:
    assert codes(criterion, collected(*last, width=width)) == found


@pytest.mark.parametrize(
    ("network", "found"),
    [
        (collected(), []),
        (collected(width=3), ["wrong-shape"]),
        (collected(nn.Softmax(dim=0)), ["mixed-rows"]),
        (collected(nn.Softmax(dim=1)), ["wrong-module"]),
        (collect_network(nn.Linear, "model", SOME_ROWS), ["wrong-type"]),
        (collect_network(nn.Linear(3, 1), "model", SOME_ROWS), ["raised-an-error"]),
        (collect_network(nn.Flatten(), "model", SOME_ROWS), ["wrong-shape"]),
    ],
    ids=["right", "three outputs", "softmax over rows", "softmax of one", "class", "three inputs", "nothing to train"],
)
def test_network(network: Network, found: list[str]) -> None:
    assert [finding.code for finding in expect_designed_network(network, len(SOME_ROWS.inputs))] == found


@pytest.mark.parametrize(("rows", "found"), [(X[:480], []), (X, ["leaked-validation"])], ids=["training", "all"])
def test_rows_that_a_layer_scales_by(rows: Tensor, found: list[str]) -> None:
    assert [finding.code for finding in expect_no_look_at_validation(collected(rows=rows), X)] == found
