"""What lesson 5's challenges are made of: filmed boards in batches, and networks to train and to measure on them."""

from __future__ import annotations

import functools
from typing import Any, cast

import torch
from torch import Tensor, nn, optim
from torch.utils.data import DataLoader, TensorDataset

from grader.evidence.networks import Probes
from grader.judges.batches.evaluation import Measured
from grader.judges.batches.plan import GIVEN, HANDED_OUT, MISTAKEN, SCORES, Plan, cross_entropy, in_order
from grader.judges.parts.objective import Objective
from grader.lessons.batch_by_batch.scoreboard import FONTS, font_of, scoreboard
from grader.lessons.seeded import with_seed

PIXELS, DIGITS = 96, 10
LARGER = 4.0
ADAM_RATE = 0.01  # of the function that is handed out for repair
BATCH = 16  # rows of the batch that is to be learned by heart
UNSEEN = 400  # boards that a trained network is asked about


def new_network(seed: int, hidden: int, dropout: float = 0.0, larger: float = 1.0) -> nn.Sequential:
    """Return a small untrained network, the same for the same seed.

    Weights that are `larger` than usual make the losses of two batches clearly different.
    """
    middle = [nn.ReLU(), nn.Dropout(dropout)] if dropout else [nn.ReLU()]
    network = with_seed(seed, lambda: nn.Sequential(nn.Linear(PIXELS, hidden), *middle, nn.Linear(hidden, DIGITS)))
    for parameter in network.parameters():
        parameter.data *= larger
    return network


class Rows:
    """Flattened boards with their labels, in a loader's batches."""

    def __init__(self, seed: int, variant: int, count: int, size: int, smoothing: float = 0.0) -> None:
        images, self.y = scoreboard(count, seed, font_of(variant))
        self.seed, self.x, self.size, self.smoothing = seed, images.flatten(1), size, smoothing
        self.objective = Objective(self.x, self.y.reshape(-1, 1).to(torch.float32), cross_entropy(smoothing), MISTAKEN)
        self.structure = SCORES

    def loader(self) -> DataLoader[tuple[Tensor, ...]]:
        return DataLoader(TensorDataset(self.x.clone(), self.y.clone()), batch_size=self.size)

    def probes(self) -> Probes:
        return Probes(self.x)


class Epoch(Rows):
    """One epoch: a network, a loader, a loss and an optimizer."""

    def __init__(  # noqa: PLR0913, PLR0917 - what makes up a call
        self, seed: int, variant: int, count: int, size: int, optimizer: str, rate: float, smoothing: float = 0.0,
        *, training: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(seed, variant, count, size, smoothing)
        self.optimizer, self.rate, self.training = optimizer, rate, training

    def arguments(self) -> tuple[Any, ...]:
        network = new_network(self.seed, 6, larger=LARGER).train(self.training)
        criterion, parameters = nn.CrossEntropyLoss(label_smoothing=self.smoothing), network.parameters()
        optimizer = (
            optim.SGD(parameters, lr=self.rate, momentum=0.9)
            if self.optimizer == "SGD"
            else optim.Adam(parameters, lr=self.rate)
        )
        return network, self.loader(), criterion, optimizer

    def plan(self) -> Plan:
        return Plan(self.objective, SCORES, in_order(len(self.x), self.size), 1, self.optimizer, self.rate, GIVEN)


class Epochs(Rows):
    """Several epochs of a function that makes loss and optimizer itself."""

    def __init__(self, seed: int, variant: int, count: int, size: int, epochs: int) -> None:
        super().__init__(seed, variant, count, size)
        self.epochs = epochs

    def arguments(self) -> tuple[Any, ...]:
        return new_network(self.seed, 6, larger=LARGER), self.loader(), self.epochs

    def plan(self) -> Plan:
        return Plan(
            self.objective, SCORES, in_order(len(self.x), self.size), self.epochs, "Adam", ADAM_RATE, HANDED_OUT
        )


class OneBatch(Rows):
    """One batch to be learned by heart."""

    def arguments(self) -> tuple[Any, ...]:
        return new_network(self.seed, 16), (self.x.clone(), self.y.clone())

    @functools.cached_property
    def given(self) -> Tensor:
        """The parameters (P,) of the network before the call."""
        return torch.cat([parameter.detach().reshape(-1) for parameter in new_network(self.seed, 16).parameters()])


class Evaluation(Rows):
    """A network with Dropout, and rows on which it is to be measured."""

    def arguments(self) -> tuple[Any, ...]:
        return self.trained(), self.loader(), nn.CrossEntropyLoss(label_smoothing=self.smoothing)

    def trained(self) -> nn.Sequential:
        """Return a fresh copy of the network, in train mode."""
        network = new_network(self.seed, 16, dropout=0.5)
        network.load_state_dict(self.state)
        return network

    @functools.cached_property
    def state(self) -> dict[str, Tensor]:
        return {key: value.detach().clone() for key, value in self._fitted().state_dict().items()}

    def _fitted(self) -> nn.Sequential:
        """Return a network whose last layer is fitted to the rows, so that it is right for many of them."""
        network = new_network(self.seed, 16, dropout=0.5)
        first, last = network[0], cast("nn.Linear", network[-1])
        with torch.no_grad():
            hidden = torch.relu(first(self.x))
            columns = torch.cat([hidden, torch.ones(len(hidden), 1)], dim=1)
            wanted = 4 * torch.eye(DIGITS)[self.y]
            solution = torch.linalg.lstsq(columns, wanted).solution
            last.weight.copy_(solution[:-1].T)
            last.bias.copy_(solution[-1])
        return network

    def measured(self) -> Measured:
        network = self.trained().eval()
        with torch.no_grad():
            scores = network(self.x)
        given = torch.cat([value.reshape(-1) for value in self.state.values()])
        return Measured(self.objective, scores, in_order(len(self.x), self.size), given)


class Reading:
    """Boards of another font with symbols of their own, to train on and to be read."""

    keeps_steps = False  # hundreds of boards in each of many steps

    def __init__(self, seed: int, font: int, symbols: tuple[int, ...], count: int) -> None:
        film = functools.partial(scoreboard, font=FONTS[font], symbols=symbols)
        self.images, self.labels = film(count, seed)
        self.unseen, self.answers = film(UNSEEN, seed + 1)
        self.symbols, self.classes = symbols, len(symbols)

    def arguments(self) -> tuple[Any, ...]:
        return self.images.clone(), self.labels.clone()

    def probes(self) -> Probes:
        return Probes(self.unseen, both_modes=True)


@functools.lru_cache(maxsize=64)
def single_batches(seed: int, variant: int) -> list[OneBatch]:
    """One batch of 16 boards."""
    return [OneBatch(1000 + 10 * seed, variant, BATCH, BATCH)]


@functools.lru_cache(maxsize=64)
def single_epochs(seed: int, variant: int) -> list[Epoch]:
    """Two epochs: with SGD and momentum, and with Adam, a smoothed loss and a network in eval mode."""
    return [
        Epoch(1000 + 10 * seed, variant, 28, 8, "SGD", 0.05),
        Epoch(1000 + 10 * seed + 1, variant, 23, 10, "Adam", 0.01, smoothing=0.1, training=False),
    ]


@functools.lru_cache(maxsize=64)
def several_epochs(seed: int, variant: int) -> list[Epochs]:
    """Two short trainings."""
    return [Epochs(1000 + 10 * seed, variant, 28, 8, 2), Epochs(1000 + 10 * seed + 1, variant, 23, 10, 2)]


@functools.lru_cache(maxsize=64)
def evaluations(seed: int, variant: int) -> list[Evaluation]:
    """Three measurements: in batches of as many rows as classes, of others, and with another loss."""
    return [
        Evaluation(1000 + 10 * seed, variant, 40, 10),
        Evaluation(1000 + 10 * seed + 1, variant, 44, 8),
        Evaluation(1000 + 10 * seed + 2, variant, 37, 16, smoothing=0.1),
    ]


@functools.lru_cache(maxsize=64)
def readings(seed: int, variant: int) -> list[Reading]:
    """Three, twelve, and some number of classes, none in the student's own font."""
    random = torch.Generator().manual_seed(seed)
    fonts = [number for number in range(len(FONTS)) if FONTS[number] != font_of(variant)]
    some = 4 + int(torch.randint(6, (1,), generator=random))
    made = []
    for number, classes in enumerate((3, 12, some)):
        symbols = tuple(torch.randperm(12, generator=random)[:classes].tolist())
        font = fonts[int(torch.randint(len(fonts), (1,), generator=random))]
        made.append(Reading(1000 + 10 * seed + number, font, symbols, 200 * classes))
    return made
