"""The judges of functions that go down a line's errors without an optimizer, by the numbers that they return."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.examples import Example
from grader.core.numbers import counted, shown
from grader.core.verdict import Finding
from grader.evidence.functions import Call, Function
from grader.evidence.values import Value
from grader.judges.engine.autograd_errors import stopped_by_autograd
from grader.judges.engine.descents import Descent, Path, Slip, agree, first_other, slips_of, walked
from grader.judges.findings import at_most_one
from grader.judges.functions.calls import about_result, expect_each, returned_losses
from grader.judges.training.history import not_numbers

HALF = 1.0  # of the two points: what the right training costs if another number of it was written down
FEW = 3  # losses by which lists are compared
Told = Callable[[Descent], str]  # a call as a message names it
# Their own hints are about criteria and optimizers, which these functions do without.
BY_NUMBERS = {"wrong-values", "wrong-reduction", "wrong-criterion", "wrong-learning-rate"}
ZERO = "Exactly these numbers come out from a weight and a bias of 0: the start that was passed is not used."
STILL = (
    "Print the two parameters at the end of each epoch. Which lines create them, and are these lines above the loop or "
    "inside it? Which line changes them, and what do the slopes hold when it runs?"
)
STARTS_OVER = Example(
    "What a loop creates starts over in each round. What was created before the loop keeps its changes.",
    "kept = 4.0\nfor turn in range(3):\n    made = 4.0\n    made, kept = made + 6, kept + 6\n"
    "print(made, kept)  # 10.0 22.0",
)
FIRST = (
    "Work out the first two epochs with pencil and paper: the loss, both slopes, both parameters after the update. "
    "Print the same numbers in your loop. Which is the first that differs?"
)
ALONE = "Write the formula of the loss, and the update of each parameter, as plain computations with tensors."
WITHOUT = "The exercise asks for tensors and `backward()` alone, without `nn` and `optim`."


def expect_losses(
    answer: Function, descents: Sequence[Descent], told: Told, extra: Sequence[Slip] = ()
) -> Iterator[Finding]:
    """Judge the lists of losses that calls returned. `extra` are slips to look for first."""
    problems = list(expect_each(answer, descents, lambda name, call, task: _no_losses(name, call, task, told)))
    yield from problems
    if not problems:
        has = [returned_losses(call).flat() for call in answer.calls]
        yield from _wrong_losses(has, descents, told, [*extra, *slips_of(descents[0])])


@at_most_one
def _no_losses(name: str, call: Call, descent: Descent, told: Told) -> Finding | None:
    """Return a finding if a call did not return one number for each epoch."""
    if call.raised:
        return stopped_by_autograd(told(descent), call.raised, call.passes)
    losses = returned_losses(call)
    problem = not_numbers(losses)
    if problem:
        return about_result(problem, name, losses)
    count = len(losses.flat())
    if count != descent.epochs:
        code = "losses-missing" if count < descent.epochs else "wrong-values"
        return found(code, f"{told(descent)} returned {counted(count, 'number')}, not one for each epoch.")
    return None


def _wrong_losses(
    has: Sequence[Tensor], descents: Sequence[Descent], told: Told, slips: Sequence[Slip]
) -> Iterator[Finding]:
    paths = [walked(descent) for descent in descents]
    if agree(has, [path.losses for path in paths]):
        return
    number, at = next(
        (i, at)
        for i, (one, path) in enumerate(zip(has, paths, strict=True))
        if (at := first_other(one, path.losses)) is not None
    )
    right = paths[number].losses
    facts = (
        f"{told(descents[number])} returned a list whose item {at} is {shown(has[number][at])}. "
        f"The loss of that epoch is {shown(right[at])}."
    )
    after = [walked(descent._replace(epochs=descent.epochs + 1)).losses[1:] for descent in descents]
    if agree(has, after):
        says = "Each is the loss after the update of its epoch, not before it."
        yield found("losses-not-recorded", f"{facts} {says}", HALF)
        return
    if len(has) > 1 and all(torch.equal(one[:FEW], has[0][:FEW]) for one in has):
        from_zero = [walked(descent._replace(weight=0.0, bias=0.0)).losses for descent in descents]
        if agree(has, from_zero):
            yield found("wrong-values", f"{facts} {ZERO}", hint=FIRST)
        else:
            yield found("hard-coded", f"{facts} The list begins with the same numbers for every start.")
        return
    yield _why(facts, has, descents, slips, lambda path: path.losses)


def _why(
    facts: str,
    has: Sequence[Tensor],
    descents: Sequence[Descent],
    slips: Sequence[Slip],
    seen: Callable[[Path], Tensor],
) -> Finding:
    for slip in slips:
        if agree(has, [seen(walked(descent, slip)) for descent in descents]):
            look = FIRST if slip.code in BY_NUMBERS else STILL if slip.steps == 0 else None
            example = STARTS_OVER if slip.steps == 0 else None
            return found(slip.code, f"{facts} {slip.says}", hint=look, example=example)
    if not all(bool(torch.isfinite(one).all()) for one in has):
        return found("learning-rate-too-high", f"{facts} Not all of the numbers are finite.")
    if all(bool((one == one[:1]).all()) for one in has) and len(has[0]) > 1:
        return found("no-step", f"{facts} All of them are equal.")
    return found("wrong-values", facts, hint=FIRST)


def expect_parameters(answer: Function, descents: Sequence[Descent], told: Told) -> Iterator[Finding]:
    """Judge the pairs of parameters that calls returned, one pair for each epoch, after its update."""
    wrong = list(expect_each(answer, descents, lambda _, call, task: _no_pairs(call, told(task), task.epochs)))
    if not wrong:
        has = [call.result.tensor().to(torch.float64) for call in answer.calls if call.result]
        wrong = list(_wrong_pairs(has, descents, told)) or list(_how(answer, told(descents[0])))
    yield from wrong


@at_most_one
def _no_pairs(call: Call, asked: str, epochs: int) -> Finding | None:
    """Return a finding if a call did not return a pair of numbers for each epoch."""
    if call.raised:
        return stopped_by_autograd(asked, call.raised, call.passes)
    result = call.result or Value(name="the result", kind="none", type_name="NoneType")
    shape = result.shape or ()
    if result.numbers is None or len(shape) != 2 or shape[1] != 2:
        return found("wrong-type", f"{asked} returned {result}, not a list of pairs of two numbers.")
    if shape[0] not in (epochs, epochs + 1):
        code = "losses-missing" if shape[0] < epochs else "wrong-values"
        return found(code, f"{asked} returned {counted(shape[0], 'pair')}, not one for each epoch.")
    return None


def _wrong_pairs(has: Sequence[Tensor], descents: Sequence[Descent], told: Told) -> Iterator[Finding]:
    paths = [walked(descent) for descent in descents]
    if agree(has, [path.parameters[1:] for path in paths]):
        return
    right = paths[0].parameters
    if agree(has, [path.parameters for path in paths]):
        facts = f"{told(descents[0])} returned {counted(len(has[0]), 'pair')}: the first one is the start"
        yield found("wrong-values", f"{facts}. The exercise asks for one pair for each epoch, after its update.", HALF)
        return
    if agree(has, [path.parameters[:-1] for path in paths]):
        facts = f"{told(descents[0])} returned the pairs before each update: the first one is the start"
        yield found("wrong-values", f"{facts}. The exercise asks for those after it.", HALF)
        return
    rows = min(len(has[0]), len(right) - 1)
    at = first_other(has[0][:rows], right[1 : rows + 1]) or 0
    pair, other = (f"({shown(p[0])}, {shown(p[1])})" for p in (has[0][at], right[at + 1]))
    facts = f"{told(descents[0])} returned {pair} as pair {at}. After that update the parameters are {other}."
    if agree(has, [path.parameters[1:].flip(1) for path in paths]):
        yield found("wrong-values", f"{facts} The two numbers of each pair are swapped.", HALF)
    elif agree([one[-1:] for one in has], [path.parameters[-1:] for path in paths]) and all(
        (one == one[-1]).all() for one in has
    ):
        says = (
            "All pairs are the last one: the list holds the same two tensors again and again, and they have changed "
            "since."
        )
        yield found("wrong-values", f"{facts} {says}", HALF, hint="Keep the numbers, not the tensors.")
    else:
        yield _why(facts, has, descents, list(slips_of(descents[0])), lambda path: path.parameters[1:])


def _how(answer: Function, asked: str) -> Iterator[Finding]:
    """Yield findings if the right parameters were not worked out in the way that the exercise asks for."""
    steps, modules = sum(call.steps for call in answer.calls), [m for call in answer.calls for m in call.modules]
    graphs = next((call.graphs for call in answer.calls if len(call.graphs) > 2), ())
    if not any(call.passes for call in answer.calls):
        told = f"{asked} never ran a backward pass. The slopes have to come from PyTorch's autograd."
        yield found("no-backward", told)
    elif steps:
        told = f"{asked} made {counted(steps, 'step')} of an optimizer. {WITHOUT}"
        yield found("wrong-optimizer", told, HALF, hint=ALONE)
    elif modules:
        yield found("wrong-module", f"{asked} called a module of the class {modules[0]}. {WITHOUT}", HALF, hint=ALONE)
    elif graphs and graphs[-1] >= graphs[0] + len(graphs) - 1:
        told = (
            f"{asked} sends a larger graph backward in each epoch: {graphs[0]} operations in the first one, "
            f"{graphs[1]} in the second, {graphs[2]} in the third. The updates are part of it."
        )
        yield found("update-recorded", told, HALF)
