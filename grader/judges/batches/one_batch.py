"""The judge of a function that learns one batch by heart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.numbers import counted, shown
from grader.core.verdict import Finding
from grader.evidence.functions import Function
from grader.evidence.networks import Network
from grader.evidence.runs import Run
from grader.judges.batches.epochs import given_network
from grader.judges.batches.updates import why_never_trained
from grader.judges.findings import at_most_one
from grader.judges.functions.calls import expect_each_trained
from grader.judges.parts.objective import Objective
from grader.judges.parts.structure import Structure
from grader.judges.training.gradients import explain
from grader.judges.training.run import run_shapes
from grader.judges.training.update_mistakes import finding_of

# Gradient mistakes that explain why a loss did not get low enough; anything else is told as too little training.
CAUSES = ("missing-zero-grad", "step-before-backward", "zeroed-before-step", "softmax-in-model", "detached-loss")
WHAT_ENDS_IT = (
    "What ends your loop: a number of rounds, or a limit that the loss is compared with? Print the loss in each round, "
    "and let the loop go on until it is as low as the exercise asks. If the loss hardly falls, take a larger learning "
    "rate."
)


class Batch(Protocol):
    """A task: one batch to learn, by a network whose parameters are `given` (P,)."""

    given: Tensor
    objective: Objective
    structure: Structure


def expect_one_batch(function: Function, tasks: Sequence[Any], below: float) -> Iterator[Finding]:
    """Judge a function that trains a network on one batch until its loss is `below`; the first failure decides."""
    return expect_each_trained(
        function, tasks, lambda name, network, _, task: _wrong(name, network, task, below), given_network
    )


@at_most_one
def _wrong(name: str, network: Network, task: Batch, below: float) -> Finding | None:
    never = why_never_trained(name, network)
    if never and not torch.equal(task.given, network.flat) and not network.history.backwards:
        return found("hard-coded", f"`{name}` changed the parameters of the network without a step of an optimizer.")
    if never:
        return never
    final, outputs = None, network.outputs
    if outputs is not None and len(outputs) == len(task.objective.targets):
        final = float(task.objective.loss(outputs.to(torch.float32), task.objective.targets))
    if final is not None and final <= below:
        return None
    return _other_rows(name, network.history.runs[-1], task.objective) or _too_high(name, network, task, final, below)


def _other_rows(name: str, run: Run, objective: Objective) -> Finding | None:
    """Return a finding if steps were about other rows than those of the batch, or not about all of them."""
    given = [rows for rows in map(objective.as_rows, run.inputs) if rows is not None]
    got = f"`{name}` got a batch of {counted(len(objective.targets), 'row')}"
    if all(objective.rows_of(rows) is not None for rows in given):
        used = None if run.rows is None or not len(run.rows) else objective.rows_of(run.rows)
        if used is None or len(used) >= len(objective.targets):
            return None
        return found("rows-left-out", f"{got}, but its steps used only {counted(len(used), 'row')}.")
    different = len(torch.cat(given).unique(dim=0))
    if different > max(map(len, given)):
        return found(
            "batch-redrawn",
            f"{got}, but its {counted(run.steps, 'step')} used {different:,} different rows or more. A new batch was "
            "drawn again and again, so the network hardly ever saw the same rows twice.",
        )
    look = (
        "Does the function change the rows, or use a name that is not in its parentheses? It should train on the "
        "rows of `batch` as they are."
    )
    return found("wrong-values", f"{got}, but it trained on other rows than these.", hint=look)


def _too_high(name: str, network: Network, task: Batch, final: float | None, below: float) -> Finding:
    run, objective = network.history.runs[-1], task.objective
    forward = task.structure.bind(run_shapes(network))
    why = explain(run, objective, forward)
    facts = (
        f"After {counted(run.steps, 'step')} of `{name}` the loss of the batch is "
        f"{'unknown' if final is None else shown(final)}. The exercise asks for less than {shown(below)}."
    )
    cause = next((code for code in why.codes if code in CAUSES), None)
    if cause == "softmax-in-model":
        return found(cause, f"{facts} The gradients are those of a loss that got the softmax of the scores.")
    if cause:
        return found(cause, f"{facts} {finding_of(cause, why, run, network).message}")
    rate = next(iter(run.optimizer.learning_rates), None)
    began = float(run.losses[0]) if len(run.losses) else None
    ended = float(run.losses[-1]) if len(run.losses) else None
    if began is not None and ended is not None and not ended <= began:
        with_rate = "" if rate is None else f" with lr={shown(rate)}"
        return found("learning-rate-too-high", f"{facts} At the first step it was {shown(began)}{with_rate}.")
    used = "" if rate is None else f" It used {run.optimizer.class_name} with lr={shown(rate)}."
    return found("not-converged", f"{facts}{used}", hint=WHAT_ENDS_IT)
