"""What lesson 3 says after a pass: which quick test shows the cause, and how else it can be repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.core.numbers import shown

if TYPE_CHECKING:
    from grader.evidence.functions import Function

DIAGNOSES = (
    "A quick test for this cause: print `net(x).shape` and the shape of the targets, right before the criterion.",
    "A quick test for this cause: print `loss.grad_fn`. A loss that remembers how it was computed has one.",
    "A quick test for this cause: print the first five losses. Steps that are too large make the loss grow.",
    "A quick test for this cause: compare the first loss of each run. Runs that start alike have the same first loss.",
    "A quick test for this cause: print the last item of the list. A plain number prints without the word `tensor`.",
    "A quick test for this cause: compute the network's own loss after the run, and compare it with the list.",
)
CASE_1 = (
    "Other ways to repair it: squeeze the predictions too, or give the targets their column back with "
    "`reshape(-1, 1)`. In each case both have the same shape."
)
CASE_2 = (
    "Another way to write it: `losses.append(float(loss))`. Read out the number after `backward()`, or before it, but "
    "send the tensor itself backward."
)
CASE_4 = (
    "Another way to repair it: `start = copy.deepcopy(net.state_dict())` before the first run, and "
    "`net.load_state_dict(start)` before each run."
)
CASE_5 = (
    "Another way to write it: `float(loss)` gives the number too. `loss.detach()` would also drop the graph, but it is "
    "still a tensor and not a plain number."
)
CASE_6 = (
    "Another way to repair it: train the copy, and put what it learned into the network at the end, with "
    "`net.load_state_dict(trained.state_dict())`."
)


def case_3(case_3: Function) -> str:
    network = case_3.calls[0].network
    if network is None:
        return ""
    run = network.history.runs[-1]
    rate = shown(next(iter(run.optimizer.learning_rates)))
    return (
        f"What an expert sees in your run: with {run.optimizer.class_name} and lr={rate}, the loss went from "
        f"{shown(run.losses[0])} to {shown(run.losses[-1])}. A usual way to find a learning rate: start with one that "
        "is too high, and divide it by 3 until the loss falls from the first epoch on."
    )
