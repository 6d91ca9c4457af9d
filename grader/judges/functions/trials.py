"""The judge of a function that trains twice, so that two runs from the same parameters can be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
import torch
from torch import Tensor
from torch.func import vmap

from grader.core.catalogue import found
from grader.core.numbers import counted, shown
from grader.core.verdict import Finding
from grader.evidence.functions import Call, Function
from grader.evidence.networks import Network
from grader.evidence.runs import History, Run
from grader.evidence.values import Value
from grader.judges.findings import at_most_one
from grader.judges.functions.calls import about_result, expect_each_trained, returned_losses
from grader.judges.functions.repairs import PLAIN, Repair, are_close, given, other_rows, other_settings, reference
from grader.judges.training.history import NEAR, ROUNDED, not_numbers
from grader.judges.training.untrained import why_never_called, why_untrained
from grader.judges.training.update_mistakes import update_mistakes

SAME_OBJECT = (
    "Which object does each run train? `a = b` only gives a second name to the same network, and a `state_dict` holds "
    "the network's own tensors, which change with it. What makes a copy that stays as it is?"
)
COPIED_LATE = (
    "Which network is the second run's network a copy of, and has a line before it trained that one? Look whether a "
    "name means the same network in both rounds."
)
ORDINALS = ("first", "second")
_BY_STEP = ("sampled", "before", "gradient", "after", "arrived", "backwards", "stale", "pace", "batch")


def expect_trials(
    function: Function, tasks: Sequence[Any], repairs_of: Callable[[Any], tuple[Repair, Repair]]
) -> Iterator[Finding]:
    """Judge a function that trains from the same start twice, as the two repairs say, and returns all losses in a list.

    The first call on one of `tasks` that fails gives the findings.
    """
    return expect_each_trained(
        function,
        tasks,
        lambda name, network, call, task: _expect_both(name, network, call, repairs_of(task), given(task)),
    )


def _expect_both(
    name: str, network: Network, call: Call, repairs: tuple[Repair, Repair], start: Tensor
) -> Iterator[Finding]:
    steps, epochs = sum(run.steps for run in call.runs), repairs[0].epochs
    idle = why_never_called(network)
    if not steps:
        idle = why_untrained(network) or found("no-step", f"`{name}` returned, but no optimizer took a step.")
    if idle:
        yield idle
        return
    trainings = _trainings(call.runs, repairs)
    if trainings is None:
        yield found(
            "too-few-epochs" if steps < 2 * epochs else "wrong-values",
            f"`{name}` made {counted(steps, 'step')} when it was called with epochs={epochs}. "
            f"Two separate runs make {2 * epochs}.",
            hint="How many rounds does each loop make, and how often does the function run it?",
        )
        return
    both = list(zip(trainings, repairs, strict=True))
    mistakes = [finding for run, repair in both for finding in _other_run(name, network, run, repair)]
    mistakes = mistakes[:1] or list(_other_start(name, network, trainings, start))
    mistakes = mistakes or list(_other_losses(name, returned_losses(call), trainings, repairs))
    yield from mistakes
    if not mistakes and not all(are_close(run.last, reference(start, run.shapes, repair)) for run, repair in both):
        ended = f"`{name}` ended with different parameters from those of plain training."
        yield found("wrong-values", ended, hint=PLAIN)


def _trainings(runs: Sequence[Run], repairs: tuple[Repair, Repair]) -> list[Run] | None:
    """Return the two runs in the order of the repairs, by their learning rates; None if there are not two.

    Two trainings of one network are in one record, since its parameters are the same objects all the time.
    """
    epochs = repairs[0].epochs
    halves = [half for run in runs for half in (_halved(run) if run.steps == 2 * epochs else [run])]
    if [run.steps for run in halves] != [epochs, epochs]:
        return None
    rates = [next(iter(run.optimizer.learning_rates), None) for run in halves]
    return halves[::-1] if rates == [repair.learning_rate for repair in repairs[::-1]] else halves


def _halved(run: Run) -> list[Run]:
    """Return the two halves of a run whose steps were all sampled, each with its own learning rate."""
    at = run.steps // 2
    halves = []
    for rows in (slice(0, at), slice(at, None)):
        part = {key: getattr(run, key)[rows] for key in _BY_STEP}
        rate = float(part["pace"][0, 0])
        groups = tuple({**group, "lr": rate} for group in run.optimizer.groups)
        halves.append(
            msgspec.structs.replace(
                run, **part | {"sampled": part["sampled"] - part["sampled"][0]},
                steps=at, optimizers=1, losses=run.losses[rows], marks=run.marks[rows], last=part["after"][-1],
                optimizer=msgspec.structs.replace(run.optimizer, groups=groups),
            )
        )  # fmt: skip
    return halves


def _other_run(name: str, network: Network, run: Run, repair: Repair) -> Iterator[Finding]:
    """Yield what is wrong with the steps of one run, or with its optimizer."""
    elsewhere = other_rows(name, run, repair.objective)
    if elsewhere:
        yield elsewhere
        return
    forward = repair.structure.bind(run.shapes)
    trained = msgspec.structs.replace(network, history=History(runs=(run,), lost=network.history.lost))
    mistakes = list(update_mistakes(trained, repair.objective, forward))
    yield from mistakes
    if not mistakes:
        yield from other_settings(name, run, repair)


def _other_start(name: str, network: Network, trainings: Sequence[Run], given: Tensor) -> Iterator[Finding]:
    """Yield a finding if a run does not begin with the parameters that the network came with."""
    for i, (run, other) in enumerate(zip(trainings, trainings[::-1], strict=True)):
        start = run.before[0]
        if start.shape == given.shape and torch.allclose(start, given, rtol=1e-5, atol=1e-6):
            continue
        which, rest = (f"the {ORDINALS[j]} run" for j in (i, 1 - i))
        if torch.equal(start, other.last):
            in_place = sum(each.steps for each in network.history.runs) == sum(each.steps for each in trainings)
            what = " Both runs changed the network that the function was given." if in_place else ""
            told = (
                f"In `{name}`, {which} began with the parameters that {rest} ended with. "
                f"Its first loss was {shown(run.losses[0])}, but {rest} began at {shown(other.losses[0])}.{what}"
            )
            yield found("model-not-fresh", told, hint=SAME_OBJECT if in_place else COPIED_LATE)
        else:
            told = f"In `{name}`, {which} began with different parameters from those that `net` came with."
            look = "Which network does each run train, and where do its first parameters come from?"
            yield found("wrong-values", told, hint=look)
        return


@at_most_one
def _other_losses(name: str, losses: Value, trainings: Sequence[Run], repairs: Sequence[Repair]) -> Finding | None:
    """Yield a finding if the losses returned are not those of the two runs, each before its step or each after."""
    problem = not_numbers(losses)
    if problem:
        return about_result(problem, name, losses)
    numbers = losses.flat()
    asked = sum(run.steps for run in trainings)
    if len(numbers) != asked:
        code = "losses-missing" if len(numbers) < asked else "losses-not-recorded"
        return found(
            code,
            f"`{name}(…)` holds {counted(len(numbers), 'number')} for two runs of {repairs[0].epochs} epochs each.",
            hint="Which lists does the function make, and which of them does it return? The exercise asks for one list "
            "with the losses of both runs.",
        )
    if all(map(_are_losses_of, numbers.chunk(2), trainings[::-1], repairs[::-1])):
        first, second = (shown(repair.learning_rate) for repair in repairs)
        told = (
            f"`{name}(…)` begins with the losses of lr={second}, and those of lr={first} come after them. "
            f"The exercise asks for those of lr={first} first."
        )
        return found("wrong-values", told, hint="In which order does the function try the two learning rates?")
    for i, (part, run, repair) in enumerate(zip(numbers.chunk(2), trainings, repairs, strict=True)):
        if _are_losses_of(part, run, repair):
            continue
        before = _computed(run.before, run, repair)
        at = int((~torch.isclose(part, before, rtol=NEAR, atol=ROUNDED)).nonzero()[0])
        return found(
            "losses-not-recorded",
            f"`{name}(…)[{i * run.steps + at}]` is {shown(part[at])}, "
            f"but the loss of epoch {at + 1} of the {ORDINALS[i]} run was {shown(before[at])}.",
        )
    return None


def _are_losses_of(part: Tensor, run: Run, repair: Repair) -> bool:
    """Tell whether numbers are the losses of a run, each before its step or each after."""
    computed = (_computed(states, run, repair) for states in (run.before, run.after))
    return any(bool(torch.isclose(part, losses, rtol=NEAR, atol=ROUNDED).all()) for losses in computed)


def _computed(states: Tensor, run: Run, repair: Repair) -> Tensor:
    """Return the loss at each of `states` (S, P), computed again, (S,) float64."""
    forward = repair.structure.bind(run.shapes)
    if forward is None:
        return run.losses
    return vmap(lambda state: repair.objective.loss_at(state, forward))(states).to(torch.float64)
