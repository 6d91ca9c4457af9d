"""Which rows a step may have been about: what its forward passes were called on, and the targets that belong to it."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from grader.core.numbers import point, shown
from grader.evidence.runs import Run
from grader.judges.parts.objective import Forward, Loss, Objective

MAX_BATCH_ROWS = 5_000  # of a batch: every prediction may have to meet every target
ALL, OWN, GATHERED, OTHER_TARGETS, OTHER_ROWS = "all", "own", "gathered", "other targets", "other rows"


class Batch(NamedTuple):
    """What a step may have been about: one or several pairs of inputs (m, d) and targets (m, 1), whose losses add up.

    `kind` tells all rows, those of the last forward pass, those of several, rows with the targets of others, and
    inputs that are not rows of the data.
    """

    kind: str
    pairs: tuple[tuple[Tensor, Tensor], ...]

    def loss(self, loss: Loss, forward: Forward, parameters: Tensor) -> Tensor:
        return sum((loss(forward(parameters, x), y) for x, y in self.pairs), torch.zeros(()))


def possible(run: Run, i: int, objective: Objective) -> list[Batch]:
    """Return what the last forward pass before sampled step `i` may have been about, right batches first."""
    every = Batch(ALL, ((objective.inputs, objective.targets),))
    number = int(run.batch[i])
    given = objective.as_rows(run.inputs[number]) if 0 <= number < len(run.inputs) else None
    if given is None or len(given) > MAX_BATCH_ROWS:
        return [every]
    seen = run.targets[number] if number < len(run.targets) else None
    seen = seen.reshape(-1, 1).to(torch.float32) if seen is not None and seen.numel() in (1, len(given)) else None
    seen = seen.expand(len(given), 1) if seen is not None else None  # PyTorch compares one target with every row
    rows = objective.rows_of(run.inputs[number])
    if rows is None:
        if seen is None and len(given) == len(objective.targets):
            seen = objective.targets
        return [every] if seen is None else [every, Batch(OTHER_ROWS, ((given, seen),))]
    right = objective.targets[rows]
    wrong = []
    if seen is not None and not torch.allclose(seen, right, rtol=1e-2, atol=1e-5):
        wrong = [Batch(OTHER_TARGETS, ((given, seen),))]
    if torch.equal(rows.sort().values, torch.arange(len(objective.targets))):
        return [every, *wrong]
    return [Batch(OWN, ((given, right),)), every, *wrong]


def gathered(run: Run, i: int, objective: Objective) -> list[Batch]:
    """Return all rows of several forward passes before one step: with one loss for each pass, and one for all rows."""
    if i >= len(run.beside) or not run.beside[i]:
        return []
    known = [rows for rows in _rows_before(run, i, objective) if rows is not None]
    if _overlap(known):  # for example in a loop that measures the loss of all rows too
        known = [rows for rows in known if len(rows) < len(objective.targets)]
    if not known or _overlap(known):
        return []
    each = tuple((objective.inputs[rows], objective.targets[rows]) for rows in known)
    rows = torch.cat(known)
    together = [Batch(GATHERED, each), Batch(GATHERED, ((objective.inputs[rows], objective.targets[rows]),))]
    return together if len(known) > 1 else together[:1]


def rows_seen(run: Run, objective: Objective, *, beside: bool) -> list[set[int]] | None:
    """Return the rows that each sampled step's last forward pass was about, or all of its passes; None if unknown."""
    known = {number: objective.rows_of(inputs) for number, inputs in enumerate(run.inputs)}
    found: list[set[int]] = []
    for i, number in enumerate(run.batch.tolist()):
        rows = _rows_before(run, i, objective) if beside else [known.get(number)]
        if rows[-1] is None:
            return None
        found.append({row for each in rows if each is not None for row in each.tolist()})
    return found


def other_targets(run: Run, objective: Objective, i: int = -1) -> str:
    """Say which wrong target one row of a sampled step was compared with, as part of a sentence; "" for none."""
    batch = next((b for b in possible(run, i, objective) if b.kind == OTHER_TARGETS), None) if len(run.batch) else None
    if batch is None:
        return ""
    ((inputs, seen),) = batch.pairs
    right = objective.targets[objective.rows_of(inputs)]
    k = int((seen - right).abs().reshape(-1).argmax())
    return f"{shown(seen[k])} for the input {point(inputs[k])}, but the target of this row is {shown(right[k])}"


def one_target(run: Run, i: int) -> float | None:
    """Return the target that all the rows of a sampled step were compared with; None if each had its own."""
    number = int(run.batch[i])
    target = run.targets[number] if 0 <= number < len(run.targets) else None
    given = run.inputs[number] if target is not None else None
    if target is None or given is None or target.numel() != 1 or given.dim() < 2 or len(given) < 2:
        return None
    return float(target)


def on_other_rows(run: Run, objective: Objective) -> bool:
    """Tell whether a run was about inputs of which none is a row of the data."""
    return bool(run.inputs) and all(objective.rows_of(inputs) is None for inputs in run.inputs)


def is_mixed(run: Run, objective: Objective) -> bool:
    """Tell whether one row of the data was compared with several targets: it met those of other rows."""
    met: dict[int, set[float]] = {}
    for inputs, target in zip(run.inputs, run.targets, strict=True):
        rows = objective.rows_of(inputs)
        if rows is not None and target is not None and target.numel() == len(rows):
            for number, value in zip(rows.tolist(), target.reshape(-1).tolist(), strict=True):
                met.setdefault(number, set()).add(round(float(value), 4))
    return any(len(values) > 1 for values in met.values())


def is_all_there_is(seen: list[set[int]], run: Run, count: int) -> bool:
    """Tell whether steps that come back to the same rows, or so many of them, leave no doubt about the others."""
    first = seen[: int((run.sampled == torch.arange(len(run.sampled))).sum())]  # of steps without a gap between them
    for period in range(1, len(first) // 2 + 1):
        if all(later == earlier for earlier, later in zip(first, first[period:], strict=False)):
            return True
    mean = sum(len(rows) for rows in seen) / len(seen)
    return count * (1 - mean / count) ** len(seen) < 1e-3


def _rows_before(run: Run, i: int, objective: Objective) -> list[Tensor | None]:
    earlier = run.beside[i] if i < len(run.beside) else ()
    inputs = [run.inputs_beside[number] if number >= 0 else None for number in earlier]
    last = int(run.batch[i])
    inputs.append(run.inputs[last] if last >= 0 else None)
    return [None if given is None else objective.rows_of(given) for given in inputs]


def _overlap(batches: list[Tensor]) -> bool:
    rows = torch.cat(batches) if batches else torch.zeros(0)
    return len(rows.unique()) < len(rows)
