"""Judges of functions that train by batches: one epoch with a given optimizer, and several with their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from grader.core.catalogue import found
from grader.core.numbers import counted
from grader.core.verdict import Finding
from grader.evidence.functions import Call, Function
from grader.evidence.networks import Network
from grader.judges.batches.means import after_epochs, wrong_mean, wrong_means
from grader.judges.batches.plan import OWN_NETWORK, Plan
from grader.judges.batches.updates import wrong_updates
from grader.judges.findings import at_most_one
from grader.judges.functions.calls import expect_each_trained, returned_losses, trained_network

UPDATES = 3  # points of the updates of an epoch; the mean that it returns, and the mode, are one point each
UNJUDGED = ("evidence-malformed", "rows-left-out")  # of these the mean is a consequence


def expect_epochs(
    function: Function, tasks: Sequence[Any], plan_of: Callable[[Any], Plan], *, repaired: bool = False
) -> Iterator[Finding]:
    """Judge a training function by its calls on `tasks`; the first that fails gives the findings.

    It returns the mean loss per row of an epoch. A function that is `repaired` trains for several, returns a list, and
    any mistake takes all points.
    """
    judge = _wrong_repair if repaired else _wrong_epoch
    return expect_each_trained(
        function, tasks, lambda name, network, call, task: judge(name, network, call, plan_of(task)), given_network
    )


def given_network(name: str, call: Call) -> Network | Finding:
    """Return the network that a call was given, after the call; a finding if the call stopped, or trained another."""
    if call.trained:
        told = (
            f"`{name}` changes `{call.trained[0]}`, a network of the notebook, instead of the network that it is given."
        )
        return found("optimizer-other-model", told, hint=OWN_NETWORK)
    raised = call.raised
    if raised is not None and "does not require grad" in raised.message:
        return found(
            "detached-loss",
            f"`{name}` stopped at `{raised.line}`: the loss has no graph that leads back to the parameters, so there "
            "is nothing that could be sent backward.",
        )
    if raised is not None and "modified by an inplace operation" in raised.message and "backward" in raised.line:
        return found(
            "step-before-backward",
            f"`{name}` stopped at `{raised.line}`: PyTorch refuses this backward pass, because a step had changed the "
            "parameters after the forward pass.",
        )
    return trained_network(name, call)


def _wrong_epoch(name: str, network: Network, call: Call, plan: Plan) -> Iterator[Finding]:
    updates = wrong_updates(name, network, plan)
    if updates and (not network.history.runs or updates.code in UNJUDGED):
        yield updates
        return
    run = network.history.runs[-1]
    if updates:
        yield updates.costing(UPDATES)
    losses, passes = plan.losses(run), network.history.passes
    if updates and run.steps == plan.steps:  # the mean is that of the losses which the function itself computed
        losses = None if passes is None else plan.recorded(run, passes.losses)
    mean = wrong_mean(f"`{name}`", returned_losses(call), losses, after_epochs(run, plan))
    if mean and not (updates and mean.code == "wrong-values"):
        yield mean.costing(1)
    if run.in_eval and not updates:
        told = (
            f"`{name}` got a network in eval mode, and left it so: {run.in_eval} of {counted(run.steps, 'step')} used "
            "it in eval mode."
        )
        yield found("eval-mode-in-training", told, 1)


@at_most_one
def _wrong_repair(name: str, network: Network, call: Call, plan: Plan) -> Finding | None:
    wrong = wrong_updates(name, network, plan)
    if wrong:
        return wrong
    run = network.history.runs[-1]
    return wrong_means(name, returned_losses(call), plan.losses(run), after_epochs(run, plan), plan.epochs)
