"""What batches are made of travels as data, and comes back as it was; anything else is refused."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

from grader.evidence import bundle
from grader.evidence.challenges import Inputs, NotSerializableError

X, Y = torch.rand(10, 4), torch.arange(10)
SET = TensorDataset(X, Y)


class Task:
    def __init__(self, *arguments: Any) -> None:
        self._arguments = arguments

    def arguments(self) -> tuple[Any, ...]:
        return self._arguments

    def probes(self) -> None:
        return None


def travelled(*arguments: Any) -> tuple[Any, ...]:
    sent = bundle.unpack(bundle.pack(Inputs.of(Task(*arguments), 1)), Inputs)
    return sent.open()


def test_a_loader_gives_the_same_batches() -> None:
    (opened,) = travelled(DataLoader(SET, batch_size=4))
    assert [[part.tolist() for part in batch] for batch in opened] == [
        [part.tolist() for part in batch] for batch in DataLoader(SET, batch_size=4)
    ]
    (mixed,) = travelled(DataLoader(SET, batch_size=4, shuffle=True, drop_last=True))
    assert (len(mixed), sorted(torch.cat([y for _, y in mixed]).tolist()) == list(range(10))) == (2, False)


def test_an_optimizer_holds_the_network_that_came_with_it_and_keeps_its_settings() -> None:
    network = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Dropout(0.3), nn.Linear(3, 2)).eval()
    made = optim.SGD(network.parameters(), lr=0.25, momentum=0.5, weight_decay=0.125)
    opened, criterion, optimizer, batch = travelled(network, nn.CrossEntropyLoss(label_smoothing=0.25), made, (X, Y))
    held = optimizer.param_groups[0]["params"]
    assert all(one is other for one, other in zip(held, opened.parameters(), strict=True))
    assert {key: optimizer.defaults[key] for key in ("lr", "momentum", "weight_decay")} == {
        "lr": 0.25, "momentum": 0.5, "weight_decay": 0.125,
    }  # fmt: skip
    assert (opened[2].p, opened.training, opened[0].training) == (0.3, False, False)
    assert criterion.label_smoothing == 0.25
    assert torch.equal(batch[0], X)


@pytest.mark.parametrize(
    "arguments",
    [
        (DataLoader(SET, batch_size=4, collate_fn=list),),
        (DataLoader(SET, batch_size=4, generator=torch.Generator()),),
        (DataLoader(SET, batch_size=4, num_workers=1),),
        (DataLoader(SET, sampler=[1, 0]),),
        (DataLoader(list(SET), batch_size=4),),
        (nn.CrossEntropyLoss(weight=torch.ones(2)),),
        (nn.CrossEntropyLoss(ignore_index=1),),
        (nn.Linear(1, 1), optim.SGD(nn.Linear(1, 1).parameters(), lr=0.1)),
        ((network := nn.Linear(1, 1)), optim.SGD(network.parameters(), lr=0.1, nesterov=True, momentum=0.5)),
        ((other := nn.Linear(1, 1)), optim.RMSprop(other.parameters())),
        ((X, [1]),),
    ],
)
def test_what_would_change_on_its_way_is_refused(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(NotSerializableError):
        Inputs.of(Task(*arguments), 1)
