"""The judge of a training on rows whose scale may differ from that of the exercise's rows.

Such a network is of no use for the rows as they are given, but its training loop can be right nevertheless.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import torch

from grader.core.catalogue import found
from grader.core.numbers import shown
from grader.core.verdict import Finding
from grader.evidence.errors import Raised
from grader.evidence.networks import Network
from grader.evidence.values import Value
from grader.judges.parts.objective import Goal
from grader.judges.parts.scale import Scale, distances, outputs_on, rows_trained_on, scale_of
from grader.judges.parts.structure import identify
from grader.judges.training.run import expect_training, final_loss


def expect_training_on_any_scale(
    network: Network, losses: Value, goal: Goal, raised: Raised | None = None
) -> Iterator[Finding]:
    """Judge a training as `expect_training` does, with the rows on the scale on which the network got them.

    What the loop does can be right on any scale. The loss that counts is that on the exercise's own rows.
    """
    scale = None if _learned_from_targets(network, goal) else scale_of(network, goal.objective.inputs)
    there = _on(scale, network, goal) if scale else None
    if there is None:
        yield from expect_training(network, losses, goal, raised)
        return
    others = list(expect_training(there[0], losses, there[1], raised))
    here, reached = (
        final_loss(n, g.objective, identify(n, g.objective.inputs, g.structures)) for n, g in ((network, goal), there)
    )
    if here is None or here <= goal.threshold:
        yield from others
        return
    # A learning rate that suits the exercise's rows need not suit others.
    others = [finding for finding in others if finding.code != "loss-too-high"]
    yield from others
    costs = any(finding.cost is None or finding.cost >= goal.loss_worth for finding in others)
    yield found("scale-differs", _told(network, (here, reached), (goal, there[1])), 0 if costs else goal.loss_worth)


def _learned_from_targets(network: Network, goal: Goal) -> bool:
    """Tell whether the rows that a network was trained on are the targets: those of a line are on another scale."""
    inputs, targets = goal.objective.inputs, goal.objective.targets
    given, known = rows_trained_on(network, inputs.shape[1]), targets.unique(dim=0)
    return given is not None and given.shape == known.shape and torch.allclose(given, known.to(given.dtype))


def _on(scale: Scale, network: Network, goal: Goal) -> tuple[Network, Goal] | None:
    """Return network and goal as they are for rows on `scale`; None if the network's outputs there are not known."""
    rows, given = goal.objective.inputs, rows_trained_on(network, goal.objective.inputs.shape[1])
    if given is None or network.output is None:
        return None
    # The recorded numbers themselves, since those are what losses and gradients came from.
    nearest = distances(scale.of(rows) / scale.factor, given / scale.factor).argmin(dim=1)
    outputs = outputs_on(network, rows, given[nearest], goal.structures)
    if outputs is None:
        return None
    output = msgspec.structs.replace(network.output, numbers=outputs.reshape(-1, 1), shape=(len(rows), 1))
    objective = goal.objective._replace(inputs=given[nearest])
    return msgspec.structs.replace(network, output=output), goal._replace(objective=objective)


def _told(network: Network, losses: tuple[float, float | None], goals: tuple[Goal, Goal]) -> str:
    """Say what both losses are, and between which numbers the rows of each lie."""
    name, (here, there) = network.value.name, losses
    own, given = (f"{shown(goal.objective.inputs.min())} to {shown(goal.objective.inputs.max())}" for goal in goals)
    reached = "" if there is None else f" On these its loss is {shown(there)}."
    return (
        f"`{name}` was trained on scaled rows, with numbers from {given}.{reached} On the rows of the exercise, with "
        f"numbers from {own}, its loss is {shown(here)}."
    )
