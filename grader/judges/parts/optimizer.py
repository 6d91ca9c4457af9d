"""The judge of an optimizer: its class, its learning rate, and that it holds exactly one network's parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from grader.core.catalogue import found
from grader.core.numbers import close, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.core.verdict import Finding
    from grader.evidence.optimizers import Optimizer, Owner
    from grader.evidence.runs import OptimizerSettings


def expect_optimizer(optimizer: Optimizer, owner: Owner, class_name: str, learning_rate: float) -> Iterator[Finding]:
    """An optimizer of `class_name`, or derived from it, with `learning_rate`, over exactly `owner`'s parameters."""
    name, net = optimizer.value.name, owner.value.name
    if optimizer.settings is None:
        is_class = optimizer.value.kind == "class"
        what = "itself; parentheses with the parameters make an optimizer of it" if is_class else "and not an optimizer"
        yield found("wrong-type", f"`{name}` is {optimizer.value} {what}")
        return
    if owner.value.kind != "network":
        yield found("wrong-type", f"`{net}` is {owner.value}, not a network, so nothing can be its optimizer")
        return
    if torch_class(optimizer.settings.bases) != class_name:
        yield found(
            "wrong-optimizer", f"`{name}` is {optimizer.settings.class_name}; the exercise asks for {class_name}"
        )
        return
    if climbs(optimizer.settings):
        yield found(
            "wrong-optimizer",
            f"`{name}` has maximize=True: it changes the parameters so that the loss grows. Training makes it smaller",
        )
        return
    held, owned = set(optimizer.held), set(owner.owned.values())
    if held != owned:
        common = len(held & owned)
        yield found(
            "optimizer-other-model",
            f"`{name}` holds {common} of the {len(owned)} parameters of `{net}`"
            + (f", and {len(held - owned)} that are not of `{net}`" if held - owned else ""),
        )
        return
    wrong = [rate for rate in optimizer.settings.learning_rates if not close(rate, learning_rate, 1e-6)]
    if wrong:
        yield found(
            "wrong-learning-rate", f"`{name}` has lr={shown(wrong[0])}; the exercise asks for {shown(learning_rate)}"
        )


def climbs(settings: OptimizerSettings) -> bool:
    """Tell whether an optimizer goes up the gradient, with some of its parameters at least."""
    return any(group.get("maximize") for group in settings.groups)


def torch_class(bases: tuple[str, ...]) -> str:
    """Return torch.optim's class that an optimizer is, or is derived from: AdamW derives from Adam, but is none."""
    return next((base for base in bases if base in _OPTIMIZERS), bases[0] if bases else "")


_OPTIMIZERS = {name for name, value in vars(torch.optim).items() if isinstance(value, type)}
