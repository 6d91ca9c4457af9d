"""Judges of an optimizer: its class, its learning rate, and whose parameters it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from grader.core.catalogue import found
from grader.core.numbers import close, counted, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.core.verdict import Finding
    from grader.evidence.optimizers import Optimizer, Owner
    from grader.evidence.runs import OptimizerSettings, Run


def expect_optimizer(optimizer: Optimizer, owner: Owner, class_name: str, learning_rate: float) -> Iterator[Finding]:
    """An optimizer of `class_name`, or derived from it, with `learning_rate`, over exactly `owner`'s parameters."""
    name, net, settings = optimizer.value.name, owner.value.name, optimizer.settings
    if settings is None or owner.value.kind != "network":
        yield _unusable(optimizer, owner, " and not an optimizer")
        return
    if torch_class(settings.bases) != class_name:
        yield found("wrong-optimizer", f"`{name}` is {settings.class_name}; the exercise asks for {class_name}")
        return
    if climbs(settings):
        yield found(
            "wrong-optimizer",
            f"`{name}` has maximize=True: it changes the parameters so that the loss grows. Training makes it smaller",
        )
        return
    held, owned = set(optimizer.held), set(owner.owned.values())
    if held != owned:
        more = f", and {len(held - owned)} that are not of `{net}`" if held - owned else ""
        yield found("optimizer-other-model", _held_of(optimizer, owner) + more)
        return
    wrong = [rate for rate in settings.learning_rates if not close(rate, learning_rate, 1e-6)]
    if wrong:
        yield found(
            "wrong-learning-rate", f"`{name}` has lr={shown(wrong[0])}; the exercise asks for {shown(learning_rate)}"
        )


def expect_any_optimizer(optimizer: Optimizer, owner: Owner) -> Iterator[Finding]:
    """An optimizer of any class that holds all of `owner`'s parameters, with a learning rate above 0."""
    if optimizer.settings is None or owner.value.kind != "network":
        yield _unusable(optimizer, owner, ", no optimizer")
        return
    if not set(optimizer.held) >= set(owner.owned.values()):
        yield found("optimizer-other-model", _held_of(optimizer, owner))
        return
    low = [rate for rate in optimizer.settings.learning_rates if not rate > 0]
    if low:
        name = optimizer.value.name
        yield found("learning-rate-too-low", f"`{name}` has lr={shown(low[0])}, so no step changes anything")


def _unusable(optimizer: Optimizer, owner: Owner, otherwise: str) -> Finding:
    """Return the finding for a value that is not an optimizer, or for one of what is not a network."""
    if optimizer.settings is not None:
        net = owner.value.name
        return found("wrong-type", f"`{net}` is {owner.value}, not a network, so nothing can be its optimizer")
    is_class = optimizer.value.kind == "class"
    what = " itself; parentheses with the parameters make an optimizer of it" if is_class else otherwise
    return found("wrong-type", f"`{optimizer.value.name}` is {optimizer.value}{what}")


def _held_of(optimizer: Optimizer, owner: Owner) -> str:
    owned = set(owner.owned.values())
    common = len(set(optimizer.held) & owned)
    return f"`{optimizer.value.name}` holds {common} of the {len(owned)} parameters of `{owner.value.name}`"


def climbs(settings: OptimizerSettings) -> bool:
    """Tell whether an optimizer goes up the gradient, with some of its parameters at least."""
    return any(group.get("maximize") for group in settings.groups)


def forgets_nothing(run: Run) -> bool:
    """Tell whether an optimizer keeps nothing between its steps, so that a new one in each step does the same."""
    return torch_class(run.optimizer.bases) in ("", "SGD") and not bool(run.pace[:, 1].nan_to_num().any())


def about_new_optimizers(run: Run, name: str) -> str:
    """Say that the steps of `name` were made by many optimizers, and what they lost by it."""
    return (
        f"{counted(run.optimizers, 'optimizer')} made the {counted(run.steps, 'step')} of `{name}`: each new "
        f"{run.optimizer.class_name} has forgotten the averages of the gradients before it"
    )


def torch_class(bases: tuple[str, ...]) -> str:
    """Return torch.optim's class that an optimizer is, or is derived from: AdamW derives from Adam, but is not Adam."""
    return next((base for base in bases if base in _OPTIMIZERS), bases[0] if bases else "")


_OPTIMIZERS = {name for name, value in vars(torch.optim).items() if isinstance(value, type)}
