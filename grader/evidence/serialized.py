"""Arguments of a challenge from which batches are made: loaders, losses and optimizers, as plain data.

A loader holds its tensors and how it makes batches of them. An optimizer says which of the other arguments is the
network that it moves.
"""

from __future__ import annotations

from typing import Any

import msgspec
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, RandomSampler, SequentialSampler, TensorDataset, default_collate

_OPTIMIZERS: dict[str, type[torch.optim.Optimizer]] = {
    "SGD": torch.optim.SGD, "Adam": torch.optim.Adam, "AdamW": torch.optim.AdamW,
}  # fmt: skip
IGNORED = nn.CrossEntropyLoss().ignore_index
_SETTINGS = ("lr", "momentum", "weight_decay")


class Tensors(msgspec.Struct, frozen=True, tag=True):
    """A tuple of tensors, as one batch is."""

    tensors: tuple[Tensor, ...]

    @classmethod
    def of(cls, given: Any) -> Tensors | None:
        plain = type(given) is tuple and all(type(each) is Tensor and not each.requires_grad for each in given)
        return cls(tuple(each.clone() for each in given)) if plain else None

    def open(self) -> tuple[Tensor, ...]:
        return tuple(tensor.clone() for tensor in self.tensors)


class Loader(msgspec.Struct, frozen=True, tag=True):
    """A DataLoader over a TensorDataset."""

    tensors: tuple[Tensor, ...]
    batch_size: int
    shuffle: bool = False
    drop_last: bool = False

    @classmethod
    def of(cls, given: Any) -> Loader | None:
        """Return a loader as data, None for anything else."""
        if type(given) is not DataLoader or type(given.dataset) is not TensorDataset or given.num_workers:
            return None
        if type(given.sampler) not in (SequentialSampler, RandomSampler) or given.batch_size is None:
            return None
        if given.collate_fn is not default_collate or given.generator is not None:
            return None
        shuffle = type(given.sampler) is RandomSampler
        return cls(tuple(t.clone() for t in given.dataset.tensors), given.batch_size, shuffle, given.drop_last)

    def open(self) -> DataLoader[tuple[Tensor, ...]]:
        dataset = TensorDataset(*(tensor.clone() for tensor in self.tensors))
        return DataLoader(dataset, batch_size=self.batch_size, shuffle=self.shuffle, drop_last=self.drop_last)


class CrossEntropy(msgspec.Struct, frozen=True, tag=True):
    """An nn.CrossEntropyLoss."""

    label_smoothing: float = 0.0
    reduction: str = "mean"

    @classmethod
    def of(cls, given: Any) -> CrossEntropy | None:
        """Return a loss as data, None for anything else."""
        if type(given) is not nn.CrossEntropyLoss or given.weight is not None or given.ignore_index != IGNORED:
            return None
        return cls(given.label_smoothing, given.reduction)

    def open(self) -> nn.CrossEntropyLoss:
        return nn.CrossEntropyLoss(label_smoothing=self.label_smoothing, reduction=self.reduction)


class Optimizer(msgspec.Struct, frozen=True, tag=True):
    """An optimizer over all parameters of the network that is argument number `network`."""

    kind: str
    settings: dict[str, float]
    network: int

    @classmethod
    def of(cls, given: Any, arguments: tuple[Any, ...]) -> Optimizer | None:
        """Return an optimizer as data, None for one over other parameters or of another class."""
        kind = type(given).__name__
        if type(given) is not _OPTIMIZERS.get(kind) or len(given.param_groups) != 1:
            return None
        held = [id(parameter) for parameter in given.param_groups[0]["params"]]
        settings = {key: given.defaults[key] for key in _SETTINGS if key in given.defaults}
        if _OPTIMIZERS[kind]([torch.zeros(1)], **settings).defaults != given.defaults:  # another setting would be lost
            return None
        for number, network in enumerate(arguments):
            if isinstance(network, nn.Module) and held and [id(p) for p in network.parameters()] == held:
                return cls(kind, settings, number)
        return None

    def open(self, networks: list[Any]) -> torch.optim.Optimizer:
        """Return a new optimizer over the parameters of one of `networks`, the arguments that were opened before it."""
        settings: dict[str, Any] = self.settings
        return _OPTIMIZERS[self.kind](networks[self.network].parameters(), **settings)
