"""Whether a network's parameters are those that its recorded steps left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from grader.evidence.runs import marks

if TYPE_CHECKING:
    from torch import Tensor

    from grader.evidence.networks import Network
    from grader.evidence.runs import Run


def is_a_state_of(network: Network) -> bool:
    """Tell whether the parameters are those after some step: the last, or one that was kept as the best."""
    runs, last = network.history.runs, network.history.runs[-1]
    if last.size == network.flat.numel():
        if _same_numbers(last.last, network.flat):
            return True
        return last.shapes == network.shapes and any(left_mark(run, network.flat) for run in runs)
    if _held(network, last) is None:
        return True
    # Several optimizers may have moved some parameters each, or some that another one had moved.
    parts = [(run, held) for run in runs if (held := _held(network, run)) is not None]
    return any(_same_numbers(run.last, held) or left_mark(run, held) for run, held in parts)


def left_mark(run: Run, parameters: Tensor) -> bool:
    """Tell whether parameters (P,) are those after some step of a run."""
    now = float(marks(parameters[None]))
    return bool((run.marks - now).abs().lt(1e-9 + 1e-6 * abs(now)).any())


def _held(network: Network, run: Run) -> Tensor | None:
    """Return those parameters of `network` that a run over some of them moved; None if that cannot be told."""
    if run.size > network.flat.numel() or len(set(network.shapes)) != len(network.shapes):
        return None
    by_shape = dict(zip(network.shapes, network.parameters.values(), strict=True))
    pieces = [by_shape.get(shape) for shape in run.shapes]
    if any(piece is None for piece in pieces):
        return None
    return torch.cat([piece.reshape(-1).to(torch.float32) for piece in pieces if piece is not None])


def _same_numbers(one: Tensor, other: Tensor) -> bool:
    """Compare parameters in any order; a run over some of them only is not compared."""
    if one.numel() != other.numel():
        return True
    return torch.allclose(one.sort().values, other.sort().values, rtol=1e-5, atol=1e-7, equal_nan=True)
