"""Losses that were multiplied before the backward pass, and whose gradients were divided before the step.

`torch.amp.GradScaler` does that, so that gradients at half precision do not round to 0. The record of such a run holds
losses that are far too large. Here they are divided again, so that every rule sees the run as if nobody had scaled it.

Source: https://docs.pytorch.org/docs/stable/amp.html#gradient-scaling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import torch

from grader.judges.training.partial import FITS, multiple_of
from grader.judges.training.step import Step

if TYPE_CHECKING:
    from torch import Tensor

    from grader.evidence.networks import Network
    from grader.evidence.runs import Run
    from grader.judges.parts.objective import Forward, Objective

LOOKED_AT = 4  # steps whose losses are computed again
MOST = 0.9  # of the sampled steps have to be scaled


def without_loss_scale(network: Network, objective: Objective, forward: Forward | None) -> Network:
    """Return a network whose recorded losses are those before they were scaled; the same object if they were not.

    `forward` takes the parameters in the order of the last run.
    """
    history = network.history
    runs = history.runs
    if forward is None or not runs:
        return network
    factors = [_factors(run, objective, forward) if run.shapes == runs[-1].shapes else None for run in runs]
    if all(factor is None for factor in factors):
        return network
    divided = tuple(run if by is None else _divided(run, by) for run, by in zip(runs, factors, strict=True))
    passes = history.passes
    if passes is not None and len(passes.losses) == sum(len(run.losses) for run in runs):
        passes = msgspec.structs.replace(passes, losses=torch.cat([run.losses for run in divided]))
    return msgspec.structs.replace(network, history=msgspec.structs.replace(history, runs=divided, passes=passes))


def _factors(run: Run, objective: Objective, forward: Forward) -> Tensor | None:
    """Return by what the loss of each sampled step was multiplied, (S,) float64; None if it was not."""
    used, arrived = run.gradient.to(torch.float64), run.arrived.to(torch.float64)
    if not len(used) or used.shape != arrived.shape:
        return None
    times = (arrived * used).sum(dim=1) / used.square().sum(dim=1).clamp(min=1e-300)
    left = (arrived - times[:, None] * used).norm(dim=1)
    scaled = (run.backwards == 1) & (times > 0) & ((times - 1).abs() > FITS) & (left <= FITS * arrived.norm(dim=1))
    if int(scaled.sum()) < MOST * len(scaled):
        return None
    for i in scaled.nonzero().reshape(-1)[:LOOKED_AT].tolist():  # a gradient that was cut short has a right loss
        sent = float(run.losses[int(run.sampled[i])]), run.arrived[i]
        own = Step(run, i, objective, forward, 0.0).own()
        by = multiple_of(sent, own)
        if by is None or abs(by - float(times[i])) > FITS * by:
            return None
    return torch.where(scaled, times, times[scaled].median())


def _divided(run: Run, factors: Tensor) -> Run:
    """Return a run whose losses and arrived gradients are divided by the factor of the last sampled step before."""
    last = torch.searchsorted(run.sampled, torch.arange(len(run.losses)), right=True) - 1
    arrived = (run.arrived.to(torch.float64) / factors[:, None]).to(run.arrived.dtype)
    return msgspec.structs.replace(run, losses=run.losses / factors[last.clamp(min=0)], arrived=arrived)
