"""A measurement is right if loss and accuracy are those of all rows, in eval mode, and nothing is left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import nn

from tests.judges.batches.lesson import codes, reader, verdict

if TYPE_CHECKING:
    from collections.abc import Callable


def evaluate(
    *, mode: bool = False, graph: bool = False, back: bool = True, loss_of: Any = None, hits_of: Any = None,
    result: Any = None, batches_of: Any = list, network: Any = None,
) -> Callable[..., Any]:  # fmt: skip
    """Return a function that measures a network, with some mistakes."""

    def function(model: Any, loader: Any, criterion: Any) -> Any:
        model = network or model
        model.train(mode)
        total, hits, rows = 0.0, 0.0, 0
        with torch.set_grad_enabled(graph):
            for x, y in batches_of(loader):
                scores = model(x)
                loss = loss_of(scores, y) if loss_of else criterion(scores, y)
                total += loss.item() * len(x)
                hits += float(hits_of(scores, y) if hits_of else (scores.argmax(dim=1) == y).sum())
                rows += len(x)
        model.train(back)
        return result(total, hits, rows, loader) if result else (total / rows, hits / rows)

    return function


@pytest.mark.parametrize("seed", [None, 5, 2**55 + 3])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"result": lambda total, hits, rows, _: [total / rows, hits / rows]},
        {"result": lambda total, hits, rows, _: torch.tensor([total / rows, hits / rows])},
        {"result": lambda total, hits, rows, _: (torch.tensor(total / rows), torch.tensor(hits / rows))},
        {"batches_of": lambda loader: [loader.dataset.tensors]},  # all rows at once
        {"hits_of": lambda scores, y: (scores.topk(1).indices.reshape(-1) == y).sum()},
        {"hits_of": lambda scores, y: (scores.softmax(dim=1).max(dim=1).indices == y).sum()},
    ],
)
def test_right_measurements_are_accepted(changes: dict[str, Any], seed: int | None) -> None:
    assert codes("evaluate", evaluate(**changes), seed=seed) == ()


def test_inference_mode_keeps_no_graph_either() -> None:
    assert codes("evaluate", torch.inference_mode()(evaluate(graph=False))) == ()


@pytest.mark.parametrize(
    ("changes", "points", "code"),
    [
        ({"mode": True}, 1, "train-mode-left-on"),
        ({"graph": True}, 2, "graph-kept"),
        ({"back": False}, 2, "eval-mode-left-on"),
        ({"hits_of": lambda scores, y: (scores.argmax(dim=0) == y).sum()}, 2, "argmax-over-rows"),
        ({"hits_of": lambda scores, y: (scores.argmax(dim=1) == y[:, None]).sum()}, 2, "broadcast-target"),
        ({"hits_of": lambda scores, y: len(y) * (scores.argmax(dim=1) != y).float().mean()}, 2, "wrong-values"),
        ({"loss_of": nn.functional.cross_entropy}, 2, "wrong-criterion"),
        ({"loss_of": lambda scores, y: nn.functional.cross_entropy(scores.softmax(dim=1), y)}, 2, "softmax-in-model"),
        ({"batches_of": lambda loader: [next(iter(loader))]}, 0, "rows-left-out"),
        ({"network": reader()}, 0, "wrong-values"),
        ({"result": lambda total, hits, rows, _: (total / rows, 100 * hits / rows)}, 2, "wrong-values"),
        ({"result": lambda total, hits, rows, _: (total / rows, hits)}, 2, "wrong-values"),
        ({"result": lambda total, hits, rows, _: (hits / rows, total / rows)}, 2, "wrong-values"),
        ({"result": lambda total, hits, rows, _: total / rows + 0 * hits}, 0, "wrong-type"),
        ({"result": lambda total, hits, rows, _: {"loss": total / rows, "accuracy": hits / rows}}, 0, "wrong-type"),
        ({"result": lambda *_: None}, 0, "wrong-type"),
    ],
)
def test_each_mistake_has_one_code(changes: dict[str, Any], points: float, code: str) -> None:
    wrong = verdict("evaluate", evaluate(**changes))
    assert (wrong.points, wrong.codes) == (points, (code,))


def test_a_mean_over_batches_is_named_once_for_loss_and_accuracy() -> None:
    def function(model, loader, criterion):
        model.eval()
        losses, shares = [], []
        with torch.no_grad():
            for x, y in loader:
                losses.append(criterion(model(x), y).item())
                shares.append((model(x).argmax(dim=1) == y).float().mean().item())
        model.train()
        return sum(losses) / len(losses), sum(shares) / len(shares)

    wrong = verdict("evaluate", function)
    assert (wrong.points, wrong.codes) == (1, ("unweighted-batch-mean",))
