"""Evidence that contradicts itself is told, and evidence that was collected never is."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from torch import nn

from grader.evidence.consistency import contradiction
from grader.evidence.networks import Network, Probes
from grader.evidence.runs import is_sampled, samples_of
from grader.evidence.values import MISSING, Value
from grader.lessons import linear_regression as check
from grader.notebook.collect.networks import collect_network
from tests.support.training import Line, train

THINGS: list[Any] = [
    MISSING, ..., None, True, 3, 10**400, 2.5, float("nan"), "text", torch.ones(2, 3), torch.tensor(1), torch.zeros(0),
    torch.ones(2, dtype=torch.complex64), torch.ones(3).to_sparse(), torch.ones(1).to(torch.float8_e5m2), np.ones(2),
    np.array(["a"]), np.float32(1), np.int64(3), [1, 2], [], [[1], [2]], ["a"], (1, torch.ones(1)), range(4), {}, {1},
    nn.Linear(2, 2), nn.LazyLinear(2), nn.Linear(2, 2).half(), nn.Linear(300, 100), nn.Module(),
    torch.optim.SGD([torch.ones(1)]), int, len, object(),
]  # fmt: skip


@pytest.fixture(scope="module")
def network() -> Network:
    net = Line()
    train(net, nn.MSELoss(reduction="sum"), check.X, check.Y, 300)
    return collect_network(net, "net", check.ON_THE_DATA)


def test_the_steps_that_are_kept_are_counted() -> None:
    assert all(samples_of(steps) == sum(map(is_sampled, range(steps))) for steps in [*range(400), 1000, 20_001])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: str(type(thing).__name__))
def test_whatever_is_collected_is_consistent(thing: Any) -> None:
    for exercise in (check.training, check.loss_by_hand, check.criterion, check.repair, check.optimizer, check.model):
        evidence = exercise.collect([thing] * len(exercise.collectors))
        assert contradiction(evidence) is None


@pytest.mark.parametrize("epochs", [0, 1, 64, 65, 300])
def test_whatever_is_recorded_is_consistent(epochs: int) -> None:
    net = Line()
    train(net, nn.MSELoss(), check.X, check.Y, epochs)
    assert contradiction(collect_network(net, "net", Probes(check.X))) is None


@pytest.mark.parametrize(
    "lie",
    [
        {"shape": (3,)},
        {"shape": (-1, 3)},
        {"shape": None},
        {"dtype": None},
        {"dtype": "float64"},
        {"dtype": "Tensor"},
        {"kind": "text"},
        {"kind": "missing"},
        {"kind": "array"},
        {"kind": "sequence", "shape": (6,)},
        {"numbers": torch.ones(3, 2)},
        {"numbers": torch.tensor(1.0)},
    ],
)
def test_a_value_that_lies_about_its_numbers(lie: dict[str, Any]) -> None:
    value = Value.collect(torch.ones(2, 3), "x")
    assert contradiction(msgspec.structs.replace(value, **lie)) is not None


@pytest.mark.parametrize(
    "lie",
    [
        {"steps": 0},
        {"steps": 2**60},
        {"optimizers": 0},
        {"shapes": ((1, 1),)},
        {"shapes": ((-1, -1), (1,))},
        {"sampled": torch.arange(3)},
        {"before": torch.zeros(0, 2)},
        {"after": torch.zeros(0)},
        {"pace": torch.zeros(1, 2)},
        {"losses": torch.zeros(2)},
        {"marks": torch.zeros(300, dtype=torch.float64)},
        {"last": torch.tensor([2.0, 1.0])},
        {"inputs": ()},
        {"targets": ()},
    ],
)
def test_a_run_that_does_not_fit_together(network: Network, lie: dict[str, Any]) -> None:
    run = msgspec.structs.replace(network.history.runs[0], **lie)
    assert contradiction(run) is not None


@pytest.mark.parametrize("lie", [{"forwards": -1}, {"start": torch.ones(1, 1)}, {"runs": 9}])
def test_a_history_of_what_cannot_be(network: Network, lie: dict[str, Any]) -> None:
    if "runs" in lie:
        lie = {"runs": network.history.runs * lie["runs"]}
    assert contradiction(msgspec.structs.replace(network.history, **lie)) is not None
