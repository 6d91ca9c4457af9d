"""Networks that act differently in train mode and in eval mode: they hold layers such as Dropout or BatchNorm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.numbers import in_words
from grader.core.verdict import Finding
from grader.evidence.networks import Network

ACT_BY_MODE = ("Dropout", "BatchNorm", "RReLU")  # in the names of torch's layers


def differs_in_train_mode(network: Network) -> bool:
    """Tell whether the network gives other outputs in train mode than in eval mode; False if that was not tried."""
    one, other = network.outputs, network.in_train_mode.numbers if network.in_train_mode else None
    if one is None or other is None:
        return False
    return one.shape != other.shape or not torch.allclose(one, other, rtol=1e-4, atol=1e-6, equal_nan=True)


def left_in_train_mode(
    network: Network, facts: str, in_eval: float, right: Callable[[Tensor], float], accuracy: float
) -> Finding | None:
    """Return a finding if a network was handed over in train mode, and is too rarely right there.

    `right(outputs)` is the fraction of right answers, `in_eval` that in eval mode, and `facts` the sentence before.
    """
    given = network.in_train_mode.numbers if network.in_train_mode else None
    if not network.is_training or given is None or not differs_in_train_mode(network):
        return None
    reached = right(given.to(torch.float32)) if bool(given.isfinite().all()) else 0.0
    if reached >= accuracy:
        return None
    extra = [str(layer) for layer in network.layers if any(part in layer.kind for part in ACT_BY_MODE)]
    because = f", because of {in_words(extra)}" if extra else ""
    told = (
        f"{facts} The function returns it in train mode, where it is right for {reached:.0%}{because}. In eval mode it "
        f"is right for {in_eval:.0%}."
    )
    return found("train-mode-left-on", told, 1 if in_eval >= accuracy else None)


def expect_one_mode(network: Network, layers: str) -> Iterator[Finding]:
    """A network that computes the same in both modes, as one of `layers` alone does."""
    if differs_in_train_mode(network):
        told = f"{_which(network)}. The exercise asks for {layers} alone."
        yield found("wrong-module", told, hint="Print the network, and compare its layers one by one with those.")


def with_its_mode(findings: Iterable[Finding], network: Network) -> Iterator[Finding]:
    """Yield findings about a training; a gradient that a layer changed at random is not blamed on the criterion."""
    differs = differs_in_train_mode(network)
    for finding in findings:
        if differs and finding.code == "wrong-criterion":
            told = f"{_which(network)}. So its steps did not follow the gradients of its outputs in eval mode."
            look = "Print the network. Which layer does the exercise not name?"
            yield found("wrong-module", told, finding.cost, look)
        else:
            yield finding


def _which(network: Network) -> str:
    extra = [str(layer) for layer in network.layers if any(part in layer.kind for part in ACT_BY_MODE)]
    change = "changes" if len(extra) == 1 else "change"
    has = f"has {in_words(extra)}, which {change}" if extra else "does something that changes"
    return f"`{network.value.name}` {has} its outputs in train mode"
