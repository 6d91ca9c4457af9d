"""Judges of an optimizer: its class, its learning rate, and whose parameters it holds."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from grader.core.catalogue import found
from grader.core.numbers import close, counted, shown
from grader.core.verdict import Finding
from grader.evidence.optimizers import Optimizer, Owner
from grader.evidence.runs import OptimizerSettings, Run
from grader.judges.findings import at_most_one

WHOLE_NETWORK = (
    "Look at the line that makes the optimizer. Does it get the parameters of the whole network, or those of one layer?"
)
MAXIMIZES = "Training makes the loss smaller. Print the optimizer: what does its setting `maximize` do?"
_OPTIMIZERS = {name for name, value in vars(torch.optim).items() if isinstance(value, type)}


@at_most_one
def expect_optimizer(optimizer: Optimizer, owner: Owner, class_name: str, learning_rate: float) -> Finding | None:
    """An optimizer of `class_name`, or derived from it, with `learning_rate`, over exactly `owner`'s parameters."""
    name, settings = optimizer.value.name, optimizer.settings
    if settings is None or owner.value.kind != "network":
        return _unusable(optimizer, owner)
    if torch_class(settings.bases) != class_name:
        return found("wrong-optimizer", f"`{name}` is {settings.class_name}, but the exercise asks for {class_name}.")
    if climbs(settings):
        told = f"`{name}` has maximize=True. So it makes the loss larger, but training should make it smaller."
        return found("wrong-optimizer", told, hint=MAXIMIZES)
    held, owned = set(optimizer.held), set(owner.owned.values())
    if held != owned:
        more = f", and {counted(len(held - owned), 'parameter')} of something else" if held - owned else ""
        return found("optimizer-other-model", f"{_held_of(optimizer, owner)}{more}.", hint=_in_part(held, owned))
    wrong = [rate for rate in settings.learning_rates if not close(rate, learning_rate, 1e-6)]
    if wrong:
        told = f"`{name}` has lr={shown(wrong[0])}, but the exercise asks for {shown(learning_rate)}."
        return found("wrong-learning-rate", told)
    return None


def expect_any_optimizer(optimizer: Optimizer, owner: Owner) -> Iterator[Finding]:
    """An optimizer of any class that holds all of `owner`'s parameters, with a learning rate above 0."""
    if optimizer.settings is None or owner.value.kind != "network":
        yield _unusable(optimizer, owner)
        return
    if not set(optimizer.held) >= set(owner.owned.values()):
        look = _in_part(set(optimizer.held), set(owner.owned.values()))
        yield found("optimizer-other-model", f"{_held_of(optimizer, owner)}.", hint=look)
        return
    low = [rate for rate in optimizer.settings.learning_rates if not rate > 0]
    if low:
        name = optimizer.value.name
        yield found("learning-rate-too-low", f"`{name}` has lr={shown(low[0])}, so no step changes anything.")


def _unusable(optimizer: Optimizer, owner: Owner) -> Finding:
    """Return the finding for a value that is not an optimizer, or for one of what is not a network."""
    if optimizer.settings is not None:
        net = owner.value.name
        told = f"`{net}` is {owner.value}, not a network. So no optimizer can hold its parameters."
        look = f"Which line makes `{net}`, and does a later line assign the name again?"
        return found("wrong-type", told, hint=look)
    name, value = optimizer.value.name, optimizer.value
    if value.kind == "class":
        make = "Parentheses with the parameters make an optimizer of it."
        look = "Which line makes the optimizer, and do the parentheses after the class name hold the parameters?"
        return found("wrong-type", f"`{name}` is {value}, not an optimizer. {make}", hint=look)
    look = f"Which line makes the optimizer, and does a later line assign `{name}` again?"
    return found("wrong-type", f"`{name}` is {value}, not an optimizer.", hint=look)


def _held_of(optimizer: Optimizer, owner: Owner) -> str:
    owned = set(owner.owned.values())
    common = len(set(optimizer.held) & owned)
    return f"`{optimizer.value.name}` holds {common or 'none'} of the {len(owned)} parameters of `{owner.value.name}`"


def _in_part(held: set[int], owned: set[int]) -> str | None:
    """Say where to look if an optimizer holds some of a network's parameters, but not all."""
    return WHOLE_NETWORK if held & owned and not owned <= held else None


def climbs(settings: OptimizerSettings) -> bool:
    """Tell whether an optimizer goes up the gradient, with some of its parameters at least."""
    return any(group.get("maximize") for group in settings.groups)


def forgets_nothing(run: Run) -> bool:
    """Tell whether an optimizer keeps nothing between its steps, so that a new one in each step does the same."""
    return torch_class(run.optimizer.bases) in ("", "SGD") and not bool(run.pace[:, 1].nan_to_num().any())


def about_new_optimizers(run: Run, name: str) -> str:
    """Say that the steps of `name` were made by many optimizers, and what they lost by it."""
    return (
        f"There were {counted(run.optimizers, 'optimizer')} for the {counted(run.steps, 'step')} of `{name}`. Each new "
        f"{run.optimizer.class_name} starts over and knows nothing of the gradients before it."
    )


def torch_class(bases: tuple[str, ...]) -> str:
    """Return torch.optim's class that an optimizer is, or is derived from: AdamW derives from Adam, but is not Adam."""
    return next((base for base in bases if base in _OPTIMIZERS), bases[0] if bases else "")
