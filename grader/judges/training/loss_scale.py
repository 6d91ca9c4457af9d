"""Losses that were multiplied before the backward pass, and whose gradients were divided before the step.

`torch.amp.GradScaler` does that, so that gradients at half precision do not round to 0. The record of such a run holds
losses that are far too large. Here they are divided again, so that every rule sees the run as if nobody had scaled it.

Source: https://docs.pytorch.org/docs/stable/amp.html#gradient-scaling.
"""

from __future__ import annotations

import math

import msgspec
import torch
from torch import Tensor

from grader.evidence.networks import Network
from grader.evidence.runs import Run
from grader.judges.parts.objective import Forward, Objective
from grader.judges.training.partial import FITS, multiple_of
from grader.judges.training.step import Step

LOOKED_AT = 4  # steps, each of which has to be scaled
MOST = 0.9  # of the sampled steps have to be scaled
WITHIN = 0.05  # by how much lengths may differ at half precision


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
    """Return by what the loss of each sampled step was multiplied, (S,) float64; None if it was not.

    The gradient that the step used is shorter than the one that arrived, by as much or by more: it may be clipped, too.
    """
    lengths, arrived = (each.to(torch.float64).norm(dim=1) for each in (run.gradient, run.arrived))
    shorter = ((run.backwards == 1) & (lengths > 0) & (lengths < (1 - WITHIN) * arrived)).nonzero().reshape(-1).tolist()
    if not shorter or len(shorter) < MOST * len(lengths):
        return None
    within = WITHIN if run.coarse else FITS
    factors = torch.full((len(lengths),), math.nan, dtype=torch.float64)
    for number, i in enumerate(shorter):
        sent = float(run.losses[int(run.sampled[i])]), run.arrived[i]
        times = multiple_of(sent, Step(run, i, objective, forward, 0.0).own(), within)
        if times is not None and times * float(lengths[i]) <= (1 + WITHIN) * float(arrived[i]):
            factors[i] = times
        elif number < LOOKED_AT:  # a gradient that was cut short has a right loss
            return None
    known = factors.isfinite()
    # At half precision a small gradient is mostly rounding, so that only the first steps tell.
    enough = min(LOOKED_AT, len(shorter)) if run.coarse else MOST * len(shorter)
    if int(known.sum()) < enough:
        return None
    factors = torch.where(known, factors, factors[known].median())
    return factors.log2().round().exp2() if run.coarse else factors  # a scaler's factors are powers of 2


def _divided(run: Run, factors: Tensor) -> Run:
    """Return a run whose losses and arrived gradients are divided by the factor of the last sampled step before."""
    last = torch.searchsorted(run.sampled, torch.arange(len(run.losses)), right=True) - 1
    arrived = (run.arrived.to(torch.float64) / factors[:, None]).to(run.arrived.dtype)
    return msgspec.structs.replace(run, losses=run.losses / factors[last.clamp(min=0)], arrived=arrived)
