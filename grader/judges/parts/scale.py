"""On which scale a network got its rows: standardised, divided by their maximum, in other units.

What was done to the columns is seen from the numbers: they are the exercise's, each column times a factor and plus a
shift.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from grader.evidence.networks import Network
from grader.judges.parts.structure import Structure, identify

MAX_ROWS = 2_000  # recorded rows beyond these are not compared with the exercise's own
CLOSE = 1e-4  # of a column's range: two ways to scale differ in the last digits


class Scale(NamedTuple):
    """What was done to each of d columns: `x * factor + shift`, both (d,)."""

    factor: Tensor
    shift: Tensor

    def of(self, rows: Tensor) -> Tensor:
        """Return `rows` (n, d) on this scale."""
        return rows * self.factor + self.shift


def standardising(rows: Tensor) -> Scale:
    """Return the scale that gives each column of `rows` (n, d) mean 0 and standard deviation 1."""
    return _centred(rows.mean(dim=0), rows.std(dim=0))


def usual_scales(rows: Tensor, seen: Tensor) -> Iterator[Scale]:
    """Yield the scales that a loop may use, by numbers of the training rows (n, d), so that a network gets `seen`."""
    low, high, mean = rows.amin(dim=0), rows.amax(dim=0), rows.mean(dim=0)
    yield _centred(mean, rows.std(dim=0))
    yield _centred(mean, rows.std(dim=0, unbiased=False))
    yield _centred(low, high - low)
    yield _centred((low + high) / 2, (high - low) / 2)
    first, last = seen.amin(dim=0), seen.amax(dim=0)
    factor = (last - first) / (high - low)
    yield Scale(factor, first - low * factor)


def _centred(centre: Tensor, size: Tensor) -> Scale:
    return Scale(1 / size, -centre / size)


def scale_between(rows: Tensor, table: Tensor) -> Scale | None:
    """Return how each column of `table` (n, d) became that of `rows` (n, d), in any order; None if they did not."""
    if rows.shape != table.shape:
        return None
    ours, theirs = table.to(torch.float64).sort(dim=0).values, rows.sort(dim=0).values
    factor = (theirs[-1] - theirs[0]) / (ours[-1] - ours[0])
    scale = Scale(factor, theirs[0] - ours[0] * factor)
    fits = ((scale.of(ours) - theirs).abs() <= CLOSE * (theirs[-1] - theirs[0])).all()
    return scale if bool(fits) and bool((factor > 0).all()) else None


def scale_of(network: Network, rows: Tensor) -> Scale | None:
    """Return the scale on which the last run of `network` got `rows` (n, d); None if it got them as they are.

    None too for inputs that are not these rows with each column scaled.
    """
    given = rows_trained_on(network, rows.shape[1])
    known: Tensor = rows.unique(dim=0)
    if given is None or len(given) != len(known):
        return None
    width = known.amax(dim=0) - known.amin(dim=0)
    if not bool((width > 0).all()):
        return None
    # In any order of the rows, a positive factor keeps the lowest and the highest number of a column.
    factor = (given.amax(dim=0) - given.amin(dim=0)) / width
    scale = Scale(factor, given.amin(dim=0) - factor * known.amin(dim=0))
    if not bool((factor > 0).all()) or torch.allclose(scale.of(known), known, atol=1e-5):
        return None
    apart = distances(scale.of(known) / factor, given / factor)
    return scale if bool((apart.amin(dim=1) <= CLOSE * width.max()).all()) else None


def rows_trained_on(network: Network, columns: int) -> Tensor | None:
    """Return the different rows (m, columns) that the steps of the last run were about; None if they are not known."""
    runs = network.history.runs
    used = sorted({b for b in runs[-1].batch.tolist() if b >= 0}) if runs else []
    inputs = [runs[-1].inputs[b].reshape(-1, columns) for b in used if runs[-1].inputs[b].shape[-1:] == (columns,)]
    if not inputs or len(inputs) < len(used) or sum(map(len, inputs)) > MAX_ROWS:
        return None
    different: Tensor = torch.cat([i.to(torch.float32) for i in inputs]).unique(dim=0)
    return different


def distances(one: Tensor, other: Tensor) -> Tensor:
    """Return the distance of each row of `one` from each of `other`; torch's faster way of it rounds too much."""
    return torch.cdist(one, other, compute_mode="donot_use_mm_for_euclid_dist")


def readings(network: Network, inputs: Tensor, trained_on: Tensor, structures: Sequence[Structure]) -> list[Tensor]:
    """Return what `network` says of `inputs` (n, d): the probabilities (n,) for each way in which one may rightly ask.

    The first are its outputs. A network that learned the rows `trained_on` on another scale may be handed rows on that
    scale; one without a sigmoid may be given one afterwards.
    """
    if network.outputs is None or network.outputs.numel() != len(inputs):
        return []
    outputs = [network.outputs.reshape(-1).to(torch.float32)]
    scale = scale_of(network, trained_on)
    scaled = outputs_on(network, inputs, scale.of(inputs), structures) if scale else None
    outputs += [] if scaled is None else [scaled]
    return outputs + [torch.sigmoid(o) for o in outputs if bool(((o < 0) | (o > 1)).any())]


def outputs_on(network: Network, inputs: Tensor, others: Tensor, structures: Sequence[Structure]) -> Tensor | None:
    """Return what `network`, which was called on `inputs`, would give for the rows `others`, (n,), if that is known."""
    structure = identify(network, inputs, structures)
    forward = structure.bind(network.shapes) if structure else None
    return None if forward is None else forward(network.flat, others).reshape(-1)
