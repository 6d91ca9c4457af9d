"""Why a network is not the outcome of any optimizer's steps."""

from __future__ import annotations

import torch
from torch import Tensor

from grader.core.catalogue import CALL_IT, found
from grader.core.numbers import counted, sentence
from grader.core.verdict import Finding
from grader.evidence.networks import Network
from grader.evidence.runs import Run, marks

MIN_NETWORKS_IN_A_LOOP = 3
MADE_IN_THE_LOOP = "Which line makes the network, and does the indentation put that line inside the loop?"


def why_untrained(network: Network) -> Finding | None:
    """Return why the network is not the outcome of any optimizer's steps; None if it is."""
    name, history = network.value.name, network.history
    if network.raised:
        stopped = sentence(f"`{name}(inputs)` stopped with {network.raised}")
        return found("raised-an-error", stopped, hint=CALL_IT["network"])
    if history.runs:
        if not _is_a_state_of(network):
            told = f"The parameters of `{name}` are not those that its training steps left."
            look = f"Which line changes `{name}`, or gives it other parameters, after the training?"
            return found("hard-coded", told, hint=look)
        return None
    finding = _another_network(network)
    if finding:
        return finding
    if history.start is not None and not torch.equal(history.start, network.flat):
        code = "no-step" if history.backwards else "hard-coded"
        look = "Which line changes the parameters, if it is not a step of the optimizer?"
        return found(code, f"The parameters of `{name}` changed, but no optimizer step changed them.", hint=look)
    if history.forwards and not history.backwards:
        if history.lost:
            return cut_from_its_graph(network)
        told = f"`{name}` was called {counted(history.forwards, 'time')}, but `backward()` never ran."
        return found("no-backward", told)
    if history.backwards:
        passes = f"`backward()` ran {counted(history.backwards, 'time')} for `{name}`, but no optimizer took a step."
        return found("no-step", f"{passes} So `{name}` still has its initial parameters.")
    never = f"`{name}` was never called, and no optimizer took a step."
    return found("no-step", f"{never} So it still has its initial parameters.")


def is_as_made(network: Network) -> bool:
    """Tell whether nothing at all has moved the network's parameters, as far as anybody saw."""
    history = network.history
    return not history.runs and (history.start is None or torch.equal(history.start, network.flat))


def _another_network(network: Network) -> Finding | None:
    """Return which other network the steps were about, if there were any."""
    name, history = network.value.name, network.history
    steps = sum(other.steps for other in history.others)
    if history.alike >= MIN_NETWORKS_IN_A_LOOP and (history.others or history.counts.steps):
        told = (
            f"A new `{name}` was made in each of {counted(history.alike, 'round')}, and no optimizer holds the "
            "parameters of the last one."
        )
        return found("optimizer-other-model", told, hint=MADE_IN_THE_LOOP)
    for other in history.others:
        if other.had_gradient and sorted(other.shapes) == sorted(network.shapes) and not history.backwards:
            return found(
                "trained-a-copy",
                f"An optimizer took {counted(other.steps, 'step')}, but they changed a different network of the same "
                f"shape. No step changed `{name}`.",
            )
    if history.others and history.backwards:
        told = f"The optimizer took {counted(steps, 'step')}, but it holds none of the parameters of `{name}`."
        return found("optimizer-other-model", told)
    return None


def cut_from_its_graph(network: Network) -> Finding:
    """Return the finding for a path from a loss back to the parameters that was cut; say where, if that is known."""
    name, counts = network.value.name, network.history.counts
    if counts.forwards and counts.without_graph == counts.forwards:
        calls = "The only call" if counts.forwards == 1 else f"All {counts.forwards:,} calls"
        return found(
            "detached-loss",
            f"{calls} of `{name}` happened under `no_grad`, where PyTorch keeps no graph. Without a graph `backward()` "
            "finds no way back to the parameters.",
            hint="Which lines are indented below `no_grad()`, and which of them does training need? A call that "
            "switches gradients off for the whole notebook has the same effect.",
        )
    return found(
        "detached-loss",
        f"`backward()` ran, but no gradient ever reached the parameters of `{name}`. Something between its output and "
        "the loss cuts the way back, for example a plain number, a new tensor or a comparison.",
    )


def why_never_called(network: Network) -> Finding | None:
    """Return a finding if an optimizer held the network's parameters, but no loss was computed from them."""
    runs, name = network.history.runs, network.value.name
    if not runs or network.history.forwards or any(bool(run.gradient.any()) for run in runs):
        return None
    look = (
        "The network that the optimizer holds and the one that computes the loss have to be the same. Which network "
        "does your loop call, and which of the two is to be trained?"
    )
    why = f"`{name}` was never called"
    if network.uncalled:  # `forward` may have run, but its stored layers did not
        why = "no forward pass used them"
        look = (
            f"Does `forward` call the layers that `__init__` has stored in `{name}`? A layer that `forward` makes is a "
            "new one in each call. If it does, which network does your loop call?"
        )
    told = (
        f"The optimizer took {counted(sum(run.steps for run in runs), 'step')} with the parameters of `{name}`, but "
        f"{why}."
    )
    return found("optimizer-other-model", told, hint=look)


def _is_a_state_of(network: Network) -> bool:
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
