"""The judge of a network that the learner designed: what it gives for each row, and what it was made from."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from grader.core.catalogue import CALL_IT, found
from grader.core.numbers import close, sentence
from grader.core.verdict import Finding
from grader.evidence.networks import Network
from grader.judges.parts.network import NOT_STORED, as_reached, cut_off, no_network, no_tensor


def expect_designed_network(network: Network, rows: int) -> Iterator[Finding]:
    """A network with parameters that gives one number, or two scores, for each of `rows` rows, each for itself."""
    name, output = network.value.name, network.output
    unmade = no_network(network)
    if unmade:
        yield unmade
    elif network.raised:
        told = sentence(f"`{name}(X)` stopped with {network.raised}")
        yield found("raised-an-error", told, hint=CALL_IT["network"])
    elif output is None or output.kind != "tensor" or output.numbers is None:
        yield no_tensor(f"{name}(X)", network)
    elif output.shape not in ((rows, 1), (rows,), (rows, 2)):
        asked = f"The exercise asks for shape ({rows}, 1) or ({rows}, 2)."
        look = "How many numbers does the last layer give for each row? One is enough for two classes."
        yield found("wrong-shape", f"For {rows} rows `{name}` gives {output}. {asked}", hint=look)
    elif not network.shapes:
        yield found("wrong-module", f"`{name}` has no parameters, so there is nothing to train.", hint=NOT_STORED)
    elif network.unreached and len(network.unreached) == len(network.parameters):
        yield found("detached-loss", cut_off(network, "numbers"))
    else:
        yield from _of_chances(network, output.numbers.reshape(rows, -1))


def expect_no_look_at_validation(network: Network, every_row: Tensor) -> Iterator[Finding]:
    """Nothing in `network` was computed from all rows (n, d), of which some are put aside for validation."""
    rows = every_row.to(torch.float64)
    every = {"mean": rows.mean(dim=0), "standard deviation": rows.std(dim=0)}
    for name, buffer in network.buffers.items():
        for what, numbers in every.items():
            if buffer.numel() == numbers.numel() and torch.allclose(
                buffer.reshape(-1).to(torch.float64), numbers, rtol=1e-5, atol=1e-6
            ):
                told = (
                    f"`{network.value.name}` scales its inputs with numbers from validation rows. "
                    f"`{as_reached(network, name)}` is the {what} of all {len(rows)} rows, not of the training rows "
                    "alone."
                )
                yield found("leaked-validation", told, hint="Which rows does this layer get when the network is made?")
                return


def _of_chances(network: Network, outputs: Tensor) -> Iterator[Finding]:
    name = network.value.name
    if close(float(outputs.sum(dim=0)[0]), 1.0) and len(outputs) > 2 and bool((outputs >= 0).all()):
        told = f"The {len(outputs)} outputs of `{name}` add up to 1, because a softmax ran over the rows."
        look = "Look at the argument `dim` of the softmax. Over which dimension are the numbers of one row?"
        yield found("mixed-rows", told, hint=look)
    elif outputs.shape[1] == 1 and bool((outputs == 1).all()):
        told = f"`{name}` gives 1 for every row. A softmax over a single number is always 1."
        look = "How many numbers does the last linear layer give for each row, and which function belongs after one?"
        yield found("wrong-module", told, hint=look)
