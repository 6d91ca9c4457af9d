"""Validation rows that took part in a training of the learner's own design."""

from __future__ import annotations

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.verdict import Finding
from grader.evidence.losses import Losses
from grader.evidence.networks import Network
from grader.evidence.tables import first_of_each, names_of, rows_seen, rows_used
from grader.evidence.values import Value
from grader.judges.own_design.curves import Rows
from grader.judges.own_design.replay import Agreement, Replay
from grader.judges.own_design.steps import Used
from grader.judges.parts.scale import scale_between


def trained_on_validation(
    network: Network, losses: Losses, rows: Rows, used: Used | None, train_losses: Value, val_losses: Value
) -> Finding | None:
    """Return a finding if validation rows came into training batches."""
    run, count = network.history.runs[-1], len(rows.validation[0])
    seen = rows_seen(run.inputs, rows.train[0].shape[1])
    foreign = _rows_among(rows.validation[0], seen) if used is None else int(used.validation.sum())
    if not foreign:
        return None
    told = f"{foreign} of the {count} validation rows were in the batches that the network was trained on."
    if not (_rows_among(rows.train[0], seen) if used is None else bool(used.train.any())):
        replay = Replay.of(network, rows.train[0], rows.validation[0], run.steps)
        if replay.gives(run.losses, rows.validation, losses.validation) is Agreement.YES:
            told = f"Every step tried to lower the loss of the {count} validation rows."
        elif used is not None:
            told = f"Every step tried to lower the loss of {foreign} of the {count} validation rows."
        # A loop may call the network on the validation rows between the loss and the step.
        elif _ends_with(train_losses, run.losses) or not _ends_with(val_losses, run.losses):
            return None
    look = "Which rows does the loop give to the network before `backward()`?"
    return found("leaked-validation", told, hint=look)


def _ends_with(losses: Value, sent: Tensor) -> bool:
    """Tell whether a list of losses ends with the last loss that was sent backward."""
    numbers = losses.numbers
    if numbers is None or not numbers.numel() or not len(sent):
        return False
    return abs(float(sent[-1]) - float(numbers.reshape(-1)[-1])) < 1e-4


def scaled_by_validation(network: Network, rows: Rows) -> Finding | None:
    """Return a finding if the rows that the network was called on were scaled by numbers from validation rows."""
    look = "Which rows do the mean and the standard deviation come from that your code scales with?"
    seen = rows_used(network.history.runs[-1], rows.train[0].shape[1]).to(torch.float64)
    train, every = (
        table.to(torch.float64) for table in (rows.train[0], torch.cat([rows.train[0], rows.validation[0]]))
    )
    scale = None
    if len(seen) >= len(train):
        distinct, wanted = (table[first_of_each(table.to(torch.float32))] for table in (seen, train))
        scale = scale_between(distinct, wanted)
    means = [table.to(torch.float64).mean(dim=0) for table in (rows.validation[0], rows.train[0])]
    for name, buffer in network.buffers.items():
        same = [buffer.shape == mean.shape and torch.allclose(buffer.double(), mean, rtol=1e-5) for mean in means]
        if same == [True, False]:
            told = f"`{name}` of `{network.value.name}` is the mean of the validation rows, not of the training rows."
            return found("leaked-validation", told, hint=look)
    if scale is None or bool(((scale.factor - 1).abs() < 1e-3).all()):
        return None
    whole, own = (scale.of(table).mean(dim=0) for table in (every, train))
    if not (bool((whole.abs() < 1e-4).all()) and bool((own.abs() > 1e-3).any())):
        return None
    told = (
        "The columns were scaled so that the mean of all rows is 0, validation rows included. Use the mean and the "
        "standard deviation of the training rows alone."
    )
    return found("leaked-validation", told, hint=look)


def _rows_among(rows: Tensor, seen: Tensor) -> int:
    if not len(seen):
        return 0
    return int(torch.isin(names_of(rows.to(torch.float32)), names_of(seen.to(torch.float32))).sum())
