"""Judges of functions that train by batches: one epoch with what they are given, and several with their own optimizer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.core.catalogue import found
from grader.core.numbers import counted
from grader.core.verdict import Finding
from grader.judges.batches.means import wrong_mean, wrong_means
from grader.judges.batches.updates import wrong_updates
from grader.judges.functions.repairs import expect_callable, network_of, returned_losses, trains_another

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.evidence.functions import Call, Function
    from grader.evidence.networks import Network
    from grader.judges.batches.plan import Plan

UPDATES = 3  # points of the updates of an epoch; the mean that it returns, and the mode, are one point each


def expect_epochs(
    function: Function, tasks: Sequence[Any], plan_of: Callable[[Any], Plan], repaired: bool = False
) -> Iterator[Finding]:
    """Judge a training function by its calls on `tasks`; the first that fails gives the findings.

    It returns the mean loss per row of an epoch. A function that is `repaired` trains for several, returns a list, and
    any mistake takes all points.
    """
    yield from expect_callable(function, len(tasks))
    for call, task in zip(function.calls, tasks, strict=False):
        judge = _wrong_repair if repaired else _wrong_epoch
        wrong = list(judge(function.value.name, call, plan_of(task)))
        yield from wrong
        if wrong:
            return


def _network(name: str, call: Call) -> Network | Finding:
    return trains_another(name, call.trained) if call.trained else network_of(name, call)


def _wrong_epoch(name: str, call: Call, plan: Plan) -> Iterator[Finding]:
    network = _network(name, call)
    if isinstance(network, Finding):
        yield network
        return
    updates = wrong_updates(name, network, plan)
    if updates and (not network.history.runs or updates.code in ("evidence-malformed", "rows-left-out")):
        yield updates
        return
    if updates:
        yield found(updates.code, updates.message, UPDATES, updates.hint)
    run = network.history.runs[-1]
    mean = wrong_mean(f"`{name}`", returned_losses(call), run, plan)
    if mean:
        yield found(mean.code, mean.message, 1, mean.hint)
    if run.in_eval and not updates:
        steps = counted(run.steps, "step")
        yield found(
            "eval-mode-in-training",
            f"`{name}` got a network in eval mode, and left it so: {run.in_eval} of {steps} used it in eval mode.",
            1,
        )


def _wrong_repair(name: str, call: Call, plan: Plan) -> Iterator[Finding]:
    network = _network(name, call)
    if isinstance(network, Finding):
        yield network
        return
    updates = wrong_updates(name, network, plan)
    if updates:
        yield updates
    else:
        yield from wrong_means(name, returned_losses(call), network.history.runs[-1], plan)
